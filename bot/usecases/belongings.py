"""Everything that is kept of a person, as plain data: what an export holds, and what forgetting deletes.

Left out is only what says nothing of its own: the undo list, which repeats memories, and identifiers of messages.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.domain import memory as memory_of
from bot.domain.settings import as_json
from bot.store import attempts, delivered, flags, marks, memories, people, reviews, sessions
from bot.usecases.context import Context

Belongings = dict[str, Any]

_COUNTED = {
    "accounts": "accounts",
    "memories": "cards that you know",
    "marks": "cards set apart",
    "reviews": "answers",
    "attempts": "scenarios done",
    "sessions": "sittings",
    "flags": "comments for authors",
    "messages": "daily messages",
}


def belongings(context: Context) -> Belongings:
    """All of it, ready for JSON: instants and days in ISO 8601. Comments are those of the tenant where it is asked."""
    tx, person = context.tx, context.person
    return {
        "exported_at": context.now.isoformat(),
        "settings": as_json(context.settings),
        "accounts": [_plain(asdict(row)) for row in people.accounts(tx, person)],
        "memories": [memory_of.as_json(row) for row in memories.every(tx, person)],
        "marks": [_plain(asdict(row)) for row in marks.every(tx, person)],
        "reviews": [row.exported() for row in reviews.history(tx, person)],
        "attempts": [_plain(asdict(row)) for row in attempts.every(tx, person)],
        "sessions": [_plain(asdict(row)) for row in sessions.every(tx, person)],
        "messages": [_plain(asdict(row)) for row in delivered.of_person(tx, person)],
        "flags": [_plain(asdict(row)) for row in flags.of_person(tx, person)],
    }


def counts(kept: Belongings) -> dict[str, int]:
    """How many of each, under the name that a person knows it by."""
    return {name: len(kept[part]) for part, name in _COUNTED.items()}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}
