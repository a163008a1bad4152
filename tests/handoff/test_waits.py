"""Waiting: who is not there any more, when the hours end, how long it takes, and what one can do instead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from handoff.queues.model import HELSINKI
from handoff.reports.model import Period
from handoff.reports.store import Scope, count
from handoff.storage.tables import cases, conversations, queue_stays
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient, VisitorClient
from tests.support.content import ONE_REPLY

STEP = timedelta(seconds=40)
"""Between two heartbeats: less than a visitor counts as there after the last."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFFICE_HOURS = """
queues:
  city:
    mode: city
    titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}
    hours: {week: {mon-fri: [08.00-16.00]}}
    languages: {sv: {hours: {week: {mon-fri: [08.00-12.00]}}}}
  permits:
    mode: city
    titles: {fi: Luvat, sv: Tillstånd, en: Permits}
    hours: {week: {mon-fri: [08.00-12.00]}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
"""
MONDAY = datetime(2098, 12, 1, 10, 0, tzinfo=HELSINKI)
WORDS = {"fi": "Ruuhkaa, odotathan.", "sv": "Det är kö, vänta lite.", "en": "It is busy, please wait."}


@pytest.fixture
async def office(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    """A service on a Monday at ten, open until four, in Swedish and for permits until noon."""
    path, replies = tmp_path / "queues.yml", tmp_path / "replies.yml"
    path.write_text(OFFICE_HOURS, encoding="utf-8")
    replies.write_text(ONE_REPLY, encoding="utf-8")
    async with open_world(tmp_path, bot, queues=path, replies=replies) as world:
        world.clock.advance(MONDAY.astimezone(UTC) - world.clock())
        yield world


async def passes(world: World, time: timedelta) -> None:
    """Let time pass as in a running service: whoever is connected is seen at each heartbeat."""
    steps = [timedelta(), *(STEP for _ in range(time // STEP)), time % STEP]
    for step in steps:
        world.clock.advance(step)
        agents = await world.service.agents.connected()
        await world.service.accounts.keep_present(agents)
        await world.service.upkeep.keep_leases(agents)
        await world.service.upkeep.keep_visitors(world.service.visitors.connected())


async def later(world: World, time: timedelta) -> None:
    """Let time pass at once: nobody has looked meanwhile, so everybody counts as there."""
    world.clock.advance(time)
    await passes(world, timedelta())


async def waiting(world: World, queue: str = "city", **how: str) -> VisitorClient:
    visitor = await world.visitor(**how)
    answer = await visitor.do("request_human", {"queue": queue})
    assert answer["outcome"] == "queued"
    return visitor


async def owner(visitor: VisitorClient) -> str:
    found: str = (await visitor.sync())["state"]["owner"]
    return found


async def back(world: World, visitor: VisitorClient) -> VisitorClient:
    """Return the same visitor, connected again."""
    return await world.visitor(visitor.token, mode=visitor.auth["mode"], language=visitor.auth["language"])


async def desk(agent: AgentClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await agent.do("desk", {}))["desk"]
    return shown


def about(item: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": item["conversation"], "version": item["version"]}


async def stays(world: World) -> list[str]:
    query = select(queue_stays.c.ending).order_by(queue_stays.c.queued_at)
    return await world.service.database.read(lambda c: list(c.execute(query).scalars()))


async def abandoned(world: World) -> int:
    now = world.clock()
    day = now.astimezone(HELSINKI).date()
    period = Period(day - timedelta(days=1), day)
    found = await world.service.database.read(lambda c: count(c, Scope(period), now))
    return found[""].waits.abandoned


async def paced(world: World, agent: AgentClient, *, minutes: int = 2) -> None:
    """Let three people be claimed, each so long after coming."""
    for _ in range(3):
        visitor = await waiting(world)
        await passes(world, minutes * MINUTE)
        state = (await agent.claim_next())["state"]
        await agent.do("close", {**about(state), "tag": ""})
        await visitor.close()


async def everything_shown(world: World, visitor: VisitorClient) -> None:
    """Wait until every change of the desk so far has been shown, and has reached the visitor."""
    while (task := world.service.hub._desk) is not None and not task.done():
        await task
    await visitor.sync()


# --- who is not there


async def test_who_has_closed_the_tab_is_taken_out_of_the_queue_and_counts_as_abandoned(world: World) -> None:
    agent, visitor = await world.agent("maija"), await waiting(world)
    boss = await world.agent("saara", role="supervisor", on_duty=False)
    assert (await agent.waiting())[0]["gone_since"] == ""
    await visitor.close()
    await passes(world, 9 * MINUTE)
    (item,) = (await desk(agent))["queue"]
    left_at = world.clock() - 9 * MINUTE
    assert abs(datetime.fromisoformat(item["gone_since"]) - left_at) < 2 * MINUTE
    live = (await boss.do("watch", {"on": True}))["live"]
    assert [c["gone_since"] for c in live["conversations"]] == [item["gone_since"]]
    await passes(world, 3 * MINUTE)
    assert (await desk(agent))["queue"] == []
    assert await stays(world) == ["vanished"]
    assert await abandoned(world) == 1
    live = (await boss.do("watch", {"on": True}))["live"]
    assert [(q["waiting"], q["abandoned"]) for q in live["queues"]] == [(0, 1)]
    again = await back(world, visitor)
    assert await owner(again) == "bot"
    told = await again.told("vanished")
    assert [button["code"] for button in told["buttons"]] == ["request_human", "give_feedback"]


async def test_who_comes_back_in_time_has_not_lost_the_place(world: World) -> None:
    agent, first = await world.agent("maija"), await waiting(world)
    second = await waiting(world)
    await first.close()
    await passes(world, 9 * MINUTE)
    first = await back(world, first)
    await passes(world, 20 * MINUTE)
    assert (await first.sync())["state"]["queue_place"] == 1
    assert (await second.sync())["state"]["queue_place"] == 2
    assert [item["gone_since"] for item in (await desk(agent))["queue"]] == ["", ""]
    assert [code for _, code in await first.texts()] == ["queued"]


async def test_who_was_taken_out_and_asks_again_within_the_hour_has_the_place_again(world: World) -> None:
    agent, first = await world.agent("maija"), await waiting(world, "loneliness", mode="youth")
    second = await waiting(world, "loneliness", mode="youth")
    await first.close()
    await passes(world, 5 * MINUTE)
    assert (await second.sync())["state"]["queue_place"] == 1
    await passes(world, 40 * MINUTE)
    first = await back(world, first)
    await first.sync()
    told = await first.told("vanished")
    # The young have several queues: the button leads back into the same.
    await first.do("choose", {"id": str(uuid4()), "seq": told["seq"], "index": 0})
    await first.told("queued")
    state = (await first.sync())["state"]
    assert (state["owner"], state["queue_place"]) == ("queue", 1)
    assert (await second.sync())["state"]["queue_place"] == 2
    assert [item["queue"] for item in await agent.waiting(2)] == ["loneliness", "loneliness"]
    # Asked again for something else, or after leaving by oneself, it is a new wait.
    await first.do("leave_queue", {})
    await first.do("request_human", {"queue": "loneliness"})
    assert (await first.sync())["state"]["queue_place"] == 2


async def test_an_hour_after_being_taken_out_the_place_is_gone(world: World) -> None:
    await world.agent("maija")
    first, second = await waiting(world), await waiting(world)
    await first.close()
    await passes(world, 73 * MINUTE)
    first = await back(world, first)
    assert (await first.do("request_human", {}))["state"]["queue_place"] == 2
    assert (await second.sync())["state"]["queue_place"] == 1


async def test_who_may_be_in_danger_is_never_taken_out_and_the_desk_shows_that_they_are_not_there(world: World) -> None:
    agent, visitor = await world.agent("maija"), await waiting(world)
    world.bot.alarming = {"en halua enää elää"}
    await visitor.send("en halua enää elää")
    await visitor.told("help_card")
    await visitor.close()
    await passes(world, 20 * MINUTE)
    (item,) = (await desk(agent))["queue"]
    assert (item["crisis"], bool(item["gone_since"])) == ("suspected", True)
    assert (await agent.ask("claim", about(item)))["ok"]
    await passes(world, MINUTE)
    assert [bool(one["gone_since"]) for one in (await desk(agent))["mine"]] == [True]


async def test_an_agent_sees_that_the_visitor_has_gone_and_come_back(world: World) -> None:
    agent, visitor = await world.agent("maija"), await waiting(world)
    await agent.claim_next()
    await passes(world, MINUTE)
    assert [one["gone_since"] for one in (await desk(agent))["mine"]] == [""]
    await visitor.close()
    shown = len(agent.desks)
    await passes(world, 2 * MINUTE)
    # The desk is shown anew by itself.
    await agent.until(lambda a: any(one["gone_since"] for d in a.desks[shown:] for one in d["mine"]))
    await passes(world, 20 * MINUTE)
    assert [one["conversation"] for one in (await desk(agent))["mine"]]
    await back(world, visitor)
    await passes(world, STEP)
    await agent.until(lambda a: [one["gone_since"] for one in a.desks[-1]["mine"]] == [""])


async def test_nobody_is_taken_out_for_a_service_that_was_not_looking(world: World) -> None:
    await world.agent("maija")
    visitor = await waiting(world)
    await world.service.upkeep.keep_visitors(world.service.visitors.connected())
    # It was stopped for an hour, or its database was away: browsers come back in the seconds after it.
    world.clock.advance(HOUR)
    await world.service.upkeep.keep_visitors(frozenset())
    assert await owner(visitor) == "queue"
    await passes(world, 20 * MINUTE)
    assert await owner(visitor) == "queue"


async def test_only_those_who_wait_or_are_with_an_agent_are_looked_after(world: World) -> None:
    await world.agent("maija")
    with_bot, waits = await world.visitor(), await waiting(world)
    await with_bot.send("hei")
    await passes(world, STEP)
    query = select(conversations.c.owner, conversations.c.visitor_until)
    seen = dict(await world.service.database.read(lambda c: c.execute(query).all()))
    assert seen["bot"] is None
    assert seen["queue"] > world.clock()
    assert await owner(waits) == "queue"


async def test_a_broadcast_goes_to_those_who_are_there_and_counts_no_others(world: World) -> None:
    boss = await world.agent("saara", role="supervisor")
    there, gone = await waiting(world), await waiting(world)
    await gone.close()
    await passes(world, 2 * MINUTE)
    sent = await boss.do("broadcast", {"id": str(uuid4()), "queues": ["city"], **WORDS})
    assert sent["count"] == 1
    await there.told(WORDS["fi"])
    gone = await back(world, gone)
    assert WORDS["fi"] not in [text for _, text in await gone.texts()]


async def test_who_is_not_there_is_given_to_nobody_but_keeps_the_place(tmp_path: Path, bot: ScriptedBot) -> None:
    async with open_world(tmp_path, bot, assignment="push") as world:
        agent, gone = await world.agent("maija"), await waiting(world)
        there = await waiting(world)
        await gone.close()
        await passes(world, 2 * MINUTE)
        await world.service.upkeep.keep_offers()
        held = [(item["place"], bool(item["held_until"])) for item in (await desk(agent))["queue"]]
        assert held == [(1, False), (2, True)]
        assert (await there.sync())["state"]["queue_place"] == 2


# --- the hours end


async def test_a_chat_that_goes_on_after_the_hours_survives_its_transfer(office: World) -> None:
    agent, colleague = await office.agent("maija"), await office.agent("pekka")
    visitor = await waiting(office)
    state = (await agent.claim_next())["state"]
    await later(office, 6 * HOUR + MINUTE)
    to = (await desk(colleague))["agent"]["id"]
    await agent.do("transfer", {**about(state), "agent": to})
    await office.service.upkeep.end_waits()
    assert await owner(visitor) == "queue"
    # Nobody has taken it in time: it waits on at the front, while anybody is there for it.
    await passes(office, 2 * MINUTE)
    await colleague.do("availability", {"availability": "busy"})
    await agent.do("availability", {"availability": "away"})
    await office.service.upkeep.end_waits()
    assert await owner(visitor) == "queue"
    await colleague.do("availability", {"availability": "away"})
    await office.service.upkeep.end_waits()
    assert await owner(visitor) == "bot"
    await visitor.told("queue_closed")


async def test_a_chat_that_loses_its_agent_after_the_hours_goes_to_the_front_and_stays(office: World) -> None:
    agent, _colleague = await office.agent("maija"), await office.agent("pekka")
    visitor = await waiting(office)
    await agent.claim_next()
    await later(office, 6 * HOUR + MINUTE)
    await agent.close()
    await passes(office, 2 * MINUTE)
    await visitor.told("requeued")
    await office.service.upkeep.end_waits()
    state = (await visitor.sync())["state"]
    assert (state["owner"], state["queue_place"]) == ("queue", 1)


async def test_only_this_contact_counts_as_served(office: World) -> None:
    agent = await office.agent("maija")
    visitor = await waiting(office)
    state = (await agent.claim_next())["state"]
    await agent.do("close", {**about(state), "tag": ""})
    await visitor.do("request_human", {})
    await later(office, 6 * HOUR + MINUTE)
    await office.service.upkeep.end_waits()
    assert await owner(visitor) == "bot"


async def test_who_may_be_in_danger_waits_on_while_anybody_is_there(office: World) -> None:
    agent, visitor, other = await office.agent("maija"), await waiting(office), await waiting(office)
    office.bot.alarming = {"en halua enää elää"}
    await visitor.send("en halua enää elää")
    await visitor.told("help_card")
    await later(office, 6 * HOUR + MINUTE)
    await office.service.upkeep.end_waits()
    assert [await owner(one) for one in (visitor, other)] == ["queue", "bot"]
    await agent.do("availability", {"availability": "away"})
    await office.service.upkeep.end_waits()
    assert await owner(visitor) == "bot"


async def test_a_transfer_to_a_closed_queue_is_refused_in_its_own_words(office: World) -> None:
    agent = await office.agent("maija")
    boss = await office.agent("saara", role="supervisor")
    visitor = await waiting(office)
    state = (await agent.claim_next())["state"]
    await later(office, 2 * HOUR + MINUTE)
    assert (await agent.ask("transfer", {**about(state), "queue": "permits"}))["error"] == "queue_closed"
    assert (await boss.ask("assign", {**about(state), "queue": "permits"}))["error"] == "queue_closed"
    assert await owner(visitor) == "agent"
    assert (await agent.ask("transfer", {**about(state), "queue": "city"}))["ok"]


async def test_whoever_transfers_is_told_which_queues_are_closed_and_when_they_open(office: World) -> None:
    agent = await office.agent("maija")
    boss = await office.agent("saara", role="supervisor")
    assert (await agent.do("colleagues", {}))["closed"] == []
    await waiting(office, language="sv")
    assert [one["served_in"] for one in (await agent.do("desk", {}))["desk"]["queue"]] == ["sv"]
    await agent.claim_next()
    await later(office, 2 * HOUR + MINUTE)
    next_morning = (MONDAY + timedelta(days=1)).replace(hour=8).astimezone(UTC).isoformat(timespec="milliseconds")
    opens_at = next_morning.replace("+00:00", "Z")
    shut = [("city", "sv"), *(("permits", language) for language in ("fi", "sv", "en"))]
    assert (await agent.do("colleagues", {}))["closed"] == [
        {"queue": queue, "language": language, "opens_at": opens_at} for queue, language in shut
    ]
    (mine,) = (await agent.do("desk", {}))["desk"]["mine"]
    (live,) = (await boss.do("watch", {"on": True}))["live"]["conversations"]
    assert mine["served_in"] == live["served_in"] == "sv"


async def test_a_visitor_who_changes_the_language_goes_on_being_served_by_the_hours_of_the_one_before(
    office: World,
) -> None:
    agent = await office.agent("maija")
    visitor = await waiting(office)
    await agent.claim_next()
    await later(office, 2 * HOUR + MINUTE)
    await visitor.do("set_language", {"language": "sv"})
    (mine,) = (await agent.do("desk", {}))["desk"]["mine"]
    assert (mine["language"], mine["served_in"]) == ("sv", "fi")


# --- how long it takes


async def test_while_nothing_moves_the_estimate_grows_and_says_when_it_has_lasted_longer_than_told(
    world: World,
) -> None:
    agent = await world.agent("maija")
    await paced(world, agent)
    visitor = await waiting(world)
    second = await waiting(world)
    state = (await visitor.sync())["state"]
    assert (state["wait_s"], state["is_late"]) == (120, False)
    for minutes, told in ((1, 120), (6, 420), (23, 1800), (90, 7200)):
        await later(world, minutes * MINUTE)
        state = (await visitor.sync())["state"]
        assert (state["wait_s"], state["is_late"]) == (told, minutes > 1)
    assert (await second.sync())["state"]["wait_s"] == 2 * 7200
    # Somebody who comes now is told the truth at once, and is not late.
    third = (await (await waiting(world)).sync())["state"]
    assert (third["queue_place"], third["wait_s"], third["is_late"]) == (3, 3 * 7200, False)


async def test_those_who_speak_another_language_or_are_not_there_do_not_slow_the_estimate(world: World) -> None:
    agent = await world.agent("maija", languages=("fi",))
    swede_agent = await world.agent("sven", languages=("sv",))
    swede, ghost = await waiting(world, language="sv"), await waiting(world)
    await ghost.close()
    await passes(world, 5 * MINUTE)
    await swede_agent.do("availability", {"availability": "busy"})
    for _ in range(3):
        visitor = await waiting(world)
        await passes(world, MINUTE)
        (item,) = [i for i in (await desk(agent))["queue"] if not i["gone_since"]]
        state = (await agent.do("claim", about(item)))["state"]
        await agent.do("close", {**about(state), "tag": ""})
        await visitor.close()
    visitor = await waiting(world)
    state = (await visitor.sync())["state"]
    assert state["wait_s"] <= state["queue_place"] * 60
    assert (await swede.sync())["state"]["wait_s"] is None


async def test_a_changed_estimate_is_pushed_and_an_unchanged_one_is_not(world: World) -> None:
    agent = await world.agent("maija")
    await paced(world, agent)
    visitor = await waiting(world)
    await everything_shown(world, visitor)
    await world.service.hub.show_waits()
    await visitor.sync()
    shown = len(visitor.states)
    assert {state["wait_s"] for state in visitor.states} == {120}
    await passes(world, MINUTE)
    await world.service.hub.show_waits()
    await visitor.sync()
    assert len(visitor.states) == shown
    await passes(world, 3 * MINUTE)
    await world.service.hub.show_waits()
    await visitor.until(lambda v: len(v.states) > shown)
    assert (visitor.states[-1]["wait_s"], visitor.states[-1]["is_late"]) == (240, True)


async def test_a_callback_is_advised_by_itself_as_the_end_of_the_hours_comes_near(office: World) -> None:
    agent = await office.agent("maija")
    await later(office, 4 * HOUR)
    await paced(office, agent)
    visitor = await waiting(office)
    assert (await visitor.sync())["state"]["callback"] == "possible"
    await later(office, 100 * MINUTE)
    await office.service.hub.show_waits()
    await visitor.until(lambda v: v.states and v.states[-1]["callback"] == "advised")


async def test_where_nobody_knows_how_long_it_takes_a_callback_is_advised_near_the_end(office: World) -> None:
    await office.agent("maija")
    visitor = await waiting(office)
    await later(office, 5 * HOUR + 40 * MINUTE)
    state = (await visitor.sync())["state"]
    assert (state["wait_s"], state["callback"]) == (None, "possible")
    await later(office, 10 * MINUTE)
    assert (await visitor.sync())["state"]["callback"] == "advised"


# --- a case instead


def feedback(**how: Any) -> dict[str, Any]:
    text = "Katuvalo on ollut rikki jo viikon."
    return {"id": str(uuid4()), "kind": "complaint", "text": text, "instead_of_waiting": True, **how}


async def test_a_case_instead_of_waiting_ends_the_wait_which_is_not_abandoned(world: World) -> None:
    agent, visitor = await world.agent("maija"), await waiting(world)
    await agent.waiting()
    form = feedback()
    received = await visitor.do("feedback", form)
    assert await owner(visitor) == "bot"
    assert (await visitor.told("case_received"))["event"]["case_code"] == received["code"]
    assert await agent.waiting(0) == []
    assert (await stays(world), await abandoned(world)) == (["case"], 0)
    stored = await world.service.database.read(lambda c: c.execute(select(cases)).all())
    assert [(row.code, row.text) for row in stored] == [(received["code"], form["text"])]
    # Waiting again, a late copy of the request changes nothing.
    await visitor.do("request_human", {})
    assert (await visitor.do("feedback", form))["code"] == received["code"]
    assert await owner(visitor) == "queue"
    assert [code for _, code in await visitor.texts()] == ["queued", "case_received", "queued"]


async def test_feedback_about_something_else_leaves_the_place(world: World) -> None:
    await world.agent("maija")
    visitor = await waiting(world)
    await visitor.do("feedback", feedback(instead_of_waiting=False))
    assert await owner(visitor) == "queue"
    assert [code for _, code in await visitor.texts()] == ["queued", "case_received"]


async def test_an_agent_who_was_first_keeps_the_conversation_and_sees_the_case(world: World) -> None:
    agent, visitor = await world.agent("maija"), await waiting(world)
    await agent.claim_next()
    await visitor.do("feedback", feedback())
    assert await owner(visitor) == "agent"
    assert [code for _, code in await visitor.texts()] == ["queued", "agent_joined", "case_received"]
    assert await stays(world) == ["claimed"]


# --- another language


async def test_going_over_to_a_language_whose_hours_are_over_keeps_the_place(office: World) -> None:
    agent = await office.agent("maija", languages=("fi",))
    visitor = await waiting(office)
    await later(office, 3 * HOUR)
    state = (await visitor.do("set_language", {"language": "sv"}))["state"]
    assert (state["owner"], state["language"], state["agents_available"]) == ("queue", "sv", True)
    await office.service.upkeep.end_waits()
    (item,) = (await desk(agent))["queue"]
    assert item["language"] == "sv"
    assert (await agent.ask("claim", about(item)))["ok"]


async def test_going_over_to_a_language_that_somebody_serves_moves_the_wait(office: World) -> None:
    finn, swede = await office.agent("maija", languages=("fi",)), await office.agent("sven", languages=("sv",))
    visitor = await waiting(office)
    await visitor.do("set_language", {"language": "en"})
    assert len((await desk(finn))["queue"]) == 1
    await visitor.do("set_language", {"language": "sv"})
    assert (await desk(finn))["queue"] == []
    (item,) = (await desk(swede))["queue"]
    assert (await finn.ask("claim", about(item)))["error"] == "forbidden"
    assert (await swede.ask("claim", about(item)))["ok"]


async def test_a_lost_chat_waits_by_the_language_in_which_it_was_promised(office: World) -> None:
    agent, colleague = [await office.agent(name, languages=("fi",)) for name in ("maija", "pekka")]
    visitor = await waiting(office)
    await agent.claim_next()
    await visitor.do("set_language", {"language": "sv"})
    await agent.close()
    await passes(office, 2 * MINUTE)
    await visitor.told("requeued")
    (item,) = (await desk(colleague))["queue"]
    assert (await colleague.ask("claim", about(item)))["ok"]


async def test_who_is_practised_with_is_never_away(world: World) -> None:
    agent = await world.agent("maija")
    await agent.do("practise", {"scenario": "hurried_about_fee", "language": "fi"})
    await later(world, HOUR)
    await passes(world, 5 * MINUTE)
    assert (await desk(agent))["practice"]["gone_since"] == ""
