"""How fast Discord is acknowledged: the real discord.py client on the loopback Discord of the tests, in a checkout.

The reference is a discord.py client that defers every interaction and does nothing else. Both run in this process and
share it with the loopback server, which therefore does not hold bodies against Discord's schema here: that takes two
thirds of a processor, and the tests do it.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from logging import CRITICAL
from pathlib import Path
from statistics import quantiles
from typing import Any
from unittest.mock import patch

import discord
import structlog
from rich.console import Console
from rich.table import Table

from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.crypto import KeyRing
from bot.domain.errors import BotError
from bot.door import Door
from bot.executor import AsyncDoor
from bot.intents import Request
from bot.platforms.discord.client import INTENTS
from bot.platforms.discord.completing import Vocabulary
from bot.platforms.discord.credentials import Credentials
from bot.platforms.discord.platform import Backing, Discord
from bot.registry import Registry
from bot.screens.model import Reply
from bot.store.database import Database

CROWDS = (1, 50)
ACTS = 6  # of each person, by turns a command and a press
DELAY_SECONDS = 2.0
BAR_MS = 300.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds until each acknowledgement, and the seconds until everything was `shown`, if that was waited for."""

    acknowledged_ms: list[float]
    seconds: float
    shown: bool

    def percentile(self, share: int) -> float:
        """In milliseconds."""
        return quantiles(self.acknowledged_ms, n=100)[share - 1]

    @property
    def a_second(self) -> float:
        """Acts a second."""
        return len(self.acknowledged_ms) / self.seconds


class SlowDoor(Door):
    """A door whose database takes its time."""

    delay_seconds = 0.0

    def answer(self, request: Request) -> Reply:
        """After the delay."""
        time.sleep(self.delay_seconds)
        return super().answer(request)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that serves."""

    door: SlowDoor
    platform: Discord


@dataclass(frozen=True, slots=True)
class Commands:
    """What Discord was told of the commands, kept in the database."""

    door: AsyncDoor
    registry: Registry

    async def recall(self, application: str) -> str:
        """The hash; empty where it was told nothing."""
        return await self.door.call(self.registry.recall_commands, application)

    async def keep(self, application: str, tree_hash: str) -> None:
        """It knows these commands now."""
        await self.door.call(self.registry.keep_commands, application, tree_hash)


class Bare(discord.Client):
    """Acknowledges and does nothing else."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Promise an answer."""
        await interaction.response.defer(thinking=interaction.message is None, ephemeral=True)


def run() -> None:
    """Print the table."""
    try:
        import tests.loopback.discord  # noqa: F401  # only a checkout has it
    except ImportError:
        raise BotError("This measurement needs the loopback Discord of the tests.", "Run it in a checkout.") from None
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))
    asyncio.run(_run(load([shipped_cards()])))


async def _run(library: Library) -> None:
    table = Table("Case", "People", "Ack p50 ms", "Ack p99 ms", "Reference p99 ms", "Ratio", "Acts/s")
    for people in CROWDS:
        reference = await _measured(people, library, None)
        for name, delay in (("database at once", 0.0), (f"database after {DELAY_SECONDS:g} s", DELAY_SECONDS)):
            found = await _measured(people, library, delay)
            table.add_row(*_row(name, people, found, reference))
    Console(width=110).print(table)


def _row(name: str, people: int, found: Measured, reference: Measured) -> Iterable[str]:
    ratio = found.percentile(99) / reference.percentile(99)
    mark = "" if found.percentile(99) <= BAR_MS else " (over 300)"
    figures = (found.percentile(50), found.percentile(99), reference.percentile(99), ratio, found.a_second)
    fifty, late, bare, times, rate = (f"{figure:.1f}" for figure in figures)
    return name, str(people), fifty, late + mark, bare, times, rate if found.shown else "–"


async def _measured(people: int, library: Library, delay: float | None) -> Measured:
    """So many people at once, each acting several times; `delay` None is the reference."""
    from tests.loopback.discord import schema
    from tests.loopback.discord.server import LoopbackDiscord
    from tests.loopback.discord.world import Settings

    unchecked = patch.multiple(schema, problem_in_request=_sound, problem_in_response=_sound)
    with unchecked:
        return await _measured_on(LoopbackDiscord(settings=Settings(rate_limits=False)), people, library, delay)


async def _measured_on(loopback: Any, people: int, library: Library, delay: float | None) -> Measured:
    async with loopback as server:
        crowd = [server.person(f"p{number}") for number in range(people)]
        async with _bot(server, library) as bot:
            cards = await asyncio.gather(*(_card(person) for person in crowd))
            if delay is not None:
                bot.door.delay_seconds = delay
                return await _timed_crowd(crowd, cards, None if delay else bot)
        async with _bare(server):  # which is asked by the same commands and buttons
            return await _timed_crowd(crowd, cards, None)


def _sound(*_: object) -> None:
    """Nothing is wrong with a body."""


async def _timed_crowd(crowd: list[Any], cards: list[Any], waited_for: Running | None) -> Measured:
    """Everybody acts; a bot that is `waited_for` shows everything before the time is taken."""
    began = time.perf_counter()
    found = await asyncio.gather(*(_acts(person, card) for person, card in zip(crowd, cards, strict=True)))
    if waited_for:
        await waited_for.platform.stop()
    times = [each for person in found for each in person]
    return Measured(times, time.perf_counter() - began, waited_for is not None)


async def _card(person: Any) -> Any:
    await person.slash("mlsd drill", topic="serving")
    return await person.sees_soon("1 of ")


async def _acts(person: Any, card: Any) -> list[float]:
    """A command and a press by turns; a press on a screen of yesterday costs as much as any other."""
    skip = next(button for button in card.buttons if button.custom_id.startswith("1:"))
    times = []
    for number in range(ACTS):
        act = person.presses_id(skip.custom_id, card) if number % 2 else person.slash("mlsd home")
        times.append(await _timed(act))
    return times


async def _timed(act: Coroutine[Any, Any, Any]) -> float:
    began = time.perf_counter()
    receipt = await act
    if not receipt.answered:
        raise BotError("An act was not acknowledged within Discord's three seconds.")
    return 1000 * (time.perf_counter() - began)


@asynccontextmanager
async def _bot(server: Any, library: Library) -> AsyncIterator[Running]:
    """The whole bot on a new SQLite file."""
    with tempfile.TemporaryDirectory(prefix="mlsd-bench-") as folder, server.redirected():
        database = Database.open(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        slow = SlowDoor(database, library)
        door = AsyncDoor(slow, threads=1)
        platform = Discord(_credentials(server), _backing(door, Registry(database, KeyRing.parse(""))))
        await platform.start()
        try:
            yield Running(slow, platform)
        finally:
            slow.delay_seconds = 0.0
            await platform.stop()
            door.close()
            database.close()


def _backing(door: AsyncDoor, registry: Registry) -> Backing:
    async def removed(_: str) -> None:
        """No guild removes it here."""

    return Backing(door, lambda *_: Vocabulary(), Commands(door, registry), removed, str)


@asynccontextmanager
async def _bare(server: Any) -> AsyncIterator[None]:
    """discord.py alone."""
    with server.redirected():
        client = Bare(intents=INTENTS, max_messages=None)
        connection = asyncio.create_task(client.start(server.app.token))
        try:
            await server.connected()
            yield
        finally:
            await client.close()
            await asyncio.gather(connection, return_exceptions=True)


def _credentials(server: Any) -> Credentials:
    given = server.environment()
    return Credentials(given["DISCORD_TOKEN"], given["DISCORD_API_URL"], given["DISCORD_GATEWAY_URL"])
