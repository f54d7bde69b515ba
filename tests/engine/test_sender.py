"""One delivery through the sender, and many; what is in doubt, and what is there twice."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.domain.delivery import Delivery, State
from bot.domain.delivery_outcome import (
    Found,
    Limited,
    Outcome,
    Refused,
    Scope,
    SearchLater,
    Sent,
    Unsearchable,
    Unsure,
)
from bot.door_deliveries import DeliveryDoor
from bot.engine import sender as module
from bot.engine.pace import Rates
from bot.engine.sender import Limits, Sender
from bot.engine.verifier import TRY_AGAIN, Verifier
from bot.store.database import Database
from bot.store.deliveries import Ticket
from bot.store.errors import StoreError
from tests.engine.factories import HOUR, PLATFORM, TERMS, Outlet, call, compose, drill, kept, owe
from tests.store.factories import NOON, Clock

OVER = TERMS.lease + TERMS.grace
LIMITS = Limits(Rates(platform=1000, tenant=1000, address=1000))
TICKET = Ticket("loopback:T1", drill().id, "D1")


@pytest.fixture
def outlet() -> Outlet:
    """A platform that answers as told."""
    return Outlet()


@pytest.fixture
def door(store: Database) -> DeliveryDoor:
    """The door of deliveries."""
    return DeliveryDoor(store, compose, TERMS)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits a second in these tests; logs are not printed."""
    monkeypatch.setattr(module, "LOOK_AGAIN_SECONDS", 0.01)
    with capture_logs():
        yield
    structlog.reset_defaults()


def deliver(outlet: Outlet, door: DeliveryDoor, *, clock: Callable[[], float] | None = None) -> None:
    """Send the drill, as a worker of a queue does."""
    sender = Sender(outlet, door, call, LIMITS, clock or (lambda: 0.0))
    asyncio.run(sender.deliver(TICKET))


def test_a_delivery_is_sent_and_remembered(outlet: Outlet, door: DeliveryDoor, store: Database) -> None:
    """Once: the second attempt finds it done."""
    owe(store, drill())
    deliver(outlet, door)
    deliver(outlet, door)
    sent = kept(store, drill())
    assert (sent.state, sent.message, sent.sent_at, sent.attempts) == (State.SENT, "m1", NOON, 1)
    assert outlet.sent == ["drill 1"]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Limited(timedelta(seconds=30)), State.PLANNED, None),
        (Refused("channel_not_found"), State.FAILED, "channel_not_found"),
        (Unsure("status 500"), State.SENDING, None),
    ],
    ids=["limited", "refused", "unsure"],
)
def test_answers_decide(
    outlet: Outlet, door: DeliveryDoor, store: Database, answer: Outcome, state: State, reason: str | None
) -> None:
    """Told to wait it is planned for then, refused it failed, without an answer it stays as it is."""
    outlet.answers.append(answer)
    owe(store, drill())
    deliver(outlet, door)
    found = kept(store, drill())
    assert (found.state, found.reason) == (state, reason)
    if state is State.PLANNED:
        assert found.due_at == NOON + timedelta(seconds=30)
        assert door.owed(PLATFORM, 9) == []


def test_what_a_client_raises_counts_as_no_answer(outlet: Outlet, door: DeliveryDoor, store: Database) -> None:
    """The message may be there all the same, so it is not sent again."""

    def reset(_: Delivery) -> Outcome:
        raise ConnectionResetError

    outlet.answers.append(reset)
    owe(store, drill())
    deliver(outlet, door)
    assert kept(store, drill()).state is State.SENDING


def test_nothing_is_posted_after_the_lease(outlet: Outlet, door: DeliveryDoor, store: Database) -> None:
    """A process that froze between claim and POST asks its own clock before it goes on."""
    times = iter([0.0, TERMS.lease.total_seconds()])
    owe(store, drill())
    deliver(outlet, door, clock=lambda: next(times))
    assert outlet.sent == []
    assert kept(store, drill()).state is State.SENDING


def test_what_a_dead_sender_left_is_planned_again(
    outlet: Outlet, door: DeliveryDoor, store: Database, clock: Clock
) -> None:
    """Claimed and never begun, it comes again when the lease is over, and is sent once."""
    owe(store, drill())
    door.claim(TICKET.tenant, TICKET.id)
    clock.advance(TERMS.lease)
    assert door.sweep(9) == 1
    deliver(outlet, door)
    assert outlet.sent == ["drill 1"]
    assert kept(store, drill()).state is State.SENT


@pytest.mark.parametrize(
    ("search", "state"),
    [
        (Found(("m7",)), State.SENT),
        (Found(), State.PLANNED),
        (SearchLater(HOUR), State.VERIFYING),
        (Unsearchable(), State.FAILED),
    ],
    ids=["found", "absent", "later", "unsearchable"],
)
def test_what_is_in_doubt_is_looked_for(
    outlet: Outlet, door: DeliveryDoor, store: Database, clock: Clock, search: Any, state: State
) -> None:
    """After lease and grace; what the search says is kept."""
    doubt(outlet, door, store, clock)
    outlet.searches.append(search)
    assert asyncio.run(Verifier(outlet, door, call).look()) == 1
    found = kept(store, drill())
    assert found.state is state
    assert found.message == ("m7" if state is State.SENT else None)


def test_of_messages_that_are_there_twice_the_oldest_stays(
    outlet: Outlet, door: DeliveryDoor, store: Database, clock: Clock
) -> None:
    """The others are taken back."""
    doubt(outlet, door, store, clock)
    outlet.searches.append(Found(("m7", "m8", "m9")))
    asyncio.run(Verifier(outlet, door, call).look())
    assert outlet.deleted == [("1", "m8"), ("1", "m9")]


def test_a_search_that_must_wait_holds_up_the_others_without_asking(
    outlet: Outlet, door: DeliveryDoor, store: Database
) -> None:
    """One 429 is enough to know; all are looked for later."""
    owe(store, *(drill(slot, state=State.VERIFYING, lease_until=NOON) for slot in "abc"))
    outlet.searches.append(SearchLater(HOUR))
    assert asyncio.run(Verifier(outlet, door, call).look()) == 3
    assert len(outlet.searched) == 1
    assert {kept(store, drill(slot)).lease_until for slot in "abc"} == {NOON + HOUR}


def test_a_search_that_fails_is_tried_again(door: DeliveryDoor, store: Database) -> None:
    """Half a minute later, whatever it raised."""

    class Broken(Outlet):
        async def find(self, delivery: Delivery) -> Found:
            raise ConnectionResetError(delivery.id)

    owe(store, drill(state=State.VERIFYING, lease_until=NOON))
    asyncio.run(Verifier(Broken(), door, call).look())
    assert kept(store, drill()).lease_until == NOON + TRY_AGAIN


def doubt(outlet: Outlet, door: DeliveryDoor, store: Database, clock: Clock) -> None:
    """A drill without an answer, after its lease and grace."""
    outlet.answers.append(Unsure("timeout"))
    owe(store, drill())
    deliver(outlet, door)
    clock.advance(OVER)
    assert door.sweep(9) == 1


def test_who_sent_too_late_takes_the_message_back(
    outlet: Outlet, door: DeliveryDoor, store: Database, clock: Clock
) -> None:
    """Frozen just before the POST, it finds that another hand has sent meanwhile."""
    owe(store, drill())

    def frozen(_: Delivery) -> Outcome:
        clock.advance(OVER)
        door.sweep(9)
        asyncio_free(Verifier(Outlet(), door, call).look())
        other = door.claim(TICKET.tenant, TICKET.id)
        assert other is not None
        begun = door.begin(other)
        assert begun is not None
        door.settle(begun.delivery, Sent("theirs"))
        return Sent("mine")

    outlet.answers.append(frozen)
    deliver(outlet, door)
    assert outlet.deleted == [("1", "mine")]
    assert kept(store, drill()).message == "theirs"


@pytest.mark.parametrize("answer", [Sent("mine"), Unsure("timeout")], ids=["answered", "unanswered"])
def test_who_sent_too_late_and_alone_has_sent_it(
    outlet: Outlet, door: DeliveryDoor, store: Database, clock: Clock, answer: Outcome
) -> None:
    """Nobody else did: the message counts, whether its answer came or it had to be looked for."""
    owe(store, drill())

    def frozen(_: Delivery) -> Outcome:
        clock.advance(OVER)
        door.sweep(9)
        return answer

    outlet.answers.append(frozen)
    outlet.searches.append(Found(("mine",)))
    deliver(outlet, door)
    assert outlet.deleted == []
    assert (kept(store, drill()).state, kept(store, drill()).message) == (State.SENT, "mine")


def test_a_database_that_goes_away_after_the_post_is_waited_for(
    outlet: Outlet, door: DeliveryDoor, store: Database
) -> None:
    """The message is there and must be remembered, not looked for."""
    owe(store, drill())
    away = [StoreError("The database went away.")] * 3

    async def flaky(work: Any, /, *args: Any, **kwargs: Any) -> Any:
        if work == door.settle and away:
            raise away.pop()
        return work(*args, **kwargs)

    asyncio.run(Sender(outlet, door, flaky, LIMITS, lambda: 0.0).deliver(TICKET))
    assert kept(store, drill()).state is State.SENT


def test_a_sender_sends_all_that_is_owed_and_stops(outlet: Outlet, door: DeliveryDoor, store: Database) -> None:
    """Fairly, each once; what fails in one keeps no other one from being sent."""
    owe(store, *(drill(str(number)) for number in range(30)), drill("other", "loopback:T2"))

    def fault(_: Delivery) -> Outcome:
        raise RuntimeError("a fault of ours")

    outlet.answers.append(fault)

    async def run() -> None:
        sender = Sender(outlet, door, call, LIMITS)
        task = asyncio.create_task(sender.run())
        while len(outlet.sent) < 31:
            await asyncio.sleep(0)
        await sender.stop()
        await task

    asyncio.run(asyncio.wait_for(run(), 20))
    assert len(set(outlet.sent)) == len(outlet.sent) == 31
    assert outlet.sent.index("drill other") <= 2


def test_a_limit_holds_the_next_ones_of_its_scope(outlet: Outlet, door: DeliveryDoor, store: Database) -> None:
    """One 429 for a tenant: its others wait as long, another tenant's go out."""
    owe(store, *(drill(str(number)) for number in range(3)), drill("other", "loopback:T2"))
    outlet.answers.append(Limited(HOUR, Scope.TENANT))

    async def run() -> None:
        sender = Sender(outlet, door, call, Limits(LIMITS.rates, seats=1))
        task = asyncio.create_task(sender.run())
        while len(outlet.sent) < 2:
            await asyncio.sleep(0)
        for _ in range(200):
            await asyncio.sleep(0)
        await sender.stop()
        await task

    asyncio.run(asyncio.wait_for(run(), 20))
    assert len(outlet.sent) == 2
    assert "drill other" in outlet.sent


def test_a_request_may_not_outlast_the_grace(outlet: Outlet, door: DeliveryDoor) -> None:
    """Else it could arrive after the search that did not find it."""
    with pytest.raises(ValueError, match="grace"):
        Sender(outlet, door, call, Limits(LIMITS.rates, request_seconds=30))


def test_requests_that_take_too_long_are_given_up(outlet: Outlet, door: DeliveryDoor, store: Database) -> None:
    """In time before the grace is over; the delivery stays in doubt."""

    class Slow(Outlet):
        async def send(self, delivery: Delivery, content: Any) -> Outcome:
            await asyncio.Event().wait()
            return await super().send(delivery, content)

    owe(store, drill())
    sender = Sender(Slow(), door, call, Limits(LIMITS.rates, request_seconds=0.01), lambda: 0.0)
    asyncio.run(sender.deliver(TICKET))
    assert kept(store, drill()).state is State.SENDING
    assert outlet.sent == []


def asyncio_free(work: Any) -> None:
    """Run a coroutine that never waits, inside another one's call."""
    with pytest.raises(StopIteration):
        work.send(None)
