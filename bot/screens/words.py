"""Small words shared by many screens: steps, intervals, durations, counts. Short enough for a button on a phone."""

from datetime import date, datetime, timedelta

from bot.domain.memory import Grade, Interval
from bot.domain.steps import Step

STEP_NAMES = {
    Step.REQUIREMENTS: "Requirements",
    Step.PROBLEM: "Problem",
    Step.DATA: "Data",
    Step.MODELING: "Modelling",
    Step.SERVING: "Serving",
    Step.MONITORING: "Monitoring",
    Step.FRAME: "Whole interview",
}

GRADE_WORDS = {Grade.AGAIN: "again", Grade.HARD: "hard", Grade.GOOD: "good", Grade.EASY: "easy"}


def plural(count: int, noun: str, many: str = "") -> str:
    """`1 card`, `2 cards`."""
    return f"{count} {noun}" if count == 1 else f"{count} {many or noun + 's'}"


def interval(value: Interval) -> str:
    """The time to the next review as a button says it: `10 min`, `3 days`, `2 months`."""
    if value.delay is not None:
        return delay(value.delay)
    if value.days < 31:
        return plural(value.days, "day")
    if value.days < 365:
        months = _short(value.days / 30.4)
        return "1 month" if months == "1" else f"{months} months"
    return plural_years(value.days / 365)


def plural_years(years: float) -> str:
    """`1 year`, `1.5 years`."""
    shown = _short(years)
    return "1 year" if shown == "1" else f"{shown} years"


def delay(value: timedelta) -> str:
    """A delay shorter than a day."""
    minutes = max(1, round(value.total_seconds() / 60))
    return f"{minutes} min" if minutes < 60 else f"{_short(minutes / 60)} h"


def duration(seconds: float) -> str:
    """How long something took or will take: `40 s`, `3 min`."""
    return f"{round(seconds)} s" if seconds < 60 else f"{round(seconds / 60)} min"


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{round(share * 100)} %"


def day(value: date, today: date) -> str:
    """A day as people say it, seen from today."""
    distance = (value - today).days
    if distance <= 0:
        return "today"
    if distance == 1:
        return "tomorrow"
    return f"in {distance} days" if distance < 14 else value.strftime("on %-d %B %Y")


def moment(at: datetime, now: datetime) -> str:
    """A time to come as people say it; both by the same person's clock."""
    distance = (at.date() - now.date()).days
    if distance < 2:
        named = "tomorrow" if distance == 1 else "today"
    else:
        named = f"on {at:%A}" if distance < 7 else at.strftime("on %-d %B %Y")
    return f"{named} at {at:%H:%M}"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
