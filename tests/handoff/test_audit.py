"""The log: what is done stands in it, nothing can be taken out of it, and supervisors alone read it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import psycopg
import pytest
from sqlalchemy import select, text

from handoff.audit.model import SERVICE, VISITOR
from handoff.audit.store import record
from handoff.conversations.archive import HELSINKI
from handoff.errors import LuukkuError, Unauthenticated, Unavailable
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import audit
from tests.handoff.conftest import PASSWORD, World
from tests.support.clients import AgentClient, VisitorClient, sign_in

NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)


async def logged(world: World, *skipped: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the log, oldest first, as (who, what, details), without the accounts that a test began with."""
    rows = await world.service.database.read(lambda c: c.execute(select(audit).order_by(audit.c.id)).all())
    return [
        (row.agent_name or row.actor, row.action, json.loads(row.detail))
        for row in rows
        if row.action not in skipped and (row.actor, row.action) != ("service", "account")
    ]


async def served(world: World, agent: AgentClient, visitor: VisitorClient) -> str:
    """Let the agent serve the visitor to the end; return the conversation's id."""
    await visitor.send("minun asiani")
    await visitor.told("bot: minun asiani")
    await visitor.do("request_human", {})
    state = (await agent.claim_next())["state"]
    await agent.send(state["conversation"], "vastaus")
    await agent.do("close", {"conversation": state["conversation"], "version": state["version"]})
    return str(state["conversation"])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_no_line_can_be_changed_taken_out_or_overwritten(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'luukku.db'}"
    attempts = ["UPDATE audit SET agent_name = 'other'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"]
    values = "VALUES (1, 0, 'agent', '', '', 'claim', '', '{}')"
    if kind == "sqlite":
        attempts.append(f"INSERT OR REPLACE INTO audit {values}")
    else:
        url = request.getfixturevalue("postgresql").url.replace("postgresql://", "postgresql+psycopg://")
        attempts += [
            "TRUNCATE audit",
            f"INSERT INTO audit {values} ON CONFLICT (id) DO UPDATE SET agent_name = 'other'",
        ]
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    try:
        await database.write(lambda c: record(c, VISITOR, "erase", NOW, conversation_id="c"))
        before = await database.read(lambda c: c.execute(select(audit)).all())
        for attempt in attempts:
            with pytest.raises(Unavailable):
                await database.write(lambda c, attempt=attempt: c.execute(text(attempt)))
        assert await database.read(lambda c: c.execute(select(audit)).all()) == before
        assert [(row.id, row.actor, row.conversation_id) for row in before] == [(1, "visitor", "c")]
    finally:
        await database.close()
        if kind == "postgresql":
            server = request.getfixturevalue("postgresql")
            async with await psycopg.AsyncConnection.connect(server.url, autocommit=True) as connection:
                await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


async def test_a_line_is_there_only_if_what_it_says_has_happened(world: World) -> None:
    def fail(connection: Any) -> None:
        record(connection, SERVICE, "retention", NOW)
        raise LuukkuError

    with pytest.raises(LuukkuError):
        await world.service.database.write(fail)
    assert await logged(world) == []


async def test_coming_working_and_going_is_logged_with_the_name_and_no_text(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    conversation = await served(world, agent, visitor)
    await visitor.do("request_human", {})
    state = (await agent.claim_next())["state"]
    await agent.do("judge_crisis", {"conversation": conversation, "verdict": "cleared"})
    await agent.do("return", {"conversation": conversation, "version": state["version"]})
    await visitor.do("close", {})
    await visitor.do("erase", {})
    await _sign_out(world, agent)
    maija = "Agent Maija"
    assert await logged(world) == [
        (maija, "sign_in", {}),
        (maija, "availability", {"availability": "available"}),
        (maija, "claim", {}),
        (maija, "close", {}),
        (maija, "claim", {}),
        (maija, "judge_crisis", {"verdict": "cleared"}),
        (maija, "return", {}),
        ("visitor", "close", {}),
        ("visitor", "erase", {}),
        (maija, "availability", {"availability": "away", "why": "sign_out"}),
        (maija, "sign_out", {}),
    ]
    rows = await world.service.database.read(lambda c: c.execute(select(audit)).all())
    assert {row.conversation_id for row in rows} == {"", conversation}
    assert not any("asiani" in str(row) or "vastaus" in str(row) for row in rows)


async def _sign_out(world: World, agent: AgentClient) -> None:
    headers = {"Cookie": agent.cookie, "Origin": world.url}
    async with (
        aiohttp.ClientSession() as session,
        session.delete(f"{world.url}/api/agent/session", headers=headers) as answer,
    ):
        assert answer.status == 204


async def test_a_failed_sign_in_names_the_account_and_never_what_was_typed(world: World) -> None:
    accounts = world.service.accounts
    agent = await accounts.create("maija", "Maija", "agent", PASSWORD)
    for name in ("maija", "my-secret-password"):
        with pytest.raises(Unauthenticated):
            await accounts.sign_in(name, "wrong password 123")
    _, token = await accounts.sign_in("maija", PASSWORD)
    await accounts.change_password(agent, PASSWORD, "another long password", keep=token)
    assert await logged(world) == [
        ("Maija", "sign_in_failed", {}),
        ("agent", "sign_in_failed", {}),
        ("Maija", "sign_in", {}),
        ("Maija", "password", {}),
    ]


async def test_who_claims_second_leaves_no_line_and_a_lost_chat_is_the_services(world: World) -> None:
    first, second = await world.agent("maija"), await world.agent("aino")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    item = (await first.waiting())[0]
    claim = {"conversation": item["conversation"], "version": item["version"]}
    answers = await asyncio.gather(first.ask("claim", claim), second.ask("claim", claim))
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    world.clock.advance(timedelta(minutes=5))
    await world.service.upkeep.keep_leases(set())
    lines = await logged(world, "sign_in", "availability")
    assert [(who if who == "service" else "agent", what) for who, what, _ in lines] == [
        ("agent", "claim"),
        ("service", "requeue"),
    ]


async def test_what_supervisors_and_colleagues_do_is_logged_under_their_own_names(world: World) -> None:
    boss = await world.agent("saara", role="administrator")
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    people = {one["name"]: one["id"] for one in (await boss.do("people", {}))["people"]}
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    await boss.do("broadcast", {"id": str(uuid4()), "queues": ["city"], "fi": "Hetki", "sv": "Strax", "en": "Soon"})
    state = (await agent.claim_next())["state"]
    conversation = {"conversation": state["conversation"]}
    await agent.do("invite", {**conversation, "agent": people["Agent Pekka"]})
    await colleague.do("answer_invitation", {**conversation, "accept": True})
    await colleague.do("note", {**conversation, "id": str(uuid4()), "text": "salaisuus"})
    await colleague.do("leave", conversation)
    taken = (await boss.do("take_over", {**conversation, "version": state["version"]}))["state"]
    await boss.do("transfer", {**conversation, "version": taken["version"], "agent": people["Agent Maija"]})
    await boss.do("set_role", {"agent": people["Agent Pekka"], "role": "editor"})
    pekka = {"account": people["Agent Pekka"], "account_name": "Agent Pekka"}
    maija = {"account": people["Agent Maija"], "account_name": "Agent Maija"}
    assert await logged(world, "sign_in", "availability") == [
        ("Agent Saara", "broadcast", {"count": 1, "conversations": state["conversation"]}),
        ("Agent Maija", "claim", {}),
        ("Agent Maija", "invite", pekka),
        ("Agent Pekka", "join", {}),
        ("Agent Pekka", "note", {}),
        ("Agent Pekka", "leave", {}),
        ("Agent Saara", "claim", maija),
        ("Agent Saara", "transfer", {**maija, "queue": "city"}),
        ("Agent Saara", "account", {**pekka, "change": "role", "role": "editor"}),
    ]


async def test_only_supervisors_read_the_log_by_pages_and_by_what_they_look_for(world: World) -> None:
    agent = await world.agent("maija", on_duty=False)
    boss = await world.agent("pomo", on_duty=False, role="supervisor")
    assert (await agent.ask("audit", {}))["error"] == "forbidden"
    conversation = str(uuid4())

    def fill(connection: Any) -> None:
        for _ in range(60):
            record(connection, VISITOR, "erase", NOW)
        record(connection, SERVICE, "requeue", NOW, conversation_id=conversation)

    await world.service.database.write(fill)
    page = await boss.do("audit", {})
    assert len(page["entries"]) == 50
    assert page["more"] is True
    assert page["entries"][0] == {
        "id": page["entries"][0]["id"],
        "at": "2026-05-21T12:00:00.000Z",
        "actor": "service",
        "agent_name": "",
        "action": "requeue",
        "conversation": conversation,
        "detail": {},
    }
    rest = await boss.do("audit", {"before": page["entries"][-1]["id"]})
    assert rest["more"] is False
    ids = [entry["id"] for entry in page["entries"] + rest["entries"]]
    assert ids == list(range(len(ids), 0, -1))
    (one,) = (await boss.do("audit", {"conversation": conversation}))["entries"]
    assert one["action"] == "requeue"
    maija = next(who["id"] for who in page["agents"] if who["name"] == "Agent Maija")
    assert [(e["agent_name"], e["action"]) for e in (await boss.do("audit", {"agent": maija}))["entries"]] == [
        ("Agent Maija", "sign_in")
    ]
    assert len((await boss.do("audit", {"action": "sign_in"}))["entries"]) == 2


async def test_the_log_is_exported_as_a_file_that_runs_nothing_and_the_export_is_logged(world: World) -> None:
    await world.service.accounts.create("evil", "=HYPERLINK()", "agent", PASSWORD)
    await world.service.accounts.sign_in("evil", PASSWORD)
    agent = await world.agent("maija", on_duty=False)
    boss = await world.agent("pomo", on_duty=False, role="administrator")
    for cookie, status in ((agent.cookie, 403), ("luukku=x", 401), (boss.cookie, 200)):
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{world.url}/api/agent/log.csv", headers={"Cookie": cookie}) as answer,
        ):
            assert answer.status == status
            content = await answer.text("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert [(line["agent_name"], line["action"]) for line in lines if line["action"] != "account"] == [
        ("Agent Pomo", "export"),
        ("Agent Pomo", "sign_in"),
        ("Agent Maija", "sign_in"),
        ("'=HYPERLINK()", "sign_in"),
    ]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{world.url}/api/agent/log.csv?action=claim", headers={"Cookie": boss.cookie}) as answer,
    ):
        assert len((await answer.text()).splitlines()) == 1
    assert (await logged(world))[-1] == ("Agent Pomo", "export", {"what": "log", "action": "claim"})


async def test_a_long_export_has_every_line_once(world: World) -> None:
    def fill(connection: Any) -> None:
        for _ in range(2500):
            record(connection, VISITOR, "erase", NOW)

    await world.service.database.write(fill)
    boss = await world.agent("pomo", on_duty=False, role="supervisor")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{world.url}/api/agent/log.csv", headers={"Cookie": boss.cookie}) as answer,
    ):
        lines = list(csv.DictReader(io.StringIO(await answer.text("utf-8-sig"))))
    assert [int(line["id"]) for line in lines] == list(range(2503, 0, -1))


async def test_a_closed_conversation_is_read_with_a_reason_that_stands_in_the_log(world: World) -> None:
    agent = await world.agent("maija")
    boss = await world.agent("pomo", on_duty=False, role="supervisor")
    stranger = await world.agent("aino", on_duty=False)
    conversation = await served(world, agent, await world.visitor())
    missing = str(uuid4())
    for client, wanted, reason, error in (
        (boss, conversation, "", "invalid_payload"),
        (boss, conversation, "  abc  ", "invalid_payload"),
        (boss, missing, "asiakkaan valitus", "not_found"),
        (stranger, conversation, "olen utelias", "not_found"),
    ):
        answer = await client.ask("open_closed", {"conversation": wanted, "reason": reason})
        assert answer["error"] == error
    assert [what for _, what, _ in await logged(world) if what == "open_closed"] == []
    for client in (boss, agent):
        reason = "valitus, tunnus 010594Y9032"
        opened = await client.do("open_closed", {"conversation": conversation, "reason": reason})
        assert [m["text"] for m in opened["messages"] if m["author"] == "agent"] == ["vastaus"]
    lines = [(who, detail["reason"]) for who, what, detail in await logged(world) if what == "open_closed"]
    assert lines == [(who, "valitus, tunnus ●●●●●●-●●●●") for who in ("Agent Pomo", "Agent Maija")]


async def test_a_closed_conversation_comes_with_the_notes_on_it(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    state = (await agent.claim_next())["state"]
    conversation = {"conversation": state["conversation"]}
    await agent.do("note", {**conversation, "id": str(uuid4()), "text": "soitettu isännöitsijälle"})
    await agent.do("close", {**conversation, "version": state["version"]})
    opened = await agent.do("open_closed", {**conversation, "reason": "valitus 12"})
    assert [(note["kind"], note["name"], note["text"]) for note in opened["notes"]] == [
        ("note", "Agent Maija", "soitettu isännöitsijälle")
    ]
    rest = await agent.do("open_closed", {**conversation, "reason": "valitus 12", "after": 1})
    assert rest["notes"] == []


async def test_an_open_conversation_is_nobodys_to_read_with_any_reason(world: World) -> None:
    boss = await world.agent("pomo", on_duty=False, role="supervisor")
    visitor = await world.visitor()
    await visitor.send("hei")
    conversation = (await visitor.sync())["state"]["conversation"]
    asked = {"conversation": conversation, "reason": "katson vain"}
    assert (await boss.ask("open_closed", asked))["error"] == "not_found"
    assert (await boss.do("find_closed", {}))["conversations"] == []


async def test_closed_conversations_are_found_by_day_queue_and_language_without_a_word_of_them(world: World) -> None:
    finnish = await served(world, await world.agent("maija"), await world.visitor())
    # The sign-in of that day has ended.
    world.clock.advance(timedelta(days=2))
    agent = await AgentClient(world.url, await sign_in(world.url, "maija", PASSWORD)).connect()
    world.stack.push_async_callback(agent.close)
    await agent.go_on_duty()
    boss = await world.agent("pomo", on_duty=False, role="supervisor")
    stranger = await world.agent("aino", on_duty=False)
    swedish = await served(world, agent, await world.visitor(language="sv"))
    alone = await world.visitor(language="en", mode="youth")
    await alone.send("hi")
    await alone.do("close", {})
    everything = await boss.do("find_closed", {})
    assert [c["language"] for c in everything["conversations"]] == ["en", "sv", "fi"]
    assert everything["before"] == ""
    assert "asiani" not in json.dumps(everything)
    found = everything["conversations"][1]
    assert (found["conversation"], found["agents"], found["queue"], found["pseudonym"]) == (
        swedish,
        ["Agent Maija"],
        "city",
        None,
    )
    assert everything["conversations"][0]["pseudonym"] is not None
    today = world.clock().astimezone(HELSINKI).date()

    async def find(client: AgentClient, **wanted: str) -> list[str]:
        return [c["conversation"] for c in (await client.do("find_closed", wanted))["conversations"]]

    assert await find(boss, queue="city", language="fi") == [finnish]
    assert await find(boss, queue="city", since=(today - timedelta(days=1)).isoformat()) == [swedish]
    assert await find(boss, until=(today - timedelta(days=1)).isoformat()) == [finnish]
    # Agents find what they have had.
    assert await find(agent) == [swedish, finnish]
    assert await find(stranger) == []
    assert (await boss.ask("find_closed", {"since": "2026-02-31"}))["error"] == "invalid_payload"


async def test_many_closed_conversations_come_by_pages(world: World) -> None:
    boss = await world.agent("pomo", on_duty=False, role="supervisor")
    for _ in range(53):
        visitor = await world.visitor()
        await visitor.do("set_language", {"language": "sv"})
        await visitor.do("close", {})
    first = await boss.do("find_closed", {})
    rest = await boss.do("find_closed", {"before": first["before"]})
    assert (len(first["conversations"]), len(rest["conversations"]), rest["before"]) == (50, 3, "")
    assert len({c["conversation"] for c in first["conversations"] + rest["conversations"]}) == 53
