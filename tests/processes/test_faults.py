"""The service is killed at random moments while people talk: nothing acknowledged is lost, doubled or reordered."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from tests.support.bot import TOKEN, ScriptedBot
from tests.support.clients import sign_in
from tests.support.service import ServiceProcess
from tests.support.stubborn import StubbornAgent, StubbornVisitor

VISITORS = 6
AGENTS = 2
MESSAGES = 14
KILLS = 7
SEED = 20261121
OWNERS = {"queued": "people", "requeued": "people", "agent_joined": "people", "returned_to_bot": "bot"}
"""Who has the conversation after an event; others, such as `no_agents`, change nothing."""


async def talk(visitor: StubbornVisitor, chance: random.Random) -> None:
    is_heard = False
    for n in range(MESSAGES):
        await visitor.say(f"{visitor.name} {n}")
        if n >= MESSAGES // 3 and not is_heard:
            # On a slow machine nobody may be back on duty yet after a restart: then they ask again.
            is_heard = (await visitor.do("request_human", {}))["state"]["owner"] != "bot"
        if chance.random() < 0.5:
            await visitor.catch_up()
        await asyncio.sleep(chance.uniform(0, 0.8))


async def kill_now_and_then(service: ServiceProcess, chance: random.Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.2, 1.5))
        await service.kill()
        await service.start()


def stored_messages(service: ServiceProcess) -> list[dict[str, Any]]:
    with contextlib.closing(sqlite3.connect(service.var / "luukku.db")) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM messages ORDER BY conversation_id, seq")
        return [dict(row) for row in rows]


def owed(service: ServiceProcess) -> int:
    with contextlib.closing(sqlite3.connect(service.var / "luukku.db")) as connection:
        query = "SELECT count(*) FROM conversations WHERE owner = 'bot' AND visitor_seq > answered_seq"
        count: int = connection.execute(query).fetchone()[0]
        return count


async def test_killed_at_random_moments_nothing_is_lost_doubled_or_reordered(tmp_path: Path, bot: ScriptedBot) -> None:
    service = ServiceProcess(tmp_path, rasa_url=bot.url, rasa_token=TOKEN, heartbeat="0.3", agent_lease="4")
    await service.start()
    cookie = await sign_in(service.url, *service.administrator())
    visitors = [StubbornVisitor(service.url, f"visitor{n}") for n in range(VISITORS)]
    agents = [StubbornAgent(service.url, cookie, n) for n in range(AGENTS)]
    working = [asyncio.create_task(agent.work()) for agent in agents]
    try:
        async with asyncio.timeout(100):
            await asyncio.gather(
                *(talk(visitor, random.Random(SEED + n)) for n, visitor in enumerate(visitors)),
                kill_now_and_then(service, random.Random(SEED)),
            )
            while owed(service):
                await asyncio.sleep(0.1)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        for visitor in visitors:
            await visitor.catch_up()
        stored = stored_messages(service)
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await asyncio.gather(*(person.client.close() for person in (*visitors, *agents)))
        await service.stop()

    assert service.starts == KILLS + 1
    by_id = {(row["conversation_id"], row["id"]): row for row in stored}
    assert len(by_id) == len(stored), "doubled in the database"
    report = {
        "visitors' messages": 0,
        "agents' messages": 0,
        "bot's answers": 0,
        "lost": 0,
        "doubled": 0,
        "reordered": 0,
    }
    for visitor in visitors:
        conversation = next(row["conversation_id"] for row in stored if row["id"] == visitor.acknowledged[0][0])
        rows = [row for row in stored if row["conversation_id"] == conversation]
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
        own = [row["text"] for row in rows if row["author"] == "visitor"]
        expected = [f"{visitor.name} {n}" for n in range(MESSAGES)]
        report["visitors' messages"] += len(own)
        report["lost"] += len(set(expected) - set(own))
        report["doubled"] += len(own) - len(set(own))
        report["reordered"] += own != expected
        # What the citizen acknowledged and saw is what is stored, number by number.
        for message_id, seq in visitor.acknowledged:
            report["lost"] += by_id[conversation, message_id]["seq"] != seq
        assert [(m["seq"], m["id"], m["text"]) for m in visitor.applied] == [
            (row["seq"], row["id"], row["text"]) for row in rows
        ]
        report["bot's answers"] += check_answers(rows)
    for agent in agents:
        for conversation, message_id, seq in agent.acknowledged:
            report["lost"] += by_id[conversation, message_id]["seq"] != seq
        report["agents' messages"] += len(agent.acknowledged)
    print(report)
    assert report["agents' messages"] > 0
    assert report["bot's answers"] > 0
    assert (report["lost"], report["doubled"], report["reordered"]) == (0, 0, 0)


def check_answers(rows: list[dict[str, Any]]) -> int:
    """Every message said while the bot owned the conversation, and nothing else, was answered by it once."""
    answers = Counter(row["text"] for row in rows if row["author"] == "bot")
    assert set(answers.values()) <= {1}, "the bot answered twice"
    owner = "bot"
    for row in rows:
        if row["author"] == "system":
            owner = OWNERS.get(event_code(row), owner)
        elif row["author"] == "bot":
            assert owner == "bot", "the bot spoke while people had the conversation"
        elif row["author"] == "agent":
            assert owner == "people"
    return sum(answers.values())


def event_code(row: dict[str, Any]) -> str:
    code: str = json.loads(row["extra"])["event"][0]
    return code
