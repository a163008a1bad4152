"""Giving conversations on, taking them with the right skills, and working in one together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient, VisitorClient


@pytest.fixture
async def pushing(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path, bot, assignment="push") as world:
        yield world


async def waiting_visitor(world: World, **how: str) -> VisitorClient:
    visitor = await world.visitor(**how)
    await visitor.do("request_human", {"queue": "loneliness"} if how.get("mode") == "youth" else {})
    return visitor


async def desk(agent: AgentClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await agent.do("desk", {}))["desk"]
    return shown


async def taken(world: World, agent: AgentClient) -> tuple[VisitorClient, dict[str, Any]]:
    visitor = await waiting_visitor(world)
    return visitor, (await agent.claim_next())["state"]


async def agent_id(agent: AgentClient) -> str:
    found: str = (await desk(agent))["agent"]["id"]
    return found


def about(state: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": state["conversation"], "version": state["version"]}


# --- skills and seats


async def test_only_agents_with_the_skill_see_and_take_a_conversation(world: World) -> None:
    swede = await world.agent("maija", languages=("sv",))
    youth = await world.agent("pekka", queues=("loneliness",))
    finn = await world.agent("aino", languages=("fi", "en"), queues=("city",))
    await waiting_visitor(world)
    (item,) = (await desk(finn))["queue"]
    assert (await desk(swede))["queue"] == (await desk(youth))["queue"] == []
    for stranger in (swede, youth):
        assert (await stranger.ask("claim", about(item)))["error"] == "forbidden"
    assert (await finn.ask("claim", about(item)))["ok"]


async def test_a_person_is_promised_only_if_somebody_speaks_the_language(world: World) -> None:
    await world.agent("maija", languages=("sv",))
    finn, swede = await world.visitor(), await world.visitor(language="sv")
    assert (await finn.do("request_human", {}))["outcome"] == "no_agents"
    assert (await swede.do("request_human", {}))["outcome"] == "queued"
    assert not (await finn.sync())["state"]["agents_available"]


async def test_a_person_is_promised_only_if_somebody_serves_the_topic(world: World) -> None:
    await world.agent("maija", queues=("city",))
    young = await world.visitor(mode="youth")
    assert (await young.do("request_human", {"queue": "loneliness"}))["outcome"] == "no_agents"


async def test_an_agent_takes_no_more_than_there_are_seats_unless_somebody_is_in_danger(world: World) -> None:
    agent = await world.agent("maija", seats=1)
    await taken(world, agent)
    other = await waiting_visitor(world)
    (item,) = await agent.waiting()
    assert (await agent.ask("claim", about(item)))["error"] == "no_seat"
    world.bot.alarming = {"en halua enää elää"}
    await other.send("en halua enää elää")
    await other.told("help_card")
    (item,) = (await desk(agent))["queue"]
    assert (await agent.ask("claim", about(item)))["ok"]


async def test_with_everybody_away_nobody_can_wait(world: World) -> None:
    agent = await world.agent("maija")
    await agent.do("availability", {"availability": "away"})
    assert (await (await world.visitor()).do("request_human", {}))["outcome"] == "no_agents"


@pytest.mark.parametrize("availability", ["busy", "on_break"])
async def test_with_everybody_busy_one_can_wait_and_is_told_so(world: World, availability: str) -> None:
    agent = await world.agent("maija")
    await agent.do("availability", {"availability": availability})
    visitor = await world.visitor()
    answer = await visitor.do("request_human", {})
    state = answer["state"]
    assert (answer["outcome"], state["agents_available"], state["agents_here"]) == ("queued", False, True)
    await agent.do("availability", {"availability": "away"})
    await visitor.until(lambda v: v.states and not v.states[-1]["agents_here"])


# --- given to agents


async def test_a_conversation_is_held_for_the_longest_idle_agent_with_a_free_seat(pushing: World) -> None:
    first = await pushing.agent("aino", seats=1)
    second = await pushing.agent("maija")
    await pushing.agent("pekka", languages=("sv",))
    await waiting_visitor(pushing)
    await pushing.service.upkeep.keep_offers()
    (item,) = (await desk(first))["queue"]
    assert item["held_until"]
    assert (await desk(second))["queue"] == []
    assert (await second.ask("claim", about(item)))["error"] == "conflict"
    assert (await first.ask("claim", about(item)))["ok"]
    await waiting_visitor(pushing)
    await pushing.service.upkeep.keep_offers()
    assert (await desk(first))["queue"] == []
    assert [i["held_until"] != "" for i in (await desk(second))["queue"]] == [True]


async def test_what_is_not_opened_in_time_goes_to_the_next(pushing: World) -> None:
    first, second = await pushing.agent("aino"), await pushing.agent("maija")
    await waiting_visitor(pushing)
    await pushing.service.upkeep.keep_offers()
    assert len((await desk(first))["queue"]) == 1
    pushing.clock.advance(timedelta(seconds=31))
    await pushing.service.upkeep.keep_offers()
    assert (await desk(first))["queue"] == []
    (item,) = (await desk(second))["queue"]
    assert (await second.ask("claim", about(item)))["ok"]


async def test_without_a_free_seat_it_waits_for_one(pushing: World) -> None:
    agent = await pushing.agent("aino", seats=1)
    await waiting_visitor(pushing)
    await pushing.service.upkeep.keep_offers()
    (item,) = (await desk(agent))["queue"]
    state = (await agent.do("claim", about(item)))["state"]
    await waiting_visitor(pushing)
    await pushing.service.upkeep.keep_offers()
    assert [i["held_until"] for i in (await desk(agent))["queue"]] == [""]
    await agent.do("close", about(state))
    await pushing.service.upkeep.keep_offers()
    assert [i["held_until"] != "" for i in (await desk(agent))["queue"]] == [True]


# --- transfers


async def test_a_conversation_goes_to_the_front_of_another_queue(world: World) -> None:
    agent = await world.agent("maija")
    young = await waiting_visitor(world, mode="youth")
    state = (await agent.claim_next())["state"]
    other = await world.visitor(mode="youth")
    await other.do("request_human", {"queue": "violence"})
    await agent.do("transfer", {**about(state), "queue": "violence"})
    event = (await young.told("transferred"))["event"]
    assert (event["name"], event["to"]) == ("Agent Maija", "Väkivalta ja kiusaaminen")
    assert [(i["queue"], i["place"]) for i in (await desk(agent))["queue"]] == [("violence", 1), ("violence", 2)]
    assert (await desk(agent))["queue"][0]["conversation"] == state["conversation"]
    assert (await young.sync())["state"]["queue_place"] == 1


async def test_a_transfer_to_a_queue_that_nobody_serves_or_that_is_not_of_the_chat_is_refused(world: World) -> None:
    agent = await world.agent("maija", queues=("city",))
    _, state = await taken(world, agent)
    assert (await agent.ask("transfer", {**about(state), "queue": "violence"}))["error"] == "not_found"
    await agent.do("availability", {"availability": "busy"})
    assert (await agent.ask("transfer", {**about(state), "queue": "city"}))["error"] == "conflict"
    assert (await agent.ask("transfer", about(state)))["error"] == "invalid_payload"
    assert [item["conversation"] for item in (await desk(agent))["mine"]] == [state["conversation"]]


async def test_a_colleague_gets_a_transfer_for_themselves(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka", languages=("sv",), seats=1)
    third = await world.agent("aino")
    visitor, state = await taken(world, agent)
    await agent.do("transfer", {**about(state), "agent": await agent_id(colleague)})
    assert (await visitor.told("transferred"))["event"]["to"] == "Agent Pekka"
    assert (await desk(third))["queue"] == (await desk(agent))["queue"] == []
    (item,) = (await desk(colleague))["queue"]
    assert item["held_by"] == "Agent Maija"
    assert (await third.ask("claim", about(item)))["error"] == "conflict"
    claimed = await colleague.do("claim", about(item))
    assert claimed["state"]["agent_name"] == "Agent Pekka"
    await visitor.send("hei")
    await colleague.told(state["conversation"], "hei")


@pytest.mark.parametrize("how", ["declined", "lapsed", "gone"])
async def test_a_transfer_that_nobody_takes_is_found_by_everybody_at_the_front(world: World, how: str) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    later = await waiting_visitor(world)
    await agent.do("transfer", {**about(state), "agent": await agent_id(colleague)})
    if how == "declined":
        await colleague.do("decline", {"conversation": state["conversation"]})
    else:
        if how == "gone":
            await colleague.close()
        world.clock.advance(timedelta(seconds=61))
        await world.service.upkeep.keep_offers()
    first, _second = (await desk(agent))["queue"]
    assert (first["conversation"], first["held_by"], first["held_until"]) == (state["conversation"], "", "")
    await agent.do("claim", about(first))
    (note,) = (await agent.do("notes", {"conversation": state["conversation"]}))["notes"]
    assert (note["kind"], note["name"]) == ("not_taken", "Agent Pekka")
    assert (await visitor.sync())["state"]["owner"] == "agent"
    assert (await later.sync())["state"]["queue_place"] == 1


async def test_a_transfer_takes_its_note_along_or_leaves_none(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    _, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    note = {"id": str(uuid4()), "text": "tunnus 010594Y9032, odottaa päätöstä"}
    transfer = {**about(state), "agent": await agent_id(colleague), "note": note}
    refused = {**transfer, "agent": str(uuid4())}
    assert (await agent.ask("transfer", refused))["error"] == "not_found"
    assert (await agent.ask("transfer", {**transfer, "version": state["version"] - 1}))["error"] == "conflict"
    assert (await agent.do("notes", conversation))["notes"] == []
    await agent.do("transfer", transfer)
    await colleague.claim_next()
    (kept,) = (await colleague.do("notes", conversation))["notes"]
    assert (kept["id"], kept["name"]) == (note["id"], "Agent Maija")
    assert "päätöstä" in kept["text"]
    assert "010594Y9032" not in kept["text"]


async def test_nothing_is_transferred_to_who_is_not_there(world: World) -> None:
    agent, away = await world.agent("maija"), await world.agent("pekka", on_duty=False)
    _, state = await taken(world, agent)
    transfer = {**about(state), "agent": await agent_id(away)}
    assert (await agent.ask("transfer", transfer))["error"] == "conflict"
    assert (await agent.ask("transfer", {**transfer, "agent": str(uuid4())}))["error"] == "not_found"
    assert (await agent.ask("transfer", {**transfer, "agent": await agent_id(agent)}))["error"] == "not_found"


async def test_an_older_version_transfers_nothing(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    _, state = await taken(world, agent)
    transfer = {"conversation": state["conversation"], "version": state["version"] - 1}
    assert (await agent.ask("transfer", {**transfer, "agent": await agent_id(colleague)}))["error"] == "conflict"
    assert (await colleague.ask("transfer", {**about(state), "queue": "city"}))["error"] == "not_found"


async def test_who_has_declined_a_conversation_is_not_offered_it_again_at_once(pushing: World) -> None:
    agent = await pushing.agent("maija")
    visitor = await waiting_visitor(pushing)
    await pushing.service.upkeep.keep_offers()
    (item,) = await agent.waiting()
    assert item["held_until"]
    await agent.do("decline", {"conversation": item["conversation"]})
    for _ in range(3):
        pushing.clock.advance(timedelta(minutes=1))
        await pushing.service.accounts.keep_present([await agent_id(agent)])
        await pushing.service.upkeep.keep_visitors(pushing.service.visitors.connected())
        await pushing.service.upkeep.keep_offers()
        # It waits for everybody, whoever declined it included.
        assert [one["held_until"] for one in (await desk(agent))["queue"]] == [""]
    other = await pushing.agent("pekka")
    await pushing.service.upkeep.keep_offers()
    assert (await desk(agent))["queue"] == []
    (held,) = (await desk(other))["queue"]
    assert held["held_until"]
    await other.do("decline", {"conversation": item["conversation"]})
    pushing.clock.advance(timedelta(minutes=3))
    await pushing.service.accounts.keep_present([await agent_id(agent)])
    await pushing.service.upkeep.keep_visitors(pushing.service.visitors.connected())
    await pushing.service.upkeep.keep_offers()
    (held,) = (await desk(agent))["queue"]
    assert held["held_until"]
    assert (await visitor.sync())["state"]["owner"] == "queue"


# --- colleagues


async def test_an_invited_colleague_reads_and_speaks_and_the_visitor_sees_who_came(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    assert (await colleague.ask("sync", conversation))["error"] == "not_found"
    await agent.do("invite", {**conversation, "agent": await agent_id(colleague)})
    ((invitation,),) = ((await desk(colleague))["invitations"],)
    assert (invitation["conversation"], invitation["by"]) == (state["conversation"], "Agent Maija")
    assert (await colleague.ask("sync", conversation))["error"] == "not_found"
    answered = (await colleague.do("answer_invitation", {**conversation, "accept": True}))["desk"]
    assert [item["owner"]["name"] for item in answered["mine"]] == ["Agent Maija"]
    assert (await visitor.told("colleague_joined"))["event"]["name"] == "Agent Pekka"

    await visitor.send("kiitos")
    await agent.told(state["conversation"], "kiitos")
    await colleague.told(state["conversation"], "kiitos")
    await colleague.send(state["conversation"], "täällä Pekka")
    assert (await visitor.told("täällä Pekka"))["name"] == "Agent Pekka"
    await agent.told(state["conversation"], "täällä Pekka")

    for request, more in (("close", {}), ("return", {}), ("transfer", {"queue": "city"})):
        assert (await colleague.ask(request, {**about(state), **more}))["error"] == "not_found"
    await colleague.do("leave", conversation)
    await visitor.told("colleague_left")
    assert (await colleague.ask("sync", conversation))["error"] == "not_found"
    assert (await agent.ask("leave", conversation))["error"] == "not_found"


async def test_a_declined_invitation_leaves_everything_as_it_was(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    await agent.do("invite", {**conversation, "agent": await agent_id(colleague)})
    await colleague.do("answer_invitation", {**conversation, "accept": False})
    assert (await colleague.ask("answer_invitation", {**conversation, "accept": True}))["error"] == "not_found"
    assert [code for _, code in await visitor.texts()] == ["queued", "agent_joined"]


@pytest.mark.parametrize("how", ["declined", "lapsed"])
async def test_who_has_asked_a_colleague_in_is_told_that_the_colleague_does_not_come(world: World, how: str) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    invitation = {**conversation, "agent": await agent_id(colleague)}
    await agent.do("invite", invitation)
    world.clock.advance(timedelta(seconds=110))
    await world.service.upkeep.end_invitations()
    assert [item["conversation"] for item in (await desk(colleague))["invitations"]] == [state["conversation"]]
    assert agent.noted == []
    if how == "declined":
        await colleague.do("answer_invitation", {**conversation, "accept": False})
    else:
        world.clock.advance(timedelta(seconds=11))
        await world.service.upkeep.end_invitations()
    await agent.until(lambda c: c.noted == [state["conversation"]])
    (note,) = (await agent.do("notes", conversation))["notes"]
    assert (note["kind"], note["name"], note["text"]) == ("not_joined", "Agent Pekka", "")
    assert (await desk(colleague))["invitations"] == []
    assert (await desk(agent))["mine"][0]["invited"] == []
    assert (await colleague.ask("answer_invitation", {**conversation, "accept": True}))["error"] == "not_found"
    # Asked again, and in time.
    await world.service.accounts.keep_present([invitation["agent"]])
    await agent.do("invite", invitation)
    await colleague.do("answer_invitation", {**conversation, "accept": True})
    assert [code for _, code in await visitor.texts()] == ["queued", "agent_joined", "colleague_joined"]


@pytest.mark.parametrize("ending", ["close", "return", "lost", "visitor"])
async def test_colleagues_go_with_the_agent_who_had_it(world: World, ending: str) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    await agent.do("invite", {**conversation, "agent": await agent_id(colleague)})
    await colleague.do("answer_invitation", {**conversation, "accept": True})
    if ending == "lost":
        await agent.close()
        world.clock.advance(timedelta(seconds=46))
        await world.service.upkeep.keep_leases({await agent_id(colleague)})
    elif ending == "visitor":
        await visitor.do("close", {})
    else:
        await agent.do(ending, about(state))
    await colleague.until(lambda c: c.states[-1]["owner"] != "agent")
    assert (await desk(colleague))["mine"] == []
    assert (await colleague.ask("send", {**conversation, "id": str(uuid4()), "text": "hei"}))["error"] == "not_found"


async def test_whoever_is_there_is_told_with_how_much_they_have(world: World) -> None:
    agent = await world.agent("maija")
    await world.agent("pekka", queues=("city",), languages=("fi", "sv"), seats=2)
    await world.agent("aino", on_duty=False)
    await taken(world, agent)
    shown = {one["name"]: one for one in (await agent.do("colleagues", {}))["colleagues"]}
    assert set(shown) == {"Agent Pekka", "Agent Aino"}
    pekka = shown["Agent Pekka"]
    assert (pekka["availability"], pekka["taken"], pekka["seats"]) == ("available", 0, 2)
    assert (pekka["queues"], pekka["languages"]) == (["city"], ["fi", "sv"])
    assert shown["Agent Aino"]["availability"] == "away"


# --- notes and topics


async def test_notes_are_for_agents_only_and_follow_the_conversation(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    visitor, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    note = {**conversation, "id": str(uuid4()), "text": "tunnus 010594Y9032"}
    assert (await colleague.ask("note", note))["error"] == "not_found"
    await agent.do("note", note)
    (kept,) = (await agent.do("note", note))["notes"]
    assert kept["name"] == "Agent Maija"
    assert "010594Y9032" not in kept["text"]
    assert (await colleague.ask("notes", conversation))["error"] == "not_found"
    await agent.do("transfer", {**about(state), "agent": await agent_id(colleague)})
    await colleague.claim_next()
    assert (await colleague.do("notes", conversation))["notes"] == [kept]
    assert not [text for _, text in await visitor.texts() if "tunnus" in text]


async def test_a_note_is_shown_at_once_to_colleagues_in_the_conversation(world: World) -> None:
    agent, colleague = await world.agent("maija"), await world.agent("pekka")
    _, state = await taken(world, agent)
    conversation = {"conversation": state["conversation"]}
    await agent.do("invite", {**conversation, "agent": await agent_id(colleague)})
    await colleague.do("answer_invitation", {**conversation, "accept": True})
    await agent.do("note", {**conversation, "id": str(uuid4()), "text": "soita isännöitsijälle"})
    await colleague.until(lambda c: c.noted == [state["conversation"]])


async def test_closing_keeps_what_it_was_about(world: World) -> None:
    agent = await world.agent("maija")
    visitor, state = await taken(world, agent)
    assert (await agent.ask("close", {**about(state), "tag": "nonsense"}))["error"] == "invalid_payload"
    await agent.do("close", {**about(state), "tag": "housing"})
    tags = (await desk(agent))["tags"]
    assert {"id": "housing", "modes": ["city"], "fi": "Asuminen", "sv": "Boende", "en": "Housing"} in tags
    kept = await world.service.database.read(
        lambda c: c.exec_driver_sql("SELECT tag FROM conversations").scalars().all()
    )
    assert kept == ["housing"]
    await visitor.told("closed_by_agent")
