"""How long cards take a person, and what fits into a day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import NEW_SECONDS, REVIEW_SECONDS, CatchUp, Pace, catch_up, minutes_for, pace_of
from bot.domain.settings import Settings

times = st.lists(st.floats(-1e9, 1e9), max_size=300)


def test_a_person_without_answers_has_the_pace_assumed_of_everyone() -> None:
    """Before the first answer the estimate is the prior."""
    assert pace_of([], []) == Pace(NEW_SECONDS, REVIEW_SECONDS)


def test_a_few_answers_move_the_estimate_a_little_and_many_decide_it() -> None:
    """Five-second reviews draw the estimate down step by step, from the prior towards five seconds."""
    few, many = pace_of([], [5.0] * 5).review_seconds, pace_of([], [5.0] * 200).review_seconds
    assert REVIEW_SECONDS > few > 15 > many > 5
    assert many < 7


def test_a_coffee_break_does_not_count() -> None:
    """Three answers of an hour among thirty of ten seconds change nothing."""
    steady = [10.0] * 30
    assert pace_of([], [3600.0] * 3 + steady).review_seconds == pytest.approx(pace_of([], steady).review_seconds, 0.05)


def test_only_recent_answers_count() -> None:
    """After two hundred fast answers the slow ones before them are forgotten."""
    assert pace_of([], [5.0] * 200 + [100.0] * 1000) == pace_of([], [5.0] * 200)


@given(times, times)
def test_every_estimate_is_a_sane_number_of_seconds(new: list[float], review: list[float]) -> None:
    """Whatever the clocks said, a card takes more than nothing and at most two minutes."""
    pace = pace_of(new, review)
    assert 0 < pace.new_seconds <= 120
    assert 0 < pace.review_seconds <= 120


def test_a_new_card_costs_its_learning_steps_too() -> None:
    """Ten new cards with two steps are shown twice on the first day, and without steps once."""
    pace = Pace(new_seconds=40, review_seconds=20)
    assert minutes_for(pace, Settings(), reviews=30, new=10) == pytest.approx(20)
    assert minutes_for(pace, Settings(learning_steps=()), reviews=30, new=10) == pytest.approx(10 + 400 / 60)
    assert minutes_for(pace, Settings(learning_steps=(timedelta(minutes=1),)), 0, 3) == pytest.approx(2)


def test_a_catch_up_plan_spreads_a_backlog_over_days() -> None:
    """210 waiting cards of 20 seconds are 70 minutes: 24 a day for three days, 10 for a week, 5 for two."""
    assert catch_up(210, Pace(review_seconds=20)) == (CatchUp(3, 24), CatchUp(7, 10), CatchUp(14, 5))
    assert catch_up(0, Pace()) == ()
