"""A desk to talk at: the real door, a real SQLite file, a clock that the test moves, the plain face of the terminal."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands import parse
from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.door import Door
from bot.intents import Intent
from bot.platforms.terminal.conversation import actor, converse, request
from bot.platforms.terminal.face import Plain
from bot.screens.model import Reply
from bot.store.database import Database

DECKS = Path(__file__).parent / "decks"
SECONDS_A_REQUEST = 5


@dataclass
class Clock:
    """Moves a few seconds at each reading, so that answers take time, and further when told."""

    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Read the clock."""
        self.now += timedelta(seconds=SECONDS_A_REQUEST)
        return self.now

    def advance(self, **units: float) -> None:
        """Let time pass."""
        self.now += timedelta(**units)


@dataclass
class Desk:
    """One person at a terminal. `says` talks; `asks` sends one intent."""

    door: Door
    clock: Clock
    database: Database
    zone: str = "Europe/Berlin"
    heard: list[str] = field(default_factory=list)

    def says(self, command: str, *lines: str) -> str:
        """Begin with a command, type the lines, end the input; return everything that was printed."""
        sink = io.StringIO()
        source = io.StringIO("".join(f"{line}\n" for line in lines))
        converse(self.door.answer, actor(self.zone), Plain(source, sink), parse(command))
        self.heard.append(sink.getvalue())
        return sink.getvalue()

    def asks(self, intent: Intent) -> Reply:
        """Send one intent through the door."""
        return self.door.answer(request(actor(self.zone), intent))


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped decks, and one card of each kind."""
    return load([shipped_cards(), DECKS])


@pytest.fixture
def clock() -> Clock:
    """Nine in the morning."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, library: Library, clock: Clock) -> Iterator[Desk]:
    """A fresh person."""
    database = Database.open(f"sqlite:///{tmp_path / 'desk.sqlite3'}", clock=clock)
    yield Desk(Door(database, library), clock, database)
    database.close()
