"""How fast Slack is answered: the real Bolt and slack_sdk clients on the loopback Slack of the tests, in a checkout.

The reference is a Bolt app that acknowledges and does nothing else.
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

import structlog
from rich.console import Console
from rich.table import Table
from slack_bolt.async_app import AsyncApp

from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.crypto import KeyRing
from bot.domain.errors import BotError
from bot.door import Door
from bot.executor import AsyncDoor
from bot.intents import Request
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.outlet import client_of
from bot.platforms.slack.platform import Backing, Slack, open_slack
from bot.registry import Registry
from bot.screens.model import Reply
from bot.store.database import Database

CROWDS = (1, 50)
CHANNEL = "C1"
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

    def receive(self, request: Request, event_id: str) -> bool:
        """After the delay."""
        time.sleep(self.delay_seconds)
        return super().receive(request, event_id)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that serves."""

    door: SlowDoor
    platform: Slack


def run() -> None:
    """Print the table."""
    try:
        import tests.loopback.slack  # noqa: F401  # only a checkout has it
    except ImportError:
        raise BotError("This measurement needs the loopback Slack of the tests.", "Run it in a checkout.") from None
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))
    asyncio.run(_run())


async def _run() -> None:
    table = Table("Case", "People", "Ack p50 ms", "Ack p99 ms", "Reference p99 ms", "Ratio", "Acts/s")
    for people in CROWDS:
        reference = await _measured(people, None)
        for name, delay in (("database at once", 0.0), (f"database after {DELAY_SECONDS:g} s", DELAY_SECONDS)):
            found = await _measured(people, delay)
            table.add_row(*_row(name, people, found, reference))
    console = Console(width=110)
    console.print(table)
    console.print(f"Typed text, database after {DELAY_SECONDS:g} s: kept and acknowledged in {await _typed():.2f} s")


def _row(name: str, people: int, found: Measured, reference: Measured) -> Iterable[str]:
    ratio = found.percentile(99) / reference.percentile(99)
    mark = "" if found.percentile(99) <= BAR_MS else " (over 300)"
    figures = (found.percentile(50), found.percentile(99), reference.percentile(99), ratio, found.a_second)
    fifty, late, bare, times, rate = (f"{figure:.1f}" for figure in figures)
    return name, str(people), fifty, late + mark, bare, times, rate if found.shown else "–"


async def _measured(people: int, delay: float | None) -> Measured:
    """So many people at once, each acting several times; `delay` None is the reference."""
    from tests.loopback.slack.server import LoopbackSlack
    from tests.loopback.slack.world import Settings

    async with LoopbackSlack(settings=Settings(rate_limits=False)) as slack:
        team = slack.team("T1")
        crowd = [team.user(f"U{number}") for number in range(people)]
        team.channel(CHANNEL, crowd)
        async with _bare(slack) if delay is None else _bot(slack, team) as bot:
            cards = [await _card(person) for person in crowd] if bot else [None] * people
            if bot:
                bot.door.delay_seconds = delay or 0.0
            began = time.perf_counter()
            found = await asyncio.gather(*(_acts(person, card) for person, card in zip(crowd, cards, strict=True)))
            shown = bot is not None and not delay
            if bot and shown:
                await bot.platform.stop()  # which shows everything first
            return Measured([each for times in found for each in times], time.perf_counter() - began, shown)


async def _card(person: Any) -> Any:
    await person.types("/mlsd drill serving")
    return await person.waits_for("1 of ")


async def _acts(person: Any, card: Any) -> list[float]:
    """A command and a press by turns; a press on a screen of yesterday costs as much as any other."""
    times = []
    for number in range(ACTS):
        presses = card is not None and number % 2
        act = person.presses(card, card.labels[0]) if presses else person.types("/mlsd home", channel=CHANNEL)
        times.append(await _timed(act))
    return times


async def _timed(act: Coroutine[Any, Any, object]) -> float:
    began = time.perf_counter()
    await act
    return 1000 * (time.perf_counter() - began)


async def _typed() -> float:
    """Seconds until a text is acknowledged, while the database takes its time."""
    from tests.loopback.slack.server import LoopbackSlack

    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        async with _bot(slack, team) as bot:
            bot.door.delay_seconds = DELAY_SECONDS
            return await _timed(team.user("U1").dms("help")) / 1000


@asynccontextmanager
async def _bot(slack: Any, team: Any) -> AsyncIterator["Running"]:
    """The whole bot on a new SQLite file."""
    with tempfile.TemporaryDirectory(prefix="mlsd-bench-") as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        slow = SlowDoor(database, load([shipped_cards()]))
        door = AsyncDoor(slow, threads=1)
        registry = Registry(database, KeyRing.parse(""))
        platform = await open_slack(_credentials(slack, team), Backing(door, registry, door.call, str))
        await platform.start()
        try:
            yield Running(slow, platform)
        finally:
            slow.delay_seconds = 0.0
            await platform.stop()
            door.close()
            database.close()


@asynccontextmanager
async def _bare(slack: Any) -> AsyncIterator[None]:
    """Bolt alone, acknowledging and nothing else."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    app = AsyncApp(client=client_of(slack.team("T1").bot_token, slack.api_url))

    @app.command("/mlsd")
    async def acknowledge(ack: Any) -> None:
        await ack()

    handler = AsyncSocketModeHandler(app, slack.app.app_token)
    await handler.connect_async()
    try:
        yield
    finally:
        await handler.close_async()


def _credentials(slack: Any, team: Any) -> Credentials:
    given = slack.environment()
    return Credentials(bot_token=team.bot_token, app_token=given["SLACK_APP_TOKEN"], api=given["SLACK_API_URL"])
