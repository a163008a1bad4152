"""What has been kept long enough is deleted, everywhere and to the second; what has not, and what is at work, stays."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import psycopg
import pytest
from sqlalchemy import Connection, func, insert, select

from handoff.app import open_service
from handoff.conversations.ledger import Ledger
from handoff.conversations.retention import BATCH, Keep, forget_old
from handoff.conversations.upkeep import Upkeep
from handoff.queues.model import Queues
from handoff.settings import BadSetting, Settings, read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import (
    agents,
    audit,
    cases,
    conversations,
    erasures,
    messages,
    misses,
    queue_stays,
    ratings,
)
from tests.handoff.conftest import World
from tests.support.bot import TOKEN, ScriptedBot, reply

NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEEP = Keep(timedelta(days=90), timedelta(days=14), timedelta(days=2), timedelta(days=365))
AGENT = str(uuid4())


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'luukku.db'}"
        await asyncio.to_thread(migrate, url)
        database = Database(url)
        yield database
        await database.close()
        return
    server = request.getfixturevalue("postgresql")
    url = server.url.replace("postgresql://", "postgresql+psycopg://")
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    yield database
    await database.close()
    async with await psycopg.AsyncConnection.connect(server.url, autocommit=True) as connection:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def put(
    connection: Connection,
    mode: str,
    *,
    silent: timedelta,
    closed: timedelta | None = None,
    owner: str = "bot",
    comment: str = "",
) -> str:
    """Put a conversation in, with something of every kind that hangs on one; return its id."""
    one, at = str(uuid4()), NOW - silent
    if owner == "agent" and connection.execute(select(agents.c.id)).first() is None:
        connection.execute(
            insert(agents).values(
                id=AGENT, username="a", name="A", role="agent", password_hash="", availability="away", created_at=NOW
            )
        )
    connection.execute(
        insert(conversations).values(
            id=one,
            token_hash=one,
            mode=mode,
            language="fi",
            page="",
            owner=owner,
            agent_id=AGENT if owner == "agent" else None,
            version=1,
            last_seq=1,
            visitor_seq=1,
            answered_seq=1,
            queue_front=False,
            created_at=at,
            active_at=at,
            closed_at=None if closed is None else NOW - closed,
        )
    )
    about = {"conversation_id": one, "seq": 1, "text": "salaisuus", "language": "fi", "at": at}
    connection.execute(insert(messages).values(id=str(uuid4()), author="visitor", name="", **about))
    connection.execute(insert(misses).values(decision="lost", options="[]", **about))
    rated = {"conversation_id": one, "mode": mode, "queue": "", "language": "fi", "succeeded": 4, "at": at}
    connection.execute(insert(ratings).values(comment=comment or "salaisuus", **rated))
    return one


def run(connection: Connection) -> Any:
    return forget_old(connection, KEEP, NOW)


async def rows(database: Database, table: Any, *columns: str) -> list[Any]:
    chosen = [table.c[name] for name in columns] or [table]
    found: list[Any] = await database.read(lambda c: list(c.execute(select(*chosen)).all()))
    return found


async def left(database: Database) -> set[str]:
    return {row.id for row in await rows(database, conversations, "id")}


@pytest.mark.parametrize(
    ("mode", "how", "time"),
    [
        ("city", "silent", timedelta(days=90)),
        ("city", "closed", timedelta(days=90)),
        ("youth", "silent", timedelta(days=14)),
        ("youth", "closed", timedelta(days=2)),
    ],
)
async def test_a_conversation_goes_at_the_second_and_not_before(
    database: Database, mode: str, how: str, time: timedelta
) -> None:
    def ages(age: timedelta) -> dict[str, timedelta]:
        # Closed long ago, while something was noted in it just now.
        return {"silent": age} if how == "silent" else {"silent": SECOND, "closed": age}

    stays = await database.write(lambda c: put(c, mode, **ages(time - SECOND)))
    goes = await database.write(lambda c: put(c, mode, **ages(time)))
    forgotten = await database.write(run)
    assert (forgotten.city, forgotten.youth) == ((1, 0) if mode == "city" else (0, 1))
    assert await left(database) == {stays}
    for table in (messages, misses):
        assert await rows(database, table, "conversation_id") == [(stays,)]
    # Its figures stay, and nothing that was written; the assistant has still to forget it.
    comments = {row.conversation_id: (row.succeeded, row.comment) for row in await rows(database, ratings)}
    assert comments == {stays: (4, "salaisuus"), goes: (4, "")}
    assert await rows(database, erasures, "conversation_id", "asked_at") == [(goes, NOW)]


@pytest.mark.parametrize("mode", ["city", "youth"])
@pytest.mark.parametrize("owner", ["queue", "agent"])
async def test_what_waits_or_is_with_an_agent_stays_however_old(database: Database, mode: str, owner: str) -> None:
    stays = await database.write(lambda c: put(c, mode, silent=timedelta(days=1000), owner=owner))
    await database.write(run)
    assert await left(database) == {stays}


async def test_a_case_stays_and_leads_to_no_conversation(database: Database) -> None:
    def fill(connection: Connection) -> None:
        one = put(connection, "city", silent=timedelta(days=90))
        values = dict.fromkeys(("code", "kind", "status", "text", "place", "email", "channel", "service_code"), "x")
        connection.execute(
            insert(cases).values(
                id=one, origin=one, conversation_id=one, language="fi", received_at=NOW, due_on=NOW.date(), **values
            )
        )

    await database.write(fill)
    await database.write(run)
    assert await rows(database, cases, "code", "conversation_id") == [("x", None)]


async def test_a_comment_goes_after_its_time_though_the_conversation_goes_on(database: Database) -> None:
    def fill(connection: Connection) -> tuple[str, str]:
        old, new = (put(connection, "youth", silent=SECOND, comment=text) for text in ("vanha", "uusi"))
        for one, age in ((old, timedelta(days=14)), (new, timedelta(days=14) - SECOND)):
            connection.execute(ratings.update().where(ratings.c.conversation_id == one).values(at=NOW - age))
        return old, new

    old, new = await database.write(fill)
    assert (await database.write(run)).comments == 1
    assert dict(map(tuple, await rows(database, ratings, "conversation_id", "comment"))) == {old: "", new: "uusi"}
    assert await left(database) == {old, new}


async def test_of_a_wait_only_who_took_it_is_forgotten_after_a_year(database: Database) -> None:
    def fill(connection: Connection) -> None:
        for version, age in ((1, timedelta(days=365)), (2, timedelta(days=365) - SECOND)):
            connection.execute(
                insert(queue_stays).values(
                    conversation_id="c",
                    version=version,
                    queue="city",
                    mode="city",
                    language="fi",
                    place=1,
                    queued_at=NOW - age - SECOND,
                    left_at=NOW - age,
                    ending="claimed",
                    agent_id=AGENT,
                )
            )

    await database.write(fill)
    assert (await database.write(run)).waits == 1
    assert sorted(await rows(database, queue_stays, "version", "agent_id")) == [(1, None), (2, AGENT)]


async def test_one_operation_deletes_a_bounded_number_and_the_log_counts_each_once(database: Database) -> None:
    total = 2 * BATCH + 7

    def fill(connection: Connection) -> None:
        for number in range(total):
            put(connection, "youth" if number % 2 else "city", silent=timedelta(days=91))

    await database.write(fill)
    assert (await database.write(run)).is_all is False
    assert len(await left(database)) == total - BATCH
    # Two at once, each with a writer of its own: as two processes do it.
    other = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        await asyncio.gather(*(_upkeep(one).forget_old() for one in (database, other)))
    finally:
        await other.close()
    assert await left(database) == set()
    assert len(await rows(database, erasures)) == total
    logged = [row.detail for row in await rows(database, audit, "detail", "action") if row.action == "retention"]
    assert sum(number for detail in logged for number in _counts(detail)) == total


def _counts(detail: str) -> list[int]:
    return [number for name, number in json.loads(detail).items() if name in {"city", "youth"}]


def _upkeep(database: Database) -> Upkeep:
    return Upkeep(Ledger(database, None, lambda: NOW), Settings(), Queues({}, lambda _day: False))  # type: ignore[arg-type] # nothing is published


async def test_a_message_that_comes_after_the_deletion_begins_anew_and_the_assistant_forgets(world: World) -> None:
    visitor, other = await world.visitor(mode="youth"), await world.visitor()
    for one in (visitor, other):
        await one.send("salaisuus")
        await one.told("bot: salaisuus")
    before = (await visitor.sync())["state"]["conversation"]
    world.clock.advance(timedelta(days=14))
    await world.service.upkeep.forget_old()
    assert (await visitor.sync())["state"] is None
    assert (await other.sync())["state"] is not None
    world.clock.advance(timedelta(minutes=1))
    await world.service.upkeep.finish_erasing(world.service.rasa.forget)
    assert world.bot.forgotten == [before]
    await visitor.send("uusi alku")
    assert (await visitor.sync())["state"]["conversation"] != before


async def test_the_service_deletes_by_itself_from_its_start_on(tmp_path: Path, bot: ScriptedBot) -> None:
    settings = Settings(var=tmp_path, rasa_url=bot.url, rasa_token=TOKEN)
    migrate(settings.sqlalchemy_url)
    database = Database(settings.sqlalchemy_url)
    await database.write(lambda c: put(c, "city", silent=timedelta(days=90)))
    async with open_service(settings, lambda: NOW) as service, asyncio.timeout(10):
        count = select(func.count()).select_from(conversations)
        while await service.database.read(lambda c: c.execute(count).scalar_one()):
            await asyncio.sleep(0.01)
    await database.close()


async def test_everybody_is_told_how_long_things_are_kept_as_it_is_set(world: World) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{world.url}/api/retention") as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert await answer.json() == {
            "city": {"days": 90, "closed_days": 90},
            "youth": {"days": 14, "closed_days": 2},
        }
    settings = read_settings({"LUUKKU_KEEP_CITY": "30", "LUUKKU_KEEP_YOUTH_CLOSED": "1"})
    assert (settings.keep_city.days, settings.keep_youth_closed.days) == (30, 1)
    for wrong in ("0", "-1", "0.5", "forever"):
        with pytest.raises(BadSetting, match="LUUKKU_KEEP_YOUTH"):
            read_settings({"LUUKKU_KEEP_YOUTH": wrong})


async def test_a_miss_goes_with_its_conversation(world: World) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply("en tiedä", decision="lost")
    await visitor.send("jotain outoa")
    await visitor.told("en tiedä")
    assert len(await rows(world.service.database, misses)) == 1
    world.clock.advance(timedelta(days=90))
    await world.service.upkeep.forget_old()
    assert await rows(world.service.database, misses) == []
