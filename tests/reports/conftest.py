"""An empty database, of either kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import audit, metadata


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").url.replace("postgresql://", "postgresql+psycopg://")
    migrate(url)
    database = Database(url)
    await database.write(_empty)
    yield database
    await database.close()


def _empty(connection: Connection) -> None:
    """One server serves all tests. The log lets nothing be deleted, and no report reads it."""
    for table in reversed(metadata.sorted_tables):
        if table is not audit:
            connection.execute(delete(table))
