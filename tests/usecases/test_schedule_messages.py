"""What the daily message says, when it is not sent after all, and how it treats those who stay away."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.content.library import Library
from bot.domain.delivery_outcome import Unsure
from bot.intents import (
    ChangeSetting,
    PauseSchedule,
    ResumeSchedule,
    SetSchedule,
    ShowHome,
    ShowSchedule,
    SkipDrill,
    StartDrill,
)
from bot.store import reviews
from tests.store.factories import review
from tests.usecases.conftest import Chat, pressed
from tests.usecases.postbox import DAY, Post, Postbox, due_on, local, person_of

TODAY = date(2026, 3, 10)


@pytest.fixture
def postbox(chat: Chat, library: Library) -> Postbox:
    """Somebody who is asked at one o'clock; it is noon."""
    chat.asks(SetSchedule("13:00"))
    return Postbox(chat, library)


def day(postbox: Postbox, number: int) -> list[Post]:
    """What arrives on the day of that number, 0 for today, until eight in the evening."""
    return postbox.until(local(TODAY + number * DAY, "20:00", "UTC"), timedelta(hours=1))


def drill_once(chat: Chat) -> None:
    """Answer one card."""
    chat.asks(StartDrill("kinds-flip"))
    chat.says("show")
    chat.says("good")


def streak(chat: Chat) -> int:
    """Days in a row, as home says."""
    data: Any = chat.asks(ShowHome()).data
    return int(data["streak"])


def test_it_says_what_waits(postbox: Postbox) -> None:
    """How many due and new, about how long, the weakest step; and what can be done about it."""
    due_on(postbox.chat, TODAY)
    (post,) = day(postbox, 0)
    assert "Today: 1 due and 12 new, about 12 min" in post.text
    assert "Weakest step: " in post.text
    assert [button.label for button in post.screen.buttons] == [
        "Start",
        "In an hour",
        "Tomorrow",
        "Skip today",
        "Settings",
    ]
    assert pressed(post.screen, "settings") == ShowSchedule()
    assert "1 of" in postbox.chat.asks(pressed(post.screen, "drill")).screens[-1].title


def test_it_is_written_when_it_goes_out(postbox: Postbox) -> None:
    """Not when it was planned."""
    postbox.chat.clock.now = local(TODAY, "13:00", "UTC")
    postbox.wake()
    postbox.chat.asks(ChangeSetting("new", "3"))
    assert "Today: 3 new" in postbox.send()[0].text


def test_who_drilled_already_is_not_asked(postbox: Postbox) -> None:
    """Before the hour, and between the timer and the sender; the reason is kept."""
    drill_once(postbox.chat)
    assert day(postbox, 0) == []
    postbox.chat.clock.now = local(TODAY + DAY, "13:00", "UTC")
    postbox.wake()
    drill_once(postbox.chat)
    assert postbox.send() == []
    assert postbox.reasons() == {"2026-03-10": "drilled already", "2026-03-11": "drilled already"}


def test_an_open_drill_is_gone_on_with(postbox: Postbox) -> None:
    """Begun today and not answered: so many cards are left."""
    postbox.chat.asks(StartDrill())
    (post,) = day(postbox, 0)
    assert "Open drill: 12 cards left" in post.text
    assert post.screen.buttons[0].label == "Go on with it"


def test_days_with_nothing_due_hold_the_streak(postbox: Postbox) -> None:
    """They count; a day that was missed ends it."""
    chat = postbox.chat
    drill_once(chat)
    chat.asks(ChangeSetting("new", "0"))
    due_on(chat, TODAY + 9 * DAY)
    for number in (1, 2):
        assert day(postbox, number) == []
    assert streak(chat) == 3
    due_on(chat, TODAY + 3 * DAY)
    assert len(day(postbox, 3)) == 1
    assert streak(chat) == 3
    day(postbox, 4)
    assert streak(chat) == 0
    assert {slot: reason for slot, reason in postbox.reasons().items() if reason == "nothing due"} == {
        "2026-03-11": "nothing due",
        "2026-03-12": "nothing due",
    }


def test_days_without_anything_due_alone_are_no_streak(postbox: Postbox) -> None:
    """Somebody who never answered has none."""
    postbox.chat.asks(ChangeSetting("new", "0"))
    day(postbox, 3)
    assert streak(postbox.chat) == 0


def test_the_next_days_replaces_one_that_nobody_answered(postbox: Postbox) -> None:
    """Also over days with nothing due; one that was answered stays."""
    chat = postbox.chat
    assert [post.replaces for post in day(postbox, 1)] == [None, "m-2026-03-10"]
    chat.asks(ChangeSetting("new", "0"))
    assert day(postbox, 2) == []
    chat.asks(ChangeSetting("new", "12"))
    (post,) = day(postbox, 3)
    assert post.replaces == "m-2026-03-11"
    chat.asks(StartDrill())
    assert day(postbox, 4)[0].replaces is None


def test_a_message_in_doubt_is_owed_still(postbox: Postbox) -> None:
    """No answer from the platform: nothing is counted as unanswered, and nothing is sent again by itself."""
    postbox.outcome = Unsure("timeout")
    assert day(postbox, 0) == []
    kept = postbox.kept("2026-03-10")
    assert kept is not None
    assert kept.state.value == "sending"


def test_the_absent_are_treated_gently(postbox: Postbox) -> None:
    """After three days a smaller set, after seven the question whether to pause; after fourteen it pauses."""
    arrived = day(postbox, 20)
    shown = [({button.word for button in post.screen.buttons} & {"few", "pause", "resume"}) for post in arrived]
    assert shown == [*[set()] * 3, *[{"few"}] * 4, *[{"few", "pause"}] * 7, {"resume"}]
    assert pressed(arrived[3].screen, "few") == StartDrill(limit=5)
    assert pressed(arrived[7].screen, "pause") == PauseSchedule()
    assert "I have paused your daily drill" in arrived[-1].text
    assert "paused until you say resume" in str(postbox.chat.asks(ShowSchedule()).data)


def test_who_comes_back_begins_anew(postbox: Postbox) -> None:
    """Resuming after the pause does not pause again with the next message."""
    arrived = day(postbox, 15)
    postbox.chat.asks(pressed(arrived[-1].screen, "resume"))
    assert isinstance(pressed(arrived[-1].screen, "resume"), ResumeSchedule)
    (post,) = day(postbox, 16)
    assert {button.word for button in post.screen.buttons} >= {"drill", "hour"}
    assert "few" not in {button.word for button in post.screen.buttons}


@pytest.mark.parametrize("sign", ["drill", "skip", "hour", "schedule"])
def test_any_sign_of_life_counts(postbox: Postbox, sign: str) -> None:
    """Who drills, skips, puts off or changes the time is not absent."""
    chat = postbox.chat
    day(postbox, 4)
    if sign == "drill":
        chat.asks(StartDrill())
    elif sign == "skip":
        chat.asks(SkipDrill(postbox.posts[-1].delivery.slot))
    elif sign == "hour":
        chat.asks(pressed(postbox.posts[-1].screen, "hour"))
    else:
        chat.asks(SetSchedule("13:30"))
    assert "few" not in {button.word for button in day(postbox, 5)[-1].screen.buttons}


def test_answers_from_elsewhere_count_as_well(postbox: Postbox) -> None:
    """Who drills with another account of theirs is not absent, though nobody touched the messages."""
    day(postbox, 4)
    person = person_of(postbox.chat)
    with postbox.chat.database.transaction("local") as tx:
        reviews.append(tx, person, review(local_day=TODAY + 4 * DAY))
    assert "few" not in {button.word for button in day(postbox, 5)[-1].screen.buttons}


def test_a_missed_one_is_answerable_on_demand(postbox: Postbox) -> None:
    """The next day its button still begins the drill of that day."""
    (post,) = day(postbox, 0)
    postbox.chat.clock.now += DAY
    assert "1 of" in postbox.chat.asks(pressed(post.screen, "drill")).screens[-1].title
