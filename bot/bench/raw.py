"""The reference of `mlsd bench answers`: the least that sqlite3 and fsrs need for the rows that the door writes."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fsrs

from bot.bench.crowd import NOON, TODAY

GOOD = fsrs.Rating.Good


class RawLoop:
    """One drill a learner, as few lines as it can be written in: no screens, no checks, no grading."""

    def __init__(self, path: Path, persons: list[str]) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._persons = persons
        self._scheduler = fsrs.Scheduler(enable_fuzzing=False)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def begin(self, learner: int) -> None:
        """Open a learner's drill with all that is due."""
        due = self._rows(_DUE, self._persons[learner], TODAY.isoformat())
        waiting = [[card, "review", None] for (card,) in due]
        shown = self._show(learner, waiting[0][0])
        state = {"topic": None, "waiting": waiting[1:], "shown": shown, "planned": len(waiting), "answered": 0}
        values = (self._persons[learner], json.dumps(state, separators=(",", ":")), _ms(NOON), _ms(NOON))
        self._connection.execute(_CREATE, values)

    def step(self, learner: int) -> None:
        """Turn and grade a learner's open card and open the one after it."""
        self._turn(learner)
        self._grade(learner)

    def _turn(self, learner: int) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        session, version, state = self._session(learner)
        state["shown"]["phase"] = "back"
        self._save(session, version, state)
        self._connection.execute("COMMIT")

    def _grade(self, learner: int) -> None:
        person, now = self._persons[learner], NOON
        self._connection.execute("BEGIN IMMEDIATE")
        session, version, state = self._session(learner)
        shown, before = state["shown"], json.dumps(state, separators=(",", ":"))
        memory = self._memory(person, shown["card"])
        after, _ = self._scheduler.review_card(_card(memory), GOOD, now)
        days = shown["offered"]["3"][0]
        due = (TODAY + timedelta(days=days)).isoformat()
        row = ("review", None, after.stability, after.difficulty, due, None, _ms(now), TODAY.isoformat(), memory[6] + 1)
        self._connection.execute(_SAVE_MEMORY, (*row, person, shown["card"]))
        review = (person, f"learner-{learner}", session, shown["card"], _ms(now), TODAY.isoformat(), 3, "review")
        figures = (memory[2], memory[3], after.stability, after.difficulty, 12, days, None, 0.9, 5000, True)
        self._connection.execute(_APPEND, (*review, *figures, "x", "fsrs-6", 0.9, f"{session}:{version}"))
        snapshot = json.dumps({"session": session, "card": shown["card"], "drill": before, "memory": memory})
        self._connection.execute(_PUSH, (person, session, snapshot, _ms(now)))
        self._connection.execute(_PRUNE, (person, person))
        card = state["waiting"].pop(0)[0]
        state["answered"] += 1
        state["shown"] = self._show(learner, card)
        self._save(session, version, state)
        self._connection.execute("COMMIT")

    def _show(self, learner: int, card: str) -> dict[str, Any]:
        memory = self._memory(self._persons[learner], card)
        kept = _card(memory)
        offered = {
            int(rating): [(self._scheduler.review_card(kept, rating, NOON)[0].due - NOON).days]
            for rating in fsrs.Rating
        }
        return {
            "card": card, "work": "review", "repetition": memory[6], "at": _ms(NOON), "offered": offered,
            "phase": "front", "given": "", "ticked": [],
        }  # fmt: skip

    def _session(self, learner: int) -> tuple[int, int, dict[str, Any]]:
        session, version, state = self._rows(_FIND, self._persons[learner])[0]
        return session, version, json.loads(state)

    def _save(self, session: int, version: int, state: dict[str, Any]) -> None:
        self._connection.execute(_SAVE, (json.dumps(state, separators=(",", ":")), _ms(NOON), session, version))

    def _memory(self, person: str, card: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._rows(_MEMORY, person, card)[0]
        return found

    def _rows(self, text: str, *values: object) -> list[Any]:
        return self._connection.execute(text, values).fetchall()


def _card(memory: tuple[Any, ...]) -> fsrs.Card:
    reviewed = datetime.fromtimestamp(memory[5] / 1000, tz=UTC)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        step=None,
        stability=memory[2],
        difficulty=memory[3],
        due=NOON,
        last_review=reviewed,
    )


def _ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


_DUE = """SELECT card_id FROM memory WHERE person_id = ? AND due_at_ms IS NULL AND due_day <= ?
    ORDER BY due_day, card_id"""
_MEMORY = """SELECT state, step, stability, difficulty, due_day, last_review_ms, repetitions, lapses FROM memory
    WHERE person_id = ? AND card_id = ?"""
_SAVE_MEMORY = """UPDATE memory SET state = ?, step = ?, stability = ?, difficulty = ?, due_day = ?, due_at_ms = ?,
    last_review_ms = ?, last_review_day = ?, repetitions = ? WHERE person_id = ? AND card_id = ?"""
_APPEND = """INSERT INTO review (person_id, learner_id, session_id, card_id, reviewed_ms, local_day, grade, phase,
    stability_before, difficulty_before, stability, difficulty, elapsed_days, interval_days, delay_seconds,
    retrievability, took_ms, correct, answer, model, desired_retention, showing)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PUSH = "INSERT INTO undo (person_id, session_id, snapshot, created_ms) VALUES (?, ?, ?, ?)"
_PRUNE = """DELETE FROM undo WHERE person_id = ? AND seq <
    (SELECT seq FROM undo WHERE person_id = ? ORDER BY seq DESC LIMIT 1 OFFSET 29)"""
_CREATE = """INSERT INTO session (person_id, kind, version, state, started_ms, updated_ms)
    VALUES (?, 'drill', 1, ?, ?, ?)"""
_FIND = "SELECT id, version, state FROM session WHERE person_id = ? AND kind = 'drill' AND ended_ms IS NULL"
_SAVE = "UPDATE session SET version = version + 1, state = ?, updated_ms = ? WHERE id = ? AND version = ?"
