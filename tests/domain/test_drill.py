"""The state of a drill and its JSON form."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.drill import Drill, Phase, Shown, Waiting, Work, from_json, to_json
from bot.domain.memory import Grade, Interval

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, 0, 123_000, tzinfo=UTC)
SHOWN = Shown(
    "psi-what",
    Work.REVIEW,
    3,
    NOW,
    {Grade.AGAIN: Interval(0, timedelta(minutes=10)), Grade.GOOD: Interval(12)},
    Phase.BACK,
    "psi",
    correct=True,
    ticked=(0, 2),
)
DRILL = Drill("serving", (Waiting("a", Work.NEW), Waiting("b", Work.LEARNING, NOW)), SHOWN, 3, DAY, (2, 0, 1), 1)


def test_a_drill_survives_its_json_form() -> None:
    """Nothing is lost or changed on the way to the database and back, milliseconds included."""
    import json

    assert from_json(json.loads(json.dumps(to_json(DRILL)))) == DRILL


def test_the_load_follows_a_card_that_moves() -> None:
    """One less on the day it left, one more on the day it goes to."""
    moved = DRILL.moved(DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert moved.loads() == {DAY + timedelta(days=1): 1, DAY + timedelta(days=2): 1, DAY + timedelta(days=3): 1}


def test_a_card_beyond_the_counted_days_changes_no_load() -> None:
    """Neither today, nor the past, nor the far future is counted."""
    assert DRILL.moved(DAY, DAY + timedelta(days=99)).load == DRILL.load
    assert DRILL.moved(None, DAY - timedelta(days=3)).load == DRILL.load
