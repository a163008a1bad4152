"""A form that was left for a person: the bot goes on with it after the return, or the agent finishes it."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from handoff.storage.tables import cases, outbox
from tests.handoff.conftest import World
from tests.support.clients import AgentClient, VisitorClient

FORM = {"form": "feedback_form", "step": "feedback_place", "slots": {"feedback_kind": "idea"}}
GIVEN = {"kind": "idea", "text": "Lisää penkkejä puistoon!", "place": " Esplanadi ", "email": "kaisa@example.org"}
ASKED = {language: f"feedback_place in {language}?" for language in ("fi", "sv", "en")}


async def left(
    world: World, language: str = "fi", mode: str = "city"
) -> tuple[AgentClient, VisitorClient, dict[str, Any]]:
    """Return an agent with the conversation of a visitor who has left a form, and its state."""
    agent, visitor = await world.agent("maija"), await world.visitor(language=language, mode=mode)
    await visitor.send("palautetta")
    await visitor.told("bot: palautetta")
    await visitor.do("request_human", {"queue": "loneliness" if mode == "youth" else ""})
    state = (await agent.claim_next())["state"]
    world.bot.forms[state["conversation"]] = FORM
    return agent, visitor, state


async def given_back(agent: AgentClient, state: dict[str, Any]) -> None:
    await agent.do("return", {"conversation": state["conversation"], "version": state["version"]})


async def settled(world: World) -> None:
    """Wait until every question that was about to be asked is asked or dropped."""
    await asyncio.gather(*world.service.resuming._asking)


async def finish(agent: AgentClient, state: dict[str, Any], **changes: str) -> dict[str, Any]:
    payload = {"conversation": state["conversation"], "id": str(uuid4()), **GIVEN, **changes}
    return await agent.do("finish_form", payload)


async def stored(world: World) -> list[Any]:
    rows: list[Any] = await world.service.database.read(lambda c: list(c.execute(select(cases)).all()))
    return rows


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_after_the_return_the_bot_asks_the_step_again_by_itself(world: World, language: str) -> None:
    agent, visitor, state = await left(world, language)
    await given_back(agent, state)
    question = await visitor.told(ASKED[language])
    assert (question["author"], question["language"]) == ("bot", language)
    assert (await visitor.texts())[-2:] == [("system", "returned_to_bot"), ("bot", ASKED[language])]
    await visitor.send("Esplanadi")
    await visitor.told("bot: Esplanadi")
    assert world.bot.asked[-1]["end_form"] is False


async def test_who_leaves_the_queue_is_asked_again_too(world: World) -> None:
    await world.agent("maija")
    visitor = await world.visitor()
    state = (await visitor.do("request_human", {}))["state"]
    world.bot.forms[state["conversation"]] = FORM
    await visitor.do("leave_queue", {})
    await visitor.told(ASKED["fi"])


async def chosen(visitor: VisitorClient, topic: str) -> dict[str, Any]:
    """Ask for a person, press a topic, and return the conversation's state."""
    await visitor.do("request_human", {})
    offer = await visitor.told("choose_topic")
    index = next(n for n, button in enumerate(offer["buttons"]) if button["title"].startswith(topic))
    await visitor.do("choose", {"id": str(uuid4()), "seq": offer["seq"], "index": index})
    state: dict[str, Any] = (await visitor.sync())["state"]
    return state


async def test_a_topic_that_leads_to_nobody_leads_back_to_the_form(world: World) -> None:
    await world.agent("maija", queues=("loneliness",))
    visitor = await world.visitor(mode="youth")
    await visitor.send("palautetta")
    world.bot.forms[(await visitor.sync())["state"]["conversation"]] = FORM
    assert (await chosen(visitor, "Harrastukset"))["owner"] == "bot"
    await visitor.told(ASKED["fi"])
    assert (await visitor.texts())[-2:] == [("system", "no_agents"), ("bot", ASKED["fi"])]


async def test_while_the_people_of_a_topic_are_on_the_way_the_form_waits(world: World) -> None:
    agent, visitor = await world.agent("maija", queues=("loneliness",)), await world.visitor(mode="youth")
    await visitor.send("palautetta")
    world.bot.forms[(await visitor.sync())["state"]["conversation"]] = FORM
    assert (await chosen(visitor, "Yksinäisyys"))["owner"] == "queue"
    await settled(world)
    assert (await visitor.texts())[-1] == ("system", "queued")
    await given_back(agent, (await agent.claim_next())["state"])
    await visitor.told(ASKED["fi"])


async def test_without_a_form_or_without_the_bot_nothing_is_asked(world: World) -> None:
    agent, visitor, state = await left(world)
    world.bot.forms.clear()
    await given_back(agent, state)
    await settled(world)
    for bot_is_away in (False, True):
        world.bot.away = bot_is_away
        await visitor.do("request_human", {})
        state = (await agent.claim_next())["state"]
        if bot_is_away:
            world.bot.forms[state["conversation"]] = FORM
        await given_back(agent, state)
        await settled(world)
        assert (await visitor.texts())[-1] == ("system", "returned_to_bot")


async def test_a_question_that_comes_after_the_visitors_words_is_dropped(world: World) -> None:
    agent, visitor, state = await left(world)
    world.bot.form_gate.clear()
    await given_back(agent, state)
    await visitor.send("Esplanadi")
    await visitor.told("bot: Esplanadi")
    world.bot.form_gate.set()
    await settled(world)
    assert (await visitor.texts())[-2:] == [("visitor", "Esplanadi"), ("bot", "bot: Esplanadi")]


@pytest.mark.parametrize("comes_back", [False, True])
async def test_a_question_that_comes_after_a_change_of_hands_is_dropped(world: World, comes_back: bool) -> None:
    agent, visitor, state = await left(world)
    world.bot.form_gate.clear()
    await given_back(agent, state)
    await visitor.do("request_human", {})
    if comes_back:
        world.bot.forms.clear()
        again = (await agent.claim_next())["state"]
        await given_back(agent, again)
        world.bot.forms[state["conversation"]] = FORM
    world.bot.form_gate.set()
    await settled(world)
    questions = [message for message in await visitor.texts() if message == ("bot", ASKED["fi"])]
    # When it has come back meanwhile, the newer return asks, once.
    assert len(questions) == (1 if comes_back else 0)


async def test_a_question_to_a_conversation_closed_meanwhile_is_dropped(world: World) -> None:
    agent, visitor, state = await left(world)
    world.bot.form_gate.clear()
    await given_back(agent, state)
    await visitor.do("close", {})
    world.bot.form_gate.set()
    await settled(world)
    assert (await visitor.texts())[-1] == ("system", "closed_by_visitor")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_agent_finishes_the_form_and_the_visitor_is_told_the_code(world: World, language: str) -> None:
    agent, visitor, state = await left(world, language)
    answer = await finish(agent, state, text="Lisää penkkejä! Olen 010594Y9032.")
    note = (await visitor.told("case_received"))["event"]
    assert (note["case_code"], note["due_on"]) == (answer["code"], answer["due_on"])
    (case,) = await stored(world)
    assert (case.code, case.channel, case.kind, case.language) == (answer["code"], "agent", "idea", language)
    assert (case.place, case.email, case.conversation_id) == ("Esplanadi", GIVEN["email"], state["conversation"])
    assert "010594Y9032" not in case.text
    await agent.until(lambda a: any(m["event"] for m in a.seen[state["conversation"]].values()))


async def test_the_same_request_again_makes_no_second_case_and_no_second_notice(world: World) -> None:
    agent, visitor, state = await left(world)
    request = str(uuid4())
    first = await finish(agent, state, id=request)
    assert await finish(agent, state, id=request) == first
    assert len(await stored(world)) == 1
    assert [m for m in await visitor.texts() if m == ("system", "case_received")] == [("system", "case_received")]


@pytest.mark.parametrize(
    ("given", "wish", "letter"),
    [
        ({"email": "", "phone": "040 123 4567"}, ("sms", "", "+358401234567"), ("sms", "+358401234567")),
        ({"email": "", "phone": "+358401234567"}, ("sms", "", "+358401234567"), ("sms", "+358401234567")),
        ({"phone": ""}, ("email", GIVEN["email"], ""), ("email", GIVEN["email"])),
        ({"phone": "0401234567"}, ("email", GIVEN["email"], "+358401234567"), ("email", GIVEN["email"])),
        ({"email": "", "phone": ""}, ("none", "", ""), None),
    ],
)
async def test_who_began_the_form_hears_of_it_by_the_way_that_they_have_chosen(
    world: World, given: dict[str, str], wish: tuple[str, str, str], letter: tuple[str, str] | None
) -> None:
    agent, _, state = await left(world)
    await finish(agent, state, **given)
    (case,) = await stored(world)
    assert (case.contact, case.email, case.phone) == wish
    query = select(outbox.c.channel, outbox.c.recipient).where(outbox.c.case_id == case.id)
    waiting = await world.service.database.read(lambda c: [tuple(row) for row in c.execute(query)])
    assert waiting == ([letter] if letter else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "rant"},
        {"text": "lyhyt"},
        {"place": "x" * 201},
        {"email": "kaisa@example"},
        {"phone": "12345"},
        {"phone": "soita minulle"},
        {"phone": "0" * 21},
        {"id": "1"},
    ],
)
async def test_what_is_no_feedback_is_refused(world: World, changes: dict[str, str]) -> None:
    agent, _, state = await left(world)
    payload = {"conversation": state["conversation"], "id": str(uuid4()), **GIVEN, **changes}
    assert (await agent.ask("finish_form", payload))["error"] in {"invalid_payload", "too_large"}
    assert await stored(world) == []


@pytest.mark.parametrize("bot_is_away", [False, True])
async def test_a_finished_form_is_over_for_the_brief_for_the_return_and_for_the_next_turn(
    world: World, bot_is_away: bool
) -> None:
    agent, visitor, state = await left(world)
    world.bot.away = bot_is_away
    await finish(agent, state)
    brief = await agent.do("brief", {"conversation": state["conversation"]})
    assert (brief["form"], brief["is_form_seen"]) == (None, True)
    await given_back(agent, state)
    await settled(world)
    if bot_is_away:  # what was said to nobody does not end the form, so the next turn has to
        await visitor.send("huhuu")
        await visitor.told("bot_unavailable")
    world.bot.away = False
    assert ("bot", ASKED["fi"]) not in await visitor.texts()
    for text, end_form in (("kiitos", True), ("vielä yksi asia", False)):
        await visitor.send(text)
        await visitor.told(f"bot: {text}")
        assert (world.bot.asked[-1]["text"], world.bot.asked[-1]["end_form"]) == (text, end_form)


async def test_a_young_persons_finished_form_leads_to_nobody_and_is_over_all_the_same(world: World) -> None:
    agent, visitor, state = await left(world, mode="youth")
    text = "Lisää penkkejä! Soita 040 123 4567 tai kaisa@example.org."
    request = str(uuid4())
    answer = await finish(agent, state, id=request, text=text, phone="0401234567")
    assert await finish(agent, state, id=request, text=text, phone="0401234567") == answer
    (case,) = await stored(world)
    assert (case.conversation_id, case.place, case.email, case.channel) == (None, "", "", "agent")
    assert (case.phone, case.contact) == ("", "none")
    assert case.text == "Lisää penkkejä! Soita ●●● ●●● ●●●● tai ●●●@●●●."
    # By the code alone the sender finds it again.
    assert (await visitor.told("case_received"))["event"]["case_code"] == answer["code"]
    assert case.origin not in {message["id"] for message in (await visitor.sync())["messages"]}
    assert (await agent.do("brief", {"conversation": state["conversation"]}))["form"] is None
    await given_back(agent, state)
    await settled(world)
    for said, end_form in (("kiitos", True), ("vielä yksi asia", False)):
        await visitor.send(said)
        await visitor.told(f"bot: {said}")
        assert world.bot.asked[-1]["end_form"] is end_form


async def test_a_new_form_after_a_finished_one_is_asked_on_again(world: World) -> None:
    agent, visitor, state = await left(world)
    await finish(agent, state)
    await given_back(agent, state)
    await visitor.send("uutta palautetta")
    await visitor.told("bot: uutta palautetta")
    await visitor.do("request_human", {})
    again = (await agent.claim_next())["state"]
    assert (await agent.do("brief", {"conversation": again["conversation"]}))["form"]["step"] == "feedback_place"
    await given_back(agent, again)
    await visitor.told(ASKED["fi"])


async def test_the_widgets_own_feedback_leaves_the_bots_form_as_it_is(world: World) -> None:
    agent, visitor, state = await left(world)
    await visitor.do("feedback", {"id": str(uuid4()), **GIVEN})
    assert (await agent.do("brief", {"conversation": state["conversation"]}))["form"] is not None
    await given_back(agent, state)
    await visitor.told(ASKED["fi"])
