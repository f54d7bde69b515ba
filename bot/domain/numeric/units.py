"""Units of typed numbers: which words name them, and how they convert.

The only importer of pint, which loads at the first conversion between two different units (it costs 0.3 s). The
registry is our own small one, so that bits are no plain numbers and "users" is no unit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.errors import BotError

if TYPE_CHECKING:
    from pint import UnitRegistry

_DEFINITIONS = [
    "pico- = 1e-12", "nano- = 1e-9", "micro- = 1e-6", "milli- = 1e-3",
    "kilo- = 1e3", "mega- = 1e6", "giga- = 1e9", "tera- = 1e12", "peta- = 1e15", "exa- = 1e18",
    "kibi- = 1024", "mebi- = 1024**2", "gibi- = 1024**3", "tebi- = 1024**4", "pebi- = 1024**5",
    "second = [time]", "minute = 60 second", "hour = 60 minute", "day = 24 hour", "week = 7 day", "year = 365 day",
    "bit = [information]", "byte = 8 bit", "nat = 1.4426950408889634 bit", "dit = 3.321928094887362 bit",
    "dollar = [currency]", "cent = 0.01 dollar", "euro = [euro]", "pound = [pound]",
    "share = [share]", "percent = 0.01 share", "permille = 0.001 share",
]  # fmt: skip
_SPELLINGS = {
    "picosecond": "ps", "nanosecond": "ns nanos nanosec", "microsecond": "us µs μs micros microsec",
    "millisecond": "ms msec msecs millis millisec", "second": "s sec secs", "minute": "min mins", "hour": "h hr hrs",
    "day": "d", "week": "wk wks", "year": "yr yrs", "bit": "", "byte": "B",
    "nat": "", "dit": "ban hartley", "dollar": "$ usd", "cent": "¢", "euro": "€ eur", "pound": "£ gbp",
    "percent": "% pct pp points point", "permille": "‰", "share": "fraction probability ratio",
}  # fmt: skip
_PREFIXES = {"k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "E": "exa"}
_BINARY_PREFIXES = {"Ki": "kibi", "Mi": "mebi", "Gi": "gibi", "Ti": "tebi", "Pi": "pebi"}
_PER_SECOND = {
    "qps": "request", "rps": "request", "tps": "token", "fps": "frame",
    "bps": "bit", "kbps": "kilobit", "mbps": "megabit", "gbps": "gigabit", "tbps": "terabit",
}  # fmt: skip
_SAME_THING = {"req": "request", "reqs": "request", "query": "request", "queries": "request", "call": "request"}
_PER = frozenset(("/", "per", "a", "an", "each", "every"))
_PASSING = frozenset(re.findall(
    "[a-z]+",
    "of in total all at peak on average the memory ram i think or so needed required about roughly approx is we need "
    "storage space it data raw would be please percentage extra more",
))  # fmt: skip
_SYMBOL = re.compile(r"/|[$€£¢%‰]|[^\W\d_]+\.?")
_UNCLEAR = re.compile(r"[KkMGTP]b|b")


class UnclearUnit(BotError):
    """A unit that can be read in two ways, or not at all."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit taken apart: pint's names above and below the line, and counted things ("replicas") without weight."""

    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    things: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it holds any real unit, not only counted things."""
        return bool(self.over or self.under)

    @property
    def counts_information(self) -> bool:
        """Whether it holds bits or bytes."""
        return any(name.endswith(("byte", "bit")) for name in (*self.over, *self.under))

    @property
    def counts_time(self) -> bool:
        """Whether it holds seconds, days and the like."""
        return any(
            name.endswith("second") or name in ("minute", "hour", "day", "week") for name in (*self.over, *self.under)
        )


PERCENT = Unit(over=("percent",))


@lru_cache(maxsize=512)
def read_unit(text: str) -> Unit:
    """Take a written unit apart: "GB", "req/s", "tokens per second", "$ per 1,000" without its number.

    Raises UnclearUnit for letters of two meanings (Gb) and for what is no unit at all.
    """
    if _SYMBOL.sub("", text).strip(" .,;:!-*·()"):
        raise UnclearUnit(f"I cannot read “{text}” as a unit.")
    over: list[str] = []
    under: list[str] = []
    things: list[str] = []
    side = over
    for word in _words(text):
        if word.casefold() in _PER:
            side = under
            continue
        counted = _PER_SECOND.get(word.casefold())
        under += ["second"] if counted else []
        name = _name_of(counted or word)
        (side if name else things).append(name or _thing(counted or word))
    return Unit(tuple(sorted(over)), tuple(sorted(under)), tuple(things))


def ratio(one: Unit, other: Unit) -> float | None:
    """How many of `other` one of `one` is; None where they measure different things."""
    if (one.over, one.under) == (other.over, other.under):
        return 1.0
    from pint import DimensionalityError  # only here: loading pint costs 0.3 s, and most answers never convert

    try:
        return float(_registry().convert(1.0, _expression(one), _expression(other)))
    except DimensionalityError:
        return None


def _words(text: str) -> Iterator[str]:
    for word in _SYMBOL.findall(text):
        bare = word.rstrip(".")
        if bare.casefold() not in _PASSING or bare.casefold() in _PER or bare in _names():
            yield bare


def _name_of(word: str) -> str:
    if _UNCLEAR.fullmatch(word):
        raise UnclearUnit(f"“{word}” can mean bits or bytes.", "Write `GB` for gigabytes or `Gbit` for gigabits.")
    return _names().get(word) or _names().get(word.casefold(), "")


def _thing(word: str) -> str:
    word = word.casefold()
    return _SAME_THING.get(word) or _SAME_THING.get(word.removesuffix("s"), word.removesuffix("s"))


def _expression(unit: Unit) -> str:
    return " * ".join(("1", *unit.over)) + "".join(f" / {name}" for name in unit.under)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every spelling of a unit: as it is written first, and in small letters where that is nobody else's."""
    names = {
        spelling: name for name, spellings in _SPELLINGS.items() for spelling in (*spellings.split(), name, f"{name}s")
    }
    for short, prefix in (*_PREFIXES.items(), *_BINARY_PREFIXES.items()):
        for letter, name in (("B", "byte"), ("bit", "bit")):
            names |= dict.fromkeys((short + letter, prefix + name, f"{prefix}{name}s"), prefix + name)
    names["KB"] = "kilobyte"
    return {spelling.casefold(): name for spelling, name in names.items() if spelling != "B"} | names


@lru_cache(maxsize=1)
def _registry() -> "UnitRegistry[float]":
    from pint import UnitRegistry

    registry: UnitRegistry[float] = UnitRegistry(None)
    registry.load_definitions(_DEFINITIONS)
    return registry
