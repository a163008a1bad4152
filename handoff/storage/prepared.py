"""Statements of the hot path: compiled once a dialect, executed on the driver's own cursor.

Per execution SQLAlchemy looks its compiled statement up and makes result metadata, 60–70 µs; the driver alone takes
10. Storing a message takes two statements, and messages are most of what a database does here all day.
"""

from __future__ import annotations

from collections import namedtuple
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, TextClause, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from handoff.storage.tables import to_microseconds


class Prepared:
    """A Core statement with named parameters. Instants come back as the integers that they are stored as."""

    def __init__(self, statement: UpdateBase | TextClause) -> None:
        self._statement = statement
        names = [] if isinstance(statement, TextClause) else [str(column.key) for column in statement.exported_columns]
        self._row = namedtuple("Row", names)  # type: ignore[misc]  # noqa: PYI024 - the names are data here
        self._compiled: dict[str, tuple[str, dict[str, Any], tuple[str, ...] | None]] = {}

    def first(self, connection: Connection, **values: Any) -> Any | None:
        """Execute and return the first row, or None."""
        row = self._execute(connection, values).fetchone()
        return None if row is None else self._row(*row)

    def count(self, connection: Connection, **values: Any) -> int:
        """Execute and return how many rows it has changed."""
        changed: int = self._execute(connection, values).rowcount
        return changed

    def _execute(self, connection: Connection, values: dict[str, Any]) -> Any:
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(connection)
        sql, own, order = self._compiled[dialect.name]
        named = {**own, **{k: to_microseconds(v) if isinstance(v, datetime) else v for k, v in values.items()}}
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, named if order is None else tuple([named[key] for key in order]))
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(sql, None, error, dialect.loaded_dbapi.Error, dialect=dialect) from error
        return cursor

    def _compile(self, connection: Connection) -> tuple[str, dict[str, Any], tuple[str, ...] | None]:
        compiled = self._statement.compile(dialect=connection.dialect)
        assert isinstance(compiled, SQLCompiler)
        order = None if compiled.positiontup is None else tuple(compiled.positiontup)
        return compiled.string, dict(compiled.params), order
