"""What the oracles share: drawn numbers as exact fractions, and days of a real calendar."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

Drawn = Mapping[str, float]
Oracle = Callable[[Drawn], float]

TODAY = date(2025, 3, 1)


def exact(drawn: Drawn, *names: str) -> tuple[Fraction, ...]:
    """These numbers as they are written, without binary rounding."""
    return tuple(Fraction(str(drawn[name])) for name in names)


def fewest(load: Fraction, capacity: Fraction) -> int:
    """The smallest number of units that carries a load, found by counting on from the quotient."""
    units = int(load / capacity)
    while units * capacity < load:
        units += 1
    return units


def most(room: Fraction, size: Fraction) -> int:
    """The largest number of things of a size that fit into a room."""
    things = int(room / size) + 1
    while things * size > room:
        things -= 1
    return things


def days_back(count: float) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=int(count))
