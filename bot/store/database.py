"""The store as the rest of the bot opens it: `Database`, and its `Transaction`s."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, Self

from sqlalchemy import URL, Connection, Dialect, make_url
from sqlalchemy.exc import ArgumentError

from bot.store import schema
from bot.store.errors import StoreError, explained
from bot.store.sqlite import SqliteBackend
from bot.store.transaction import Transaction

__all__ = ["Database", "Transaction"]

SQLITE = "sqlite:///"
BUSY_SECONDS = 5.0
EXAMPLES = "Use sqlite:///path/to/file or postgresql://user:password@host/database in MLSD_DATABASE_URL."

Clock = Callable[[], datetime]


class Backend(Protocol):
    """What a kind of database does for `Database`."""

    place: str
    dialect: Dialect
    migrates_itself: bool
    errors: tuple[type[Exception], ...]

    def write(self, tenant: str) -> AbstractContextManager[Transaction]: ...
    def read(self, tenant: str) -> AbstractContextManager[Transaction]: ...
    def migrate(self) -> AbstractContextManager[Connection]: ...
    def explain(self, error: BaseException) -> StoreError | None: ...
    def close(self) -> None: ...


class Database:
    """An open database. Threads may share it; a forked process may not."""

    def __init__(self, backend: Backend, *, read_only: bool) -> None:
        self._backend = backend
        self.place = backend.place
        self.dialect = backend.dialect.name
        self.migrates_itself = backend.migrates_itself and not read_only

    @classmethod
    def open(
        cls, url: str, *, read_only: bool = False, clock: Clock | None = None, busy_seconds: float = BUSY_SECONDS
    ) -> Self:
        """Open a database whose tables fit this program; a SQLite file is made, and brought up to date, on the way.

        `clock` returns aware instants; without it time comes from PostgreSQL itself, and on SQLite from the system.
        Whoever waits longer than `busy_seconds` for another process to write gets a StoreError. Raises StoreError, too,
        for whatever keeps the database from being used.
        """
        database = cls.connect(url, read_only=read_only, clock=clock, busy_seconds=busy_seconds)
        try:
            schema.make_ready(database)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def connect(
        cls, url: str, *, read_only: bool = False, clock: Clock | None = None, busy_seconds: float = BUSY_SECONDS
    ) -> Self:
        """As `open`, whatever its tables: for `schema.upgrade`."""
        if url.startswith(SQLITE):
            path = file_of(url)
            backend = SqliteBackend(path, read_only=read_only, clock=clock or _system_clock, busy_seconds=busy_seconds)
            return cls(backend, read_only=read_only)
        from bot.store.postgres import PostgresBackend  # here: psycopg and its dialect are slow to load

        return cls(PostgresBackend(_server_of(url), read_only=read_only, clock=clock), read_only=read_only)

    @contextmanager
    def transaction(self, tenant: str, *, write: bool = True) -> Iterator[Transaction]:
        """A transaction for one tenant: returning from the block commits, raising rolls back.

        Raises StoreError for whatever a person can mend; the driver's own errors are bugs.
        """
        begin = self._backend.write if write else self._backend.read
        with explained(self._backend.errors, self._backend.explain), begin(tenant) as transaction:
            yield transaction

    @contextmanager
    def migration(self) -> Iterator[Connection]:
        """A connection for Alembic that keeps every other migration out; commits and rolls back like `transaction`."""
        with explained(self._backend.errors, self._backend.explain), self._backend.migrate() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._backend.close()


def file_of(url: str) -> Path:
    """The file of a SQLite URL. Everything after the prefix is the name, whatever its characters."""
    name = url.removeprefix(SQLITE)
    if name in {"", ":memory:"}:
        raise StoreError("The database URL names no file.", EXAMPLES)
    return Path(name).expanduser().absolute()


def _server_of(url: str) -> URL:
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):  # `from None`: the text may hold a password
        raise StoreError("The database URL cannot be read.", EXAMPLES) from None
    if target.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise StoreError(f"The database URL begins with '{target.drivername}:'.", EXAMPLES)
    if "@" in (target.host or ""):  # else the rest of the password would be shown as the host
        raise StoreError("The password in the database URL holds an @.", "Write it as %40.")
    return target.set(drivername="postgresql+psycopg")


def _system_clock() -> datetime:
    return datetime.now(UTC)
