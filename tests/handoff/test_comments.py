"""What people write beside quick feedback: read by supervisors, masked, logged, and gone with the conversation."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from handoff.conversations.retention import Keep, forget_old
from handoff.queues.model import HELSINKI
from handoff.reports import comments
from tests.handoff.conftest import PASSWORD, World
from tests.support.clients import AgentClient, sign_in

COMMENTS = "/api/agent/comments"
KEEP = Keep(timedelta(days=90), timedelta(days=14), timedelta(days=2), timedelta(days=365))


def today(world: World) -> str:
    return world.clock().astimezone(HELSINKI).date().isoformat()


async def get(world: World, cookie: str, path: str = COMMENTS, **query: str) -> tuple[int, Any]:
    query = {"from": today(world), "to": today(world), **query}
    async with (
        aiohttp.ClientSession(headers={"Cookie": cookie}) as session,
        session.get(world.url + path, params=query) as answer,
    ):
        return answer.status, await answer.json()


async def read(world: World, cookie: str, **query: str) -> list[str]:
    status, found = await get(world, cookie, **query)
    assert status == 200
    return [comment["text"] for comment in found["comments"]]


async def rated(world: World, comment: str, *, language: str = "fi", mode: str = "city", queue: str = "") -> Any:
    visitor = await world.visitor(language=language, mode=mode)
    if queue:
        await visitor.do("request_human", {"queue": queue})
        await visitor.do("leave_queue", {})
    else:
        await visitor.send("hei")
    await visitor.do("rate", {"succeeded": 2, "comment": comment})
    world.clock.advance(timedelta(seconds=1))
    return visitor


async def supervisor(world: World) -> str:
    await world.service.accounts.create("pomo", "Pomo", "supervisor", PASSWORD)
    return await sign_in(world.url, "pomo", PASSWORD)


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("editor", 403), ("supervisor", 200), ("administrator", 200)]
)
async def test_comments_are_for_supervisors_and_administrators(world: World, role: Any, status: int) -> None:
    await world.service.accounts.create("one", "One", role, PASSWORD)
    assert (await get(world, await sign_in(world.url, "one", PASSWORD)))[0] == status
    assert (await get(world, "luukku=x"))[0] == 401


async def test_comments_are_told_by_period_queue_chat_and_language_with_what_was_given(world: World) -> None:
    await world.agent("maija")
    cookie = await supervisor(world)
    await rated(world, "Ei auttanut. Tunnukseni on 010594Y9032.")
    await rated(world, "Ingen svarade", language="sv", queue="city")
    await rated(world, "Soita 040 1234567", mode="youth", queue="loneliness")
    await rated(world, "")
    status, found = await get(world, cookie)
    assert (status, found["more"]) == (200, "")
    assert [queue["key"] for queue in found["queues"]][:3] == ["", "city", "mental_health"]
    newest = found["comments"][0]
    assert newest == {
        "at": newest["at"],
        "mode": "youth",
        "language": "fi",
        "queue": "loneliness",
        "titles": {"fi": "Yksinäisyys", "sv": "Ensamhet", "en": "Loneliness"},
        "succeeded": 2,
        "recommends": None,
        "text": newest["text"],
    }
    # Masked when they were stored: here as an agent would read it in the conversation.
    assert "1234567" not in newest["text"]
    assert found["comments"][2]["text"].startswith("Ei auttanut. Tunnukseni on ●")
    assert await read(world, cookie, queue="city") == ["Ingen svarade"]
    assert len(await read(world, cookie, queue="")) == 1
    assert await read(world, cookie, language="sv") == ["Ingen svarade"]
    assert len(await read(world, cookie, mode="youth")) == 1
    tomorrow = (world.clock() + timedelta(days=1)).astimezone(HELSINKI).date().isoformat()
    assert await read(world, cookie, **{"from": tomorrow, "to": tomorrow}) == []
    for wrong in ({"from": "x"}, {"to": "2020-01-01"}, {"before": "x"}, {"before": "9" * 40 + ":"}, {"mode": "work"}):
        assert (await get(world, cookie, **wrong))[0] == 400


async def test_who_reads_comments_stands_in_the_log_and_no_word_of_them(world: World) -> None:
    cookie = await supervisor(world)
    boss = await AgentClient(world.url, cookie).connect()
    world.stack.push_async_callback(boss.close)
    await rated(world, "Salaisuus")
    await read(world, cookie, mode="city", queue="")
    entries = (await boss.do("audit", {"action": "read_comments"}))["entries"]
    day = today(world)
    assert [(entry["agent_name"], entry["detail"]) for entry in entries] == [
        ("Pomo", {"from": day, "to": day, "mode": "city", "queue": "", "comments": 1})
    ]
    # What was refused was not read.
    assert (await get(world, cookie, before="x"))[0] == 400
    assert len((await boss.do("audit", {"action": "read_comments"}))["entries"]) == 1


async def test_a_comment_goes_with_its_conversation_and_is_in_no_open_data(world: World) -> None:
    cookie = await supervisor(world)
    first = today(world)
    erased = await rated(world, "poistettava")
    await rated(world, "kaupungin")
    await rated(world, "nuoren", mode="youth")
    assert await read(world, cookie) == ["nuoren", "kaupungin", "poistettava"]
    await erased.do("erase", {})
    assert await read(world, cookie) == ["nuoren", "kaupungin"]
    for days, left in ((14, ["kaupungin"]), (76, [])):
        world.clock.advance(timedelta(days=days))
        await world.service.database.write(lambda c: forget_old(c, KEEP, world.clock()))
        cookie = await sign_in(world.url, "pomo", PASSWORD)
        assert await read(world, cookie, **{"from": first}) == left
        _, told = await get(world, cookie, "/open-data/contacts.json")
        assert "kaupungin" not in json.dumps(told)


async def test_many_comments_come_page_by_page_each_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "PAGE_SIZE", 2)
    cookie = await supervisor(world)
    for n in range(5):
        await rated(world, str(n))
    texts, before = [], ""
    while True:
        _, found = await get(world, cookie, before=before)
        texts += [comment["text"] for comment in found["comments"]]
        before = found["more"]
        if not before:
            break
    assert texts == ["4", "3", "2", "1", "0"]
