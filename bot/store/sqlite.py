"""Transactions on a SQLite file: one connection that writes, held open under a lock, and a small pool that reads."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import cast
from urllib.parse import quote

from sqlalchemy import Connection, Dialect, NullPool, QueuePool, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.errors import StoreError, explain_sqlite, explained
from bot.store.filesystem import mounts, network_mount
from bot.store.transaction import Transaction

READERS = 4
STATEMENTS_KEPT = 256
MIGRATION_SECONDS = 120.0


class SqliteBackend:
    """Writes begin with BEGIN IMMEDIATE, so that two processes wait for each other instead of failing half-way."""

    migrates_itself = True
    errors: tuple[type[Exception], ...] = (sqlite3.Error, DBAPIError, PoolTimeout)

    def __init__(self, path: Path, *, read_only: bool, clock: Callable[[], datetime], busy_seconds: float) -> None:
        self.place = str(path)
        self.dialect: Dialect = SQLiteDialect_pysqlite(paramstyle="named")
        self._path = path
        self._clock = clock
        self._busy_seconds = busy_seconds
        self._writing = RLock()
        with explained((OSError, *self.errors), self.explain):
            self._writer = None if read_only else self._connect_writer()
        self._readers = QueuePool(
            cast("Callable[[], DBAPIConnection]", self._connect_reader),
            pool_size=READERS,
            max_overflow=0,
            timeout=busy_seconds,
            reset_on_return=None,
        )

    @contextmanager
    def write(self, tenant: str) -> Iterator[Transaction]:
        """A transaction that alone may write, from its first statement on."""
        with self._writing:
            if self._writer is None:
                raise StoreError(f"The database {self.place} is open for reading only.", "Stop what else uses it.")
            yield from self._transact(self._writer, "BEGIN IMMEDIATE", tenant)

    @contextmanager
    def read(self, tenant: str) -> Iterator[Transaction]:
        """A transaction that sees the database as it is now, beside any writer."""
        pooled = self._readers.connect()
        connection = cast("sqlite3.Connection", pooled.driver_connection)
        try:
            yield from self._transact(connection, "BEGIN", tenant)
        finally:
            pooled.close()

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A SQLAlchemy connection that holds the whole file until the block ends; foreign keys are checked then."""
        engine = create_engine("sqlite://", creator=self._connect_migration, poolclass=NullPool)
        with self._writing, engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration left rows without their parent: {broken[:5]}")

    def explain(self, error: BaseException) -> StoreError | None:
        """What a person can do about a driver's error, if anything."""
        if isinstance(error, PoolTimeout):
            return StoreError(f"The database {self.place} is busy.", "Try again.")
        return explain_sqlite(getattr(error, "orig", None) or error, self.place)

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._readers.dispose()
        if self._writer is not None:
            self._writer.close()

    def _transact(self, connection: sqlite3.Connection, begin: str, tenant: str) -> Iterator[Transaction]:
        connection.execute(begin)
        try:
            transaction = Transaction(connection, self.dialect, tenant, self._clock())
            try:
                yield transaction
            finally:
                transaction.end()
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _connect_writer(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if kind := network_mount(self._path.resolve(), mounts()):
            raise StoreError(
                f"The database {self.place} lies on a network file system ({kind}), where SQLite cannot lock it.",
                "Put it on a local disk (MLSD_DATA_DIR), or use PostgreSQL.",
            )
        connection = self._connect("rwc", self._busy_seconds)
        try:
            _prepare_writer(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_reader(self) -> sqlite3.Connection:
        connection = self._connect("ro", self._busy_seconds)
        connection.execute("PRAGMA query_only=ON")
        return connection

    def _connect_migration(self) -> sqlite3.Connection:
        # Foreign keys stay off: rebuilding a table drops it first, which would delete what refers to its rows.
        return self._connect("rw", MIGRATION_SECONDS)

    def _connect(self, mode: str, busy_seconds: float) -> sqlite3.Connection:
        # Locked by us, not by thread: the writer is used by one thread at a time, whichever it is.
        return sqlite3.connect(
            f"file:{quote(str(self._path))}?mode={mode}",
            uri=True,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=STATEMENTS_KEPT,
        )


def _prepare_writer(connection: sqlite3.Connection) -> None:
    _switch_to_wal(connection, tries=10)
    # FULL: a commit that was confirmed survives a power cut; NORMAL may lose the last ones.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _switch_to_wal(connection: sqlite3.Connection, tries: int) -> None:
    """Of processes that switch a new file at once, SQLite fails all but one, where a transaction would wait."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or tries == 1:
            raise
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        _switch_to_wal(connection, tries - 1)
