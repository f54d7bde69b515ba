"""Who wants something on Discord, and where: from an interaction or a direct message to a request."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.intents import Actor, Intent, Place, Request, Surface

PLATFORM = "discord"
Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something came from, as ids.

    `guild` is empty outside guilds, and where the bot is there only because the person installed it for themselves.
    `direct` says that it is the person's own chat with the bot. `pressed` says that a message was pressed, `ephemeral`
    that nobody else sees that message.
    """

    application: str
    user: str
    channel: str = ""
    guild: str = ""
    direct: bool = False
    pressed: bool = False
    ephemeral: bool = False

    @property
    def unseen(self) -> bool:
        """Whether the message that was pressed is seen by nobody else, so that it may show what is personal."""
        return self.pressed and (self.direct or self.ephemeral)


def origin_of(interaction: Interaction) -> Origin:
    """Where an interaction came from."""
    message = interaction.message
    return Origin(
        application=str(interaction.application_id),
        user=str(interaction.user.id),
        channel=str(interaction.channel_id or ""),
        guild=str(interaction.guild_id) if interaction.guild_id and interaction.is_guild_integration() else "",
        direct=_is_direct(interaction),
        pressed=message is not None,
        ephemeral=bool(message and message.flags.ephemeral),
    )


def origin_of_message(message: discord.Message, application: int) -> Origin:
    """Where a message in the bot's own chat came from."""
    return Origin(str(application), str(message.author.id), str(message.channel.id), direct=message.guild is None)


def home_of(origin: Origin) -> str:
    """The tenant that every account of Discord's is counted in: the application's own."""
    return f"{PLATFORM}:{origin.application}"


def actor_of(origin: Origin) -> Actor:
    """The account, met in its guild, or in the application's own tenant outside of guilds. Discord tells no zone."""
    tenant = f"{PLATFORM}:{origin.guild}" if origin.guild else home_of(origin)
    return Actor(PLATFORM, tenant, origin.user, home=home_of(origin))


def request_of(origin: Origin, intent: Intent) -> Request:
    """What the person wants, there."""
    surface = Surface.DIRECT if origin.direct else Surface.CHANNEL
    return Request(actor_of(origin), Place(surface, origin.channel), intent)


def texts_of(message: discord.Message | None) -> Iterator[str]:
    """Every text that a message of ours shows, in order."""
    return _texts(message.components) if message else iter(())


def _texts(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))


def _is_direct(interaction: Interaction) -> bool:
    """In the bot's own chat; where Discord does not say, outside of guilds."""
    context = interaction.context
    if context.guild or context.dm_channel or context.private_channel:
        return context.dm_channel
    return interaction.guild_id is None
