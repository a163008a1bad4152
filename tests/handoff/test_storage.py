"""The writer commits together, fails apart, and the migrations make exactly the tables."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from handoff.errors import Unavailable
from handoff.storage.database import Database, make_engine
from handoff.storage.migrate import migrate
from handoff.storage.tables import metadata


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.write(lambda c: c.execute(text("CREATE TABLE t (x INTEGER PRIMARY KEY)")))
    yield database
    await database.close()


async def count(database: Database) -> int:
    return await database.read(lambda c: c.execute(text("SELECT count(*) FROM t")).scalar_one())


def put(number: int):  # type: ignore[no-untyped-def]
    return lambda c: c.execute(text("INSERT INTO t VALUES (:x) RETURNING x"), {"x": number}).scalar_one()


async def test_many_writes_get_their_own_results(database: Database) -> None:
    results = await asyncio.gather(*(database.write(put(n)) for n in range(1000)))
    assert results == list(range(1000))
    assert await count(database) == 1000


async def test_one_bad_write_in_a_batch_harms_no_other(database: Database) -> None:
    def refuse(connection: Connection) -> None:
        connection.execute(text("INSERT INTO t VALUES (-1)"))
        raise LookupError

    writes = [database.write(put(n)) for n in range(50)]
    writes.insert(25, database.write(refuse))
    writes.append(database.write(put(7)))
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert isinstance(results.pop(25), LookupError)
    assert isinstance(results.pop(), Unavailable)
    assert results == list(range(50))
    assert await count(database) == 50


async def test_what_was_asked_for_before_closing_is_written(tmp_path: Path, database: Database) -> None:
    pending = [asyncio.ensure_future(database.write(put(n))) for n in range(100)]
    await asyncio.sleep(0)
    again = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await asyncio.gather(*pending)
    assert await count(again) == 100
    await again.close()


def test_migrations_make_exactly_the_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    migrate(url)
    migrate(url)  # a second start finds nothing to do
    with make_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": lambda name, *_: not is_of_words(name)})
        assert compare_metadata(context, metadata) == []


def is_of_words(name: str | None) -> bool:
    """Tell whether a table is of SQLite's index of words, which no other kind of database has."""
    return name is not None and name.startswith(("case_words", "case_numbers", "sqlite_sequence"))
