"""Due dates: one after another, each once, wherever clocks and people move."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import is_skipped, local_day
from bot.domain.schedule import (
    LATENESS,
    Due,
    Schedule,
    as_json,
    expiry,
    first_due,
    from_json,
    is_asking,
    next_due,
    pause,
    resume,
    stop,
)

NINE = time(9)
BERLIN = Schedule(NINE, "Europe/Berlin")
MONDAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)  # 08:00 in Berlin
ONE_DAY, HOUR = timedelta(days=1), timedelta(hours=1)

walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))
zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Africa/Casablanca", "Pacific/Apia", "Australia/Lord_Howe"]
)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
schedules = st.builds(Schedule, walls, zones, weekdays)
instants = st.timedeltas(timedelta(), timedelta(days=9000)).map(
    lambda passed: datetime(2011, 1, 1, tzinfo=UTC) + passed
)


def some(schedule: Schedule, after: date | None, now: datetime) -> Due:
    """What comes next, where something does."""
    found = next_due(schedule, after, now)
    assert found is not None
    return found


def test_what_is_next_is_today_until_it_was_used() -> None:
    """At eight the day's drill at nine is to come; once used, it is tomorrow's, and after Friday Monday's."""
    assert next_due(BERLIN, None, MORNING) == Due(MONDAY, MORNING + HOUR)
    assert next_due(BERLIN, MONDAY, MORNING) == Due(MONDAY + ONE_DAY, MORNING + ONE_DAY + HOUR)
    friday = MONDAY + 4 * ONE_DAY
    workdays = Schedule(NINE, "Europe/Berlin", frozenset(range(5)))
    assert some(workdays, friday, MORNING + 4 * ONE_DAY).local_date == MONDAY + 7 * ONE_DAY


def test_days_are_not_always_24_hours_long() -> None:
    """Nine o'clock stays nine o'clock when the clocks go back (23 and 25 hours exist)."""
    saturday = datetime(2026, 10, 24, 7, tzinfo=UTC)
    assert some(BERLIN, date(2026, 10, 24), saturday).due_at == saturday + timedelta(hours=25)
    spring = datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert some(BERLIN, date(2026, 3, 28), spring).due_at == spring + timedelta(hours=23)


def test_a_gap_moves_later_and_a_fold_takes_the_first() -> None:
    """Half past two does not exist on 29 March and exists twice on 25 October; each has one drill."""
    half_past_two = Schedule(time(2, 30), "Europe/Berlin")
    assert some(half_past_two, date(2026, 3, 28), MORNING - 240 * ONE_DAY).due_at == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert some(half_past_two, date(2026, 10, 24), MORNING - 30 * ONE_DAY).due_at == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_date_that_a_zone_left_out_has_no_drill() -> None:
    """Samoa had no 30 December 2011; the 29th is followed by the 31st."""
    samoa = Schedule(NINE, "Pacific/Apia")
    found = some(samoa, date(2011, 12, 29), datetime(2011, 12, 29, 20, tzinfo=UTC))
    assert found.local_date == date(2011, 12, 31)


@given(schedules, instants)
def test_dates_and_instants_only_go_forward(schedule: Schedule, now: datetime) -> None:
    """Fired on time, every date of the chosen weekdays comes once, in order, except those that do not exist."""
    due = some(schedule, None, now)
    for _ in range(10):
        following = some(schedule, due.local_date, due.due_at)
        assert following.local_date > due.local_date
        assert following.due_at > due.due_at
        between = [due.local_date + ONE_DAY * n for n in range(1, (following.local_date - due.local_date).days)]
        left_out = [day for day in between if day.weekday() in schedule.weekdays]
        assert all(is_skipped(day, schedule.at, schedule.zone) for day in left_out)
        assert following.local_date.weekday() in schedule.weekdays
        due = following


@given(schedules, instants, st.timedeltas(timedelta(), timedelta(days=40)))
def test_after_a_downtime_what_is_too_late_is_left_out(schedule: Schedule, now: datetime, down: timedelta) -> None:
    """The next one is never more than six hours old, and never one that was used, however long the bot was away."""
    used = some(schedule, None, now)
    found = some(schedule, used.local_date, used.due_at + down)
    assert found.local_date > used.local_date
    assert found.due_at > used.due_at + down - LATENESS
    assert found == some(schedule, used.local_date, min(found.due_at, used.due_at + down))


@given(schedules, schedules, instants)
def test_a_change_never_uses_a_date_twice(before: Schedule, after: Schedule, now: datetime) -> None:
    """Whatever time, weekdays and zone become, the next date is later than the last one, and still to come."""
    used = some(before, None, now)
    found = first_due(after, used.local_date, used.due_at)
    assert found is not None
    assert found.local_date > used.local_date
    assert found.due_at > used.due_at


def test_a_time_that_has_passed_is_not_made_up_for_when_it_is_set() -> None:
    """Choosing nine at noon means tomorrow; a drill that a late start finds is still today's."""
    noon = MORNING + 4 * HOUR
    first = first_due(BERLIN, None, noon)
    assert first is not None
    assert first.local_date == MONDAY + ONE_DAY
    assert some(BERLIN, None, noon).local_date == MONDAY


def test_nothing_is_due_while_off_or_paused() -> None:
    """Off and paused without a date mean nothing at all; a pause with a date ends on that date."""
    assert next_due(stop(BERLIN), None, MORNING) is None
    assert next_due(pause(BERLIN), None, MORNING) is None
    assert resume(pause(BERLIN)) == resume(stop(BERLIN)) == BERLIN
    holiday = pause(BERLIN, MONDAY + 9 * ONE_DAY)
    assert some(holiday, MONDAY, MORNING).local_date == MONDAY + 9 * ONE_DAY
    assert [is_asking(holiday, MONDAY + ONE_DAY * days) for days in (8, 9)] == [False, True]
    assert not is_asking(stop(BERLIN), MONDAY)


def test_a_pause_that_is_over_changes_nothing() -> None:
    """A date in the past holds nothing back."""
    assert next_due(pause(BERLIN, MONDAY - ONE_DAY), None, MORNING) == next_due(BERLIN, None, MORNING)


@pytest.mark.parametrize(
    ("at", "hours"), [(time(9), 6), (time(23), 5), (time(2), 2), (time(3, 30), 1), (time(22), 6)], ids=str
)
def test_what_is_due_may_be_late_within_its_day(at: time, hours: int) -> None:
    """Six hours, but not into the next day (it begins at four), and an hour at least."""
    schedule = Schedule(at, "Europe/Berlin")
    due = some(schedule, None, MORNING)
    assert expiry(due, schedule, 4) == due.due_at + hours * HOUR


@given(schedules, instants, st.integers(0, 23))
def test_what_may_be_late_is_late_by_an_hour_to_six(schedule: Schedule, now: datetime, rollover: int) -> None:
    """Beyond the first hour nothing is sent on another local day than its own."""
    due = some(schedule, None, now)
    until = expiry(due, schedule, rollover)
    assert HOUR <= until - due.due_at <= LATENESS
    last = until - timedelta(seconds=1)
    if last - due.due_at >= HOUR:
        assert local_day(last, schedule.zone, rollover) == local_day(due.due_at, schedule.zone, rollover)


@given(schedules, st.none() | st.dates())
def test_a_schedule_survives_being_kept(schedule: Schedule, until: date | None) -> None:
    """What is written to the database reads back equal."""
    for kept in (schedule, stop(schedule), pause(schedule, until)):
        assert from_json(as_json(kept)) == kept


def test_a_schedule_without_weekdays_cannot_be_made() -> None:
    """It would never come, and a search for its next date would never end."""
    for days in (frozenset[int](), frozenset({7})):
        with pytest.raises(ValueError, match="weekdays"):
            Schedule(NINE, "UTC", days)
