"""The tick, the guard against jumping clocks, and the engine as a whole."""

import asyncio
from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs

from bot.door_deliveries import DeliveryDoor
from bot.door_timers import TimerDoor, Woken
from bot.engine.clock_guard import STEADY_SECONDS, ClockGuard
from bot.engine.engine import Engine
from bot.engine.pace import Rates
from bot.engine.sender import Limits
from bot.engine.tick import BATCH, tick
from bot.engine.ticker import Ticker
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.timers import Timer
from tests.engine.factories import PLATFORM, TERMS, Outlet, call, compose, set_timer, wake_daily
from tests.store.factories import NOON, Clock

LIMITS = Limits(Rates(platform=1000, tenant=1000, address=1000))


def unexpected(error: Exception, timer: Timer) -> None:
    """No use case fails here."""
    raise AssertionError(timer) from error


def doors(store: Database) -> tuple[TimerDoor, DeliveryDoor]:
    """Both doors, drilling daily."""
    return TimerDoor(store, wake_daily, unexpected), DeliveryDoor(store, compose, TERMS)


def test_a_tick_wakes_all_that_is_due(store: Database) -> None:
    """In batches, tenant by tenant, however many a tenant has."""
    for number in range(BATCH + 5):
        set_timer(store, f"U{number}")
    set_timer(store, "bob", "loopback:T2")
    timers, _ = doors(store)
    assert asyncio.run(tick(timers, call, 60)) == Woken(BATCH + 6, BATCH + 6)
    assert asyncio.run(tick(timers, call, 60)) == Woken(0, 0)


def test_a_tick_ends_with_its_budget(store: Database) -> None:
    """The next one goes on: other work of the same thread must not wait for a full hour's peak."""
    for number in range(3 * BATCH):
        set_timer(store, f"U{number}")
    timers, _ = doors(store)
    times = iter(range(100))
    assert asyncio.run(tick(timers, call, 2.5, lambda: next(times))).timers == 2 * BATCH
    assert asyncio.run(tick(timers, call, 60)).timers == BATCH


def test_a_jump_of_the_clock_is_noticed_until_it_is_steady() -> None:
    """Two minutes are drift; more is a jump, in either direction, and a minute without another one ends it."""
    guard = ClockGuard()
    assert guard.is_steady(NOON, 0)
    assert guard.is_steady(NOON + timedelta(seconds=1 + 120), 1)
    for jump in (timedelta(hours=3), timedelta(hours=-3)):
        guard = ClockGuard()
        guard.is_steady(NOON, 0)
        assert not guard.is_steady(NOON + jump, 1)
        assert not guard.is_steady(NOON + jump + timedelta(seconds=STEADY_SECONDS - 1), STEADY_SECONDS)
        assert guard.is_steady(NOON + jump + timedelta(seconds=STEADY_SECONDS), 1 + STEADY_SECONDS)


def test_a_ticker_does_not_overlap_itself() -> None:
    """A tick that takes long is followed by one, not by all that were missed."""

    async def run() -> int:
        running, most, runs = 0, 0, 0

        async def job() -> None:
            nonlocal running, most, runs
            running, runs = running + 1, runs + 1
            most = max(most, running)
            await asyncio.sleep(0.05)
            running -= 1

        ticker = Ticker(job, 0.01)
        ticker.start()
        while runs < 3:
            await asyncio.sleep(0.01)
        ticker.stop()
        return most

    assert asyncio.run(asyncio.wait_for(run(), 20)) == 1


def test_the_engine_sends_what_is_due(store: Database) -> None:
    """From timer to message, and it stops when it is told to."""
    set_timer(store)
    outlet = Outlet()

    async def run() -> None:
        engine = Engine(doors(store), call, [(outlet, LIMITS)], tick_seconds=0.01)
        await engine.start()
        while not outlet.sent:
            await asyncio.sleep(0.01)
        await engine.stop()

    asyncio.run(asyncio.wait_for(run(), 20))
    assert outlet.sent == ["drill 2026-03-10"]


def test_a_database_that_goes_away_is_waited_for(store: Database) -> None:
    """The engine says so and goes on when it is back; nothing is lost."""
    set_timer(store)
    outlet, away = Outlet(), [StoreError("The database went away.")] * 4

    async def flaky(work: Any, /, *args: Any, **kwargs: Any) -> Any:
        if away and work.__name__ != "replan":
            raise away.pop()
        return work(*args, **kwargs)

    async def run() -> None:
        engine = Engine(doors(store), flaky, [(outlet, LIMITS)], tick_seconds=0.01)
        await engine.start()
        while not outlet.sent:
            await asyncio.sleep(0.01)
        await engine.stop()

    with capture_logs() as logs:
        asyncio.run(asyncio.wait_for(run(), 20))
    assert outlet.sent == ["drill 2026-03-10"]
    assert {entry["event"] for entry in logs} & {"timers wait for the database", "deliveries wait for the database"}


def test_nothing_is_woken_while_the_clock_jumps(store: Database, clock: Clock) -> None:
    """It is said once; what is owed already is sent all the same."""
    outlet, guard = Outlet(), ClockGuard()
    guard.is_steady(NOON, 0)
    set_timer(store, due_at=NOON + timedelta(hours=3))
    clock.advance(timedelta(hours=3))

    async def run() -> None:
        engine = Engine(doors(store), call, [(outlet, LIMITS)], guard=guard, tick_seconds=0.01)
        await engine.start()
        for _ in range(20):
            await asyncio.sleep(0.01)
        await engine.stop()

    with capture_logs() as logs:
        asyncio.run(asyncio.wait_for(run(), 20))
    assert [entry["event"] for entry in logs] == ["the clock jumped: nothing is woken until it is steady"]
    assert outlet.sent == []
    assert doors(store)[1].owed(PLATFORM, 9) == []
