"""Whether an answer says that it will *not* do what was found: "we won't use …", "no need for …", "rather than …"."""

from collections.abc import Collection

from bot.domain.answers.spelling import word_set
from bot.domain.rubric.phrases import BREAKS, SUBJECTS
from bot.domain.rubric.reading import Hit, Reading, Word

REACH = 6
SHORT_REACH = 3

_CUES = word_set(
    "not no never without nor neither cannot skip skips skipping omit omits forget forgets ignore ignores dont "
    "wont doesnt isnt cant"
)
_SHORT = frozenset(("no", "without"))
_CONTRASTS = frozenset((("instead", "of"), ("rather", "than"), ("opposed", "to")))
_HARMLESS_AFTER = {
    "not": frozenset(("only", "just", "merely", "simply", "least")),
    "no": frozenset(("more", "later", "less", "fewer", "matter", "doubt", "sooner")),
}
_OPINIONS = frozenset(("think", "believe", "need", "want", "expect", "say", "mean", "suggest", "see", "sure", "that"))
_LISTERS = frozenset(("or", "nor"))
_UNNEEDED = frozenset(("needed", "necessary", "required", "worth", "useful", "used"))
_OVERKILL = frozenset(("unnecessary", "overkill", "unneeded", "pointless", "useless"))


def is_negated(reading: Reading, hit: Hit, exempt: Collection[int] = ()) -> bool:
    """Whether the clause turns the hit round: an odd number of negations before it, or "… is not needed" behind it.

    `exempt` words (counted from 0) are evidence themselves, such as the "never" of "we never see"; they negate nothing.
    """
    return _negations_before(reading, hit, exempt) % 2 == 1 or _is_dismissed_after(reading, hit)


def _negations_before(reading: Reading, hit: Hit, exempt: Collection[int]) -> int:
    words, count = reading.words, 0
    crosses = _is_listed_on(reading, hit)
    for index in range(hit.first - 1, max(hit.first - 1 - REACH, -1), -1):
        word, after = words[index], words[index + 1]
        if word.sentence != after.sentence or (word.clause != after.clause and not crosses):
            break
        if word.text in BREAKS or _begins_anew(words, index):
            break
        count += index not in exempt and _is_cue(word, after) and not _is_out_of_reach(word, after, hit.first - index)
    return count


def _is_out_of_reach(word: Word, after: Word, distance: int) -> bool:
    """Whether it stands too far off: "no GPU" says nothing of what comes four words later; "no need for" does."""
    return word.text in _SHORT and after.text != "need" and distance > SHORT_REACH


def _is_cue(word: Word, after: Word) -> bool:
    if word.text.endswith("n't"):
        return after.text not in _HARMLESS_AFTER["not"]
    if (word.text, after.text) in _CONTRASTS:
        return True
    return word.text in _CUES and after.text not in _HARMLESS_AFTER.get(word.text, ())


def _begins_anew(words: tuple[Word, ...], index: int) -> bool:
    """A subject begins a statement of its own, but not in "I don't think we need …"."""
    return words[index].text in SUBJECTS and not (index and words[index - 1].text in _OPINIONS)


def _is_listed_on(reading: Reading, hit: Hit) -> bool:
    """Whether the hit is a further item of "we won't use Kafka, Flink or Spark": commas do not end that negation."""
    words = reading.words
    near = words[max(hit.first - 2, 0) : hit.last + 4]
    return any(word.text in _LISTERS and word.sentence == reading.sentence_of(hit) for word in near)


def _is_dismissed_after(reading: Reading, hit: Hit) -> bool:
    clause = reading.words[hit.last].clause
    behind = [word.text for word in reading.words[hit.last + 1 : hit.last + 6] if word.clause == clause]
    if any(word in _OVERKILL for word in behind[:4]):
        return True
    negates = any(word == "not" or word.endswith("n't") for word in behind[:3])
    return negates and any(word in _UNNEEDED for word in behind)
