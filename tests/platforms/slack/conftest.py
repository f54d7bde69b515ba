"""A bot on the loopback Slack: the real door, platform and clients, over either transport."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.crypto import KeyRing, new_key_line
from bot.door import Door
from bot.executor import AsyncDoor
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.platform import Backing, Slack, open_slack
from bot.registry import Registry
from bot.store.database import Database
from bot.web.server import Server, application
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.workspace import Workspace

DECKS = Path(__file__).parents[2] / "conversations" / "decks"
KEYS = KeyRing.parse(new_key_line())


@dataclass
class Running:
    """A bot that serves, and what a test may look into.

    `faults` are those of ours that it reported; one that a test does not take out fails it.
    """

    platform: Slack
    database: Database
    registry: Registry
    url: str
    faults: list[BaseException] = field(default_factory=list)

    @property
    def install_page(self) -> str:
        """Where an installation begins."""
        return f"{self.url}/slack/install"


Bot = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped decks, and one card of each kind."""
    return load([shipped_cards(), DECKS])


@pytest.fixture
def bot(tmp_path: Path, library: Library) -> Bot:
    """Starts a bot for a team, or for whoever installs it; a second start is the same bot after a restart."""

    @asynccontextmanager
    async def started(
        slack: LoopbackSlack, team: Workspace | None, wrap: Callable[[Door], Door] = lambda door: door
    ) -> AsyncIterator[Running]:
        database = Database.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        door = AsyncDoor(wrap(Door(database, library)), threads=1)
        faults: list[BaseException] = []
        registry = Registry(database, KEYS)

        def report(error: BaseException) -> str:
            faults.append(error)
            return "Please report incident 1."

        backing = Backing(door, registry, door.call, report)
        platform = await open_slack(credentials_of(slack, team), backing)
        server = Server(application(platform.routes), "127.0.0.1", 0) if platform.routes else None
        try:
            if server:
                await server.start()
                slack.posts_to(f"{server.url}/slack/events")
            await platform.start()
            yield Running(platform, database, registry, server.url if server else "", faults)
            if faults:
                raise faults[0]
        finally:
            if server:
                await server.stop()
            await platform.stop()
            door.close()
            database.close()

    return started


def credentials_of(slack: LoopbackSlack, team: Workspace | None) -> Credentials:
    """What the loopback Slack gave for its app."""
    given = slack.environment()
    return Credentials(
        bot_token=team.bot_token if team else "",
        app_token=given.get("SLACK_APP_TOKEN", ""),
        signing_secret=given["SLACK_SIGNING_SECRET"],
        client_id="" if team else given["SLACK_CLIENT_ID"],
        client_secret="" if team else given["SLACK_CLIENT_SECRET"],
        api=given["SLACK_API_URL"],
    )
