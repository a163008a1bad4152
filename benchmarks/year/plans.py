"""How a database answers a statement: by which indexes, and whether it reads every case for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What it goes by, in order; `scans`: it reads all of `cases`, row by row."""

    told: str
    scans: bool


def plan_of(connection: Connection, asked: Callable[[Connection], object]) -> Plan:
    """Return how the statements about cases are answered that a question executes."""
    with _heard(connection) as statements:
        asked(connection)
    explain = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    steps, scans = [], False
    for statement, values in statements:
        if "cases" not in statement or not statement.lstrip().upper().startswith("SELECT"):
            continue
        for step, is_scan in explain(connection, statement, values):
            steps.append(step)
            scans |= is_scan
    return Plan("; ".join(dict.fromkeys(steps)), scans)


@contextmanager
def _heard(connection: Connection) -> Iterator[list[Statement]]:
    heard: list[Statement] = []

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        heard.append((statement, values))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(connection, "before_cursor_execute", hear)


def _sqlite(connection: Connection, statement: str, values: Any) -> Iterator[tuple[str, bool]]:
    cursor = connection.connection.cursor()
    for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall():
        told = row[3]
        if told.startswith(("SEARCH", "SCAN")) and "case" in told:
            # A scan in the order of an index ends with the page; one without an index reads everything.
            yield re.sub(r"\s*\(.*\)$", "", told), re.fullmatch(r"SCAN cases", told) is not None


def _postgresql(connection: Connection, statement: str, values: Any) -> Iterator[tuple[str, bool]]:
    cursor = connection.connection.cursor()
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
    found = cursor.fetchone()[0]
    plan = found if isinstance(found, list) else json.loads(found)
    yield from _nodes(plan[0]["Plan"])


def _nodes(node: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    where = node.get("Index Name") or node.get("Relation Name")
    if where and "case" in where:
        yield f"{node['Node Type']} {where}", node["Node Type"] == "Seq Scan" and where == "cases"
    for below in node.get("Plans", ()):
        yield from _nodes(below)
