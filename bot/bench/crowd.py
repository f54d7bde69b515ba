"""A database full of learners who know many cards, for benches: memories and one review of each."""

import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.domain.card import Scenario
from bot.store.database import Database

CROWD = 200
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@lru_cache(maxsize=1)
def _shipped() -> Library:
    return load([shipped_cards()])


def cards_of(memories: int) -> Library:
    """A library with as many cards as each learner knows: the shipped ones again and again under other ids."""
    shipped = _shipped()
    models = [card for card in shipped.cards.values() if not isinstance(card, Scenario)]
    chosen = (models[index % len(models)] for index in range(max(1, memories // CROWD)))
    cards = {
        f"bench-{index}": replace(card, id=f"bench-{index}", note=f"bench-{index}") for index, card in enumerate(chosen)
    }
    return Library(cards, shipped.decks, shipped.terms, shipped.framework, "bench")


def populate(path: Path, memories: int, due: int) -> list[str]:
    """Fill a new SQLite file with learners and return their person ids.

    All learners together have so many memories, each with the review that led to it; of one learner's, `due` are due
    today, the others within the next three months.
    """
    Database.open(f"sqlite:///{path}").close()
    persons = [uuid.UUID(int=index).hex for index in range(CROWD)]
    each = max(1, memories // CROWD)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    stamp = int(NOON.timestamp() * 1000)
    connection.execute("INSERT INTO tenant (id, platform, created_ms) VALUES ('bench', 'bench', ?)", (stamp,))
    for index, person in enumerate(persons):
        _add_learner(connection, index, person, stamp)
        connection.executemany(_MEMORY, _memories(person, each, due))
        connection.executemany(_REVIEW, _reviews(person, each))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()
    return persons


_PERSON = "INSERT INTO person (id, created_ms, settings, updated_ms) VALUES (?, ?, ?, ?)"
_LEARNER = """INSERT INTO learner (id, platform, account, home_tenant_id, person_id, created_ms)
    VALUES (?, 'bench', ?, 'bench', ?, ?)"""
_MEMBER = "INSERT INTO membership (tenant_id, learner_id, first_seen_ms) VALUES ('bench', ?, ?)"
_MEMORY = """INSERT INTO memory (person_id, card_id, state, step, stability, difficulty, due_day, due_at_ms,
    last_review_ms, last_review_day, introduced_day, repetitions, lapses)
    VALUES (?, ?, 'review', NULL, ?, 5.0, ?, NULL, ?, ?, ?, 3, 0)"""
_REVIEW = """INSERT INTO review (person_id, card_id, reviewed_ms, local_day, grade, phase, stability, difficulty,
    elapsed_days, interval_days, took_ms, model, desired_retention, showing)
    VALUES (?, ?, ?, ?, 3, 'review', 12.0, 5.0, 5, 12, 9000, 'fsrs-6', 0.9, ?)"""


def _add_learner(connection: sqlite3.Connection, index: int, person: str, stamp: int) -> None:
    settings = '{"minutes_a_day": 600, "reviews_a_day": 5000, "new_a_day": 0}'
    connection.execute(_PERSON, (person, stamp, settings, stamp))
    connection.execute(_LEARNER, (f"learner-{index}", str(index), person, stamp))
    connection.execute(_MEMBER, (f"learner-{index}", stamp))


def _memories(person: str, count: int, due_today: int) -> Iterator[tuple[object, ...]]:
    for index in range(count):
        due = TODAY if index < due_today else TODAY + timedelta(days=1 + index % 90)
        reviewed = NOON - timedelta(days=12)
        day = reviewed.date().isoformat()
        yield person, f"bench-{index}", 10.0 + index % 5, due.isoformat(), int(reviewed.timestamp() * 1000), day, day


def _reviews(person: str, count: int) -> Iterator[tuple[object, ...]]:
    reviewed = NOON - timedelta(days=12)
    for index in range(count):
        yield person, f"bench-{index}", int(reviewed.timestamp() * 1000), reviewed.date().isoformat(), f"old:{index}"
