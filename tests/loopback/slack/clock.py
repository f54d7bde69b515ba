"""The time of the loopback Slack: it runs as the machine's does, and a test may stop it or skip ahead."""

import asyncio
import time


class Clock:
    """Seconds since 1970 by a monotonic clock, plus what was skipped."""

    def __init__(self) -> None:
        self._began = time.time() - time.monotonic()
        self._skipped = 0.0
        self._stopped_at: float | None = None
        self._jump = asyncio.Event()

    def now(self) -> float:
        """The time for everything that expires."""
        running = time.monotonic() if self._stopped_at is None else self._stopped_at
        return self._began + running + self._skipped

    def stop(self) -> None:
        """Stand still from now on, but for `advance`; then a slow machine changes no outcome."""
        self._stopped_at = time.monotonic()

    def advance(self, seconds: float) -> None:
        """Skip ahead; whoever sleeps until an instant within that time wakes."""
        self._skipped += seconds
        self._jump.set()
        self._jump = asyncio.Event()

    async def sleep_until(self, instant: float) -> None:
        """Return at the instant, or once a jump has passed it."""
        while (left := instant - self.now()) > 0:
            try:
                async with asyncio.timeout(left if self._stopped_at is None else None):
                    await self._jump.wait()
            except TimeoutError:
                continue
