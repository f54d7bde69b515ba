"""Judging a typed quantity: right, a known trap, the wrong unit, the wrong power of ten, or merely how far off."""

import math
from dataclasses import dataclass

from bot.domain.card import Numeric, ToleranceKind
from bot.domain.numeric.draws import Draws
from bot.domain.numeric.filling import readable, significant
from bot.domain.numeric.quantities import Quantity
from bot.domain.numeric.tolerance import is_within
from bot.domain.numeric.units import PERCENT, Unit, ratio, read_unit

_POWERS = (10, 100, 1_000, 1_000_000, 1_000_000_000)
_TIME_FACTORS = {
    60: "seconds, minutes and hours",
    3_600: "seconds and hours",
    24: "hours and days",
    86_400: "seconds and days",
}
_BINARY_EXPONENT = {"K": 1, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a number is right, one sentence for the person, and the name of the trap it fell into."""

    correct: bool
    says: str = ""
    trap: str = ""


def judge(card: Numeric, draws: Draws, given: Quantity) -> Judgement:
    """Judge a quantity against the key and the traps of one draw."""
    unit = read_unit(card.unit)
    value = _in_card_unit(given, unit)
    if value is None:
        return Judgement(correct=False, says=_other_dimension(card, draws, given))
    if is_within(card.tolerance, draws.key, value):
        return Judgement(correct=True)
    if _is_share(card, draws, given, unit):
        return Judgement(correct=True, says=f"Read as a share: {given.number:g} is {readable(given.number * 100)} %.")
    if given.unit is not None and is_within(card.tolerance, draws.key, given.number):
        return Judgement(correct=False, says=_wrong_unit(card, given))
    return _trapped(card, draws, value) or Judgement(correct=False, says=_mistake(card, draws.key, value, unit))


def model_answer(card: Numeric, draws: Draws) -> str:
    """The key in words, with its unit: exact keys in full, others to three figures."""
    exact = card.tolerance.kind is ToleranceKind.EXACT
    return with_unit(readable(draws.key) if exact else significant(draws.key, 3), card.unit)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit as people write them."""
    return f"{unit[0]}{number}{unit[1:]}" if unit[0] in "$€£" else f"{number} {unit}"


def _in_card_unit(given: Quantity, unit: Unit) -> float | None:
    if given.unit is None:
        return given.number
    factor = ratio(given.unit, unit)
    return None if factor is None else given.number * factor


def _is_share(card: Numeric, draws: Draws, given: Quantity, unit: Unit) -> bool:
    """A bare 0.05 on a card in percent is a share, but only where 0.05 % cannot be meant: the key is 1 % or more."""
    if given.unit is not None or unit != PERCENT or not 0 < given.number < 1 or draws.key < 1:
        return False
    return is_within(card.tolerance, draws.key, given.number * 100)


def _other_dimension(card: Numeric, draws: Draws, given: Quantity) -> str:
    if is_within(card.tolerance, draws.key, given.number):
        return _wrong_unit(card, given)
    return f"That is in {given.written_unit}; the answer is asked for in {card.unit}."


def _wrong_unit(card: Numeric, given: Quantity) -> str:
    return f"The right number in the wrong unit: asked for in {card.unit}, written in {given.written_unit}."


def _trapped(card: Numeric, draws: Draws, value: float) -> Judgement | None:
    """The first trap whose own result this is; a long decimal may be rounded even where the key is exact."""
    for trap, trap_value in zip(card.traps, draws.traps, strict=True):
        if trap_value is None:
            continue
        rounded = not isinstance(trap_value, int) and math.isclose(value, trap_value, rel_tol=0.005)
        if rounded or is_within(card.tolerance, trap_value, value):
            return Judgement(correct=False, says=trap.says, trap=trap.name)
    return None


def _mistake(card: Numeric, key: float, value: float, unit: Unit) -> str:
    """The first slip that explains the number, else how far off it is."""
    if not key or not value:
        return _distance(key, value)
    return (
        _share_hint(key, value, unit)
        or _off_by_one(card, key, value)
        or _off_by_factor(key, value, unit)
        or _binary(card, key, value, unit)
        or _distance(key, value)
    )


def _share_hint(key: float, value: float, unit: Unit) -> str:
    if unit != PERCENT or not math.isclose(value * 100, key, rel_tol=0.02):
        return ""
    return f"Read as {value:g} %. A share of {value:g} would be {readable(value * 100)} %: write the % sign or “share”."


def _off_by_one(card: Numeric, key: float, value: float) -> str:
    if card.tolerance.kind is not ToleranceKind.EXACT or abs(value - key) != 1:
        return ""
    return "One too many: check the rounding." if value > key else "One short: check the rounding."


def _off_by_factor(key: float, value: float, unit: Unit) -> str:
    quotient = abs(value / key)
    if math.isclose(value, -key, rel_tol=0.02):
        return "The right size with the wrong sign."
    for factor in _POWERS:
        if _is_factor(quotient, factor):
            return f"The right digits, {factor:,} times too {'large' if quotient > 1 else 'small'}."
    if unit.counts_information and _is_factor(quotient, 8):
        return "Off by a factor of 8: bits and bytes are mixed up."
    mixed = next(
        (text for factor, text in _TIME_FACTORS.items() if unit.counts_time and _is_factor(quotient, factor)), ""
    )
    return f"Off by the factor between {mixed}." if mixed else ""


def _is_factor(quotient: float, factor: float) -> bool:
    return math.isclose(max(quotient, 1 / quotient), factor, rel_tol=0.01)


def _binary(card: Numeric, key: float, value: float, unit: Unit) -> str:
    """GB taken for GiB or the other way round: powers of 1,024 against powers of 1,000."""
    exponent = _BINARY_EXPONENT.get(card.unit[:1], 0)
    if not exponent or not unit.counts_information or not _is_factor(abs(value / key), 1.024**exponent):
        return ""
    letter, power = card.unit[0].upper(), "⁰¹²³⁴⁵"[exponent]
    return f"{letter}B and {letter}iB are mixed up: the one is 1,000{power} bytes, the other 1,024{power}."


def _distance(key: float, value: float) -> str:
    side = "high" if value > key else "low"
    if not key or not value or key * value < 0:
        return f"Too {side}."
    quotient = abs(value / key)
    if 0.5 < quotient < 2:
        return f"{abs(quotient - 1):.0%} too {side}." if abs(quotient - 1) >= 0.01 else f"A little too {side}."
    return f"{significant(max(quotient, 1 / quotient), 2)} times too {side}."
