"""How fast the bot may call: buckets told in headers, the global limit, and the count of invalid requests."""

from collections import deque
from dataclasses import dataclass, field
from zlib import crc32

from tests.loopback.discord import limits
from tests.loopback.slack.clock import Clock

UNLIMITED = ("create_interaction_response",)
NOT_GLOBAL = (*UNLIMITED, "execute_webhook")


@dataclass
class Bucket:
    """Calls of one operation on one channel, guild or webhook in one window."""

    name: str
    limit: int
    seconds: float
    until: float = 0.0
    used: int = 0
    stay_away_until: float = 0.0

    def headers(self, now: float) -> dict[str, str]:
        """What Discord tells about it."""
        left = max(0.0, self.until - now)
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "X-RateLimit-Reset": f"{self.until:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": self.name,
        }


class TooFast(Exception):
    """Answer 429; `storm` when the bot had been told to stay away and had not waited."""

    def __init__(self, retry_after: float, scope: str, *, storm: bool = False) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.scope = scope
        self.storm = storm

    @property
    def everywhere(self) -> bool:
        """Whether the global limit was hit."""
        return self.scope == "global"


@dataclass
class Pace:
    """Counts calls; `enforced=False` lets everything through, for measurements."""

    clock: Clock
    enforced: bool
    buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
    lately: deque[float] = field(default_factory=deque)
    invalid: deque[float] = field(default_factory=deque)
    stay_away_until: float = 0.0

    def take(self, operation: str, major: str) -> dict[str, str]:
        """Count a call; the headers of its answer, or raises TooFast."""
        if not self.enforced or operation in UNLIMITED:
            return {}
        now = self.clock.now()
        if operation not in NOT_GLOBAL:
            self._take_global(now)
        bucket = self._bucket(operation, major)
        if now >= bucket.until:
            bucket.used, bucket.until = 0, now + bucket.seconds
        if bucket.used >= bucket.limit:
            storm = now < bucket.stay_away_until
            bucket.stay_away_until = bucket.until
            raise TooFast(bucket.until - now, "user", storm=storm)
        bucket.used += 1
        return bucket.headers(now)

    def headers(self, operation: str, major: str) -> dict[str, str]:
        """A bucket as it is now."""
        return self._bucket(operation, major).headers(self.clock.now())

    def _bucket(self, operation: str, major: str) -> Bucket:
        if (operation, major) not in self.buckets:
            limit, seconds = limits.BUCKETS.get(operation, limits.DEFAULT_BUCKET)
            self.buckets[operation, major] = Bucket(f"{crc32(operation.encode()):08x}", limit, seconds)
        return self.buckets[operation, major]

    def _take_global(self, now: float) -> None:
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if len(self.lately) >= limits.GLOBAL_A_SECOND:
            storm = now < self.stay_away_until
            self.stay_away_until = self.lately[0] + 1
            raise TooFast(self.stay_away_until - now, "global", storm=storm)
        self.lately.append(now)

    def count_invalid(self, status: int) -> int:
        """Count an answer of 401, 403 or 429; how many there were in the last ten minutes."""
        now = self.clock.now()
        if status in {401, 403, 429}:
            self.invalid.append(now)
        while self.invalid and self.invalid[0] <= now - limits.INVALID_WINDOW_SECONDS:
            self.invalid.popleft()
        return len(self.invalid)
