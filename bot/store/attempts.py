"""Finished attempts at scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.store.statement import Statement, insert_new
from bot.store.tables import scenario_attempt, session
from bot.store.transaction import Row, Transaction
from bot.store.values import from_json, from_ms, to_json, to_ms, to_text_or_none


@dataclass(frozen=True, slots=True)
class Finished:
    """One attempt: `percent` of 100, the share of each point found, and the shares that the learner corrected.

    `answer` is None when it was said aloud; `session` is the sitting that held the attempt.
    """

    learner_id: str
    card_id: str
    answer: str | None
    percent: float
    scored: Mapping[str, float]
    corrections: Mapping[str, float]
    session: int


@dataclass(frozen=True, slots=True)
class Whole:
    """An attempt with all that is kept of it, as an export tells of it."""

    card_id: str
    started_at: datetime
    finished_at: datetime
    answer: str | None
    percent: float
    scored: Mapping[str, float]
    corrections: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Past:
    """What is told of an earlier attempt."""

    card_id: str
    started_at: datetime
    finished_at: datetime
    percent: float
    scored: Mapping[str, float]


_PERSON = scenario_attempt.c.person_id == bindparam("person")

_ADD = insert_new(scenario_attempt, without=("id",))
_BEGUN = Statement(
    select(session.c.started_ms).where(session.c.id == bindparam("session"), session.c.person_id == bindparam("person"))
)
_LAST_TRIED = Statement(
    select(scenario_attempt.c.card_id, func.max(scenario_attempt.c.finished_ms))
    .where(_PERSON)
    .group_by(scenario_attempt.c.card_id)
)
_HISTORY = Statement(
    select(*(scenario_attempt.c[name] for name in ("card_id", "started_ms", "finished_ms", "percent", "scored")))
    .where(_PERSON)
    .order_by(scenario_attempt.c.id.desc())
    .limit(bindparam("most"))
)
_EVERY = Statement(
    select(*(scenario_attempt.c[name] for name in ("card_id", "started_ms", "finished_ms", "answer", "percent")))
    .add_columns(scenario_attempt.c.scored, scenario_attempt.c.corrections)
    .where(_PERSON)
    .order_by(scenario_attempt.c.id)
)


def add(tx: Transaction, person: str, finished: Finished) -> None:
    """Keep an attempt that ends now; it began with its session."""
    now_ms = to_ms(tx.now())
    begun = tx.row(_BEGUN, session=finished.session, person=person)
    tx.run(
        _ADD,
        person_id=person,
        learner_id=finished.learner_id,
        card_id=finished.card_id,
        started_ms=begun[0] if begun else now_ms,
        finished_ms=now_ms,
        answer=to_text_or_none(finished.answer),
        percent=finished.percent,
        scored=to_json(finished.scored),
        corrections=to_json(finished.corrections),
    )


def last_tried(tx: Transaction, person: str) -> dict[str, int]:
    """When the person last finished each scenario tried, in milliseconds since 1970 UTC."""
    return {row[0]: row[1] for row in tx.rows(_LAST_TRIED, person=person)}


def history(tx: Transaction, person: str, limit: int = 100) -> list[Past]:
    """The person's attempts, the latest first."""
    return [_past(row) for row in tx.rows(_HISTORY, person=person, most=limit)]


def every(tx: Transaction, person: str) -> list[Whole]:
    """All of the person's attempts in full, the oldest first."""
    return [_whole(row) for row in tx.rows(_EVERY, person=person)]


def _whole(row: Row) -> Whole:
    card, started, finished, answer, percent, scored, corrections = row
    return Whole(card, from_ms(started), from_ms(finished), answer, percent, from_json(scored), from_json(corrections))


def _past(row: Row) -> Past:
    card, started_ms, finished_ms, percent, scored = row
    return Past(card, from_ms(started_ms), from_ms(finished_ms), percent, from_json(scored))
