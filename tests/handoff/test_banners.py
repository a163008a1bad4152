"""Banners: set, changed and ended by supervisors, seen at once by everybody whom they concern."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from handoff.storage.tables import banners
from tests.handoff.conftest import World
from tests.support.clients import AgentClient, VisitorClient

TEXTS = {
    "fi": "Puhelinpalvelussa on häiriö.",
    "sv": "Det är störningar i telefontjänsten.",
    "en": "The telephone service is out of order.",
}


def banner(**how: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "outage", **TEXTS, "modes": ["city", "youth"], "ends_at": None, **how}


async def chief_of(world: World) -> AgentClient:
    return await world.agent("pomo", role="supervisor")


async def shown(visitor: VisitorClient) -> list[str]:
    return [b["fi"] for b in (await visitor.sync())["banners"]]


async def test_a_banner_reaches_every_open_chat_of_its_kind_and_every_desk(world: World) -> None:
    chief, agent = await chief_of(world), await world.agent("maija")
    city, young = await world.visitor(), await world.visitor(mode="youth")
    await chief.do("set_banner", banner(modes=["city"]))
    await city.until(lambda v: v.banners)
    (seen,) = city.banners[-1]
    assert {language: seen[language] for language in TEXTS} == TEXTS
    assert seen["kind"] == "outage"
    await agent.until(lambda a: a.desks and a.desks[-1]["banners"])
    assert await shown(young) == []
    assert await shown(await world.visitor()) == [TEXTS["fi"]]


async def test_a_banner_is_changed_in_place_and_ended(world: World) -> None:
    chief, visitor = await chief_of(world), await world.visitor()
    first = banner()
    await chief.do("set_banner", first)
    await chief.do("set_banner", {**first, "kind": "rush", "fi": "Ruuhkaa"})
    await visitor.until(lambda v: v.banners and v.banners[-1] and v.banners[-1][0]["fi"] == "Ruuhkaa")
    before = visitor.banners[0][0]["changed_at"]
    assert visitor.banners[-1][0]["changed_at"] != before
    assert len((await chief.do("desk", {}))["desk"]["banners"]) == 1
    for _ in range(2):
        assert (await chief.do("end_banner", {"id": first["id"]}))["desk"]["banners"] == []
    await visitor.until(lambda v: v.banners[-1] == [])
    assert await shown(visitor) == []
    assert (await chief.ask("end_banner", {"id": str(uuid4())}))["error"] == "not_found"
    (row,) = await world.service.database.read(lambda c: c.execute(select(banners)).all())
    assert row.set_by == row.changed_by == (await chief.do("desk", {}))["desk"]["agent"]["id"]
    assert row.set_at < row.changed_at == row.ends_at


async def test_a_banner_ends_by_itself(world: World) -> None:
    chief, visitor = await chief_of(world), await world.visitor()
    ends_at = (world.clock() + timedelta(hours=1)).isoformat()
    await chief.do("set_banner", banner(ends_at=ends_at))
    await visitor.until(lambda v: v.banners)
    assert not await world.service.banners.refresh()
    world.clock.advance(timedelta(hours=1, seconds=1))
    assert await shown(visitor) == []
    # What the heartbeat does.
    assert await world.service.banners.refresh()
    await world.service.hub.banners_changed(here_only=True)
    await visitor.until(lambda v: v.banners[-1] == [])


@pytest.mark.parametrize(
    "how",
    [
        {"sv": ""},
        {"en": "  \n"},
        {"modes": []},
        {"modes": ["village"]},
        {"kind": "weather"},
        {"ends_at": "2020-01-01T00:00:00Z"},
        {"ends_at": "2099-01-01T00:00:00"},
    ],
)
async def test_what_is_no_banner_in_every_language_is_refused(world: World, how: dict[str, Any]) -> None:
    chief, visitor = await chief_of(world), await world.visitor()
    assert (await chief.ask("set_banner", banner(**how)))["error"] == "invalid_payload"
    assert await shown(visitor) == []


async def test_only_supervisors_set_and_end_banners(world: World) -> None:
    chief, agent, visitor = await chief_of(world), await world.agent("maija"), await world.visitor()
    one = banner()
    assert (await agent.ask("set_banner", one))["error"] == "forbidden"
    await chief.do("set_banner", one)
    assert (await agent.ask("end_banner", {"id": one["id"]}))["error"] == "forbidden"
    assert await shown(visitor) == [TEXTS["fi"]]
