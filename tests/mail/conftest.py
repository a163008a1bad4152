"""Several processes' databases at one database of either kind, a mail server, and a clock that is moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select

from handoff.mail import store
from handoff.mail.content import read_templates
from handoff.mail.model import NewMail
from handoff.mail.templates import Templates
from handoff.settings import ROOT, Settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import outbox
from tests.support.mail_server import MailServer

NOW = datetime(2026, 6, 5, 9, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of either kind."""
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
    """Three at one database."""
    several = [Database(url) for _ in range(3)]
    yield several
    for one in several:
        await one.close()


@pytest.fixture
def database(processes: list[Database]) -> Database:
    return processes[0]


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    server = await MailServer().start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def templates() -> Templates:
    return read_templates(ROOT / "data" / "mail")


def settings_for(server: MailServer, **how: Any) -> Settings:
    """Return settings that send by this server."""
    values = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_tls": "none",
        "mail_from": "Luukku <luukku@example.fi>",
        **how,
    }
    return Settings(**values)


def a_mail(recipient: str = "maija@example.org", **how: Any) -> NewMail:
    mail_id = str(uuid4())
    values: dict[str, Any] = {
        "id": mail_id,
        "case_id": "case-1",
        "channel": "email",
        "recipient": recipient,
        "language": "fi",
        "subject": "Vastaus asiaasi LK-7F3K-Q2M9-0ZXC",
        "text": "Hei! Tässä vastaus.\n",
        "html": '<!doctype html><html lang="fi"><body><p>Hei! Tässä vastaus.</p></body></html>\n',
        "message_id": f"<{mail_id}@example.fi>",
        **how,
    }
    return NewMail(**values)


async def put(database: Database, *mails: NewMail, at: datetime = NOW) -> None:
    def queue_all(connection: Any) -> None:
        for mail in mails:
            store.queue(connection, mail, at)

    await database.write(queue_all)


async def row(database: Database, mail_id: str) -> Any:
    return await database.read(lambda c: c.execute(select(outbox).where(outbox.c.id == mail_id)).one())
