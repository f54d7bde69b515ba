"""What happens later: one row a timer. A timer without an instant waits for somebody to set one (a paused schedule)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, literal_column, select, update

from bot.domain.delivery import Delivery
from bot.store.statement import Statement, insert_new, upsert
from bot.store.tables import OPERATOR, timer
from bot.store.transaction import Row, Transaction
from bot.store.values import from_day_or_none, from_json, from_ms_or_none, to_day_or_none, to_json, to_ms, to_ms_or_none


@dataclass(frozen=True, slots=True)
class Timer:
    """One of a tenant's timers: what it is for (`kind`), whose (`subject`), and which of several (`slot`).

    `due_at` (aware UTC) is None while it stands still. `local_date` is the date that the instant was computed for with
    that version of `tzdata` (whose timers keep their schedule in `data["schedule"]`); `last_date` is the last one that
    was used. `failures` counts those since the last success.
    """

    tenant: str
    kind: str
    subject: str
    slot: str = ""
    learner_id: str | None = None
    due_at: datetime | None = None
    local_date: date | None = None
    last_date: date | None = None
    tzdata: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Advance:
    """What a due timer leads to: how it goes on (at another instant), None where it is over; and what is owed."""

    timer: Timer | None
    deliveries: tuple[Delivery, ...] = ()


_HERE = timer.c.tenant_id == bindparam("tenant")
_THIS = (
    _HERE,
    timer.c.kind == bindparam("sort"),
    timer.c.subject == bindparam("whose"),
    timer.c.slot == bindparam("which"),
)
_IS_DUE = timer.c.due_at_ms <= bindparam("now_ms")

# Grouped by an expression: else SQLite reads every timer there is in the order of its tenants.
_OWNER = timer.c.tenant_id.concat(literal_column("''"))
_TENANTS = Statement(
    select(_OWNER)
    .where(_IS_DUE)
    .group_by(_OWNER)
    .order_by(func.min(timer.c.due_at_ms), _OWNER)
    .limit(bindparam("most"))
)
# On SQLite, whose one writer needs no lock, plain SELECTs.
_CLAIM = Statement(
    select(timer)
    .where(_HERE, _IS_DUE)
    .order_by(timer.c.due_at_ms)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_HOLD = Statement(select(timer).where(*_THIS).with_for_update())
_OUTDATED = Statement(
    select(timer)
    .where(_HERE, timer.c.due_at_ms.is_not(None), timer.c.tzdata != bindparam("version"))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEXT_TENANT = Statement(
    select(timer.c.tenant_id).where(timer.c.tenant_id > bindparam("after")).order_by(timer.c.tenant_id).limit(1)
)
_TOGETHER = Statement(
    select(func.count()).where(
        _HERE, timer.c.due_at_ms >= bindparam("from_ms"), timer.c.due_at_ms < bindparam("until_ms")
    )
)
_ADD = insert_new(timer)
_SAVE = upsert(timer)
_REMOVE = Statement(delete(timer).where(*_THIS))
_POSTPONE = Statement(
    update(timer)
    .where(*_THIS, timer.c.due_at_ms == bindparam("seen_ms"))
    .values(due_at_ms=bindparam("until_ms"), failures=timer.c.failures + 1)
)


def tenants_due(tx: Transaction, most: int) -> list[str]:
    """The tenants that something is due for, who waited longest first, in a transaction of the operator."""
    _check_operator(tx)
    return [row[0] for row in tx.rows(_TENANTS, now_ms=to_ms(tx.now()), most=most)]


def next_tenant(tx: Transaction, after: str) -> str | None:
    """The tenant with timers whose id follows this one, in a transaction of the operator."""
    _check_operator(tx)
    row = tx.row(_NEXT_TENANT, after=after)
    return None if row is None else str(row[0])


def claim_due(tx: Transaction, most: int) -> list[Timer]:
    """Timers of the tenant that are due, the oldest first, ours until the transaction ends; others pass them over.

    They stay due unless the transaction moves or removes them.
    """
    return [_timer(row) for row in tx.rows(_CLAIM, tenant=tx.tenant, now_ms=to_ms(tx.now()), most=most)]


def hold(tx: Transaction, kind: str, subject: str, slot: str = "") -> Timer | None:
    """One of the tenant's timers, ours until the transaction ends."""
    row = tx.row(_HOLD, tenant=tx.tenant, sort=kind, whose=subject, which=slot)
    return None if row is None else _timer(row)


def hold_outdated(tx: Transaction, tzdata: str, most: int) -> list[Timer]:
    """Timers of the tenant whose instant another version of tzdata gave, ours until the transaction ends."""
    return [_timer(row) for row in tx.rows(_OUTDATED, tenant=tx.tenant, version=tzdata, most=most)]


def due_together(tx: Transaction, begin: datetime, end: datetime) -> int:
    """How many of the tenant's timers are due from `begin` up to `end`."""
    row = tx.rows(_TOGETHER, tenant=tx.tenant, from_ms=to_ms(begin), until_ms=to_ms(end))[0]
    return int(row[0])


def add(tx: Transaction, given: Timer) -> bool:
    """Set a timer; False, and no change, where the tenant has it already."""
    return tx.run(_ADD, **_values(tx, given)) == 1


def save(tx: Transaction, given: Timer) -> None:
    """Set a timer, or change it."""
    tx.run(_SAVE, **_values(tx, given))


def remove(tx: Transaction, given: Timer) -> None:
    """It is over, or not wanted any more."""
    tx.run(_REMOVE, **_key(tx, given))


def postpone(tx: Transaction, given: Timer, until: datetime) -> None:
    """Try again then, since its use case failed; nothing where somebody moved it meanwhile."""
    tx.run(_POSTPONE, **_key(tx, given), seen_ms=to_ms_or_none(given.due_at), until_ms=to_ms(until))


def _key(tx: Transaction, given: Timer) -> dict[str, str]:
    _check_tenant(tx, given)
    return {"tenant": given.tenant, "sort": given.kind, "whose": given.subject, "which": given.slot}


def _values(tx: Transaction, given: Timer) -> dict[str, str | int | None]:
    _check_tenant(tx, given)
    return {
        "tenant_id": given.tenant,
        "kind": given.kind,
        "subject": given.subject,
        "slot": given.slot,
        "learner_id": given.learner_id,
        "due_at_ms": to_ms_or_none(given.due_at),
        "local_date": to_day_or_none(given.local_date),
        "last_date": to_day_or_none(given.last_date),
        "tzdata": given.tzdata,
        "data": to_json(given.data),
        "failures": given.failures,
    }


def _check_tenant(tx: Transaction, given: Timer) -> None:
    if given.tenant != tx.tenant:
        raise ValueError(f"a timer of {given.tenant} in a transaction of {tx.tenant}")


def _check_operator(tx: Transaction) -> None:
    if tx.tenant != OPERATOR:
        raise ValueError(f"this needs a transaction of {OPERATOR}, not of {tx.tenant}")


def _timer(row: Row) -> Timer:
    tenant, kind, subject, slot, learner, due_ms, local, last, tzdata, data, failures = row
    return Timer(
        tenant=tenant,
        kind=kind,
        subject=subject,
        slot=slot,
        learner_id=learner,
        due_at=from_ms_or_none(due_ms),
        local_date=from_day_or_none(local),
        last_date=from_day_or_none(last),
        tzdata=tzdata,
        data=from_json(data),
        failures=failures,
    )
