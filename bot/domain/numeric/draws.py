"""Drawing a numeric card's numbers and working out its key and traps; everything follows from the card and a seed."""

import math
import random
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.card import Draw, Numeric, PickDraw, RangeDraw, ToleranceKind
from bot.domain.errors import BotError
from bot.domain.numeric.formulas import FormulaError, Number, Value, clean, evaluate, evaluate_number
from bot.domain.numeric.tolerance import is_within

TRIES = 400
TRAP_DISTANCE = 3.0


class TemplateError(BotError):
    """A numeric card whose draws are all refused; only its author can mend it."""


@dataclass(frozen=True, slots=True)
class Draws:
    """One instance of a template.

    `numbers` is what was drawn (all that must be kept), `values` has the lets as well. `traps` holds each trap's value
    in the card's order, None where its formula has none.
    """

    numbers: Mapping[str, Number]
    values: Mapping[str, Value]
    key: Number
    traps: tuple[Number | None, ...]


def draw(card: Numeric, seed: str) -> Draws:
    """The first draw that the card accepts; the same seed gives the same one in every process.

    Raises TemplateError where `TRIES` draws in a row are refused.
    """
    dice = random.Random(seed)  # noqa: S311 - numbers of an exercise
    reason = ""
    for _ in range(TRIES):
        draws, reason = attempt(card, roll(card, dice))
        if draws is not None:
            return draws
    raise TemplateError(
        f"The numbers of card {card.id} cannot be drawn: {TRIES} draws were refused, the last because {reason}",
        "Skip it and report it; its author should widen `draw` or loosen `require`.",
    )


def roll(card: Numeric, dice: random.Random) -> dict[str, Number]:
    """One draw of every number, not yet checked; names in alphabetical order, so that a deck's order is free."""
    return {name: _roll_one(card.draw[name], dice) for name in sorted(card.draw)}


def attempt(card: Numeric, numbers: Mapping[str, float]) -> tuple[Draws | None, str]:
    """The instance that these numbers give, or None and why it is refused."""
    try:
        draws = work_out(card, numbers)
        reason = _refusal(card, draws)
    except FormulaError as error:
        return None, error.message
    return (None, reason) if reason else (draws, "")


def work_out(card: Numeric, numbers: Mapping[str, float]) -> Draws:
    """Lets, key and traps for these numbers. Raises FormulaError."""
    values: dict[str, Value] = {name: clean(number) for name, number in numbers.items()}
    for name, formula in card.lets:
        values[name] = evaluate(formula, values)
    key = evaluate_number(card.formula, values)
    return Draws(dict(numbers), values, key, tuple(_trap_value(trap.formula, values) for trap in card.traps))


def choices(one: Draw) -> tuple[Number, ...]:
    """Every number that a draw can give, ascending for a range and in the author's order for a list."""
    if isinstance(one, PickDraw):
        return tuple(clean(value) for value in one.values)
    return _two_figure_numbers(one)


def _refusal(card: Numeric, draws: Draws) -> str:
    """Why a draw is not shown: a broken condition, a key without size, a trap too near the key; "" where it is fit."""
    for condition in card.require:
        if not evaluate(condition, draws.values):
            return f"`{condition}` does not hold."
    if not draws.key and card.tolerance.kind in (ToleranceKind.RELATIVE, ToleranceKind.FACTOR):
        return "the key is 0."
    for trap, value in zip(card.traps, draws.traps, strict=True):
        if value is not None and is_within(card.tolerance, draws.key, value, TRAP_DISTANCE):
            return f"the trap “{trap.name}” lies within three tolerances of the key."
    return ""


def _trap_value(formula: str, values: Mapping[str, Value]) -> Number | None:
    try:
        return evaluate_number(formula, values)
    except FormulaError:
        return None


def _roll_one(one: Draw, dice: random.Random) -> Number:
    options = choices(one)
    if isinstance(one, PickDraw):
        return options[dice.randrange(len(options))]
    return _nearest(options, math.exp(dice.uniform(math.log(one.low), math.log(one.high))))


def _nearest(ascending: tuple[Number, ...], value: float) -> Number:
    place = bisect_left(ascending, value)
    return min(ascending[max(place - 1, 0) : place + 1], key=lambda candidate: abs(candidate - value))


@lru_cache(maxsize=512)
def _two_figure_numbers(one: RangeDraw) -> tuple[Number, ...]:
    """All numbers of two significant figures in the range; its two ends where it holds none."""
    powers = range(math.floor(math.log10(one.low)) - 1, math.floor(math.log10(one.high)) + 1)
    every = (float(f"{figures}e{power}") for power in powers for figures in range(10, 100))
    within = tuple(clean(value) for value in every if one.low <= value <= one.high)
    return within or (clean(one.low), clean(one.high))
