"""Figures about a person's learning, added up by the database."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from bot.domain.memory import Grade
from bot.store.reviews import Phase
from bot.store.statement import Statement
from bot.store.tables import memory, review
from bot.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DayOfStudy:
    """One local day with answers: how many, how many of them not failed, and the seconds they took."""

    day: date
    answers: int
    passed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Retention:
    """Over due reviews alone: the mean recall (0-1) that was predicted, and the share that passed."""

    reviews: int
    predicted: float
    true: float


@dataclass(frozen=True, slots=True)
class HardCard:
    """A card that was failed in review, with how often it was answered at all; difficulty from 1 to 10."""

    card_id: str
    lapses: int
    repetitions: int
    difficulty: float


_PERSON = review.c.person_id == bindparam("person")
_PASSED = review.c.grade > int(Grade.AGAIN)
_SINCE = review.c.local_day >= bindparam("first")

_BY_DAY = Statement(
    select(review.c.local_day, func.count(), func.count().filter(_PASSED), func.sum(review.c.took_ms))
    .where(_PERSON, _SINCE)
    .group_by(review.c.local_day)
    .order_by(review.c.local_day)
)
_RETENTION = Statement(
    select(func.count(), func.avg(review.c.retrievability), func.count().filter(_PASSED)).where(
        _PERSON, _SINCE, review.c.phase == Phase.REVIEW.value, review.c.retrievability.is_not(None)
    )
)
_HARDEST = Statement(
    select(memory.c.card_id, memory.c.lapses, memory.c.repetitions, memory.c.difficulty)
    .where(memory.c.person_id == bindparam("person"), memory.c.lapses > 0)
    .order_by(memory.c.lapses.desc(), memory.c.difficulty.desc(), memory.c.card_id)
    .limit(bindparam("most"))
)


def by_day(tx: Transaction, person: str, first: date = date.min) -> list[DayOfStudy]:
    """The local days with answers, from `first` on, in order: for charts and streaks."""
    rows = tx.rows(_BY_DAY, person=person, first=first.isoformat())
    return [DayOfStudy(date.fromisoformat(day), answers, passed, ms / 1000) for day, answers, passed, ms in rows]


def retention(tx: Transaction, person: str, first: date = date.min) -> Retention | None:
    """What was predicted and what came true from a local day on; None without reviews."""
    count, predicted, passed = tx.rows(_RETENTION, person=person, first=first.isoformat())[0]
    return Retention(count, predicted, passed / count) if count else None


def hardest(tx: Transaction, person: str, limit: int = 10) -> list[HardCard]:
    """The cards failed most often in review."""
    return [HardCard(*row) for row in tx.rows(_HARDEST, person=person, most=limit)]
