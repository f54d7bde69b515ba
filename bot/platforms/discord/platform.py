"""Discord as a platform: one client over all shards of this process, and the commands that Discord shows."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

import discord
import structlog

from bot.intents import Actor
from bot.platforms.discord import slash
from bot.platforms.discord.client import Client, Removed, redirect
from bot.platforms.discord.credentials import Credentials
from bot.platforms.discord.daily import DailyOutlet
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.errors import CALL_ERRORS, DiscordUnreachable, explain
from bot.platforms.discord.listeners import Listeners, Vocabularies
from bot.platforms.discord.origin import PLATFORM
from bot.platforms.discord.outlet import Outlet
from bot.port import Core, Report

log = structlog.get_logger("discord")

CONNECT_SECONDS = 60


class TreeMemory(Protocol):
    """Keeps the hash of the commands that Discord was told last, over restarts; one an application."""

    def recall(self, application: str) -> Awaitable[str]:
        """The hash; empty where Discord was told nothing yet."""

    def keep(self, application: str, tree_hash: str) -> Awaitable[None]:
        """Discord knows these commands now."""


@dataclass(frozen=True, slots=True)
class Backing:
    """What Discord stands on: the core, words to complete, a memory for the commands, places for news and faults."""

    core: Core
    vocabularies: Vocabularies
    tree_memory: TreeMemory
    removed: Removed
    report: Report


class Discord:
    """Runs until it is stopped."""

    def __init__(self, credentials: Credentials, backing: Backing) -> None:
        self._credentials = credentials
        self._backing = backing
        self._client = Client(credentials, backing.removed)
        self.daily = DailyOutlet(self._client, backing.core)
        self._desk = Desk(backing.core, Outlet(self._client), backing.report)
        self._client.listeners = Listeners(backing.core, self._desk, backing.vocabularies)
        self._connection: asyncio.Task[None] | None = None
        self._catching_up: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Log in, tell Discord the commands if they changed, connect, and act on what was typed but not answered.

        Raises DiscordRefused or DiscordUnreachable, and what the core raises.
        """
        redirect(self._credentials)
        waiting = await self._backing.core.backlog(PLATFORM) if self._credentials.leads else []
        try:
            await self._client.login(self._credentials.token)
            if self._credentials.leads:
                await self._sync()
            await self._connect()
        except (*CALL_ERRORS, discord.DiscordException) as error:
            await self._client.close()
            raise explain(error) from None
        self._catching_up = asyncio.create_task(self._catch_up(waiting))

    async def stop(self) -> None:
        """Take nothing new, let what is under way finish, then disconnect."""
        await self._client.finish()
        if self._catching_up is not None:
            await self._catching_up
        await self._client.close()
        if self._connection is not None:
            await asyncio.gather(self._connection, return_exceptions=True)

    async def _connect(self) -> None:
        self._connection = asyncio.create_task(self._client.connect())
        self._connection.add_done_callback(_say_end)
        ready = asyncio.create_task(self._client.wait_until_ready())
        try:
            await asyncio.wait([self._connection, ready], timeout=CONNECT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if self._connection.done():
                self._connection.result()
            if not ready.done():
                raise DiscordUnreachable("Discord opened no connection in time.", "Check the network.")
        finally:
            ready.cancel()

    async def _sync(self) -> None:
        """Discord lets an application make 200 commands a day: it is told only what it does not know."""
        tree, application = slash.tree(), str(self._client.application_id)
        fresh = slash.tree_hash(tree)
        if await self._backing.tree_memory.recall(application) == fresh:
            return
        await self._client.http.bulk_upsert_global_commands(int(application), tree)
        await self._backing.tree_memory.keep(application, fresh)
        log.info("discord.commands_told", commands=len(tree[0]["options"]))

    async def _catch_up(self, waiting: list[Actor]) -> None:
        for actor in waiting:
            await self._desk.serve_typed(actor)


def _say_end(connection: "asyncio.Task[None]") -> None:
    """discord.py connects again by itself; what ends it for good is for the operator."""
    if not connection.cancelled() and (error := connection.exception()) is not None:
        log.error("discord.ended", reason=str(explain(error)))
