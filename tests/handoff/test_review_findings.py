"""What a hostile reading of the service has found: each of these was wrong once."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Collection
from datetime import timedelta
from uuid import uuid4, uuid5

import aiohttp
import pytest
import socketio.exceptions
from aiohttp import web
from yarl import URL

from actions.ports import Feedback, ServicesUnavailable
from handoff.accounts.service import hash_token
from handoff.app import open_service
from handoff.conversations import ownership
from handoff.conversations.model import Visitor
from handoff.errors import Unavailable
from handoff.queues.content import read_queues
from handoff.realtime import server as hardened
from handoff.settings import Settings
from tests.handoff.conftest import PASSWORD, World
from tests.support.bot import TOKEN, reply
from tests.support.clients import AgentClient, VisitorClient, sign_in

CARD = "4111 1111 1111 1111"


async def test_page_and_email_are_masked(world: World) -> None:
    agent = await world.agent("maija")
    client = VisitorClient(world.url)
    client.auth["page"] = "/haku?hetu=131052-308T"
    await client.connect()
    world.stack.push_async_callback(client.close)
    await client.do(
        "feedback",
        {"id": str(uuid4()), "kind": "idea", "text": "x" * 12, "place": "", "email": "131052-308T@example.org"},
    )
    await client.do("request_human", {})
    queue = await agent.waiting()
    rows = await world.service.database.read(lambda c: c.exec_driver_sql("select email from cases").scalar())
    assert "131052-308T" not in rows
    assert "131052-308T" not in queue[0]["page"]


# --- sessions


async def test_who_connects_while_ended_sign_ins_are_looked_for_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = await world.agent("maija")
    looking, found = asyncio.Event(), asyncio.Event()
    look_up = world.service.accounts.valid_sessions

    async def slow(tokens: Collection[str]) -> set[str]:
        valid = await look_up(tokens)
        looking.set()
        await found.wait()
        return valid

    monkeypatch.setattr(world.service.accounts, "valid_sessions", slow)
    kept = asyncio.create_task(world.service.agents.connected())
    await looking.wait()
    other = await world.agent("pekka", on_duty=False)
    found.set()
    await kept
    assert (await other.do("desk", {}))["desk"]["agent"]["name"] == "Agent Pekka"
    await agent.do("desk", {})


async def sign_out(world: World, agent: AgentClient) -> None:
    async with (
        aiohttp.ClientSession(headers={"Cookie": agent.cookie}) as session,
        session.delete(f"{world.url}/api/agent/session") as answer,
    ):
        assert answer.status == 204


async def test_signed_out_agent_is_shown_nothing(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    await sign_out(world, agent)
    await visitor.send("arkaluonteinen asia")
    await asyncio.sleep(0.3)
    assert [m["text"] for m in agent.seen.get(conversation, {}).values() if m["author"] == "visitor"] == []


async def test_signed_out_agents_chat_goes_back_to_the_queue(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    await agent.claim_next()
    await sign_out(world, agent)
    world.clock.advance(timedelta(minutes=30))
    await world.service.upkeep.keep_leases(await world.service.agents.connected())
    assert (await visitor.sync())["state"]["owner"] == "queue"


async def test_expired_session_keeps_nothing(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    world.clock.advance(timedelta(hours=13))
    await world.service.upkeep.keep_leases(await world.service.agents.connected())
    await visitor.send("illalla")
    await asyncio.sleep(0.3)
    assert (await visitor.sync())["state"]["owner"] == "queue"
    assert "illalla" not in [m["text"] for m in agent.seen.get(conversation, {}).values()]


async def test_socket_closed_while_connecting_is_not_connected(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.service.accounts.create("maija", "Maija", "agent", PASSWORD)
    cookie = await sign_in(world.url, "maija", PASSWORD)
    monkeypatch.setattr(hardened, "CONNECT_DEADLINE_S", 0.2)
    real = type(world.service.accounts).get_session

    async def slow(self, token):
        await asyncio.sleep(0.6)  # a database that is slow for longer than the deadline
        return await real(self, token)

    monkeypatch.setattr(type(world.service.accounts), "get_session", slow)
    client = AgentClient(world.url, cookie)
    with contextlib.suppress(Exception):
        await client.connect()
    await client.close()
    await asyncio.sleep(1.5)
    assert await world.service.agents.connected() == set()


async def test_city_page_origin_cannot_use_an_agents_cookie(tmp_path, bot) -> None:

    settings = Settings(
        var=tmp_path,
        rasa_url=bot.url,
        rasa_token=TOKEN,
        heartbeat=timedelta(hours=1),
        allowed_origins=("https://www.city.example",),
        public_url="http://chat.city.example",
    )
    async with open_service(settings) as service:
        runner = web.AppRunner(service.public, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await service.accounts.create("maija", "Maija", "agent", PASSWORD)
        try:
            cookie = await sign_in(url, "maija", PASSWORD)
            client = AgentClient(url, cookie)
            with pytest.raises(socketio.exceptions.ConnectionError):
                await client.sio.connect(
                    url,
                    headers={"Cookie": cookie, "Origin": "https://www.city.example"},
                    namespaces=["/agent"],
                    transports=["websocket"],
                    wait_timeout=5,
                )
            await client.close()
        finally:
            await runner.cleanup()


async def test_sign_in_from_the_public_url_behind_a_proxy(tmp_path, bot) -> None:

    settings = Settings(
        var=tmp_path,
        rasa_url=bot.url,
        rasa_token=TOKEN,
        heartbeat=timedelta(hours=1),
        public_url="https://chat.city.example",
    )
    async with open_service(settings) as service:
        runner = web.AppRunner(service.public, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await service.accounts.create("maija", "Maija", "agent", PASSWORD)
        try:
            async with (
                aiohttp.ClientSession() as s,
                s.post(
                    f"{url}/api/agent/session",
                    json={"username": "maija", "password": PASSWORD},
                    headers={"Origin": "https://chat.city.example"},
                ) as a,
            ):
                assert a.status == 200
        finally:
            await runner.cleanup()


# --- rate limits


async def test_password_spraying_is_slowed(world: World) -> None:
    statuses = []
    async with aiohttp.ClientSession() as session:
        for n in range(40):
            async with session.post(
                f"{world.url}/api/agent/session", json={"username": f"agent{n}", "password": "x"}
            ) as a:
                statuses.append(a.status)
    assert 429 in statuses


async def test_new_secrets_do_not_lift_the_limits(world: World) -> None:
    refused = 0
    for _ in range(62):
        v = await VisitorClient(world.url).connect()
        answer = await v.ask(
            "feedback", {"id": str(uuid4()), "kind": "idea", "text": "x" * 12, "place": "", "email": ""}
        )
        refused += not answer["ok"]
        await v.close()
    assert refused


# --- ownership


async def test_a_late_action_of_the_bot_does_not_change_hands(world: World) -> None:
    """Rasa's action of a turn that ended long ago (time-out, close) reopens and queues the conversation."""
    await world.agent("maija")
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("haluan ihmiselle")
    await world.bot.was_asked()
    (await visitor.do("close", {}))["state"]

    await world.actions().request_human(world.bot.asked[0]["conversation"], world.bot.asked[0]["message"])
    after = (await visitor.sync())["state"]
    world.bot.gate.set()
    assert (after["status"], after["owner"]) == ("closed", "bot")


async def test_the_code_of_a_stored_case_reaches_the_citizen(world: World) -> None:
    """The form's case is stored during a turn whose words are then dropped: the code is gone."""

    await world.agent("maija")
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("lähetä")
    await world.bot.was_asked()
    asked = world.bot.asked[0]
    receipt = await world.actions().submit_feedback(
        asked["conversation"], asked["message"], Feedback("idea", "x" * 12, "fi")
    )
    world.bot.answer = lambda body: reply(f"Koodi {receipt.code}")
    await visitor.do("request_human", {})
    world.bot.gate.set()
    await asyncio.sleep(0.5)
    said = (await visitor.sync())["messages"]
    assert any(receipt.code in m["text"] or (m["event"] or {}).get("case_code") == receipt.code for m in said)


async def test_actions_hear_that_the_service_is_unavailable(world: World) -> None:

    services = world.actions()
    await world.service.database.write(lambda c: c.exec_driver_sql("alter table cases rename to gone"))
    with pytest.raises(ServicesUnavailable):
        await services.submit_feedback(str(uuid4()), str(uuid4()), Feedback("idea", "x" * 12, "fi"))


# --- turns


async def test_an_id_that_could_be_the_bots_is_refused(world: World) -> None:
    visitor = await world.visitor()
    foreseen = str(uuid5(uuid4(), "0"))
    assert (await visitor.ask("send", {"id": foreseen, "text": "ensin"}))["error"] == "invalid_payload"


async def test_many_turns_at_once_wait_for_a_slow_bot(world: World) -> None:
    visitors = [await world.visitor() for _ in range(70)]
    world.bot.gate.clear()
    await asyncio.gather(*(v.send("hei") for v in visitors))
    await asyncio.sleep(3)  # well inside the time-out of a turn
    world.bot.gate.set()
    await asyncio.sleep(2)
    said = [t for v in visitors for a, t in await v.texts() if a == "system"]
    assert said == []


async def test_next_turn_runs_even_if_showing_the_last_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply(f"bot: {body['text']}", language="sv")
    world.bot.gate.clear()
    await visitor.send("yksi")
    await visitor.send("kaksi")

    async def broken(*a, **k):
        raise Unavailable

    monkeypatch.setattr(world.service.turns, "_publish_state", broken)
    world.bot.gate.set()
    await visitor.told("bot: kaksi")


# --- degradation


async def test_the_desk_is_shown_after_a_database_blip(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await asyncio.sleep(0.3)
    real, fails = world.service.accounts.present, [True]

    async def blip(self):
        if fails:
            fails.pop()
            raise Unavailable
        return await real()

    monkeypatch.setattr(type(world.service.accounts), "present", blip)
    await visitor.do("request_human", {})
    await agent.until(lambda a: a.desks and len(a.desks[-1]["queue"]) == 1)


async def test_other_processes_desks_see_the_queue_without_redis(world: World) -> None:
    """`catch_up` of the process that has the agents but not the visitor."""
    agent = await world.agent("maija")
    await asyncio.sleep(0.3)
    # another process queues a conversation: straight into the database, no event reaches this process

    visitor, queues = Visitor("f" * 64, "fi"), read_queues(world.service.settings.queues)
    await world.service.database.write(lambda c: ownership.request_human(c, visitor, queues, world.clock()))
    await world.service.hub.catch_up()
    await asyncio.sleep(0.5)
    assert agent.desks
    assert len(agent.desks[-1]["queue"]) == 1


async def test_language_set_in_another_process_is_caught_up(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("hei")
    await visitor.told("bot: hei")
    world.clock.advance(timedelta(seconds=60))
    await world.service.hub.catch_up()
    await asyncio.sleep(0.2)

    queues = read_queues(world.service.settings.queues)
    await world.service.database.write(
        lambda c: ownership.set_language(c, Visitor(hash_token(visitor.token), "fi"), "sv", queues, world.clock())
    )
    visitor.states.clear()
    await world.service.hub.catch_up()
    await asyncio.sleep(0.3)
    assert visitor.states
    assert visitor.states[-1]["language"] == "sv"


async def test_catch_up_looks_again_after_a_failed_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = world.service.hub
    before = hub._looked_at

    async def broken(op):
        raise Unavailable

    with monkeypatch.context() as m:
        m.setattr(type(world.service.database), "read", lambda self, op: broken(op))
        with pytest.raises(Unavailable):
            await hub.catch_up()
    assert hub._looked_at == before


async def test_a_reader_that_never_reads_is_dropped(world: World) -> None:
    """One socket, no reading: acknowledgements of `sync` pile up in the server's memory."""

    visitor = await world.visitor()
    for _ in range(18):
        await visitor.send("x" * 3900)
    await asyncio.sleep(1)
    url = world.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as session:
        ws = await session.ws_connect(url)
        await ws.send_str("40/visitor," + json.dumps({"token": visitor.token, "language": "fi"}))
        await asyncio.sleep(0.3)
        ws._response.connection.protocol.pause_reading()
        server = world.service.hub._server
        for n in range(58):
            await ws.send_str(f'42/visitor,{n}["sync",{{"after":0}}]')
        await asyncio.sleep(3)
        sizes = {
            s: sum(len(p.data) for p in list(k.queue._queue) if p and p.data) for s, k in server.eio.sockets.items()
        }
        worst = max(sizes.values(), default=0)
    assert worst < 2_000_000, worst


@pytest.mark.parametrize("path", ["/widget/%00", "/widget/" + "a" * 300, "/demo/%00.js"])
async def test_strange_file_names_are_not_found(world: World, path: str) -> None:

    async with aiohttp.ClientSession() as s, s.get(URL(world.url + path, encoded=True)) as a:
        assert a.status == 404


async def test_the_pages_address_carries_no_search(world: World) -> None:
    agent = await world.agent("maija")
    visitor = VisitorClient(world.url)
    visitor.auth["page"] = "/haku?hetu=131052-308T"
    await visitor.connect()
    world.stack.push_async_callback(visitor.close)
    await visitor.do("request_human", {})
    assert (await agent.waiting())[0]["page"] == "/haku"


@pytest.mark.parametrize("text", ["   ", "\n\t", "\x00\x01", "\u00a0"])
async def test_a_message_of_nothing_is_refused(world: World, text: str) -> None:
    visitor = await world.visitor()
    assert (await visitor.ask("send", {"id": str(uuid4()), "text": text}))["error"] == "invalid_payload"


async def test_control_characters_are_left_out(world: World) -> None:
    visitor = await world.visitor()
    assert (await visitor.send("a\x00b\x0bc\nd"))["text"] == "abc\nd"
