"""What makes a card weak though it can be loaded: lengths, cues, near doubles. All of it is advice to the author."""

import re
from collections.abc import Iterator, Sequence
from statistics import mean

from bot.content.parser import Path
from bot.content.problems import Finding, Severity
from bot.domain.card import Card, Choice, Cloze, Flip, Scenario, Typed

CLOZE_WORDS = 25
ANSWER_WORDS = 25
WHY_WORDS = range(20, 91)
OPTION_SPREAD = 0.25
"""How far an option's length may lie from the mean of all options, as a share of it."""
SAME_FRONT = 92
"""The likeness, of 100, above which two fronts ask the same."""
SHORTEST_CUE = 4
"""Letters from which an answer that stands in its own front counts as given away."""

_WORD = re.compile(r"\w[\w'’.,-]*")


def weigh(card: Card) -> Iterator[Finding]:
    """Advice on one card, at paths inside it."""
    yield from _why(card)
    yield from _answer_length(card)
    yield from _cues(card)
    if isinstance(card, Choice):
        yield from _options(card)
    if isinstance(card, Cloze):
        yield from _cloze_length(card)
    if isinstance(card, Scenario):
        yield from _orphans(card)


def near_doubles(cards: Sequence[Card]) -> Iterator[tuple[Card, int, Card]]:
    """Pairs of cards whose fronts are nearly equal: the later card, the number of its wording, and the earlier card."""
    from rapidfuzz import fuzz, process  # here: slow to load, and a start of the bot never checks

    fronts = sorted(
        ((front.casefold(), at, number) for at, card in enumerate(cards) for number, front in enumerate(card.front)),
        key=lambda front: len(front[0]),
    )
    texts = [text for text, _, _ in fronts]
    start = 0
    for end, (text, at, number) in enumerate(fronts):
        while len(texts[start]) < _shortest_double(text):
            start += 1
        for _, _, hit in process.extract(
            text, texts[start:end], scorer=fuzz.ratio, limit=None, score_cutoff=SAME_FRONT
        ):
            _, other, other_number = fronts[start + hit]
            if other != at:
                later, earlier = max((at, number), (other, other_number)), min(at, other)
                yield cards[later[0]], later[1], cards[earlier]


def _shortest_double(text: str) -> float:
    """A shorter text than this cannot be SAME_FRONT alike: the ratio is at most 2·short / (short + long)."""
    return len(text) * SAME_FRONT / (200 - SAME_FRONT)


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def _advice(path: Path, message: str, hint: str) -> Finding:
    return Finding(path, message, hint, Severity.ADVICE)


def _why(card: Card) -> Iterator[Finding]:
    count = words(card.explanation)
    if count not in WHY_WORDS:
        limits = f"{WHY_WORDS[0]} to {WHY_WORDS[-1]}"
        yield _advice(("why",), f"the explanation has {count} words", f"aim at 30 to 80; {limits} pass")


def _answer_length(card: Card) -> Iterator[Finding]:
    for path, answer in _answers(card):
        if words(answer) > ANSWER_WORDS:
            yield _advice(
                path, f"the answer has {words(answer)} words", f"{ANSWER_WORDS} at most; move the rest to 'why'"
            )


def _answers(card: Card) -> list[tuple[Path, str]]:
    match card:
        case Flip(aloud=None) | Choice():
            return [(("answer",), card.answer)]
        case Cloze() | Typed():
            return [(("accepted", number), answer) for number, answer in enumerate(card.accepted)]
        case _:
            return []


def _cues(card: Card) -> Iterator[Finding]:
    for number, front in enumerate(card.front):
        if " or " in front:  # "Shadow or canary?" has to name the answer
            continue
        for _, answer in _answers(card):
            if len(answer) >= SHORTEST_CUE and re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", front, re.IGNORECASE):
                yield _advice(("front", number), f"the front gives the answer '{answer}' away", "word it without")
                break


def _options(card: Choice) -> Iterator[Finding]:
    options: list[tuple[Path, str]] = [(("answer",), card.answer)]
    options += [(("distractors", number, "text"), wrong.text) for number, wrong in enumerate(card.distractors)]
    middle = mean(len(text) for _, text in options)
    for path, text in options:
        if abs(len(text) - middle) > OPTION_SPREAD * middle:
            more = "longer" if len(text) > middle else "shorter"
            message = f"this option of {len(text)} characters is much {more} than the mean, {middle:.0f}"
            yield _advice(path, message, f"keep all options within {OPTION_SPREAD:.0%} of it")


def _cloze_length(card: Cloze) -> Iterator[Finding]:
    for number, front in enumerate(card.front):
        if words(front) > CLOZE_WORDS:
            yield _advice(("front", number), f"the sentence has {words(front)} words", f"{CLOZE_WORDS} at most")


def _orphans(card: Scenario) -> Iterator[Finding]:
    for number, point in enumerate(card.rubric):
        if set(point.teaches) <= {card.id}:
            message = f"a miss of the point '{point.id}' schedules no other card"
            yield _advice(("rubric", number, "teaches"), message, "name the cards that teach it")
