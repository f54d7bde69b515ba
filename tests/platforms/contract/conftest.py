"""Every screen that the conversations can produce, made once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.door import Door
from bot.screens.model import Screen
from bot.store.database import Database
from tests.conversations.conftest import DECKS, Clock
from tests.platforms.contract.explorer import Explorer


@pytest.fixture(scope="session")
def produced() -> Iterator[list[Screen]]:
    """The shipped decks and one card of each kind, drilled, practised, tried and looked at in every way."""
    library, clock = load([shipped_cards(), DECKS]), Clock()
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder, 'contract.sqlite3')}", clock=clock)
        try:
            yield Explorer(Door(database, library), clock, library).walk()
        finally:
            database.close()
