"""What makes a single card weak though it can be loaded: lengths, cues, sources. Errors but where advice is said."""

import re
from collections.abc import Iterator

from bot.content.parser import Path
from bot.content.problems import Finding, Severity
from bot.domain.card import Card, Choice, Cloze, Flip, Numeric, Tier, Typed
from bot.domain.rubric.reading import plain_words, stem

CLOZE_WORDS = 25
ANSWER_WORDS = 25
WHY_WORDS = range(30, 81)
NUMERIC_SOURCES = 2
SHORTEST_CUE = 4
"""Letters from which an answer that stands in its own front counts as given away."""
TOLD_SHARE = 0.8
"""The share of an answer's own words from which a lesson that has them tells it."""
FEWEST_TOLD = 4
"""Words that an answer needs for that comparison to mean anything."""

_WORD = re.compile(r"\w[\w'’.,-]*")
_OFFERS = re.compile(r" or |\bwhich of\b", re.IGNORECASE)
"""What a front says that has to name the answer: "Shadow or canary?", "Which of the three?"."""


def weigh(card: Card) -> Iterator[Finding]:
    """What is wrong with one card, at paths inside it."""
    yield from _why(card)
    yield from _answer_length(card)
    yield from _cues(card)
    yield from _lesson(card)
    yield from _sources(card)
    if isinstance(card, Cloze):
        yield from _cloze_length(card)


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def answers(card: Card) -> list[tuple[Path, str]]:
    """The texts that answer a card, the first of them the one that is shown, and their paths; none if it has no one."""
    match card:
        case Flip() | Choice():
            return [(("answer",), card.answer)]
        case Cloze() | Typed():
            return [(("accepted", number), answer) for number, answer in enumerate(card.accepted)]
        case _:
            return []


def _why(card: Card) -> Iterator[Finding]:
    count = words(card.explanation)
    if count not in WHY_WORDS:
        limits = f"{WHY_WORDS[0]} to {WHY_WORDS[-1]} pass"
        yield Finding(("why",), f"the explanation has {count} words", limits)


def _answer_length(card: Card) -> Iterator[Finding]:
    if isinstance(card, Flip) and card.aloud:  # a phrase to say takes the words it takes
        return
    for path, answer in answers(card):
        if words(answer) > ANSWER_WORDS:
            hint = f"{ANSWER_WORDS} at most; move the rest to 'why'"
            yield Finding(path, f"the answer has {words(answer)} words", hint)


def _cues(card: Card) -> Iterator[Finding]:
    for number, front in enumerate(card.front):
        if _OFFERS.search(front):
            continue
        told = next((answer for _, answer in answers(card) if _gives_away(front, answer)), None)
        if told:
            yield Finding(("front", number), f"the front gives the answer '{told}' away", "word it without")


def _gives_away(text: str, answer: str) -> bool:
    """Whether the answer stands in the text, in whatever form its words take."""
    return len(answer) >= SHORTEST_CUE and f" {_stems(answer)} " in f" {_stems(text)} "


def _stems(text: str) -> str:
    return " ".join(stem(word) for word in plain_words(text))


def _lesson(card: Card) -> Iterator[Finding]:
    """A card should be recalled, not copied from the lesson above it: an error for an answer to type in tier core."""
    if card.lesson is None:
        return
    severity = Severity.ERROR if card.tier is Tier.CORE else Severity.ADVICE
    for _, answer in answers(card):
        if isinstance(card, Cloze | Typed) and _gives_away(card.lesson, answer):
            message = f"the lesson holds the answer '{answer}'"
            yield Finding(("lesson",), message, "give the card a lesson without it", severity)
            return
        if isinstance(card, Flip | Choice) and _tells(card.lesson, answer):
            hint = "ask what the lesson leaves open, or shorten the lesson"
            yield Finding(("lesson",), "the lesson nearly says the answer", hint, Severity.ADVICE)


def _tells(lesson: str, answer: str) -> bool:
    said = {stem(word) for word in plain_words(answer) if len(word) >= SHORTEST_CUE}
    shared = said & {stem(word) for word in plain_words(lesson)}
    return len(said) >= FEWEST_TOLD and len(shared) >= TOLD_SHARE * len(said)


def _sources(card: Card) -> Iterator[Finding]:
    if isinstance(card, Numeric) and len(set(card.sources)) < NUMERIC_SOURCES:
        yield Finding(("sources",), "a card with numbers needs two sources", "add another that supports the figures")


def _cloze_length(card: Cloze) -> Iterator[Finding]:
    for number, front in enumerate(card.front):
        if words(front) > CLOZE_WORDS:
            message = f"the sentence has {words(front)} words"
            yield Finding(("front", number), message, f"{CLOZE_WORDS} at most", Severity.ADVICE)
