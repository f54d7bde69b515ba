"""What each person remembers of each card."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update

from bot.domain.memory import Memory, State
from bot.store.statement import Statement, upsert
from bot.store.tables import mark, memory
from bot.store.transaction import Row, Transaction
from bot.store.values import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_PERSON = memory.c.person_id == bindparam("person")
_COLUMNS = [column for column in memory.columns if column.name != "person_id"]
_WHOLE_DAY = memory.c.due_at_ms.is_(None)
_IN_STEPS = memory.c.due_at_ms.is_not(None)
_VISIBLE = ~exists().where(
    mark.c.person_id == memory.c.person_id,
    mark.c.card_id == memory.c.card_id,
    or_(mark.c.suspended, mark.c.buried_until > bindparam("day")),
)

_GET = Statement(select(*_COLUMNS).where(_PERSON, memory.c.card_id == bindparam("card")))
_SAVE = upsert(memory)
_FORGET = Statement(delete(memory).where(_PERSON, memory.c.card_id == bindparam("card")))
_DUE = Statement(
    select(*_COLUMNS)
    .where(_PERSON, _WHOLE_DAY, memory.c.due_day <= bindparam("day"), _VISIBLE)
    .order_by(memory.c.due_day, memory.c.card_id)
    .limit(bindparam("most"))
)
_STEPS = Statement(select(*_COLUMNS).where(_PERSON, _IN_STEPS, _VISIBLE).order_by(memory.c.due_at_ms))
_ALL = Statement(select(*_COLUMNS).where(_PERSON).order_by(memory.c.card_id))
_KNOWN = Statement(select(memory.c.card_id).where(_PERSON))
_LOAD = Statement(
    select(memory.c.due_day, func.count())
    .where(_PERSON, _WHOLE_DAY, memory.c.due_day.between(bindparam("first"), bindparam("last")))
    .group_by(memory.c.due_day)
)
_MAKE_DUE = Statement(
    update(memory)
    .where(_PERSON, memory.c.card_id == bindparam("card"), _WHOLE_DAY, memory.c.due_day > bindparam("day"))
    .values(due_day=bindparam("day"))
)
_COUNT = Statement(
    select(
        func.count(),
        func.count().filter(and_(_WHOLE_DAY, memory.c.due_day <= bindparam("day"), _VISIBLE)),
        func.count().filter(and_(_IN_STEPS, _VISIBLE)),
    ).where(_PERSON)
)


@dataclass(frozen=True, slots=True)
class Counts:
    """A person's cards: all `known`; of those not hidden, `due` for the day and in `steps` shorter than a day."""

    known: int
    due: int
    steps: int


def get(tx: Transaction, person: str, card: str) -> Memory | None:
    """What the person remembers of a card; None for a new one."""
    row = tx.row(_GET, person=person, card=card)
    return None if row is None else _memory(row)


def save(tx: Transaction, person: str, changed: Memory) -> None:
    """Keep a memory in place of the card's earlier one."""
    tx.run(
        _SAVE,
        person_id=person,
        card_id=changed.card_id,
        state=changed.state.value,
        step=changed.step,
        stability=changed.stability,
        difficulty=changed.difficulty,
        due_day=changed.due_day.isoformat(),
        due_at_ms=to_ms_or_none(changed.due_at),
        last_review_ms=to_ms(changed.last_review_at),
        last_review_day=changed.last_review_day.isoformat(),
        introduced_day=changed.introduced_day.isoformat(),
        repetitions=changed.repetitions,
        lapses=changed.lapses,
    )


def forget(tx: Transaction, person: str, card: str) -> None:
    """Make a card new again, as undoing its first answer does."""
    tx.run(_FORGET, person=person, card=card)


def make_due(tx: Transaction, person: str, card: str, day: date) -> None:
    """Bring a card that is due on a later local day forward to `day`; one in a short step comes soon anyway."""
    tx.run(_MAKE_DUE, person=person, card=card, day=day.isoformat())


def due(tx: Transaction, person: str, day: date, limit: int) -> list[Memory]:
    """Cards due by a local day that are not hidden, the longest overdue first; without those `in_steps`."""
    return [_memory(row) for row in tx.rows(_DUE, person=person, day=day.isoformat(), most=limit)]


def in_steps(tx: Transaction, person: str, day: date) -> list[Memory]:
    """Cards in a step shorter than a day that are not hidden on this local day, the soonest first."""
    return [_memory(row) for row in tx.rows(_STEPS, person=person, day=day.isoformat())]


def every(tx: Transaction, person: str) -> list[Memory]:
    """All that a person remembers, hidden or not, by card."""
    return [_memory(row) for row in tx.rows(_ALL, person=person)]


def known_ids(tx: Transaction, person: str) -> set[str]:
    """The cards that are not new to the person."""
    return {row[0] for row in tx.rows(_KNOWN, person=person)}


def load(tx: Transaction, person: str, first: date, last: date) -> dict[date, int]:
    """How many cards are due on each local day from `first` to `last`, both included; empty days are left out."""
    rows = tx.rows(_LOAD, person=person, first=first.isoformat(), last=last.isoformat())
    return {date.fromisoformat(day): count for day, count in rows}


def count(tx: Transaction, person: str, day: date) -> Counts:
    """How many cards the person knows, and how many wait on a local day."""
    known, due_cards, steps = tx.rows(_COUNT, person=person, day=day.isoformat())[0]
    return Counts(known, due_cards, steps)


def _memory(row: Row) -> Memory:
    card, state, step, stability, difficulty, due_day, due_at, reviewed, reviewed_day, introduced, answers, lapses = row
    return Memory(
        card_id=card,
        state=State(state),
        step=step,
        stability=stability,
        difficulty=difficulty,
        due_day=date.fromisoformat(due_day),
        due_at=from_ms_or_none(due_at),
        last_review_at=from_ms(reviewed),
        last_review_day=date.fromisoformat(reviewed_day),
        introduced_day=date.fromisoformat(introduced),
        repetitions=answers,
        lapses=lapses,
    )
