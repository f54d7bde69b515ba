"""An open transaction: what statements run on, bound to a tenant and to one reading of the clock."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Dialect

from bot.store.statement import Statement, Value
from bot.store.values import from_ms, to_ms

Row = tuple[Any, ...]


class Cursor(Protocol):
    """What is used of a driver's cursor."""

    @property
    def rowcount(self) -> int:
        """How many rows a change touched."""

    def fetchone(self) -> Row | None:
        """The next row."""

    def fetchall(self) -> list[Row]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Row]:
        """The rows that are left, one by one."""

    def close(self) -> None:
        """Give up the rest."""


class Driver(Protocol):
    """What is used of a driver's connection."""

    def execute(self, text: str, values: Mapping[str, Value], /) -> Cursor:
        """Run SQL text with named values."""


class Transaction:
    """Runs statements until its `with` block ends: then what was done is kept, or undone if the block raised.

    Every query of a tenant's rows uses `tenant`.
    """

    def __init__(self, driver: Driver, dialect: Dialect, tenant: str, now: datetime) -> None:
        self._driver: Driver | None = driver
        self._dialect = dialect
        self._now = from_ms(to_ms(now))
        self._streams: list[Cursor] = []
        self.tenant = tenant

    def now(self) -> datetime:
        """The transaction's only reading of the clock: aware UTC, in whole milliseconds."""
        return self._now

    def run(self, statement: Statement, /, **values: Value) -> int:
        """Execute and return how many rows changed."""
        return self._execute(statement, values).rowcount

    def row(self, statement: Statement, /, **values: Value) -> Row | None:
        """The first row, if any."""
        return self._execute(statement, values).fetchone()

    def rows(self, statement: Statement, /, **values: Value) -> list[Row]:
        """All rows."""
        return self._execute(statement, values).fetchall()

    def stream(self, statement: Statement, /, **values: Value) -> Iterator[Row]:
        """Rows one by one, never all in memory; ends with the transaction."""
        cursor = self._open_stream(*statement.bind(self._dialect, values))
        self._streams.append(cursor)
        return self._until_end(cursor)

    @contextmanager
    def on_behalf_of(self, tenant: str) -> Iterator[None]:
        """Be another tenant's for a `with` block, for what one person has in several; raising in it ends everything."""
        own = self.tenant
        self._enter(tenant)
        try:
            yield
        except BaseException:
            self.end()
            raise
        self._enter(own)

    def _enter(self, tenant: str) -> None:
        self.tenant = tenant

    def end(self) -> None:
        """Refuse everything from now on; called when the `with` block ends."""
        for cursor in self._streams:
            cursor.close()
        self._driver = None

    def _until_end(self, cursor: Cursor) -> Iterator[Row]:
        for row in cursor:
            yield row
            self._open_driver()  # some drivers go on with the rows that they have fetched

    def _open_stream(self, text: str, values: Mapping[str, Value]) -> Cursor:
        return self._open_driver().execute(text, values)

    def _execute(self, statement: Statement, values: Mapping[str, Value]) -> Cursor:
        text, bound = statement.bind(self._dialect, values)
        return self._open_driver().execute(text, bound)

    def _open_driver(self) -> Driver:
        if self._driver is None:
            raise RuntimeError("this transaction has ended")
        return self._driver
