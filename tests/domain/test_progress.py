"""Days in a row."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.progress import streak

TODAY = date(2026, 3, 10)
days_before = st.sets(st.integers(0, 12)).map(lambda ages: {TODAY - timedelta(days=age) for age in ages})


def before(*ages: int) -> set[date]:
    """Days so many days ago."""
    return {TODAY - timedelta(days=age) for age in ages}


def test_a_streak_is_days_in_a_row() -> None:
    """Today breaks nothing before it is over."""
    assert streak(before(1, 2, 3, 5), TODAY) == 3
    assert streak(before(0, 1, 2), TODAY) == 3
    assert streak(before(2, 3), TODAY) == 0


def test_days_with_nothing_due_count_from_the_first_answer_on() -> None:
    """In between and at the end; before the first day with answers there was no streak to hold."""
    assert streak(before(1, 4), TODAY, before(2, 3)) == 4
    assert streak(before(3), TODAY, before(0, 1, 2)) == 4
    assert streak(before(1), TODAY, before(2, 3)) == 1
    assert streak(before(), TODAY, before(0, 1, 2)) == 0


@given(days_before, days_before)
def test_free_days_never_shorten_a_streak(studied: set[date], free: set[date]) -> None:
    """And it never has more days than were held."""
    assert streak(studied, TODAY) <= streak(studied, TODAY, free) <= len(studied | free)
