"""A process that enters a code when told: `python -m tests.usecases.joining_process URL CODE ACCOUNT`."""

import sys

from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.door import Door
from bot.intents import Actor, LinkAccounts, Place, Request, Surface
from bot.store.database import Database


def main(url: str, code: str, account: str) -> None:
    """Say when ready, begin when told, and tell what came of it."""
    door = Door(Database.open(url), load([shipped_cards()]))
    who = Actor("discord", "discord", account)
    door.answer(Request(who, Place(Surface.DIRECT), LinkAccounts(code)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    reply = door.answer(Request(who, Place(Surface.DIRECT), LinkAccounts(code, confirmed=True)))
    assert isinstance(reply.data, dict)
    sys.stdout.write(f"{next(iter(reply.data))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
