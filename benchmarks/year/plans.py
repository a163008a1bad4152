"""How a database answers a statement: by which indexes, and whether it reads every case for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What it goes by, in order; `scans`: it reads all of `cases`, row by row."""

    told: str
    scans: bool


def plan_of(
    connection: Connection, asked: Callable[[Connection], object], tables: Collection[str] = ("cases",)
) -> Plan:
    """Return how the statements are answered that a question executes; `tables`: which may not be read whole."""
    with heard(connection) as statements:
        asked(connection)
    return explained(connection, statements, tables)


def explained(connection: Connection, statements: Sequence[Statement], tables: Collection[str] = ("cases",)) -> Plan:
    """Return how statements that were heard are answered."""
    explain = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    steps, scans = [], False
    for statement, values in statements:
        if not statement.lstrip().upper().startswith("SELECT"):
            continue
        for step, scanned in explain(connection, statement, values):
            steps.append(step)
            scans |= scanned in tables
    return Plan("; ".join(dict.fromkeys(steps)), scans)


@contextmanager
def heard(where: Connection | Engine) -> Iterator[list[Statement]]:
    """Yield the list of the statements that are executed meanwhile."""
    statements: list[Statement] = []

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        statements.append((statement, values))

    event.listen(where, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(where, "before_cursor_execute", hear)


def _sqlite(connection: Connection, statement: str, values: Any) -> Iterator[tuple[str, str]]:
    cursor = connection.connection.cursor()
    for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall():
        told: str = row[3]
        if told.startswith(("SEARCH", "SCAN")):
            # A scan in the order of an index ends with the page; one without an index reads everything.
            whole = re.fullmatch(r"SCAN (\w+)", told)
            yield re.sub(r"\s*\(.*\)$", "", told), whole[1] if whole else ""


def _postgresql(connection: Connection, statement: str, values: Any) -> Iterator[tuple[str, str]]:
    cursor = connection.connection.cursor()
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
    row = cursor.fetchone()
    assert row is not None
    yield from _nodes(row[0][0]["Plan"])


def _nodes(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each step that reads a table or an index, and the table that it reads whole, if it does."""
    where = node.get("Index Name") or node.get("Relation Name")
    if where:
        yield f"{node['Node Type']} {where}", node["Relation Name"] if node["Node Type"] == "Seq Scan" else ""
    for below in node.get("Plans", ()):
        yield from _nodes(below)
