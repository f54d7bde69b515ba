"""Which version of the tables a database holds, and bringing it to this program's."""

from typing import TYPE_CHECKING

from sqlalchemy import column, select, table, text

from bot.store.errors import StoreError
from bot.store.statement import Statement

if TYPE_CHECKING:
    from bot.store.database import Database

HEAD = "0007"
"""The newest revision in `migrations/versions`, kept here so that a start needs no Alembic; a test holds them equal."""

_VERSION = Statement(select(column("version_num")).select_from(table("alembic_version")))
_HAS_VERSION = {
    "sqlite": Statement(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")),
    "postgresql": Statement(text("SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL")),
}


def current(database: "Database") -> str | None:
    """The revision of the database's tables; None before the first migration."""
    with database.transaction("", write=False) as tx:
        if tx.row(_HAS_VERSION[database.dialect]) is None:
            return None
        row = tx.row(_VERSION)
        return None if row is None else str(row[0])


def is_current(database: "Database") -> bool:
    """Whether the tables are those of this program."""
    return current(database) == HEAD


def make_ready(database: "Database") -> None:
    """Migrate a database that may migrate itself; raises StoreError where that is not so, or cannot be."""
    version = current(database)
    if version == HEAD:
        return
    if not database.migrates_itself:
        _refuse_newer(database, version)
        state = "has no tables yet" if version is None else "has the tables of an older version"
        raise StoreError(f"The database {database.place} {state}.", "Run `mlsd db upgrade`.")
    upgrade(database)


def upgrade(database: "Database") -> None:
    """Bring the tables to this program's version; whoever comes second waits and finds it done.

    Raises StoreError for tables of a newer version, and for a SQLite file of another program.
    """
    from bot.store import migrate  # here: Alembic takes a tenth of a second, and is rarely needed

    _refuse_newer(database, current(database))
    with database.migration() as connection:
        if migrate.is_of_another_program(connection):
            raise StoreError(f"{database.place} is a database of another program.", "Choose another file.")
        migrate.upgrade(connection)


def _refuse_newer(database: "Database", version: str | None) -> None:
    from bot.store import migrate  # here: see `upgrade`

    if version is not None and not migrate.is_known(version):
        raise StoreError(
            f"The database {database.place} was written by a newer version of this program.", "Update this program."
        )
