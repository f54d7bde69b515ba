"""The composition root: configuration, database and decks become a door, and a platform is handed it."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import config
from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.door import Door, answer_public
from bot.intents import Intent, Request
from bot.platforms.terminal import conversation, face
from bot.screens.model import Reply
from bot.store import schema
from bot.store.database import Database
from bot.usecases.table import PUBLIC


def folders(configuration: config.Config) -> list[Path]:
    """Every folder of decks in use, the shipped one first."""
    return [shipped_cards(), *configuration.own_cards]


@contextmanager
def opened(configuration: config.Config) -> Iterator[Door]:
    """Open database and decks; close what was opened, whatever happens."""
    library = load(folders(configuration))
    database = Database.open(configuration.database)
    try:
        yield Door(database, library)
    finally:
        database.close()


def converse(intent: Intent, *, plain: bool) -> None:
    """Talk in the terminal, beginning with this intent."""
    configuration = config.read()
    with opened(configuration) as door:
        actor = conversation.actor(config.local_zone())
        conversation.converse(door.answer, actor, face.choose(plain=plain or configuration.plain), intent)


def show(intent: Intent, *, as_json: bool) -> None:
    """Answer one intent and print what it says: screens, a file, or data as JSON."""
    configuration = config.read()
    reply = _answer(configuration, conversation.request(conversation.actor(config.local_zone()), intent))
    if as_json:
        print_out(json.dumps(reply.data, indent=2, ensure_ascii=False))
    elif reply.files:
        for file in reply.files:
            sys.stdout.write(file.text)
    else:
        shown = face.choose(plain=configuration.plain)
        for screen in reply.screens:
            shown.show(screen)


def _answer(configuration: config.Config, request: Request) -> Reply:
    """Ask the door, or the decks alone where that is enough: help works without a database."""
    if type(request.intent) in PUBLIC:
        return answer_public(load(folders(configuration)), request)
    with opened(configuration) as door:
        return door.answer(request)


def print_out(text: str) -> None:
    """Print a line for machines."""
    sys.stdout.write(text + "\n")


def check_decks(paths: Sequence[Path], say: Callable[[str], Any], *, strict: bool) -> int:
    """Print every problem of the decks; 1 when one of them is an error (with `strict`, advice counts too)."""
    from bot.content.check import findings, passes

    problems = findings(list(paths) or folders(config.read()))
    for problem in problems:
        say(str(problem))
    good = passes(problems, strict=strict)
    say(f"{len(problems)} findings." if problems else "No findings.")
    return 0 if good else 1


def deck_schema() -> str:
    """The JSON Schema of a deck file."""
    from bot.content.jsonschema import export

    return export()


def upgrade() -> str:
    """Bring the database's tables up to this version; say where they stand."""
    database = Database.connect(config.read().database)
    try:
        schema.upgrade(database)
        return f"{database.place} is at schema {schema.current(database)}."
    finally:
        database.close()


def schema_versions() -> dict[str, str | None]:
    """The schema of the database, and the one that this program needs."""
    database = Database.connect(config.read().database)
    try:
        return {"database": schema.current(database), "program": schema.HEAD}
    finally:
        database.close()
