"""What people typed, kept before the platform is told that it arrived.

A row waits until it is acted on, in the transaction that keeps the effects; it is done once its answer was shown. Its
text goes as soon as it was acted on; the row stays a while, so that the same event coming again is known.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, func, select, update

from bot.store.statement import Statement, insert_new
from bot.store.tables import inbox, learner
from bot.store.transaction import Transaction
from bot.store.values import to_ms, to_text

REMEMBERED = timedelta(days=7)  # platforms send an event again within hours


class Taken(Exception):
    """Another worker acted on this text: there is a next one, or none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that waits."""

    id: int
    text: str


_HERE = inbox.c.tenant_id == bindparam("tenant")
_THIS = inbox.c.id == bindparam("row")
_THEIRS = inbox.c.learner_id == bindparam("learner")
_WAITS = inbox.c.acted_ms.is_(None)
_UNDONE = inbox.c.done_ms.is_(None)
_OF_ACCOUNT = select(learner.c.id).where(learner.c.account == bindparam("account"), learner.c.id == inbox.c.learner_id)

_ADD = insert_new(inbox, without=("id", "acted_ms", "done_ms"))
_PRUNE = Statement(delete(inbox).where(_HERE, _THEIRS, inbox.c.done_ms < bindparam("before_ms")))
_FIRST = Statement(
    select(inbox.c.id, inbox.c.text).where(_HERE, _UNDONE, _WAITS, _OF_ACCOUNT.exists()).order_by(inbox.c.id).limit(1)
)
_FIRST_OF = Statement(select(inbox.c.id).where(_HERE, _THEIRS, _UNDONE, _WAITS).order_by(inbox.c.id).limit(1))
_ACT = Statement(update(inbox).where(_HERE, _THIS, _WAITS).values(acted_ms=bindparam("now_ms"), text=""))
_DONE = Statement(
    update(inbox)
    .where(_HERE, _UNDONE, inbox.c.acted_ms.is_not(None), _OF_ACCOUNT.exists())
    .values(done_ms=bindparam("now_ms"))
)
_REOPEN = Statement(update(inbox).where(_HERE, _UNDONE, inbox.c.acted_ms.is_not(None)).values(acted_ms=None))
_ACCOUNTS = Statement(
    select(learner.c.account)
    .join(inbox, inbox.c.learner_id == learner.c.id)
    .where(_HERE, _UNDONE)
    .group_by(learner.c.account)
    .order_by(func.min(inbox.c.id))
)


def add(tx: Transaction, learner_id: str, event_id: str, text: str) -> bool:
    """Keep a text; False, and no change, when the event was kept before. Old rows of the account go meanwhile."""
    tx.run(_PRUNE, tenant=tx.tenant, learner=learner_id, before_ms=to_ms(tx.now() - REMEMBERED))
    now_ms = to_ms(tx.now())
    added = tx.run(
        _ADD, tenant_id=tx.tenant, learner_id=learner_id, event_id=event_id, text=to_text(text), received_ms=now_ms
    )
    return added == 1


def first(tx: Transaction, account: str) -> Kept | None:
    """The oldest text of an account that waits, in the transaction's tenant."""
    row = tx.row(_FIRST, tenant=tx.tenant, account=account)
    return None if row is None else Kept(*row)


def take(tx: Transaction, learner_id: str, row: int) -> None:
    """Make sure that this row is still the account's first; raises Taken when it is not.

    The account must be locked: then nobody else acts on it before this transaction ends.
    """
    found = tx.row(_FIRST_OF, tenant=tx.tenant, learner=learner_id)
    if found is None or found[0] != row:
        raise Taken


def act(tx: Transaction, row: int) -> None:
    """The row's effects are kept with this transaction; its text goes."""
    tx.run(_ACT, tenant=tx.tenant, row=row, now_ms=to_ms(tx.now()))


def finish(tx: Transaction, account: str) -> None:
    """The answers to all that was acted on were shown."""
    tx.run(_DONE, tenant=tx.tenant, account=account, now_ms=to_ms(tx.now()))


def reopen(tx: Transaction) -> list[str]:
    """The tenant's accounts with texts that are not done, the longest waiting first.

    What was acted on and perhaps never answered waits again, now without its text.
    """
    tx.run(_REOPEN, tenant=tx.tenant)
    return [row[0] for row in tx.rows(_ACCOUNTS, tenant=tx.tenant)]
