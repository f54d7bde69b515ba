"""Kinds of setting: how a value is typed, shown, checked and kept as JSON. Knows nothing of the settings themselves."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import Any, Generic, TypeVar

from bot.domain.calendar import zone_named

T = TypeVar("T")
U = TypeVar("U")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SWITCH = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
NOTHING = {"", "none", "off", "no", "-"}
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SHORT_UNITS = {"second": SECOND, "minute": MINUTE, "hour": HOUR, "hr": HOUR}
LONG_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
MOST_STEPS = 10
LONGEST_STEP = timedelta(hours=12)
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)[\s,;]*")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]([0-5]\d))?\s*(am|pm)?")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One kind of value.

    `rule` completes "X must be …". `read` raises ValueError for text that it cannot read; `fits` is False for a value
    of the wrong type or out of range. `dump` and `load` turn the value into JSON and back.
    """

    rule: str
    read: Callable[[str], T]
    show: Callable[[T], str]
    fits: Callable[[object], bool]
    dump: Callable[[T], object] = lambda value: value
    load: Callable[[Any], T] = lambda kept: kept


def share(low: float, high: float) -> Value[float]:
    """A share of one, typed as `90%`, `90` or `0.9`."""
    return Value(
        rule=f"from {low:.0%} to {high:.0%}",
        read=_read_share,
        show=_percent,
        fits=lambda value: _is_number(value, low, high),
    )


def whole(low: int, high: int, unit: str) -> Value[int]:
    """A whole number, typed alone or with the first letters of its unit: `12`, `12 cards`; `none` is 0."""

    def read(text: str) -> int:
        if text and text in NOTHING:
            return 0
        amount, word = _only_amount(text)
        if not unit.startswith(word) or not amount.is_integer():
            raise ValueError(text)
        return int(amount)

    return _int_value(low, high, unit, read, lambda value: f"{value} {unit}".strip())


def minutes(low: int, high: int) -> Value[int]:
    """Minutes, typed as `20`, `20 minutes` or `1h 30m`."""

    def read(text: str) -> int:
        total = sum(_durations(text), timedelta())
        if total % MINUTE:
            raise ValueError(text)
        return total // MINUTE

    return _int_value(low, high, "minutes", read, lambda value: f"{value} minutes")


def days(low: int, high: int) -> Value[int]:
    """A long time in days, typed as `365`, `26 weeks`, `6 months` or `10 years`."""

    def read(text: str) -> int:
        amount, word = _only_amount(text)
        return round(amount * _unit(word or "day", LONG_UNITS))

    return _int_value(low, high, "days", read, lambda value: f"{value} days")


def hour() -> Value[int]:
    """An hour of the day, typed as `4`, `04:00` or `4 am`."""
    return _int_value(0, 23, "o'clock", _read_hour, lambda value: f"{value:02d}:00")


def wall_time() -> Value[time | None]:
    """A time of the day, typed as `8`, `08:30` or `8:30 pm`; `off` for none."""
    return Value(
        rule="a time such as 08:30, or off",
        read=lambda text: None if text in NOTHING else _read_time(text),
        show=lambda value: f"{value:%H:%M}" if value else "off",
        fits=lambda value: value is None or _is_wall_time(value),
        dump=lambda value: f"{value:%H:%M}" if value else None,
        load=lambda kept: None if kept is None else time.fromisoformat(kept),
    )


def one_of(*values: int) -> Value[int]:
    """One of a few numbers."""
    words = " or ".join(map(str, values))
    return Value(words, int, str, lambda value: type(value) is int and value in values)


def switch() -> Value[bool]:
    """On or off."""
    return Value(
        rule="on or off",
        read=lambda text: SWITCH[text],
        show=lambda value: "on" if value else "off",
        fits=lambda value: isinstance(value, bool),
    )


def zone() -> Value[str]:
    """A time zone by its official name or its city."""
    return Value(
        rule="a time zone such as Europe/Berlin",
        read=zone_named,
        show=str,
        fits=lambda value: isinstance(value, str) and zone_named(value) == value,
    )


def steps() -> Value[tuple[timedelta, ...]]:
    """Short delays that grow, typed as `1m 10m`; `none` for no steps at all."""
    return Value(
        rule=f"up to {MOST_STEPS} growing delays from 1s to 12h, such as '1m 10m', or none",
        read=lambda text: () if text in NOTHING else tuple(_durations(text)),
        show=lambda value: " ".join(map(_short, value)) or "none",
        fits=_are_steps,
        dump=lambda value: [step.total_seconds() for step in value],
        load=lambda kept: tuple(timedelta(seconds=seconds) for seconds in kept),
    )


def weekday_weights() -> Value[tuple[float, ...]]:
    """Seven shares from Monday, typed as `mon=50% sat=0`; days that are not named are normal."""
    return Value(
        rule="days with a share from 0 to 1, such as 'mon=0.5 sat=0' (one day at least stays above 0), or none",
        read=_read_weekdays,
        show=_show_weekdays,
        fits=_are_weights,
        dump=list,
        load=tuple,
    )


def _int_value(low: int, high: int, unit: str, read: Callable[[str], int], show: Callable[[int], str]) -> Value[int]:
    return Value(
        rule=f"from {low} to {high} {unit}".strip(),
        read=read,
        show=show,
        fits=lambda value: type(value) is int and low <= value <= high,
    )


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _percent(value: float) -> str:
    return f"{value * 100:.6g}%"


def _unit(word: str, units: dict[str, U]) -> U:
    """The unit that a word begins or is the plural of; the first one wins."""
    stem = word.removesuffix("s") or word
    return next(unit for name, unit in units.items() if name.startswith(stem))


def _only_amount(text: str) -> tuple[float, str]:
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise ValueError(text)
    return float(found[1]), found[2]


def _read_share(text: str) -> float:
    number = float(text.removesuffix("%").replace(",", "."))
    return round(number / 100, 6) if text.endswith("%") or number > 1 else number


def _read_hour(text: str) -> int:
    read = _read_time(text)
    if read.minute:
        raise ValueError(text)
    return read.hour


def _read_time(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] is None:
        return time(hour, minute)
    if not 1 <= hour <= 12:
        raise ValueError(text)
    return time(hour % 12 + (12 if found[3] == "pm" else 0), minute)


def _is_wall_time(value: object) -> bool:
    return isinstance(value, time) and value.tzinfo is None and not (value.second or value.microsecond)


def _durations(text: str) -> list[timedelta]:
    """The delays in a text; a number without a unit is in minutes."""
    if not text or _AMOUNT.sub("", text):
        raise ValueError(text)
    return [float(amount) * _unit(word or "minute", SHORT_UNITS) for amount, word in _AMOUNT.findall(text)]


def _short(step: timedelta) -> str:
    for name, unit in (("h", HOUR), ("m", MINUTE)):
        if not step % unit:
            return f"{step // unit}{name}"
    return f"{step.total_seconds():g}s"


def _are_steps(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) > MOST_STEPS:
        return False
    if not all(isinstance(step, timedelta) and SECOND <= step <= LONGEST_STEP for step in value):
        return False
    return not any(step % SECOND for step in value) and all(earlier < later for earlier, later in pairwise(value))


def _read_weekdays(text: str) -> tuple[float, ...]:
    weights = dict.fromkeys(WEEKDAYS, 1.0)
    for part in [] if text in NOTHING else re.sub(r"\s*=\s*", "=", text).replace(",", " ").split():
        name, _, weight = part.partition("=")
        if name[:3] not in weights:
            raise ValueError(part)
        weights[name[:3]] = _read_share(weight)
    return tuple(weights.values())


def _show_weekdays(weights: tuple[float, ...]) -> str:
    named = zip(WEEKDAYS, weights, strict=True)
    return " ".join(f"{day}={_percent(weight)}" for day, weight in named if weight != 1) or "none"


def _are_weights(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) != len(WEEKDAYS):
        return False
    return all(_is_number(weight, 0, 1) for weight in value) and any(value)
