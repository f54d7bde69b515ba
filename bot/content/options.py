"""What in a choice card's options gives the key away to someone who never read the question."""

import re
from collections.abc import Iterator
from statistics import mean

from bot.content.parser import Path
from bot.content.problems import Finding, Severity
from bot.domain.card import Choice

OPTION_SPREAD = 0.25
"""How far an option's length may lie from the mean of all options, as a share of it."""
LETTERS_OF_SLACK = 4
"""Characters from the mean that nobody notices, however short the options are."""

_DIGIT = re.compile(r"\d")
_SHAPES = {
    "a negation": re.compile(r"\b(not|no|never|none|neither|without|cannot)\b|n[’']t\b", re.IGNORECASE),
    "a question": re.compile(r"\?\s*$"),
    "“nothing”": re.compile(r"\bnothing\b", re.IGNORECASE),
}
"""Shapes of an option that a reader who knows nothing would pick, or leave, if only one has them."""


def weigh_options(card: Choice) -> Iterator[Finding]:
    """Equal options, options of another length, and a key that stands out by a digit or its shape."""
    yield from _equal(card)
    yield from _uneven(card)
    yield from _figures(card)
    yield from _shape(card)


def is_longest(card: Choice) -> bool:
    """Whether the key is longer than every other option."""
    return lead(card) > 0


def lead(card: Choice) -> int:
    """By how many characters the key is longer than the longest other option; negative where it is not."""
    return len(card.answer) - max(len(wrong.text) for wrong in card.distractors)


def _equal(card: Choice) -> Iterator[Finding]:
    seen = {card.answer.casefold()}
    for number, wrong in enumerate(card.distractors):
        if wrong.text.casefold() in seen:
            yield Finding(("distractors", number, "text"), f"the option '{wrong.text}' is given twice", "reword it")
        seen.add(wrong.text.casefold())


def _uneven(card: Choice) -> Iterator[Finding]:
    options: list[tuple[Path, str]] = [(("answer",), card.answer)]
    options += [(("distractors", number, "text"), wrong.text) for number, wrong in enumerate(card.distractors)]
    middle = mean(len(text) for _, text in options)
    for path, text in options:
        if abs(len(text) - middle) > max(OPTION_SPREAD * middle, LETTERS_OF_SLACK):
            more = "longer" if len(text) > middle else "shorter"
            message = f"this option of {len(text)} characters is much {more} than the mean, {middle:.0f}"
            yield Finding(path, message, f"keep all options within {OPTION_SPREAD:.0%} of it")


def _figures(card: Choice) -> Iterator[Finding]:
    key = bool(_DIGIT.search(card.answer))
    others = {bool(_DIGIT.search(wrong.text)) for wrong in card.distractors}
    if others == {not key}:
        message = "the key is the only option with a figure" if key else "the key is the only option without a figure"
        yield Finding(("answer",), message, "give figures to the other options too, or to none")


def _shape(card: Choice) -> Iterator[Finding]:
    for name, shape in _SHAPES.items():
        if shape.search(card.answer) and not any(shape.search(wrong.text) for wrong in card.distractors):
            message = f"the key is the only option that is {name}"
            yield Finding(("answer",), message, "word it otherwise, or another option like it", Severity.ADVICE)
