"""Cards that repeat one another: fronts that ask nearly the same, and sentences that were pasted from card to card.

Siblings, which share a `note` or a `term`, are meant to be near one another: of them only an equal front is told.
"""

import re
from collections.abc import Iterator, Sequence

from bot.content.loader import Placed
from bot.content.problems import Finding, Severity
from bot.content.quality import answers
from bot.domain.card import Card, Scenario

NEAR_FRONT = 85
"""The likeness, of 100, from which two fronts ask nearly the same, whatever the order of their words."""
SAME_FRONT = 97
"""The likeness, with the words in their order, from which they ask the same."""
RUN = 9
"""How many words in a row two cards may not share."""

_WORD = re.compile(r"\{[^{}]*\}|[^\W_]+(?:['’-][^\W_]+)*")


def near_doubles(placed: Sequence[Placed]) -> Iterator[tuple[Placed, Finding]]:
    """The later of two cards whose fronts are nearly equal: an error where they are the same, else advice."""
    from rapidfuzz import fuzz  # here: slow to load, and a start of the bot never checks

    for later, number, earlier, earlier_number in _alike(placed):
        front, other = later.card.front[number], earlier.card.front[earlier_number]
        same = fuzz.ratio(front.casefold(), other.casefold()) >= SAME_FRONT
        if same or later.card.note != earlier.card.note:
            message = f"{'the same' if same else 'almost the same'} front as card '{earlier.card.id}'"
            severity = Severity.ERROR if same else Severity.ADVICE
            yield later, Finding(("front", number), message, "ask for another angle", severity)


def _alike(placed: Sequence[Placed]) -> Iterator[tuple[Placed, int, Placed, int]]:
    """The later card and the number of its wording, then the earlier one and its."""
    from rapidfuzz import fuzz, process

    fronts = sorted(_fronts(placed), key=lambda front: len(front[0]))
    texts = [text for text, _, _ in fronts]
    start = 0
    for end, (text, at, number) in enumerate(fronts):
        while len(texts[start]) < _shortest_double(text):
            start += 1
        hits = process.extract(text, texts[start:end], scorer=fuzz.ratio, limit=None, score_cutoff=NEAR_FRONT)
        for _, other, other_number in (fronts[start + hit] for _, _, hit in hits):
            if other != at:
                earlier, later = sorted(((at, number), (other, other_number)))
                yield placed[later[0]], later[1], placed[earlier[0]], earlier[1]


def _fronts(placed: Sequence[Placed]) -> Iterator[tuple[str, int, int]]:
    """Each wording with its words sorted, the place of its card, and its number."""
    for at, one in enumerate(placed):
        for number, front in enumerate(one.card.front):
            yield " ".join(sorted(front.casefold().split())), at, number


def _shortest_double(text: str) -> float:
    """A shorter text than this cannot be NEAR_FRONT alike: the ratio is at most 2·short / (short + long)."""
    return len(text) * NEAR_FRONT / (200 - NEAR_FRONT)


def shared_runs(placed: Sequence[Placed]) -> Iterator[tuple[Placed, Finding]]:
    """The later of two cards, no siblings, that have nine words in a row in common; told once a pair."""
    first: dict[tuple[str, ...], Placed] = {}
    told: set[tuple[str, str]] = set()
    for one in placed:
        for run in _runs(one.card):
            other = first.setdefault(run, one)
            pair = one.card.id, other.card.id
            if one.card.note != other.card.note and pair not in told:
                told.add(pair)
                message = f"nine words stand in card '{other.card.id}' too: “{' '.join(run)}”"
                yield one, Finding((), message, "say it in other words")


def _runs(card: Card) -> Iterator[tuple[str, ...]]:
    for text in _texts(card):
        words = _WORD.findall(text.casefold())
        for start in range(len(words) - RUN + 1):
            run = tuple(words[start : start + RUN])
            if not any(word[0] == "{" for word in run):
                yield run


def _texts(card: Card) -> Iterator[str]:
    yield from card.front
    yield card.explanation
    yield from (answer for _, answer in answers(card))
    if isinstance(card, Scenario):
        yield card.model_answer
