"""The only user of Alembic: runs the scripts of `migrations/` on a connection that holds the database."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

_BOT = Path(__file__).resolve().parents[1]
_SHIPPED = _BOT / "_shipped" / "migrations"
SCRIPTS = _SHIPPED if _SHIPPED.is_dir() else _BOT.parent / "migrations"
"""In an installed package, or in a checkout."""


def configuration(connection: Connection | None = None) -> Config:
    """What Alembic needs to run here; `migrations/env.py` takes the connection from it."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def is_known(revision: str) -> bool:
    """Whether one of our scripts has this revision."""
    try:
        return ScriptDirectory.from_config(configuration()).get_revision(revision) is not None
    except CommandError:
        return False


def is_of_another_program(connection: Connection) -> bool:
    """Whether a SQLite file holds tables that no migration of ours made."""
    names = inspect(connection).get_table_names()
    return connection.dialect.name == "sqlite" and bool(names) and "alembic_version" not in names


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the scripts up to a revision, inside the connection's transaction."""
    command.upgrade(configuration(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Run the scripts down to a revision (`base` drops it all), inside the connection's transaction."""
    command.downgrade(configuration(connection), revision)
