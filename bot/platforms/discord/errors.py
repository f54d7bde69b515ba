"""What Discord refuses, said so that whoever runs the bot can mend it. No message holds a token."""

import aiohttp
import discord

from bot.domain.errors import BotError

CALL_ERRORS = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError, OSError)
"""What a call of Discord's API may raise."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
DMS_TOO_FAST = 40003
CLOSED_DMS = 50007
EXPIRED_TOKEN = 50027
NO_MUTUAL_GUILD = 50278

OVER = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED, EXPIRED_TOKEN})
"""The interaction is another process's, or it is too late for it: nothing can be said in answer to it any more."""
UNREACHABLE = frozenset({CLOSED_DMS, NO_MUTUAL_GUILD, DMS_TOO_FAST})
"""The person takes no messages from the bot, or Discord lets none through; trying again is an offence."""

_COPY = "Copy it from your app's page at discord.com/developers/applications, under Bot: Reset Token."


class DiscordRefused(BotError):
    """Discord says no, and will say so again until somebody mends it."""


class DiscordUnreachable(BotError):
    """Discord cannot be reached, or is not well; waiting may help."""


def explain(error: BaseException) -> BotError:
    """An error of CALL_ERRORS or of the connection as a sentence with the next step."""
    if isinstance(error, discord.LoginFailure):
        return DiscordRefused("Discord does not know DISCORD_TOKEN.", _COPY)
    if isinstance(error, discord.ConnectionClosed):
        return DiscordRefused(
            f"Discord ended the connection ({error.code}).", "Look at the bot's page for what it says."
        )
    if isinstance(error, discord.HTTPException) and error.status < 500:
        return DiscordRefused(f"Discord refuses it: {error.text or error.status} ({error.code}).")
    reason = f"HTTP {error.status}" if isinstance(error, discord.HTTPException) else str(error) or type(error).__name__
    return DiscordUnreachable(f"Discord cannot be reached: {reason}.", "Check the network and DISCORD_API_URL.")


def code_of(error: BaseException) -> int:
    """Discord's number for what is wrong; 0 where it gave none."""
    return error.code if isinstance(error, discord.HTTPException) else 0
