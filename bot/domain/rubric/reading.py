"""A free text read once: words with their stems, sentences and clauses, ready to be searched many times.

The only importer of snowballstemmer, which loads with the first text (it costs 0.2 s).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.domain.answers.spelling import american, word_set
from bot.domain.rubric.listing import listed_sentences

LONGEST_TEXT = 20_000
LONG_WORD = 7
MOSTLY = 0.6
SHORTEST_WRAPPED_LINE = 50

_TOKEN = re.compile(
    r"(?P<skip>\b(?:e\.g|i\.e|vs|approx|cf|etc(?=\.\s[a-z]))\.)"
    r"|(?P<letters>\b[A-Za-z]/[A-Za-z]\b)"
    r"|(?P<number>[0-9]+(?:[.,][0-9]+)*(?:[eE][0-9]+\b)?)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?)"
    r"|(?P<stop>[.!?…]+(?=[\s\"'”’)\]*_]|$)|\s*\n\s*)"
    r"|(?P<pause>->|[,;:()\[\]{}—–|→]|\s-\s)"
)
_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s")
_LIST_MARK = re.compile(r"(?:^|\n)[\s*•-]*$")
_NUMBERED_THINGS = frozenset(
    ("step", "steps", "phase", "stage", "tier", "option", "version", "part", "section", "layer")
)
_PLURALS = {"gpus": "gpu", "cpus": "cpu", "tpus": "tpu", "ads": "ad", "indices": "index"}
LABEL = "#"
NUMBER = "<number>"
_NUMBER_WORDS = word_set(
    "two three four five six seven eight nine ten twelve twenty fifty hundred thousand million billion dozen half "
    "twice double percent"
)


class Word(NamedTuple):
    """One word: as written in small letters, its stem, its place in the text, its sentence and its clause."""

    text: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int


class Hit(NamedTuple):
    """The first and last word (counted from 0) of something found."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words and the indexes for searching them.

    `places` maps a stem (and `NUMBER`) to the words that have it; `joined` maps letters without spaces ("lookup") to
    one word or two neighbours; `long_words` holds, by first letter, the words that may be a typo; `listed` the
    sentences that only list keywords, `is_listed` whether most of the text does. `found` remembers past searches.
    """

    text: str
    words: tuple[Word, ...]
    places: Mapping[str, list[int]]
    joined: Mapping[str, list[Hit]]
    long_words: Mapping[str, list[Word]]
    listed: frozenset[int]
    is_listed: bool
    found: dict[str, tuple[Hit, ...]] = field(default_factory=dict)

    def sentence_of(self, hit: Hit) -> int:
        """The sentence in which a hit begins."""
        return self.words[hit.first].sentence


def read(text: str) -> Reading:
    """Take a text apart; what lies beyond `LONGEST_TEXT` characters is not read."""
    text = text[:LONGEST_TEXT]
    words = tuple(_words(text))
    places: dict[str, list[int]] = defaultdict(list)
    joined: dict[str, list[Hit]] = defaultdict(list)
    long_words: dict[str, list[Word]] = defaultdict(list)
    for index, word in enumerate(words):
        places[word.stem].append(index)
        if word.stem[0].isdigit() or word.text in _NUMBER_WORDS:
            places[NUMBER].append(index)
        joined[_singular(word.text)].append(Hit(index, index))
        if len(word.text) >= LONG_WORD and word.text.isalpha():
            long_words[word.text[0]].append(word)
        if index and words[index - 1].clause == word.clause:
            joined[words[index - 1].text + _singular(word.text)].append(Hit(index - 1, index))
    listed = listed_sentences(words)
    is_listed = sum(word.sentence in listed for word in words) > MOSTLY * len(words)
    return Reading(text, words, dict(places), dict(joined), dict(long_words), listed, is_listed)


def squash(words: list[str]) -> str:
    """Words without the spaces between them, as `Reading.joined` has them."""
    return "".join(words[:-1]) + _singular(words[-1])


def plain_words(text: str) -> list[str]:
    """The words of a spelling, in small letters, cut as a text is cut."""
    return [_plain(match) for match in _TOKEN.finditer(text) if match.lastgroup in ("word", "letters", "number")]


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The stem that a word (in small letters) shares with its other forms, American spelling and all."""
    from snowballstemmer.english_stemmer import EnglishStemmer  # only here: loading it costs 0.2 s

    if len(word) <= 3 or not word.isalpha():
        return word
    return str(EnglishStemmer().stemWord(american(word)))  # a stemmer of its own: one is not safe between threads


def _words(text: str) -> Iterator[Word]:
    sentence = clause = 0
    before = ""
    ended = False
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "pause":
            clause += 1
        elif match.lastgroup == "stop":
            ended = ended or _ends_sentence(text, match)
        elif match.lastgroup != "skip":
            sentence, clause, ended = sentence + ended, clause + ended, False
            word = _plain(match)
            label = match.lastgroup == "number" and _is_label(text, match, before)
            yield Word(word, LABEL if label else stem(word), match.start(), match.end(), sentence, clause)
            before = word


def _plain(match: re.Match[str]) -> str:
    word = match[0].replace("’", "'")
    if _PLURAL_ACRONYM.fullmatch(word):
        word = word[:-1]
    word = word.casefold().removesuffix("'s").replace("/", "")
    return _PLURALS.get(word, word)


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """A line break inside a long line that goes on in small letters is mere wrapping."""
    if "\n" not in stop[0]:
        return True
    line = stop.start() - text.rfind("\n", 0, stop.start()) - 1
    goes_on = text[stop.end() : stop.end() + 1].islower() and stop[0].count("\n") == 1
    return not (goes_on and line >= SHORTEST_WRAPPED_LINE)


def _is_label(text: str, number: re.Match[str], before: str) -> bool:
    """The 3 of "3. Data" and of "step 3" counts nothing."""
    if before in _NUMBERED_THINGS:
        return True
    marked = text[number.end() : number.end() + 1] in (".", ")")
    return marked and _LIST_MARK.search(text[max(number.start() - 8, 0) : number.start()]) is not None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") else word
