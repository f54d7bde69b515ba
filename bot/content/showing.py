"""Whether drawn numbers are shown truly and told apart: no rounding that moves the key, no "1 hours", no twin traps."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from string import Formatter

from bot.content.parser import Path
from bot.content.problems import Finding
from bot.domain.card import Numeric, ToleranceKind
from bot.domain.errors import BotError
from bot.domain.numeric.draws import Draws, attempt, choices, roll
from bot.domain.numeric.filling import fill
from bot.domain.numeric.formulas import Value, evaluate, evaluate_number
from bot.domain.numeric.tolerance import is_within

SAMPLE = 20
MOST_TRIES = 200
SHARE_OF_TOLERANCE = 0.25
"""How much of the tolerance the rounding of a front may use up."""
FACTOR_SLACK = 0.05
"""The same under a tolerance by a factor, as a share of the key."""
TWIN_SHARE = 0.15
"""The share of draws in which two traps may give the same number."""

_ONE_OF_MANY = re.compile(r"(?<![\w.,·×/÷^])1 ((?!times\b|plus\b|minus\b)[a-z]{3,}(?<![suai])s)\b")


def check_showing(card: Numeric) -> Iterator[Finding]:
    """What is wrong with the numbers as they are shown and told, at paths inside the card. Its names must be right."""
    plain = _sample(card, {})
    ones = [draws for name, one in card.draw.items() if 1 in choices(one) for draws in _sample(card, {name: 1})]
    yield from _rounded(card, [*plain, *ones])
    yield from _plurals(card, [*plain, *ones])
    yield from _twin_traps(card, plain)


def _rounded(card: Numeric, drawn: Sequence[Draws]) -> Iterator[Finding]:
    for number, front in enumerate(card.front):
        told = next((said for draws in drawn if (said := _misled(card, front, draws))), "")
        if told:
            yield Finding(("front", number), told, "show as many digits as the formula uses, or round in a let")


def _plurals(card: Numeric, drawn: Sequence[Draws]) -> Iterator[Finding]:
    fronts: list[tuple[Path, str]] = [(("front", number), front) for number, front in enumerate(card.front)]
    for path, text in [*fronts, (("solution",), card.solution)]:
        ones = (_ONE_OF_MANY.search(fill(text, draws.values)) for draws in drawn)
        found = next((match[0] for match in ones if match), "")
        if found:
            yield Finding(path, f"a draw reads '{found}'", "draw from 2 upwards, or put the unit before: 'hours: {h}'")


def _twin_traps(card: Numeric, drawn: Sequence[Draws]) -> Iterator[Finding]:
    """Two mistakes that often give the same number: the second is told what belongs to the first."""
    for earlier, later in combinations(range(len(card.traps)), 2):
        pairs = [(draws.traps[earlier], draws.traps[later]) for draws in drawn]
        twins = sum(a is not None and b is not None and is_within(card.tolerance, a, b) for a, b in pairs)
        if twins > TWIN_SHARE * len(drawn):
            message = f"in {twins} of {len(drawn)} draws it gives the same as trap “{card.traps[earlier].name}”"
            yield Finding(("traps", later), message, "keep them apart by a 'require', or drop one")


def _sample(card: Numeric, fixed: Mapping[str, float]) -> list[Draws]:
    """Some accepted draws in which these numbers are fixed, so that a seldom 1 is seen too."""
    dice = random.Random(f"showing/{card.id}")  # noqa: S311 - numbers of an exercise
    tried = (attempt(card, {**roll(card, dice), **fixed})[0] for _ in range(MOST_TRIES))
    return list(islice((draws for draws in tried if draws is not None), SAMPLE))


def _misled(card: Numeric, front: str, draws: Draws) -> str:
    """What happens to someone who reckons with the numbers as this front shows them; "" where all is well."""
    shown = _shown(front, draws.values)
    values: dict[str, Value] = {name: shown.get(name, number) for name, number in draws.numbers.items()}
    try:
        for name, formula in card.lets:
            values[name] = shown[name] if name in shown else evaluate(formula, values)
        key = evaluate_number(card.formula, values)
    except BotError as error:
        return f"with the numbers as shown the key cannot be worked out: {error.message}"
    if _same(card, draws.key, key):
        return ""
    rounded = next((name for name, number in shown.items() if number != draws.values[name]), "a number")
    return f"'{rounded}' is shown rounded: the key becomes {key:g} instead of {draws.key:g}"


def _same(card: Numeric, key: float, as_shown: float) -> bool:
    if card.tolerance.kind is ToleranceKind.FACTOR:
        return abs(as_shown - key) <= FACTOR_SLACK * abs(key)
    return is_within(card.tolerance, key, as_shown, SHARE_OF_TOLERANCE)


def _shown(front: str, values: Mapping[str, Value]) -> dict[str, float]:
    """Each number that the front shows, as it stands there; lists are left out."""
    shown: dict[str, float] = {}
    for _, name, spec, _ in Formatter().parse(front):
        if name and not isinstance(values[name], list):
            text = fill(f"{{{name}:{spec}}}", values).replace(",", "")
            shown[name] = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    return shown
