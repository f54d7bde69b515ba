"""Whether a numeric card's formulas can be read, and use and show only numbers that the card has."""

from collections.abc import Iterator
from functools import lru_cache

from bot.content.parser import Path
from bot.content.problems import Finding, did_you_mean
from bot.domain.card import Numeric
from bot.domain.errors import BotError
from bot.domain.numeric.filling import placeholders
from bot.domain.numeric.formulas import is_function, names_in
from bot.domain.numeric.template import check_template

_names_in = lru_cache(maxsize=8192)(names_in)  # decks repeat their formulas: `rps / each` is parsed once a load


def check_names(card: Numeric) -> Iterator[Finding]:
    """What is wrong with a template's names, at paths inside the card. Nothing is drawn or worked out."""
    known = set(card.draw)
    for name in card.draw:
        yield from _check_name(name, ("draw", name), set())
    for name, formula in card.lets:
        yield from _check_formula(formula, ("lets", name), known)
        yield from _check_name(name, ("lets", name), known)
        known.add(name)
    for path, formula in _formulas(card):
        yield from _check_formula(formula, path, known)
    for number, front in enumerate(card.front):
        yield from _check_text(front, ("front", number), known)
    yield from _check_text(card.solution, ("solution",), known)


def _formulas(card: Numeric) -> Iterator[tuple[Path, str]]:
    yield ("formula",), card.formula
    yield from ((("require", number), condition) for number, condition in enumerate(card.require))
    yield from ((("traps", number, "formula"), trap.formula) for number, trap in enumerate(card.traps))


def _check_name(name: str, path: Path, taken: set[str]) -> Iterator[Finding]:
    if name in taken:
        yield Finding(path, f"the name '{name}' is already drawn or let", "give it another name")
    elif is_function(name):
        yield Finding(path, f"'{name}' is the name of a function", "give it another name")


def _check_formula(formula: str, path: Path, known: set[str]) -> Iterator[Finding]:
    try:
        unknown = _names_in(formula) - known
    except BotError as error:
        yield Finding(path, error.message, error.next_step)
        return
    for name in sorted(unknown):
        yield Finding(path, f"the formula uses an unknown name '{name}'", _known_hint(name, known))


def _check_text(text: str, path: Path, known: set[str]) -> Iterator[Finding]:
    try:
        unknown = placeholders(text) - known
    except BotError as error:
        yield Finding(path, error.message, error.next_step)
        return
    for name in sorted(unknown):
        yield Finding(path, f"the text shows an unknown name '{{{name}}}'", _known_hint(name, known))


def _known_hint(name: str, known: set[str]) -> str:
    return did_you_mean(name, known) or f"known here: {', '.join(sorted(known))}"


def check_draws(card: Numeric) -> Iterator[Finding]:
    """What shows only when numbers are drawn and worked out: a tenth of a second a card. Its names must be right."""
    yield from (Finding(("formula",), sentence) for sentence in check_template(card))
