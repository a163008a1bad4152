"""The hand-over to a person: one owner at a time, promised only after it happened."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import aiohttp
import pytest
import socketio.exceptions

from tests.handoff.conftest import PASSWORD, World
from tests.support.bot import reply
from tests.support.clients import AgentClient, sign_in


async def test_with_nobody_on_duty_the_citizen_is_told_and_offered_feedback(world: World) -> None:
    await world.agent("away", on_duty=False)
    visitor = await world.visitor()
    answer = await visitor.do("request_human", {})
    assert (answer["outcome"], answer["state"]["owner"]) == ("no_agents", "bot")
    told = await visitor.told("no_agents")
    offers = [("request_callback", "Pyydä soittoa"), ("give_feedback", "Jätä palautetta")]
    assert [(b["code"], b["title"]) for b in told["buttons"]] == offers
    await visitor.do("choose", {"id": str(uuid4()), "seq": told["seq"], "index": 1})
    await visitor.told("bot: /give_feedback")


async def test_a_conversation_is_queued_claimed_answered_and_returned(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor(language="sv")
    await visitor.send("Jag behöver hjälp")
    await visitor.told("bot: Jag behöver hjälp")
    answer = await visitor.do("request_human", {})
    assert (answer["outcome"], answer["state"]["queue_place"]) == ("queued", 1)
    claimed = await agent.claim_next()
    assert [m["text"] or m["event"]["code"] for m in claimed["messages"]] == [
        "Jag behöver hjälp",
        "bot: Jag behöver hjälp",
        "queued",
        "agent_joined",
    ]
    await visitor.until(lambda v: v.states[-1]["agent_name"] == "Agent Maija")
    conversation = claimed["state"]["conversation"]
    await agent.send(conversation, "Hej! Hur kan jag hjälpa?")
    told = await visitor.told("Hej! Hur kan jag hjälpa?")
    assert (told["author"], told["name"], told["language"]) == ("agent", "Agent Maija", "sv")
    await visitor.send("Min faktura är fel")
    await agent.told(conversation, "Min faktura är fel")
    assert [ask["text"] for ask in world.bot.asked] == ["Jag behöver hjälp"]
    await agent.do("return", {"conversation": conversation, "version": claimed["state"]["version"]})
    await visitor.told("returned_to_bot")
    await visitor.send("Tack")
    await visitor.told("bot: Tack")


async def test_an_agents_retry_is_acknowledged_also_when_the_visitor_has_closed_meanwhile(world: World) -> None:
    agent, other = await world.agent("maija"), await world.agent("kalle")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    message = {"conversation": conversation, "id": str(uuid4()), "text": "Hei!"}
    first = await agent.do("send", message)
    await visitor.do("close", {})
    assert await agent.do("send", message) == first
    assert (await agent.ask("send", {**message, "id": str(uuid4())}))["error"] == "not_found"
    assert (await other.ask("send", message))["error"] == "not_found"
    assert [told for told in await visitor.texts() if told[0] == "agent"] == [("agent", "Hei!")]


async def test_second_agent_cannot_claim_a_claimed_conversation(world: World) -> None:
    one, other = await world.agent("one"), await world.agent("other")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    item = (await one.waiting())[0]
    claim = {"conversation": item["conversation"], "version": item["version"]}
    answers = await asyncio.gather(one.ask("claim", claim), other.ask("claim", claim))
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    assert next(a for a in answers if not a["ok"])["error"] == "conflict"
    joined = [t for a, t in await visitor.texts() if t == "agent_joined"]
    assert len(joined) == 1


async def test_a_bot_reply_started_before_the_hand_over_is_dropped(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("odotan vastausta")
    await visitor.do("request_human", {})
    claimed = await agent.claim_next()
    world.bot.gate.set()
    await agent.send(claimed["state"]["conversation"], "Täällä ihminen")
    await visitor.told("Täällä ihminen")
    await asyncio.sleep(0.2)  # long enough for a reply that is not dropped to arrive
    assert [t for a, t in await visitor.texts() if a == "bot"] == []


async def test_a_bot_reply_of_a_turn_before_hand_over_and_back_is_dropped_too(world: World) -> None:
    await world.agent("maija")
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("vanha kysymys")
    await visitor.do("request_human", {})
    await visitor.do("leave_queue", {})
    world.bot.gate.set()
    await visitor.send("uusi kysymys")
    await visitor.told("bot: uusi kysymys")
    assert [t for a, t in await visitor.texts() if a == "bot"] == ["bot: uusi kysymys"]


async def test_the_bots_own_hand_over_leaves_its_words_out(world: World) -> None:
    await world.agent("maija")
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply("nämä sanat eivät kuulu enää botille")
    world.bot.gate.clear()
    await visitor.send("haluan ihmiselle")
    await world.bot.was_asked()
    asked = world.bot.asked[0]
    await world.service.conversations.request_human_for_turn(asked["conversation"], asked["message"])
    world.bot.gate.set()
    await visitor.told("queued")
    await asyncio.sleep(0.2)
    assert [t for _, t in await visitor.texts()] == ["haluan ihmiselle", "queued"]


async def test_the_place_in_the_queue_is_shown_and_moves(world: World) -> None:
    agent = await world.agent("maija")
    first, second = await world.visitor(), await world.visitor()
    await first.do("request_human", {})
    assert (await second.do("request_human", {}))["state"]["queue_place"] == 2
    item = (await agent.waiting(2))[0]
    await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})
    await second.until(lambda v: v.states[-1]["queue_place"] == 1)


async def test_a_vanished_agents_chat_goes_to_the_front_of_the_queue(world: World) -> None:
    vanishing, staying = await world.agent("vanishing"), await world.agent("staying")
    visitor, waiting = await world.visitor(), await world.visitor()
    await visitor.do("request_human", {})
    claimed = await vanishing.claim_next()
    await waiting.do("request_human", {})
    await vanishing.close()
    world.clock.advance(timedelta(minutes=5))
    await world.service.accounts.keep_present(await world.service.agents.connected())
    await world.service.upkeep.keep_leases(await world.service.agents.connected())
    await visitor.told("requeued")
    queue = await staying.waiting(2)
    assert queue[0]["conversation"] == claimed["state"]["conversation"]
    await visitor.until(lambda v: v.states[-1]["queue_place"] == 1)


async def test_a_connected_agent_keeps_the_chat(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    claimed = await agent.claim_next()
    world.clock.advance(timedelta(minutes=5))
    await world.service.upkeep.keep_leases(await world.service.agents.connected())
    await agent.send(claimed["state"]["conversation"], "Olen yhä täällä")
    await visitor.told("Olen yhä täällä")


async def test_an_agent_reaches_only_own_conversations(world: World) -> None:
    one, other = await world.agent("one"), await world.agent("other")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    state = (await one.claim_next())["state"]
    conversation, version = state["conversation"], state["version"]
    for event, payload in (
        ("sync", {"conversation": conversation, "after": 0}),
        ("send", {"conversation": conversation, "id": str(uuid4()), "text": "hei"}),
        ("close", {"conversation": conversation, "version": version}),
        ("return", {"conversation": conversation, "version": version}),
        ("typing", {"conversation": conversation, "on": True}),
        ("sync", {"conversation": str(uuid4()), "after": 0}),
    ):
        assert (await other.ask(event, payload))["error"] == "not_found", event
    assert other.seen == {}


async def test_closing_with_an_old_version_is_a_conflict(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    state = (await agent.claim_next())["state"]
    old = {"conversation": state["conversation"], "version": state["version"] - 1}
    assert (await agent.ask("close", old))["error"] == "conflict"
    await agent.do("close", {"conversation": state["conversation"], "version": state["version"]})
    await visitor.told("closed_by_agent")
    await visitor.until(lambda v: v.states[-1]["status"] == "closed")


async def test_typing_is_shown_to_the_other_side(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    await agent.do("typing", {"conversation": conversation, "on": True})
    await visitor.until(lambda v: v.typing and v.typing[-1]["author"] == "agent" and v.typing[-1]["ttl_ms"] > 0)
    await visitor.do("typing", {"on": True})
    await agent.until(lambda a: a.typing and a.typing[-1]["author"] == "visitor")


async def test_a_slow_bot_is_shown_typing_until_it_answers(world: World) -> None:
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("hei")
    await visitor.until(lambda v: v.typing and v.typing[-1]["on"])
    world.bot.gate.set()
    await visitor.told("bot: hei")
    await visitor.until(lambda v: not v.typing[-1]["on"])


async def test_signing_out_ends_the_socket_too(world: World) -> None:
    agent = await world.agent("maija")
    async with aiohttp.ClientSession(headers={"Cookie": agent.cookie}) as session:
        async with session.delete(f"{world.url}/api/agent/session") as answer:
            assert answer.status == 204
        async with session.get(f"{world.url}/api/agent/session") as answer:
            assert answer.status == 401
    async with asyncio.timeout(5):
        await agent.sio.wait()


async def test_without_a_sign_in_there_is_no_desk(world: World) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        await AgentClient(world.url, "luukku=nonsense").connect()


async def test_guessing_passwords_is_slowed(world: World) -> None:
    await world.agent("maija", on_duty=False)
    statuses = []
    async with aiohttp.ClientSession() as session:
        for _ in range(10):
            body = {"username": "maija", "password": "wrong"}
            async with session.post(f"{world.url}/api/agent/session", json=body) as answer:
                statuses.append(answer.status)
    assert set(statuses) == {401, 429}


async def test_another_sites_page_cannot_sign_in(world: World) -> None:
    body = {"username": "maija", "password": "x"}
    headers = {"Origin": "https://evil.example"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{world.url}/api/agent/session", json=body, headers=headers) as answer,
    ):
        assert answer.status == 401


async def test_a_new_password_ends_the_other_sessions(world: World) -> None:
    agent = await world.agent("maija")
    second = await sign_in(world.url, "maija", PASSWORD)
    change = {"current": PASSWORD, "new": "another long passphrase"}
    async with aiohttp.ClientSession(headers={"Cookie": second}) as session:
        async with session.post(f"{world.url}/api/agent/password", json={**change, "current": "wrong"}) as answer:
            assert answer.status == 401
        async with session.post(f"{world.url}/api/agent/password", json={**change, "new": "short"}) as answer:
            assert answer.status == 400
        async with session.post(f"{world.url}/api/agent/password", json=change) as answer:
            assert answer.status == 204
        async with session.get(f"{world.url}/api/agent/session") as answer:
            assert answer.status == 200
    async with asyncio.timeout(5):
        await agent.sio.wait()
