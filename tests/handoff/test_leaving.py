"""The quick way out tells the service in a last request, which nothing waits for."""

from __future__ import annotations

import secrets
from datetime import timedelta

import aiohttp
from sqlalchemy import func, select

from handoff.realtime import limits
from handoff.storage.tables import conversations
from tests.handoff.conftest import World


async def left(world: World, body: str) -> int:
    """Send the request as a browser's beacon does, and return the status."""
    url = f"{world.url}/api/visitor/close"
    async with aiohttp.ClientSession() as session, session.post(url, data=body) as answer:
        return answer.status


async def kept(world: World) -> int:
    count: int = await world.service.database.read(
        lambda c: c.execute(select(func.count()).select_from(conversations)).scalar_one()
    )
    return count


async def test_who_leaves_in_the_queue_is_out_of_it_and_the_conversation_is_kept_the_short_time(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor(mode="youth")
    await visitor.send("moi")
    await visitor.do("request_human", {"queue": "loneliness"})
    await agent.waiting()
    assert await left(world, visitor.token) == 204
    await agent.until(lambda client: client.desks[-1]["queue"] == [])
    assert (await visitor.sync())["state"]["status"] == "closed"
    # Again is no fault, and changes nothing.
    assert await left(world, visitor.token) == 204
    world.clock.advance(timedelta(days=2, minutes=1))
    await world.service.upkeep.forget_old()
    assert await kept(world) == 0


async def test_an_agent_sees_that_the_visitor_has_left(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor(mode="youth")
    await visitor.do("request_human", {"queue": "loneliness"})
    conversation = (await agent.claim_next())["state"]["conversation"]
    assert await left(world, visitor.token) == 204
    await agent.until(
        lambda client: any(
            message["event"] and message["event"]["code"] == "closed_by_visitor"
            for message in client.seen.get(conversation, {}).values()
        )
    )


async def test_a_secret_without_a_conversation_makes_none_and_what_is_no_secret_is_refused(world: World) -> None:
    assert await left(world, secrets.token_urlsafe(32)) == 204
    assert await kept(world) == 0
    assert await left(world, "no secret") == 400
    assert await left(world, "x" * 70_000) == 413


async def test_it_counts_against_the_limit_of_requests(world: World) -> None:
    secret = secrets.token_urlsafe(32)
    # A window may end in between.
    assert 429 in [await left(world, secret) for _ in range(2 * limits.VISITOR_REQUESTS.count + 1)]
