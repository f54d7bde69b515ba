"""A bot on the loopback Slack: the real door, the real Bolt and slack_sdk clients, SQLite, over either transport."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp

from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.door import Door
from bot.executor import AsyncDoor
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.outlet import Outlet
from bot.platforms.slack.platform import client_of
from bot.store.database import Database
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.throwaway_app import running
from tests.loopback.slack.workspace import Workspace

DECKS = Path(__file__).parents[2] / "conversations" / "decks"
Bot = Callable[[LoopbackSlack, Workspace], AbstractAsyncContextManager[AsyncApp]]


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped decks, and one card of each kind."""
    return load([shipped_cards(), DECKS])


@pytest.fixture
def bot(tmp_path: Path, library: Library) -> Bot:
    """Starts a bot for a team; a second start is the same bot after a restart."""

    @asynccontextmanager
    async def started(slack: LoopbackSlack, team: Workspace) -> AsyncIterator[AsyncApp]:
        database = Database.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        door = AsyncDoor(Door(database, library), threads=1)
        app = AsyncApp(client=client_of(team.bot_token, slack.api_url), signing_secret=slack.app.signing_secret)
        listeners = Listeners(door.answer, Outlet())
        listeners.register(app)
        try:
            async with running(slack, app):
                yield app
                await listeners.finish()
        finally:
            door.close()
            database.close()

    return started
