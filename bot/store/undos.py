"""What each person's last acts changed, as it was before: for `undo`. What a snapshot holds is its writer's affair."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, delete, select

from bot.store.sessions import StaleSessionError
from bot.store.statement import Statement, insert_new
from bot.store.tables import undo
from bot.store.transaction import Transaction
from bot.store.values import from_json, to_json, to_ms

KEPT = 30

_PERSON = undo.c.person_id == bindparam("person")
_NEWEST = undo.c.seq.desc()
_OLDEST_KEPT = select(undo.c.seq).where(_PERSON).order_by(_NEWEST).limit(1).offset(KEPT - 1).scalar_subquery()

_PUSH = insert_new(undo, without=("seq",))
_PRUNE = Statement(delete(undo).where(_PERSON, undo.c.seq < _OLDEST_KEPT))
_PEEK = Statement(select(undo.c.seq, undo.c.snapshot).where(_PERSON).order_by(_NEWEST).limit(1))
_DROP = Statement(delete(undo).where(undo.c.seq == bindparam("number")))


def push(tx: Transaction, person: str, session: int | None, snapshot: Mapping[str, Any]) -> None:
    """Keep what an act is about to change; of older snapshots the last 30 stay."""
    now_ms = to_ms(tx.now())
    tx.run(_PUSH, person_id=person, session_id=session, snapshot=to_json(snapshot), created_ms=now_ms)
    tx.run(_PRUNE, person=person)


def peek(tx: Transaction, person: str) -> dict[str, Any] | None:
    """The latest snapshot, if any is left."""
    row = tx.row(_PEEK, person=person)
    return None if row is None else from_json(row[1])


def pop(tx: Transaction, person: str) -> dict[str, Any] | None:
    """The latest snapshot, taken off the list."""
    row = tx.row(_PEEK, person=person)
    if row is None:
        return None
    if not tx.run(_DROP, number=row[0]):
        raise StaleSessionError("That was taken back already; nothing was changed.", "See where it stands.")
    return from_json(row[1])
