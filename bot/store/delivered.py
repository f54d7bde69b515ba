"""What became of messages that the bot owed: what stands unanswered, and the days on which nothing was due."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, update

from bot.domain.delivery import Reason, State
from bot.store.statement import Statement
from bot.store.tables import delivery
from bot.store.transaction import Transaction
from bot.store.values import from_ms_or_none, to_ms

LENGTH_OF_A_DATE = 10


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery as an export tells of it: for which slot, what became of it, and when it was answered."""

    purpose: str
    slot: str
    platform: str
    state: str
    reason: str | None
    sent_at: datetime | None
    answered_at: datetime | None


_HERE = delivery.c.tenant_id == bindparam("tenant")
_THEIRS = (delivery.c.recipient == bindparam("whose"), delivery.c.purpose == bindparam("why"))
_SENT = delivery.c.state == State.SENT.value

_ANSWER_ALL = Statement(
    update(delivery)
    .where(_HERE, *_THEIRS, _SENT, delivery.c.answered_ms.is_(None))
    .values(answered_ms=bindparam("now_ms", type_=delivery.c.answered_ms.type))
)
_STANDING = Statement(
    select(delivery.c.message)
    .where(_HERE, *_THEIRS, _SENT, delivery.c.slot < bindparam("before"), delivery.c.answered_ms.is_(None))
    .order_by(delivery.c.slot.desc())
    .limit(1)
)
_NOTHING_DUE = Statement(
    select(delivery.c.slot).where(
        *_THEIRS,
        delivery.c.state == State.SKIPPED.value,
        delivery.c.reason == Reason.NOTHING_DUE.value,
        func.length(delivery.c.slot) == LENGTH_OF_A_DATE,
    )
)
_OF_PERSON = Statement(
    select(
        delivery.c.purpose,
        delivery.c.slot,
        delivery.c.platform,
        delivery.c.state,
        delivery.c.reason,
        delivery.c.sent_ms,
        delivery.c.answered_ms,
    )
    .where(_THEIRS[0])
    .order_by(delivery.c.purpose, delivery.c.slot)
)


def answer_all(tx: Transaction, recipient: str, purpose: str) -> None:
    """Note that whoever the tenant's messages went to is here: all that were sent count as answered."""
    tx.run(_ANSWER_ALL, tenant=tx.tenant, whose=recipient, why=purpose, now_ms=to_ms(tx.now()))


def standing(tx: Transaction, recipient: str, purpose: str, slot: str) -> str | None:
    """The platform's id of the tenant's last message before this slot, where nobody answered it: it can go."""
    row = tx.row(_STANDING, tenant=tx.tenant, whose=recipient, why=purpose, before=slot)
    return None if row is None else row[0]


def nothing_due(tx: Transaction, recipient: str, purpose: str) -> list[date]:
    """The local dates, where those are the slots, on which nothing was sent since nothing was due."""
    return [date.fromisoformat(row[0]) for row in tx.rows(_NOTHING_DUE, whose=recipient, why=purpose)]


def of_person(tx: Transaction, person: str) -> list[Told]:
    """What a person was owed here, for an export."""
    return [
        Told(purpose, slot, platform, state, reason, from_ms_or_none(sent), from_ms_or_none(answered))
        for purpose, slot, platform, state, reason, sent, answered in tx.rows(_OF_PERSON, whose=person)
    ]
