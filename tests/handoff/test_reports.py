"""Reports over HTTP: who may have them, as JSON, as a table, and what everybody may have."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from handoff.queues.model import HELSINKI
from tests.handoff.conftest import PASSWORD, World
from tests.support.bot import ScriptedBot, reply
from tests.support.clients import sign_in

REPORT, TABLE, OPEN = "/api/agent/reports", "/api/agent/reports.csv", "/open-data/contacts.json"


async def cookie(world: World, role: Any) -> str:
    await world.service.accounts.create(role, role.title(), role, PASSWORD)
    return await sign_in(world.url, role, PASSWORD)


def today(world: World) -> str:
    return world.clock().astimezone(HELSINKI).date().isoformat()


async def get(world: World, path: str, query: dict[str, str] | None = None, cookie: str = "") -> tuple[Any, bytes]:
    headers = {"Cookie": cookie} if cookie else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(world.url + path, params=query, headers=headers) as answer,
    ):
        return answer, await answer.read()


async def asked(world: World, language: str, count: int) -> None:
    """Let so many visitors ask something that the bot answers."""
    answer = reply("vastaus", language=language)
    answer["understanding"]["intent"] = "faq/library_card"
    world.bot.answer = lambda _body: answer
    for _ in range(count):
        visitor = await world.visitor(language=language)
        await visitor.send("kysymys")
        await visitor.told("vastaus")


@pytest.mark.parametrize("path", [REPORT, TABLE])
async def test_reports_are_for_supervisors_and_administrators(world: World, path: str) -> None:
    query = {"from": today(world), "to": today(world)}
    expected = {"agent": 403, "editor": 403, "supervisor": 200, "administrator": 200}
    for role, status in expected.items():
        answer, body = await get(world, path, query, await cookie(world, role))
        assert answer.status == status
        if status == 403:
            assert body == b'{"error":"forbidden"}'
    assert (await get(world, path, query))[0].status == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "", "to": "2026-06-02"},
        {"from": "2026-06-02", "to": "2026-06-01"},
        {"from": "2025-06-01", "to": "2026-06-02"},
        {"from": "2026-06-01", "to": "2026-06-02", "by": "agent"},
        {"from": "2026-06-01", "to": "2026-06-02", "mode": "work"},
        {"from": "2026-06-01", "to": "2026-06-02", "language": "de"},
    ],
)
async def test_what_is_no_report_is_refused(world: World, wrong: dict[str, str]) -> None:
    answer, body = await get(world, REPORT, wrong, await cookie(world, "supervisor"))
    assert (answer.status, body) == (400, b'{"error":"invalid_payload"}')


async def test_a_report_has_a_group_for_every_day_and_titles_for_every_queue(world: World) -> None:
    agent = await world.agent("maija")
    supervisor = await cookie(world, "supervisor")
    visitor = await world.visitor(mode="youth")
    await visitor.do("request_human", {"queue": "loneliness"})
    claimed = (await agent.claim_next())["state"]
    closing = {"conversation": claimed["conversation"], "version": claimed["version"], "tag": "family"}
    await agent.do("close", closing)
    await asked(world, "fi", 1)
    week_ago = (world.clock().astimezone(HELSINKI).date() - timedelta(days=6)).isoformat()
    query = {"from": week_ago, "to": today(world)}
    answer, _ = await get(world, REPORT, query, supervisor)
    assert answer.headers["Cache-Control"] == "no-store"
    report = await json(world, query, supervisor)
    assert [group["figures"]["contacts"] for group in report["groups"]] == [0] * 6 + [2]
    assert report["total"]["by_bot"] == 1
    by_queue = await json(world, {**query, "by": "queue"}, supervisor)
    assert {group["key"]: group["titles"]["sv"] for group in by_queue["groups"]} == {
        "": "Ingen människa begärd",
        "loneliness": "Ensamhet",
    }
    by_tag = await json(world, {**query, "by": "tag"}, supervisor)
    assert {group["titles"]["en"]: group["figures"]["handled"] for group in by_tag["groups"]} == {
        "Culture and leisure": 0,
        "Family and home": 1,
    }
    by_bot = {group["key"]: group["figures"]["by_bot"] for group in by_tag["groups"]}
    assert by_bot == {"culture_and_leisure": 1, "family": 0}
    swedish = await json(world, {**query, "language": "sv"}, supervisor)
    assert (swedish["language"], swedish["total"]["contacts"]) == ("sv", 0)
    youth = await json(world, {**query, "mode": "youth"}, supervisor)
    assert (youth["total"]["contacts"], youth["total"]["claimed"]) == (1, 1)


async def json(world: World, query: dict[str, str], cookie: str) -> Any:
    async with (
        aiohttp.ClientSession(headers={"Cookie": cookie}) as session,
        session.get(world.url + REPORT, params=query) as answer,
    ):
        return await answer.json()


@pytest.mark.parametrize(
    ("language", "heading", "mean", "total"),
    [
        ("fi", "Kieli", "4,5", "Yhteensä"),
        ("sv", "Språk", "4,5", "Totalt"),
        ("en", "Language", "4.5", "Total"),
    ],
)
async def test_the_table_opens_in_a_spreadsheet(
    world: World, language: str, heading: str, mean: str, total: str
) -> None:
    for succeeded in (4, 5):
        visitor = await world.visitor(language="sv")
        await visitor.send("hej")
        await visitor.do("rate", {"succeeded": succeeded})
    query = {"from": today(world), "to": today(world), "by": "language", "lang": language}
    answer, body = await get(world, TABLE, query, await cookie(world, "supervisor"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="luukku-language-')
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\r\n") == body.count(b"\n") == 3  # RFC 4180: every line ends with CRLF
    headings, swedish, all_of_them = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert headings[0] == heading
    assert len(headings) == len(swedish) == len(all_of_them) == 29
    assert all_of_them[0] == total
    assert swedish[1] == all_of_them[1] == "2"
    assert mean in swedish
    assert "" in swedish  # nothing to tell of the waiting


async def test_everybody_may_have_the_daily_figures_without_the_small_ones(world: World, bot: ScriptedBot) -> None:
    await asked(world, "fi", 12)
    await asked(world, "sv", 4)
    world.clock.advance(timedelta(days=1))
    await asked(world, "fi", 1)
    answer, _ = await get(world, OPEN)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    data = await open_data(world)
    assert data["license"]["id"] == "CC-BY-4.0"
    assert data["description"]["sv"]
    # Today is not over.
    (day,) = data["days"]
    assert day["contacts"] == 16
    # The four in Swedish could be had from the total if the Finnish ones were told; none were in English.
    assert day["by_language"] == {"fi": None, "sv": None, "en": None}
    assert day["by_mode"] == {"city": None, "youth": None}
    assert day["by_outcome"] == {"by_bot": None, "handed_over": None, "other": None}
    assert day["wait_p50_s"] is None


async def test_the_daily_figures_are_counted_once_an_hour(world: World) -> None:
    await asked(world, "fi", 5)
    world.clock.advance(timedelta(days=1))
    (day,) = (await open_data(world))["days"]
    assert day["contacts"] == 5
    await asked(world, "fi", 6)
    world.clock.advance(timedelta(minutes=59))
    before = await open_data(world)
    world.clock.advance(timedelta(days=1))
    after = await open_data(world)
    assert len(before["days"]) == 1
    assert sum(day["contacts"] for day in after["days"]) == 11


async def open_data(world: World) -> Any:
    async with aiohttp.ClientSession() as session, session.get(world.url + OPEN) as answer:
        return await answer.json()
