"""Waking timers, and the hands that deliveries go through."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain import schedule as schedules
from bot.domain.delivery import State
from bot.domain.delivery_outcome import Sent, Unsure
from bot.domain.schedule import Schedule
from bot.door_deliveries import DeliveryDoor, Settled, Verdict
from bot.door_timers import TimerDoor, Woken
from bot.store.database import Database, Transaction
from bot.store.deliveries import Ticket
from bot.store.timers import Advance, Timer
from tests.engine.factories import (
    HOUR,
    PLATFORM,
    TERMS,
    compose,
    drill,
    find_timer,
    kept,
    owe,
    set_timer,
    wake_daily,
)
from tests.store.factories import NOON, Clock

T1 = "loopback:T1"


def unexpected(error: Exception, timer: Timer) -> None:
    """No use case fails here."""
    raise AssertionError(timer) from error


@pytest.fixture
def timers(store: Database) -> TimerDoor:
    """The door of timers that drill daily."""
    return TimerDoor(store, wake_daily, unexpected)


@pytest.fixture
def deliveries(store: Database) -> DeliveryDoor:
    """The door of deliveries."""
    return DeliveryDoor(store, compose, TERMS)


def test_a_due_timer_leads_to_a_delivery_and_goes_on(
    timers: TimerDoor, deliveries: DeliveryDoor, store: Database
) -> None:
    """Once; it is not due again before its next date."""
    given = set_timer(store)
    assert timers.tenants_due(9) == [T1]
    assert timers.wake(T1, 9) == Woken(1, 1)
    assert timers.tenants_due(9) == []
    assert timers.wake(T1, 9) == Woken(0, 0)
    moved = find_timer(store, given)
    assert moved is not None
    assert moved.due_at == NOON + 24 * HOUR
    assert deliveries.owed(PLATFORM, 9) == [Ticket(T1, drill("2026-03-10").id, "D1")]


def test_a_tick_that_runs_twice_owes_once(timers: TimerDoor, deliveries: DeliveryDoor, store: Database) -> None:
    """A timer that comes back to a date that was used leads to nothing new."""
    set_timer(store)
    timers.wake(T1, 9)
    set_timer(store, slot="again")
    assert timers.wake(T1, 9) == Woken(1, 0)
    assert len(deliveries.owed(PLATFORM, 9)) == 1


def test_a_timer_that_is_over_is_gone(store: Database) -> None:
    """A use case that returns no timer ends it."""
    given = set_timer(store)
    TimerDoor(store, lambda *_: Advance(None), unexpected).wake(T1, 9)
    assert find_timer(store, given) is None


def test_what_is_owed_is_handed_on_in_the_same_transaction(store: Database) -> None:
    """A queue that refuses undoes it all: nothing is owed that is not queued."""
    given = set_timer(store)
    queued: list[Ticket] = []
    TimerDoor(store, wake_daily, unexpected, lambda _, tickets: queued.extend(tickets)).wake(T1, 9)
    assert queued == [Ticket(T1, drill("2026-03-10").id, "D1")]

    def refuse(*_: object) -> None:
        raise RuntimeError("the queue is full")

    other = set_timer(store, "bob")
    told: list[Timer] = []
    TimerDoor(store, wake_daily, lambda _, timer: told.append(timer), refuse).wake(T1, 9)
    assert told == [other]
    assert find_timer(store, given) != given
    assert [ticket.id for ticket in DeliveryDoor(store, compose).owed(PLATFORM, 9)] == [queued[0].id]


def test_a_timer_that_fails_keeps_no_other_one_waiting(store: Database, clock: Clock) -> None:
    """It is reported, left as it was, and tried again after one minute, then two; at most an hour."""
    poison, fine = set_timer(store, "poison", due_at=NOON - HOUR), set_timer(store, "fine")
    told: list[str] = []

    def wake(tx: Transaction, timer: Timer) -> Advance:
        if timer.subject == "poison":
            raise RuntimeError("no such card")
        return wake_daily(tx, timer)

    door = TimerDoor(store, wake, lambda error, timer: told.append(f"{timer.subject}: {error}"))
    assert door.wake(T1, 9) == Woken(2, 1)
    assert told == ["poison: no such card"]
    moved = find_timer(store, fine)
    assert moved is not None
    assert moved.due_at == NOON + 24 * HOUR
    pauses = []
    for _ in range(8):
        failed = find_timer(store, poison)
        assert failed is not None
        assert failed.due_at is not None
        assert failed.local_date == poison.local_date
        pauses.append((failed.due_at - clock.now) // timedelta(minutes=1))
        clock.advance(failed.due_at - clock.now)
        door.wake(T1, 9)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_use_case_that_does_not_move_its_timer_is_a_fault(store: Database) -> None:
    """Else it would be woken for ever."""
    set_timer(store)
    told: list[Exception] = []
    TimerDoor(store, lambda _, timer: Advance(timer), lambda error, _: told.append(error)).wake(T1, 9)
    assert "did not move" in str(told[0])


def test_a_new_tzdata_moves_what_was_planned(timers: TimerDoor, store: Database, clock: Clock) -> None:
    """The date stays, its instant is computed anew; other timers stay as they are."""
    berlin = schedules.as_json(Schedule(time(9), "Europe/Berlin"))
    day = date(2026, 3, 11)
    planned = set_timer(store, due_at=NOON, local_date=day, tzdata="2025a", data={"schedule": berlin})
    snooze = set_timer(store, slot="snooze")
    far = set_timer(store, tenant="loopback:T2", local_date=day, tzdata="2025a", data={"schedule": berlin})
    tenant: str | None = ""
    while tenant is not None:
        tenant = timers.replan("2026b", tenant, 1)
    for each in (planned, far):
        moved = find_timer(store, each)
        assert moved == replace(each, tzdata="2026b", due_at=NOON + 20 * HOUR)
    assert find_timer(store, snooze) == snooze
    assert clock.now == NOON


def test_one_hand_gets_a_delivery(deliveries: DeliveryDoor, store: Database) -> None:
    """The second claim of the same ticket gets nothing, nor does one of another tenant or another id."""
    owe(store, drill())
    held = deliveries.claim(T1, drill().id)
    assert held is not None
    assert (held.state, held.fence) == (State.CLAIMED, 1)
    for tenant, ticket in ((T1, drill().id), ("loopback:T2", drill().id), (T1, "no such id")):
        assert deliveries.claim(tenant, ticket) is None


def test_what_is_too_late_or_has_nothing_to_say_is_skipped(
    deliveries: DeliveryDoor, store: Database, clock: Clock
) -> None:
    """With the reason; nothing is begun."""
    owe(store, drill("late", expires_at=NOON), drill("silent"), drill("later"))
    assert deliveries.claim(T1, drill("late").id) is None
    assert (kept(store, drill("late")).state, kept(store, drill("late")).reason) == (State.SKIPPED, "late")
    for slot, reason in (("silent", "nothing due"), ("later", "late")):
        held = deliveries.claim(T1, drill(slot).id)
        assert held is not None
        if slot == "later":
            clock.advance(6 * HOUR)
            held = replace(held, lease_until=clock.now + HOUR)
        assert deliveries.begin(held) is None
        assert (kept(store, drill(slot)).state, kept(store, drill(slot)).reason) == (State.SKIPPED, reason)


def test_a_message_that_cannot_be_written_leaves_the_delivery_claimed(store: Database) -> None:
    """A fault in the text is not taken for a message that may have been sent."""

    def fail(*_: object) -> object:
        raise RuntimeError("no such card")

    owe(store, drill())
    door = DeliveryDoor(store, fail, TERMS)
    held = door.claim(T1, drill().id)
    assert held is not None
    with pytest.raises(RuntimeError, match="no such card"):
        door.begin(held)
    assert kept(store, drill()) == held


def test_a_lost_delivery_is_told_apart(deliveries: DeliveryDoor, store: Database, clock: Clock) -> None:
    """Without an answer it stays open while it is ours; once swept it is lost, whatever came of it."""
    owe(store, drill())
    held = deliveries.claim(T1, drill().id)
    assert held is not None
    begun = deliveries.begin(held)
    assert begun is not None
    assert deliveries.settle(begun.delivery, Unsure("timeout")) is Settled.OPEN
    assert deliveries.sweep(9) == 0
    clock.advance(TERMS.lease + TERMS.grace)
    assert deliveries.sweep(9) == 1
    assert deliveries.settle(begun.delivery, Unsure("timeout")) is Settled.LOST
    assert deliveries.settle(begun.delivery, Sent("m1")) is Settled.LOST
    assert [each.id for each in deliveries.take_up(PLATFORM, 9)] == [drill().id]
    assert deliveries.take_up(PLATFORM, 9) == []


def test_of_two_messages_one_stays(deliveries: DeliveryDoor, store: Database) -> None:
    """The one that counts; while another hand is sending nobody can say; where none counts, this one does."""
    states = {
        "gone": None,
        "mine": drill("mine", state=State.SENT, message="m1"),
        "other": drill("other", state=State.SENT, message="m2"),
        "sending": drill("sending", state=State.SENDING, lease_until=NOON),
        "planned": drill("planned"),
        "verifying": drill("verifying", state=State.VERIFYING, lease_until=NOON),
    }
    owe(store, *filter(None, states.values()))
    verdicts = {slot: deliveries.concede(drill(slot), "m1") for slot in states}
    assert verdicts == {
        "gone": Verdict.DELETE,
        "mine": Verdict.KEEP,
        "other": Verdict.DELETE,
        "sending": Verdict.ASK_AGAIN,
        "planned": Verdict.KEEP,
        "verifying": Verdict.KEEP,
    }
    assert kept(store, drill("planned")).message == "m1"
