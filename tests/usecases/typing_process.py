"""A process that types for ever: `python -m tests.usecases.typing_process URL FIRST`, to be killed at any moment."""

import sys
from itertools import count
from pathlib import Path

from bot.content.loader import load
from bot.door import Door
from bot.intents import Actor, InterpretText, Place, Request, Surface
from bot.store.database import Database

WHO = Actor("slack", "slack:T1", "U1")
DECKS = Path(__file__).parents[2] / "cards"


def main(url: str, first: int) -> None:
    """Keep a line and tell its number; then act on it, and note that it was answered."""
    door = Door(Database.open(url), load([DECKS]))
    for number in count(first):
        door.receive(Request(WHO, Place(Surface.DIRECT), InterpretText(f"line {number}")), f"E{number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        while door.work_inbox(WHO):
            door.told(WHO)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
