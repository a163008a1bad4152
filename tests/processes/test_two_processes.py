"""Two service processes on PostgreSQL and Redis serve one conversation together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from handoff.storage.tables import to_microseconds
from tests.support.bot import TOKEN, ScriptedBot
from tests.support.clients import AgentClient, VisitorClient, sign_in
from tests.support.servers import PostgreSQL, Redis
from tests.support.service import ServiceProcess


class Pair:
    """Two processes and their clients."""

    def __init__(self, one: ServiceProcess, other: ServiceProcess) -> None:
        self.one = one
        self.other = other
        self.stack = AsyncExitStack()

    async def visitor(self, url: str, token: str = "") -> VisitorClient:
        client = await VisitorClient(url, token).connect()
        self.stack.push_async_callback(client.close)
        return client

    async def agent(self, url: str) -> AgentClient:
        maker = next(p for p in (self.one, self.other) if (p.var / "first-administrator.txt").exists())
        client = await AgentClient(url, await sign_in(url, *maker.administrator())).connect()
        self.stack.push_async_callback(client.close)
        await client.go_on_duty()
        return client


@pytest.fixture
async def pair(postgresql: PostgreSQL, redis: Redis, bot: ScriptedBot, tmp_path: Path) -> AsyncIterator[Pair]:
    settings = {
        "database_url": postgresql.url,
        "redis_url": redis.url,
        "rasa_url": bot.url,
        "rasa_token": TOKEN,
        "heartbeat": "0.5",
        "turn_timeout": "3",
    }
    one, other = ServiceProcess(tmp_path / "one", **settings), ServiceProcess(tmp_path / "other", **settings)
    # Both at once: they migrate and make the first administrator in a race.
    await asyncio.gather(one.start(), other.start())
    pair = Pair(one, other)
    try:
        async with pair.stack:
            yield pair
    finally:
        await asyncio.gather(one.stop(), other.stop())
        await drop_tables(postgresql)


async def drop_tables(postgresql: PostgreSQL) -> None:
    async with await psycopg.AsyncConnection.connect(postgresql.url, autocommit=True) as connection:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


async def test_one_conversation_over_two_processes(pair: Pair) -> None:
    visitor = await pair.visitor(pair.one.url)
    other_tab = await pair.visitor(pair.other.url, visitor.token)
    agent = await pair.agent(pair.other.url)
    await visitor.send("hei")
    await other_tab.told("hei")
    await other_tab.told("bot: hei")
    await visitor.do("request_human", {})
    await other_tab.until(lambda v: v.states and v.states[-1]["queue_place"] == 1)
    conversation = (await agent.claim_next())["state"]["conversation"]
    await agent.send(conversation, "Hei, täällä toisesta prosessista")
    await visitor.told("Hei, täällä toisesta prosessista")
    await visitor.send("kuulen")
    await agent.told(conversation, "kuulen")
    await visitor.do("typing", {"on": True})
    await agent.until(lambda a: a.typing)
    both = await asyncio.gather(visitor.texts(), other_tab.texts())
    assert both[0] == both[1]


async def unseen_for(database: PostgreSQL, time: timedelta) -> None:
    """Let it be so long ago that any visitor was counted as there, or came into the queue."""
    at = to_microseconds(datetime.now(UTC) - time)
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as connection:
        await connection.execute("UPDATE conversations SET visitor_until = %s, queued_at = %s", (at, at))


async def until_gone(agent: AgentClient, database: PostgreSQL, place: str) -> None:
    """Wait until the desk is shown that the visitor is not there.

    The time is moved again and again: a heartbeat that was under way when the socket closed counts them as there.
    """
    async with asyncio.timeout(10):
        while not (agent.desks and agent.desks[-1][place] and agent.desks[-1][place][0]["gone_since"]):
            await unseen_for(database, timedelta(seconds=1))
            await asyncio.sleep(0.25)


async def until_there(agent: AgentClient, place: str) -> None:
    await agent.until(lambda a: a.desks[-1][place] and not a.desks[-1][place][0]["gone_since"])


@pytest.mark.parametrize("with_redis", [True, False], ids=["redis", "no_redis"])
async def test_an_agent_sees_a_visitor_of_the_other_process_go_and_come_back(
    pair: Pair, postgresql: PostgreSQL, redis: Redis, with_redis: bool
) -> None:
    visitor, agent = await pair.visitor(pair.one.url), await pair.agent(pair.other.url)
    await visitor.do("request_human", {})
    await agent.waiting()
    if not with_redis:
        redis.stop()
    try:
        for place in ("queue", "mine"):
            await visitor.close()
            await until_gone(agent, postgresql, place)
            visitor = await pair.visitor(pair.one.url, visitor.token)
            await until_there(agent, place)
            if place == "queue":
                await agent.claim_next()
    finally:
        if not with_redis:
            redis.start()


async def test_who_is_connected_to_one_process_is_gone_for_neither(pair: Pair, postgresql: PostgreSQL) -> None:
    visitor, agent = await pair.visitor(pair.one.url), await pair.agent(pair.other.url)
    await visitor.do("request_human", {})
    for _ in range(3):
        await unseen_for(postgresql, timedelta(seconds=1))
        # The process that has the socket says so at its next heartbeat, whatever the other one sees.
        async with asyncio.timeout(10):
            while (await agent.do("desk", {}))["desk"]["queue"][0]["gone_since"]:
                await asyncio.sleep(0.05)


async def test_who_has_been_gone_for_long_is_taken_out_once(pair: Pair, postgresql: PostgreSQL) -> None:
    visitor, agent = await pair.visitor(pair.one.url), await pair.agent(pair.other.url)
    await visitor.do("request_human", {})
    await agent.waiting()
    await visitor.close()
    await until_gone(agent, postgresql, "queue")
    await unseen_for(postgresql, timedelta(minutes=11))
    await agent.until(lambda a: not a.desks[-1]["queue"])
    # Time for the slower of the two to do it again, if it did.
    await asyncio.sleep(1)
    again = await pair.visitor(pair.other.url, visitor.token)
    assert [code for _, code in await again.texts()] == ["queued", "vanished"]


async def test_both_processes_number_one_conversation_without_gaps_or_doubles(pair: Pair) -> None:
    one = await pair.visitor(pair.one.url)
    other = await pair.visitor(pair.other.url, one.token)
    ids = [str(uuid4()) for _ in range(9)]
    # Every message is sent through both processes at once, as a retry over a changed line would.
    await asyncio.gather(
        *(client.send(f"viesti {n}", message_id) for n, message_id in enumerate(ids) for client in (one, other))
    )
    for n in range(9):
        await one.told(f"bot: viesti {n}")
    answer = await one.sync()
    assert [m["seq"] for m in answer["messages"]] == list(range(1, 19))
    assert sorted(m["id"] for m in answer["messages"] if m["author"] == "visitor") == sorted(ids)
    assert len([m for m in answer["messages"] if m["author"] == "bot"]) == 9


async def test_a_killed_process_leaves_its_turns_to_the_other(pair: Pair, bot: ScriptedBot) -> None:
    visitor = await pair.visitor(pair.one.url)
    bot.gate.clear()
    await visitor.send("kesken jäävä kysymys")
    await bot.was_asked()
    await pair.one.kill()
    bot.gate.set()
    elsewhere = await pair.visitor(pair.other.url, visitor.token)
    await elsewhere.told("bot: kesken jäävä kysymys")
    assert await elsewhere.texts() == [("visitor", "kesken jäävä kysymys"), ("bot", "bot: kesken jäävä kysymys")]


async def test_with_redis_away_the_conversation_goes_on(pair: Pair, redis: Redis) -> None:
    visitor = await pair.visitor(pair.one.url)
    agent = await pair.agent(pair.other.url)
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    redis.stop()
    try:
        await agent.send(conversation, "vaikka Redis on poissa")
        await visitor.told("vaikka Redis on poissa")
        await visitor.send("kuulen silti")
        await agent.told(conversation, "kuulen silti")
    finally:
        redis.start()
    await agent.send(conversation, "ja taas")
    await visitor.told("ja taas")


async def test_with_redis_hanging_nobody_waits_for_it(pair: Pair, redis: Redis) -> None:
    visitor = await pair.visitor(pair.one.url)
    await visitor.send("hei")
    await visitor.told("bot: hei")
    with redis.frozen():
        async with asyncio.timeout(5):
            await visitor.send("vielä")
            await visitor.told("bot: vielä")


async def test_with_redis_away_every_desk_sees_the_queue(pair: Pair, redis: Redis) -> None:
    agent = await pair.agent(pair.other.url)
    visitor = await pair.visitor(pair.one.url)
    redis.stop()
    try:
        await visitor.do("request_human", {})
        await agent.until(lambda a: a.desks and a.desks[-1]["queue"])
    finally:
        redis.start()


async def test_a_forgotten_lock_is_told_and_holds_no_other_conversation(pair: Pair, postgresql: PostgreSQL) -> None:
    visitor, other = await pair.visitor(pair.one.url), await pair.visitor(pair.one.url)
    await visitor.send("hei")
    await visitor.told("bot: hei")
    async with await psycopg.AsyncConnection.connect(postgresql.url) as forgotten:
        await forgotten.execute("SELECT * FROM conversations FOR UPDATE")
        stuck, free = await asyncio.gather(
            visitor.ask("send", {"id": str(uuid4()), "text": "odottaa"}),
            other.ask("send", {"id": str(uuid4()), "text": "ei odota"}),
        )
    assert stuck["error"] == "unavailable"
    assert free["ok"]


async def test_postgresql_is_restarted_and_the_chat_goes_on(pair: Pair, postgresql: PostgreSQL) -> None:
    visitor = await pair.visitor(pair.one.url)
    await visitor.send("ennen")
    await visitor.told("bot: ennen")
    postgresql.stop()
    assert (await visitor.ask("send", {"id": str(uuid4()), "text": "poissa"}))["error"] == "unavailable"
    postgresql.start()
    await visitor.send("jälkeen")
    await visitor.told("bot: jälkeen")
