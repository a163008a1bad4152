"""What an agent is told of a conversation at a glance."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from handoff.conversations.brief import LOOKED_THROUGH
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot, echo, reply
from tests.support.clients import AgentClient, VisitorClient

FORM = {
    "form": "feedback_form",
    "step": "feedback_contact",
    "slots": {"feedback_kind": "complaint", "feedback_text": "Keinu on rikki.", "feedback_place": ""},
}


def understood(intent: str, decision: str = "answer", confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    answer = reply("vastaus", decision=decision)
    answer["understanding"] |= {"intent": intent, "confidence": confidence, **more}
    return answer


async def asked(world: World, visitor: VisitorClient, text: str, answer: dict[str, Any]) -> None:
    """Let the visitor ask and the bot answer so."""
    world.bot.answer = lambda body: {**answer, "language": body["language"]}
    newest = (await visitor.send(text))["seq"]
    await visitor.until(lambda v: any(seq > newest for seq in v.seen))


async def claimed(agent: AgentClient, visitor: VisitorClient) -> dict[str, Any]:
    await visitor.do("request_human", {})
    state: dict[str, Any] = (await agent.claim_next())["state"]
    return state


async def brief_of(agent: AgentClient, conversation: str) -> dict[str, Any]:
    answer = await agent.do("brief", {"conversation": conversation})
    return {name: value for name, value in answer.items() if name != "ok"}


async def test_it_tells_what_was_asked_how_it_was_answered_and_how_sure_the_bot_was(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor(language="sv")
    await asked(world, visitor, "Var får jag ett kort?", understood("faq/library_card", confidence=0.97123))
    options = ["faq/library_card", "give_feedback"]
    await asked(world, visitor, "det där kortet", understood("clarify", "clarify", 0.31, options=options))
    await asked(world, visitor, "blaa", understood("lost", "lost", 0.04))
    await asked(world, visitor, "respons", understood("give_feedback"))
    await asked(world, visitor, "Klagomål", understood("inform", "form"))
    brief = await brief_of(agent, (await claimed(agent, visitor))["conversation"])
    assert (brief["language"], brief["page"], brief["crisis"]) == ("sv", "/", "")
    rows = [(a["text"], a["decision"], a["intent"], a["sureness"], a["confidence"]) for a in brief["asked"]]
    assert rows == [
        ("Var får jag ett kort?", "answer", "faq/library_card", "sure", 0.9712),
        ("det där kortet", "clarify", "clarify", "unsure", 0.31),
        ("blaa", "lost", "lost", "unknown", 0.04),
        ("respons", "answer", "give_feedback", "sure", 0.9),
        ("Klagomål", "form", "inform", "", None),
    ]
    assert [len(a["topics"]) for a in brief["asked"]] == [1, 1, 0, 0, 0]
    (topic,) = brief["asked"][0]["topics"]
    assert topic["fi"] == "Kirjastokortti ja PIN-koodi"
    assert all(topic[language] for language in ("fi", "sv", "en"))
    assert (brief["form"], brief["is_form_seen"]) == (None, True)


async def test_both_topics_of_a_message_are_named_and_one_without_a_file_is_left_out(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    await asked(world, visitor, "kortti ja kuolema", understood("faq/library_card", also="faq/no_such_topic"))
    brief = await brief_of(agent, (await claimed(agent, visitor))["conversation"])
    assert [topic["fi"] for topic in brief["asked"][0]["topics"]] == ["Kirjastokortti ja PIN-koodi"]


async def test_only_the_newest_five_that_the_bot_handled_are_told_masked_as_they_are_stored(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    for number in range(6):
        await asked(world, visitor, f"kysymys {number}", understood("greet"))
    await asked(world, visitor, "olen 010594Y9032", understood("greet"))
    await visitor.do("request_human", {})
    world.bot.answer = echo
    await visitor.send("sanottu jonossa")
    conversation = (await agent.claim_next())["state"]["conversation"]
    await visitor.send("sanottu ihmiselle")
    texts = [row["text"] for row in (await brief_of(agent, conversation))["asked"]]
    assert texts[:4] == [f"kysymys {number}" for number in range(2, 6)]
    assert len(texts) == 5
    assert "010594Y9032" not in texts[4]


async def test_what_was_said_to_people_at_length_does_not_hide_what_the_bot_was_asked(
    tmp_path: Path, bot: ScriptedBot
) -> None:
    async with open_world(tmp_path, bot, message_limit=1000) as world:
        agent, visitor = await world.agent("maija"), await world.visitor()
        await asked(world, visitor, "kysymys", understood("greet"))
        conversation = (await claimed(agent, visitor))["conversation"]
        for number in range(LOOKED_THROUGH + 1):
            await visitor.send(f"{number}")
        assert [row["text"] for row in (await brief_of(agent, conversation))["asked"]] == ["kysymys"]


async def test_a_bot_that_was_away_is_told_without_a_figure(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    world.bot.away = True
    await visitor.send("hei")
    await visitor.told("bot_unavailable")
    brief = await brief_of(agent, (await claimed(agent, visitor))["conversation"])
    ((text, decision, sureness, confidence),) = [
        (row["text"], row["decision"], row["sureness"], row["confidence"]) for row in brief["asked"]
    ]
    assert (text, decision, sureness, confidence) == ("hei", "unavailable", "", None)


async def test_a_conversation_without_the_bot_has_a_brief_too(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    assert (await brief_of(agent, (await claimed(agent, visitor))["conversation"]))["asked"] == []


async def test_it_tells_a_danger_and_the_form_that_was_left(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    world.bot.alarming.add("apua")
    await visitor.send("apua")
    await visitor.told("help_card")
    conversation = (await claimed(agent, visitor))["conversation"]
    world.bot.forms[conversation] = FORM
    brief = await brief_of(agent, conversation)
    assert brief["crisis"] == "suspected"
    assert brief["form"] == {
        "name": "feedback_form",
        "step": "feedback_contact",
        "fields": [
            {"name": "feedback_kind", "value": "complaint"},
            {"name": "feedback_text", "value": "Keinu on rikki."},
            {"name": "feedback_place", "value": ""},
        ],
    }


async def test_with_the_bot_away_it_tells_what_is_stored_and_that_no_form_can_be_seen(world: World) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    await asked(world, visitor, "kysymys", understood("greet"))
    conversation = (await claimed(agent, visitor))["conversation"]
    world.bot.forms[conversation] = FORM
    world.bot.away = True
    brief = await brief_of(agent, conversation)
    assert ([row["text"] for row in brief["asked"]], brief["form"], brief["is_form_seen"]) == (["kysymys"], None, False)


@pytest.mark.parametrize("request_name", ["brief", "finish_form"])
async def test_only_whose_conversation_it_is_may_ask(world: World, request_name: str) -> None:
    first, second, visitor = await world.agent("maija"), await world.agent("ville"), await world.visitor()
    await visitor.do("request_human", {})
    (item,) = await first.waiting()
    given = {"id": str(uuid4()), "kind": "idea", "text": "Lisää penkkejä!"} if request_name == "finish_form" else {}
    payload = {"conversation": item["conversation"], **given}
    assert (await first.ask(request_name, payload))["error"] == "not_found"
    await first.do("claim", {"conversation": item["conversation"], "version": item["version"]})
    assert (await second.ask(request_name, payload))["error"] == "not_found"
    assert (await first.ask(request_name, {**payload, "conversation": str(uuid4())}))["error"] == "not_found"
    assert (await first.ask(request_name, payload))["ok"]
