"""The schedule as it is typed, in a terminal and in a chat."""

import pytest

from bot.commands import BadCommand, exactly, parse
from bot.domain.errors import BotError
from bot.intents import (
    Intent,
    PauseSchedule,
    ResumeSchedule,
    SendNow,
    SetSchedule,
    ShowSchedule,
    SkipDrill,
    StopSchedule,
)
from tests.conversations.conftest import Desk


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("schedule", ShowSchedule()),
        ("schedule 09:00", SetSchedule("09:00")),
        ("schedule set 09:00 weekdays Europe/Berlin", SetSchedule("09:00 weekdays Europe/Berlin")),
        ("schedule 9am mon, wed New York", SetSchedule("9am mon, wed New York")),
        ("schedule every day at noon", SetSchedule("every day at noon")),
        ("schedule set", SetSchedule("")),
        ("schedule pause", PauseSchedule()),
        ("schedule pause until 2026-12-24", PauseSchedule("until 2026-12-24")),
        ("schedule resume", ResumeSchedule()),
        ("schedule off", StopSchedule()),
        ("schedule now", SendNow()),
        ("schedule skip", SkipDrill()),
    ],
)
def test_set_may_be_left_out(typed: str, meant: Intent) -> None:
    """Whatever is no word of the command itself is a time."""
    assert parse(typed) == meant


@pytest.mark.parametrize("word", ["resume", "off", "now", "skip"])
def test_words_that_stand_alone_take_nothing(word: str) -> None:
    """What follows would be lost without a word."""
    with pytest.raises(BadCommand, match="stands alone"):
        parse(f"schedule {word} tomorrow")


def test_a_line_in_a_chat_is_a_command_only_as_a_whole() -> None:
    """While a card is open, an answer that begins alike stays an answer."""
    assert exactly("schedule pause") == PauseSchedule()
    assert exactly("schedule backfills before the nightly job") is None


def test_the_whole_way_at_a_prompt(desk: Desk) -> None:
    """Set, pause, resume, skip, off: each says where that leaves one."""
    assert "I never write first" in desk.says("schedule")
    assert "I write first: 09:00 weekdays\nTime zone: Europe/Berlin" in desk.says("schedule 9 am weekdays")
    assert "09:00 weekdays, paused until 24 December 2026" in desk.says("schedule pause until 2026-12-24")
    assert "paused until you say resume" in desk.says("schedule pause")
    assert "paused" not in desk.says("schedule resume")
    assert "What is due stays due." in desk.says("schedule skip")
    assert "I never write first" in desk.says("schedule off")
    assert "08:30 weekdays" in desk.says("schedule", "when 8:30", "quit")
    assert "paused" in desk.says("schedule", "pause", "quit")


def test_todays_drill_can_be_had_now(desk: Desk) -> None:
    """The message as it would come, and the drill behind it."""
    desk.says("schedule 18:00")
    printed = desk.says("schedule now", "", "quit")
    assert "Your drill for today" in printed
    assert "== 1 of " in printed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("schedule 09:00 mondey", "monday"),
        ("schedule 25:61", "09:00 weekdays"),
        ("schedule noonish", "needs a time|no time zone"),
        ("schedule pause", "schedule 09:00 weekdays"),
        ("schedule resume", "schedule 09:00 weekdays"),
        ("schedule skip", "schedule 09:00 weekdays"),
    ],
)
def test_bad_input_says_what_would_do(desk: Desk, typed: str, said: str) -> None:
    """With an example or the nearest word."""
    with pytest.raises(BotError, match=said):
        desk.says(typed)
