"""`mlsd run`: opens what the bot stands on, connects the platforms that are set up, and serves until told to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import TypeVar

import structlog
from filelock import FileLock, Timeout

from bot import config, incidents, logs
from bot.app import folders
from bot.content.loader import load
from bot.crypto import KeyRing
from bot.domain.errors import BotError
from bot.door import Door
from bot.executor import AsyncDoor
from bot.platforms.slack.credentials import Credentials, check
from bot.registry import Registry
from bot.store.database import SQLITE, Database

log = structlog.get_logger("mlsd")

POSTGRES_THREADS = 8
STOP_SECONDS = 10
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 600.0

Result = TypeVar("Result")


class NothingToServe(BotError):
    """No chat platform is set up."""


class AlreadyRunning(BotError):
    """Two of us on one SQLite file would wait for one another, and answer things twice."""


def run() -> None:
    """Serve until SIGTERM or SIGINT; raises BotError for what the operator has to mend before the start."""
    configuration, slack = config.read(), config.read_slack()
    if not slack.is_set:
        raise NothingToServe(
            "No chat platform is set up.",
            "README.md shows the way: 'Slack in two minutes'. Without one there is 'mlsd drill'.",
        )
    credentials = slack.credentials()
    check(credentials)
    logs.configure()
    asyncio.run(_until_told(configuration, credentials))


async def _until_told(configuration: config.Config, credentials: Credentials) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await serve(configuration, credentials, stopped)


async def serve(configuration: config.Config, credentials: Credentials, stopped: asyncio.Event) -> None:
    """Serve Slack until `stopped` is set."""
    async with AsyncExitStack() as stack:
        database, door = stack.enter_context(_opened(configuration))
        keys = KeyRing.parse(configuration.token_keys.get_secret_value())
        if credentials.serves_many:
            log.info("slack.keys", newest=keys.newest_id)  # raises, before anybody installs, where there is none
        await _serve_slack(stack, configuration, credentials, Registry(database, keys), door, stopped)
        await stopped.wait()
        log.info("stopping")


async def _serve_slack(
    stack: AsyncExitStack,
    configuration: config.Config,
    credentials: Credentials,
    registry: Registry,
    door: AsyncDoor,
    stopped: asyncio.Event,
) -> None:
    from bot.platforms.slack.platform import Backing, open_slack  # here: Bolt takes long to load
    from bot.web.server import Server, application

    def report(error: BaseException) -> str:
        return incidents.record(error, configuration.log_dir)

    backing = Backing(door, registry, door.call, report, configuration.public_url)
    slack = await persistently(lambda: open_slack(credentials, backing), stopped)
    if slack is None:
        return
    stack.push_async_callback(_within(STOP_SECONDS, slack.stop))
    if slack.routes:
        server = Server(application(slack.routes), configuration.web_host, configuration.web_port)
        await server.start()
        stack.push_async_callback(server.stop)
        log.info("web.listening", url=server.url)
    await persistently(slack.start, stopped)
    log.info("slack.ready", transport="socket" if credentials.uses_socket else "http")


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
def _opened(configuration: config.Config) -> Iterator[tuple[Database, AsyncDoor]]:
    library = load(folders(configuration))
    with _alone(configuration.database):
        database = Database.open(configuration.database)
        door = AsyncDoor(Door(database, library), 1 if database.dialect == "sqlite" else POSTGRES_THREADS)
        log.info("opened", database=database.place, cards=len(library.cards))
        try:
            yield database, door
        finally:
            door.close()
            database.close()


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """One serving process a SQLite file; short commands still work beside it."""
    if not url.startswith(SQLITE):
        yield
        return
    lock = FileLock(f"{url.removeprefix(SQLITE)}.run.lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout:
        raise AlreadyRunning(
            "Another 'mlsd run' serves from this database file.",
            "Stop that one first; several at once need PostgreSQL (MLSD_DATABASE_URL).",
        ) from None


def _within(seconds: float, stop: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Stopping, cut short where it takes too long: what was not shown is shown at the next start."""

    async def bounded() -> None:
        try:
            async with asyncio.timeout(seconds):
                await stop()
        except TimeoutError:
            log.warning("stopped_early", after_seconds=seconds)

    return bounded
