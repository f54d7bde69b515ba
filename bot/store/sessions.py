"""Sittings that outlive a process: a drill or a scenario, with a state that changes by compare-and-set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.errors import BotError
from bot.store.statement import Statement, insert_new
from bot.store.tables import session
from bot.store.transaction import Row, Transaction
from bot.store.values import from_json, from_ms, from_ms_or_none, to_json, to_ms

FIRST_VERSION = 1


class StaleSessionError(BotError):
    """The session was changed from elsewhere, between this transaction's reading and its writing."""


@dataclass(frozen=True, slots=True)
class Session:
    """An open session; `version` counts its changes."""

    id: int
    version: int
    state: dict[str, Any]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """That a session is open, and when it last moved."""

    kind: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session, open or ended, as an export tells of it."""

    kind: str
    state: dict[str, Any]
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None


_OPEN = session.c.ended_ms.is_(None)
_THIS = session.c.id == bindparam("session")
_THEIRS = (session.c.person_id == bindparam("person"), session.c.kind == bindparam("sort"))

_FIND = Statement(select(session.c.id, session.c.version, session.c.state, session.c.started_ms).where(*_THEIRS, _OPEN))
_ALL_OPEN = Statement(
    select(session.c.kind, session.c.updated_ms)
    .where(_THEIRS[0], _OPEN)
    .order_by(session.c.updated_ms.desc(), session.c.id.desc())
)
_EVERY = Statement(
    select(session.c.kind, session.c.state, session.c.started_ms, session.c.updated_ms, session.c.ended_ms)
    .where(_THEIRS[0])
    .order_by(session.c.id)
)
_CREATE = insert_new(session, without=("id", "ended_ms"))
_SAVE = Statement(
    update(session)
    .where(_THIS, session.c.version == bindparam("seen"), _OPEN)
    .values(version=session.c.version + 1, state=bindparam("changed"), updated_ms=bindparam("now_ms"))
)
_END = Statement(
    update(session).where(_THIS, session.c.version == bindparam("seen"), _OPEN).values(ended_ms=bindparam("now_ms"))
)
_END_OPEN = Statement(update(session).where(*_THEIRS, _OPEN).values(ended_ms=bindparam("now_ms")))


def find_open(tx: Transaction, person: str, kind: str) -> Session | None:
    """The person's open session of a kind (`drill` or `scenario`)."""
    row = tx.row(_FIND, person=person, sort=kind)
    return None if row is None else _session(row)


def all_open(tx: Transaction, person: str) -> list[Open]:
    """The person's open sessions, the one that moved last first."""
    return [Open(kind, from_ms(updated)) for kind, updated in tx.rows(_ALL_OPEN, person=person)]


def every(tx: Transaction, person: str) -> list[Sitting]:
    """All of the person's sessions, the oldest first."""
    return [
        Sitting(kind, from_json(state), from_ms(started), from_ms(updated), from_ms_or_none(ended))
        for kind, state, started, updated, ended in tx.rows(_EVERY, person=person)
    ]


def create(tx: Transaction, person: str, kind: str, state: Mapping[str, Any]) -> Session:
    """Open a session; raises StaleSessionError when the person has one of that kind already."""
    now_ms = to_ms(tx.now())
    added = tx.run(
        _CREATE,
        person_id=person,
        kind=kind,
        version=FIRST_VERSION,
        state=to_json(state),
        started_ms=now_ms,
        updated_ms=now_ms,
    )
    opened = find_open(tx, person, kind)
    if not added or opened is None:
        raise StaleSessionError("Another one was begun in the meantime; nothing was changed.", "Go on with that one.")
    return opened


def save(tx: Transaction, session_id: int, seen: int, state: Mapping[str, Any]) -> int:
    """Replace the state if the version is still the one `seen`; returns the new version.

    Otherwise raises StaleSessionError, which rolls the whole transaction back.
    """
    saved = tx.run(_SAVE, session=session_id, seen=seen, changed=to_json(state), now_ms=to_ms(tx.now()))
    if not saved:
        raise StaleSessionError(
            "This was changed in the meantime; nothing was saved.", "Go on from where it stands now."
        )
    return seen + 1


def end(tx: Transaction, session_id: int, seen: int) -> None:
    """End a session if its version is still the one `seen`; else raises StaleSessionError, so that it ends once."""
    if not tx.run(_END, session=session_id, seen=seen, now_ms=to_ms(tx.now())):
        raise StaleSessionError("This was ended in the meantime; nothing was saved.", "Go on from where it stands now.")


def end_open(tx: Transaction, person: str, kind: str) -> None:
    """End the person's open session of a kind, if there is one."""
    tx.run(_END_OPEN, person=person, sort=kind, now_ms=to_ms(tx.now()))


def _session(row: Row) -> Session:
    return Session(row[0], row[1], from_json(row[2]), from_ms(row[3]))
