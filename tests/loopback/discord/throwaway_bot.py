"""A tiny bot on the real discord.py client, run against the loopback Discord."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord import app_commands

from tests.loopback.discord.person import Person
from tests.loopback.discord.server import LoopbackDiscord

Interaction = discord.Interaction[Any]
Answer = Callable[[Interaction], Awaitable[Any]]

INTENTS = discord.Intents(guilds=True, dm_messages=True)
DRILL: dict[str, Any] = {
    "name": "drill",
    "description": "Practise",
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
}


class Bot(discord.AutoShardedClient):
    """A client that keeps what it hears; every interaction goes to `answer`, whatever it is."""

    def __init__(self, answer: Answer | None = None, intents: discord.Intents = INTENTS, **options: Any) -> None:
        given = {"max_messages": None, "allowed_mentions": discord.AllowedMentions.none(), **options}
        super().__init__(intents=intents, **given)
        self.answer = answer
        self.heard: list[str] = []
        self.asked: list[Interaction] = []
        self.guilds_left: list[int] = []
        self.failures: list[BaseException | None] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the five seconds that Discord asks for."""

    async def on_interaction(self, interaction: Interaction) -> None:
        """Keep it and answer it."""
        self.asked.append(interaction)
        if self.answer is not None:
            await self.answer(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Keep what people typed."""
        if message.author != self.user:
            self.heard.append(message.content)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Keep which guild removed the bot."""
        self.guilds_left.append(guild.id)

    async def on_error(self, _event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Keep what went wrong in an answer."""
        self.failures.append(sys.exc_info()[1])


class TreeBot(Bot):
    """A client with a command tree, which it registers when it starts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.sync()


@asynccontextmanager
async def running(discord_server: LoopbackDiscord, bot: Bot, shards: int = 1) -> AsyncIterator[Bot]:
    """Run a bot until the end of the block; it is connected when the block begins."""
    with discord_server.redirected():
        task = asyncio.create_task(bot.start(discord_server.app.token))
        connected = asyncio.create_task(discord_server.connected(shards))
        try:
            await asyncio.wait((task, connected), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            await connected
            yield bot
        finally:
            connected.cancel()
            await bot.close()
            task.cancel()
            await asyncio.gather(task, connected, return_exceptions=True)


def data_of(asked: Interaction) -> Any:
    """What an interaction is about, as JSON."""
    return asked.data


async def call(discord_server: LoopbackDiscord, method: str, path: str, **more: Any) -> tuple[int, Any]:
    """One raw request with the bot's token; the status and the JSON that came back."""
    headers = {"Authorization": f"Bot {discord_server.app.token}", **more.pop("headers", {})}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, discord_server.api_url + path, headers=headers, **more) as answer,
    ):
        return answer.status, (await answer.json() if answer.content_type == "application/json" else None)


async def register(discord_server: LoopbackDiscord, *commands: dict[str, Any]) -> tuple[int, Any]:
    """Register commands with a raw request; the one named drill unless others are given."""
    path = f"/applications/{discord_server.bot.id}/commands"
    return await call(discord_server, "PUT", path, json=list(commands) or [DRILL])


async def send(discord_server: LoopbackDiscord, person: Person, body: dict[str, Any]) -> tuple[int, Any]:
    """Send a message to somebody who asked for it, with a raw request."""
    person.agrees_to_messages()
    return await call(discord_server, "POST", f"/channels/{person.dm.id}/messages", json=body)


async def answer_raw(discord_server: LoopbackDiscord, asked: Interaction, body: dict[str, Any]) -> tuple[int, Any]:
    """A first response with a raw request."""
    return await call(discord_server, "POST", f"/interactions/{asked.id}/{asked.token}/callback", json=body)


async def follow_up(discord_server: LoopbackDiscord, asked: Interaction, body: dict[str, Any]) -> tuple[int, Any]:
    """A follow-up with a raw request."""
    path = f"/webhooks/{discord_server.bot.id}/{asked.token}?wait=true"
    return await call(discord_server, "POST", path, json=body)


async def direct(bot: Bot, person: Person) -> discord.DMChannel:
    """The bot's conversation with somebody who asked for it."""
    person.agrees_to_messages()
    return await bot.create_dm(discord.Object(int(person.id)))


def button(label: str, custom_id: str, **more: Any) -> dict[str, Any]:
    """A button as JSON."""
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    """An action row as JSON."""
    return {"type": 1, "components": list(parts)}


def text(content: str) -> dict[str, Any]:
    """A text of a layout as JSON."""
    return {"type": 10, "content": content}


CARD = {"content": "Card", "components": [row(button("Good", "g:7"))]}


@asynccontextmanager
async def asking(discord_server: LoopbackDiscord, ann: Person) -> AsyncIterator[Bot]:
    """A bot that answers nothing by itself, with a command, and with a card in front of Ann."""
    discord_server.guild("Club", (ann,))
    await register(discord_server)
    await send(discord_server, ann, CARD)
    async with running(discord_server, Bot()) as bot:
        yield bot


async def begun(discord_server: LoopbackDiscord, bot: Bot, act: Any) -> tuple[Interaction, "asyncio.Task[Any]"]:
    """Start an act, and give the interaction once the bot knows of it, and the act's end."""
    before = len(bot.asked)
    task = asyncio.ensure_future(act)
    await discord_server.until(lambda: len(bot.asked) > before, "the interaction")
    return bot.asked[-1], task
