"""What learners told a card's authors, by tenant."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.store.statement import Statement, insert_new
from bot.store.tables import flag, learner
from bot.store.transaction import Row, Transaction
from bot.store.values import from_ms, from_ms_or_none, to_ms, to_text


@dataclass(frozen=True, slots=True)
class Flag:
    """A comment on a card that nobody has dealt with yet."""

    id: int
    learner_id: str
    card_id: str
    comment: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person told a card's authors, as an export tells of it."""

    card_id: str
    comment: str
    created_at: datetime
    resolved_at: datetime | None


_TENANT = flag.c.tenant_id == bindparam("tenant")

_ADD = insert_new(flag, without=("id", "resolved_ms"))
_OPEN = Statement(
    select(flag.c.id, flag.c.learner_id, flag.c.card_id, flag.c.comment, flag.c.created_ms)
    .where(_TENANT, flag.c.resolved_ms.is_(None))
    .order_by(flag.c.id)
)
_OF_PERSON = Statement(
    select(flag.c.card_id, flag.c.comment, flag.c.created_ms, flag.c.resolved_ms)
    .join(learner, learner.c.id == flag.c.learner_id)
    .where(learner.c.person_id == bindparam("person"), _TENANT)
    .order_by(flag.c.id)
)
_RESOLVE = Statement(
    update(flag)
    .where(_TENANT, flag.c.id == bindparam("flag"), flag.c.resolved_ms.is_(None))
    .values(resolved_ms=bindparam("now_ms"))
)


def add(tx: Transaction, learner_id: str, card: str, comment: str) -> None:
    """Keep a comment on a card, in the transaction's tenant."""
    tx.run(
        _ADD,
        tenant_id=tx.tenant,
        learner_id=learner_id,
        card_id=card,
        comment=to_text(comment),
        created_ms=to_ms(tx.now()),
    )


def unresolved(tx: Transaction) -> list[Flag]:
    """The tenant's open flags, the oldest first."""
    return [_flag(row) for row in tx.rows(_OPEN, tenant=tx.tenant)]


def of_person(tx: Transaction, person: str) -> list[Comment]:
    """What the person told in the transaction's tenant, open or not, the oldest first."""
    rows = tx.rows(_OF_PERSON, person=person, tenant=tx.tenant)
    return [Comment(card, said, from_ms(created), from_ms_or_none(resolved)) for card, said, created, resolved in rows]


def resolve(tx: Transaction, flag_id: int) -> bool:
    """Close a flag of the tenant; False when there is no such open one."""
    return tx.run(_RESOLVE, tenant=tx.tenant, flag=flag_id, now_ms=to_ms(tx.now())) == 1


def _flag(row: Row) -> Flag:
    return Flag(row[0], row[1], row[2], row[3], from_ms(row[4]))
