"""The staff's desk on the wire: lists, every step, contacts, bulk answers, and who may do none of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from handoff.cases.model import NewCase
from handoff.storage.tables import advice
from tests.handoff.conftest import World, open_world
from tests.handoff.test_whole_log import LOGGED_OF_CASES, Following, lines
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient
from tests.support.content import with_mailboxes

STREET = "Kadussamme on syvä kuoppa asfaltissa, ja katuvalo sen vieressä on rikki."


async def feedback(world: World, **what: Any) -> str:
    new = {"origin": str(uuid4()), "kind": "complaint", "text": STREET, "language": "fi", "channel": "web"}
    return (await world.service.office.cases.submit(NewCase(**{**new, **what}))).code


async def learn(world: World) -> None:
    """Let everything be learnt that triage knows, which takes longer than a client waits on a crowded machine."""
    await asyncio.to_thread(world.service.office.reception.open)


async def opened(agent: AgentClient, code: str) -> dict[str, Any]:
    case: dict[str, Any] = (await agent.do("open_case", {"code": code}))["case"]
    return case


async def step(agent: AgentClient, case: dict[str, Any], do: str, **what: str) -> dict[str, Any]:
    row = case["row"]
    answer = await agent.do("step_case", {"code": row["code"], "version": row["version"], "step": do, **what})
    changed: dict[str, Any] = answer["case"]
    return changed


async def listed(agent: AgentClient, name: str, **what: Any) -> list[str]:
    return [case["code"] for case in (await agent.do("find_cases", {"name": name, **what}))["cases"]]


@pytest.fixture
async def town(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    """A city whose units have mailboxes."""
    async with open_world(tmp_path, bot, services=with_mailboxes(tmp_path)) as world:
        yield world


async def test_nobody_is_said_to_be_told_without_a_mailbox(world: World) -> None:
    maija = await world.agent("maija")
    code = await feedback(world, service_code="171")
    told = {"id": str(uuid4()), "code": code, "text": "Tiedoksi.", "unit": "parks"}
    assert (await maija.ask("note_case", told))["error"] == "invalid_payload"
    assert [event["kind"] for event in (await opened(maija, code))["events"]] == ["received", "routed"]
    assert not any(unit["has_mailbox"] for unit in (await maija.do("services", {}))["units"])


async def test_a_case_goes_through_the_hands_of_the_staff(town: World) -> None:
    world = town
    maija, pekka = await world.agent("maija"), await world.agent("pekka")
    code = await feedback(world, service_code="171", place="Testikatu 1")
    assert await listed(maija, "unit") == [code]
    assert await listed(maija, "unit", units=["parks"]) == []
    case = await step(maija, await opened(maija, code), "take")
    assert case["row"]["assignee"]["name"] == "Agent Maija"
    assert await listed(maija, "mine") == [code]
    stale = await maija.ask("step_case", {"code": code, "version": 0, "step": "answer", "text": "Hei"})
    assert stale["error"] == "conflict"
    pekkas = (await pekka.do("desk", {}))["desk"]["agent"]["id"]
    case = await step(maija, case, "assign", to=pekkas)
    nobody = {"code": code, "version": case["row"]["version"], "step": "assign", "to": str(uuid4())}
    assert (await maija.ask("step_case", nobody))["error"] == "not_found"
    case = await step(pekka, case, "interim", text="Tilasimme korjauksen.")
    note = {"id": str(uuid4()), "code": code, "text": "Urakoitsija käy torstaina."}
    for _ in range(2):
        case = (await pekka.do("note_case", note))["case"]
    case = (await pekka.do("note_case", {**note, "id": str(uuid4()), "unit": "parks"}))["case"]
    case = await step(pekka, case, "answer", text="Kuoppa on paikattu.")
    case = await step(pekka, case, "close")
    kinds = [event["kind"] for event in case["events"]]
    assert kinds == [
        "received", "routed", "started", "assigned", "assigned", "interim", "note", "informed", "answered", "closed",
    ]  # fmt: skip
    assert case["events"][4]["facts"] == [{"name": "to", "value": "Agent Pekka"}]
    assert case["events"][-1]["by"] == "Agent Pekka"
    assert await listed(maija, "open") == []
    assert await listed(maija, "all", words="kuop") == [code]
    assert await listed(maija, "all", words=code.lower()) == [code]


async def test_an_unsorted_case_shows_what_is_proposed_and_cannot_be_answered_before_it_is_sorted(world: World) -> None:
    agent = await world.agent("maija")
    await learn(world)
    code = await feedback(world, text="Roskat pursuavat puistossa ja penkit on rikottu, kuka tästä vastaa?")
    case = await step(agent, await opened(agent, code), "route", to="2809")
    assert len(case["proposed"]) == 3
    assert case["proposed"][0]["probability"] >= case["proposed"][1]["probability"]
    unsorted = await feedback(world, is_for_sorters=True)
    assert await listed(agent, "unsorted") == [unsorted]
    case = await opened(agent, unsorted)
    refused = {"code": unsorted, "version": case["row"]["version"], "step": "answer", "text": "Hei"}
    assert (await agent.ask("step_case", refused))["error"] == "conflict"
    case = await step(agent, case, "route", to="171")
    assert (case["row"]["unit"], case["routed_by"]) == ("streets", "agent")


async def test_what_may_be_the_same_is_suspected_merged_and_answered_together(world: World) -> None:
    agent = await world.agent("maija")
    await learn(world)
    first = await feedback(world, service_code="171", place="Testikatu 1")
    second = await feedback(world, service_code="171", place="Testikatu 1", text="Katuvalo rikki ja syvä kuoppa.")
    await feedback(world, service_code="171", place="Muualla 80", text="Liikennevaloissa on pitkä odotus.")
    case = await opened(agent, second)
    assert [each["case"]["code"] for each in case["suspicions"]] == [first]
    case = await step(agent, case, "merge", to=first)
    assert case["merged_into"] == first
    into = await opened(agent, first)
    assert into["followers"] == [second]
    await step(agent, into, "answer", text="Korjattu.")
    followed = await world.service.office.cases.follow(second)
    assert followed is not None
    assert followed.case.status == "answered"


async def test_several_are_answered_alike_and_one_that_has_changed_holds_up_no_other(world: World) -> None:
    agent = await world.agent("maija")
    codes = [await feedback(world, service_code="171") for _ in range(3)]
    seen = [{"code": code, "version": (await opened(agent, code))["row"]["version"]} for code in codes]
    await step(agent, await opened(agent, codes[1]), "take")
    outcomes = (await agent.do("answer_cases", {"cases": seen, "text": "Aurataan yöllä."}))["outcomes"]
    assert [outcome["error"] for outcome in outcomes] == ["", "conflict", ""]
    assert await listed(agent, "open") == [codes[1]]


async def test_a_contact_becomes_a_case_once_or_is_counted_as_advice_without_a_word(world: World) -> None:
    agent = await world.agent("maija")
    call = {
        "id": str(uuid4()),
        "channel": "phone",
        "language": "sv",
        "kind": "complaint",
        "text": "Gatlyktan är trasig.",
    }
    told = await agent.do("log_contact", {**call, "phone": "040 123 4567", "service": "171"})
    again = await agent.do("log_contact", {**call, "phone": "040 123 4567", "service": "171"})
    assert told == again
    assert told["service"] == "171"
    case = await opened(agent, told["code"])
    assert (case["channel"], case["phone"], case["contact"]) == ("phone", "+358401234567", "sms")
    refused = await agent.ask("log_contact", {**call, "id": str(uuid4()), "phone": "12"})
    assert refused["error"] == "invalid_payload"
    given = {"id": str(uuid4()), "channel": "counter", "language": "fi", "service": "2807"}
    for _ in range(2):
        await agent.do("log_advice", given)
    rows = await world.service.database.read(lambda c: c.execute(select(advice)).all())
    assert [(row.channel, row.language, row.service_code) for row in rows] == [("counter", "fi", "2807")]
    unknown = await agent.ask("log_advice", {**given, "id": str(uuid4()), "service": "nothing"})
    assert unknown["error"] == "not_found"


async def test_while_a_contact_is_written_down_its_service_is_proposed(world: World) -> None:
    agent = await world.agent("maija")
    await learn(world)
    proposal = await agent.do("propose_service", {"text": STREET, "language": "fi"})
    assert (proposal["sure"], proposal["signpost"]) == ("171", None)
    appeal = {"text": "Vaadin oikaisua päätökseen, haluan valittaa siitä hallinto-oikeuteen.", "language": "fi"}
    assert (await agent.do("propose_service", appeal))["signpost"]["links"]


async def test_only_with_the_senders_consent_a_case_is_published_in_the_words_given(world: World) -> None:
    agent = await world.agent("maija")
    words = {"title": "Kuoppa", "text": "Kuoppa kadussa.", "answer": "Paikattu."}

    async def publish(may: bool) -> dict[str, Any]:
        code = await feedback(world, service_code="171", may_publish=may, sender_name="Maija Meikäläinen")
        case = await step(agent, await opened(agent, code), "answer", text="Paikattu, kiitos Maija Meikäläinen.")
        assert (case["redacted"] is not None) == may
        if may:
            assert case["redacted"]["text"] == STREET
            assert "Meikäläinen" not in case["redacted"]["answer"]
            assert case["redacted"]["masked"] >= 1
        version = case["row"]["version"]
        answer: dict[str, Any] = await agent.ask("publish_case", {"code": code, "version": version, **words})
        return answer

    assert (await publish(False))["error"] == "conflict"
    case = (await publish(True))["case"]
    assert case["row"]["is_published"]
    assert case["redacted"] is None
    assert (case["public_title"], case["public_text"], case["public_answer"]) == tuple(words.values())
    case = await step(agent, case, "unpublish")
    assert not case["row"]["is_published"]
    assert case["public_text"] == ""


async def test_ones_units_are_on_ones_list(world: World) -> None:
    boss, agent = await world.agent("saara", role="supervisor"), await world.agent("maija")
    maija = (await agent.do("desk", {}))["desk"]["agent"]["id"]
    street, park = await feedback(world, service_code="171"), await feedback(world, service_code="174")
    skills = {"agent": maija, "queues": [], "languages": [], "seats": 4}
    people = (await boss.do("set_skills", {**skills, "units": ["parks"]}))["people"]
    assert next(person["units"] for person in people if person["id"] == maija) == ["parks"]
    assert await listed(agent, "unit") == [park]
    assert (await agent.do("services", {}))["mine"] == ["parks"]
    assert {*await listed(boss, "unit")} == {street, park}
    assert (await boss.ask("set_skills", {**skills, "units": ["moon"]}))["error"] == "invalid_payload"


async def test_looking_at_a_case_and_logging_a_contact_are_in_the_log_without_a_word(world: World) -> None:
    boss, log = await world.agent("saara", role="supervisor"), Following(world, LOGGED_OF_CASES)
    code = await feedback(world, text="salaisuus kadussa on")
    _, line = await log.do(boss, "open_case", {"code": code})
    assert json.loads(line.detail) == {"code": code}
    call = {"id": str(uuid4()), "channel": "phone", "language": "fi", "kind": "idea", "text": "salaisuus puistossa"}
    await log.do(boss, "log_contact", call)
    assert not any("salaisuus" in str(line) for line in await lines(world))


@pytest.mark.parametrize("request_name", ["letters"])
async def test_the_outbox_is_for_supervisors(world: World, request_name: str) -> None:
    agent, boss = await world.agent("maija"), await world.agent("saara", role="supervisor")
    assert (await agent.ask(request_name, {}))["error"] == "forbidden"
    letters = await boss.do(request_name, {})
    assert {waiting["channel"] for waiting in letters["waiting"]} == {"email", "sms"}
    missing = {"letter": str(uuid4())}
    assert (await boss.ask("retry_letter", missing))["error"] == "not_found"
