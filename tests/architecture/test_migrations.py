"""The migrations make exactly the tables of `bot/store/tables.py`, on both databases, and can be taken back."""

import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.store import memories, migrate, people, schema
from bot.store.database import Database
from bot.store.tables import metadata
from tests.store.factories import memory, newcomer

ROOT = Path(__file__).parents[2]

SHAPES = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'",
    "postgresql": """
        SELECT table_name, column_name, concat_ws(' ', ordinal_position, data_type, column_default, is_nullable)
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        UNION ALL
        SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
        FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE connamespace = 'public'::regnamespace AND relname <> 'alembic_version'
        UNION ALL
        SELECT tablename, indexname, indexdef
        FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    """,
}


@pytest.fixture(params=["sqlite", "postgres"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without tables."""
    sqlite = f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    database = Database.connect(sqlite if request.param == "sqlite" else request.getfixturevalue("bare_postgres"))
    yield database
    database.close()


NextMigration = Callable[[str], None]


@pytest.fixture
def next_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NextMigration:
    """Puts a script after the newest one, in a copy of the folder that the program then uses."""
    scripts = tmp_path / "migrations"

    def write(upgrade: str) -> None:
        shutil.copytree(migrate.SCRIPTS, scripts)
        head = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = 'next'\ndown_revision = '{schema.HEAD}'\n"
        (scripts / "versions" / "next.py").write_text(f"{head}def upgrade():\n    {upgrade}\n")
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)

    return write


def shape(connection: Connection) -> set[tuple[str, ...]]:
    """Everything that the database says about its tables: columns, constraints with their texts, indexes."""
    rows = connection.execute(text(SHAPES[connection.dialect.name]))
    return {tuple(" ".join(str(part).split()) for part in row) for row in rows}


def test_migrations_and_tables_are_equal(bare: Database) -> None:
    """Column for column and constraint for constraint, nothing differs from what the program expects."""
    with bare.migration() as connection:
        metadata.create_all(connection)
        expected = shape(connection)
        metadata.drop_all(connection)
        assert shape(connection) == set()

    schema.upgrade(bare)
    with bare.migration() as connection:
        assert shape(connection) == expected
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_go_up_and_down_and_up_again(bare: Database) -> None:
    """Taken back to the beginning, nothing of ours is left, and the way up is open again."""
    for _ in range(2):
        assert schema.current(bare) is None
        schema.upgrade(bare)
        assert schema.is_current(bare)
        with bare.migration() as connection:
            migrate.downgrade(connection, "base")
            assert inspect(connection).get_table_names() == ["alembic_version"]


def test_a_failing_migration_changes_nothing(bare: Database, next_migration: NextMigration) -> None:
    """Half of a migration is worse than none."""
    schema.upgrade(bare)
    next_migration("op.create_table('half', sa.Column('id', sa.Text)); raise RuntimeError('on purpose')")
    with pytest.raises(RuntimeError, match="on purpose"):
        schema.upgrade(bare)

    with bare.migration() as connection:
        assert "half" not in inspect(connection).get_table_names()
    assert schema.is_current(bare)


def test_rebuilding_a_table_loses_no_rows_that_refer_to_it(bare: Database, next_migration: NextMigration) -> None:
    """SQLite changes a column by making the table anew; what belongs to its rows must not go with the old one."""
    schema.upgrade(bare)
    person = newcomer(bare).person_id
    with bare.transaction("local") as tx:
        memories.save(tx, person, memory())
    next_migration("with op.batch_alter_table('person') as batch: batch.alter_column('settings', nullable=True)")
    schema.upgrade(bare)

    with bare.transaction("local") as tx:
        assert memories.get(tx, person, "card-1") == memory()
        people.forget(tx, person)
        assert memories.get(tx, person, "card-1") is None


def test_a_migration_that_leaves_orphans_is_undone(tmp_path: Path, next_migration: NextMigration) -> None:
    """On SQLite, where foreign keys are off meanwhile, they are checked before anything is kept."""
    database = Database.open(f"sqlite:///{tmp_path / 'orphans.sqlite3'}")
    person = newcomer(database).person_id
    with database.transaction("local") as tx:
        memories.save(tx, person, memory())
    next_migration("op.execute('DELETE FROM person')")
    with pytest.raises(RuntimeError, match="without their parent"):
        schema.upgrade(database)

    with database.transaction("local") as tx:
        assert memories.get(tx, person, "card-1") == memory()
    database.close()


def test_the_program_knows_the_newest_revision() -> None:
    """A start compares with a constant, which must be the head of the scripts; there is one head."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))

    assert scripts.get_heads() == [schema.HEAD]


def test_the_command_line_of_alembic_finds_nothing_to_add(tmp_path: Path) -> None:
    """`alembic.ini` works for whoever writes the next migration, and `alembic check` is clean."""
    url = f"sqlite:///{tmp_path / 'scratch.sqlite3'}"
    config = Config(ROOT / "alembic.ini", cmd_opts=Namespace(x=[f"url={url}"]))
    command.upgrade(config, "head")

    command.check(config)
