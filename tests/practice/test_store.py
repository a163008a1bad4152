"""Practice in either kind of database: said once by however many processes, and deleted without touching anybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, insert, select

from handoff.conversations import messages as log
from handoff.conversations.model import AgentActor, Draft
from handoff.conversations.ownership import claim
from handoff.conversations.rows import conversation_query
from handoff.practice.content import read_scenarios
from handoff.practice.opening import opening
from handoff.practice.store import KEPT, begin, forget_old, say, unanswered
from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import agents, conversations, messages

NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
AGENT = AgentActor(str(uuid4()), "Maija")
FAQ = {path.stem for path in (ROOT / "data" / "nlu" / "faq").glob("*.yml")}
EVERY = read_scenarios(ROOT / "data" / "service" / "practice.yml", FAQ)
SCENARIO = next(one for one in EVERY if one.id == "not_ours")
SCENARIOS = {SCENARIO.id: SCENARIO}


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of either kind, with an agent."""
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
    await several[0].write(put_agent)
    yield several
    for one in several:
        await one.close()


def put_agent(connection: Connection) -> None:
    connection.execute(
        insert(agents).values(
            id=AGENT.id, username="a", name="A", role="agent", password_hash="", availability="away", created_at=NOW
        )
    )


def practise(connection: Connection) -> str:
    """Begin, claim and write once; return the conversation."""
    one = str(uuid4())
    said = list(opening(SCENARIO, one, "fi", {}, None))  # type: ignore[arg-type]
    begin(connection, AGENT, SCENARIO, NOW, conversation_id=one, said=said, language="fi", queue="city")
    claim(connection, AGENT, one, 1, now=NOW, lease=timedelta(seconds=45))
    draft = Draft(id=str(uuid4()), author="agent", text="Hei!", language="fi", name="Maija")
    log.append_from_agent(connection, AGENT, one, draft, now=NOW)
    return one


async def test_a_line_that_several_processes_say_at_once_is_stored_once(processes: list[Database]) -> None:
    one = await processes[0].write(practise)
    said = await asyncio.gather(*(each.write(lambda c: say(c, one, SCENARIOS, NOW)) for each in processes * 4))
    assert sum(answer is not None for answer in said) == 1
    query = select(messages.c.seq, messages.c.text).where(messages.c.conversation_id == one).order_by(messages.c.seq)
    stored = await processes[0].read(lambda c: list(c.execute(query).all()))
    assert [row.seq for row in stored] == list(range(1, len(stored) + 1))
    assert stored[-1].text == SCENARIO.lines[0].texts["fi"]
    row = await processes[0].read(lambda c: c.execute(select(conversations)).one())
    assert (row.last_seq, row.visitor_seq) == (len(stored), len(stored))


async def test_what_the_agent_wrote_last_is_unanswered_after_a_while(processes: list[Database]) -> None:
    database, *_ = processes
    one = await database.write(practise)
    assert await database.read(lambda c: unanswered(c, NOW)) == []
    assert await database.read(lambda c: unanswered(c, NOW + SECOND)) == [one]
    await database.write(lambda c: say(c, one, SCENARIOS, NOW))
    assert await database.read(lambda c: unanswered(c, NOW + SECOND)) == []


async def test_old_practice_is_deleted_to_the_second_and_nothing_else(processes: list[Database]) -> None:
    database, *_ = processes
    real = str(uuid4())

    def put_real(connection: Connection) -> None:
        old = NOW - timedelta(days=30)
        connection.execute(
            insert(conversations).values(
                id=real,
                token_hash=real,
                mode="city",
                language="fi",
                page="",
                owner="bot",
                version=1,
                last_seq=0,
                visitor_seq=0,
                answered_seq=0,
                queue_front=False,
                created_at=old,
                active_at=old,
            )
        )

    await database.write(put_real)
    await database.write(practise)
    assert await database.write(lambda c: forget_old(c, NOW + KEPT - SECOND)) == 0
    assert await database.write(lambda c: forget_old(c, NOW + KEPT)) == 1
    left = await database.read(lambda c: list(c.execute(conversation_query(NOW)).all()))
    assert [row.id for row in left] == [real]
    assert await database.read(lambda c: list(c.execute(select(messages)).all())) == []
