"""Finding the spellings that authors write as evidence.

A spelling matches in any word form ("retrain" finds "retraining"), British or American, with or without hyphens and
spaces ("look-up", "lookup"), and with a typo in words of seven letters or more. The words of a longer spelling stand in
order within one clause, with at most two other words between neighbours, but no new subject ("falls, we go back" is no
"fall back"); in spellings of three words or more, small words (of, in, the …) do not count. Two markers stand for whole
families: `<number>` for any number, with or without a unit, also inside a spelling ("<number> ms"), and `<reason>` for
words that give one (because, so that, to avoid …).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.answers.spelling import edits, is_other_word, word_set
from bot.domain.rubric.reading import LONG_WORD, NUMBER, Hit, Reading, plain_words, squash, stem

REASON = "<reason>"
MOST_BETWEEN = 2
REASONS = (
    "because", "so that", "so", "since", "otherwise", "therefore", "hence", "thus", "due to", "in order to",
    "which means", "that means", "means that", "as a result", "or else", "in case", "given that", "that way",
    "this way", "that is why", "to avoid", "to prevent", "to keep", "to reduce", "to cut", "to ensure", "to make sure",
    "to stop", "to protect", "to limit", "leads to", "the reason", "the cost is", "the trade-off is", "at the cost of",
)  # fmt: skip

SUBJECTS = frozenset(("we", "i", "it", "you", "they", "he", "she", "there", "this", "that"))
BREAKS = word_set(
    "but however although though because since so then while whereas yet if when until unless therefore hence whether "
    "how what why which who where"
)

_PIECE = re.compile(r"<number>|<reason>|[^<]+|<")
_SMALL = frozenset(
    ("a", "an", "the", "of", "in", "on", "for", "to", "at", "and", "with", "is", "are", "be", "by", "from")
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A spelling made ready: the words that must be there with their stems, and all its letters run together."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    letters: str


def find(reading: Reading, spelling: str) -> tuple[Hit, ...]:
    """Every place where a spelling stands in a text, in order; () for none."""
    if spelling not in reading.found:
        hits = _find_reasons(reading) if spelling == REASON else _find(reading, ready(spelling))
        reading.found[spelling] = tuple(sorted(set(hits)))
    return reading.found[spelling]


def find_any(reading: Reading, spellings: Iterable[str]) -> list[Hit]:
    """Every place where one of the spellings stands, in order."""
    return sorted({hit for spelling in spellings for hit in find(reading, spelling)})


@lru_cache(maxsize=16_384)
def ready(spelling: str) -> Phrase:
    """A spelling taken apart, once."""
    return _phrase(spelling, drop_small=True)


def _phrase(spelling: str, *, drop_small: bool) -> Phrase:
    pieces = _PIECE.findall(spelling)
    words = [word for piece in pieces for word in ([piece] if piece in (NUMBER, REASON) else plain_words(piece))]
    content = [word for word in words if word not in _SMALL]
    kept = content if drop_small and len(words) > 2 and len(content) > 1 else words
    letters = squash(words) if words and NUMBER not in words else ""
    return Phrase(tuple(kept), tuple(stem(word) for word in kept), letters)


def _find(reading: Reading, phrase: Phrase) -> Iterator[Hit]:
    if not phrase.words:
        return
    yield from reading.joined.get(phrase.letters, ())
    places = [_places(reading, word, its_stem) for word, its_stem in zip(phrase.words, phrase.stems, strict=True)]
    if not all(places):
        return
    for first in places[0]:
        last = _follow(reading, first, places[1:])
        if last is not None:
            yield Hit(first, last)


def _follow(reading: Reading, first: int, places: list[list[int]]) -> int | None:
    """The last word of a phrase that begins at `first`: each next word near enough and in the same clause."""
    last = first
    for candidates in places:
        later = bisect_right(candidates, last)
        if later == len(candidates) or candidates[later] > last + 1 + MOST_BETWEEN:
            return None
        if _starts_anew(reading, last + 1, candidates[later]):
            return None
        last = candidates[later]
    return last if reading.words[last].clause == reading.words[first].clause else None


def _starts_anew(reading: Reading, first: int, end: int) -> bool:
    return any(word.text in SUBJECTS or word.text in BREAKS for word in reading.words[first:end])


def _places(reading: Reading, word: str, its_stem: str) -> list[int]:
    return reading.places.get(its_stem) or _misspelt(reading, word, its_stem)


def _misspelt(reading: Reading, word: str, its_stem: str) -> list[int]:
    if len(word) < LONG_WORD or not word.isalpha():
        return []
    near = {one.stem for one in reading.long_words.get(word[0], ()) if _is_typo(one.text, one.stem, word, its_stem)}
    return sorted(index for one in near for index in reading.places[one])


@lru_cache(maxsize=32_768)
def _is_typo(written: str, written_stem: str, word: str, its_stem: str) -> bool:
    most = 1 if len(word) < 10 else 2
    if is_other_word(written, word) or is_other_word(written_stem, its_stem):
        return False
    return edits(written, word, most) <= most or (
        len(its_stem) >= LONG_WORD - 1 and edits(written_stem, its_stem, 1) <= 1
    )


def _find_reasons(reading: Reading) -> Iterator[Hit]:
    for phrase in _reasons():
        yield from _find(reading, phrase)


@lru_cache(maxsize=1)
def _reasons() -> tuple[Phrase, ...]:
    return tuple(_phrase(marker, drop_small=False) for marker in REASONS)
