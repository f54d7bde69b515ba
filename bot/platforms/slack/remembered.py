"""A small memory for look-ups that many requests share and none should wait for twice."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

FRESH_SECONDS = 300.0
CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Value]):
    value: Value
    fresh_until: float


class Remembered(Generic[Key, Value]):
    """Remembers what `look_up` found; what it did not find (None) is looked up every time.

    Requests for one key share a look-up. What is older than five minutes is still given, and looked up again behind the
    scenes: with several processes, only one of them hears of an uninstallation. `clock` returns monotonic seconds.
    """

    def __init__(
        self, look_up: Callable[[Key], Awaitable[Value | None]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look_up = look_up
        self._clock = clock
        self._entries: dict[Key, _Entry[Value]] = {}
        self._under_way: dict[Key, asyncio.Task[Value | None]] = {}

    async def get(self, key: Key) -> Value | None:
        """The value; raises what `look_up` raises where nothing is remembered."""
        entry = self._entries.get(key)
        if entry is None:
            return await asyncio.shield(self._begin(key))  # shielded: another request may wait for the same
        if entry.fresh_until < self._clock():
            self._begin(key)
        return entry.value

    def forget(self, is_meant: Callable[[Key], bool] = lambda _: True) -> None:
        """Look these keys up anew; a look-up of theirs that has begun will not be remembered."""
        for known in (self._entries, self._under_way):
            for key in [key for key in known if is_meant(key)]:
                known.pop(key, None)

    def _begin(self, key: Key) -> "asyncio.Task[Value | None]":
        if key not in self._under_way:
            task = asyncio.ensure_future(self._look_up(key))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._end(key, done))
        return self._under_way[key]

    def _end(self, key: Key, done: "asyncio.Task[Value | None]") -> None:
        failed = done.cancelled() or done.exception() is not None  # asked always, else asyncio complains
        if self._under_way.get(key) is not done:
            return
        del self._under_way[key]
        if not failed:
            self._keep(key, done.result())

    def _keep(self, key: Key, found: Value | None) -> None:
        self._entries.pop(key, None)
        if found is None:
            return
        if len(self._entries) >= CAPACITY:
            self._entries.pop(next(iter(self._entries)))
        self._entries[key] = _Entry(found, self._clock() + FRESH_SECONDS)
