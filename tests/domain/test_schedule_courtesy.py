"""Quiet hours, snoozing, the absent, and spreading a full minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import local_time
from bot.domain.schedule import Due, Schedule
from bot.domain.schedule_courtesy import Gentleness, Quiet, after_quiet, gentleness, snooze, until_tomorrow
from bot.domain.schedule_spread import LONGEST_JITTER, jitter
from tests.domain.test_schedule import instants, walls, zones

NIGHT = Quiet(time(22), time(7))
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "sent"),
    [(time(21, 59), (23, 21, 59)), (time(22), (24, 7, 0)), (time(0), (23, 7, 0)), (time(7), (23, 7, 0))],
    ids=str,
)
def test_what_falls_into_quiet_hours_comes_when_they_end(wall: time, sent: tuple[int, int, int]) -> None:
    """Before and after them nothing moves; the night belongs to the morning that ends it."""
    at = datetime.combine(date(2026, 11, 23), wall, tzinfo=UTC)
    day, hour, minute = sent
    assert after_quiet(at, NIGHT, "UTC") == datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_without_quiet_hours_nothing_moves() -> None:
    """None chosen, or an empty span: whatever the time."""
    assert after_quiet(NOON, None, "UTC") == after_quiet(NOON, Quiet(time(12), time(12)), "UTC") == NOON


@given(instants, walls, walls, zones)
def test_nothing_comes_in_quiet_hours_or_a_day_later(at: datetime, begins: time, ends: time, zone: str) -> None:
    """The moved instant is no longer quiet (but where a gap swallows their end), later, and within two days."""
    quiet = Quiet(begins, ends)
    moved = after_quiet(at, quiet, zone)
    assert at <= moved <= at + timedelta(hours=50)
    again = after_quiet(moved, quiet, zone)
    assert again == moved or local_time(moved, zone).utcoffset() != local_time(moved - 2 * HOUR, zone).utcoffset()


def test_snoozing_keeps_the_date_and_tomorrow_takes_the_next() -> None:
    """An hour is an hour from now; tomorrow is tomorrow, also when it is no day of the schedule."""
    schedule = Schedule(time(9), "Europe/Berlin", frozenset({0}))
    due = Due(date(2026, 11, 23), datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert snooze(due, NOON) == Due(date(2026, 11, 23), NOON + HOUR)
    assert until_tomorrow(due, schedule) == Due(date(2026, 11, 24), datetime(2026, 11, 24, 8, tzinfo=UTC))


def test_the_absent_get_less_then_a_question_then_rest() -> None:
    """Three, seven and fourteen drills without an answer are the steps."""
    said = [gentleness(days) for days in range(16)]
    assert said == [
        *[Gentleness.USUAL] * 3,
        *[Gentleness.SMALLER] * 4,
        *[Gentleness.ASK_TO_PAUSE] * 7,
        *[Gentleness.PAUSE] * 2,
    ]


def test_a_minute_that_can_be_served_is_not_spread() -> None:
    """Up to sixty times what a second takes, everyone is served on the minute."""
    assert jitter("ada", 3000, 50.0) == timedelta(0)
    assert jitter("ada", 3001, 50.0) >= timedelta(0)
    assert len({jitter(str(number), 6000, 50.0) for number in range(100)}) > 90


@given(st.text(max_size=20), st.integers(0, 10**7), st.floats(0.01, 1000))
def test_jitter_is_ones_own_and_bounded(who: str, due: int, rate: float) -> None:
    """The same for the same load, never more than ten minutes or than serving all takes."""
    spread = jitter(who, due, rate)
    assert timedelta(0) <= spread < LONGEST_JITTER
    assert spread <= timedelta(seconds=due / rate)
    assert spread == jitter(who, due, rate)


def test_a_full_minute_is_spread_evenly() -> None:
    """Each tenth of the span takes about a tenth of the learners: no second exceeds the rate by much."""
    spread = [jitter(f"learner-{number}", 20_000, 50.0) for number in range(20_000)]
    tenths = [sum(1 for each in spread if each // (40 * SECOND) == tenth) for tenth in range(10)]
    assert all(1800 < count < 2200 for count in tenths)
