"""How fast the bot may call: tiers by method and workspace, posts by channel, and what it does after a 429."""

import math
from dataclasses import dataclass, field

from tests.loopback.slack import limits
from tests.loopback.slack.clock import Clock


@dataclass
class Bucket:
    """A token bucket: `burst` calls at once, then `a_minute`."""

    a_minute: float
    burst: float
    left: float
    filled_at: float

    def take(self, now: float) -> float:
        """Seconds to wait, or 0 when a call was taken."""
        self.left = min(self.burst, self.left + (now - self.filled_at) * self.a_minute / 60)
        self.filled_at = now
        if self.left >= 1:
            self.left -= 1
            return 0.0
        return (1 - self.left) * 60 / self.a_minute


@dataclass
class Refusal:
    """A 429 that was given: until when to stay away, and which calls were refused."""

    until: float
    calls: set[str] = field(default_factory=set)


class TooFast(Exception):
    """Answer 429. `storm` says how the bot ignored an earlier one, or is empty."""

    def __init__(self, retry_after: int, storm: str = "") -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.storm = storm


class Pace:
    """Counts calls; `enforced=False` lets everything through, for measurements."""

    def __init__(self, clock: Clock, enforced: bool = True) -> None:
        self._clock = clock
        self._enforced = enforced
        self._buckets: dict[tuple[str, ...], Bucket] = {}
        self._refusals: dict[tuple[str, ...], Refusal] = {}

    def refuse(self, key: tuple[str, ...], seconds: float) -> None:
        """From now on and for that long, answer 429 to calls of a method, or of a method and a team."""
        self._refusals[key] = Refusal(self._clock.now() + seconds)

    def check(self, keys: "Buckets", call: str) -> None:
        """Count a call against each bucket (a minute, burst); raises TooFast. `call` tells equal calls apart."""
        for key, (a_minute, burst) in keys.items():
            self._check_refusal(key, call)
            if self._enforced:
                self._take(key, a_minute, burst, call)

    def _check_refusal(self, key: tuple[str, ...], call: str) -> None:
        refusal = self._refusals.get(key)
        if refusal is None or self._clock.now() >= refusal.until:
            self._refusals.pop(key, None)
            return
        wait = math.ceil(refusal.until - self._clock.now())
        repeated = call in refusal.calls
        refusal.calls.add(call)
        raise TooFast(wait, _storm(refusal, repeated, wait))

    def _take(self, key: tuple[str, ...], a_minute: float, burst: float, call: str) -> None:
        now = self._clock.now()
        bucket = self._buckets.setdefault(key, Bucket(a_minute, burst, burst, now))
        wait = bucket.take(now)
        if wait:
            seconds = max(1, math.ceil(wait))
            self._refusals[key] = Refusal(now + seconds, {call})
            raise TooFast(seconds)


Buckets = dict[tuple[str, ...], tuple[float, float]]


def buckets(method: str, team: str, channel: str, distributed: bool) -> Buckets:
    """The buckets that a call counts against, with their rate a minute and their burst."""
    return {(method,): (math.inf, math.inf), **_rates(method, team, channel, distributed)}


def _rates(method: str, team: str, channel: str, distributed: bool) -> Buckets:
    if method == "chat.postMessage":
        posts = limits.HUNDREDS_A_MINUTE
        return {
            (method, team): (posts, posts),
            (method, team, channel): (60 * limits.POSTS_A_SECOND_A_CHANNEL, limits.POST_BURST),
        }
    if method == "conversations.history" and distributed:
        slow = limits.HISTORY_CALLS_A_MINUTE_DISTRIBUTED
        return {(method, team): (slow, slow)}
    tier = limits.TIERS[method]
    burst = limits.CONNECTIONS_BURST if method == "apps.connections.open" else tier
    return {(method, team): (tier, burst)}


def _storm(refusal: Refusal, repeated: bool, wait: int) -> str:
    if repeated:
        return f"made the same call again with {wait} s of its Retry-After still to wait"
    if len(refusal.calls) == limits.REFUSALS_BORNE + 1:
        return f"made more than {limits.REFUSALS_BORNE} further calls while a Retry-After ran"
    return ""
