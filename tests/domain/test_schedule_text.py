"""Schedules as people type them."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import EVERY_DAY, Schedule, pause
from bot.domain.schedule_text import BadSchedule, parse, show
from tests.domain.test_schedule import schedules

WORKDAYS, WEEKEND = frozenset(range(5)), frozenset({5, 6})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:00 weekdays Europe/Berlin", "09:00 weekdays Europe/Berlin"),
        ("9am mon,wed", "09:00 mon,wed UTC"),
        ("9am Mon, Wed", "09:00 mon,wed UTC"),
        ("9 a.m. every weekday New York", "09:00 weekdays America/New_York"),
        ("at 8:30 PM on mon - fri in berlin", "20:30 weekdays Europe/Berlin"),
        ("9.15 fri-mon", "09:15 mon,fri,sat,sun UTC"),
        ("noon weekends", "12:00 weekends UTC"),
        ("0:00 every day", "00:00 daily UTC"),
        ("12am", "00:00 daily UTC"),
        ("9 tuesdays thurs asia/tokyo", "09:00 tue,thu Asia/Tokyo"),
        ("07:00 america/argentina/buenos_aires", "07:00 daily America/Argentina/Buenos_Aires"),
        ("7 etc/gmt-3", "07:00 daily Etc/GMT-3"),
        ("9am mon–fri", "09:00 weekdays UTC"),
        ("9am port-au-prince", "09:00 daily America/Port-au-Prince"),
    ],
)
def test_people_write_schedules_in_many_ways(typed: str, meant: str) -> None:
    """Time, days and zone in any order and in the usual spellings."""
    assert show(parse(typed, None, "UTC")) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "needs a time"),
        ("weekdays", "needs a time"),
        ("25:00", "'25:00' is no time of the day"),
        ("13pm", "'13pm' is no time"),
        ("9:5", "no time"),
        ("9 10", "two times"),
        ("9am weekdys", "no day 'weekdys'. Did you mean weekdays"),
        ("9am munday", "or monday"),
        ("9am mon,xyz", "no day 'xyz'"),
        ("9am Europe/Belin", "Did you mean Europe/Berlin"),
        ("9am Atlantis", "no time zone named 'Atlantis'"),
        ("9am +02:00", "summer time. Name a city"),
        ("9am gmt+3", "summer time"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_may_be_meant(typed: str, said: str) -> None:
    """Each error names the word, and a next step."""
    with pytest.raises(BadSchedule) as caught:
        parse(typed, None, "UTC")
    assert said in str(caught.value)
    assert caught.value.next_step


def test_what_is_left_out_stays_as_it_is() -> None:
    """A new time keeps the days and the zone; new days keep the time; setting anything ends a pause."""
    given_ = pause(Schedule(time(7, 30), "Asia/Tokyo", WEEKEND), date(2026, 12, 1))
    assert parse("9am", given_, "UTC") == Schedule(time(9), "Asia/Tokyo", WEEKEND)
    assert parse("daily", given_, "UTC") == Schedule(time(7, 30), "Asia/Tokyo", EVERY_DAY)
    assert parse("Berlin", given_, "UTC") == Schedule(time(7, 30), "Europe/Berlin", WEEKEND)


@given(schedules)
def test_what_is_shown_can_be_typed_back(schedule: Schedule) -> None:
    """Copying one's schedule from the screen changes nothing."""
    assert parse(show(schedule), None, "UTC") == schedule


@given(st.text(alphabet="0123456789:.,-+ apmondaywekt/é\0", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing that can be typed fails in another way."""
    with suppress(BadSchedule):
        assert parse(text, None, "UTC").weekdays
