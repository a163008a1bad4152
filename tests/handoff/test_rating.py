"""Quick feedback: two figures and a comment, once for each conversation."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handoff.storage.tables import ratings
from tests.handoff.conftest import World


async def rated(world: World) -> list[Any]:
    rows: list[Any] = await world.service.database.read(lambda c: list(c.execute(select(ratings)).all()))
    return rows


async def test_a_conversation_is_rated_once_its_comment_masked(world: World) -> None:
    visitor = await world.visitor(language="sv")
    await visitor.send("hej")
    assert (await visitor.sync())["state"]["rated"] is False
    given = {"succeeded": 4, "recommends": 9, "comment": "Bra! Min kod är 010594Y9032."}
    assert (await visitor.do("rate", given))["state"]["rated"] is True
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


async def test_who_was_served_is_offered_to_rate_unless_it_is_done(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    for closings in (1, 2):
        await visitor.do("request_human", {})
        claimed = (await agent.claim_next())["state"]
        await agent.do("close", {"conversation": claimed["conversation"], "version": claimed["version"]})
        await visitor.until(lambda v, n=closings: sum(1 for m in v.seen.values() if _closed(m)) == n)
        newest = [m for _, m in sorted(visitor.seen.items()) if _closed(m)][-1]
        assert [button["code"] for button in newest["buttons"]] == (["rate"] if closings == 1 else [])
        if closings == 1:
            await visitor.do("rate", {"succeeded": 5})
    (row,) = await rated(world)
    assert row.queue == "city"


async def test_of_an_erased_conversation_only_the_figures_stay(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("hei")
    await visitor.do("rate", {"succeeded": 1, "comment": "salaisuus"})
    await visitor.do("erase", {})
    (row,) = await rated(world)
    assert (row.succeeded, row.comment) == (1, "")


def _closed(message: dict[str, Any]) -> bool:
    return bool(message["event"]) and message["event"]["code"] == "closed_by_agent"
