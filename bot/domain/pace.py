"""How long a person takes for a card, and so how many fit into the minutes of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from bot.domain.settings import Settings

LONGEST_SECONDS = 120.0  # beyond this the person was away
NEW_SECONDS = 40.0
REVIEW_SECONDS = 20.0
PRIOR_ANSWERS = 20  # how many answers of one's own weigh as much as what is assumed of everyone
RECENT_ANSWERS = 200
CATCH_UP_DAYS = (3, 7, 14)


@dataclass(frozen=True, slots=True)
class Pace:
    """Expected seconds a showing: of a card at first sight, and of one met before."""

    new_seconds: float = NEW_SECONDS
    review_seconds: float = REVIEW_SECONDS

    def first_day_seconds(self, settings: Settings) -> float:
        """What a new card costs on its first day: first sight, then one showing for each step after the first."""
        return self.new_seconds + max(0, len(settings.learning_steps) - 1) * self.review_seconds


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A way out of a backlog: so many minutes a day on top of the usual ones, for so many days."""

    days: int
    minutes_a_day: int


def pace_of(new: Sequence[float], review: Sequence[float]) -> Pace:
    """The pace from recent answer times in seconds, the latest first: of new cards, and of all others.

    Each is the median, drawn towards what is assumed of everyone while there are few answers.
    """
    return Pace(_expected(new, NEW_SECONDS), _expected(review, REVIEW_SECONDS))


def minutes_for(pace: Pace, settings: Settings, reviews: int, new: int) -> float:
    """How many minutes so many reviews and new cards should take."""
    return (reviews * pace.review_seconds + new * pace.first_day_seconds(settings)) / 60


def catch_up(backlog: int, pace: Pace) -> tuple[CatchUp, ...]:
    """Ways to work off a backlog of due cards, the fastest first; none when there is no backlog."""
    minutes = backlog * pace.review_seconds / 60
    return tuple(CatchUp(days, ceil(minutes / days)) for days in CATCH_UP_DAYS) if backlog else ()


def _expected(seconds: Sequence[float], prior: float) -> float:
    recent = [min(max(taken, 0.0), LONGEST_SECONDS) for taken in seconds[:RECENT_ANSWERS]]
    if not recent:
        return prior
    return (len(recent) * median(recent) + PRIOR_ANSWERS * prior) / (len(recent) + PRIOR_ANSWERS)
