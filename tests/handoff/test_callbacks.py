"""Callbacks: asked for instead of waiting, made by agents, forgotten when over; and people who wait when it closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from handoff.queues.model import HELSINKI
from handoff.storage.tables import callback_attempts, callbacks, queue_stays
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient, VisitorClient
from tests.support.content import ONE_REPLY

PHONE = "040 1234567"
OFFICE_HOURS = """
queues:
  city:
    mode: city
    titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}
    hours: {week: {mon-fri: [08.00-16.00]}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
"""
MONDAY = datetime(2098, 12, 1, 10, 0, tzinfo=HELSINKI)


@pytest.fixture
async def office(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    """A service on a Monday at ten, open from eight to four on working days."""
    path, replies = tmp_path / "queues.yml", tmp_path / "replies.yml"
    path.write_text(OFFICE_HOURS, encoding="utf-8")
    replies.write_text(ONE_REPLY, encoding="utf-8")
    async with open_world(tmp_path, bot, queues=path, replies=replies) as world:
        world.clock.advance(MONDAY.astimezone(UTC) - world.clock())
        yield world


async def rows(world: World) -> list[Any]:
    return await world.service.database.read(lambda c: list(c.execute(select(callbacks)).all()))


async def wish(visitor: VisitorClient, window: int = 0, **how: str) -> dict[str, Any]:
    """Return a request for one of the windows that the visitor is offered."""
    windows = (await visitor.do("callback_choice", {}))["windows"]
    return {"id": str(uuid4()), "phone": PHONE, "text": "", **windows[window], **how}


async def ask(visitor: VisitorClient, **how: str) -> str:
    payload = await wish(visitor, **how)
    await visitor.do("request_callback", payload)
    return str(payload["id"])


async def listed(agent: AgentClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await agent.do("desk", {}))["desk"]["callbacks"]
    return found


async def test_a_callback_takes_the_visitor_out_of_the_queue_once(office: World) -> None:
    agent = await office.agent("maija")
    visitor = await office.visitor(language="sv")
    state = (await visitor.do("request_human", {}))["state"]
    assert (state["owner"], state["callback"]) == ("queue", "possible")
    payload = await wish(visitor, 1, text="Min kod är 010594Y9032, ring mig")
    first = await visitor.do("request_callback", payload)
    again = await visitor.do("request_callback", payload)
    assert first["state"]["owner"] == again["state"]["owner"] == "bot"
    assert first["state"]["callback"] == again["state"]["callback"] == "open"
    assert [code for author, code in await visitor.texts() if author == "system"] == ["queued", "callback_requested"]
    told = await visitor.told("callback_requested")
    assert told["event"]["window_from"] == "2098-12-01T10:00:00+00:00"
    assert told["event"]["window_until"] == "2098-12-01T12:00:00+00:00"
    (row,) = await rows(office)
    assert (row.phone, row.queue, row.language, row.state) == ("+358401234567", "city", "sv", "open")
    assert row.text.startswith("Min kod är ●")
    await agent.until(lambda a: a.desks and a.desks[-1]["callbacks"] and not a.desks[-1]["queue"])
    stays = await office.service.database.read(lambda c: c.execute(select(queue_stays)).all())
    assert [stay.ending for stay in stays] == ["callback"]


async def test_the_same_request_at_the_same_time_is_stored_once(office: World) -> None:
    visitor = await office.visitor()
    other_tab = await office.visitor(visitor.token)
    payloads = [await wish(visitor), await wish(visitor, 1)]
    answers = await asyncio.gather(
        visitor.ask("request_callback", payloads[0]), other_tab.ask("request_callback", payloads[1])
    )
    assert sorted(answer.get("error", "") for answer in answers) == ["", "conflict"]
    assert len(await rows(office)) == 1


@pytest.mark.parametrize(
    ("phone", "stored"),
    [
        ("040 1234567", "+358401234567"),
        ("(09) 310 1691", "+35893101691"),
        ("+46 70-123 45 67", "+46701234567"),
        ("00358 50 1234567", "+358501234567"),
        ("040 12", None),
        ("112", None),
        ("0700 12345", None),  # costs extra
        ("en kerro", None),
        ("", None),
    ],
)
async def test_a_number_is_kept_as_it_is_dialled_or_refused(office: World, phone: str, stored: str | None) -> None:
    visitor = await office.visitor()
    answer = await visitor.ask("request_callback", await wish(visitor, phone=phone))
    assert answer.get("error") == (None if stored else "invalid_payload")
    assert [row.phone for row in await rows(office)] == ([stored] if stored else [])


async def test_only_a_window_that_is_offered_can_be_had(office: World) -> None:
    visitor = await office.visitor()
    payload = await wish(visitor)
    made_up = {"window_from": "2098-12-01T20:00:00Z", "window_until": "2098-12-01T22:00:00Z"}
    assert (await visitor.ask("request_callback", {**payload, **made_up}))["error"] == "conflict"
    naive = {"window_from": "2098-12-01T20:00:00"}
    assert (await visitor.ask("request_callback", {**payload, **naive}))["error"] == "invalid_payload"
    office.clock.advance(timedelta(hours=2))
    assert (await visitor.ask("request_callback", payload))["error"] == "conflict"
    assert await rows(office) == []
    assert await visitor.texts() == []


async def test_the_young_are_not_called_back(office: World) -> None:
    await office.agent("maija")
    visitor, city = await office.visitor(mode="youth"), await office.visitor()
    assert (await visitor.do("request_human", {"queue": "talk"}))["state"]["callback"] == ""
    assert (await visitor.ask("callback_choice", {}))["error"] == "forbidden"
    assert (await visitor.ask("request_callback", await wish(city)))["error"] == "forbidden"
    # Nor under cover of the other chat.
    disguised = await office.visitor(visitor.token)
    assert (await disguised.ask("request_callback", await wish(city)))["error"] == "forbidden"
    assert await rows(office) == []


async def test_who_is_served_is_not_called(office: World) -> None:
    agent, visitor = await office.agent("maija"), await office.visitor()
    await visitor.do("request_human", {})
    await agent.claim_next()
    assert (await visitor.ask("request_callback", await wish(visitor)))["error"] == "conflict"


async def test_a_callback_is_withdrawn_and_can_be_asked_for_anew(office: World) -> None:
    agent, visitor, other = await office.agent("maija"), await office.visitor(), await office.visitor()
    callback = await ask(visitor, text="soittakaa")
    shown = (await visitor.do("callback_choice", {}))["callback"]
    assert (shown["id"], shown["phone"]) == (callback, "+358 40 ••• ••67")
    await other.send("hei")
    assert (await other.ask("withdraw_callback", {"id": callback}))["error"] == "not_found"
    for _ in range(2):
        assert (await visitor.do("withdraw_callback", {"id": callback}))["state"]["callback"] == ""
    assert (await visitor.texts()).count(("system", "callback_withdrawn")) == 1
    (row,) = await rows(office)
    assert (row.state, row.phone, row.text) == ("withdrawn", "", "")
    assert await listed(agent) == []
    await ask(visitor)
    assert len(await listed(agent)) == 1


async def test_one_agent_takes_it_and_only_that_one_sees_the_number(office: World) -> None:
    one, other = await office.agent("maija"), await office.agent("pekka")
    callback = await ask(await office.visitor(), text="kynnysmatto")
    (item,) = await listed(one)
    assert (item["phone"], item["text"], item["mine"]) == ("+358 40 ••• ••67", "", False)
    answers = await asyncio.gather(*(a.ask("claim_callback", {"callback": callback}) for a in (one, other)))
    assert sorted(answer.get("error", "") for answer in answers) == ["", "conflict"]
    winner, loser = (one, other) if answers[0]["ok"] else (other, one)
    assert (await winner.ask("claim_callback", {"callback": callback}))["ok"]
    (item,) = await listed(winner)
    assert (item["phone"], item["text"], item["mine"]) == ("+358 40 1234567", "kynnysmatto", True)
    (item,) = await listed(loser)
    assert (item["phone"], item["text"], item["mine"]) == ("+358 40 ••• ••67", "", False)
    assert item["agent_name"] == (await winner.do("desk", {}))["desk"]["agent"]["name"]
    for request, more in (
        ("release_callback", {}),
        ("log_attempt", {"id": str(uuid4()), "outcome": "reached"}),
        ("finish_callback", {"ending": "done"}),
    ):
        assert (await loser.ask(request, {"callback": callback, **more}))["error"] == "not_found"


async def test_calls_are_logged_and_end_it_done_or_failed(office: World) -> None:
    agent, visitor = await office.agent("maija"), await office.visitor()
    callback = await ask(visitor, text="asia")
    await agent.do("claim_callback", {"callback": callback})
    finish = {"callback": callback, "ending": "failed"}
    assert (await agent.ask("finish_callback", finish))["error"] == "conflict"
    attempt = {"callback": callback, "id": str(uuid4()), "outcome": "no_answer"}
    await agent.do("log_attempt", attempt)
    await agent.do("log_attempt", attempt)
    assert (await agent.ask("finish_callback", {**finish, "ending": "done"}))["error"] == "conflict"
    await agent.do("release_callback", {"callback": callback})
    (item,) = await listed(agent)
    assert (item["mine"], [(a["outcome"], a["name"]) for a in item["attempts"]]) == (
        False,
        [("no_answer", "Agent Maija")],
    )
    await agent.do("claim_callback", {"callback": callback})
    await agent.do("log_attempt", {**attempt, "id": str(uuid4()), "outcome": "reached"})
    await agent.do("finish_callback", {**finish, "ending": "done"})
    assert await listed(agent) == []
    await visitor.until(lambda v: v.states and v.states[-1]["callback"] == "")
    (row,) = await rows(office)
    assert (row.state, row.phone, row.text) == ("done", "", "")
    logged = await office.service.database.read(lambda c: c.execute(select(callback_attempts)).all())
    assert sorted(a.outcome for a in logged) == ["no_answer", "reached"]
    assert (await visitor.ask("withdraw_callback", {"id": callback}))["error"] == "conflict"


async def test_a_supervisor_puts_back_what_somebody_else_has_left_lying(office: World) -> None:
    agent, chief = await office.agent("maija"), await office.agent("pomo", role="supervisor")
    callback = await ask(await office.visitor())
    await agent.do("claim_callback", {"callback": callback})
    await chief.do("release_callback", {"callback": callback})
    assert [(item["agent_name"], item["mine"]) for item in await listed(agent)] == [("", False)]


async def test_erasing_the_conversation_erases_number_and_text(office: World) -> None:
    agent, visitor = await office.agent("maija"), await office.visitor()
    callback = await ask(visitor, text="salaisuus")
    await agent.do("claim_callback", {"callback": callback})
    await visitor.do("erase", {})
    (row,) = await rows(office)
    assert (row.state, row.phone, row.text) == ("withdrawn", "", "")
    await agent.until(lambda a: a.desks and not a.desks[-1]["callbacks"])


async def test_too_many_requests_are_slowed(office: World) -> None:
    visitor = await office.visitor()
    payload = await wish(visitor, phone="12")
    answers = [await visitor.ask("request_callback", payload) for _ in range(11)]
    assert [answer["error"] for answer in answers] == ["invalid_payload"] * 10 + ["rate_limited"]


async def test_what_was_said_in_the_queue_is_not_answered_by_the_bot_afterwards(office: World) -> None:
    await office.agent("maija")
    visitor = await office.visitor()
    await visitor.do("request_human", {})
    await visitor.send("odotan")
    await ask(visitor)
    await visitor.send("kiitos")
    await visitor.told("bot: kiitos")
    assert ("bot", "bot: odotan") not in await visitor.texts()


# --- where waiting is no use


async def test_nobody_there_offers_a_callback_to_the_city_and_not_to_the_young(office: World) -> None:
    for mode, codes in (("city", ["request_callback", "give_feedback"]), ("youth", ["give_feedback"])):
        visitor = await office.visitor(mode=mode)
        await visitor.do("request_human", {"queue": "talk"} if mode == "youth" else {})
        assert [button["code"] for button in (await visitor.told("no_agents"))["buttons"]] == codes


async def test_who_waits_is_told_when_the_last_agent_leaves(office: World) -> None:
    agent, visitor = await office.agent("maija"), await office.visitor()
    assert (await visitor.do("request_human", {}))["state"]["callback"] == "possible"
    await agent.do("availability", {"availability": "away"})
    await visitor.until(lambda v: v.states and v.states[-1]["callback"] == "advised")
    assert (visitor.states[-1]["owner"], visitor.states[-1]["agents_available"]) == ("queue", False)
    await agent.go_on_duty()
    await visitor.until(lambda v: v.states[-1]["callback"] == "possible")


async def test_a_wait_that_outlasts_the_hours_advises_a_callback(office: World) -> None:
    agent = await office.agent("maija")
    for _ in range(3):  # each place takes an hour
        await (await office.visitor()).do("request_human", {})
        office.clock.advance(timedelta(hours=1))
        await agent.go_on_duty()
        await agent.claim_next()
    first, second, third, fourth = [await office.visitor() for _ in range(4)]
    states = [(await v.do("request_human", {}))["state"]["callback"] for v in (first, second, third, fourth)]
    # It is one o'clock, and closes at four.
    assert states == ["possible", "possible", "advised", "advised"]


async def test_who_waits_when_the_queue_closes_is_told_once_and_has_the_bot_again(office: World) -> None:
    agent = await office.agent("maija")
    visitor, young = await office.visitor(language="en"), await office.visitor(mode="youth")
    await visitor.do("request_human", {})
    await young.do("request_human", {"queue": "talk"})
    await office.service.upkeep.end_waits()
    assert (await visitor.sync())["state"]["owner"] == "queue"
    office.clock.advance(timedelta(hours=6))
    await asyncio.gather(*(office.service.upkeep.end_waits() for _ in range(3)))
    told = await visitor.told("queue_closed")
    assert told["event"]["opens_at"] == "2098-12-02T06:00:00+00:00"
    assert [button["code"] for button in told["buttons"]] == ["request_callback", "give_feedback"]
    assert (await visitor.texts()).count(("system", "queue_closed")) == 1
    assert (await visitor.sync())["state"]["owner"] == "bot"
    assert (await young.sync())["state"]["owner"] == "queue"
    assert [item["mode"] for item in await agent.waiting()] == ["youth"]
    windows = (await visitor.do("callback_choice", {}))["windows"]
    assert windows[0]["window_from"] == "2098-12-02T06:00:00.000Z"
