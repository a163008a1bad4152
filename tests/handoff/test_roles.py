"""Who may ask what: every request and every route, of every role."""

from __future__ import annotations

from typing import Any, get_args

import aiohttp
import pytest
import socketio

from handoff.accounts.model import Role
from handoff.realtime.requests import AGENT_REQUESTS
from handoff.realtime.roles import REQUESTS_OF, unassigned
from tests.handoff.conftest import PASSWORD, World
from tests.support.clients import AgentClient, sign_in

NOBODY = "00000000-0000-4000-8000-000000000000"
WORDS = {"fi": "Ruuhkaa, odotathan.", "sv": "Det är kö, vänta lite.", "en": "It is busy, please wait."}
ABOUT = {"conversation": NOBODY, "version": 1}
CODE = "LK-0000-0000-00000"
FORM = {"id": NOBODY, "kind": "idea", "text": "Lisää penkkejä rantaan"}
OF_AGENTS: dict[str, dict[str, Any]] = {
    "desk": {},
    "availability": {"availability": "busy"},
    "finish_day": {},
    "claim": ABOUT,
    "sync": {"conversation": NOBODY},
    "send": {"conversation": NOBODY, "id": NOBODY, "text": "hei"},
    "typing": {"conversation": NOBODY, "on": True},
    "seen": {"conversation": NOBODY, "seq": 1},
    "close": ABOUT,
    "return": ABOUT,
    "judge_crisis": {"conversation": NOBODY, "verdict": "cleared"},
    "transfer": {**ABOUT, "queue": "city"},
    "decline": {"conversation": NOBODY},
    "colleagues": {},
    "invite": {"conversation": NOBODY, "agent": NOBODY},
    "answer_invitation": {"conversation": NOBODY, "accept": True},
    "leave": {"conversation": NOBODY},
    "note": {"conversation": NOBODY, "id": NOBODY, "text": "hei"},
    "notes": {"conversation": NOBODY},
    "propose_answer": {"conversation": NOBODY, "seq": 1},
    "brief": {"conversation": NOBODY},
    "finish_form": {"conversation": NOBODY, **FORM},
    "claim_callback": {"callback": NOBODY},
    "release_callback": {"callback": NOBODY},
    "log_attempt": {"callback": NOBODY, "id": NOBODY, "outcome": "reached"},
    "finish_callback": {"callback": NOBODY, "ending": "done"},
    "find_closed": {},
    "open_closed": {"conversation": NOBODY, "reason": "valitus 12"},
    "scenarios": {},
    "practise": {"scenario": "nothing", "language": "fi"},
    "end_practice": {},
    "debrief": {"conversation": NOBODY},
    "find_cases": {"name": "open"},
    "open_case": {"code": CODE},
    "step_case": {"code": CODE, "version": 0, "step": "take"},
    "note_case": {"id": NOBODY, "code": CODE, "text": "hei"},
    "publish_case": {"code": CODE, "version": 0, "title": "hei", "text": "hei", "answer": "hei"},
    "answer_cases": {"cases": [{"code": CODE, "version": 0}], "text": "hei"},
    "log_contact": {"channel": "phone", "language": "fi", **FORM},
    "log_advice": {"id": NOBODY, "channel": "phone", "language": "fi"},
    "propose_service": {"text": "hei", "language": "fi"},
    "services": {},
}
OF_SUPERVISORS: dict[str, dict[str, Any]] = {
    "audit": {},
    "set_banner": {"id": NOBODY, "kind": "rush", **WORDS, "modes": ["city"]},
    "end_banner": {"id": NOBODY},
    "watch": {"on": True},
    "take_over": ABOUT,
    "assign": {**ABOUT, "queue": "city"},
    "broadcast": {"id": NOBODY, "queues": ["city"], **WORDS},
    "people": {},
    "set_skills": {"agent": NOBODY, "queues": [], "languages": [], "seats": 4},
    "set_roster": {"agent": NOBODY, "shifts": []},
    "add_absence": {"agent": NOBODY, "id": NOBODY, "first": "2026-01-01", "last": "2026-01-02", "kind": "sick"},
    "remove_absence": {"agent": NOBODY, "id": NOBODY},
    "letters": {},
    "retry_letter": {"letter": NOBODY},
    "drop_letter": {"letter": NOBODY},
}
OF_ADMINISTRATORS: dict[str, dict[str, Any]] = {
    "create_account": {"username": "x", "name": "X", "role": "agent"},
    "reset_password": {"agent": NOBODY},
    "set_role": {"agent": NOBODY, "role": "administrator"},
    "set_active": {"agent": NOBODY, "active": False},
}
PAYLOADS = {**OF_AGENTS, **OF_SUPERVISORS, **OF_ADMINISTRATORS}
MAY: dict[Role, set[str]] = {
    "editor": set(),
    "agent": {*OF_AGENTS},
    "supervisor": {*OF_AGENTS, *OF_SUPERVISORS},
    "administrator": {*PAYLOADS},
}
FIGURES = "?from=2026-05-01&to=2026-05-02"
ROUTES: dict[str, set[Role]] = {
    "/api/agent/session": {"editor", "agent", "supervisor", "administrator"},
    "/api/agent/replies/fi": {"editor", "agent", "supervisor", "administrator"},
    f"/api/agent/cases/{CODE}/images/{NOBODY}": {"agent", "supervisor", "administrator"},
    "/api/agent/log.csv": {"supervisor", "administrator"},
    f"/api/agent/reports{FIGURES}": {"supervisor", "administrator"},
    f"/api/agent/reports.csv{FIGURES}": {"supervisor", "administrator"},
}


def test_every_request_is_somebodys() -> None:
    assert unassigned() == frozenset()
    assert {*PAYLOADS} == {*AGENT_REQUESTS}, "say here, and in handoff/realtime/roles.py, whose a new request is"
    assert set(MAY) == set(get_args(Role)) == set(REQUESTS_OF)


@pytest.mark.parametrize("role", ["agent", "supervisor", "administrator"])
async def test_a_role_is_refused_what_is_not_its_work_and_nothing_else(world: World, role: Role) -> None:
    client = await world.agent("saara", role=role)
    refused = {name for name in AGENT_REQUESTS if (await client.ask(name, PAYLOADS[name])).get("error") == "forbidden"}
    assert refused == {*AGENT_REQUESTS} - MAY[role]


async def test_an_editor_signs_in_and_is_let_to_no_desk(world: World) -> None:
    await world.service.accounts.create("elli", "Elli", "editor", PASSWORD)
    cookie = await sign_in(world.url, "elli", PASSWORD)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await AgentClient(world.url, cookie).connect()
    boss = await world.agent("saara", role="supervisor", on_duty=False)
    # Nobody who waits is promised an editor, and no colleague can give one anything.
    assert (await (await world.visitor()).do("request_human", {}))["outcome"] == "no_agents"
    assert (await boss.do("colleagues", {}))["colleagues"] == []


async def test_who_becomes_an_editor_leaves_what_they_have_to_others(world: World) -> None:
    boss = await world.agent("saara", role="administrator")
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    state = (await agent.claim_next())["state"]
    maija = next(one["id"] for one in (await boss.do("people", {}))["people"] if one["username"] == "maija")
    await boss.do("set_role", {"agent": maija, "role": "editor"})
    assert (await visitor.told("transferred"))["event"]["name"] == "Agent Maija"
    assert [item["conversation"] for item in await boss.waiting()] == [state["conversation"]]


@pytest.mark.parametrize("role", get_args(Role))
async def test_a_role_gets_the_routes_of_its_work_and_no_others(world: World, role: Role) -> None:
    await world.service.accounts.create("saara", "Saara", role, PASSWORD)
    headers = {"Cookie": await sign_in(world.url, "saara", PASSWORD)}
    async with aiohttp.ClientSession() as session:
        for route, roles in ROUTES.items():
            async with session.get(world.url + route, headers=headers) as answer:
                # What is not there is told to those only who may have it.
                assert (answer.status in {200, 404}) == (role in roles), route
                assert (answer.status == 403) == (role not in roles), route


async def test_an_account_that_is_made_serves_the_city_and_nobody_young_until_a_supervisor_says_so(
    world: World,
) -> None:
    boss = await world.agent("saara", role="administrator", on_duty=False)
    made = await boss.do("create_account", {"username": "maija", "name": "Maija", "role": "agent"})
    about = next(one for one in made["people"] if one["username"] == "maija")
    assert about["queues"] == ["city"]
    agent = await AgentClient(world.url, await sign_in(world.url, "maija", made["password"])).connect()
    world.stack.push_async_callback(agent.close)
    await agent.go_on_duty()
    young, citizen = await world.visitor(mode="youth"), await world.visitor()
    assert (await young.do("request_human", {"queue": "loneliness"}))["outcome"] == "no_agents"
    assert (await citizen.do("request_human", {}))["outcome"] == "queued"
    served = ["city", "loneliness"]
    await boss.do("set_skills", {"agent": about["id"], "queues": served, "languages": [], "seats": 4})
    assert (await young.do("request_human", {"queue": "loneliness"}))["outcome"] == "queued"


async def test_the_first_administrator_serves_everybody(world: World) -> None:
    assert await world.service.accounts.create_first_administrator(PASSWORD)
    admin = await AgentClient(world.url, await sign_in(world.url, "admin", PASSWORD)).connect()
    world.stack.push_async_callback(admin.close)
    await admin.go_on_duty()
    for visitor, queue in ((await world.visitor(mode="youth"), "loneliness"), (await world.visitor(), "")):
        assert (await visitor.do("request_human", {"queue": queue}))["outcome"] == "queued"
