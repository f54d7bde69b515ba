"""Local days and wall times, also where clocks and dates jump."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    day_start,
    instant_of,
    is_skipped,
    local_day,
    local_time,
    next_day_with,
    zone_named,
)
from bot.domain.errors import BotError

ONE_DAY = timedelta(days=1)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(), LAST - FIRST).map(lambda passed: FIRST + passed)


def test_the_day_goes_on_until_the_rollover_hour() -> None:
    """With a day that begins at 04:00, half past one at night still belongs to the day before."""
    late = datetime(2026, 11, 24, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert local_day(late, "Europe/Berlin", 4) == date(2026, 11, 23)
    assert local_day(late, "Europe/Berlin", 1) == date(2026, 11, 24)


def test_the_same_instant_belongs_to_each_zones_own_day() -> None:
    """One instant is Monday in Los Angeles and Tuesday in Tokyo."""
    now = datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert local_day(now, "America/Los_Angeles", 4) == date(2026, 11, 23)
    assert local_day(now, "Asia/Tokyo", 4) == date(2026, 11, 24)


@given(instants, st.sampled_from(ZONES), st.integers(0, 23))
def test_a_local_day_holds_its_instants_and_no_others(now: datetime, zone: str, rollover: int) -> None:
    """Every instant lies between the start of its local day and the start of the next, in every zone and year."""
    day = local_day(now, zone, rollover)
    assert day_start(day, zone, rollover) <= now < day_start(day + ONE_DAY, zone, rollover)


def test_a_day_that_a_clock_sets_back_over_midnight_does_not_begin_twice() -> None:
    """St. John's went from 00:01 back to 23:01: that second hour before midnight is no second 6 November."""
    again_before_midnight = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)
    assert local_time(again_before_midnight, "America/St_Johns").date() == date(2010, 11, 6)
    assert local_day(again_before_midnight, "America/St_Johns", 0) == date(2010, 11, 7)


def test_the_first_hours_after_a_left_out_date_belong_to_the_day_before_it() -> None:
    """In Samoa the night before 31 December 2011, 04:00, belongs to the 29th: the 30th never was."""
    night = datetime(2011, 12, 30, 13, 0, tzinfo=UTC)
    assert local_time(night, "Pacific/Apia") == datetime(2011, 12, 31, 3, 0, tzinfo=ZoneInfo("Pacific/Apia"))
    assert local_day(night, "Pacific/Apia", 4) == date(2011, 12, 29)


@given(instants, st.sampled_from(ZONES), st.integers(0, 23), st.timedeltas(timedelta(), timedelta(days=3)))
def test_local_days_never_go_back(now: datetime, zone: str, rollover: int, later: timedelta) -> None:
    """A later instant is never in an earlier local day, not even while a clock is set back over midnight."""
    assert local_day(now, zone, rollover) <= local_day(now + later, zone, rollover)


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_starts_in_itself(zone: str) -> None:
    """Over 2026 to 2028 the start of a day belongs to it, and days last between 22 and 26 hours."""
    for number in range(3 * 365):
        day = date(2026, 1, 1) + number * ONE_DAY
        assert local_day(day_start(day, zone, 2), zone, 2) == day
        length = day_start(day + ONE_DAY, zone, 2) - day_start(day, zone, 2)
        assert timedelta(hours=22) <= length <= timedelta(hours=26)


def test_a_wall_time_in_a_gap_moves_later_and_one_that_comes_twice_is_the_first() -> None:
    """On the nights when New York changes its clocks, 02:30 becomes 03:30 and 01:30 is the one in summer time."""
    spring = instant_of(date(2026, 3, 8), time(2, 30), "America/New_York")
    assert local_time(spring, "America/New_York").time() == time(3, 30)
    autumn = instant_of(date(2026, 11, 1), time(1, 30), "America/New_York")
    assert autumn == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_date_that_a_zone_left_out_is_skipped() -> None:
    """Samoa had no 30 December 2011: nothing falls on it, and what would is on the next day, once."""
    left_out = date(2011, 12, 30)
    assert is_skipped(left_out, time(9), "Pacific/Apia")
    assert not is_skipped(left_out, time(9), "Europe/Berlin")
    assert next_day_with(left_out - ONE_DAY, time(9), "Pacific/Apia") == left_out + ONE_DAY


def test_the_next_day_is_one_of_the_weekdays_asked_for() -> None:
    """After a Monday, the next of Monday and Friday is the Friday, and of Monday alone a week later."""
    monday = date(2026, 11, 23)
    assert next_day_with(monday, time(9), "UTC", frozenset({0, 4})) == date(2026, 11, 27)
    assert next_day_with(monday, time(9), "UTC", frozenset({0})) == date(2026, 11, 30)
    with pytest.raises(ValueError, match="weekday"):
        next_day_with(monday, time(9), "UTC", frozenset())


def test_an_instant_without_a_zone_is_refused() -> None:
    """A naive datetime is a mistake of ours and raises ValueError instead of a guess."""
    with pytest.raises(ValueError, match="zone"):
        local_day(datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None), "UTC", 4)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" new york ", "America/New_York"),
        ("Kolkata", "Asia/Kolkata"),
        ("utc", "UTC"),
    ],
)
def test_zones_are_found_by_name_and_by_city(typed: str, name: str) -> None:
    """Case, spaces and a missing continent do not matter."""
    assert zone_named(typed) == name


@pytest.mark.parametrize(("typed", "nearest"), [("Londn", "Europe/London"), ("Europe/Berln", "Europe/Berlin")])
def test_an_unknown_zone_is_answered_with_the_nearest_names(typed: str, nearest: str) -> None:
    """A typing error in a zone raises a BotError whose next step names the zone that was meant."""
    with pytest.raises(BotError, match=typed) as raised:
        zone_named(typed)
    assert nearest in raised.value.next_step


@pytest.mark.parametrize("typed", ["", "../../etc/passwd", "x" * 5000, "\x00"])
def test_nonsense_is_no_zone(typed: str) -> None:
    """Empty, long and hostile texts are refused like any other unknown name, in a short sentence."""
    with pytest.raises(BotError) as raised:
        zone_named(typed)
    assert len(raised.value.message) < 200
