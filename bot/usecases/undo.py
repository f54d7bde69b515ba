"""Take the last answer, skip or suspension back: memory, log, marks and the open card come back exactly."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.domain import drill as drills
from bot.domain import memory as memory_of
from bot.domain.errors import BotError
from bot.domain.memory import Mark, Memory
from bot.intents import Undo
from bot.screens.model import Reply
from bot.store import marks, memories, reviews, sessions, undos
from bot.usecases.context import Context
from bot.usecases.in_drill import pass_over
from bot.usecases.sitting import KIND, Sitting, current, is_there, keep, note, opened, taken_up


class NothingToUndo(BotError):
    """There is no act left to take back."""


def snapshot_of(
    sitting: Sitting, memory: Memory | None, showing: str | None = None, mark: Mark | None = None
) -> dict[str, Any]:
    """What an act on the open card is about to change, as JSON-able data.

    `showing` names the review that the act adds to the log; `mark` is given by acts that change it.
    """
    return {
        "session": sitting.session,
        "card": sitting.shown.card_id,
        "drill": sitting.kept,
        "memory": memory_of.as_json(memory) if memory else None,
        "showing": showing,
        "mark": _mark_to_json(mark) if mark else None,
    }


def undo(context: Context, _: Undo) -> Reply:
    """Restore the last snapshot and show its card again: in the open drill, or in its own, begun anew."""
    snapshot = undos.pop(context.tx, context.person)
    if snapshot is None:
        raise NothingToUndo("There is nothing to take back.", "Undo reaches back over your last 30 acts.")
    _restore(context, snapshot)
    sitting = _reopen(context, snapshot)
    if not is_there(context, sitting.shown):
        return pass_over(context, sitting)
    return Reply((current(context, taken_up(context, sitting), note("Taken back.")),))


def _restore(context: Context, snapshot: Mapping[str, Any]) -> None:
    tx, person, card_id = context.tx, context.person, snapshot["card"]
    if snapshot["memory"] is None:
        memories.forget(tx, person, card_id)
    else:
        memories.save(tx, person, memory_of.from_json(snapshot["memory"]))
    if snapshot["showing"] is not None:
        reviews.take_back(tx, person, snapshot["showing"])
    if snapshot["mark"] is not None:
        marks.save(tx, person, _mark_from_json(snapshot["mark"]))


def _reopen(context: Context, snapshot: Mapping[str, Any]) -> Sitting:
    """The drill as it was before the act; a drill that has ended since begins anew in that state."""
    tx, person = context.tx, context.person
    sitting = opened(context)
    if sitting is None or sitting.session != snapshot["session"]:
        sessions.end_open(tx, person, KIND)
        row = sessions.create(tx, person, KIND, snapshot["drill"])
        return Sitting(row.id, row.version, drills.from_json(row.state), row.state)
    return keep(context, sitting, drills.from_json(snapshot["drill"]))


def _mark_to_json(mark: Mark) -> dict[str, Any]:
    until = mark.buried_until
    return {**asdict(mark), "buried_until": until.isoformat() if until else None}


def _mark_from_json(data: Mapping[str, Any]) -> Mark:
    until = data["buried_until"]
    return Mark(**{**data, "buried_until": date.fromisoformat(until) if until else None})
