"""The overview, what is kept, taking it along, and being forgotten: at the terminal."""

import json
import re
from typing import Any

import pytest

from bot.commands import BadCommand, parse
from bot.intents import (
    Actor,
    ExportAll,
    ExportReviews,
    ForgetMe,
    Place,
    Request,
    ShowHome,
    ShowPrivacy,
    StartDrill,
    StartScenario,
    Surface,
)
from tests.conversations.conftest import Desk


def everything(desk: Desk) -> dict[str, Any]:
    """The exported file."""
    kept: dict[str, Any] = json.loads(desk.asks(ExportAll()).files[0].text)
    return kept


def lived_in(desk: Desk) -> None:
    """Leave something in every place."""
    desk.says("settings minutes 20")
    desk.says("drill kinds-flip", "a guess", "flag the wording is odd", "good", "", "good")
    desk.says("drill kinds-typed", "suspend")
    desk.says("scenario fraud-card-payments", "A positive is a chargeback within 90 days.", ".", "done", "quit")


def test_home_says_what_today_holds_and_begins_it(desk: Desk) -> None:
    """An empty line starts the drill."""
    printed = desk.says("home", "")
    assert re.search(r"Today: \d+ new, about \d+ min", printed)
    assert "A day: 15 minutes, at most 12 new cards" in printed
    assert "I write first: never unasked" in printed
    assert "== 1 of " in printed


def test_home_names_what_is_open(desk: Desk) -> None:
    """A drill with the cards left, and a scenario by its title; the buttons go on with them."""
    desk.asks(StartDrill(limit=5))
    desk.asks(StartScenario("fraud-card-payments"))
    printed = desk.says("home")
    assert "Open drill: 5 cards left" in printed
    assert "Open scenario: Fraud in card payments" in printed
    assert "Go on with the drill" in printed
    assert "Going on where you stopped." in desk.says("home", "drill")


def test_home_agrees_with_the_drill_that_begins(desk: Desk) -> None:
    """The same plan."""
    held = re.search(r"Today: (.+), about (.+)", desk.says("home"))
    assert held
    assert f"{held[1]}, about {held[2]}." in desk.says("drill")


def test_home_follows_progress(desk: Desk) -> None:
    """Known cards, days in a row, the weakest step."""
    desk.says("drill kinds-flip", "", "knew")
    data: Any = desk.asks(ShowHome()).data
    assert (data["known"], data["streak"], data["weakest"]) == (1, 1, "serving")
    assert json.loads(json.dumps(data)) == data


def test_privacy_is_four_honest_lines_by_platform(desk: Desk) -> None:
    """In the terminal the file, in chats those who can read along and the way to be alone."""
    at_home: Any = desk.asks(ShowPrivacy()).data
    assert len(at_home) == 4
    assert "mlsd doctor" in at_home[1]
    for platform, said in (("slack", "owners of this workspace may be able to export"), ("discord", "Discord stores")):
        request = Request(Actor(platform, f"{platform}:1", "U1"), Place(Surface.DIRECT), ShowPrivacy())
        in_chat: Any = desk.door.answer(request).data
        assert len(in_chat) == 4
        assert said in in_chat[1]
        assert "whoever runs the bot can read its database" in in_chat[1]
        assert "use the terminal" in in_chat[1]
        assert "forget me" in in_chat[3]


def test_everything_is_one_file(desk: Desk) -> None:
    """Each thing that was done is in it, in full."""
    lived_in(desk)
    kept = everything(desk)
    assert kept["settings"]["minutes_a_day"] == 20
    assert [(row["platform"], row["account"]) for row in kept["accounts"]] == [("terminal", "me")]
    assert kept["memories"][0]["card_id"] == "kinds-flip"
    assert {row["card_id"]: row["suspended"] for row in kept["marks"]}["kinds-typed"]
    assert kept["reviews"] == desk.asks(ExportReviews()).data
    assert "chargeback within 90 days" in kept["attempts"][0]["answer"]
    assert [row["kind"] for row in kept["sessions"]] == ["drill", "drill", "scenario"]
    assert [row["comment"] for row in kept["flags"]] == ["the wording is odd"]


def test_everything_knows_one_format(desk: Desk) -> None:
    """The review log alone has two."""
    assert parse("export all") == ExportAll()
    assert parse("export reviews --format csv") == ExportReviews("csv")
    with pytest.raises(BadCommand, match="one JSON file"):
        desk.says("export all --format csv")


@pytest.mark.parametrize("lines", [(), ("quit",), ("keep",), ("export",), ("no",)])
def test_nothing_is_deleted_without_the_word(desk: Desk, lines: tuple[str, ...]) -> None:
    """Asking, leaving, keeping, exporting and talking about something else delete nothing."""
    lived_in(desk)
    before = everything(desk)
    printed = desk.says("forget me", *lines)
    assert "Delete everything that is kept of you?" in printed
    assert everything(desk)["reviews"] == before["reviews"]


def test_an_empty_line_deletes_nothing(desk: Desk) -> None:
    """There is no default here."""
    lived_in(desk)
    assert "An empty line does nothing here." in desk.says("forget me", "")
    assert everything(desk)["reviews"]


def test_the_word_deletes_everything_and_says_what(desk: Desk) -> None:
    """The next contact begins with a new person who has nothing."""
    lived_in(desk)
    printed = desk.says("forget me", "delete")
    assert "== You are forgotten" in printed
    assert "Answers: 2" in printed
    kept = everything(desk)
    assert not any(kept[part] for part in ("memories", "marks", "reviews", "attempts", "sessions", "flags"))
    assert kept["settings"]["minutes_a_day"] == 15


def test_a_second_press_deletes_the_newcomer_only(desk: Desk) -> None:
    """The button of an old message finds somebody without a past."""
    lived_in(desk)
    desk.asks(ForgetMe(confirmed=True))
    assert desk.asks(ForgetMe(confirmed=True)).data == {
        "deleted": {
            "accounts": 1,
            "cards that you know": 0,
            "cards set apart": 0,
            "answers": 0,
            "scenarios done": 0,
            "sittings": 0,
            "comments for authors": 0,
            "daily messages": 0,
        }
    }


@pytest.mark.parametrize("typed", ["forget", "forget you", "forget me now", "export", "export everything"])
def test_a_slip_is_no_command(typed: str) -> None:
    """What deletes or exports is spelt out."""
    with pytest.raises(BadCommand, match=r"Usage|is one of"):
        parse(typed)
