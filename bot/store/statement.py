"""SQLAlchemy Core statements as module constants, each turned into SQL text once a dialect."""

from collections.abc import Callable, Container, Iterable, Mapping
from importlib import import_module
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Dialect, Table, bindparam
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Value = str | int | float | bool | None
InsertInto = Callable[[Table], Insert]


class Statement:
    """A statement whose text is kept: `Connection.execute` takes longer to look it up than SQLite to run it.

    Values go to the driver as they are, hence only types that both drivers share (`Value`). A function instead of a
    statement is given the dialect's own `insert`, which knows ON CONFLICT.
    """

    def __init__(self, source: ClauseElement | Callable[[InsertInto], ClauseElement]) -> None:
        self._source = source
        self._texts: dict[str, tuple[str, dict[str, Any]]] = {}

    def bind(self, dialect: Dialect, values: Mapping[str, Value]) -> tuple[str, Mapping[str, Value]]:
        """The SQL text, and the values together with the constants that the statement itself holds."""
        text, constants = self._texts.get(dialect.name) or self._compile(dialect)
        return text, {**constants, **values} if constants else values

    def _compile(self, dialect: Dialect) -> tuple[str, dict[str, Any]]:
        compiled = cast("SQLCompiler", self._clause(dialect).compile(dialect=dialect))
        constants = {name: bound.value for bound, name in compiled.bind_names.items() if not bound.required}
        self._texts[dialect.name] = (str(compiled), constants)
        return self._texts[dialect.name]

    def _clause(self, dialect: Dialect) -> ClauseElement:
        if isinstance(self._source, ClauseElement):
            return self._source
        return self._source(import_module(f"sqlalchemy.dialects.{dialect.name}").insert)


def insert_new(table: Table, without: Container[str] = (), **computed: ColumnElement[Any]) -> Statement:
    """An INSERT that leaves a row with the same key as it is. Its parameters are named as the columns.

    Columns `without` a value get their default; `computed` ones are an expression instead of a parameter.
    """
    columns = [column for column in table.columns if column.name not in without]
    return Statement(lambda insert: _insert(insert, table, _binds(columns) | computed).on_conflict_do_nothing())


def upsert(table: Table) -> Statement:
    """An INSERT of all columns that replaces a row with the same primary key."""
    keys = list(table.primary_key)

    def build(insert: InsertInto) -> ClauseElement:
        into = _insert(insert, table, _binds(table.columns))
        changed = {column.name: into.excluded[column.name] for column in table.columns if column not in keys}
        return into.on_conflict_do_update(index_elements=keys, set_=changed)

    return Statement(build)


def _binds(columns: Iterable[Column[Any]]) -> dict[str, ColumnElement[Any]]:
    return {column.name: bindparam(column.name, type_=column.type) for column in columns}


def _insert(insert: InsertInto, table: Table, values: Mapping[str, ColumnElement[Any]]) -> Insert:
    # Inline: the dialect would fetch a new row's number otherwise, which nobody reads here.
    return insert(table).inline().values(**values)
