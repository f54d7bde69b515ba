"""Interactions and messages as Discord sends them, read by the real discord.py without a connection."""

from functools import cache
from typing import Any

import discord

APPLICATION, GUILD, USER, CHANNEL = 900, 100, 42, 300
COMMAND, COMPONENT, MODAL = 2, 3, 5
EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15


@cache
def connection() -> Any:
    """What reads payloads inside discord.py."""
    client: Any = discord.Client(intents=discord.Intents.none())
    made = client._connection
    made.user = discord.ClientUser(state=made, data=person(APPLICATION))  # type: ignore[arg-type]  # of plain data
    return made


def direct_message(text: str = "") -> discord.Message:
    """Something that a person typed in the bot's own chat."""
    state = connection()
    read: Any = discord.DMChannel
    channel = read(me=state.user, state=state, data={"id": str(CHANNEL), "type": 1, "recipients": [person()]})
    make: Any = discord.Message
    made: discord.Message = make(state=state, channel=channel, data=message() | {"author": person(), "content": text})
    return made


def person(number: int = USER) -> dict[str, Any]:
    """A user."""
    return {"id": str(number), "username": "ann", "discriminator": "0", "global_name": None, "avatar": None}


def message(flags: int = 0, components: list[Any] | None = None) -> dict[str, Any]:
    """A message of ours."""
    return {
        "id": "700",
        "channel_id": str(CHANNEL),
        "author": person(APPLICATION) | {"bot": True},
        "content": "",
        "timestamp": "2026-11-23T10:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": flags | COMPONENTS_V2,
        "components": components or [],
    }


def interaction(sort: int, context: int | None, **more: Any) -> "discord.Interaction[Any]":
    """An interaction in a guild (0), in the bot's own chat (1) or in another private channel (2)."""
    payload: dict[str, Any] = {
        "id": "500",
        "application_id": str(APPLICATION),
        "type": sort,
        "token": "t",
        "version": 1,
        "attachment_size_limit": 1,
        "entitlements": [],
        "channel": {
            "id": str(CHANNEL),
            "name": "x",
            "position": 0,
            "type": 0 if context == 0 else 3 if context == 2 else 1,
        },
        "channel_id": str(CHANNEL),
        "locale": "de",
        "data": {},
    }
    if context is not None:
        payload["context"] = context
    if context == 0:
        payload |= {"guild_id": str(GUILD), "member": member(), "authorizing_integration_owners": {"0": str(GUILD)}}
        payload["guild"] = {"id": str(GUILD), "features": [], "locale": "de"}
    else:
        payload |= {"user": person(), "authorizing_integration_owners": {"1": str(USER)}}
    read: Any = discord.Interaction
    made: discord.Interaction[Any] = read(data=payload | more, state=connection())
    return made


def member() -> dict[str, Any]:
    """A member of a guild."""
    return {"user": person(), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False} | {
        "permissions": "0",
        "flags": 0,
    }
