"""Waiting for a condition: it is looked at after every change of the server's state, and every few moments besides."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Found = TypeVar("Found")

LOOK_AGAIN_SECONDS = 0.02  # a condition may be about the app's own state, whose changes nobody tells us


class Changes:
    """Wakes whoever waits whenever something has changed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Something has changed."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, find: Callable[[], Found | None], seconds: float, what: str) -> Found:
        """The first true value that `find` gives; raises TimeoutError saying what was awaited."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := find()):
                    await self._next_look()
                return found
        except TimeoutError:
            raise TimeoutError(f"Waited {seconds:g} s in vain for {what}.") from None

    async def never(self, find: Callable[[], object], seconds: float, what: str) -> None:
        """Return when `find` gave nothing true for so long; raises AssertionError as soon as it does."""
        try:
            await self.until(find, seconds, what)
        except TimeoutError:
            return
        raise AssertionError(f"It happened: {what}.")

    async def _next_look(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                await self._next.wait()
