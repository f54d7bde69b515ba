"""Messages that the bot owes, by tenant. What may become of one is decided in `bot/domain/delivery.py`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select, update

from bot.domain.delivery import Delivery, State
from bot.store.statement import Statement, Value, insert_new
from bot.store.tables import OPERATOR, PLANNED, delivery
from bot.store.transaction import Row, Transaction
from bot.store.values import from_json, from_ms, from_ms_or_none, to_json, to_ms, to_ms_or_none

MOST_UNANSWERED = 30


@dataclass(frozen=True, slots=True)
class Ticket:
    """A delivery that is due, as a sender queues it: where it is kept, and what its pace depends on."""

    tenant: str
    id: str
    address: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many deliveries are due, and since when the oldest of them."""

    due: int
    oldest: datetime | None


_HERE = delivery.c.tenant_id == bindparam("tenant")
_THIS = delivery.c.id == bindparam("which")
_THEIRS = (delivery.c.recipient == bindparam("whose"), delivery.c.purpose == bindparam("why"))
_SENT = delivery.c.state == State.SENT.value
_IS_DUE = delivery.c.due_at_ms <= bindparam("now_ms")
_ON = delivery.c.platform == bindparam("where")
_IS_OVER = delivery.c.lease_until_ms <= bindparam("now_ms")
_VERIFYING = delivery.c.state == State.VERIFYING.value
_COLUMNS = (
    delivery.c.tenant_id,
    delivery.c.platform,
    delivery.c.recipient,
    delivery.c.purpose,
    delivery.c.slot,
    delivery.c.address,
    delivery.c.due_at_ms,
    delivery.c.expires_at_ms,
    delivery.c.learner_id,
    delivery.c.data,
    delivery.c.state,
    delivery.c.fence,
    delivery.c.attempts,
    delivery.c.lease_until_ms,
    delivery.c.message,
    delivery.c.reason,
    delivery.c.sent_ms,
)
_CHANGING = (
    "state",
    "fence",
    "attempts",
    "due_at_ms",
    "expires_at_ms",
    "lease_until_ms",
    "message",
    "reason",
    "sent_ms",
)


def _to(name: str) -> ColumnElement[object]:
    return bindparam(f"to_{name}", type_=delivery.c[name].type)


_ADD = insert_new(delivery, without=("answered_ms",))
_FIND = Statement(select(*_COLUMNS).where(_HERE, _THIS))
# A process that freezes in a transaction holds up none of the others: what it has locked is passed over.
_HOLD = Statement(select(*_COLUMNS).where(_HERE, _THIS).with_for_update(skip_locked=True))
_CHANGE = Statement(
    update(delivery)
    .where(_HERE, _THIS, delivery.c.state == bindparam("seen_state"), delivery.c.fence == bindparam("seen_fence"))
    .values({name: _to(name) for name in _CHANGING})
)
_TENANTS = Statement(
    select(delivery.c.tenant_id)
    .where(PLANNED, _ON, _IS_DUE)
    .group_by(delivery.c.tenant_id)
    .order_by(func.min(delivery.c.due_at_ms), delivery.c.tenant_id)
    .limit(bindparam("most"))
)
_OWED = Statement(
    select(delivery.c.tenant_id, delivery.c.id, delivery.c.address)
    .where(PLANNED, _HERE, _IS_DUE)
    .order_by(delivery.c.due_at_ms)
    .limit(bindparam("most"))
)
_OUTLIVED = Statement(
    select(*_COLUMNS)
    .where(_IS_OVER, ~_VERIFYING)
    .order_by(delivery.c.lease_until_ms)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_IN_DOUBT = Statement(
    select(*_COLUMNS)
    .where(_IS_OVER, _ON, _VERIFYING)
    .order_by(delivery.c.lease_until_ms)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_BACKLOG = Statement(select(func.count(), func.min(delivery.c.due_at_ms)).where(PLANNED, _ON, _IS_DUE))
_ANSWER = Statement(
    update(delivery)
    .where(_HERE, _THIS, delivery.c.answered_ms.is_(None))
    .values(answered_ms=bindparam("now_ms", type_=delivery.c.answered_ms.type))
)
_LATEST = Statement(
    select(delivery.c.answered_ms)
    .where(*_THEIRS, _SENT, delivery.c.slot >= bindparam("since"))
    .order_by(delivery.c.slot.desc())
    .limit(bindparam("most"))
)
_LAST = Statement(
    select(*_COLUMNS)
    .where(_HERE, *_THEIRS, delivery.c.slot < bindparam("before"))
    .order_by(delivery.c.slot.desc())
    .limit(1)
)


def add(tx: Transaction, given: Delivery) -> bool:
    """Owe a message; False, and no change, where it is owed, was sent, or was skipped already."""
    _check_tenant(tx, given.tenant)
    changing = {name.removeprefix("to_"): value for name, value in _changing(given).items()}
    return (
        tx.run(
            _ADD,
            tenant_id=given.tenant,
            id=given.id,
            platform=given.platform,
            learner_id=given.learner_id,
            recipient=given.recipient,
            purpose=given.purpose,
            slot=given.slot,
            address=given.address,
            planned_ms=to_ms(tx.now()),
            data=to_json(given.data),
            **changing,
        )
        == 1
    )


def find(tx: Transaction, delivery_id: str) -> Delivery | None:
    """One of the tenant's deliveries."""
    row = tx.row(_FIND, tenant=tx.tenant, which=delivery_id)
    return None if row is None else _delivery(row)


def hold(tx: Transaction, delivery_id: str) -> Delivery | None:
    """One of the tenant's deliveries, ours until the transaction ends; None, too, where another one holds it."""
    row = tx.row(_HOLD, tenant=tx.tenant, which=delivery_id)
    return None if row is None else _delivery(row)


def change(tx: Transaction, seen: Delivery, wanted: Delivery) -> bool:
    """Compare and set: False, and no change, where state or fence are no longer those `seen`."""
    values = _changing(wanted)
    changed = tx.run(
        _CHANGE, tenant=seen.tenant, which=seen.id, seen_state=seen.state.value, seen_fence=seen.fence, **values
    )
    return changed == 1


def owed(tx: Transaction, platform: str, most: int) -> list[Ticket]:
    """What is due on a platform, in a transaction of the operator: every tenant gets its turn, the oldest first.

    At most about `most`: that many tenants, and an equal share for each of them.
    """
    _check_tenant(tx, OPERATOR)
    now_ms = to_ms(tx.now())
    tenants = [row[0] for row in tx.rows(_TENANTS, where=platform, now_ms=now_ms, most=most)]
    share = -(-most // max(len(tenants), 1))
    return [Ticket(*row) for each in tenants for row in tx.rows(_OWED, tenant=each, now_ms=now_ms, most=share)]


def outlived(tx: Transaction, most: int) -> list[Delivery]:
    """Deliveries of all tenants whose sender's lease is over, ours until the operator's transaction ends."""
    _check_tenant(tx, OPERATOR)
    return [_delivery(row) for row in tx.rows(_OUTLIVED, now_ms=to_ms(tx.now()), most=most)]


def in_doubt(tx: Transaction, platform: str, most: int) -> list[Delivery]:
    """Deliveries of all tenants to be looked for on a platform, ours until the operator's transaction ends."""
    _check_tenant(tx, OPERATOR)
    return [_delivery(row) for row in tx.rows(_IN_DOUBT, where=platform, now_ms=to_ms(tx.now()), most=most)]


def backlog(tx: Transaction, platform: str) -> Backlog:
    """What is due on a platform now, in a transaction of the operator."""
    _check_tenant(tx, OPERATOR)
    due, oldest = tx.rows(_BACKLOG, where=platform, now_ms=to_ms(tx.now()))[0]
    return Backlog(due, from_ms_or_none(oldest))


def answer(tx: Transaction, delivery_id: str) -> bool:
    """Note that somebody answered; False where that is known, or there is no such delivery here."""
    return tx.run(_ANSWER, tenant=tx.tenant, which=delivery_id, now_ms=to_ms(tx.now())) == 1


def unanswered(tx: Transaction, recipient: str, purpose: str, since: str = "") -> int:
    """How many of the last sent ones nobody answered, up to 30; what was skipped counts for nothing.

    Slots before `since` do not count either.
    """
    rows = tx.rows(_LATEST, whose=recipient, why=purpose, since=since, most=MOST_UNANSWERED)
    return next((number for number, row in enumerate(rows) if row[0] is not None), len(rows))


def last_before(tx: Transaction, recipient: str, purpose: str, slot: str) -> Delivery | None:
    """The tenant's delivery of the slot before this one: what the new message replaces."""
    row = tx.row(_LAST, tenant=tx.tenant, whose=recipient, why=purpose, before=slot)
    return None if row is None else _delivery(row)


def _changing(given: Delivery) -> dict[str, Value]:
    return {
        "to_state": given.state.value,
        "to_fence": given.fence,
        "to_attempts": given.attempts,
        "to_due_at_ms": to_ms(given.due_at),
        "to_expires_at_ms": to_ms(given.expires_at),
        "to_lease_until_ms": to_ms_or_none(given.lease_until),
        "to_message": given.message,
        "to_reason": given.reason,
        "to_sent_ms": to_ms_or_none(given.sent_at),
    }


def _check_tenant(tx: Transaction, needed: str) -> None:
    if tx.tenant != needed:
        raise ValueError(f"this needs a transaction of {needed}, not of {tx.tenant}")


def _delivery(row: Row) -> Delivery:
    tenant, platform, recipient, purpose, slot, address, due_ms, expires_ms, learner, data, state, *rest = row
    fence, attempts, lease_ms, message, reason, sent_ms = rest
    return Delivery(
        tenant=tenant,
        platform=platform,
        recipient=recipient,
        purpose=purpose,
        slot=slot,
        address=address,
        due_at=from_ms(due_ms),
        expires_at=from_ms(expires_ms),
        learner_id=learner,
        data=from_json(data),
        state=State(state),
        fence=fence,
        attempts=attempts,
        lease_until=from_ms_or_none(lease_ms),
        message=message,
        reason=reason,
        sent_at=from_ms_or_none(sent_ms),
    )
