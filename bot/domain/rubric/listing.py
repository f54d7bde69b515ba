"""Telling a list of keywords from sentences: lists lack the small words that hold sentences together."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from bot.domain.answers.spelling import word_set

FEWEST_GLUE = 0.12
FEWEST_GLUE_IN_LONG_LIST = 0.3
LONG_LIST = 6
SHORT_ITEM = 3.2

# Words inside terms ("point in time", "rate of change", "recall at k") are left out: lists have those too.
_GLUE = word_set(
    "i we you it they he she our my your its their this that these those there which who what where when how is are "
    "was were be been being am will would should could can cannot may might must shall do does did has have had the a "
    "an because since so if then than as to from with into by for before after until while not only also but use uses "
    "used using need needs needed keep keeps kept hold holds give gives make makes made get gets let lets go goes "
    "takes take returns sends means mean falls fall rises rise moves move grows grow breaks break fails fail beats "
    "beat allow allows avoid avoids prevent prevents reduce reduces ensure ensures require requires depend depends "
    "choose pick start starts begin begins add adds compute computes reads writes serves trains stores joins runs "
    "feeds catches shows compare compares measure measures says say tells tell ask asks want wants cannot can't won't "
    "don't doesn't isn't aren't i'd i'll we'd we'll it's that's"
)
_IMPERATIVES = word_set(
    "use add keep store log train serve start run build compute cache deploy monitor alert retrain split join send "
    "route ship roll measure track compare define clarify ask choose pick set cap rank score predict sample weight "
    "label drop fall back shadow test watch trigger freeze quantise quantize batch precompute fetch read write stream"
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
    glue = sum(word.text in _GLUE for word in words) / len(words)
    items = len({word.clause for word in words})
    if items >= LONG_LIST and len(words) / items <= SHORT_ITEM:
        return glue < FEWEST_GLUE_IN_LONG_LIST
    return glue < FEWEST_GLUE and not _commands(words)


def _commands(words: list[_Placed]) -> bool:
    """Whether it opens with an order, "store features in Redis", and not with a listed noun, "store, cache, …"."""
    return len(words) > 1 and words[0].text in _IMPERATIVES and words[0].clause == words[1].clause
