"""What supervisors see and do: the live view, anybody's conversation, one message to everybody who waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.handoff.conftest import World
from tests.support.clients import AgentClient, VisitorClient

WORDS = {"fi": "Ruuhkaa, odotathan.", "sv": "Det är kö, vänta lite.", "en": "It is busy, please wait."}


async def supervisor(world: World, username: str = "saara", **how: Any) -> AgentClient:
    return await world.agent(username, role="supervisor", **how)


async def waiting(world: World, **how: str) -> VisitorClient:
    visitor = await world.visitor(**how)
    await visitor.do("request_human", {"queue": "loneliness"} if how.get("mode") == "youth" else {})
    return visitor


async def taken(world: World, agent: AgentClient) -> tuple[VisitorClient, dict[str, Any]]:
    visitor = await waiting(world)
    return visitor, (await agent.claim_next())["state"]


async def desk(agent: AgentClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await agent.do("desk", {}))["desk"]
    return shown


async def agent_id(agent: AgentClient) -> str:
    found: str = (await desk(agent))["agent"]["id"]
    return found


async def live(agent: AgentClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await agent.do("watch", {"on": True}))["live"]
    return shown


def about(state: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": state["conversation"], "version": state["version"]}


# --- live view


async def test_the_live_view_counts_by_queue_and_language(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija", seats=3, languages=("fi", "en"))
    await taken(world, agent)
    left = await waiting(world)
    await left.do("leave_queue", {})
    closed = await waiting(world, language="en")
    await closed.do("close", {})
    await waiting(world, language="en")
    shown = await live(boss)
    queues = {(q["queue"], q["language"]): q for q in shown["queues"]}
    finnish, english = queues["city", "fi"], queues["city", "en"]
    assert (finnish["waiting"], finnish["claimed"], finnish["abandoned"], finnish["longest_since"]) == (0, 1, 1, "")
    assert (english["waiting"], english["claimed"], english["abandoned"]) == (1, 0, 1)
    assert english["longest_since"]
    maija = next(a for a in shown["agents"] if a["name"] == "Agent Maija")
    assert (maija["availability"], maija["taken"], maija["seats"], maija["is_connected"]) == ("available", 1, 3, True)
    assert maija["languages"] == ["fi", "en"]
    assert maija["since"]
    assert {(c["is_waiting"], c["agent_name"]) for c in shown["conversations"]} == {(False, "Agent Maija"), (True, "")}
    assert all(c["since"] for c in shown["conversations"])


async def test_figures_are_of_the_last_hour(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    _, state = await taken(world, agent)
    await agent.do("close", about(state))
    assert [q["claimed"] for q in (await live(boss))["queues"]] == [1]
    world.clock.advance(timedelta(minutes=61))
    # At each heartbeat, for time passes without anybody doing anything.
    await world.service.hub.show_live()
    await boss.until(lambda c: c.lives and c.lives[-1]["queues"] == [])


async def test_the_live_view_never_shows_what_was_said(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    visitor, state = await taken(world, agent)
    await visitor.send("salainen asia")
    await agent.send(state["conversation"], "salainen vastaus")
    assert "salainen" not in str(await live(boss))


async def test_who_watches_is_shown_every_change_and_others_are_not(world: World) -> None:
    boss, other, agent = await supervisor(world), await supervisor(world, "sami"), await world.agent("maija")
    await live(boss)
    await waiting(world)
    await boss.until(lambda c: c.lives and len(c.lives[-1]["conversations"]) == 1)
    await agent.claim_next()
    await boss.until(lambda c: not c.lives[-1]["conversations"][0]["is_waiting"])
    await agent.do("availability", {"availability": "busy"})
    await boss.until(lambda c: any(a["availability"] == "busy" for a in c.lives[-1]["agents"]))
    assert other.lives == []
    assert (await boss.do("watch", {"on": False}))["live"] is None
    seen = len(boss.lives)
    await waiting(world)
    await boss.waiting()
    await other.waiting()
    assert len(boss.lives) == seen


async def test_a_danger_is_marked_in_the_live_view(world: World) -> None:
    boss, _ = await supervisor(world), await world.agent("maija")
    world.bot.alarming = {"en halua enää elää"}
    visitor = await waiting(world)
    await visitor.send("en halua enää elää")
    await visitor.told("help_card")
    assert [c["crisis"] for c in (await live(boss))["conversations"]] == ["suspected"]


# --- anybody's conversation


async def test_a_supervisor_takes_a_conversation_from_an_agent(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    visitor, state = await taken(world, agent)
    await visitor.send("hei")
    (shown,) = (await live(boss))["conversations"]
    answer = await boss.do("take_over", about(shown))
    assert answer["state"]["agent_name"] == "Agent Saara"
    assert "hei" in [message["text"] for message in answer["messages"]]
    await visitor.until(lambda c: c.states[-1]["agent_name"] == "Agent Saara")
    await agent.until(lambda c: c.desks and c.desks[-1]["mine"] == [])
    assert (await agent.ask("send", {"conversation": state["conversation"], "id": str(uuid4()), "text": "x"}))[
        "error"
    ] == "not_found"
    await boss.send(state["conversation"], "nyt minä")
    assert (await visitor.told("nyt minä"))["name"] == "Agent Saara"


async def test_a_supervisor_takes_what_waits_whoever_it_is_held_for(world: World) -> None:
    boss, agent, other = await supervisor(world), await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    await agent.do("transfer", {**about(state), "agent": await agent_id(other)})
    (shown,) = (await live(boss))["conversations"]
    assert (shown["is_waiting"], shown["agent_name"]) == (True, "Agent Pekka")
    await boss.do("take_over", about(shown))
    assert (await desk(other))["queue"] == []
    assert (await visitor.sync())["state"]["agent_name"] == "Agent Saara"


async def test_of_two_who_take_it_over_one_gets_it(world: World) -> None:
    boss, other, agent = await supervisor(world), await supervisor(world, "sami"), await world.agent("maija")
    _, state = await taken(world, agent)
    assert (await boss.ask("take_over", about(state)))["ok"]
    assert (await other.ask("take_over", about(state)))["error"] == "conflict"
    assert (await boss.ask("take_over", {"conversation": str(uuid4()), "version": 1}))["error"] == "conflict"


@pytest.mark.parametrize("is_waiting", [True, False])
async def test_a_conversation_is_held_for_the_agent_to_whom_it_is_assigned(world: World, is_waiting: bool) -> None:
    boss, agent, third = await supervisor(world), await world.agent("maija"), await world.agent("aino")
    chosen = await world.agent("pekka", languages=("sv",), seats=1)
    visitor = await waiting(world)
    if not is_waiting:
        await agent.claim_next()
    (shown,) = (await live(boss))["conversations"]
    await boss.do("assign", {**about(shown), "agent": await agent_id(chosen)})
    event = (await visitor.told("transferred"))["event"]
    assert (event["name"], event["to"]) == ("Agent Saara", "Agent Pekka")
    assert (await desk(third))["queue"] == (await desk(agent))["mine"] == []
    (item,) = (await desk(chosen))["queue"]
    assert item["held_by"] == "Agent Saara"
    assert (await chosen.do("claim", about(item)))["state"]["agent_name"] == "Agent Pekka"
    # A wait that a supervisor moved on was not abandoned.
    assert [q["abandoned"] for q in (await live(boss))["queues"]] == [0]


async def test_a_waiting_conversation_that_is_assigned_has_waited_since_it_came(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    await waiting(world)
    (before,) = (await live(boss))["conversations"]
    world.clock.advance(timedelta(minutes=3))
    await agent.do("availability", {"availability": "available"})
    await boss.do("assign", {**about(before), "agent": await agent_id(agent)})
    (after,) = (await live(boss))["conversations"]
    assert after["since"] == before["since"]


async def test_a_conversation_goes_back_to_a_queue(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    visitor, state = await taken(world, agent)
    await boss.do("assign", {**about(state), "queue": "city"})
    assert (await visitor.told("transferred"))["event"]["to"]
    assert (await desk(agent))["mine"] == []
    assert [i["conversation"] for i in (await desk(agent))["queue"]] == [state["conversation"]]
    assert (await visitor.sync())["state"]["queue_place"] == 1
    await agent.until(lambda c: any(s["owner"] == "queue" for s in c.states))


async def test_nothing_is_assigned_to_who_is_not_there_nor_on_an_older_version(world: World) -> None:
    boss, agent, away = await supervisor(world), await world.agent("maija"), await world.agent("pekka", on_duty=False)
    _, state = await taken(world, agent)
    assign = {**about(state), "agent": await agent_id(away)}
    assert (await boss.ask("assign", assign))["error"] == "conflict"
    assert (await boss.ask("assign", {**assign, "agent": str(uuid4())}))["error"] == "not_found"
    assert (await boss.ask("assign", {**assign, "queue": "city"}))["error"] == "invalid_payload"
    assert (await boss.ask("assign", {**about(state), "queue": "violence"}))["error"] == "not_found"
    older = {"conversation": state["conversation"], "version": state["version"] - 1, "queue": "city"}
    assert (await boss.ask("assign", older))["error"] == "conflict"
    assert [i["conversation"] for i in (await desk(agent))["mine"]] == [state["conversation"]]


# --- one reply to many


async def test_one_message_reaches_everybody_who_waits_in_their_language(world: World) -> None:
    boss, agent = await supervisor(world), await world.agent("maija")
    served, _ = await taken(world, agent)
    finn, swede = await waiting(world), await waiting(world, language="sv")
    young = await waiting(world, mode="youth")
    bots = await world.visitor()
    await bots.send("hei")
    answer = await boss.do("broadcast", {"id": str(uuid4()), "queues": ["city"], **WORDS})
    assert answer["count"] == 2
    assert (await finn.told(WORDS["fi"]))["name"] == "Agent Saara"
    assert (await swede.told(WORDS["sv"]))["author"] == "agent"
    for other in (served, young, bots):
        assert not any(m["text"] in WORDS.values() for m in (await other.sync())["messages"])


async def test_a_message_to_many_that_is_sent_again_is_there_once(world: World) -> None:
    boss, _ = await supervisor(world), await world.agent("maija")
    first = await waiting(world)
    message = {"id": str(uuid4()), "queues": ["city"], **WORDS}
    assert (await boss.do("broadcast", message))["count"] == 1
    later = await waiting(world)
    assert (await boss.do("broadcast", message))["count"] == 2
    for visitor in (first, later):
        synced = await visitor.sync()
        assert [m["text"] for m in synced["messages"]].count(WORDS["fi"]) == 1
        assert [m["seq"] for m in synced["messages"]] == list(range(1, synced["state"]["last_seq"] + 1))


async def test_a_message_to_many_needs_all_three_languages_and_known_queues(world: World) -> None:
    boss = await supervisor(world)
    message = {"id": str(uuid4()), "queues": ["city"], **WORDS}
    assert (await boss.ask("broadcast", {**message, "sv": " "}))["error"] == "invalid_payload"
    assert (await boss.ask("broadcast", {**message, "queues": []}))["error"] == "invalid_payload"
    assert (await boss.ask("broadcast", {**message, "queues": ["nothing"]}))["error"] == "invalid_payload"


# --- leaving for the day


async def test_who_leaves_for_the_day_leaves_nobody_waiting_for_them(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    _, other = await taken(world, colleague)
    await colleague.do("invite", {"conversation": other["conversation"], "agent": await agent_id(agent)})
    await agent.do("answer_invitation", {"conversation": other["conversation"], "accept": True})
    later = await waiting(world)
    shown = (await agent.do("finish_day", {}))["desk"]
    assert (shown["agent"]["availability"], shown["mine"]) == ("away", [])
    event = (await visitor.told("transferred"))["event"]
    assert (event["name"], bool(event["to"])) == ("Agent Maija", True)
    assert (await visitor.sync())["state"]["queue_place"] == 1
    assert (await later.sync())["state"]["queue_place"] == 2
    (mine,) = (await desk(colleague))["mine"]
    assert mine["members"] == []
    first = (await desk(colleague))["queue"][0]
    assert first["conversation"] == state["conversation"]
    assert (await colleague.do("claim", about(first)))["ok"]
