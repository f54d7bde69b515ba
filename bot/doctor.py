"""Examines an installation: Python, configuration, database, decks, time zone. Says what is well and what to mend."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import __version__, config
from bot.app import folders
from bot.content.loader import load
from bot.content.parser import IN_C
from bot.crypto import BadKeys, KeyRing
from bot.domain.errors import BotError
from bot.platforms.discord.invite import application_of
from bot.platforms.slack.credentials import Credentials, check
from bot.platforms.slack.manifest import require_scopes
from bot.registry import Registry
from bot.store import schema
from bot.store.database import Database

LIBRARIES = ("fsrs", "sqlalchemy", "alembic", "pydantic", "pyyaml", "psycopg", "tzdata")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    subject: str
    good: bool
    finding: str


def examine() -> list[Check]:
    """Look at everything; a broken part never hides the next."""
    return [
        Check("version", good=True, finding=f"mlsd {__version__}, Python {sys.version.split()[0]}"),
        Check("libraries", good=True, finding=", ".join(f"{name} {version(name)}" for name in LIBRARIES)),
        _checked("database", _database),
        _checked("decks", _decks),
        _checked("yaml parser", _parser),
        _checked("time zone", _zone),
        _checked("slack", _slack),
        _checked("discord", _discord),
    ]


def _checked(subject: str, look: Callable[[], str]) -> Check:
    try:
        return Check(subject, good=True, finding=look())
    except BotError as error:
        return Check(subject, good=False, finding=str(error))


def _database() -> str:
    database = Database.open(config.read().database)
    try:
        return f"{database.place}, schema {schema.current(database)}"
    finally:
        database.close()


def _decks() -> str:
    used = folders(config.read())
    library = load(used)
    return f"{len(library.cards)} cards, {len(library.terms)} terms from {', '.join(map(str, used))}"


def _parser() -> str:
    if not IN_C:
        raise BotError(
            "PyYAML is built without libyaml: decks load twenty times slower.", "Install a binary wheel of it."
        )
    return "libyaml"


def _zone() -> str:
    name = config.system_zone() or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BotError(f"{name} is no time zone.", "UTC is used; set TZ to a name such as Europe/Berlin.") from None
    return f"{name} (yours may differ: see 'mlsd settings')"


def _slack() -> str:
    slack = config.read_slack()
    if not slack.is_set:
        return "not set up ('mlsd slack manifest --socket' begins it)"
    credentials = slack.credentials()
    check(credentials)
    return _workspaces() if credentials.serves_many else _workspace(credentials)


def _discord() -> str:
    discord = config.read_discord()
    if not discord.is_set:
        return "not set up ('mlsd discord invite' prints the links, once DISCORD_TOKEN is set)"
    discord.credentials()
    return f"application {application_of(discord.token.get_secret_value())}"


def _workspace(credentials: Credentials) -> str:
    from bot.platforms.slack.identity import identify  # here: slack_sdk takes long to load

    found = asyncio.run(identify(credentials.bot_token, credentials.api))
    require_scopes(found.scopes, found.name)
    scopes = "scopes unknown" if found.scopes is None else "every scope granted"
    return f"installed in {found.name}, {scopes}"


def _workspaces() -> str:
    """What the registry holds; no token is decrypted or tried."""
    configuration = config.read()
    keys = KeyRing.parse(configuration.token_keys.get_secret_value())
    newest = keys.newest_id
    database = Database.open(configuration.database)
    try:
        listed = Registry(database, keys).listed()
    finally:
        database.close()
    for kept in listed:
        require_scopes(kept.scopes, kept.tenant)
        if kept.key_id not in keys:
            raise BadKeys(f"The token of {kept.tenant} needs key {kept.key_id}.", "Put it back into MLSD_TOKEN_KEYS.")
    return f"installed in {len(listed)} workspaces, new tokens get key {newest}"
