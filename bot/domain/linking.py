"""Joining the accounts of one person: the code that proves both are theirs, and what two memories become. Pure."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from bot.domain.memory import Mark, Memory

# No vowels, so that no word comes up; of letters and digits that look alike, one or none.
ALPHABET = "CDFGHJKMNPQRTVWXY34679"
LENGTH = 8
POSSIBLE = len(ALPHABET) ** LENGTH
LIFETIME = timedelta(minutes=10)
MOST_TRIES = 10
TRIES_COUNT_FOR = timedelta(hours=1)
DIGEST_BYTES = 32


class Refusal(StrEnum):
    """Why a code joins nothing."""

    UNKNOWN = "unknown"
    OWN = "own"
    LINKED = "linked"
    USED = "used"
    EXPIRED = "expired"
    TOO_OFTEN = "too often"


WRONG_TRIES = frozenset({Refusal.UNKNOWN, Refusal.USED, Refusal.EXPIRED})
"""What counts towards MOST_TRIES."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is kept: which account (learner) made it, until when it is good, and whether it was used."""

    learner_id: str
    expires_at: datetime
    used: bool = False


def code_of(number: int) -> str:
    """The code of a number from 0 up to, not including, POSSIBLE; whoever draws the number draws it in secret."""
    if not 0 <= number < POSSIBLE:
        raise ValueError(f"{number} is the number of no code")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def spaced(code: str) -> str:
    """The code in two halves, as people read it."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(typed: str) -> str:
    """The code that was typed, whatever its case and what stands between; what is no code at all fits none."""
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)


def digest(code: str) -> str:
    """What is kept in place of the code."""
    return blake2b(code.encode(), digest_size=DIGEST_BYTES).hexdigest()


def spent(code: Code, now: datetime) -> Refusal | None:
    """Why a code is good no more; None for one that still is."""
    if code.used:
        return Refusal.USED
    return Refusal.EXPIRED if code.expires_at <= now else None


def taken_over(kept: Iterable[Memory], absorbed: Iterable[Memory]) -> list[Memory]:
    """The absorbed memories that count from now on.

    Of a card that both know the memory with the later last review stays whole: two reviews are never added up.
    """
    known = {memory.card_id: memory for memory in kept}
    return [memory for memory in absorbed if _is_later(memory, known.get(memory.card_id))]


def united(kept: Iterable[Mark], absorbed: Iterable[Mark], known: Container[str]) -> list[Mark]:
    """The marks that the absorbed ones change or add; `known` are the cards that either one has a memory of.

    What hides a card wins. A card that is known is no new one that could be wanted first.
    """
    ours, theirs = ({mark.card_id: mark for mark in marks} for marks in (kept, absorbed))
    cards = sorted({*theirs, *(card for card, mark in ours.items() if mark.wanted)})
    marks = [_union(ours.get(card, Mark(card)), theirs.get(card, Mark(card)), card in known) for card in cards]
    return [mark for mark in marks if mark != ours.get(mark.card_id, Mark(mark.card_id))]


def _is_later(memory: Memory, other: Memory | None) -> bool:
    return other is None or memory.last_review_at > other.last_review_at


def _union(one: Mark, other: Mark, is_known: bool) -> Mark:
    return Mark(
        one.card_id,
        suspended=one.suspended or other.suspended,
        buried_until=_later(one.buried_until, other.buried_until),
        wanted=(one.wanted or other.wanted) and not is_known,
    )


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)
