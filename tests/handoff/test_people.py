"""Accounts, skills, rosters and absences as supervisors and administrators keep them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from handoff.queues.model import local_day
from tests.handoff.conftest import PASSWORD, World
from tests.support.clients import AgentClient, VisitorClient, sign_in


async def administrator(world: World) -> AgentClient:
    return await world.agent("aada", role="administrator", on_duty=False)


async def supervisor(world: World) -> AgentClient:
    return await world.agent("saara", role="supervisor", on_duty=False)


async def taken(world: World, agent: AgentClient) -> tuple[VisitorClient, dict[str, Any]]:
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    return visitor, (await agent.claim_next())["state"]


async def person(boss: AgentClient, username: str) -> dict[str, Any]:
    return find(await boss.do("people", {}), username)


def find(answer: dict[str, Any], username: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in answer["people"] if one["username"] == username)
    return found


async def may_sign_in(world: World, username: str, password: str) -> bool:
    body = {"username": username, "password": password}
    async with aiohttp.ClientSession() as http, http.post(f"{world.url}/api/agent/session", json=body) as answer:
        return answer.status == 200


def today(world: World) -> date:
    return local_day(world.clock())


def absence(about: dict[str, Any], first: date, last: date) -> dict[str, Any]:
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return {"agent": about["id"], "id": str(uuid4()), "kind": "sick", **days}


async def until_out(agent: AgentClient) -> None:
    await agent.until(lambda c: not c.sio.connected or "/agent" not in c.sio.namespaces)


# --- skills


async def test_a_supervisor_sets_skills_and_seats(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    about = await person(boss, "maija")
    skills = {"queues": ["city"], "languages": ["sv"], "seats": 2}
    answer = await boss.do("set_skills", {"agent": about["id"], **skills})
    assert {name: find(answer, "maija")[name] for name in skills} == skills
    finn = await world.visitor()
    assert (await finn.do("request_human", {}))["outcome"] == "no_agents"
    assert (await agent.do("desk", {}))["desk"]["agent"]["seats"] == 2


async def test_skills_that_do_not_exist_and_people_who_do_not_exist_are_refused(world: World) -> None:
    boss = await supervisor(world)
    skills = {"agent": (await person(boss, "saara"))["id"], "queues": [], "languages": [], "seats": 4}
    assert (await boss.ask("set_skills", {**skills, "queues": ["nothing"]}))["error"] == "invalid_payload"
    assert (await boss.ask("set_skills", {**skills, "seats": 0}))["error"] == "invalid_payload"
    assert (await boss.ask("set_skills", {**skills, "agent": str(uuid4())}))["error"] == "not_found"


# --- accounts


async def test_who_is_added_signs_in_with_the_password_that_was_shown(world: World) -> None:
    boss = await administrator(world)
    answer = await boss.do("create_account", {"username": "uusi", "name": "Uusi Työntekijä", "role": "agent"})
    assert find(answer, "uusi")["name"] == "Uusi Työntekijä"
    assert await may_sign_in(world, "uusi", answer["password"])
    again = {"username": "uusi", "name": "Toinen", "role": "agent"}
    assert (await boss.ask("create_account", again))["error"] == "conflict"


async def test_a_new_password_ends_every_sign_in_and_the_old_password(world: World) -> None:
    boss, agent = await administrator(world), await world.agent("maija")
    password = (await boss.do("reset_password", {"agent": (await person(boss, "maija"))["id"]}))["password"]
    await until_out(agent)
    assert not await may_sign_in(world, "maija", PASSWORD)
    assert await may_sign_in(world, "maija", password)


async def test_a_new_role_holds_from_the_next_sign_in(world: World) -> None:
    boss, agent = await administrator(world), await world.agent("maija")
    await boss.do("set_role", {"agent": (await person(boss, "maija"))["id"], "role": "supervisor"})
    await until_out(agent)
    again = await AgentClient(world.url, await sign_in(world.url, "maija", PASSWORD)).connect()
    world.stack.push_async_callback(again.close)
    assert (await again.do("watch", {"on": True}))["live"]


async def test_a_deactivated_account_is_out_and_its_conversations_are_at_the_front(world: World) -> None:
    boss, agent, colleague = await administrator(world), await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    await agent.send(state["conversation"], "Hei, tässä Maija")
    answer = await boss.do("set_active", {"agent": (await person(boss, "maija"))["id"], "active": False})
    assert not find(answer, "maija")["is_active"]
    await until_out(agent)
    assert not await may_sign_in(world, "maija", PASSWORD)
    assert (await visitor.told("transferred"))["event"]["name"] == "Agent Maija"
    claimed = await colleague.claim_next()
    assert claimed["state"]["conversation"] == state["conversation"]
    assert [m["name"] for m in claimed["messages"] if m["text"] == "Hei, tässä Maija"] == ["Agent Maija"]
    assert (await boss.ask("create_account", {"username": "maija", "name": "X", "role": "agent"}))[
        "error"
    ] == "conflict"

    await boss.do("set_active", {"agent": (await person(boss, "maija"))["id"], "active": True})
    assert await may_sign_in(world, "maija", PASSWORD)


async def test_administrators_cannot_lock_themselves_out(world: World) -> None:
    boss = await administrator(world)
    me = {"agent": (await person(boss, "aada"))["id"]}
    for request, more in (("set_active", {"active": False}), ("set_role", {"role": "agent"}), ("reset_password", {})):
        assert (await boss.ask(request, {**me, **more}))["error"] == "conflict", request
    assert (await person(boss, "aada"))["role"] == "administrator"


# --- rosters and absences


async def test_who_should_be_here_and_is_not_is_shown(world: World) -> None:
    boss = await supervisor(world)
    agent = await world.agent("maija", on_duty=False)
    about = await person(boss, "maija")
    always = [{"day": day, "begins": "00:00", "ends": "00:00"} for day in range(7)]
    answer = await boss.do("set_roster", {"agent": about["id"], "shifts": always})
    assert (find(answer, "maija")["shifts"], find(answer, "maija")["is_missing"]) == (always, True)
    live = (await boss.do("watch", {"on": True}))["live"]
    assert next((a["name"], a["is_missing"]) for a in live["agents"]) == ("Agent Maija", True)
    await agent.go_on_duty()
    assert not (await person(boss, "maija"))["is_missing"]


async def test_shifts_that_overlap_are_refused(world: World) -> None:
    boss = await supervisor(world)
    me = (await person(boss, "saara"))["id"]
    night = {"day": 6, "begins": "22:00", "ends": "06:00"}
    early = {"day": 0, "begins": "05:00", "ends": "10:00"}
    assert (await boss.ask("set_roster", {"agent": me, "shifts": [night, early]}))["error"] == "invalid_payload"
    assert (await boss.ask("set_roster", {"agent": me, "shifts": [{**early, "begins": "25:00"}]}))[
        "error"
    ] == "invalid_payload"
    assert (await person(boss, "saara"))["shifts"] == []


async def test_an_absence_that_has_begun_hands_over_what_the_agent_has(world: World) -> None:
    boss, agent, colleague = await supervisor(world), await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    request = absence(await person(boss, "maija"), today(world), today(world) + timedelta(days=2))
    await boss.do("add_absence", request)
    answer = await boss.do("add_absence", request)
    assert [a["id"] for a in find(answer, "maija")["absences"]] == [request["id"]]
    assert (await visitor.told("transferred"))["event"]["name"] == "Agent Maija"
    shown = (await agent.do("desk", {}))["desk"]
    assert (shown["mine"], shown["agent"]["availability"], shown["agent"]["is_absent"]) == ([], "away", True)
    assert (await colleague.claim_next())["state"]["conversation"] == state["conversation"]


async def test_nothing_is_offered_to_who_is_absent(world: World) -> None:
    boss, agent, colleague = await supervisor(world), await world.agent("maija"), await world.agent("pekka")
    _, state = await taken(world, colleague)
    about = await person(boss, "maija")
    request = absence(about, today(world), today(world))
    await boss.do("add_absence", request)
    await agent.go_on_duty()
    await colleague.do("availability", {"availability": "busy"})
    transfer = {"conversation": state["conversation"], "version": state["version"], "agent": about["id"]}
    for asked, event in ((colleague, "transfer"), (boss, "assign")):
        assert (await asked.ask(event, transfer))["error"] == "conflict"
    invite = {"conversation": state["conversation"], "agent": about["id"]}
    assert (await colleague.ask("invite", invite))["error"] == "conflict"
    await colleague.do("availability", {"availability": "away"})
    assert (await (await world.visitor()).do("request_human", {}))["outcome"] == "no_agents"

    answer = await boss.do("remove_absence", {"agent": about["id"], "id": request["id"]})
    assert find(answer, "maija")["absences"] == []
    await colleague.go_on_duty()
    state = (await colleague.claim_next())["state"]
    await colleague.do("transfer", {**transfer, "version": state["version"]})


@pytest.mark.parametrize("begins_in_days", [1, -3])
async def test_an_absence_of_other_days_changes_nothing_today(world: World, begins_in_days: int) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    _, state = await taken(world, agent)
    first = today(world) + timedelta(days=begins_in_days)
    await boss.do("add_absence", absence(await person(boss, "maija"), first, first))
    shown = (await agent.do("desk", {}))["desk"]
    assert [i["conversation"] for i in shown["mine"]] == [state["conversation"]]
    assert (shown["agent"]["availability"], shown["agent"]["is_absent"]) == ("available", False)


async def test_an_absence_that_ends_before_it_begins_is_refused(world: World) -> None:
    boss = await supervisor(world)
    about = await person(boss, "saara")
    backwards = absence(about, today(world), today(world) - timedelta(days=1))
    assert (await boss.ask("add_absence", backwards))["error"] == "invalid_payload"
    assert (await boss.ask("add_absence", {**backwards, "last": "2026-02-31"}))["error"] == "invalid_payload"
