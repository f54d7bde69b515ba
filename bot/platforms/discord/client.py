"""discord.py's client as this bot uses it: two intents, no caches, and every event handed on."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.platforms.discord.budget import InvalidRequestBudget
from bot.platforms.discord.credentials import Credentials, Shards
from bot.platforms.discord.listeners import Listeners

log = structlog.get_logger("discord")

Removed = Callable[[str], Awaitable[None]]
"""Told the id of a guild that the bot was removed from."""

READY_SECONDS = 0.1  # guilds may go on arriving; nothing here needs them
INTENTS = discord.Intents(guilds=True, dm_messages=True)


class Client(discord.AutoShardedClient):
    """The connection. Set `listeners` before it connects."""

    def __init__(self, credentials: Credentials, removed: Removed) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot never speaks
        super().__init__(
            intents=INTENTS,
            **_slice(credentials.shards),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=READY_SECONDS,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=InvalidRequestBudget(time.monotonic).trace(),
        )
        self.listeners: Listeners | None = None
        self._gateway = credentials.gateway
        self._removed = removed
        self._under_way: set[asyncio.Task[None]] = set()
        self._leaving = False

    async def launch_shards(self) -> None:
        """Connect to the operator's gateway, if there is one, instead of the one that Discord names."""
        if self._gateway and self.shard_count is None:
            self.shard_count, _, _ = await self.http.get_bot_gateway()
        await super().launch_shards()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody used a command, a button, a menu or a form."""
        if self.listeners is not None:
            await self._finishing(self.listeners.interaction(interaction))

    async def on_message(self, message: discord.Message) -> None:
        """Somebody typed in the bot's own chat."""
        if self.listeners is not None and self.application_id is not None:
            await self._finishing(self.listeners.message(message, self.application_id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a guild, or the guild is gone; an outage is told otherwise."""
        await self._finishing(self._told(str(guild.id)))

    async def finish(self) -> None:
        """Take nothing new, and wait for what is under way."""
        self._leaving = True
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _told(self, guild: str) -> None:
        log.info("discord.removed", guild=guild)
        await self._removed(guild)

    async def _finishing(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it so that `finish` waits for it."""
        if self._leaving:
            work.close()
            return
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await task


def _slice(shards: Shards | None) -> dict[str, Any]:
    return {"shard_ids": list(shards.ids), "shard_count": shards.total} if shards else {}


def redirect(credentials: Credentials) -> None:
    """Lead discord.py to other addresses. It knows one of each for the whole process."""
    if credentials.api:
        Route.BASE = credentials.api.rstrip("/")
    if credentials.gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(credentials.gateway)
