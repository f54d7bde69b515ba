"""Calls the tick about every second; the only importer of APScheduler. It knows no learner and keeps nothing."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK_SECONDS = 1.0


class Ticker:
    """One job that never overlaps itself; ticks that were missed become one."""

    def __init__(self, job: Callable[[], Awaitable[None]], seconds: float = TICK_SECONDS) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it would report every tick that takes long
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            job, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Tick from now on, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; a tick that is under way goes on."""
        self._scheduler.shutdown(wait=False)
