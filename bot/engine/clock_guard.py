"""Notices a wall clock that jumps, where the database has no clock of its own: until it is steady, nothing is woken."""

from datetime import datetime, timedelta

JUMP = timedelta(minutes=2)
STEADY_SECONDS = 60.0


class ClockGuard:
    """Compares wall and monotonic clock at every tick."""

    def __init__(self) -> None:
        self._apart: timedelta | None = None
        self._steady_from = float("-inf")

    def is_steady(self, wall: datetime, monotonic: float) -> bool:
        """Whether the two went on together for a minute; a jump of more than two minutes begins that minute anew."""
        since_start = timedelta(seconds=monotonic)
        apart = wall - datetime.min.replace(tzinfo=wall.tzinfo) - since_start
        if self._apart is not None and abs(apart - self._apart) > JUMP:
            self._steady_from = monotonic + STEADY_SECONDS
        self._apart = apart
        return monotonic >= self._steady_from
