"""Checking a numeric template before it ships: names, formulas, placeholders, and what its draws can give."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.domain.card import Numeric, ToleranceKind
from bot.domain.numeric.draws import Draws, attempt, choices, roll
from bot.domain.numeric.filling import PlaceholderError, placeholders
from bot.domain.numeric.formulas import FormulaError, is_function, names_in
from bot.domain.numeric.units import UnclearUnit, read_unit

FEWEST_INSTANCES = 500
SAMPLE = 300
SMALLEST_SHARE = 0.03


def check_template(card: Numeric) -> list[str]:
    """Everything wrong with a template, one sentence each; empty where it may ship."""
    findings = [*_bad_names(card), *_bad_formulas(card), *_bad_placeholders(card), *_bad_tolerance(card)]
    return findings or _bad_draws(card)


def _bad_names(card: Numeric) -> Iterator[str]:
    names = Counter([*card.draw, *(name for name, _ in card.lets)])
    yield from (f"`{name}` is the name of a function; choose another." for name in names if is_function(name))
    yield from (f"`{name}` is defined twice." for name, count in names.items() if count > 1)


def _formulas(card: Numeric) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where each formula stands, the formula, and the names that it may read."""
    known = frozenset(card.draw)
    for name, formula in card.lets:
        yield f"let {name}", formula, known
        known |= {name}
    yield "formula", card.formula, known
    yield from ((f"require {place}", formula, known) for place, formula in enumerate(card.require, 1))
    yield from ((f"trap “{trap.name}”", trap.formula, known) for trap in card.traps)


def _bad_formulas(card: Numeric) -> Iterator[str]:
    for where, formula, known in _formulas(card):
        try:
            unknown = names_in(formula) - known
        except FormulaError as error:
            yield f"{where}: {error.message}"
        else:
            yield from (f"{where}: `{name}` is not defined." for name in sorted(unknown))


def _bad_placeholders(card: Numeric) -> Iterator[str]:
    known = frozenset(card.draw) | {name for name, _ in card.lets}
    texts = [(f"front {place}", front) for place, front in enumerate(card.front, 1)]
    for where, text in [*texts, ("solution", card.solution)]:
        try:
            shown = placeholders(text)
        except PlaceholderError as error:
            yield f"{where}: {error.message}"
            continue
        yield from (f"{where}: `{{{name}}}` is not defined." for name in sorted(shown - known))
        if where != "solution":
            yield from (f"{where}: the drawn `{name}` is never shown." for name in sorted(_hidden(card, shown)))


def _hidden(card: Numeric, shown: Iterable[str]) -> frozenset[str]:
    """Draws that a front shows neither themselves nor through a let."""
    told = set(shown)
    for name, formula in reversed(card.lets):
        if name in told:
            told |= _names_or_none(formula)
    return frozenset(card.draw) - told


def _names_or_none(formula: str) -> frozenset[str]:
    try:
        return names_in(formula)
    except FormulaError:
        return frozenset()


def _bad_tolerance(card: Numeric) -> Iterator[str]:
    if card.tolerance.kind is ToleranceKind.FACTOR and card.traps:
        yield "An estimate (tolerance by a factor) cannot tell traps apart; leave them out."
    try:
        read_unit(card.unit)
    except UnclearUnit as error:
        yield f"unit: {error}"


def _bad_draws(card: Numeric) -> list[str]:
    drawn = _sample(card)
    fit = [draws for draws, _ in drawn if draws is not None]
    if len(fit) < SMALLEST_SHARE * len(drawn):
        reason, _ = Counter(refused for _, refused in drawn if refused).most_common(1)[0]
        return [f"Only {len(fit)} of {len(drawn)} draws are accepted; most are refused because {reason}"]
    return [*_too_few(card, len(fit) / len(drawn)), *_bad_instances(card, fit)]


def _sample(card: Numeric) -> list[tuple[Draws | None, str]]:
    """Draws with the reason of their refusal, "" where they are fit."""
    dice = random.Random(f"check/{card.id}")  # noqa: S311 - numbers of an exercise
    return [attempt(card, roll(card, dice)) for _ in range(SAMPLE)]


def _too_few(card: Numeric, accepted_share: float) -> Iterator[str]:
    """An estimate: all combinations of the draws times the share of a sample that was accepted."""
    instances = math.prod(len(set(choices(one))) for one in card.draw.values()) * accepted_share
    if instances < FEWEST_INSTANCES:
        yield f"About {instances:.0f} distinct instances; {FEWEST_INSTANCES} are needed: widen the draws."


def _bad_instances(card: Numeric, fit: list[Draws]) -> Iterator[str]:
    if card.tolerance.kind is ToleranceKind.EXACT:
        long = next((draws.key for draws in fit if float(f"{draws.key:.5g}") != draws.key and draws.key % 1), None)
        if long is not None:
            yield f"The key can be {long}, which nobody types exactly: round it in the formula or give a tolerance."
    for place, trap in enumerate(card.traps):
        if all(draws.traps[place] is None for draws in fit):
            yield f"trap “{trap.name}” has no value for any draw."
