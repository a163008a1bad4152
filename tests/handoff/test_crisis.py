"""Somebody may be in danger: help is shown at once, and a person sees it first."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from handoff.conversations import danger_learning
from handoff.conversations.danger_words import read_danger_words
from handoff.conversations.help_card import Number, read_help_card
from handoff.conversations.model import Mode
from tests.handoff.conftest import World
from tests.support.bot import reply

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "data" / "service" / "help.yml"
DANGER = "en halua enää elää"


def _code(message: dict[str, Any]) -> str:
    return message["event"]["code"] if message["event"] else ""


def cards(texts: list[tuple[str, str]]) -> int:
    return texts.count(("system", "help_card"))


@pytest.mark.parametrize(("language", "first"), [("fi", "hätänumero"), ("sv", "nödnumret"), ("en", "emergency number")])
async def test_the_help_card_follows_the_bots_answer_once(world: World, language: str, first: str) -> None:
    world.bot.alarming = {DANGER, "sama uudestaan"}
    visitor = await world.visitor(language=language, mode="youth")
    await visitor.send(DANGER)
    card = await visitor.told("help_card")
    assert card["links"][0]["url"] == "tel:112"
    assert first in card["links"][0]["title"]
    assert {link["url"].partition(":")[0] for link in card["links"]} == {"tel"}
    assert [button["code"] for button in card["buttons"]] == ["request_human"]
    await visitor.send("sama uudestaan")
    await visitor.told("bot: sama uudestaan")
    assert cards(await visitor.texts()) == 1


async def test_an_ordinary_message_gets_no_card(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("läksyt tappaa mut")
    await visitor.told("bot: läksyt tappaa mut")
    assert cards(await visitor.texts()) == 0


async def test_a_conversation_with_danger_is_first_in_the_queue_and_marked(world: World) -> None:
    agent = await world.agent("maija")
    first, second = await world.visitor(), await world.visitor()
    await first.do("request_human", {})
    await second.do("request_human", {})
    await agent.waiting(2)
    world.bot.alarming = {DANGER}
    await second.send(DANGER)
    card = await second.told("help_card")
    assert card["buttons"] == []
    await agent.until(lambda a: [i["crisis"] for i in a.desks[-1]["queue"]] == ["suspected", ""])
    await first.until(lambda v: v.states[-1]["queue_place"] == 2)
    await second.until(lambda v: v.states[-1]["queue_place"] == 1)
    assert (world.bot.asked[-1]["text"], world.bot.asked[-1]["waiting"]) == (DANGER, True)


async def test_danger_told_to_the_bot_puts_a_later_request_first(world: World) -> None:
    agent = await world.agent("maija")
    waiting, visitor = await world.visitor(), await world.visitor()
    await waiting.do("request_human", {})
    world.bot.alarming = {DANGER}
    await visitor.send(DANGER)
    await visitor.told("help_card")
    assert (await visitor.do("request_human", {}))["state"]["queue_place"] == 1
    await agent.waiting(2)


async def test_danger_told_to_an_agent_is_seen_by_both(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor(mode="youth")
    await visitor.do("request_human", {"queue": "loneliness"})
    conversation = (await agent.claim_next())["state"]["conversation"]
    world.bot.alarming = {DANGER}
    await visitor.send(DANGER)
    await visitor.told("help_card")
    await agent.until(lambda a: any(m["event"] for m in a.seen.get(conversation, {}).values()))
    await agent.until(lambda a: [i["crisis"] for i in a.desks[-1]["mine"]] == ["suspected"])


@pytest.mark.parametrize("verdict", ["confirmed", "cleared"])
async def test_the_agent_confirms_or_clears_the_mark_and_nobody_else(world: World, verdict: str) -> None:
    agent, other = await world.agent("maija"), await world.agent("other")
    visitor = await world.visitor(mode="youth")
    world.bot.alarming = {DANGER, "uudestaan"}
    await visitor.send(DANGER)
    await visitor.do("request_human", {"queue": "violence"})
    conversation = (await agent.claim_next())["state"]["conversation"]
    judgement = {"conversation": conversation, "verdict": verdict}
    assert (await other.ask("judge_crisis", judgement))["error"] == "not_found"
    desk = (await agent.do("judge_crisis", judgement))["desk"]
    assert [item["crisis"] for item in desk["mine"]] == [verdict]
    # What an agent has confirmed stays; what was cleared can come up again.
    await visitor.send("uudestaan")
    expected = {"confirmed": "confirmed", "cleared": "suspected"}[verdict]
    await asyncio.sleep(0.2)
    assert (await agent.do("desk", {}))["desk"]["mine"][0]["crisis"] == expected
    assert cards(await visitor.texts()) == {"confirmed": 1, "cleared": 2}[verdict]


@pytest.mark.parametrize("owner", ["bot", "queue"])
async def test_while_the_assistant_is_away_words_of_danger_do(world: World, owner: str) -> None:
    await world.agent("maija")
    visitor = await world.visitor()
    if owner == "queue":
        await visitor.do("request_human", {})
    world.bot.away = True
    await visitor.send("En halua enää elää")
    await visitor.told("help_card")


async def test_danger_said_behind_a_running_turn_is_seen_though_nobody_answers_it(world: World) -> None:
    await world.agent("maija")
    visitor = await world.visitor()
    world.bot.alarming = {DANGER}
    world.bot.gate.clear()
    await visitor.send("haluan puhua ihmiselle")
    await world.bot.was_asked()
    await visitor.send(DANGER)
    await visitor.do("request_human", {})
    await visitor.told("help_card")
    world.bot.gate.set()


async def test_a_conversation_that_is_opened_again_begins_without_the_mark(world: World) -> None:
    visitor = await world.visitor()
    world.bot.alarming = {DANGER, "taas"}
    await visitor.send(DANGER)
    await visitor.told("help_card")
    await visitor.do("close", {})
    await visitor.send("taas")
    await visitor.until(lambda v: cards([(m["author"], _code(m)) for m in v.seen.values()]) == 2)


async def test_the_mark_is_made_even_if_the_bots_words_come_too_late(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    world.bot.alarming = {DANGER}
    world.bot.gate.clear()
    await visitor.send(DANGER)
    await visitor.do("request_human", {})
    await agent.claim_next()
    world.bot.gate.set()
    await visitor.told("help_card")
    assert ("bot", f"bot: {DANGER}") not in await visitor.texts()
    await agent.until(lambda a: [i["crisis"] for i in a.desks[-1]["mine"]] == ["suspected"])


@pytest.mark.parametrize("waits", [False, True])
async def test_a_button_of_our_own_is_no_cry_for_help(world: World, waits: bool) -> None:
    agent, visitor = await world.agent("maija"), await world.visitor()
    title = "Apua"
    assert read_danger_words(danger_learning.LEARNT).is_alarming(title, "city")
    world.bot.answer = lambda body: reply("vastaus", buttons=[{"title": title, "payload": "/not_helped"}])
    await visitor.send("kysymys")
    seq = (await visitor.told("vastaus"))["seq"]
    world.bot.away = True
    if waits:
        await visitor.do("request_human", {})
    await visitor.do("choose", {"id": str(uuid4()), "seq": seq, "index": 0})
    if not waits:
        await visitor.told("bot_unavailable")
        await visitor.do("request_human", {})
    assert (await agent.waiting())[0]["crisis"] == ""


@pytest.mark.parametrize("text", ["", "?!", "missä on kirjasto", "var finns simhallen", "how do I get a library card"])
@pytest.mark.parametrize("mode", ["city", "youth"])
def test_ordinary_words_raise_no_alarm(text: str, mode: Mode) -> None:
    assert not read_danger_words(danger_learning.LEARNT).is_alarming(text, mode)


def test_every_card_begins_with_the_emergency_number() -> None:
    card = read_help_card(HELP)
    assert {links[0].url for links in card.lines.values()} == {"tel:112"}
    assert len(card.lines) == 6


def test_every_number_has_a_source_and_is_no_older_than_the_file_allows() -> None:
    card = read_help_card(HELP)
    assert set(card.sources) == card.numbers
    # Years, not days: a test must not begin to fail overnight within a year.
    assert not any(number.is_stale(date(datetime.now(UTC).year, 1, 1)) for number in card.sources.values())


@pytest.mark.parametrize(
    ("checked", "today", "stale"),
    [
        ("2025", date(2027, 12, 31), False),
        ("2025", date(2028, 1, 1), True),
        ("2025-06", date(2027, 6, 30), False),
        ("2025-06", date(2027, 7, 1), True),
    ],
)
def test_a_number_is_stale_when_its_time_is_over(checked: str, today: date, stale: bool) -> None:
    assert Number("tel:112", "https://112.fi", checked, 24).is_stale(today) is stale


@pytest.mark.parametrize("about", ["source: 'https://112.fi'", "checked: 2025", "source: '112.fi', checked: 2025"])
def test_a_number_without_a_source_or_the_time_of_its_check_is_refused(about: str, tmp_path: Path) -> None:
    path = tmp_path / "help.yml"
    path.write_text(
        f"{{stale_after_months: 24, lines: [{{url: 'tel:112', {about}, titles: {{fi: a, sv: b, en: c}}}}]}}"
    )
    with pytest.raises(ValueError, match="needs a source"):
        read_help_card(path)


def test_a_card_without_a_title_in_a_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "help.yml"
    line = "url: 'tel:112', source: 'https://112.fi', checked: 2025"
    path.write_text(f"{{stale_after_months: 24, lines: [{{{line}, titles: {{fi: 112, sv: 112}}}}]}}")
    with pytest.raises(ValueError, match="no title in en"):
        read_help_card(path)
    path.write_text(f"{{stale_after_months: 24, lines: [{{{line}, languages: [fi], titles: {{fi: 112}}}}]}}")
    with pytest.raises(ValueError, match="nothing for city, sv"):
        read_help_card(path)
