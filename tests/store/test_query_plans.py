import re
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from bot import store
from bot.store import memories
from bot.store.statement import Statement
from bot.store.tables import metadata

DIALECT = SQLiteDialect_pysqlite(paramstyle="named")


def statements() -> dict[str, Statement]:
    """Every statement of the store, by its module and name; `schema` reads one-row tables."""
    modules = {found.name: import_module(f"bot.store.{found.name}") for found in iter_modules(store.__path__)}
    return {
        f"{module}.{name}": value
        for module in modules.keys() - {"schema"}
        for name, value in vars(modules[module]).items()
        if isinstance(value, Statement)
    }


def plan(statement: Statement, path: Path) -> list[str]:
    """The steps that SQLite takes for a statement."""
    text, constants = statement.bind(DIALECT, {})
    values = dict.fromkeys(re.findall(r":(\w+)", text)) | dict(constants)
    with closing(sqlite3.connect(path)) as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]


@pytest.mark.parametrize("name", sorted(statements()))
def test_no_statement_reads_a_whole_table(name: str, migrated_sqlite: Path) -> None:
    """Every look-up goes by an index: what one person waits for does not grow with the others."""
    assert [step for step in plan(statements()[name], migrated_sqlite) if step.startswith("SCAN")] == []


@pytest.mark.parametrize("name", ["_DUE", "_STEPS", "_LOAD"])
def test_what_waits_comes_in_order_from_its_index(name: str, migrated_sqlite: Path) -> None:
    """Nothing is sorted: the first cards of a long backlog cost as much as those of a short one."""
    steps = plan(vars(memories)[name], migrated_sqlite)

    assert [step for step in steps if "TEMP B-TREE" in step] == []
    assert [step for step in steps if "ix_memory_" in step]


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_rows_that_go_with_their_owner_are_found_by_an_index(table: Table) -> None:
    """Deleting a person or a tenant does not read the tables of everybody."""
    partial = {index for index in table.indexes if index.dialect_options["sqlite"]["where"] is not None}
    unique = [found for found in table.constraints if isinstance(found, PrimaryKeyConstraint | UniqueConstraint)]
    leading = {next(iter(found.columns)).name for found in [*(table.indexes - partial), *unique] if found.columns}

    assert {column.name for column in table.columns if column.foreign_keys} <= leading
