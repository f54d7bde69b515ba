"""Schedules as people type them, `09:00 weekdays Europe/Berlin`, and as they are shown."""

import difflib
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain.calendar import MOST_ECHOED, find_zone, zone_named
from bot.domain.errors import BotError
from bot.domain.schedule import EVERY_DAY, Schedule
from bot.domain.values import NOTHING, WEEKDAYS, Value, wall_time

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
UNTIL_TOLD = date.max
"""The end of a pause that nobody named."""
MOST_DAYS = 366
_UNITS = {"day": 1, "week": 7, "month": 30}
_SPAN = re.compile(r"(?:in |for )?(\d{1,3}) ?(day|week|month)s?")
BAD_END = "Say it like 2026-12-24, monday, tomorrow or 2 weeks."


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


def read_end(text: str, today: date) -> date:
    """The day on which a pause ends, as people type it; raises BadSchedule where it is no day to come within a year."""
    typed = " ".join(text.casefold().split()).removeprefix("until ").removeprefix("the ")
    found = _end(typed, today)
    if found is None:
        raise BadSchedule(f"'{text.strip()[:MOST_ECHOED]}' is no day that I know.", BAD_END)
    if not today < found <= today + timedelta(days=MOST_DAYS):
        raise BadSchedule(f"A pause cannot end on {found}: it must be a day to come, within a year.", BAD_END)
    return found


def weekdays() -> Value[frozenset[int]]:
    """Days of the week as a setting, typed as `weekdays` or `mon,wed`."""
    return Value(
        rule="daily, weekdays, weekends, or days such as mon,wed",
        read=_read_weekdays,
        show=show_weekdays,
        fits=lambda value: isinstance(value, frozenset) and bool(value) and value <= EVERY_DAY,
        dump=sorted,
        load=frozenset,
    )


def pause_end() -> Value[date | None]:
    """The end of a pause as a setting: `off` for no pause, `on` for one without an end, or a date."""
    return Value(
        rule="off, on, or the date when I may write again, such as 2026-12-24",
        read=_read_pause,
        show=lambda value: "off" if value is None else "on" if value == UNTIL_TOLD else value.isoformat(),
        fits=lambda value: value is None or isinstance(value, date),
        dump=lambda value: value.isoformat() if value else None,
        load=lambda kept: None if kept is None else date.fromisoformat(kept),
    )


def _end(typed: str, today: date) -> date | None:
    if span := _SPAN.fullmatch(typed):
        return today + timedelta(days=int(span[1]) * _UNITS[span[2]])
    if typed == "tomorrow":
        return today + timedelta(days=1)
    if (weekday := _day(typed)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _read_pause(text: str) -> date | None:
    if text in NOTHING:
        return None
    return UNTIL_TOLD if text in {"on", "yes"} else date.fromisoformat(text)


def _read_weekdays(text: str) -> frozenset[int]:
    read = _read(text)
    if read.weekdays is None or read.at or read.zone_words:
        raise ValueError(text)
    return read.weekdays


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
