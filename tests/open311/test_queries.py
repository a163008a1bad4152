"""Every question has an index that it is answered from, on both databases, with a year's cases in them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, insert, text

from handoff.open311.listing import query_of
from handoff.open311.model import STATES, Box, Circle, Wanted
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import cases

A_YEAR = 20_000
"""Cases of a middle-sized city: enough for a planner to see which way is shorter."""
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
QUESTIONS = {
    "a quarter": Wanted(received_from=SINCE, received_until=NOW),
    "a deep page": Wanted(received_from=SINCE, received_until=NOW, page=14),
    "a service": Wanted(received_from=SINCE, received_until=NOW, service_codes=("176",)),
    "what is open": Wanted(received_from=SINCE, received_until=NOW, states=STATES["open"]),
    "what is open of a service": Wanted(
        received_from=SINCE, received_until=NOW, states=STATES["open"], service_codes=("171", "176")
    ),
    "what has changed": Wanted(updated_from=NOW - timedelta(days=1), updated_until=NOW),
    "by id": Wanted(ids=("00000001", "00000002")),
    "a box": Wanted(received_from=SINCE, received_until=NOW, box=Box(24.93, 60.16, 24.94, 60.17)),
    "a circle": Wanted(received_from=SINCE, received_until=NOW, circle=Circle(60.17, 24.94, 500)),
}


def case(number: int) -> dict[str, Any]:
    received = NOW - timedelta(minutes=26.28 * number)
    is_open = number < 500
    is_published = number % 10 == 0 and not is_open
    return {
        "id": f"{number:08}",
        "code": f"LK-{number}",
        "origin": f"o{number}",
        "kind": "complaint",
        "status": "received" if is_open else "closed",
        "text": "Katuvalo on rikki. " * 10,
        "place": "",
        "email": "",
        "language": "fi",
        "channel": "web",
        "service_code": ("171", "174", "176", "198", "246")[number % 5],
        "unit": "streets",
        "received_at": received,
        "updated_at": received + timedelta(hours=3),
        "promised_from": received.date(),
        "due_on": received.date(),
        "reply_token": f"{number:016}",
        "published_at": received if is_published else None,
        "public_lat": 60.1 + number % 197 / 1000 if is_published else None,
        "public_lon": 24.8 + number % 311 / 1000 if is_published else None,
    }


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A migrated database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('year') / 'cases.db'}"
        migrate(url)
        yield url
        return
    server = request.getfixturevalue("postgresql")
    url = server.url.replace("postgresql://", "postgresql+psycopg://")
    migrate(url)
    yield url
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


async def test_no_question_reads_the_whole_table(url: str) -> None:
    database = Database(url)
    try:
        await _fill(database)
        is_sqlite = url.startswith("sqlite")
        for name, wanted in QUESTIONS.items():
            plan = await database.read(lambda c, wanted=wanted: _plan(c, wanted))
            whole = r"SCAN cases(?! USING)" if is_sqlite else r"Seq Scan on cases"
            assert not re.search(whole, plan), f"{name}:\n{plan}"
            if is_sqlite:
                # An index that is read from end to end is a table that is read from end to end.
                assert "SEARCH cases" in plan, f"{name}:\n{plan}"
    finally:
        await database.close()


def _plan(connection: Connection, wanted: Wanted) -> str:
    dialect = connection.dialect
    statement = str(query_of(wanted).compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    rows = connection.exec_driver_sql(f"{explain} {statement}".replace("%", "%%")).all()
    return "\n".join(str(row[-1]) for row in rows)


async def _fill(database: Database) -> None:
    for start in range(0, A_YEAR, 5_000):
        some = [case(number) for number in range(start, start + 5_000)]
        await database.write(lambda c, some=some: c.execute(insert(cases), some))
    # PostgreSQL does so by itself after a while; SQLite never.
    if database.engine.dialect.name == "postgresql":
        await database.write(lambda c: c.execute(text("ANALYZE")))
