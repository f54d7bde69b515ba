"""Transactions on PostgreSQL: a bounded pool, the tenant for row-level security, and the server's clock."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import cast

import psycopg
from sqlalchemy import URL, Connection, Dialect, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.errors import StoreError, explain_postgres
from bot.store.statement import Value
from bot.store.transaction import Cursor, Driver, Transaction

POOL = 10
CONNECT_SECONDS = 5
WAIT_SECONDS = 10.0
ROWS_A_FETCH = 1000
MIGRATION_LOCK = 0x6D6C7364  # any constant that is ours alone

# One round trip for both; the setting ends with the transaction.
_BEGIN = "SELECT set_config('mlsd.tenant', %(tenant)s, true), transaction_timestamp()"

_ENTER = "SELECT set_config('mlsd.tenant', %(tenant)s, true)"


class PostgresTransaction(Transaction):
    """Streams through a server-side cursor: the driver's plain one fetches every row at once."""

    def _enter(self, tenant: str) -> None:
        super()._enter(tenant)
        cast("psycopg.Connection", self._open_driver()).execute(_ENTER, {"tenant": tenant})

    def _open_stream(self, text: str, values: Mapping[str, Value]) -> Cursor:
        connection = cast("psycopg.Connection", self._open_driver())
        cursor = connection.cursor(name=f"stream_{len(self._streams)}")
        cursor.itersize = ROWS_A_FETCH
        return cursor.execute(text, values)


class PostgresBackend:
    """Writes are READ COMMITTED; reads see one snapshot throughout, as they do on SQLite."""

    migrates_itself = False

    def __init__(self, url: URL, *, read_only: bool, clock: Callable[[], datetime] | None) -> None:
        self.place = f"{url.host or url.query.get('host') or 'localhost'}:{url.port or 5432}/{url.database or ''}"
        self._engine = create_engine(
            url,
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_pre_ping=True,
            use_native_hstore=False,
            connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "mlsd"},
        )
        self.dialect: Dialect = self._engine.dialect
        self.errors: tuple[type[Exception], ...] = (psycopg.Error, DBAPIError, PoolTimeout)
        self._read_only = read_only
        self._clock = clock

    @contextmanager
    def write(self, tenant: str) -> Iterator[Transaction]:
        """A transaction that may write."""
        if self._read_only:
            raise StoreError(f"The database {self.place} is open for reading only.")
        yield from self._transact(tenant, read_only=False)

    @contextmanager
    def read(self, tenant: str) -> Iterator[Transaction]:
        """A transaction that sees the database as it is now, and may not write."""
        yield from self._transact(tenant, read_only=True)

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A SQLAlchemy connection in a transaction that no other migration shares."""
        with self._engine.connect() as connection:
            self._set_mode(cast("psycopg.Connection", connection.connection.driver_connection), read_only=False)
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
                yield connection

    def explain(self, error: BaseException) -> StoreError | None:
        """What a person can do about a driver's error, if anything."""
        if isinstance(error, PoolTimeout):
            return StoreError(f"The database {self.place} is busy.", "Try again.")
        return explain_postgres(getattr(error, "orig", None) or error, self.place)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _transact(self, tenant: str, *, read_only: bool) -> Iterator[Transaction]:
        pooled = self._engine.raw_connection()
        connection = cast("psycopg.Connection", pooled.driver_connection)
        try:
            self._set_mode(connection, read_only=read_only)
            transaction = self._begin(connection, tenant)
            try:
                yield transaction
            finally:
                transaction.end()
            connection.commit()
        except BaseException:
            with suppress(*self.errors):  # a lost connection has nothing left to undo
                connection.rollback()
            raise
        finally:
            if connection.closed:
                pooled.invalidate()  # else the pool logs an error when it tries to roll back
            pooled.close()

    def _begin(self, connection: psycopg.Connection, tenant: str) -> Transaction:
        begun = connection.execute(_BEGIN, {"tenant": tenant}).fetchall()
        now = self._clock() if self._clock else begun[0][1]
        return PostgresTransaction(cast("Driver", connection), self.dialect, tenant, now)

    def _set_mode(self, connection: psycopg.Connection, *, read_only: bool) -> None:
        if connection.read_only is not read_only:
            connection.read_only = read_only
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if read_only else None
