"""From the days that the model asks for to the days on the button: order of grades, fuzz, lighter days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from bot.domain.memory import Grade

FUZZ_FROM_DAYS = 2.5
BEYOND_FUZZ = 2  # days beyond the fuzz range, at both ends, that show whether the load is falling
MONDAY = date(1, 1, 1).toordinal()
ROUNDING = 1e-9
NEVER = 1e-9  # the weight of a day that should be empty: taken only when the whole range is such days
# Share of the part of an interval between two lengths that it may be moved by, both ways, on top of one day.
FUZZ_SHARES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))


@lru_cache(maxsize=4096)
def fuzz_width(days: int) -> int:
    """By how many days an interval may move, earlier as well as later; 0 under 2.5 days."""
    if days < FUZZ_FROM_DAYS:
        return 0
    width = 1.0 + sum(part * max(min(days, end) - start, 0.0) for start, end, part in FUZZ_SHARES)
    return int(width + 0.5)


def seeded_draw(card_id: str, repetition: int) -> float:
    """A number from [0, 1) that looks random and is the same at every preview of this repetition of the card."""
    digest = blake2b(f"{repetition}:{card_id}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / (1 << 48)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days that the model asks for after one grade, and those that the choice must not fall below."""

    days: int
    keep: int = 1


@dataclass(frozen=True, slots=True)
class Spacing:
    """Chooses days for one repetition of one card.

    `load` says how many cards are due on a day already; `weights` are the seven easy-day weights from Monday.
    """

    today: date
    longest: int
    draw: float
    load: Mapping[date, int]
    weights: tuple[float, ...]

    def choose(self, wanted: Mapping[Grade, Wanted]) -> dict[Grade, int]:
        """The days to wait after each grade that is wanted: Hard < Good < Easy, where `longest` leaves room."""
        chosen = {grade: self._near(days) for grade, days in _in_order(wanted).items()}
        _part(chosen, wanted)
        return {grade: min(days, self.longest) for grade, days in chosen.items()}

    def _near(self, days: int) -> int:
        """Days from the fuzz range around `days`, whose mean is `days` as long as all are equally light."""
        width = fuzz_width(days)
        nearby = range(min(max(1, days - width), self.longest), min(days + width, self.longest) + 1)
        lightest = self._lightest(nearby, days)
        return lightest[int(self.draw * len(lightest))]

    def _lightest(self, nearby: range, middle: int) -> Sequence[int]:
        """Of the days nearby those with the least to do, for their weekday's weight and against the decline of load.

        Later days look lighter only because they have not filled up yet: without allowing for that, this lengthened the
        intervals of a simulated learner by 13 % on average.
        """
        if len(nearby) == 1 or not (self.load or min(self.weights) < max(self.weights)):
            return nearby
        reach = min(fuzz_width(middle) + BEYOND_FUZZ, middle - 1)
        day = self.today.toordinal() + middle
        due = self.load.get
        loads = [due(date.fromordinal(day + place), 0) for place in range(-reach, reach + 1)]
        decline = _decline(loads)
        burdens = []
        for place in range(nearby.start - middle, nearby.stop - middle):
            level = max(0.0, loads[place + reach] + decline * place)
            burdens.append((level + 1) / (self.weights[(day + place - MONDAY) % 7] or NEVER))
        least = min(burdens) + ROUNDING
        return [days for days, burden in zip(nearby, burdens, strict=True) if burden <= least]


def _decline(loads: Sequence[int]) -> float:
    """By how many cards a day the load falls, by least squares; 0 if it grows."""
    reach = len(loads) // 2
    rise = sum(place * load for place, load in enumerate(loads, start=-reach))
    return max(0.0, -3 * rise / (reach * (reach + 1) * (2 * reach + 1)))


def _in_order(wanted: Mapping[Grade, Wanted]) -> dict[Grade, int]:
    """The days before fuzz, with every pass above the one below it."""
    ordered: dict[Grade, int] = {}
    at_least = 1
    for grade, row in sorted(wanted.items()):
        ordered[grade] = max(row.days, at_least)
        at_least = ordered[grade] + (grade is not Grade.AGAIN)
    return ordered


def _part(chosen: dict[Grade, int], wanted: Mapping[Grade, Wanted]) -> None:
    """Part the grades that fuzz has mixed up, moving Good, which is pressed most, as little as the rules allow."""
    if Grade.HARD in chosen:
        below_good = min(chosen[Grade.HARD], chosen[Grade.GOOD] - 1)
        chosen[Grade.HARD] = max(below_good, wanted[Grade.HARD].keep)
        chosen[Grade.GOOD] = max(chosen[Grade.GOOD], chosen[Grade.HARD] + 1)
    if Grade.AGAIN in chosen:
        chosen[Grade.AGAIN] = min(chosen[Grade.AGAIN], chosen[Grade.HARD])
    chosen[Grade.EASY] = max(chosen[Grade.EASY], chosen[Grade.GOOD] + 1)
