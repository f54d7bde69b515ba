"""A person in a chat: the real door on both databases, the test's clock, no platform."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pytest

from bot.content.files import shipped_cards
from bot.content.library import Library
from bot.content.loader import load
from bot.door import Door
from bot.intents import Actor, Intent, InterpretText, Place, Request, ShowWelcome, Surface
from bot.screens.model import Reply, Screen
from bot.screens.spoken import lines_of
from bot.store.database import Database
from tests.store.factories import Clock

DECKS = Path(__file__).parents[1] / "conversations" / "decks"
DIRECT = Place(Surface.DIRECT, "D1")
CHANNEL = Place(Surface.CHANNEL, "C1")


def text_of(screen: Screen) -> str:
    """All words of a screen."""
    return "\n".join([screen.title, *(line for block in screen.blocks for line in lines_of(block))])


def pressed(screen: Screen, word: str) -> Intent:
    """What the button of that word means."""
    return next(button.intent for button in screen.buttons if button.word == word)


@dataclass
class Chat:
    """One account in a chat. `asks` sends an intent, `says` types, `sends` types by way of the inbox."""

    door: Door
    database: Database
    clock: Clock
    who: Actor = field(default_factory=lambda: Actor("slack", "slack:T1", "U1"))
    events: Iterator[int] = field(default_factory=count)

    def asks(self, intent: Intent, place: Place = DIRECT) -> Reply:
        """The whole reply."""
        return self.door.answer(Request(self.who, place, intent))

    def asks_text(self, text: str) -> Screen:
        """The screen that stays after a text was typed."""
        return self.asks(InterpretText(text)).screens[-1]

    def says(self, text: str) -> str:
        """The words of that screen."""
        return text_of(self.asks_text(text))

    def receives(self, text: str, event: str = "") -> bool:
        """Keep a text as a platform does, before it is acknowledged."""
        request = Request(self.who, DIRECT, InterpretText(text))
        return self.door.receive(request, event or f"E{next(self.events)}")

    def works(self) -> list[str]:
        """Act on all that waits; the words of what stays each time."""
        said = []
        while reply := self.door.work_inbox(self.who):
            said.append(text_of(reply.screens[-1]))
        return said

    def sends(self, text: str) -> str:
        """Type a text and have it answered."""
        assert self.receives(text)
        said = self.works()
        self.door.told(self.who)
        return said[-1]

    def other(self, account: str, tenant: str = "slack:T1") -> "Chat":
        """Another account at the same bot."""
        return replace(self, who=Actor("slack", tenant, account))

    def restarted(self, library: Library) -> "Chat":
        """The same chat after the process died: nothing is left but the database."""
        return replace(self, door=Door(self.database, library))


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped decks, and one card of each kind."""
    return load([shipped_cards(), DECKS])


@pytest.fixture
def stranger(store: Database, clock: Clock, library: Library) -> Chat:
    """Somebody whom the bot has not met."""
    return Chat(Door(store, library), store, clock)


@pytest.fixture
def chat(stranger: Chat) -> Chat:
    """Somebody who was welcomed."""
    stranger.asks(ShowWelcome())
    return stranger
