"""The time zone of a platform's profile."""

from typing import Any

from bot.intents import Actor, ChangeSetting, FollowZone, ShowSettings
from tests.usecases.conftest import Chat


def settings(chat: Chat) -> dict[str, str]:
    """The settings as shown."""
    data: Any = chat.asks(ShowSettings()).data
    return dict(data)


def test_a_moved_profile_moves_the_zone(chat: Chat) -> None:
    """Who travels is followed, and nothing else changes."""
    before = settings(chat)
    reply = chat.asks(FollowZone("Asia/Tokyo"))
    assert reply.data == {"zone": "Asia/Tokyo", "followed": True}
    assert settings(chat) == before | {"zone": "Asia/Tokyo"}


def test_a_zone_set_by_hand_stays(chat: Chat) -> None:
    """Also one that is set to what it was; until the person wants to be followed again."""
    chat.asks(ChangeSetting("zone", "UTC"))
    assert chat.asks(FollowZone("Asia/Tokyo")).data == {"zone": "UTC", "followed": False}
    chat.asks(ChangeSetting("follow-zone", "on"))
    chat.asks(FollowZone("Asia/Tokyo"))
    assert settings(chat)["zone"] == "Asia/Tokyo"


def test_a_profile_with_no_zone_of_ours_changes_nothing(chat: Chat) -> None:
    """Platforms send what they like."""
    for zone in ("Mars/Base", "", "../etc/passwd"):
        assert chat.asks(FollowZone(zone)).data == {"zone": "UTC", "followed": False}


def test_a_strange_zone_at_first_contact_keeps_nobody_out(stranger: Chat) -> None:
    """The person begins with UTC and can use the bot."""
    stranger.who = Actor("slack", "slack:T1", "U9", zone="Mars/Base")
    assert settings(stranger)["zone"] == "UTC"
