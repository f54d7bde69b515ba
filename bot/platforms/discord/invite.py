"""The links that install the bot, with the least that it needs. Pure."""

import base64
import binascii
from typing import Final
from urllib.parse import urlencode

from bot.domain.errors import BotError

AUTHORIZE: Final = "https://discord.com/oauth2/authorize"
PERMISSIONS: Final = 0  # answers to interactions and direct messages need none
INSTALLED_IN_GUILD, INSTALLED_BY_USER = 0, 1


class BadDiscordToken(BotError):
    """The token is none of a Discord bot."""


def guild_link(application: str) -> str:
    """Installs the bot in a server, so that it may also write to the server's members first when they ask for it."""
    return _link(application, "bot applications.commands", INSTALLED_IN_GUILD, permissions=str(PERMISSIONS))


def user_link(application: str) -> str:
    """Installs the bot for one person, wherever they are."""
    return _link(application, "applications.commands", INSTALLED_BY_USER)


def application_of(token: str) -> str:
    """The application's id, which a bot token begins with; raises BadDiscordToken."""
    head = token.strip().partition(".")[0]
    try:
        found = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        found = ""
    if not found.isdecimal():
        raise BadDiscordToken(
            "DISCORD_TOKEN is no bot token.",
            "Copy it from your app's page at discord.com/developers/applications, under Bot: Reset Token.",
        )
    return found


def _link(application: str, scope: str, installed: int, **more: str) -> str:
    query = {"client_id": application, "scope": scope, "integration_type": str(installed), **more}
    return f"{AUTHORIZE}?{urlencode(query)}"
