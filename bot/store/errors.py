"""What can go wrong with a database that a person can mend, said in a sentence. No message holds a password."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.domain.errors import BotError


class StoreError(BotError):
    """The database cannot be used; says what is wrong and what to do."""

    fatal = True


Advice = tuple[str, str]

_DENIED: Advice = (
    "The database file {place} cannot be opened or created.",
    "Check that its folder exists and that you may write there.",
)
_READ_ONLY: Advice = (
    "The database file {place} or its folder is read-only.",
    "Give yourself the right to write there, or choose another folder.",
)
_DAMAGED: Advice = (
    "The database file {place} is damaged.",
    "Put your last backup in its place, or move it away to start afresh.",
)
_FOREIGN: Advice = ("{place} is not a database of this program.", "Choose another file, or move this one away.")
_FULL: Advice = ("The disk is full; nothing was saved in {place}.", "Free some space and try again.")
_DISK: Advice = ("The disk failed while using {place}.", "Check free space, quotas and the disk, then try again.")
_BUSY: Advice = ("The database {place} is locked by another process.", "Try again when that one has ended.")

_SQLITE_ADVICE: dict[int, Advice] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CANTOPEN: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _DISK,
}

_UNREACHABLE: Advice = (
    "There is no PostgreSQL server that answers at {place}.",
    "Start it, or correct the host and port in MLSD_DATABASE_URL.",
)
_REFUSED: Advice = (
    "PostgreSQL at {place} refused the user name or the password.",
    "Correct them in MLSD_DATABASE_URL.",
)
_MISSING: Advice = ("PostgreSQL has no database {place}.", "Create it, or correct its name in MLSD_DATABASE_URL.")
_FORBIDDEN: Advice = ("PostgreSQL does not let this user do that in {place}.", "Grant the rights on its tables.")
_CONFLICT: Advice = ("Another change came in between in {place}.", "Try again.")
_CROWDED: Advice = ("PostgreSQL at {place} takes no more connections.", "Try again, or raise max_connections.")
_STANDBY: Advice = ("PostgreSQL at {place} takes no writes now.", "Point MLSD_DATABASE_URL at the primary server.")

# SQLSTATE codes, the longest prefix first: appendix A of the PostgreSQL manual.
_POSTGRES_ADVICE: tuple[tuple[str, Advice], ...] = (
    ("28", _REFUSED),
    ("3D000", _MISSING),
    ("42501", _FORBIDDEN),
    ("53100", _FULL),
    ("53300", _CROWDED),
    ("25006", _STANDBY),
    ("40", _CONFLICT),
    ("55P03", _BUSY),
    ("57P", _UNREACHABLE),
    ("08", _UNREACHABLE),
)

# A failed connection carries no SQLSTATE, only the server's words.
_CONNECT_WORDS: tuple[tuple[str, Advice], ...] = (
    ("password", _REFUSED),
    ("authentication", _REFUSED),
    ("pg_hba.conf", _REFUSED),
    ("role ", _REFUSED),
    ("does not exist", _MISSING),
    ("too many", _CROWDED),
)


@contextmanager
def explained(
    errors: tuple[type[Exception], ...], explain: Callable[[BaseException], StoreError | None]
) -> Iterator[None]:
    """Turns an error among `errors` into what `explain` says of it, if anything."""
    try:
        yield
    except errors as error:
        told = explain(error)
        if told is None:
            raise
        raise told from error


def explain_sqlite(error: BaseException, place: str) -> StoreError | None:
    """What a person can do about an error of sqlite3 or of the file system, if anything."""
    if isinstance(error, OSError):
        return _say(_DENIED, place)
    extended = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else _say(_SQLITE_ADVICE.get(extended & 0xFF), place)


def explain_postgres(error: BaseException, place: str) -> StoreError | None:
    """What a person can do about an error of psycopg, if anything."""
    code = getattr(error, "sqlstate", None)
    if code is not None:
        return _say(next((advice for prefix, advice in _POSTGRES_ADVICE if code.startswith(prefix)), None), place)
    if type(error).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return None
    said = str(error).casefold()
    return _say(next((advice for words, advice in _CONNECT_WORDS if words in said), _UNREACHABLE), place)


def _say(advice: Advice | None, place: str) -> StoreError | None:
    if advice is None:
        return None
    message, next_step = advice
    return StoreError(message.format(place=place), next_step)
