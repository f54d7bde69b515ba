"""Spreading a full minute: everyone's own delay, always the same one, and none while the platform keeps up."""

from datetime import timedelta
from hashlib import blake2b

LONGEST_JITTER = timedelta(minutes=10)
UNSPREAD = timedelta(minutes=1)
_STEPS = 2**32


def jitter(who: str, due_together: int, a_second: float) -> timedelta:
    """How much later this one comes where `due_together` are due at once and `a_second` of them can be sent.

    Nothing while all can be sent within a minute; else whole milliseconds, less than it takes, and than ten minutes.
    """
    needed = timedelta(seconds=min(due_together / a_second, LONGEST_JITTER.total_seconds()))
    if needed <= UNSPREAD:
        return timedelta(0)
    return timedelta(milliseconds=int(_share(who) * (needed / timedelta(milliseconds=1))))


def _share(who: str) -> float:
    """A number in [0, 1) that is always the same for one id; Python's own `hash` changes with every process."""
    return int.from_bytes(blake2b(who.encode(), digest_size=4).digest(), "big") / _STEPS
