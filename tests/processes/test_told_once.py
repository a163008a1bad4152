"""Two service processes on PostgreSQL and Redis: a queue that closes is told once, a callback has one taker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.processes.test_two_processes import Pair, drop_tables
from tests.support.bot import TOKEN, ScriptedBot
from tests.support.content import ONE_REPLY
from tests.support.servers import PostgreSQL, Redis
from tests.support.service import ServiceProcess

VISITORS = 6
QUEUES = """
queues:
  city:
    mode: city
    titles: {{fi: Neuvonta, sv: Rådgivning, en: Advice}}
    hours: {hours}
  talk: {{mode: youth, titles: {{fi: Jutellaan, sv: Prata, en: Talk}}, hours: always}}
"""
BANNER = {"kind": "rush", "fi": "Ruuhkaa", "sv": "Rusning", "en": "Rush", "modes": ["city"]}


@pytest.fixture
def queues(tmp_path: Path) -> Path:
    path = tmp_path / "queues.yml"
    path.write_text(QUEUES.format(hours="always"), encoding="utf-8")
    path.with_name("replies.yml").write_text(ONE_REPLY, encoding="utf-8")
    return path


@pytest.fixture
async def pair(
    postgresql: PostgreSQL, redis: Redis, bot: ScriptedBot, tmp_path: Path, queues: Path
) -> AsyncIterator[Pair]:
    settings = {
        "database_url": postgresql.url,
        "redis_url": redis.url,
        "rasa_url": bot.url,
        "rasa_token": TOKEN,
        "heartbeat": "0.5",
        "queues": str(queues),
        "replies": str(queues.with_name("replies.yml")),
    }
    one, other = ServiceProcess(tmp_path / "one", **settings), ServiceProcess(tmp_path / "other", **settings)
    await asyncio.gather(one.start(), other.start())
    pair = Pair(one, other)
    try:
        async with pair.stack:
            yield pair
    finally:
        await asyncio.gather(one.stop(), other.stop())
        await drop_tables(postgresql)


def close_queue(path: Path) -> None:
    path.write_text(QUEUES.format(hours="{week: {}}"), encoding="utf-8")


async def test_everybody_who_waits_when_the_queue_closes_is_told_once(pair: Pair, queues: Path) -> None:
    await pair.agent(pair.one.url)
    visitors = [await pair.visitor(process.url) for process in (pair.one, pair.other) for _ in range(VISITORS // 2)]
    for visitor in visitors:
        assert (await visitor.do("request_human", {}))["outcome"] == "queued"
    # Both come back to a queue that has closed, and look at the same time.
    await asyncio.gather(pair.one.stop(), pair.other.stop())
    close_queue(queues)
    await asyncio.gather(pair.one.start(), pair.other.start())
    for visitor in visitors:
        again = await pair.visitor(pair.other.url, visitor.token)
        async with asyncio.timeout(10):
            while (await again.sync())["state"]["owner"] == "queue":
                await asyncio.sleep(0.05)
        # Time for the slower of the two to do it again, if it did.
        await asyncio.sleep(1)
        assert [code for _, code in await again.texts()] == ["queued", "queue_closed"]


async def test_a_callback_asked_for_and_taken_over_both_processes_has_one_of_each(pair: Pair) -> None:
    one = await pair.visitor(pair.one.url)
    other = await pair.visitor(pair.other.url, one.token)
    await one.send("soittakaa minulle")
    (window, *_) = (await one.do("callback_choice", {}))["windows"]
    wishes = [{"id": str(uuid4()), "phone": "0401234567", **window} for _ in range(2)]
    answers = await asyncio.gather(one.ask("request_callback", wishes[0]), other.ask("request_callback", wishes[1]))
    assert sorted(answer.get("error", "") for answer in answers) == ["", "conflict"]
    assert (await one.texts()).count(("system", "callback_requested")) == 1
    near, far = await pair.agent(pair.one.url), await pair.agent(pair.other.url)
    ((item,), _) = [(await agent.do("desk", {}))["desk"]["callbacks"] for agent in (near, far)]
    await near.do("claim_callback", {"callback": item["id"]})
    await far.until(lambda a: a.desks and a.desks[-1]["callbacks"][0]["mine"])


async def test_a_banner_reaches_the_other_process_with_redis_and_without(pair: Pair, redis: Redis) -> None:
    chief, visitor = await pair.agent(pair.one.url), await pair.visitor(pair.other.url)
    banner = {"id": str(uuid4()), **BANNER}
    await chief.do("set_banner", banner)
    await visitor.until(lambda v: v.banners and v.banners[-1])
    # Who comes later learns it of the process itself, which has looked by the next heartbeat.
    async with asyncio.timeout(10):
        while not (await visitor.sync())["banners"]:
            await asyncio.sleep(0.05)
    redis.stop()
    try:
        await chief.do("end_banner", {"id": banner["id"]})
        await visitor.until(lambda v: v.banners[-1] == [])
    finally:
        redis.start()
