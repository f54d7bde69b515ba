"""`mlsd run`: opens what the bot stands on, connects the platforms that are set up, and serves until told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog
from filelock import FileLock, Timeout

from bot import config, incidents, logs
from bot.app import folders
from bot.content.audience import Viewer
from bot.content.library import Library
from bot.content.loader import load
from bot.crypto import KeyRing
from bot.domain.card import Scenario
from bot.domain.errors import BotError
from bot.door import Door
from bot.engine.assemble import engine_for
from bot.engine.outlet import Outlet
from bot.engine.pace import Rates
from bot.engine.sender import Limits
from bot.executor import AsyncDoor
from bot.platforms.discord.completing import Vocabulary
from bot.platforms.discord.credentials import Credentials as DiscordCredentials
from bot.platforms.slack.credentials import Credentials as SlackCredentials
from bot.platforms.slack.credentials import check
from bot.registry import Registry
from bot.store.database import SQLITE, Database, file_of

log = structlog.get_logger("mlsd")

POSTGRES_THREADS = 8
STOP_SECONDS = 10
SLACK_RATES = Rates(platform=100.0, tenant=4.8)  # of the 300 posts a minute that a workspace has room for
DISCORD_RATES = Rates(platform=20.0, tenant=20.0)  # of the 50 requests a second that a bot has, for all it does
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 600.0

Result = TypeVar("Result")


class NothingToServe(BotError):
    """No chat platform is set up."""


class AlreadyRunning(BotError):
    """Two of us on one SQLite file would wait for one another, and answer things twice."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every platform stands on. `report` keeps a fault of ours and names it."""

    configuration: config.Config
    database: Database
    library: Library
    door: AsyncDoor
    registry: Registry

    def report(self, error: BaseException) -> str:
        """Keep it in the incident log, else say it in the operator's; what is returned may be shown to people."""
        incident, unkept = incidents.keep(error, self.configuration.log_dir)
        if unkept:
            log.error("incident", id=incident, story=unkept)
        return f"Please report incident {incident}."

    def vocabulary(self, tenant: str, channel: str) -> Vocabulary:
        """The words that somebody may be offered while they type there."""
        return vocabulary_of(self.library, Viewer(tenant, channel or None))

    async def removed(self, guild: str) -> None:
        """A guild removed the bot: what is the guild's own goes."""
        await self.door.call(self.registry.uninstall, f"discord:{guild}")

    async def recall(self, application: str) -> str:
        """The hash of the commands that Discord was told last."""
        return await self.door.call(self.registry.recall_commands, application)

    async def keep(self, application: str, tree_hash: str) -> None:
        """Discord knows these commands now."""
        await self.door.call(self.registry.keep_commands, application, tree_hash)


@dataclass(frozen=True, slots=True)
class Platforms:
    """What is set up; at least one of them."""

    slack: SlackCredentials | None = None
    discord: DiscordCredentials | None = None


def run() -> None:
    """Serve until SIGTERM or SIGINT; raises BotError for what the operator has to mend before the start."""
    configuration, wanted = config.read(), wanted_platforms()
    logs.configure()
    asyncio.run(_until_told(configuration, wanted))


def wanted_platforms() -> Platforms:
    """What the environment sets up; raises BotError where that is nothing, or not enough."""
    slack_set, discord_set = config.read_slack(), config.read_discord()
    if not (slack_set.is_set or discord_set.is_set):
        raise NothingToServe(
            "No chat platform is set up.",
            "README.md shows the way for Slack and Discord, each in two minutes. Without them there is 'mlsd drill'.",
        )
    if slack_set.is_set:
        check(slack_set.credentials())
    return Platforms(
        slack_set.credentials() if slack_set.is_set else None,
        discord_set.credentials() if discord_set.is_set else None,
    )


async def _until_told(configuration: config.Config, wanted: Platforms) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await serve(configuration, wanted, stopped)


async def serve(configuration: config.Config, wanted: Platforms, stopped: asyncio.Event) -> None:
    """Serve the platforms side by side until `stopped` is set; one that cannot connect holds up no other."""
    with _opened(configuration, needs_keys=bool(wanted.slack and wanted.slack.serves_many)) as ground:
        try:
            async with asyncio.TaskGroup() as serving:
                if wanted.slack:
                    serving.create_task(_serve_slack(ground, wanted.slack, stopped))
                if wanted.discord:
                    serving.create_task(_serve_discord(ground, wanted.discord, stopped))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None


async def _serve_slack(ground: Ground, credentials: SlackCredentials, stopped: asyncio.Event) -> None:
    from bot.platforms.slack.platform import Backing, open_slack  # here: Bolt takes long to load
    from bot.web.server import Server, application

    configuration, door = ground.configuration, ground.door
    backing = Backing(door, ground.registry, door.call, ground.report, configuration.public_url)
    found = await persistently(lambda: open_slack(credentials, backing), stopped)
    if found is None:
        return
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_within(STOP_SECONDS, found.stop))
        if found.routes:
            server = Server(application(found.routes), configuration.web_host, configuration.web_port)
            await server.start()
            stack.push_async_callback(server.stop)
            log.info("web.listening", url=server.url)
        await persistently(found.start, stopped)
        await stack.enter_async_context(_sending(ground, found.daily, SLACK_RATES))
        log.info("slack.ready", transport="socket" if credentials.uses_socket else "http")
        await stopped.wait()
        log.info("slack.stopping")


async def _serve_discord(ground: Ground, credentials: DiscordCredentials, stopped: asyncio.Event) -> None:
    from bot.platforms.discord.platform import Backing, Discord  # here: discord.py takes long to load

    backing = Backing(ground.door, ground.vocabulary, ground, ground.removed, ground.report)

    async def connected() -> Discord:
        made = Discord(credentials, backing)  # a new one each time: a client that failed is closed for good
        await made.start()
        return made

    found = await persistently(connected, stopped)
    if found is None:
        return
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_within(STOP_SECONDS, found.stop))
        if credentials.leads:
            await stack.enter_async_context(_sending(ground, found.daily, DISCORD_RATES))
        log.info("discord.ready")
        await stopped.wait()
        log.info("discord.stopping")


class Daily(Outlet, Protocol):
    """An outlet that holds something."""

    async def close(self) -> None:
        """Let go of it; nothing is sent any more."""


@asynccontextmanager
async def _sending(ground: Ground, outlet: Daily, rates: Rates) -> AsyncIterator[None]:
    """Wake what is due, and send what is owed on a platform, until the block ends."""
    engine = engine_for(ground.database, ground.library, ground.door.call, [(outlet, Limits(rates))])
    await engine.start()
    try:
        yield
    finally:
        await engine.stop()
        await outlet.close()


async def persistently(act: Callable[[], Awaitable[Result]], stopped: asyncio.Event) -> Result | None:
    """Do it, and again after a pause that doubles while a platform refuses: a crash loop would only anger it.

    The result, or None when told to stop meanwhile. Each failure is said in a sentence.
    """
    pause = FIRST_PAUSE_SECONDS
    while not stopped.is_set():
        try:
            return await act()
        except BotError as error:
            if error.fatal:
                raise
            log.error("not_connected", reason=str(error), again_in_seconds=round(pause))  # noqa: TRY400  # said in full
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
    return None


@contextmanager
def _opened(configuration: config.Config, *, needs_keys: bool) -> Iterator[Ground]:
    library = load(folders(configuration))
    keys = KeyRing.parse(configuration.token_keys.get_secret_value())
    if needs_keys:
        log.info("keys", newest=keys.newest_id)  # raises, before anybody installs, where there is none
    with _alone(configuration.database):
        database = Database.open(configuration.database)
        door = AsyncDoor(Door(database, library), 1 if database.dialect == "sqlite" else POSTGRES_THREADS)
        log.info("opened", database=database.place, cards=len(library.cards))
        try:
            yield Ground(configuration, database, library, door, Registry(database, keys))
        finally:
            door.close()
            database.close()


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """One serving process a SQLite file; short commands still work beside it."""
    if not url.startswith(SQLITE):
        yield
        return
    path = file_of(url)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(f"{path}.run.lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout:
        raise AlreadyRunning(
            "Another 'mlsd run' serves from this database file.",
            "Stop that one first; several at once need PostgreSQL (MLSD_DATABASE_URL).",
        ) from None


def vocabulary_of(library: Library, viewer: Viewer) -> Vocabulary:
    """Everything that can be named there."""
    scenarios = [card for card in library.visible(viewer) if isinstance(card, Scenario)]
    tags = {tag for card in scenarios for tag in card.tags}
    return Vocabulary(
        topics=tuple(topic.name for topic in library.topics(viewer)),
        scenarios=tuple(dict.fromkeys([*sorted(tags), *(card.id for card in scenarios)])),
        terms=tuple(term.name for term in library.terms.values()),
        cards=tuple(card.id for card in library.visible(viewer)),
    )


def _within(seconds: float, stop: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Stopping, cut short where it takes too long: what was not shown is shown at the next start."""

    async def bounded() -> None:
        try:
            async with asyncio.timeout(seconds):
                await stop()
        except TimeoutError:
            log.warning("stopped_early", after_seconds=seconds)

    return bounded
