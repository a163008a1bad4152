"""Whoever leaves, by choice or not, leaves nobody waiting; and whoever is only cut off for a moment stays on duty."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import select

from handoff.queues.model import local_day
from handoff.storage.tables import agents, audit, callbacks
from tests.handoff.conftest import PASSWORD, World
from tests.support.clients import AgentClient, VisitorClient, sign_in


async def taken(world: World, agent: AgentClient) -> tuple[VisitorClient, dict[str, Any]]:
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    return visitor, (await agent.claim_next())["state"]


async def desk(agent: AgentClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await agent.do("desk", {}))["desk"]
    return shown


async def wished(world: World, **how: str) -> str:
    """Let a citizen ask for a call; return the callback."""
    visitor = await world.visitor(**how)
    window = (await visitor.do("callback_choice", {}))["windows"][0]
    callback = {"id": str(uuid4()), "phone": "040 1234567", "text": "asiani", **window}
    await visitor.do("request_callback", callback)
    return callback["id"]


async def state_of(world: World, username: str) -> str:
    query = select(agents.c.availability).where(agents.c.username == username)
    return str(await world.service.database.read(lambda c: c.execute(query).scalar_one()))


async def holder_of(world: World, callback: str) -> tuple[str, bool]:
    query = select(callbacks.c.state, callbacks.c.agent_id).where(callbacks.c.id == callback)
    row = await world.service.database.read(lambda c: c.execute(query).one())
    return row.state, row.agent_id is not None


async def logged(world: World, *actions: str) -> list[tuple[str, str, dict[str, Any]]]:
    query = select(audit).where(audit.c.action.in_(actions)).order_by(audit.c.id)
    rows = await world.service.database.read(lambda c: c.execute(query).all())
    return [(row.agent_name or row.actor, row.action, json.loads(row.detail)) for row in rows]


async def sign_out(world: World, agent: AgentClient) -> None:
    headers = {"Cookie": agent.cookie, "Origin": world.url}
    async with (
        aiohttp.ClientSession() as session,
        session.delete(f"{world.url}/api/agent/session", headers=headers) as answer,
    ):
        assert answer.status == 204


@pytest.mark.parametrize("how", ["away", "finish_day", "sign_out", "deactivated", "absent"])
async def test_whoever_leaves_leaves_chats_and_callbacks_to_others(world: World, how: str) -> None:
    boss = await world.agent("saara", role="administrator", on_duty=False)
    agent = await world.agent("maija")
    visitor, state = await taken(world, agent)
    callback = await wished(world)
    await agent.do("claim_callback", {"callback": callback})
    assert await holder_of(world, callback) == ("claimed", True)
    maija = (await desk(agent))["agent"]["id"]
    today = local_day(world.clock()).isoformat()
    absence = {"id": str(uuid4()), "first": today, "last": today, "kind": "sick"}
    match how:
        case "away":
            assert (await agent.do("availability", {"availability": "away"}))["desk"]["mine"] == []
        case "finish_day":
            assert (await agent.do("finish_day", {}))["desk"]["mine"] == []
        case "sign_out":
            await sign_out(world, agent)
        case "deactivated":
            await boss.do("set_active", {"agent": maija, "active": False})
        case "absent":
            await boss.do("add_absence", {"agent": maija, **absence})
    # The truth: a colleague has moved it on, and not that a line was lost.
    assert (await visitor.told("transferred"))["event"]["name"] == "Agent Maija"
    (item,) = await boss.waiting()
    assert (item["conversation"], item["place"]) == (state["conversation"], 1)
    assert await holder_of(world, callback) == ("open", False)
    assert await state_of(world, "maija") == "away"
    who = "Agent Saara" if how in ("deactivated", "absent") else "Agent Maija"
    why = {"finish_day": "day", "deactivated": "account", "absent": "absence"}.get(how, how)
    whom = {"account": maija, "account_name": "Agent Maija", "why": why}
    assert await logged(world, "transfer", "callback_release") == [
        (who, "callback_release", {"callback": callback, **whom}),
        (who, "transfer", {"queue": "city", **whom}),
    ]


async def test_a_break_keeps_what_the_agent_has(world: World) -> None:
    agent = await world.agent("maija")
    _, state = await taken(world, agent)
    shown = (await agent.do("availability", {"availability": "on_break"}))["desk"]
    assert [item["conversation"] for item in shown["mine"]] == [state["conversation"]]


async def test_a_short_break_of_the_line_keeps_an_agent_on_duty_and_a_long_one_does_not(world: World) -> None:
    agent = await world.agent("maija")
    callback = await wished(world)
    await agent.do("claim_callback", {"callback": callback})
    await agent.close()
    for _ in range(5):
        world.clock.advance(timedelta(minutes=1))
        await world.service.duty.keep()
    assert await state_of(world, "maija") == "available"
    assert await holder_of(world, callback) == ("claimed", True)
    agent = await AgentClient(world.url, agent.cookie).connect()
    world.stack.push_async_callback(agent.close)
    assert (await desk(agent))["agent"]["availability"] == "available"
    await agent.close()
    world.clock.advance(timedelta(minutes=6))
    await world.service.duty.keep()
    await world.service.duty.keep()
    assert await state_of(world, "maija") == "away"
    assert await holder_of(world, callback) == ("open", False)
    # The laptop wakes: not on duty by itself.
    agent = await AgentClient(world.url, agent.cookie).connect()
    world.stack.push_async_callback(agent.close)
    shown = await desk(agent)
    assert shown["agent"]["availability"] == "away"
    assert [one["mine"] for one in shown["callbacks"]] == [False]
    whom = {"account": shown["agent"]["id"], "account_name": "Agent Maija", "why": "gone"}
    assert (await logged(world, "availability", "callback_release"))[-2:] == [
        ("service", "availability", {"availability": "away", **whom}),
        ("service", "callback_release", {"callback": callback, **whom}),
    ]
    assert (await (await world.visitor()).do("request_human", {}))["outcome"] == "no_agents"


async def test_a_service_that_has_just_begun_takes_nobody_for_gone(world: World) -> None:
    agent = await world.agent("maija")
    await agent.close()
    gone = world.clock() - timedelta(minutes=30)
    await world.service.database.write(lambda c: c.execute(agents.update().values(present_until=gone)))
    await world.service.duty.keep()
    assert await state_of(world, "maija") == "available"
    world.clock.advance(timedelta(minutes=5))
    await world.service.duty.keep()
    assert await state_of(world, "maija") == "away"


async def test_callbacks_come_back_also_from_who_signs_in_again_and_stays_away(world: World) -> None:
    agent = await world.agent("maija")
    callback = await wished(world)
    await agent.do("claim_callback", {"callback": callback})
    await agent.close()
    world.clock.advance(timedelta(minutes=1))
    # Signing in after a crash begins off duty, and the browser never connects.
    await sign_in(world.url, "maija", PASSWORD)
    world.clock.advance(timedelta(minutes=6))
    await world.service.duty.keep()
    assert await holder_of(world, callback) == ("open", False)


async def test_an_absence_entered_ahead_begins_by_itself_once(world: World) -> None:
    # On the eve, so that a midnight of Helsinki's lies ahead by less than a sign-in's twelve hours.
    now = world.clock()
    midnight = datetime.combine(local_day(now) + timedelta(days=1), datetime.min.time(), tzinfo=now.tzinfo)
    world.clock.advance(midnight - timedelta(hours=6) - now)
    boss = await world.agent("saara", role="supervisor")
    agent = await world.agent("maija")
    maija = (await desk(agent))["agent"]["id"]
    tomorrow = local_day(world.clock()) + timedelta(days=1)
    absence = {"id": str(uuid4()), "first": tomorrow.isoformat(), "last": tomorrow.isoformat(), "kind": "holiday"}
    await boss.do("add_absence", {"agent": maija, **absence})
    visitor, state = await taken(world, agent)
    await world.service.duty.keep()
    assert [item["conversation"] for item in (await desk(agent))["mine"]] == [state["conversation"]]
    world.clock.advance(timedelta(hours=7))
    for client in (boss, agent):
        await client.do("desk", {})
        await world.service.accounts.keep_present([(await desk(client))["agent"]["id"]])
    await world.service.duty.keep()
    assert (await visitor.told("transferred"))["event"]["name"] == "Agent Maija"
    shown = await desk(agent)
    assert (shown["mine"], shown["agent"]["availability"], shown["agent"]["is_absent"]) == ([], "away", True)
    whom = {"account": maija, "account_name": "Agent Maija", "why": "absence"}
    assert (await logged(world, "availability"))[-1] == ("service", "availability", {"availability": "away", **whom})
    # Who comes to work all the same is not thrown out again and again.
    await agent.go_on_duty()
    await world.service.duty.keep()
    assert (await desk(agent))["agent"]["availability"] == "available"


async def test_a_callback_is_for_whose_queues_and_languages_it_fits(world: World) -> None:
    swede, finn = await world.agent("astrid", languages=("sv",)), await world.agent("maija", languages=("fi",))
    boss = await world.agent("saara", role="supervisor", languages=("sv",), on_duty=False)
    callback = await wished(world)
    assert [one["may_take"] for one in (await desk(finn))["callbacks"]] == [True]
    assert (await desk(swede))["callbacks"] == []
    # Supervisors see that it waits, and put back what others have; they take what fits.
    assert [(one["may_take"], one["text"]) for one in (await desk(boss))["callbacks"]] == [(False, "")]
    for client in (swede, boss):
        assert (await client.ask("claim_callback", {"callback": callback}))["error"] == "forbidden"
    assert await holder_of(world, callback) == ("open", False)
    await finn.do("claim_callback", {"callback": callback})
    await boss.do("release_callback", {"callback": callback})
    assert await holder_of(world, callback) == ("open", False)
