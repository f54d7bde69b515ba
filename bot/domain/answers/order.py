"""Grading of cards that ask for an order: "b a d c", "badc", "2 1 4 3", with commas or arrows between."""

import re
from itertools import combinations

from bot.domain.answers.verdict import LETTERS, BadAnswer, Verdict, gives_up
from bot.domain.card import Order

_BETWEEN = re.compile(r"(?:->|=>|[\s,;.>→)(|-])+")
_LONGEST = 100


def grade(card: Order, order: tuple[int, ...], text: str) -> Verdict:
    """Grade an answer to items shown in `order` (the i-th shown line is `card.items[order[i]]`).

    Raises BadAnswer unless every shown letter (or number) is named exactly once.
    """
    expected = _letters(sorted(range(len(order)), key=order.__getitem__))
    if gives_up(text):
        return Verdict(correct=False, expected=expected, given="")
    places = _places(text, len(order))
    answered = [order[place] for place in places]
    right = answered == sorted(answered)
    says = "" if right else _says(card.items, answered)
    return Verdict(correct=right, expected=expected, given=_letters(places), says=says)


def _letters(places: list[int]) -> str:
    return " ".join(LETTERS[place] for place in places)


def _places(text: str, count: int) -> list[int]:
    labels = [label for label in _BETWEEN.split(text[:_LONGEST].strip().upper()) if label]
    if len(labels) == 1:
        labels = list(labels[0])
    alphabet = "123456789"[:count] if labels and labels[0] in "123456789" else LETTERS[:count]
    if any(len(label) != 1 or label not in alphabet for label in labels):
        raise _unreadable(count, "I cannot read that as an order.")
    for label in alphabet:
        if labels.count(label) != 1:
            fault = "is missing" if label not in labels else "is named twice"
            raise _unreadable(count, f"{label} {fault}.")
    return [alphabet.index(label) for label in labels]


def _unreadable(count: int, message: str) -> BadAnswer:
    example = " ".join(reversed(LETTERS[:count]))
    return BadAnswer(message, f"Name each letter from A to {LETTERS[count - 1]} once, like `{example}`.")


def _says(items: tuple[str, ...], answered: list[int]) -> str:
    """Which place goes wrong first, and how many pairs stand in the right order."""
    place = next(place for place, item in enumerate(answered) if place != item)
    pairs = [first < second for first, second in combinations(answered, 2)]
    return (
        f"Place {place + 1} is the first that is wrong: “{items[place]}” comes there. "
        f"{sum(pairs)} of {len(pairs)} pairs are in the right order."
    )
