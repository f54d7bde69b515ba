"""An engine in one thread: a real database, a clock that only a test moves, and a platform that answers as told."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ParamSpec, TypeVar

from bot.domain.delivery import Delivery, Reason, Terms
from bot.domain.delivery_outcome import Found, Outcome, Search, Sent
from bot.store import deliveries, timers
from bot.store.database import Database, Transaction
from bot.store.timers import Advance, Timer
from tests.store.factories import NOON, newcomer

Given = ParamSpec("Given")
Result = TypeVar("Result")

PLATFORM = "loopback"
HOUR = timedelta(hours=1)
TERMS = Terms(timedelta(seconds=60), timedelta(seconds=30))


class Outlet:
    """Answers with what was put in `answers`, then always well; remembers what was asked of it."""

    platform = PLATFORM

    def __init__(self) -> None:
        self.answers: deque[Outcome | Callable[[Delivery], Outcome]] = deque()
        self.searches: deque[Search] = deque()
        self.sent: list[str] = []
        self.searched: list[str] = []
        self.deleted: list[tuple[str, str]] = []

    async def send(self, delivery: Delivery, content: Any) -> Outcome:
        """As told."""
        self.sent.append(content)
        answer = self.answers.popleft() if self.answers else Sent(f"m{len(self.sent)}")
        return answer(delivery) if callable(answer) else answer

    async def find(self, delivery: Delivery) -> Search:
        """As told."""
        self.searched.append(delivery.slot)
        return self.searches.popleft() if self.searches else Found()

    async def delete(self, delivery: Delivery, message: str) -> None:
        """Remembered."""
        self.deleted.append((delivery.slot, message))


async def call(work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """In the same thread."""
    return work(*args, **kwargs)


def drill(slot: str = "1", tenant: str = "loopback:T1", **changes: Any) -> Delivery:
    """A drill that is due at noon."""
    return replace(Delivery(tenant, PLATFORM, "ada", "drill", slot, "D1", NOON, NOON + 6 * HOUR), **changes)


def owe(store: Database, *given: Delivery) -> None:
    """Keep deliveries."""
    for each in given:
        newcomer(store, tenant=each.tenant)
        with store.transaction(each.tenant) as tx:
            assert deliveries.add(tx, each)


def kept(store: Database, given: Delivery) -> Delivery:
    """What the database says of a delivery."""
    with store.transaction(given.tenant, write=False) as tx:
        found = deliveries.find(tx, given.id)
    assert found is not None
    return found


def set_timer(store: Database, subject: str = "ada", tenant: str = "loopback:T1", **changes: Any) -> Timer:
    """A timer that is due at noon."""
    newcomer(store, tenant=tenant)
    given = replace(Timer(tenant, "drill", subject, due_at=NOON, local_date=date(2026, 3, 10)), **changes)
    with store.transaction(tenant) as tx:
        assert timers.add(tx, given)
    return given


def find_timer(store: Database, given: Timer) -> Timer | None:
    """What the database says of a timer."""
    with store.transaction(given.tenant) as tx:
        return timers.hold(tx, given.kind, given.subject, given.slot)


def wake_daily(_: Transaction, timer: Timer) -> Advance:
    """Owe the drill of the timer's date, and go on a day later."""
    assert timer.due_at
    assert timer.local_date
    owed = drill(timer.local_date.isoformat(), timer.tenant, recipient=timer.subject, due_at=timer.due_at)
    moved = replace(timer, due_at=timer.due_at + 24 * HOUR, local_date=timer.local_date + timedelta(days=1))
    return Advance(moved, (owed,))


def compose(_: Transaction, delivery: Delivery) -> object:
    """The slot is what is said; slot `silent` has nothing to say."""
    return Reason.NOTHING_DUE if delivery.slot == "silent" else f"drill {delivery.slot}"
