"""Red flags that a written answer shows by order, by absence or by a phrase; those of time belong to the interview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.card import FlagMechanism, RedFlag
from bot.domain.rubric.evidence import quote
from bot.domain.rubric.negation import is_negated
from bot.domain.rubric.phrases import find_any
from bot.domain.rubric.reading import Hit, Reading

POINTS_PER_FLAG = 5.0
MOST_OFF = 15.0


@dataclass(frozen=True, slots=True)
class Flagged:
    """A red flag and the learner's words that show it ("" where it is an absence); `stands` unless dismissed."""

    flag: RedFlag
    quote: str = ""
    stands: bool = True


def find_flags(flags: Iterable[RedFlag], answer: Reading) -> tuple[Flagged, ...]:
    """The flags that an answer shows; an empty answer shows none."""
    found = (_find(flag, answer) for flag in flags) if answer.words else ()
    return tuple(flagged for flagged in found if flagged)


def points_off(flags: Iterable[Flagged]) -> float:
    """What the standing flags cost together, of 100."""
    return min(MOST_OFF, POINTS_PER_FLAG * sum(flagged.stands for flagged in flags))


def _find(flag: RedFlag, answer: Reading) -> Flagged | None:
    match flag.mechanism:
        case FlagMechanism.ORDER:
            return _find_order(flag, answer)
        case FlagMechanism.ABSENCE:
            return _find_absence(flag, answer)
        case FlagMechanism.PHRASE:
            return _find_phrase(flag, answer)
        case FlagMechanism.TIME | FlagMechanism.UNUSED:
            return None


def _find_order(flag: RedFlag, answer: Reading) -> Flagged | None:
    """Something stands before what should come first, and no repair follows it."""
    early = _meant(answer, flag.any_of)
    due = find_any(answer, flag.before)
    if not early or (due and due[0].first <= early[0].first):
        return None
    repaired = any(hit.first > early[0].last for hit in _meant(answer, flag.repaired_by))
    return None if repaired else Flagged(flag, quote(answer, early[0]))


def _find_absence(flag: RedFlag, answer: Reading) -> Flagged | None:
    return None if _meant(answer, (*flag.any_of, *flag.repaired_by)) else Flagged(flag)


def _find_phrase(flag: RedFlag, answer: Reading) -> Flagged | None:
    hits = _meant(answer, flag.any_of)
    return Flagged(flag, quote(answer, hits[0])) if hits and not _meant(answer, flag.repaired_by) else None


def _meant(answer: Reading, spellings: Sequence[str]) -> list[Hit]:
    """The hits that the answer does not negate."""
    return [hit for hit in find_any(answer, spellings) if not is_negated(answer, hit)]
