"""Whether an answer makes a rubric point, and in which of the learner's own words.

One spelling of `any_of` earns half and one of `with` within two sentences the rest (a marker, `<number>` or `<reason>`,
must stand in the same or a neighbouring sentence, since it binds to anything); without `with`, `any_of` earns all. A
spelling of `unless` in the same sentence, or a negation before the hit in its clause, cancels the hit; a spelling that
has its own negation ("never a random split") is not cancelled by it. Where keywords are only listed, half is the most.
"""

from dataclasses import dataclass

from bot.domain.card import RubricPoint
from bot.domain.rubric.negation import is_negated
from bot.domain.rubric.phrases import REASON, find, find_any
from bot.domain.rubric.reading import NUMBER, Hit, Reading

HALF, FULL = 0.5, 1.0
SENTENCES_BETWEEN = 2
SENTENCES_TO_MARKER = 1
LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Finding:
    """How far an answer makes a point: 0, a half or 1, with the sentences that show it."""

    point: RubricPoint
    share: float
    quotes: tuple[str, ...] = ()


def find_point(point: RubricPoint, answer: Reading) -> Finding:
    """Look for the evidence of one point in a text that was read."""
    best = Finding(point, 0.0)
    for hit in find_any(answer, point.evidence.any_of):
        if _is_cancelled(point, answer, hit):
            continue
        found = _weigh(point, answer, hit)
        if found.share > best.share:
            best = found
    return best


def quote(answer: Reading, hit: Hit) -> str:
    """The sentence around a hit as the learner wrote it, or the part of a long one that lies nearest."""
    sentence = answer.sentence_of(hit)
    first, last = hit
    while (
        first > 0 and answer.words[first - 1].sentence == sentence and _width(answer, first - 1, last) <= LONGEST_QUOTE
    ):
        first -= 1
    while (
        last + 1 < len(answer.words)
        and answer.words[last + 1].sentence == sentence
        and _width(answer, first, last + 1) <= LONGEST_QUOTE
    ):
        last += 1
    return answer.text[answer.words[first].start : answer.words[last].end]


def _width(answer: Reading, first: int, last: int) -> int:
    return answer.words[last].end - answer.words[first].start


def _is_cancelled(point: RubricPoint, answer: Reading, hit: Hit) -> bool:
    sentence = answer.sentence_of(hit)
    excluded = find_any(answer, point.evidence.unless)
    if any(answer.sentence_of(other) == sentence for other in excluded):
        return True
    evidence = find_any(answer, point.evidence.with_)
    return is_negated(answer, hit, {word for first, last in evidence for word in range(first, last + 1)})


def _weigh(point: RubricPoint, answer: Reading, hit: Hit) -> Finding:
    most = HALF if answer.is_listed or answer.sentence_of(hit) in answer.listed else FULL
    if not point.evidence.with_:
        return Finding(point, most, (quote(answer, hit),))
    support = _support(point, answer, hit)
    if support is None:
        return Finding(point, HALF, (quote(answer, hit),))
    quotes = (quote(answer, hit), quote(answer, support))
    return Finding(point, most, tuple(dict.fromkeys(quotes)))


def _support(point: RubricPoint, answer: Reading, hit: Hit) -> Hit | None:
    """The nearest justification of a hit, None where there is none near enough."""
    near = [
        (abs(answer.sentence_of(other) - answer.sentence_of(hit)), other)
        for spelling in point.evidence.with_
        for other in find(answer, spelling)
        if _is_near(answer, hit, other, spelling) and not _is_inside(other, hit)
    ]
    return min(near)[1] if near else None


def _is_near(answer: Reading, hit: Hit, other: Hit, spelling: str) -> bool:
    most = SENTENCES_TO_MARKER if spelling in (NUMBER, REASON) else SENTENCES_BETWEEN
    return abs(answer.sentence_of(other) - answer.sentence_of(hit)) <= most


def _is_inside(inner: Hit, outer: Hit) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last
