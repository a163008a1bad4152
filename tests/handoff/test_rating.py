"""Quick feedback: two figures and a comment, once for each contact."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from handoff.storage.tables import ratings
from tests.handoff.conftest import World
from tests.support.clients import AgentClient, VisitorClient


async def rated(world: World) -> list[Any]:
    rows: list[Any] = await world.service.database.read(lambda c: list(c.execute(select(ratings)).all()))
    return rows


async def test_a_conversation_is_rated_once_its_comment_masked(world: World) -> None:
    visitor = await world.visitor(language="sv")
    await visitor.send("hej")
    assert (await visitor.sync())["state"]["rating"] == ""
    given = {"succeeded": 4, "recommends": 9, "comment": "Bra! Min kod är 010594Y9032."}
    assert (await visitor.do("rate", given))["state"]["rating"] == "given"
    assert (await visitor.ask("rate", given))["error"] == "conflict"
    (row,) = await rated(world)
    assert (row.succeeded, row.recommends, row.language, row.mode, row.queue) == (4, 9, "sv", "city", "")
    assert "010594Y9032" not in row.comment
    assert row.comment.startswith("Bra!")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"comment": "x"},
        {"succeeded": 0},
        {"succeeded": 6},
        {"recommends": -1},
        {"recommends": 11},
        {"succeeded": 2.5},
    ],
)
async def test_what_is_no_rating_is_refused(world: World, given: dict[str, Any]) -> None:
    visitor = await world.visitor()
    await visitor.send("hei")
    assert (await visitor.ask("rate", given))["error"] == "invalid_payload"
    assert await rated(world) == []


async def test_one_figure_is_enough_and_zero_is_one(world: World) -> None:
    visitor = await world.visitor()
    assert (await visitor.ask("rate", {"recommends": 0}))["error"] == "not_found"
    await visitor.send("hei")
    await visitor.do("rate", {"recommends": 0})
    (row,) = await rated(world)
    assert (row.succeeded, row.recommends, row.comment) == (None, 0, "")


async def closed_by_agent(world: World, visitor: VisitorClient, agent: AgentClient) -> list[str]:
    """Let an agent serve the visitor and end it; return what the end offers."""
    await visitor.do("request_human", {})
    claimed = (await agent.claim_next())["state"]
    await visitor.sync()
    before = max(visitor.seen)
    await agent.do("close", {"conversation": claimed["conversation"], "version": claimed["version"]})
    await visitor.until(lambda v: any(seq > before and _closed(m) for seq, m in v.seen.items()))
    newest = [m for _, m in sorted(visitor.seen.items()) if _closed(m)][-1]
    return [button["code"] for button in newest["buttons"]]


@pytest.mark.parametrize("is_answered", [True, False])
async def test_each_contact_is_offered_to_be_rated_once_answered_or_not(world: World, is_answered: bool) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    for contact in (1, 2):
        assert await closed_by_agent(world, visitor, agent) == ["rate"]
        assert (await visitor.sync())["state"]["rating"] == "asked"
        # The sheet that ends the conversation would be a second time.
        assert (await visitor.ask("offer_rating", {}))["error"] == "conflict"
        if is_answered:
            await visitor.do("rate", {"succeeded": contact})
            assert (await visitor.ask("rate", {"succeeded": 5}))["error"] == "conflict"
            assert (await visitor.sync())["state"]["rating"] == "given"
    rows = await rated(world)
    assert [row.succeeded for row in rows] == ([1, 2] if is_answered else [])
    assert len({row.contact_seq for row in rows}) == len(rows)


async def test_what_the_ending_sheet_has_offered_the_agents_closing_does_not(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    assert (await visitor.ask("offer_rating", {}))["error"] == "not_found"
    await visitor.send("hei")
    assert (await visitor.do("offer_rating", {}))["state"]["rating"] == "asked"
    assert (await visitor.ask("offer_rating", {}))["error"] == "conflict"
    assert await closed_by_agent(world, visitor, agent) == []
    # A message that is sent again begins no contact; a new one does.
    await visitor.do("rate", {"succeeded": 3})
    again = str(uuid4())
    await visitor.send("vielä toinen asia", again)
    assert (await visitor.sync())["state"]["rating"] == ""
    await visitor.do("offer_rating", {})
    await visitor.do("close", {})
    await visitor.send("vielä toinen asia", again)
    assert (await visitor.sync())["state"]["rating"] == "asked"


async def test_of_an_erased_conversation_only_the_figures_stay(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("hei")
    await visitor.do("rate", {"succeeded": 1, "comment": "salaisuus"})
    await visitor.do("erase", {})
    (row,) = await rated(world)
    assert (row.succeeded, row.comment) == (1, "")


def _closed(message: dict[str, Any]) -> bool:
    return bool(message["event"]) and message["event"]["code"] == "closed_by_agent"
