"""Run by `test_anki.py` in a process of its own: answers histories with Anki's real backend, whatever the clock says.

The backend reads the system's clock, so before each answer the card's last review is moved back by the time that passed
in the history, and the hour at which the backend's day begins is moved along with it. That hour is whole, hence the
histories keep clear of 03:00-05:00.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

GRADES = ("again", "hard", "good", "easy")
ROLLOVER_SECONDS = 4 * 3600

os.environ["ANKI_TEST_MODE"] = "1"  # no fuzz
UTC_OFFSET_HOURS = time.gmtime().tm_hour - 12  # local noon: between 2 and 4 the test mode bends the clock
os.environ["TZ"] = f"ORA{UTC_OFFSET_HOURS:+d}"
time.tzset()

from anki.collection import Collection  # noqa: E402  (reads both variables when it loads)


def main() -> None:
    """Read {"parameters", "histories": [[[seconds, grade], ...], ...]}; write one list of answers a history."""
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder, "oracle.anki2")))
        _configure(collection, asked["parameters"])
        answers = [_play(collection, history) for history in asked["histories"]]
        collection.close()
    json.dump(answers, sys.stdout)


def _configure(collection: Any, parameters: list[float]) -> None:
    collection.set_config("fsrs", True)
    options = collection.decks.get_config(1)
    options["fsrsParams6"] = parameters
    options["desiredRetention"] = 0.9
    options["rev"]["maxIvl"] = 36500
    options["lapse"]["leechFails"] = 9999
    collection.decks.update_config(options)


def _play(collection: Any, history: list[tuple[float, int]]) -> list[dict[str, float]]:
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"] = "front"
    collection.add_note(note, 1)
    card_id = note.card_ids()[0]
    answers, before = [], None
    for seconds, grade in history:
        _travel(collection, card_id, seconds, before)
        answers.append(_answer(collection, card_id, grade))
        before = seconds
    return answers


def _travel(collection: Any, card_id: int, seconds: float, before: float | None) -> None:
    now = time.time()
    hour = round((now - seconds + ROLLOVER_SECONDS) / 3600) - UTC_OFFSET_HOURS
    preferences = collection._backend.get_preferences()
    preferences.scheduling.rollover = hour % 24
    collection._backend.set_preferences(preferences)
    if before is None:
        return
    data = json.loads(collection.db.scalar("select data from cards where id = ?", card_id))
    data["lrt"] = int(now - (seconds - before))
    collection.db.execute("update cards set data = ? where id = ?", json.dumps(data), card_id)


def _answer(collection: Any, card_id: int, grade: int) -> dict[str, float]:
    states = collection._backend.get_scheduling_states(card_id)
    card = collection.get_card(card_id)
    card.start_timer()
    chosen = getattr(states, GRADES[grade - 1])
    collection.sched.answer_card(collection.sched.build_answer(card=card, states=states, rating=grade - 1))
    kept = json.loads(collection.db.scalar("select data from cards where id = ?", card_id))
    return {**_interval(chosen.normal), "stability": kept["s"], "difficulty": kept["d"]}


def _interval(state: Any) -> dict[str, float]:
    kind = state.WhichOneof("kind")
    if kind == "review":
        return {"days": state.review.scheduled_days, "seconds": 0}
    step = state.learning if kind == "learning" else state.relearning.learning
    return {"days": 0, "seconds": step.scheduled_secs}


if __name__ == "__main__":
    main()
