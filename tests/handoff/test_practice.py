"""Practising: like a real conversation to whoever practises, and not there for anybody and anything else."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import Table, func, select, update

from handoff.practice import model, service
from handoff.practice.model import Scenario, line_id
from handoff.practice.store import KEPT, say
from handoff.queues.model import HELSINKI
from handoff.storage.tables import (
    agents,
    audit,
    contacts,
    conversations,
    erasures,
    messages,
    misses,
    notes,
    queue_stays,
    ratings,
)
from tests.handoff.conftest import PASSWORD, World, open_world
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient, sign_in
from tests.support.content import ONE_REPLY

SCENARIO = "hurried_about_fee"
REPORTS = [
    "/api/agent/reports?from={day}&to={day}",
    *(f"/api/agent/reports?from={{day}}&to={{day}}&by={by}" for by in ("queue", "language", "tag")),
    "/api/agent/reports.csv?from={day}&to={day}",
    "/open-data/contacts.json",
]
COUNTED = (contacts, queue_stays, ratings, misses, erasures)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor who reads and types in no time."""
    monkeypatch.setattr(service, "READS_S", 0.01)
    monkeypatch.setattr(model, "MAX_TYPES_S", 0.01)


async def practise(agent: AgentClient, scenario: str = SCENARIO, language: str = "fi") -> dict[str, Any]:
    """Begin to practise and return what waits."""
    desk = (await agent.do("practise", {"scenario": scenario, "language": language}))["desk"]
    item: dict[str, Any] = desk["practice"]
    return item


async def take(agent: AgentClient, scenario: str = SCENARIO, language: str = "fi") -> dict[str, Any]:
    """Begin to practise, claim it and return the answer."""
    item = await practise(agent, scenario, language)
    return await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})


def script(world: World, scenario: str = SCENARIO) -> Scenario:
    return world.service.practice.scenarios[scenario]


async def rows(world: World, table: Table) -> list[Any]:
    found: list[Any] = await world.service.database.read(lambda c: list(c.execute(select(table)).all()))
    return found


async def said(world: World, conversation: str) -> list[tuple[str, str]]:
    """Return the conversation as (author, text or event code)."""
    query = select(messages).where(messages.c.conversation_id == conversation).order_by(messages.c.seq)
    found = await world.service.database.read(lambda c: list(c.execute(query).all()))
    assert [row.seq for row in found] == list(range(1, len(found) + 1))
    return [(row.author, row.text) for row in found]


async def get(world: World, path: str, cookie: str) -> bytes:
    headers = {"Cookie": cookie}
    async with aiohttp.ClientSession() as session, session.get(world.url + path, headers=headers) as answer:
        assert answer.status == 200, path
        return await answer.read()


async def supervisor_cookie(world: World) -> str:
    await world.service.accounts.create("reader", "Reader", "supervisor", PASSWORD)
    return await sign_in(world.url, "reader", PASSWORD)


async def test_the_visitor_is_held_for_the_agent_and_has_spoken_with_the_assistant(world: World) -> None:
    agent = await world.agent("maija")
    offered = (await agent.do("scenarios", {}))["scenarios"]
    assert len(offered) >= 5
    item = await practise(agent)
    assert item["practice"] == offered[0]["title"]
    claimed = await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})
    shown = [m["author"] for m in claimed["messages"]]
    assert shown == ["visitor", "bot", "visitor", "bot", "system", "system"]
    brief = await agent.do("brief", {"conversation": item["conversation"]})
    assert [asked["sureness"] for asked in brief["asked"]] == ["sure", "unknown"]
    assert (brief["form"], brief["is_form_seen"]) == (None, True)
    (mine,) = (await agent.do("desk", {}))["desk"]["mine"]
    assert mine["practice"] == offered[0]["title"]


async def test_each_answer_is_answered_by_the_next_line_to_the_last_word(world: World) -> None:
    agent = await world.agent("maija")
    conversation = (await take(agent))["state"]["conversation"]
    lines = [line.texts["fi"] for line in script(world).lines] + [script(world).afterwards["fi"]]
    for line in lines:
        await agent.send(conversation, "Vastaus")
        await agent.told(conversation, line)
    assert [(one["author"], one["on"]) for one in agent.typing] == [("visitor", True)] * len(lines)
    await agent.send(conversation, "Vielä yksi")
    await asyncio.sleep(0.1)
    assert (await said(world, conversation))[-1] == ("agent", "Vielä yksi")
    assert world.bot.asked == []


async def test_the_whole_of_it_changes_no_report_and_no_figure(world: World) -> None:
    reader, agent = await supervisor_cookie(world), await world.agent("maija")
    visitor = await world.visitor()
    await visitor.send("hei")
    await visitor.told("bot: hei")
    await visitor.do("request_human", {})
    real = (await agent.claim_next())["state"]
    day = world.clock().astimezone(HELSINKI).date().isoformat()

    async def everything() -> tuple[list[Any], list[Any]]:
        reports = [await get(world, path.format(day=day), reader) for path in REPORTS]
        return reports, [await rows(world, table) for table in COUNTED]

    before = await everything()
    claimed = await take(agent)
    conversation = claimed["state"]["conversation"]
    await agent.send(conversation, "Hei, kuinka voin auttaa?")
    await agent.told(conversation, script(world).lines[0].texts["fi"])
    await agent.do("note", {"conversation": conversation, "id": str(uuid4()), "text": "harjoittelen"})
    await agent.do("judge_crisis", {"conversation": conversation, "verdict": "cleared"})
    await agent.do(
        "close",
        {"conversation": conversation, "version": claimed["state"]["version"], "tag": "fees_and_invoices"},
    )
    await world.service.upkeep.end_silent_contacts()
    assert await everything() == before
    await practise(agent)
    await agent.do("end_practice", {})
    assert await everything() == before
    # The real one can still be closed, and counts.
    await agent.do("close", {"conversation": real["conversation"], "version": real["version"], "tag": ""})
    assert await everything() != before


async def test_the_log_says_that_somebody_practises_and_no_claim_or_end_of_it(world: World) -> None:
    agent = await world.agent("maija")
    since = len(await rows(world, audit))
    claimed = (await take(agent, "youth_in_distress"))["state"]
    conversation = claimed["conversation"]
    await agent.do("note", {"conversation": conversation, "id": str(uuid4()), "text": "huoli"})
    await agent.do("judge_crisis", {"conversation": conversation, "verdict": "confirmed"})
    await agent.do("close", {"conversation": conversation, "version": claimed["version"], "tag": ""})
    world.clock.advance(KEPT)
    await world.service.practice.forget_old()
    lines = [(row.action, row.conversation_id, row.detail) for row in (await rows(world, audit))[since:]]
    assert lines == [("practice", "", "{}")]


async def test_nobody_else_sees_counts_or_takes_it(world: World) -> None:
    agent, supervisor = await world.agent("maija"), await world.agent("saija", role="supervisor")
    live = (await supervisor.do("watch", {"on": True}))["live"]
    item = await practise(agent)
    conversation, version = item["conversation"], item["version"]
    claim = {"conversation": conversation, "version": version}
    desk = (await supervisor.do("desk", {}))["desk"]
    assert (desk["queue"], desk["mine"], desk["practice"]) == ([], [], None)
    assert (await supervisor.ask("claim", claim))["error"] == "conflict"
    # A real visitor is first in the queue, whoever practises meanwhile.
    visitor = await world.visitor()
    assert (await visitor.do("request_human", {}))["state"]["queue_place"] == 1
    assert len(await agent.waiting()) == 1
    await visitor.do("leave_queue", {})
    texts = {"fi": "Ruuhka", "sv": "Rusning", "en": "Rush"}
    assert (await supervisor.do("broadcast", {"id": str(uuid4()), "queues": ["city"], **texts}))["count"] == 0
    for is_claimed in (False, True):
        if is_claimed:
            version = (await agent.do("claim", claim))["state"]["version"]
        theirs = {"conversation": conversation, "version": version}
        assert (await supervisor.ask("take_over", theirs))["error"] == "conflict"
        assert (await supervisor.ask("assign", {**theirs, "queue": "city", "agent": None}))["error"] == "conflict"
        assert (await supervisor.do("watch", {"on": True}))["live"]["conversations"] == []
    assert (await supervisor.do("colleagues", {}))["colleagues"][0]["taken"] == 0
    assert [one["taken"] for one in live["agents"]] == [0, 0]
    for request, payload in (
        ("sync", {"after": 0}),
        ("notes", {}),
        ("brief", {}),
        ("debrief", {}),
        ("send", {"id": str(uuid4()), "text": "moi"}),
        ("open_closed", {"reason": "katson vain"}),
    ):
        assert (await supervisor.ask(request, {"conversation": conversation, **payload}))["error"] == "not_found"
    await agent.do("close", {"conversation": conversation, "version": version, "tag": ""})
    for who in (agent, supervisor):
        assert (await who.do("find_closed", {}))["conversations"] == []
    assert (await supervisor.ask("debrief", {"conversation": conversation}))["error"] == "not_found"


async def test_it_goes_to_no_queue_colleague_bot_or_case(world: World) -> None:
    agent, other = await world.agent("maija"), await world.agent("toinen")
    other_id = (await agent.do("colleagues", {}))["colleagues"][0]["id"]
    item = await practise(agent)
    assert (await agent.ask("decline", {"conversation": item["conversation"]}))["error"] == "conflict"
    state = (await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]}))["state"]
    conversation = {"conversation": state["conversation"]}
    versioned = {**conversation, "version": state["version"]}
    form = {"id": str(uuid4()), "kind": "complaint", "text": "polku on jäässä", "place": "", "email": ""}
    for request, payload in (
        ("return", versioned),
        ("transfer", {**versioned, "queue": "city", "agent": None}),
        ("transfer", {**versioned, "queue": "", "agent": other_id}),
        ("invite", {**conversation, "agent": other_id}),
        ("finish_form", {**conversation, **form}),
    ):
        assert (await agent.ask(request, payload))["error"] == "conflict", request
    await agent.do("availability", {"availability": "away"})
    assert len((await agent.do("desk", {}))["desk"]["mine"]) == 1
    assert (await other.do("desk", {}))["desk"]["queue"] == []
    assert world.bot.asked == []


@pytest.mark.parametrize("is_claimed", [False, True])
@pytest.mark.parametrize("how", ["finish_day", "sign_out", "absent"])
async def test_it_ends_with_the_day_of_whoever_practises(world: World, how: str, is_claimed: bool) -> None:
    agent, boss = await world.agent("maija"), await world.agent("saara", role="administrator")
    item = await practise(agent)
    if is_claimed:
        await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})
        await agent.do("note", {"conversation": item["conversation"], "id": str(uuid4()), "text": "huomenna taas"})
    maija = (await boss.do("colleagues", {}))["colleagues"][0]["id"]
    await practise(boss)
    day = world.clock().astimezone(HELSINKI).date().isoformat()
    match how:
        case "finish_day":
            desk = (await agent.do("finish_day", {}))["desk"]
            assert (desk["mine"], desk["practice"]) == ([], None)
        case "sign_out":
            async with aiohttp.ClientSession(headers={"Cookie": agent.cookie, "Origin": world.url}) as session:
                await session.delete(world.url + "/api/agent/session")
        case "absent":
            absence = {"id": str(uuid4()), "first": day, "last": day, "kind": "sick"}
            await boss.do("add_absence", {"agent": maija, **absence})
    # A colleague's is not touched.
    assert (await boss.do("desk", {}))["desk"]["practice"] is not None
    (left,) = [row for row in await rows(world, conversations) if row.practice]
    assert left.practised_by != maija
    assert {row.conversation_id for row in await rows(world, messages)} == {left.id}
    assert await rows(world, notes) == []


async def test_it_needs_no_seat_skill_or_duty_and_takes_none(world: World) -> None:
    agent = await world.agent("maija", on_duty=False, queues=("city",), languages=("fi",), seats=1)
    idle = await _idle_since(world)
    claimed = await take(agent, "youth_in_distress", "sv")
    assert (await agent.do("desk", {}))["desk"]["agent"]["availability"] == "away"
    await agent.do("close", {**_version(claimed), "tag": ""})
    assert await _idle_since(world) == idle
    await take(agent)
    await agent.go_on_duty()
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    await agent.claim_next()
    assert len((await agent.do("desk", {}))["desk"]["mine"]) == 2


async def test_where_conversations_are_given_out_practice_is_none_of_them(tmp_path: Any, bot: ScriptedBot) -> None:
    async with open_world(tmp_path, bot, assignment="push") as world:
        agent = await world.agent("maija", seats=1)
        other = await world.agent("toinen", on_duty=False)
        item = await practise(agent)
        visitor = await world.visitor()
        await visitor.do("request_human", {})
        await world.service.upkeep.keep_offers()
        desk = (await agent.do("desk", {}))["desk"]
        assert [bool(one["held_until"]) for one in desk["queue"]] == [True]
        assert desk["practice"]["conversation"] == item["conversation"]
        # Its own time is over: it is there for nobody.
        over = update(conversations).values(offered_until=world.clock() - timedelta(seconds=1))
        await world.service.database.write(lambda c: c.execute(over.where(conversations.c.practice != "")).rowcount)
        await other.go_on_duty()
        await visitor.do("leave_queue", {})
        await world.service.upkeep.keep_offers()
        for one in (agent, other):
            desk = (await one.do("desk", {}))["desk"]
            assert (desk["queue"], desk["practice"]) == ([], None)
        claim = {"conversation": item["conversation"], "version": item["version"]}
        assert (await agent.ask("claim", claim))["error"] == "conflict"


async def test_a_queue_that_is_closed_sends_nobody_away_who_is_only_practised_with(
    tmp_path: Any, bot: ScriptedBot
) -> None:
    queues, replies = tmp_path / "queues.yml", tmp_path / "replies.yml"
    queues.write_text(
        """
queues:
  city: {mode: city, titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}, hours: {week: {}}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
""",
        encoding="utf-8",
    )
    replies.write_text(ONE_REPLY, encoding="utf-8")
    async with open_world(tmp_path, bot, queues=queues, replies=replies) as world:
        agent = await world.agent("maija")
        item = await practise(agent)
        visitor = await world.visitor()
        assert (await visitor.do("request_human", {}))["outcome"] == "closed"
        await world.service.upkeep.end_waits()
        await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})


async def test_what_a_dead_process_left_unsaid_is_said_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = await world.agent("maija")
    conversation = (await take(agent))["state"]["conversation"]
    first = script(world).lines[0].texts["fi"]
    with monkeypatch.context() as dying:
        # A process that dies between the agent's message and the answer starts nothing.
        dying.setattr(world.service.practice, "start", lambda _conversation: None)
        await agent.send(conversation, "Hei!")
    await world.service.practice.take_owed()
    assert (await said(world, conversation))[-1] == ("agent", "Hei!")  # whoever has it may still be at it
    world.clock.advance(service.OVERDUE + timedelta(seconds=1))
    await world.service.practice.take_owed()
    await world.service.practice.take_owed()
    await agent.told(conversation, first)
    await asyncio.sleep(0.1)
    assert [text for author, text in await said(world, conversation) if author == "visitor"].count(first) == 1
    await world.service.practice.take_owed()
    await asyncio.sleep(0.1)
    assert (await said(world, conversation))[-1] == ("visitor", first)


async def test_said_by_several_at_once_a_line_is_stored_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = await world.agent("maija")
    conversation = (await take(agent))["state"]["conversation"]
    monkeypatch.setattr(world.service.practice, "start", lambda _conversation: None)
    await agent.send(conversation, "Hei!")
    await agent.send(conversation, "Oletko siellä?")
    scenarios, now = world.service.practice.scenarios, world.clock()
    tries = [world.service.database.write(lambda c: say(c, conversation, scenarios, now), key=str(n)) for n in range(5)]
    assert sum(one is not None for one in await asyncio.gather(*tries)) == 1
    stored = await said(world, conversation)
    assert stored[-3:] == [
        ("agent", "Hei!"),
        ("agent", "Oletko siellä?"),
        ("visitor", script(world).lines[0].texts["fi"]),
    ]
    newest = (await rows(world, messages))[-1]
    assert newest.id == line_id(conversation, 0)


async def test_a_vanished_agents_practice_goes_to_nobody_and_is_gone_within_a_day(world: World) -> None:
    vanishing, staying = await world.agent("vanishing"), await world.agent("staying")
    conversation = (await take(vanishing))["state"]["conversation"]
    await vanishing.do("note", {"conversation": conversation, "id": str(uuid4()), "text": "kesken"})
    await vanishing.close()
    world.clock.advance(timedelta(minutes=5))
    await world.service.accounts.keep_present(await world.service.agents.connected())
    await world.service.upkeep.keep_leases(await world.service.agents.connected())
    assert (await staying.do("desk", {}))["desk"]["queue"] == []
    assert [row.owner for row in await rows(world, conversations)] == ["agent"]
    await world.service.practice.forget_old()
    assert len(await rows(world, conversations)) == 1
    assert timedelta(days=1) > KEPT
    world.clock.advance(KEPT)
    await world.service.practice.forget_old()
    for table in (conversations, messages, notes, erasures):
        assert await rows(world, table) == [], table.name


async def test_real_conversations_outlive_the_end_of_practice(world: World) -> None:
    agent, other = await world.agent("maija"), await world.agent("toinen")
    visitor = await world.visitor()
    await visitor.send("hei")
    await visitor.told("bot: hei")
    await practise(other)
    one = await practise(agent)
    # One practice at a time: the next takes the place of the one before.
    again = await practise(agent, "not_ours")
    assert again["conversation"] != one["conversation"]
    kept = {row.practice for row in await rows(world, conversations)}
    assert kept == {"", SCENARIO, "not_ours"}
    desk = (await agent.do("end_practice", {}))["desk"]
    assert desk["practice"] is None
    assert {row.practice for row in await rows(world, conversations)} == {"", SCENARIO}
    world.clock.advance(KEPT)
    await world.service.practice.forget_old()
    await world.service.upkeep.forget_old()
    assert [row.practice for row in await rows(world, conversations)] == [""]


async def test_the_debrief_tells_how_long_it_took_and_what_to_look_for(world: World) -> None:
    agent = await world.agent("maija")
    claimed = await take(agent)
    conversation = claimed["state"]["conversation"]
    assert (await agent.ask("debrief", {"conversation": conversation}))["error"] == "not_found"  # not over yet
    world.clock.advance(timedelta(seconds=40))
    await agent.send(conversation, "Hei!")
    await agent.told(conversation, script(world).lines[0].texts["fi"])
    await agent.do("close", {**_version(claimed), "tag": ""})
    debrief = await agent.do("debrief", {"conversation": conversation})
    assert 40 <= debrief["first_answer_s"] < 60
    assert debrief["answers"] == 1
    assert debrief["title"]["sv"] == script(world).titles["sv"]
    assert [point["en"] for point in debrief["points"]] == [point["en"] for point in script(world).points]
    unanswered = await take(agent)
    await agent.do("close", {**_version(unanswered), "tag": ""})
    debrief = await agent.do("debrief", {"conversation": unanswered["state"]["conversation"]})
    assert (debrief["first_answer_s"], debrief["answers"]) == (None, 0)


async def test_a_closed_practice_says_nothing_more(world: World) -> None:
    agent = await world.agent("maija")
    claimed = await take(agent)
    conversation = claimed["state"]["conversation"]
    await agent.send(conversation, "Hei!")
    await agent.do("close", {**_version(claimed), "tag": ""})
    world.clock.advance(timedelta(minutes=1))
    await world.service.practice.take_owed()
    await asyncio.sleep(0.1)
    assert [author for author, _ in await said(world, conversation)][-2:] == ["agent", "system"]
    assert world.bot.asked == []


async def test_the_language_changes_with_the_line_that_changes_it(world: World) -> None:
    agent = await world.agent("maija")
    conversation = (await take(agent, "another_language"))["state"]["conversation"]
    lines = script(world, "another_language").lines
    number = next(n for n, line in enumerate(lines) if line.turns_to)
    languages = ["fi"] * number + ["en"] * (len(lines) - number)
    for line, language in zip(lines, languages, strict=True):
        await agent.send(conversation, "Vastaus")
        await agent.told(conversation, line.texts[language])  # type: ignore[index]
    await agent.until(lambda client: client.states[-1]["language"] == "en")
    (mine,) = (await agent.do("desk", {}))["desk"]["mine"]
    assert mine["language"] == "en"


async def test_an_identity_code_in_a_script_is_masked_as_any(world: World) -> None:
    agent = await world.agent("maija")
    conversation = (await take(agent, "anothers_identity_code"))["state"]["conversation"]
    texts = [text for _, text in await said(world, conversation)]
    assert any("●●●●●●-●●●●" in text for text in texts)
    assert not any("310240" in text for text in texts)


async def test_in_the_youth_chat_the_card_is_shown_and_the_mark_is_to_be_judged(world: World) -> None:
    agent = await world.agent("maija")
    item = await practise(agent, "youth_in_distress")
    assert (item["mode"], item["crisis"]) == ("youth", "suspected")
    claimed = await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})
    codes = [m["event"]["code"] for m in claimed["messages"] if m["event"]]
    assert codes == ["help_card", "queued", "agent_joined"]
    await agent.do("judge_crisis", {"conversation": item["conversation"], "verdict": "confirmed"})
    (mine,) = (await agent.do("desk", {}))["desk"]["mine"]
    assert mine["crisis"] == "confirmed"


async def test_a_scenario_that_the_file_no_longer_has_ends_by_itself(world: World) -> None:
    agent = await world.agent("maija")
    claimed = await take(agent)
    gone = update(conversations).values(practice="gone")
    await world.service.database.write(lambda c: c.execute(gone).rowcount)
    (mine,) = (await agent.do("desk", {}))["desk"]["mine"]
    assert mine["practice"] == {"fi": "gone", "sv": "gone", "en": "gone"}
    await agent.send(claimed["state"]["conversation"], "Hei!")
    await agent.do("close", {**_version(claimed), "tag": ""})
    assert (await agent.ask("debrief", {"conversation": claimed["state"]["conversation"]}))["error"] == "not_found"
    assert (await agent.ask("practise", {"scenario": "gone", "language": "fi"}))["error"] == "not_found"


async def test_nobody_holds_the_secret_of_a_synthetic_visitor(world: World) -> None:
    agent = await world.agent("maija")
    await practise(agent)
    (row,) = await rows(world, conversations)
    # The hash itself is no secret that lets anybody in.
    stranger = await world.visitor(row.token_hash[:43])
    assert (await stranger.sync())["state"] is None
    count = await world.service.database.read(lambda c: c.execute(select(func.count()).select_from(conversations)))
    assert count.scalar_one() == 1


def _version(claimed: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": claimed["state"]["conversation"], "version": claimed["state"]["version"]}


async def _idle_since(world: World) -> list[Any]:
    found: list[Any] = await world.service.database.read(
        lambda c: list(c.execute(select(agents.c.idle_since).order_by(agents.c.id)).scalars())
    )
    return found
