"""Schedules as people type them, `09:00 weekdays Europe/Berlin`, and as they are shown."""

import difflib
import re
from dataclasses import dataclass
from datetime import time

from bot.domain.calendar import MOST_ECHOED, find_zone, zone_named
from bot.domain.errors import BotError
from bot.domain.schedule import EVERY_DAY, Schedule
from bot.domain.values import WEEKDAYS, wall_time

EXAMPLES = "Say it like 09:00 weekdays, 9am mon,wed or 18:30 daily Europe/Berlin."
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GROUPS = {
    "daily": EVERY_DAY,
    "everyday": EVERY_DAY,
    "weekdays": frozenset(range(5)),
    "weekday": frozenset(range(5)),
    "workdays": frozenset(range(5)),
    "weekends": frozenset({5, 6}),
    "weekend": frozenset({5, 6}),
}
TIMES = {"noon": time(12), "midnight": time(0)}
FILLERS = {"at", "on", "every", "and", "in"}
_CLOCK = wall_time()
_LIKE_A_TIME = re.compile(r"\d{1,2}([:.h]\d*)?(am|pm)?")
_LIKE_AN_OFFSET = re.compile(r"(utc|gmt)?[+-]\d{1,2}(:?\d\d)?")
_JOINED = tuple(
    (re.compile(pattern, re.IGNORECASE), joined)
    for pattern, joined in (
        (r"\b([ap])\.\s?m\b\.?", r"\1m"),
        (r"(\d)\s+([ap]m)\b", r"\1\2"),
        (r"\bevery\s+day\b", "daily"),
        (r"\s*,\s*", ","),
        (r"(?<=[a-z])\s*[–-]\s*(?=[a-z])", "-"),
    )
)
_NEAR = 0.75


class BadSchedule(BotError):
    """What was typed is no schedule."""


@dataclass(slots=True)
class _Read:
    at: time | None = None
    weekdays: frozenset[int] | None = None
    zone_words: str = ""


def parse(text: str, given: Schedule | None, zone: str) -> Schedule:
    """The schedule that a person typed, on from now; what is left out stays as `given`, or is daily in `zone`.

    Raises BadSchedule with the nearest word or zone for whatever cannot be read, and where no time is known.
    """
    read = _read(text)
    at = read.at or (given.at if given else None)
    if at is None:
        raise BadSchedule("A schedule needs a time.", EXAMPLES)
    before = given or Schedule(at, zone)
    return Schedule(
        at=at,
        zone=_zone(read.zone_words) if read.zone_words else before.zone,
        weekdays=read.weekdays or before.weekdays,
    )


def show(schedule: Schedule) -> str:
    """Time, weekdays and zone, as they can be typed again."""
    return f"{schedule.at:%H:%M} {show_weekdays(schedule.weekdays)} {schedule.zone}"


def show_weekdays(weekdays: frozenset[int]) -> str:
    """`daily`, `weekdays`, `weekends`, or the days: `mon,wed`."""
    groups = (name for name, days in GROUPS.items() if days == weekdays)
    return next(groups, ",".join(WEEKDAYS[day] for day in sorted(weekdays)))


def _read(text: str) -> _Read:
    read = _Read()
    for word in _words(text):
        at, days = _time(word), _days(word)
        if at is not None:
            _refuse_second(read.at, "times")
            read.at = at
        elif days:
            read.weekdays = (read.weekdays or frozenset()) | days
        elif word.casefold() not in FILLERS:
            _refuse_slip(word)
            read.zone_words = f"{read.zone_words} {word}".strip()
    return read


def _words(text: str) -> list[str]:
    """Words with what belongs together in one: `9am`, `mon,wed`, `mon-fri`, `daily` for "every day"."""
    for pattern, joined in _JOINED:
        text = pattern.sub(joined, text)
    return text.split()


def _time(word: str) -> time | None:
    low = word.casefold().removesuffix(",")
    if low in TIMES:
        return TIMES[low]
    if not _LIKE_A_TIME.fullmatch(low):
        return None
    try:
        return _CLOCK.read(low)
    except ValueError:
        raise BadSchedule(f"'{word[:MOST_ECHOED]}' is no time of the day.", EXAMPLES) from None


def _days(word: str) -> frozenset[int]:
    """The days of a word such as `mon,wed`, `mon-fri` or `weekends`; empty where one part is no day."""
    parts = [_span(part) for part in word.casefold().split(",") if part]
    return frozenset().union(*parts) if all(parts) else frozenset()


def _span(part: str) -> frozenset[int]:
    if part in GROUPS:
        return GROUPS[part]
    first, dash, last = part.partition("-")
    begin, end = _day(first), _day(last if dash else first)
    if begin is None or end is None:
        return frozenset()
    return frozenset((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _day(word: str) -> int | None:
    stem = word.removesuffix("s") if len(word) > 4 else word
    found = [number for number, name in enumerate(NAMES) if len(stem) >= 2 and name.startswith(stem)]
    return found[0] if len(found) == 1 else None


def _refuse_second(earlier: object, what: str) -> None:
    if earlier is not None:
        raise BadSchedule(f"There are two {what}; a schedule has one.", EXAMPLES)


def _refuse_slip(word: str) -> None:
    """Say the day that a misspelt word stands for, before it is taken for a part of a zone."""
    low = word.casefold()
    if _LIKE_AN_OFFSET.fullmatch(low):
        raise BadSchedule(f"{word} knows no summer time.", "Name a city instead, such as Europe/Berlin.")
    if find_zone(low) or "/" in low:
        return
    parts = [part for part in low.split(",") if part]
    for part in (part for part in parts if not _days(part)):
        near = difflib.get_close_matches(part, (*GROUPS, *NAMES), n=2, cutoff=_NEAR)
        if near or len(parts) > 1:
            hint = f"Did you mean {' or '.join(near)}?" if near else EXAMPLES
            raise BadSchedule(f"There is no day '{part[:MOST_ECHOED]}'.", hint)


def _zone(words: str) -> str:
    try:
        return zone_named(words)
    except BotError as error:
        raise BadSchedule(error.message, error.next_step) from None
