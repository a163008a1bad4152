"""Whatever gives out or changes what citizens have said leaves a line in the log, or is named here with the reason."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import aiohttp
from sqlalchemy import select

from handoff.audit.model import SERVICE, WITH_MANY
from handoff.audit.store import record_many
from handoff.realtime.requests import AGENT_REQUESTS, VISITOR_REQUESTS
from handoff.settings import ROOT
from handoff.storage.tables import agents, audit, case_events
from handoff.words import read_words
from tests.handoff.conftest import PASSWORD, World
from tests.support.clients import AgentClient, Client, sign_in

OWN = "claim, join or take-over says that the agent reads along from then on"
NO_WORDS = "gives out no word of a conversation, and no number"
STAFF = "is about the people who work here, not about citizens"
PRACTICE = "is about somebody who never was"
IN_CASE = "stands in the case itself, as an event under the agent's name"
BEGINNINGS = "is a worklist with the beginnings of cases; whoever reads one opens it"
IN_PLACE = "stands in the conversation itself, under the agent's name"

LOGGED: dict[str, str] = {
    "availability": "availability",
    "finish_day": "availability",
    "claim": "claim",
    "close": "close",
    "return": "return",
    "judge_crisis": "judge_crisis",
    "transfer": "transfer",
    "decline": "decline",
    "invite": "invite",
    "answer_invitation": "join",
    "leave": "leave",
    "note": "note",
    "propose_answer": "propose_answer",
    "finish_form": "finish_form",
    "practise": "practice",
    "claim_callback": "callback_claim",
    "release_callback": "callback_release",
    "log_attempt": "callback_attempt",
    "finish_callback": "callback_end",
    "set_banner": "banner",
    "end_banner": "banner",
    "open_closed": "open_closed",
    "take_over": "claim",
    "assign": "transfer",
    "broadcast": "broadcast",
    "set_skills": "account",
    "set_roster": "account",
    "add_absence": "account",
    "remove_absence": "account",
    "create_account": "account",
    "reset_password": "account",
    "set_role": "account",
    "set_active": "account",
}
LOGGED_OF_CASES: dict[str, str] = {
    "open_case": "open_case",
    "log_contact": "finish_form",
    "retry_letter": "mail",
    "drop_letter": "mail",
}
UNLOGGED: dict[str, str] = {
    "desk": NO_WORDS,
    "sync": OWN,
    "brief": OWN,
    "notes": OWN,
    "send": IN_PLACE,
    "typing": NO_WORDS,
    "seen": NO_WORDS,
    "colleagues": STAFF,
    "find_closed": NO_WORDS,
    "audit": "the log has no word of a conversation; taking it along is an export",
    "watch": NO_WORDS,
    "people": STAFF,
    "scenarios": STAFF,
    "end_practice": PRACTICE,
    "debrief": PRACTICE,
    "find_cases": BEGINNINGS,
    "step_case": IN_CASE,
    "note_case": IN_CASE,
    "publish_case": IN_CASE,
    "answer_cases": IN_CASE,
    "log_advice": "counts advice, without a word of it",
    "propose_service": "is about a text that only whoever wrote it has",
    "services": "is what the city has written",
    "letters": NO_WORDS,
}
LOGGED_OF_VISITORS = {
    "request_callback": "callback_request",
    "withdraw_callback": "callback_withdraw",
    "close": "close",
    "erase": "erase",
}
THEIR_OWN = "is the visitor's own, and stands in the conversation or nowhere"
UNLOGGED_OF_VISITORS = dict.fromkeys(
    (
        "sync",
        "send",
        "choose",
        "typing",
        "set_language",
        "queues",
        "request_human",
        "leave_queue",
        "callback_choice",
        "rate",
        "offer_rating",
        "feedback",
        "image_draft",
    ),
    THEIR_OWN,
)
PUBLIC = "is for everybody"
FIGURES = "gives out counts that tell of nobody; taking them along is an export"
LOGGED_ROUTES = {
    "POST /api/agent/session": "sign_in",
    "DELETE /api/agent/session": "sign_out",
    "POST /api/agent/password": "password",
    "GET /api/agent/log.csv": "export",
    "GET /api/agent/reports.csv": "export",
    "GET /api/agent/case-reports.csv": "export",
    "GET /api/agent/comments": "read_comments",
    "POST /api/visitor/close": "close",
}
FEEDBACK_ROUTES = [
    ("GET", "form", ""),
    ("POST", "form", ""),
    ("GET", "follow", ""),
    ("POST", "follow", ""),
    ("GET", "follow", "/{code}"),
    ("POST", "follow", "/{code}"),
    ("GET", "follow", "/{code}/{image}"),
]
BOARD_ROUTES = [("answered", ""), ("answered", "/{id}"), ("answered", "/{id}/{image}"), ("figures", "")]
UNLOGGED_ROUTES = {
    "GET /api/agent/session": "tells whose session it is",
    "GET /api/agent/replies/{language}": "is what the city has written",
    "GET /api/agent/reports": FIGURES,
    "GET /api/agent/cases/{code}/images/{image}": "is part of a case, whose opening is in the log",
    "GET /api/agent/case-reports": FIGURES,
    **{
        f"GET /{guides}{rest}": PUBLIC
        for guides in ("oppaat", "guider", "guides")
        for rest in ("", "/{id}", "/{id}/{format}")
    },
    "GET /open-data/contacts.json": PUBLIC,
    "GET /open-data/feedback.json": PUBLIC,
    "GET /open-data/feedback.csv": PUBLIC,
    "GET /api/retention": PUBLIC,
    "GET /health": PUBLIC,
    "GET /": PUBLIC,
    "GET /sv": PUBLIC,
    "GET /en": PUBLIC,
    "GET /nuoret": PUBLIC,
    "GET /sv/unga": PUBLIC,
    "GET /en/youth": PUBLIC,
    "GET /agent": PUBLIC,
    "GET /demo/{name}": PUBLIC,
    "GET /widget/{name}": PUBLIC,
    **{
        f"{method} {words['paths'][page]}{more}": "is what senders do, and their case keeps it"
        for words in read_words(ROOT / "data" / "service" / "feedback_pages.yml").values()
        for method, page, more in FEEDBACK_ROUTES
    },
    **{
        f"GET {words['paths'][page]}{more}": PUBLIC
        for words in read_words(ROOT / "data" / "service" / "feedback_pages.yml").values()
        for page, more in BOARD_ROUTES
    },
    **dict.fromkeys(
        ("POST /images", "OPTIONS /images", "GET /images/{id}", "DELETE /images/{id}", "OPTIONS /images/{id}"),
        "is what senders do before there is a case",
    ),
    **dict.fromkeys(
        (
            *(
                f"GET /open311/v2/{path}.{format_}"
                for path in ("services", "services/{service_code}", "requests", "requests/{service_request_id}")
                for format_ in ("json", "xml")
            ),
            "GET /open311/v2/media/{image}.jpg",
            "GET /open311/v2/openapi.json",
            "GET /open311/v2/{other}",
        ),
        "shows what everybody may see",
    ),
    **{
        f"POST /open311/v2/requests.{format_}": "is what senders do, and their case keeps it"
        for format_ in ("json", "xml")
    },
    **dict.fromkeys(("GET /socket.io/", "POST /socket.io/", "OPTIONS /socket.io/"), "is the way of the requests above"),
}


async def lines(world: World, after: int = 0) -> list[Any]:
    query = select(audit).where(audit.c.id > after).order_by(audit.c.id)
    return await world.service.database.read(lambda c: list(c.execute(query).all()))


@dataclass
class Following:
    """Asks, and holds every request that is asked to what the log says of it."""

    world: World
    expected: dict[str, str]
    seen: set[str] = field(default_factory=set)

    async def do(self, client: Client, event: str, payload: Any) -> tuple[dict[str, Any], Any]:
        """Ask; return the answer and the line."""
        newest = (await lines(self.world) or [None])[-1]
        answer = await client.do(event, payload)
        new = await lines(self.world, newest.id if newest else 0)
        found = [line for line in new if line.action == self.expected[event]]
        assert found, (event, [line.action for line in new])
        self.seen.add(event)
        return answer, found[0]


def test_every_request_has_a_line_or_a_reason_why_it_needs_none() -> None:
    for requests, logged, unlogged in (
        (AGENT_REQUESTS, LOGGED | LOGGED_OF_CASES, UNLOGGED),
        (VISITOR_REQUESTS, LOGGED_OF_VISITORS, UNLOGGED_OF_VISITORS),
    ):
        assert not set(logged) & set(unlogged)
        assert {*logged, *unlogged} == {*requests}, "a new request: which line does it leave, or why none?"
        assert all(unlogged.values())


async def test_every_route_has_a_line_or_a_reason_why_it_needs_none(world: World) -> None:
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in world.service.public.router.routes()
        if route.resource is not None
        and route.method != "HEAD"
        # What editors do stands in drafts, revisions and the inbox's own list, under their names.
        and not route.resource.canonical.startswith("/editor")
    }
    assert routes == {*LOGGED_ROUTES, *UNLOGGED_ROUTES}, "a new route: which line does it leave, or why none?"


async def test_what_agents_do_is_in_the_log_with_whom_and_where(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    pekka = (await colleague.do("desk", {}))["desk"]["agent"]["id"]
    visitor, log = await world.visitor(), Following(world, LOGGED)
    await log.do(agent, "availability", {"availability": "busy"})
    await agent.go_on_duty()
    await visitor.do("request_human", {})
    item = (await agent.waiting())[0]
    claimed, line = await log.do(agent, "claim", {"conversation": item["conversation"], "version": item["version"]})
    conversation = {"conversation": (state := claimed["state"])["conversation"]}
    assert (line.agent_name, line.conversation_id) == ("Agent Maija", state["conversation"])
    _, line = await log.do(agent, "invite", {**conversation, "agent": pekka})
    assert json.loads(line.detail) == {"account": pekka, "account_name": "Agent Pekka"}
    await log.do(colleague, "answer_invitation", {**conversation, "accept": True})
    await log.do(colleague, "note", {**conversation, "id": str(uuid4()), "text": "salaisuus"})
    sent = await agent.send(state["conversation"], "Penkit tulevat")
    await log.do(agent, "propose_answer", {**conversation, "seq": sent["seq"]})
    await log.do(colleague, "leave", conversation)
    await log.do(agent, "judge_crisis", {**conversation, "verdict": "cleared"})
    form = {"id": str(uuid4()), "kind": "idea", "text": "Lisää penkkejä rantaan", "email": "a@example.org"}
    answer, line = await log.do(agent, "finish_form", {**conversation, **form})
    assert json.loads(line.detail) == {"kind": "idea", "code": answer["code"]}
    again = await agent.do("finish_form", {**conversation, **form})
    assert again["code"] == answer["code"]
    assert len([one for one in await lines(world) if one.action == "finish_form"]) == 1
    events = await world.service.database.read(lambda c: c.execute(select(case_events.c.actor)).scalars().all())
    assert list(events) == [(await agent.do("desk", {}))["desk"]["agent"]["id"]]

    to_pekka = {**conversation, "version": state["version"], "agent": pekka}
    answer, line = await log.do(agent, "transfer", to_pekka)
    assert json.loads(line.detail) == {"queue": "city", "account": pekka, "account_name": "Agent Pekka"}
    await log.do(colleague, "decline", conversation)
    state = (await agent.do("claim", {**conversation, "version": answer["state"]["version"]}))["state"]
    answer, line = await log.do(agent, "transfer", {**conversation, "version": state["version"], "queue": "city"})
    assert json.loads(line.detail) == {"queue": "city"}
    state = (await agent.do("claim", {**conversation, "version": answer["state"]["version"]}))["state"]
    await log.do(agent, "return", {**conversation, "version": state["version"]})
    await visitor.do("request_human", {})
    state = (await agent.claim_next())["state"]
    await log.do(agent, "close", {**conversation, "version": state["version"]})
    _, line = await log.do(agent, "open_closed", {**conversation, "reason": "valitus 12"})
    assert json.loads(line.detail) == {"reason": "valitus 12"}
    scenario = (await agent.do("scenarios", {}))["scenarios"][0]["id"]
    _, line = await log.do(agent, "practise", {"scenario": scenario, "language": "fi"})
    assert (line.conversation_id or "", json.loads(line.detail)) == ("", {})
    await agent.do("end_practice", {})
    _, line = await log.do(agent, "finish_day", {})
    assert json.loads(line.detail) == {"availability": "away", "why": "day"}
    of_callbacks = {"claim_callback", "release_callback", "log_attempt", "finish_callback"}
    of_supervisors = {*list(LOGGED)[list(LOGGED).index("set_banner") :]} - {"open_closed"}
    assert log.seen == {*LOGGED} - of_callbacks - of_supervisors
    assert not any("salaisuus" in str(line) or "penkkejä" in str(line) for line in await lines(world))


async def test_what_supervisors_do_is_in_the_log_with_whom_and_where(world: World) -> None:
    boss = await world.agent("saara", role="administrator")
    agent, log = await world.agent("maija"), Following(world, LOGGED)
    maija = (await agent.do("desk", {}))["desk"]["agent"]["id"]
    words = {"fi": "Hetki", "sv": "Strax", "en": "Soon"}
    banner = {"id": str(uuid4()), "kind": "rush", **words, "modes": ["city"]}
    changes = []
    for event, payload in (("set_banner", banner), ("set_banner", banner), ("end_banner", {"id": banner["id"]})):
        _, line = await log.do(boss, event, payload)
        changes.append(json.loads(line.detail)["change"])
    assert changes == ["set", "change", "end"]
    visitors = [await world.visitor() for _ in range(2)]
    for visitor in visitors:
        await visitor.do("request_human", {})
    items = await agent.waiting(2)
    ids = {item["conversation"] for item in items}
    message = {"id": str(uuid4()), "queues": ["city"], **words}
    _, line = await log.do(boss, "broadcast", message)
    assert {*json.loads(line.detail)["conversations"].split()} == ids
    (found,) = (await boss.do("audit", {"conversation": items[0]["conversation"]}))["entries"]
    assert found["action"] == "broadcast"
    await boss.do("broadcast", message)
    assert len([one for one in await lines(world) if one.action == "broadcast"]) == 1

    first = {"conversation": items[0]["conversation"], "version": items[0]["version"]}
    state = (await agent.do("claim", first))["state"]
    about = {"conversation": state["conversation"]}
    taken, line = await log.do(boss, "take_over", {**about, "version": state["version"]})
    assert json.loads(line.detail) == {"account": maija, "account_name": "Agent Maija"}
    await log.do(boss, "assign", {**about, "version": taken["state"]["version"], "agent": maija})
    skills = {"queues": ["city"], "languages": [], "seats": 4}
    absence = {"id": str(uuid4()), "first": "2020-01-01", "last": "2020-01-02", "kind": "sick"}
    for event, payload in (
        ("set_skills", skills),
        ("set_roster", {"shifts": []}),
        ("add_absence", absence),
        ("remove_absence", {"id": absence["id"]}),
        ("reset_password", {}),
        ("set_role", {"role": "agent"}),
        ("set_active", {"active": False}),
    ):
        _, line = await log.do(boss, event, {"agent": maija, **payload})
        assert json.loads(line.detail)["account_name"] == "Agent Maija", event
        assert "sick" not in line.detail
    await log.do(boss, "create_account", {"username": "x", "name": "X", "role": "agent"})
    assert log.seen == {*list(LOGGED)[list(LOGGED).index("set_banner") :]} - {"open_closed"}


async def test_what_becomes_of_a_callback_is_in_the_log_and_its_number_is_not(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    asking, log = Following(world, LOGGED_OF_VISITORS), Following(world, LOGGED)

    async def wish() -> dict[str, str]:
        window = (await visitor.do("callback_choice", {}))["windows"][0]
        return {"id": str(uuid4()), "phone": "040 1234567", "text": "salaisuus", **window}

    first = await wish()
    _, line = await asking.do(visitor, "request_callback", first)
    assert (line.actor, json.loads(line.detail)) == ("visitor", {"callback": first["id"]})
    conversation = line.conversation_id
    await asking.do(visitor, "withdraw_callback", {"id": first["id"]})
    second = await wish()
    await visitor.do("request_callback", second)
    about = {"callback": second["id"]}
    await log.do(agent, "claim_callback", about)
    await agent.do("claim_callback", about)
    await log.do(agent, "release_callback", about)
    await agent.do("claim_callback", about)
    call = {**about, "id": str(uuid4()), "outcome": "reached"}
    _, line = await log.do(agent, "log_attempt", call)
    assert json.loads(line.detail) == {**about, "outcome": "reached"}
    await agent.do("log_attempt", call)
    _, line = await log.do(agent, "finish_callback", {**about, "ending": "done"})
    assert json.loads(line.detail) == {**about, "ending": "done"}
    found = [line for line in await lines(world) if line.action.startswith("callback_")]
    assert {line.conversation_id for line in found} == {conversation}
    assert [line.action.removeprefix("callback_") for line in found] == [
        "request",
        "withdraw",
        "request",
        "claim",
        "release",
        "claim",
        "attempt",
        "end",
    ]
    assert not any("1234567" in str(line) or "salaisuus" in str(line) for line in await lines(world))
    await asking.do(visitor, "close", {})
    await asking.do(visitor, "erase", {})
    assert asking.seen == {*LOGGED_OF_VISITORS}


async def test_whatever_is_taken_along_as_a_file_is_in_the_log(world: World) -> None:
    boss = await world.agent("saara", role="supervisor", on_duty=False)
    asked = "from=2026-05-01&to=2026-05-02&by=queue&mode=youth&lang=sv"
    async with aiohttp.ClientSession(headers={"Cookie": boss.cookie}) as session:
        for route in (f"reports?{asked}", f"reports.csv?{asked}", "log.csv?action=claim"):
            async with session.get(f"{world.url}/api/agent/{route}") as answer:
                assert answer.status == 200
    report = {"from": "2026-05-01", "to": "2026-05-02", "by": "queue", "mode": "youth", "lang": "sv"}
    assert [(line.agent_name, json.loads(line.detail)) for line in await lines(world) if line.action == "export"] == [
        ("Agent Saara", {"what": "report", **report}),
        ("Agent Saara", {"what": "log", "action": "claim"}),
    ]


async def test_what_time_deletes_is_in_the_log_by_number_fifty_to_a_line(world: World) -> None:
    visitors = [await world.visitor() for _ in range(3)]
    ids = []
    for visitor in visitors:
        await visitor.send("hei")
        ids.append((await visitor.sync())["state"]["conversation"])
    boss = await world.agent("saara", role="supervisor", on_duty=False)
    world.clock.advance(timedelta(days=91))
    await world.service.upkeep.forget_old()
    (line,) = [line for line in await lines(world) if line.action == "retention"]
    detail = json.loads(line.detail)
    assert (detail["city"], {*detail["conversations"].split()}) == (3, {*ids})
    # The sign-in of that day has ended.
    cookie = await sign_in(world.url, "saara", PASSWORD)
    await boss.close()
    boss = await AgentClient(world.url, cookie).connect()
    world.stack.push_async_callback(boss.close)
    for one in ids:
        assert [e["action"] for e in (await boss.do("audit", {"conversation": one}))["entries"]] == ["retention"]


async def test_many_conversations_are_fifty_to_a_line(world: World) -> None:
    ids = [str(uuid4()) for _ in range(120)]
    now = world.clock()
    await world.service.database.write(lambda c: record_many(c, SERVICE, "retention", now, ids, city=120))
    found = [json.loads(line.detail) for line in await lines(world)]
    assert [len(detail["conversations"].split()) for detail in found] == [50, 50, 20]
    assert [detail.get("city") for detail in found] == [120, None, None]
    assert {one for detail in found for one in detail["conversations"].split()} == {*ids}
    assert "retention" in WITH_MANY


async def test_accounts_that_the_service_makes_are_in_the_log(world: World) -> None:
    await world.service.accounts.create_first_administrator(PASSWORD)
    await world.service.accounts.create("maija", "Maija", "agent", PASSWORD)
    found = [(line.actor, line.action, json.loads(line.detail)) for line in await lines(world)]
    ids = await world.service.database.read(
        lambda c: {row.name: row.id for row in c.execute(select(agents.c.id, agents.c.name))}
    )
    assert found == [
        ("service", "account", {"account": ids[name], "account_name": name, "change": "create", "role": role})
        for name, role in (("Administrator", "administrator"), ("Maija", "agent"))
    ]
