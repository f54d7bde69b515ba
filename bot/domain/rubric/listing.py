"""Telling a list of keywords from sentences: lists lack the verbs and small words that hold sentences together."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from bot.domain.answers.spelling import word_set

# What holds a sentence together, by weight; a list of keywords has little of it for each of its words.
VERB, SMALL_WORD, FIGURE, PREPOSITION = 2.0, 1.0, 0.75, 0.5
LEAST_GLUE = 0.12
LEAST_GLUE_IN_LONG_LIST = 0.3
LONG_LIST = 6
SHORT_ITEM = 3.2
SHORT_ORDER = 3

# Verbs that are terms too (store, cache, log, rank, join …) are left out; so are the words that give reasons, which
# whoever strings keywords together strews in.
_VERBS = word_set(
    "is are was were be been being am will would should could can cannot may might must shall do does did has have "
    "had use uses used using need needs needed keep keeps kept hold holds give gives make makes made get gets let "
    "lets go goes take takes returns sends means mean falls fall rises rise moves move grows grow breaks break fails "
    "fail beats beat allow allows avoid avoids prevent prevents reduce reduces ensure ensures require requires depend "
    "depends choose pick starts begin begins adds compute computes reads writes serves trains stores joins runs feeds "
    "catches shows compare compares measures says say tells tell ask asks want wants arrive arrives fits land lands "
    "decide decides stay stays works assume can't won't don't doesn't isn't aren't i'd i'll we'd we'll it's that's"
)
_SMALL_WORDS = word_set(
    "i we you it they he she our my your its their this these those there which who what where when how the a an if as "
    "before after until while not only also but"
)
_PREPOSITIONS = word_set("to from with into by for of in on at per over under above below within until across between")
_IMPERATIVES = word_set(
    "use add keep store log train serve start run build compute cache deploy monitor alert retrain split join send "
    "route ship roll measure track compare define clarify ask choose pick set cap rank score predict sample weight "
    "label drop fall back shadow test watch trigger freeze quantise quantize batch precompute fetch read write assume"
)


class _Placed(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def sentence(self) -> int: ...
    @property
    def clause(self) -> int: ...


def listed_sentences(words: Iterable[_Placed]) -> frozenset[int]:
    """The numbers of the sentences that only list keywords."""
    sentences: dict[int, list[_Placed]] = defaultdict(list)
    for word in words:
        sentences[word.sentence].append(word)
    return frozenset(number for number, members in sentences.items() if _is_list(members))


def _is_list(words: list[_Placed]) -> bool:
    glue = sum(_glue(word.text) for word in words) / len(words)
    items = len({word.clause for word in words})
    if items >= LONG_LIST and len(words) / items <= SHORT_ITEM:
        return glue < LEAST_GLUE_IN_LONG_LIST
    return glue < LEAST_GLUE and not _commands(words)


def _glue(word: str) -> float:
    if word in _VERBS:
        return VERB
    if word in _SMALL_WORDS:
        return SMALL_WORD
    if word in _PREPOSITIONS:
        return PREPOSITION
    return FIGURE if word[0].isdigit() else 0.0


def _commands(words: list[_Placed]) -> bool:
    """Whether it opens with an order, "store features in Redis", and not with a listed noun, "store, cache, …"."""
    if len(words) < 2 or words[0].text not in _IMPERATIVES or words[0].clause != words[1].clause:
        return False
    return len(words) <= SHORT_ORDER or any(_glue(word.text) not in (0.0, FIGURE) for word in words[1:])
