"""While somebody waits for a person the bot answers what it knows, and what agents have seen is told."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from tests.handoff.conftest import World
from tests.support.bot import reply
from tests.support.clients import AgentClient, VisitorClient


def knows(body: dict[str, Any]) -> dict[str, Any]:
    """Answer questions only, and in whatever language they are asked; any other words are the person's."""
    text = body["text"] or ""
    if body["waiting"] and not text.endswith("?"):
        return reply(language=body["language"], decision="left_to_person")
    return reply(f"bot: {text}", language="sv" if text.startswith("Hur") else body["language"])


async def waits(world: World, **how: str) -> VisitorClient:
    world.bot.answer = knows
    visitor = await world.visitor(**how)
    assert (await visitor.do("request_human", {}))["outcome"] == "queued"
    return visitor


async def claimed(agent: AgentClient) -> str:
    conversation: str = (await agent.claim_next())["state"]["conversation"]
    return conversation


async def done_with(world: World, *, seq: int) -> None:
    """Wait until the bot is done with this message of the only conversation."""
    query = "select answered_seq from conversations"
    async with asyncio.timeout(5):
        while True:
            if await world.service.database.read(lambda c: c.exec_driver_sql(query).scalar()) == seq:
                return
            await asyncio.sleep(0.02)


async def test_a_question_is_answered_and_the_place_is_kept(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await waits(world)
    await visitor.send("Milloin kirjasto on auki?")
    answer = await visitor.told("bot: Milloin kirjasto on auki?")
    assert answer["author"] == "bot"
    state = (await visitor.sync())["state"]
    assert (state["owner"], state["queue_place"]) == ("queue", 1)
    said = [m["text"] for m in (await agent.claim_next())["messages"] if m["text"]]
    assert said == ["Milloin kirjasto on auki?", "bot: Milloin kirjasto on auki?"]


async def test_what_is_for_the_person_gets_no_words_of_the_bots(world: World) -> None:
    await world.agent("maija")
    visitor = await waits(world)
    for text in ("Asiani koskee laskua", "Auttaisitko?"):
        await visitor.send(text)
    await visitor.told("bot: Auttaisitko?")
    assert [t for a, t in await visitor.texts() if a == "bot"] == ["bot: Auttaisitko?"]
    assert [asked["waiting"] for asked in world.bot.asked] == [True, True]


async def test_the_language_that_a_person_was_promised_in_stays(world: World) -> None:
    await world.agent("maija", queues=("city",), languages=("fi",))
    visitor = await waits(world)
    await visitor.send("Hur dags öppnar biblioteket?")
    assert (await visitor.told("bot: Hur dags öppnar biblioteket?"))["language"] == "sv"
    assert (await visitor.sync())["state"]["language"] == "fi"


async def test_an_answer_that_comes_after_the_person_is_dropped(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await waits(world)
    world.bot.gate.clear()
    await visitor.send("Ehtiikö botti?")
    await world.bot.was_asked()
    conversation = await claimed(agent)
    world.bot.gate.set()
    await agent.send(conversation, "Ehdin ensin")
    await visitor.told("Ehdin ensin")
    await asyncio.sleep(0.2)  # long enough for a reply that is not dropped to arrive
    assert [t for a, t in await visitor.texts() if a == "bot"] == []


async def test_what_the_agent_has_read_is_not_answered_once_it_waits_again(world: World) -> None:
    agent = await world.agent("maija")
    await world.agent("eero")
    visitor = await waits(world)
    conversation = await claimed(agent)
    await visitor.send("Onko tämä jo sinulle?")
    await agent.told(conversation, "Onko tämä jo sinulle?")
    state = (await agent.do("sync", {"conversation": conversation, "after": 0}))["state"]
    await agent.do(
        "transfer", {"conversation": conversation, "version": state["version"], "queue": "city", "agent": None}
    )
    await visitor.send("Ja tämä jonossa?")
    await visitor.told("bot: Ja tämä jonossa?")
    assert [t for a, t in await visitor.texts() if a == "bot"] == ["bot: Ja tämä jonossa?"]


async def test_with_the_bot_away_nobody_is_told_so_who_waits_for_a_person(world: World) -> None:
    await world.agent("maija")
    visitor = await waits(world)
    world.bot.away = True
    await visitor.send("Onko siellä ketään?")
    await done_with(world, seq=2)
    world.bot.away = False
    await visitor.send("Entä nyt?")
    await visitor.told("bot: Entä nyt?")
    assert [t for _, t in await visitor.texts()] == ["queued", "Onko siellä ketään?", "Entä nyt?", "bot: Entä nyt?"]


async def test_a_turn_that_died_with_its_process_is_taken_over(world: World) -> None:
    await world.agent("maija")
    visitor = await waits(world)
    await world.service.database.write(lambda c: c.exec_driver_sql("update conversations set turn_until = 1e17"))
    await visitor.send("Vastaako kukaan?")
    await asyncio.sleep(0.1)
    assert world.bot.asked == []
    await world.service.database.write(lambda c: c.exec_driver_sql("update conversations set turn_until = 1"))
    await world.service.turns.take_owed()
    await visitor.told("bot: Vastaako kukaan?")


# --- what agents have seen


async def seen(agent: AgentClient, conversation: str, seq: int) -> None:
    await agent.do("seen", {"conversation": conversation, "seq": seq})


async def test_the_visitor_is_told_how_far_the_agent_has_seen(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await waits(world)
    conversation = await claimed(agent)
    seq = (await visitor.send("Näetkö tämän"))["seq"]
    assert (await visitor.sync())["state"]["seen_seq"] == 0
    await seen(agent, conversation, seq)
    await visitor.until(lambda v: v.states[-1]["seen_seq"] == seq)
    await seen(agent, conversation, seq - 1)
    assert (await visitor.sync())["state"]["seen_seq"] == seq


async def test_nobody_sees_what_is_not_there_or_not_theirs(world: World) -> None:
    agent, other = await world.agent("maija"), await world.agent("eero")
    visitor = await waits(world)
    conversation = await claimed(agent)
    seq = (await visitor.send("Näetkö tämän"))["seq"]
    await seen(agent, conversation, seq + 1)
    await seen(other, conversation, seq)
    await seen(agent, str(uuid4()), 1)
    assert (await visitor.sync())["state"]["seen_seq"] == 0
