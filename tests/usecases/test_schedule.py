"""What somebody can say about the schedule, and what is kept of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.content.library import Library
from bot.domain.errors import BotError
from bot.intents import (
    ChangeSetting,
    ExportAll,
    FollowZone,
    ForgetMe,
    PauseSchedule,
    Place,
    ResumeSchedule,
    SendNow,
    SetSchedule,
    ShowHome,
    ShowSchedule,
    ShowSettings,
    SkipDrill,
    SnoozeDrill,
    SnoozeUntil,
    StartDrill,
    StopSchedule,
    Surface,
)
from bot.store import people
from tests.usecases.conftest import Chat, pressed, text_of
from tests.usecases.postbox import DAY, Postbox, local, person_of


@pytest.fixture
def postbox(chat: Chat, library: Library) -> Postbox:
    """Somebody who asked for nothing yet; it is noon of Tuesday, 10 March 2026, by their clock too."""
    return Postbox(chat, library)


def scheduled(chat: Chat) -> dict[str, Any]:
    """What the page says."""
    data: Any = chat.asks(ShowSchedule()).data
    return dict(data)


def test_nobody_is_asked_unasked(postbox: Postbox) -> None:
    """Who only drills hears nothing by itself, and has no timer."""
    postbox.chat.asks(StartDrill())
    assert scheduled(postbox.chat) == {"schedule": None, "shown": "never unasked", "next": None}
    assert postbox.until(postbox.chat.clock.now + 2 * DAY) == []
    assert postbox.timer() is None


def test_a_schedule_is_set_as_it_is_typed(chat: Chat) -> None:
    """Time, days and zone; what is left out stays, and the next one is said."""
    assert "Next: tomorrow at 09:00" in chat.says("schedule 9am weekdays europe/berlin")
    assert scheduled(chat)["schedule"] == "09:00 weekdays Europe/Berlin"
    chat.says("schedule set 18:30")
    assert scheduled(chat)["schedule"] == "18:30 weekdays Europe/Berlin"
    assert datetime.fromisoformat(scheduled(chat)["next"]) == local(date(2026, 3, 10), "18:30", "Europe/Berlin")


def test_settings_and_schedule_are_one(chat: Chat) -> None:
    """Each changes what the other shows; there is no second time and no second zone."""
    chat.asks(ChangeSetting("drill-at", "8"))
    assert scheduled(chat)["schedule"] == "08:00 daily UTC"
    chat.asks(ChangeSetting("drill-days", "mon,wed"))
    chat.asks(ChangeSetting("zone", "Asia/Tokyo"))
    assert scheduled(chat)["schedule"] == "08:00 mon,wed Asia/Tokyo"
    chat.asks(SetSchedule("07:15 weekends Europe/Berlin"))
    shown: Any = chat.asks(ShowSettings()).data
    assert [shown[name] for name in ("drill-at", "drill-days", "zone", "follow-zone")] == [
        "07:15",
        "weekends",
        "Europe/Berlin",
        "off",
    ]
    chat.asks(ChangeSetting("drill-at", "off"))
    assert scheduled(chat)["schedule"] is None


def test_home_tells_the_schedule(chat: Chat) -> None:
    """In one line, with its pause."""
    assert "I write first: never unasked" in text_of(chat.asks(ShowHome()).screens[0])
    chat.asks(SetSchedule("09:00 weekdays"))
    assert "I write first: 09:00 weekdays\n" in text_of(chat.asks(ShowHome()).screens[0])
    chat.asks(PauseSchedule("2026-12-24"))
    assert "I write first: 09:00 weekdays, paused until 24 December 2026" in text_of(chat.asks(ShowHome()).screens[0])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("schedule", "never write first"),
        ("schedule 25:00", "no time of the day"),
        ("schedule 9:00 mondey", "monday"),
        ("schedule 09:00 Europe/Berlim", "Europe/Berlin"),
        ("schedule 09:00 +02:00", "summer time"),
        ("schedule weekdays", "needs a time"),
        ("schedule pause", "Say when"),
        ("schedule resume now", "stands alone"),
    ],
)
def test_bad_input_says_what_would_do(chat: Chat, typed: str, said: str) -> None:
    """And changes nothing."""
    if typed == "schedule":
        assert said in chat.says(typed)
    else:
        with pytest.raises(BotError, match=said):
            chat.says(typed)
    assert scheduled(chat)["schedule"] is None


@pytest.mark.parametrize("until", ["2026-03-10", "2026-03-09", "2028-01-01", "2026-02-30", "soon", "x" * 300])
def test_a_pause_ends_on_a_day_to_come(chat: Chat, until: str) -> None:
    """Within a year; anything else is refused and changes nothing."""
    chat.asks(SetSchedule("09:00"))
    with pytest.raises(BotError, match="2026-12-24, monday, tomorrow or 2 weeks"):
        chat.asks(PauseSchedule(until))
    assert scheduled(chat)["shown"] == "09:00 daily"


@pytest.mark.parametrize(
    ("until", "begins"),
    [("until 2026-03-13", "13"), ("tomorrow", "11"), ("tuesday", "17"), ("for 2 weeks", "24"), ("in 3 days", "13")],
)
def test_a_pause_with_an_end_ends_by_itself(postbox: Postbox, until: str, begins: str) -> None:
    """The first message is that of the day named."""
    postbox.chat.asks(SetSchedule("09:00"))
    postbox.chat.asks(PauseSchedule(until))
    arrived = postbox.until(local(date(2026, 3, 25), "08:00", "UTC"))
    assert arrived[0].delivery.slot == f"2026-03-{begins}"


def test_a_pause_lasts_until_it_is_said(postbox: Postbox) -> None:
    """Nothing comes meanwhile, and nothing is made up for afterwards."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    chat.says("schedule pause")
    assert scheduled(chat)["next"] is None
    assert postbox.until(chat.clock.now + 5 * DAY) == []
    chat.says("schedule resume")
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + DAY)] == ["2026-03-16"]


def test_off_is_off(postbox: Postbox) -> None:
    """Nothing comes; resuming says that there is nothing to resume; the days are kept."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00 weekdays"))
    chat.asks(StopSchedule())
    assert postbox.until(chat.clock.now + 2 * DAY) == []
    with pytest.raises(BotError, match="schedule 09:00 weekdays"):
        chat.asks(ResumeSchedule())
    chat.asks(SetSchedule("10:00"))
    assert scheduled(chat)["schedule"] == "10:00 weekdays UTC"


@pytest.mark.parametrize("stop", [PauseSchedule(), StopSchedule()])
def test_what_is_owed_already_is_not_sent_after_a_stop(postbox: Postbox, stop: PauseSchedule | StopSchedule) -> None:
    """The last word counts, also in the second before it would go out."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    chat.clock.now = local(date(2026, 3, 11), "09:00", "UTC")
    postbox.wake()
    chat.asks(stop)
    assert postbox.send() == []
    assert postbox.reasons() == {"2026-03-11": "not wanted"}


def test_a_date_is_used_once_however_often_the_time_changes(postbox: Postbox) -> None:
    """Set later again after today's came, off and on again: today stays used."""
    chat = postbox.chat
    chat.asks(SetSchedule("12:30"))
    assert len(postbox.until(local(date(2026, 3, 10), "13:00", "UTC"))) == 1
    for text in ("14:00", "off", "15:00"):
        chat.asks(SetSchedule(text))
    assert "Next: tomorrow at 15:00" in chat.says("schedule")
    assert postbox.until(local(date(2026, 3, 11), "08:00", "UTC")) == []


def test_a_time_that_has_passed_today_is_not_made_up_for(postbox: Postbox) -> None:
    """It is noon: nine o'clock is tomorrow's, also when the profile's zone is told right afterwards."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    chat.asks(FollowZone("Europe/Berlin"))
    assert postbox.tick() == []
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + DAY)] == ["2026-03-11"]


def test_skipping_before_the_hour_sends_nothing_today(postbox: Postbox) -> None:
    """It is kept as not wanted, and tomorrow's comes."""
    chat = postbox.chat
    chat.asks(SetSchedule("18:00"))
    assert "Next: tomorrow at 18:00" in chat.says("schedule skip")
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + 2 * DAY)] == ["2026-03-11"]
    assert postbox.reasons() == {"2026-03-10": "not wanted"}


def test_skipping_what_is_owed_takes_it_back(postbox: Postbox) -> None:
    """Between the timer and the sender."""
    chat = postbox.chat
    chat.asks(SetSchedule("13:00"))
    chat.clock.now = local(date(2026, 3, 10), "13:00", "UTC")
    postbox.wake()
    chat.asks(SkipDrill())
    assert postbox.send() == []
    assert postbox.reasons() == {"2026-03-10": "not wanted"}


def test_now_comes_instead_of_its_hour(postbox: Postbox) -> None:
    """The message is shown at once, and not sent again today."""
    chat = postbox.chat
    chat.asks(SetSchedule("18:00"))
    screen = chat.asks(SendNow()).screens[0]
    assert screen.title == "Your drill for today"
    assert pressed(screen, "drill") == StartDrill()
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + 2 * DAY)] == ["2026-03-11"]
    assert postbox.reasons() == {"2026-03-10": "shown on demand"}


def test_now_without_a_schedule_begins_the_drill(chat: Chat) -> None:
    """There is nothing to put off."""
    assert chat.asks(SendNow()).screens[-1].leave is not None


def test_an_hour_later_it_asks_again(postbox: Postbox) -> None:
    """As often as wanted; the message that it replaces was answered by that and stays."""
    chat = postbox.chat
    chat.asks(SetSchedule("13:00"))
    post = postbox.until(local(date(2026, 3, 10), "13:00", "UTC"))[0]
    for hour in (14, 15):
        assert f"I ask again today at {hour}:00" in text_of(chat.asks(pressed(post.screen, "hour")).screens[0])
        (post,) = postbox.until(local(date(2026, 3, 10), f"{hour}:30", "UTC"))
        chat.clock.now = local(date(2026, 3, 10), f"{hour}:00", "UTC")
    assert [post.delivery.slot for post in postbox.posts] == ["2026-03-10", "2026-03-10~1", "2026-03-10~2"]
    assert {post.replaces for post in postbox.posts} == {None}
    assert postbox.timer("again") is None


def test_a_second_press_of_the_same_button_asks_once(postbox: Postbox) -> None:
    """The later press counts."""
    chat = postbox.chat
    chat.asks(SetSchedule("13:00"))
    post = postbox.until(local(date(2026, 3, 10), "13:00", "UTC"))[0]
    chat.asks(pressed(post.screen, "hour"))
    chat.clock.now = local(date(2026, 3, 10), "13:30", "UTC")
    chat.asks(pressed(post.screen, "hour"))
    assert [post.at.hour for post in postbox.until(local(date(2026, 3, 10), "20:00", "UTC"))] == [14]


def test_tomorrow_is_tomorrow_whatever_its_weekday(postbox: Postbox) -> None:
    """On Fridays somebody who is asked on weekdays may have it on Saturday, and then on Monday as usual."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00 weekdays"))
    post = postbox.until(local(date(2026, 3, 13), "12:00", "UTC"))[-1]
    assert "tomorrow at 09:00" in text_of(chat.asks(pressed(post.screen, "tomorrow")).screens[0])
    arrived = postbox.until(local(date(2026, 3, 16), "12:00", "UTC"))
    assert [post.delivery.slot for post in arrived] == ["2026-03-14", "2026-03-16"]


def test_tomorrow_on_a_day_before_a_drill_changes_nothing(postbox: Postbox) -> None:
    """It comes anyway, once."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    post = postbox.until(local(date(2026, 3, 11), "12:00", "UTC"))[-1]
    chat.asks(pressed(post.screen, "tomorrow"))
    assert postbox.timer("again") is None
    assert len(postbox.until(local(date(2026, 3, 12), "20:00", "UTC"))) == 1


def test_what_comes_earlier_anyway_replaces_a_snooze(postbox: Postbox) -> None:
    """Half an hour before today's, yesterday's message is put off: today's is said, and it alone comes."""
    chat = postbox.chat
    chat.asks(SetSchedule("09:00"))
    post = postbox.until(local(date(2026, 3, 11), "12:00", "UTC"))[-1]
    postbox.until(local(date(2026, 3, 12), "08:30", "UTC"))
    assert "today at 09:00" in text_of(chat.asks(pressed(post.screen, "hour")).screens[0])
    assert len(postbox.until(local(date(2026, 3, 12), "20:00", "UTC"))) == 1


def test_an_old_messages_hour_brings_todays_forward(postbox: Postbox) -> None:
    """In the morning, yesterday's message: it asks in an hour, and not once more in the evening."""
    chat = postbox.chat
    chat.asks(SetSchedule("20:00"))
    post = postbox.until(local(date(2026, 3, 10), "20:00", "UTC"))[-1]
    chat.clock.now = local(date(2026, 3, 11), "08:00", "UTC")
    chat.asks(pressed(post.screen, "hour"))
    arrived = postbox.until(local(date(2026, 3, 12), "08:00", "UTC"))
    assert [(post.delivery.slot, post.at.hour) for post in arrived] == [("2026-03-11", 9)]


def test_skipping_takes_what_was_put_off_along(postbox: Postbox) -> None:
    """An hour later would be today, too."""
    chat = postbox.chat
    chat.asks(SetSchedule("13:00"))
    post = postbox.until(local(date(2026, 3, 10), "13:00", "UTC"))[-1]
    chat.asks(pressed(post.screen, "hour"))
    chat.asks(pressed(post.screen, "skip"))
    assert [post.delivery.slot for post in postbox.until(chat.clock.now + DAY)] == ["2026-03-11"]


@pytest.mark.parametrize(("wall", "hours"), [(time(15), [15]), (time(11), [13]), (None, [])])
def test_the_settings_have_the_last_word(postbox: Postbox, wall: time | None, hours: list[int]) -> None:
    """A timer that was set for another hour, as from another account, follows them when it wakes."""
    chat = postbox.chat
    chat.asks(SetSchedule("13:00"))
    with chat.database.transaction(chat.who.tenant) as tx:
        found = people.find_or_create(tx, "slack", chat.who.tenant, chat.who.account)
        people.save_settings(tx, found.person_id, replace(found.settings, drill_at=wall))
    assert [post.at.hour for post in postbox.until(local(date(2026, 3, 10), "20:00", "UTC"))] == hours


def test_what_was_put_off_past_the_next_one_is_left_out(postbox: Postbox) -> None:
    """Put off over midnight, and then asked for at ten past: that one alone comes."""
    chat = postbox.chat
    chat.asks(SetSchedule("23:30"))
    post = postbox.until(local(date(2026, 3, 10), "23:30", "UTC"))[-1]
    chat.asks(pressed(post.screen, "hour"))
    chat.asks(SetSchedule("00:10"))
    arrived = postbox.until(local(date(2026, 3, 11), "12:00", "UTC"), timedelta(minutes=10))
    assert [post.delivery.slot for post in arrived] == ["2026-03-11"]


@pytest.mark.parametrize("slot", ["", "yesterday", "2026-13-01", "~1"])
def test_a_button_that_says_nothing_is_refused(chat: Chat, slot: str) -> None:
    """A changed button changes nothing."""
    chat.asks(SetSchedule("09:00"))
    with pytest.raises(BotError, match="nothing any more"):
        chat.asks(SnoozeDrill(slot, SnoozeUntil.HOUR))


def test_old_buttons_of_somebody_who_paused_say_so(chat: Chat) -> None:
    """A snooze would ask again, which is not wanted."""
    chat.asks(SetSchedule("09:00"))
    chat.asks(PauseSchedule())
    for intent in (SnoozeDrill("2026-03-10"), SkipDrill("2026-03-10")):
        with pytest.raises(BotError, match="schedule resume"):
            chat.asks(intent)


def test_another_persons_day_is_not_theirs_to_skip(postbox: Postbox) -> None:
    """Buttons name a date: whose it is follows from who presses."""
    chat, bob = postbox.chat, postbox.chat.other("U2")
    for each in (chat, bob):
        each.asks(SetSchedule("18:00"))
    bob.asks(SkipDrill("2026-03-10"))
    assert [post.delivery.recipient for post in postbox.until(chat.clock.now + DAY / 2)] == [person_of(chat)]


def test_a_terminal_sets_no_timer(postbox: Postbox) -> None:
    """It keeps the time, and says that a chat is needed."""
    chat, at_a_prompt = postbox.chat, Place(Surface.TERMINAL)
    screen = chat.asks(SetSchedule("13:00"), at_a_prompt).screens[0]
    assert "where you meet me in a chat" in text_of(screen)
    assert postbox.timer() is None


def test_a_time_that_an_older_version_kept_is_used(postbox: Postbox) -> None:
    """It has no timer until the person looks at their day."""
    chat = postbox.chat
    with chat.database.transaction(chat.who.tenant) as tx:
        found = people.find_or_create(tx, "slack", chat.who.tenant, chat.who.account)
        people.save_settings(tx, found.person_id, replace(found.settings, drill_at=time(13)))
    chat.asks(ShowHome())
    assert [post.at.hour for post in postbox.until(local(date(2026, 3, 10), "20:00", "UTC"))] == [13]


def test_who_is_forgotten_is_asked_no_more(postbox: Postbox) -> None:
    """Timer and messages go with the person; an export tells of them before."""
    chat = postbox.chat
    chat.asks(SetSchedule("13:00"))
    postbox.until(local(date(2026, 3, 10), "14:00", "UTC"))
    kept: Any = chat.asks(ExportAll()).data
    assert [(row["slot"], row["state"]) for row in kept["messages"]] == [("2026-03-10", "sent")]
    chat.asks(ForgetMe(confirmed=True))
    assert postbox.until(chat.clock.now + 2 * DAY) == []


def test_the_account_that_set_it_last_is_asked(postbox: Postbox) -> None:
    """Two workspaces, two persons: each at their own account."""
    chat = postbox.chat
    elsewhere = chat.other("U7", "slack:T2")
    for each in (chat, elsewhere):
        each.asks(SetSchedule("13:00"))
    arrived = postbox.until(local(date(2026, 3, 10), "14:00", "UTC"))
    assert {(post.delivery.tenant, post.delivery.address) for post in arrived} == {
        ("slack:T1", "U1"),
        ("slack:T2", "U7"),
    }
