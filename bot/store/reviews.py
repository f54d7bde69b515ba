"""The review log: every answer, as it was given and what it led to. Rows are added, never changed; undo removes one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, delete, func, select

from bot.domain.memory import Grade, Interval
from bot.store.statement import Statement, insert_new
from bot.store.tables import review
from bot.store.transaction import Row, Transaction
from bot.store.values import MILLISECOND, from_ms, to_ms, to_text_or_none


class Phase(StrEnum):
    """What the card was when it was answered; practice leaves schedules as they are unless the answer failed."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Review:
    """One answer.

    `showing` names what was answered, once a person. Stability (days) and difficulty (1-10) before and after;
    `retrievability` (0-1) is what was predicted, None for cards without a forecast. `elapsed_days` are local days since
    the last review. `correct` is the verdict of graded kinds, None where the learner judged. `model` made the numbers.
    """

    card_id: str
    reviewed_at: datetime
    local_day: date
    grade: Grade
    phase: Phase
    stability_before: float | None
    difficulty_before: float | None
    stability: float
    difficulty: float
    elapsed_days: int
    interval: Interval
    retrievability: float | None
    took: timedelta
    correct: bool | None
    answer: str | None
    model: str
    desired_retention: float
    showing: str
    learner_id: str | None = None
    session_id: int | None = None

    def exported(self) -> dict[str, str | float | bool | None]:
        """A flat row for files: ISO 8601 for times, seconds for durations, the grade from 1 to 4."""
        delay = self.interval.delay
        flat = {name: getattr(self, name) for name in self.__slots__ if name not in {"interval", "took"}}
        return flat | {
            "reviewed_at": self.reviewed_at.isoformat(),
            "local_day": self.local_day.isoformat(),
            "grade": int(self.grade),
            "phase": self.phase.value,
            "interval_days": self.interval.days,
            "delay_seconds": delay and delay.total_seconds(),
            "took_seconds": self.took.total_seconds(),
        }


@dataclass(frozen=True, slots=True)
class Done:
    """One answer, as much of it as sums need."""

    card_id: str
    grade: Grade
    phase: Phase
    took_ms: int


_PERSON = review.c.person_id == bindparam("person")
_COLUMNS = [column for column in review.columns if column.name not in {"id", "person_id"}]
_KEPT = [column.name for column in _COLUMNS]
_APPEND = insert_new(review, without=("id",))
_TAKE_BACK = Statement(delete(review).where(_PERSON, review.c.showing == bindparam("showing")))
_DONE = select(review.c.card_id, review.c.grade, review.c.phase, review.c.took_ms).where(_PERSON).order_by(review.c.id)
_OF_SESSION = Statement(_DONE.where(review.c.session_id == bindparam("session")))
_OF_DAY = Statement(_DONE.where(review.c.local_day == bindparam("day")))
_HISTORY = Statement(select(*_COLUMNS).where(_PERSON).order_by(review.c.id))
_LAST_DAY = Statement(select(func.max(review.c.local_day)).where(_PERSON))
_TIMES = Statement(
    select(review.c.phase, review.c.took_ms).where(_PERSON).order_by(review.c.id.desc()).limit(bindparam("most"))
)


def append(tx: Transaction, person: str, answered: Review) -> bool:
    """Add an answer to the log; False, and no change, when that showing has one already."""
    added = tx.run(
        _APPEND,
        person_id=person,
        learner_id=answered.learner_id,
        session_id=answered.session_id,
        card_id=answered.card_id,
        reviewed_ms=to_ms(answered.reviewed_at),
        local_day=answered.local_day.isoformat(),
        grade=int(answered.grade),
        phase=answered.phase.value,
        stability_before=answered.stability_before,
        difficulty_before=answered.difficulty_before,
        stability=answered.stability,
        difficulty=answered.difficulty,
        elapsed_days=answered.elapsed_days,
        interval_days=answered.interval.days,
        delay_seconds=_seconds(answered.interval.delay),
        retrievability=answered.retrievability,
        took_ms=answered.took // MILLISECOND,
        correct=answered.correct,
        answer=to_text_or_none(answered.answer),
        model=answered.model,
        desired_retention=answered.desired_retention,
        showing=answered.showing,
    )
    return added == 1


def take_back(tx: Transaction, person: str, showing: str) -> None:
    """Take an answer out of the log, so that its showing may be answered again; only for undo."""
    tx.run(_TAKE_BACK, person=person, showing=showing)


def of_session(tx: Transaction, person: str, session: int) -> list[Done]:
    """The answers of one session, in the order given."""
    return [_done(row) for row in tx.rows(_OF_SESSION, person=person, session=session)]


def of_day(tx: Transaction, person: str, day: date) -> list[Done]:
    """The answers of one local day, in the order given."""
    return [_done(row) for row in tx.rows(_OF_DAY, person=person, day=day.isoformat())]


def last_day(tx: Transaction, person: str) -> date | None:
    """The last local day with an answer."""
    row = tx.rows(_LAST_DAY, person=person)[0]
    return None if row[0] is None else date.fromisoformat(row[0])


def history(tx: Transaction, person: str) -> Iterator[Review]:
    """All answers in the order given, read as they are used, so that memory stays flat; inside the transaction only."""
    return map(_review, tx.stream(_HISTORY, person=person))


def answer_times(tx: Transaction, person: str, limit: int = 500) -> dict[Phase, list[timedelta]]:
    """How long the last `limit` answers took, by phase, the latest first."""
    times: dict[Phase, list[timedelta]] = {phase: [] for phase in Phase}
    for phase, took_ms in tx.rows(_TIMES, person=person, most=limit):
        times[Phase(phase)].append(timedelta(milliseconds=took_ms))
    return times


def _done(row: Row) -> Done:
    card, given, phase, took_ms = row
    return Done(card, Grade(given), Phase(phase), took_ms)


def _seconds(delay: timedelta | None) -> float | None:
    return None if delay is None else delay.total_seconds()


def _review(row: Row) -> Review:
    kept = dict(zip(_KEPT, row, strict=True))
    delay_seconds = kept.pop("delay_seconds")
    delay = None if delay_seconds is None else timedelta(seconds=delay_seconds)
    kept["interval"] = Interval(kept.pop("interval_days"), delay)
    kept["reviewed_at"] = from_ms(kept.pop("reviewed_ms"))
    kept["took"] = timedelta(milliseconds=kept.pop("took_ms"))
    kept["local_day"] = date.fromisoformat(kept["local_day"])
    kept["correct"] = None if kept["correct"] is None else bool(kept["correct"])
    return Review(**kept | {"grade": Grade(kept["grade"]), "phase": Phase(kept["phase"])})
