"""The door of what happens later: timers that are due. Each call is one transaction.

What a due timer leads to is said by a use case that is given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import schedule as schedules
from bot.domain.calendar import ONE_DAY
from bot.domain.delivery import State
from bot.store import deliveries, timers
from bot.store.database import Database, Transaction
from bot.store.deliveries import Ticket
from bot.store.errors import StoreError
from bot.store.tables import OPERATOR
from bot.store.timers import Advance, Timer

Wake = Callable[[Transaction, Timer], Advance]
HandOn = Callable[[Transaction, Sequence[Ticket]], None]
"""Queues what is owed, in the transaction that plans it."""
Report = Callable[[Exception, Timer], None]

LONGEST_PAUSE = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Woken:
    """How many timers were due, and how many deliveries they led to."""

    timers: int
    deliveries: int


class TimerDoor:
    """Wakes timers. Threads may share it."""

    def __init__(self, database: Database, wake: Wake, report: Report, hand_on: HandOn | None = None) -> None:
        self._database = database
        self._wake = wake
        self._report = report
        self._hand_on = hand_on

    def now(self) -> datetime:
        """The time by the clock that everything here goes by."""
        with self._database.transaction(OPERATOR, write=False) as tx:
            return tx.now()

    def tenants_due(self, most: int) -> list[str]:
        """The tenants with timers that are due, who waited longest first."""
        with self._database.transaction(OPERATOR, write=False) as tx:
            return timers.tenants_due(tx, most)

    def wake(self, tenant: str, most: int) -> Woken:
        """Carry out timers of a tenant that are due: what they lead to is kept with their advance, or neither is.

        One that fails is reported and tried again later; it keeps no other one from being carried out.
        """
        try:
            return self._wake_batch(tenant, most)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  # any fault of a use case: told for the timer that has it, just below
            return self._wake_singly(tenant, most)

    def replan(self, tzdata: str, after: str, most: int) -> str | None:
        """Compute timers of the tenant that follows `after` anew where another version of tzdata gave their instants.

        Returns the tenant, None after the last one.
        """
        with self._database.transaction(OPERATOR, write=False) as tx:
            tenant = timers.next_tenant(tx, after)
        while tenant is not None and self._replan(tenant, tzdata, most) == most:
            pass
        return tenant

    def _wake_batch(self, tenant: str, most: int) -> Woken:
        with self._database.transaction(tenant) as tx:
            return self._carry_out(tx, timers.claim_due(tx, most))

    def _wake_singly(self, tenant: str, most: int) -> Woken:
        woken = [self._wake_one(tenant) for _ in range(most)]
        return Woken(sum(each.timers for each in woken), sum(each.deliveries for each in woken))

    def _wake_one(self, tenant: str) -> Woken:
        held: list[Timer] = []
        try:
            with self._database.transaction(tenant) as tx:
                held = timers.claim_due(tx, 1)
                return self._carry_out(tx, held)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  # reported, and the timer put off
            for each in held:
                self._report(error, each)
                self._put_off(each)
        return Woken(len(held), 0)

    def _carry_out(self, tx: Transaction, claimed: list[Timer]) -> Woken:
        owed = [ticket for each in claimed for ticket in _advance(tx, each, self._wake(tx, each))]
        if owed and self._hand_on:
            self._hand_on(tx, owed)
        return Woken(len(claimed), len(owed))

    def _put_off(self, failed: Timer) -> None:
        with self._database.transaction(failed.tenant) as tx:
            pause = min(FIRST_PAUSE * 2 ** min(failed.failures, 10), LONGEST_PAUSE)
            timers.postpone(tx, failed, tx.now() + pause)

    def _replan(self, tenant: str, tzdata: str, most: int) -> int:
        with self._database.transaction(tenant) as tx:
            outdated = timers.hold_outdated(tx, tzdata, most)
            for each in outdated:
                timers.save(tx, _replanned(each, tzdata, tx.now()))
            return len(outdated)


def _advance(tx: Transaction, woken: Timer, to: Advance) -> list[Ticket]:
    if to.timer is None:
        timers.remove(tx, woken)
    elif to.timer.due_at == woken.due_at:
        raise ValueError(f"the use case for {woken.kind} did not move its timer")
    else:
        timers.save(tx, replace(to.timer, failures=0))
    owed = [each for each in to.deliveries if deliveries.add(tx, each) and each.state is State.PLANNED]
    return [Ticket(each.tenant, each.id, each.address) for each in owed]


def _replanned(timer: Timer, tzdata: str, now: datetime) -> Timer:
    """The same local date at its new instant, unless that is too long ago by now."""
    if timer.local_date is None:
        return replace(timer, tzdata=tzdata)
    schedule = schedules.from_json(timer.data["schedule"])
    due = schedules.next_due(schedule, timer.local_date - ONE_DAY, now)
    if due is None:
        return replace(timer, tzdata=tzdata, due_at=None, local_date=None)
    return replace(timer, tzdata=tzdata, due_at=due.due_at, local_date=due.local_date)
