"""An engine from its parts: what the composition root starts beside its platforms."""

from collections.abc import Sequence

import structlog

from bot.content.library import Library
from bot.door_deliveries import DeliveryDoor
from bot.door_timers import TimerDoor
from bot.engine.clock_guard import ClockGuard
from bot.engine.engine import Engine
from bot.engine.outlet import Call, Outlet
from bot.engine.sender import Limits
from bot.engine.ticker import TICK_SECONDS
from bot.store.database import Database
from bot.store.timers import Timer
from bot.usecases.due import compose, wake

log = structlog.get_logger("engine")


def engine_for(
    database: Database,
    library: Library,
    call: Call,
    outlets: Sequence[tuple[Outlet, Limits]],
    tick_seconds: float = TICK_SECONDS,
) -> Engine:
    """An engine, not started yet, that wakes every timer there is and sends what is owed on these platforms.

    `call` runs the core outside of the event loop (`AsyncDoor.call`). A database without a clock of its own is guarded
    against a system clock that jumps.
    """
    doors = TimerDoor(database, wake(library), _report), DeliveryDoor(database, compose(library))
    guard = ClockGuard() if database.dialect == "sqlite" else None
    return Engine(doors, call, outlets, guard=guard, tick_seconds=tick_seconds)


def _report(error: Exception, timer: Timer) -> None:
    log.error("a timer failed", kind=timer.kind, tenant=timer.tenant, failures=timer.failures + 1, exc_info=error)
