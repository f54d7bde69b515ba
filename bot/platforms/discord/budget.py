"""How many of our requests Discord called invalid: too many in ten minutes, and it bans the whole address.

The window moves in steps of one minute, so that it costs little however many there are.
"""

from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import aiohttp

INVALID = frozenset({401, 403, 429})
MOST = 9_000  # Discord bans at 10,000
WINDOW_SECONDS = 600.0
STEP_SECONDS = 60.0


class InvalidRequestBudgetSpentError(aiohttp.ClientError):
    """No request is made until Discord has forgotten some of those that were refused."""


class InvalidRequestBudget:
    """Counts answers, and stops requests when they come near the ban. `now` gives seconds that never go back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._steps: deque[tuple[float, int]] = deque()  # since when, how many

    @property
    def spent(self) -> int:
        """The invalid requests of the last ten minutes."""
        while self._steps and self._steps[0][0] <= self._now() - WINDOW_SECONDS - STEP_SECONDS:
            self._steps.popleft()
        return sum(count for _, count in self._steps)

    def count(self, status: int) -> None:
        """Take note of an answer's HTTP status."""
        if status not in INVALID:
            return
        since, count = self._steps[-1] if self._steps else (0.0, 0)
        if count and self._now() - since < STEP_SECONDS:
            self._steps[-1] = since, count + 1
        else:
            self._steps.append((self._now(), 1))

    def require(self) -> None:
        """Raises InvalidRequestBudgetSpentError where another refusal could be one too many."""
        if self.spent >= MOST:
            raise InvalidRequestBudgetSpentError("Discord refused too many of our requests in the last ten minutes")

    def trace(self) -> aiohttp.TraceConfig:
        """What has every request of a client counted and, if need be, stopped."""
        made = aiohttp.TraceConfig()

        async def before(_: Any, __: SimpleNamespace, ___: aiohttp.TraceRequestStartParams) -> None:
            self.require()

        async def after(_: Any, __: SimpleNamespace, answered: aiohttp.TraceRequestEndParams) -> None:
            self.count(answered.response.status)

        made.on_request_start.append(before)
        made.on_request_end.append(after)
        return made
