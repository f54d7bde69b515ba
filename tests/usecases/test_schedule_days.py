"""Day by day through changes of the clock: exactly one message on each day that has something due, and none else."""

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.content.library import Library
from bot.intents import ChangeSetting, FollowZone, SetSchedule
from tests.usecases.conftest import Chat
from tests.usecases.postbox import DAY, Postbox, due_on, local

CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),  # 02:00 becomes 03:00
    ("America/New_York", date(2026, 11, 1)),  # 02:00 becomes 01:00
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour back
]
WALLS = ["09:00", "02:15", "01:45"]
IDLE = {2, 5}  # days of a week without anything due


@pytest.fixture
def postbox(chat: Chat, library: Library) -> Postbox:
    """Somebody who asked for nothing yet."""
    return Postbox(chat, library)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("wall", WALLS)
def test_a_week_around_a_change_of_the_clock(postbox: Postbox, zone: str, change: date, wall: str) -> None:
    """One message a date at the wall time, which a gap moves later; days with nothing due have none, and say so."""
    chat, first = postbox.chat, change - 3 * DAY
    chat.clock.now = local(first - DAY, "23:00", zone)
    chat.asks(ChangeSetting("new", "0"))
    chat.asks(SetSchedule(f"{wall} daily {zone}"))
    for number in range(7):
        day = first + number * DAY
        has_something = number not in IDLE
        due_on(chat, day - DAY if has_something else day + 30 * DAY)
        arrived = postbox.until(local(day, "23:00", zone))
        assert len(arrived) == has_something, day
        if has_something:
            at = arrived[0].at.astimezone(ZoneInfo(zone))
            assert (arrived[0].delivery.slot, at.date()) == (day.isoformat(), day)
            assert at - local(day, wall, zone) < timedelta(minutes=60)
            assert at.time() >= time.fromisoformat(wall)
    assert postbox.reasons() == {(first + number * DAY).isoformat(): "nothing due" for number in IDLE}


def test_only_the_chosen_weekdays_ask(postbox: Postbox) -> None:
    """Two weeks of Mondays and Wednesdays."""
    postbox.chat.asks(SetSchedule("09:00 mon,wed"))
    arrived = postbox.until(local(date(2026, 3, 24), "12:00", "UTC"))
    assert [post.delivery.slot[-2:] for post in arrived] == ["11", "16", "18", "23"]


@pytest.mark.parametrize("zones", [("Asia/Tokyo", "America/Los_Angeles"), ("America/Los_Angeles", "Asia/Tokyo")])
def test_who_flies_never_gets_two_for_a_date(postbox: Postbox, zones: tuple[str, str]) -> None:
    """After each landing the next one is after the last date that was used; at most one date is missed by flying."""
    chat, there = postbox.chat, zones
    chat.asks(FollowZone(there[0]))
    chat.asks(SetSchedule("09:00"))
    postbox.until(chat.clock.now + 2 * DAY)
    chat.asks(FollowZone(there[1]))
    postbox.until(chat.clock.now + 2 * DAY)
    chat.asks(FollowZone(there[0]))
    postbox.until(chat.clock.now + 2 * DAY)
    slots = [date.fromisoformat(post.delivery.slot) for post in postbox.posts]
    assert {later - earlier for earlier, later in pairwise(slots)} <= {DAY, 2 * DAY}
    assert len(slots) >= 5


def test_who_lands_after_the_hour_still_gets_todays(postbox: Postbox) -> None:
    """At eight in New York it is past two in Berlin: less than six hours late there."""
    chat = postbox.chat
    chat.clock.now = local(date(2026, 4, 1), "08:00", "America/New_York") - DAY
    chat.asks(FollowZone("America/New_York"))
    chat.asks(SetSchedule("09:00"))
    postbox.until(chat.clock.now + DAY)
    chat.asks(FollowZone("Europe/Berlin"))
    assert [post.delivery.slot for post in postbox.tick()] == ["2026-04-01"]
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + DAY)] == ["2026-04-02"]


def test_what_a_long_downtime_made_late_is_skipped(postbox: Postbox) -> None:
    """Within six hours it is sent; after that it is kept as skipped, and the next one comes at its time."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    chat.clock.now = local(date(2026, 3, 11), "14:59", "UTC")
    assert [post.delivery.slot for post in postbox.tick()] == ["2026-03-11"]
    chat.clock.now = local(date(2026, 3, 12), "15:01", "UTC")
    assert postbox.tick() == []
    assert postbox.reasons() == {"2026-03-12": "late"}
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + DAY)] == ["2026-03-13"]


def test_what_was_owed_in_time_and_could_not_be_sent_is_late_too(postbox: Postbox) -> None:
    """The platform was away for seven hours."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    chat.clock.now = local(date(2026, 3, 11), "09:00", "UTC")
    postbox.wake()
    chat.clock.now = local(date(2026, 3, 11), "16:00", "UTC")
    assert postbox.send() == []
    assert postbox.reasons() == {"2026-03-11": "late"}
