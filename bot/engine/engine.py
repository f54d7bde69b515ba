"""The engine of one process: a tick a second, and a sender and a verifier for each platform."""

import asyncio
from collections.abc import Sequence
from time import monotonic

import structlog

from bot.domain.schedule_tzdata import tzdata_version
from bot.door_deliveries import DeliveryDoor
from bot.door_timers import TimerDoor
from bot.engine.clock_guard import ClockGuard
from bot.engine.outlet import Call, Outlet
from bot.engine.sender import Limits, Sender
from bot.engine.sweeper import replan, sweep
from bot.engine.tick import tick
from bot.engine.ticker import TICK_SECONDS, Ticker
from bot.engine.verifier import Verifier
from bot.store.errors import StoreError

STOP_SECONDS = 2.0

log = structlog.get_logger("engine")


class Engine:
    """Runs what is due until it is stopped. `guard` is for a database without a clock of its own."""

    def __init__(
        self,
        doors: tuple[TimerDoor, DeliveryDoor],
        call: Call,
        outlets: Sequence[tuple[Outlet, Limits]],
        *,
        guard: ClockGuard | None = None,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self._timers, self._deliveries = doors
        self._call, self._guard = call, guard
        self._senders = [Sender(outlet, self._deliveries, call, limits) for outlet, limits in outlets]
        verifiers = [Verifier(outlet, self._deliveries, call) for outlet, _ in outlets]
        self._workers: list[Sender | Verifier] = [*self._senders, *verifiers]
        self._ticker = Ticker(self._tick, tick_seconds)
        self._running: list[asyncio.Task[None]] = []
        self._was_steady = True

    async def start(self) -> None:
        """Compute anew what a new version of the time zones moves, then begin to tick and to send."""
        await replan(self._timers, self._call, tzdata_version())
        self._running = [asyncio.create_task(each.run()) for each in self._workers]
        self._ticker.start()

    async def stop(self) -> None:
        """Begin nothing new; wait a few seconds for what is under way."""
        self._ticker.stop()
        await asyncio.gather(*(each.stop() for each in self._workers))
        _, late = await asyncio.wait(self._running, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _tick(self) -> None:
        try:
            await self._run_due()
        except StoreError as error:
            log.warning("timers wait for the database", error=str(error))
        except Exception:
            log.exception("a tick failed")

    async def _run_due(self) -> None:
        if not await self._is_steady():
            return
        woken = await tick(self._timers, self._call)
        swept = await sweep(self._deliveries, self._call)
        if woken.deliveries or swept:
            for sender in self._senders:
                sender.nudge()

    async def _is_steady(self) -> bool:
        if self._guard is None:
            return True
        steady = self._guard.is_steady(await self._call(self._timers.now), monotonic())
        if steady is not self._was_steady:
            log.warning(
                "the clock is steady again" if steady else "the clock jumped: nothing is woken until it is steady"
            )
        self._was_steady = steady
        return steady
