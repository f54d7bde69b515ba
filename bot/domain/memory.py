"""What is remembered of one card by one person: plain data that the scheduler changes and the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.errors import BotError


class Grade(IntEnum):
    """How an answer went, with the numbers that FSRS uses."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


KNEW_ALREADY = Grade.EASY  # what "knew it already" means at first sight


def grade_of(*, correct: bool) -> Grade:
    """What two buttons and the graded kinds of card say: right is Good, wrong is Again."""
    return Grade.GOOD if correct else Grade.AGAIN


class State(StrEnum):
    """Where a card stands for a person. A card without a memory is new."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Memory:
    """One person's memory of one card.

    `stability` in days, `difficulty` 1-10. `due_day` is the local day that the next review belongs to; `due_at` (aware
    UTC) is set only while a step shorter than a day runs. `repetitions` counts all answers, `lapses` the failed
    reviews.
    """

    card_id: str
    state: State
    step: int | None
    stability: float
    difficulty: float
    due_day: date
    due_at: datetime | None
    last_review_at: datetime
    last_review_day: date
    introduced_day: date
    repetitions: int
    lapses: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What is special about a card for one person, whether new or known.

    Suspended hides it for good, buried until a local day; wanted (a scenario missed what it teaches) brings it first.
    """

    card_id: str
    suspended: bool = False
    buried_until: date | None = None
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """The time to the next review: whole local days, or a `delay` shorter than a day (then `days` is 0)."""

    days: int
    delay: timedelta | None = None


_FIELDS = tuple(Memory.__slots__)


class StaleAnswerError(BotError):
    """The card was answered in the meantime, by a double click, a retry or another device."""


def refuse_stale(memory: Memory | None, repetition: int) -> None:
    """Raise StaleAnswerError unless the card still stands where it was shown: after `repetition` answers."""
    if repetition != (memory.repetitions if memory else 0):
        raise StaleAnswerError("This card has been answered already; nothing was changed.", "Go on with the next one.")


def as_json(memory: Memory) -> dict[str, Any]:
    """The memory as plain JSON values; days and instants are ISO 8601. `from_json` gives back an equal one."""
    kept = {name: getattr(memory, name) for name in _FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def from_json(kept: Mapping[str, Any]) -> Memory:
    """The memory that `as_json` wrote."""
    days = {name: date.fromisoformat(kept[name]) for name in ("due_day", "last_review_day", "introduced_day")}
    due_at = datetime.fromisoformat(kept["due_at"]) if kept["due_at"] else None
    reviewed_at = datetime.fromisoformat(kept["last_review_at"])
    instants = {"due_at": due_at, "last_review_at": reviewed_at}
    return Memory(**{**kept, **days, **instants, "state": State(kept["state"])})
