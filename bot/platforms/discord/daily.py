"""The engine's outlet on Discord: daily drills in direct messages, each sent once.

The delivery's id is the nonce, by which Discord drops what comes twice within minutes. Later a message is known by the
slot in its buttons.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import discord

from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import (
    Found,
    Limited,
    Outcome,
    Refused,
    Scope,
    Search,
    SearchLater,
    Sent,
    Unsearchable,
    Unsure,
)
from bot.intents import Actor, SkipDrill
from bot.platforms.discord.errors import CALL_ERRORS, UNREACHABLE, code_of
from bot.platforms.discord.origin import PLATFORM
from bot.platforms.discord.render import to_layout_view
from bot.port import Core
from bot.screens.tokens import encode

BEFORE_DUE = timedelta(hours=1)  # clocks differ, and nothing of ours was sent much earlier
LOOK_AGAIN = timedelta(seconds=30)
SERVER_ERROR = 500
SEPARATOR = ":"


class DailyOutlet:
    """Sends and finds deliveries in direct messages. discord.py waits out a 429 by itself."""

    def __init__(self, client: discord.Client, core: Core) -> None:
        self._client = client
        self._core = core

    @property
    def platform(self) -> str:
        """As deliveries name it."""
        return PLATFORM

    async def send(self, delivery: Delivery, content: Any) -> Outcome:
        """Post it to the person; the message that it replaces goes afterwards."""
        try:
            channel = await self._direct(delivery)
            sent = await channel.send(view=to_layout_view(content.screen), nonce=delivery.id)
        except CALL_ERRORS as error:
            if code_of(error) in UNREACHABLE:
                await self._core.refused(Actor(PLATFORM, delivery.tenant, delivery.address))
            return _outcome_of(error)
        if content.replaces:
            await self._remove(content.replaces)
        return Sent(_name(channel.id, sent.id))

    async def find(self, delivery: Delivery) -> Search:
        """Read the bot's own messages to the person since the delivery was due."""
        mark = encode(SkipDrill(delivery.slot))
        try:
            channel = await self._direct(delivery)
            since = channel.history(after=delivery.due_at - BEFORE_DUE, oldest_first=True)
            return Found(tuple([_name(channel.id, each.id) async for each in since if _carries(each, mark)]))
        except CALL_ERRORS as error:
            return Unsearchable() if isinstance(_outcome_of(error), Refused) else SearchLater(LOOK_AGAIN)

    async def delete(self, delivery: Delivery, message: str) -> None:  # noqa: ARG002  # the engine's signature
        """Take a message back; one that is gone is no error."""
        await self._remove(message)

    async def close(self) -> None:
        """Nothing is kept open."""

    async def _direct(self, delivery: Delivery) -> discord.DMChannel:
        return await self._client.create_dm(discord.Object(int(delivery.address)))

    async def _remove(self, message: str) -> None:
        channel, _, name = message.partition(SEPARATOR)
        with suppress(*CALL_ERRORS):
            place = self._client.get_partial_messageable(int(channel), type=discord.ChannelType.private)
            await place.get_partial_message(int(name)).delete()


def _outcome_of(error: BaseException) -> Outcome:
    if isinstance(error, discord.RateLimited):
        return Limited(timedelta(seconds=error.retry_after), Scope.PLATFORM)
    if isinstance(error, discord.HTTPException) and error.status < SERVER_ERROR:
        return Refused(str(code_of(error) or error.status))
    return Unsure(type(error).__name__)


def _carries(message: discord.Message, mark: str) -> bool:
    return message.author.bot and any(name.startswith(mark) for name in _custom_ids(message.components))


def _custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        yield str(getattr(component, "custom_id", None) or "")
        yield from _custom_ids(getattr(component, "children", ()))


def _name(channel: int, message: int) -> str:
    return f"{channel}{SEPARATOR}{message}"
