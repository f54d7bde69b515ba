"""The links that install the bot."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.platforms.discord.invite import BadDiscordToken, application_of, guild_link, user_link

OF_900 = "OTAw.Gabcde.secret"


def query(link: str) -> dict[str, list[str]]:
    """What a link asks for."""
    assert link.startswith("https://discord.com/oauth2/authorize?")
    return parse_qs(urlsplit(link).query)


def test_a_guild_is_asked_for_no_permission() -> None:
    """Commands, and a bot that may write to members; nothing in channels."""
    assert query(guild_link("900")) == {
        "client_id": ["900"],
        "scope": ["bot applications.commands"],
        "integration_type": ["0"],
        "permissions": ["0"],
    }


def test_a_person_installs_commands_alone() -> None:
    """No bot joins anything."""
    asked = query(user_link("900"))
    assert (asked["scope"], asked["integration_type"]) == (["applications.commands"], ["1"])
    assert "permissions" not in asked


def test_the_application_is_known_from_the_token() -> None:
    """So that the link can be printed without a connection."""
    assert application_of(f" {OF_900}\n") == "900"


@pytest.mark.parametrize("token", ["", "nonsense", "xoxb-1-2", "aGVsbG8.a.b", "ää.b.c"])
def test_what_is_no_token_is_explained(token: str) -> None:
    """Without showing it."""
    with pytest.raises(BadDiscordToken, match="DISCORD_TOKEN") as caught:
        application_of(token)
    assert not token or token not in str(caught.value)
