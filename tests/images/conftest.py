"""Images in an empty database of either kind, with files of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, insert

from handoff.images.service import Images
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import cases

DRAFT, OTHER = "a" * 43, "b" * 43


class Clock:
    """Real time, moved by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'luukku.db'}"
        await asyncio.to_thread(migrate, url)
        yield url
        return
    server = request.getfixturevalue("postgresql")
    url = server.url.replace("postgresql://", "postgresql+psycopg://")
    await asyncio.to_thread(migrate, url)
    yield url
    async with await psycopg.AsyncConnection.connect(server.url, autocommit=True) as connection:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.fixture
async def processes(url: str) -> AsyncIterator[list[Database]]:
    """Several at one database."""
    several = [Database(url) for _ in range(3)]
    yield several
    for one in several:
        await one.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "images"


@pytest.fixture
async def images(processes: list[Database], folder: Path, clock: Clock) -> AsyncIterator[Images]:
    images = Images(processes[0], folder, clock)
    yield images
    await images.close()


def put_case(connection: Connection) -> str:
    """Store a case; return its id."""
    case = str(uuid4())
    values = dict.fromkeys(("text", "place", "email", "service_code"), "")
    connection.execute(
        insert(cases).values(
            id=case,
            code=case[:20],
            origin=case,
            kind="idea",
            status="received",
            language="fi",
            channel="form",
            received_at=datetime(2026, 5, 21, tzinfo=UTC),
            updated_at=datetime(2026, 5, 21, tzinfo=UTC),
            promised_from=date(2026, 5, 21),
            reply_token=case[:16],
            due_on=date(2026, 5, 26),
            **values,
        )
    )
    return case


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}
