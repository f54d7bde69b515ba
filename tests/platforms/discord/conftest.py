"""A bot on the loopback Discord: the real door, platform and client."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.content.audience import Viewer
from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.door import Door
from bot.executor import AsyncDoor
from bot.platforms.discord.credentials import Credentials, Shards
from bot.store.database import Database

if TYPE_CHECKING:
    from bot.platforms.discord.completing import Vocabulary
    from bot.platforms.discord.platform import Discord
    from tests.loopback.discord.server import LoopbackDiscord

DECKS = Path(__file__).parents[2] / "conversations" / "decks"


@dataclass
class Running:
    """A bot that serves, and what a test may look into. `faults` are those of ours that it reported."""

    platform: "Discord"
    database: Database
    faults: list[BaseException] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """What the bot remembers of the commands, over restarts."""

    kept: dict[str, str] = field(default_factory=dict)

    async def recall(self, application: str) -> str:
        """The hash, or nothing."""
        return self.kept.get(application, "")

    async def keep(self, application: str, tree_hash: str) -> None:
        """Remember it."""
        self.kept[application] = tree_hash


Bot = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped decks, and one card of each kind."""
    return load([shipped_cards(), DECKS])


@pytest.fixture
def memory() -> Memory:
    """What outlives a restart, besides the database."""
    return Memory()


@pytest.fixture
def bot(tmp_path: Path, library: Library, memory: Memory) -> Bot:
    """Starts a bot; a second start is the same bot after a restart."""
    from bot.platforms.discord.completing import Vocabulary
    from bot.platforms.discord.platform import Backing, Discord

    def words(tenant: str, channel: str) -> "Vocabulary":
        viewer = Viewer(tenant, channel)
        return Vocabulary(
            topics=tuple(topic.name for topic in library.topics(viewer)),
            cards=tuple(card.id for card in library.visible(viewer)),
        )

    @asynccontextmanager
    async def started(
        discord: "LoopbackDiscord", wrap: Callable[[Door], Door] = lambda door: door, shards: Shards | None = None
    ) -> AsyncIterator[Running]:
        database = Database.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        door = AsyncDoor(wrap(Door(database, library)), threads=1)
        faults: list[BaseException] = []
        removed: list[str] = []

        def report(error: BaseException) -> str:
            faults.append(error)
            return "Please report incident 1."

        async def remove(guild: str) -> None:
            removed.append(guild)

        environment = discord.environment()
        credentials = Credentials(
            environment["DISCORD_TOKEN"], environment["DISCORD_API_URL"], environment["DISCORD_GATEWAY_URL"], shards
        )
        platform = Discord(credentials, Backing(door, words, memory, remove, report))
        with discord.redirected():  # puts discord.py's own addresses back afterwards
            try:
                await platform.start()
                yield Running(platform, database, faults, removed)
            finally:
                await platform.stop()
                door.close()
                database.close()

    return started
