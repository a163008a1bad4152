"""A conversation erased at the visitor's wish is gone everywhere, and nobody else's is."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from handoff.storage.tables import audit, cases, contacts, conversations, erasures, messages, metadata, queue_stays
from tests.handoff.conftest import World
from tests.support.bot import reply


async def count(world: World, conversation: str) -> dict[str, int]:
    """Count the rows of a conversation in every table that names one."""
    column = {conversations: conversations.c.id}
    named = [table for table in metadata.tables.values() if "conversation_id" in table.c] + [conversations]
    return {
        table.name: await world.service.database.read(
            lambda c, table=table: c.execute(
                select(func.count()).where(column.get(table, table.c.get("conversation_id")) == conversation)
            ).scalar_one()
        )
        for table in named
    }


async def test_nothing_of_an_erased_conversation_stays_but_what_the_reports_count(world: World) -> None:
    await world.agent("maija")
    visitor, other = await world.visitor(), await world.visitor()
    world.bot.answer = lambda body: reply("en tiedä", decision="lost")
    await visitor.send("jotain outoa")
    await visitor.told("en tiedä")
    await other.send("minun asiani")
    form = {"id": str(uuid4()), "kind": "idea", "text": "Lisää penkkejä rantaan"}
    code = (await visitor.do("feedback", form))["code"]
    conversation = (await visitor.do("request_human", {}))["state"]["conversation"]
    assert (await count(world, conversation))["misses"] == 1
    await visitor.do("erase", {})
    left = await count(world, conversation)
    # The log says that it was erased: the random number of something that is no more.
    kept = {erasures.name: 1, queue_stays.name: 1, contacts.name: 1, audit.name: 1}
    assert {table: rows for table, rows in left.items() if rows} == kept
    # The case is an errand of its own, and the other visitor's conversation is as it was.
    case = await world.service.database.read(lambda c: c.execute(select(cases).where(cases.c.code == code)).one())
    assert case.conversation_id is None
    assert ("visitor", "minun asiani") in await other.texts()
    assert (await visitor.ask("erase", {}))["error"] == "not_found"


async def test_the_next_message_begins_a_conversation_that_knows_nothing(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("salaisuus")
    await visitor.told("bot: salaisuus")
    first = (await visitor.sync())["state"]["conversation"]
    await visitor.do("erase", {})
    assert (await visitor.sync())["state"] is None
    await visitor.send("uusi alku")
    again = await visitor.sync()
    assert again["state"]["conversation"] != first
    assert again["messages"][0]["text"] == "uusi alku"


async def test_the_assistant_forgets_too_as_soon_as_it_can(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("salaisuus")
    await visitor.told("bot: salaisuus")
    conversation = (await visitor.sync())["state"]["conversation"]
    await visitor.do("erase", {})
    forget = world.service.rasa.forget
    # While a turn could still be under way, forgetting would be undone by its end.
    await world.service.upkeep.finish_erasing(forget)
    assert world.bot.forgotten == []
    world.clock.advance(timedelta(minutes=1))
    world.bot.away = True
    await world.service.upkeep.finish_erasing(forget)
    world.bot.away = False
    await world.service.upkeep.finish_erasing(forget)
    await world.service.upkeep.finish_erasing(forget)
    assert world.bot.forgotten == [conversation]
    assert (await count(world, conversation))[erasures.name] == 0


async def test_the_agent_who_had_it_sees_it_no_more(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    await visitor.do("erase", {})
    await agent.until(lambda a: a.erased == [conversation] and a.desks[-1]["mine"] == [])
    refused = await agent.ask("send", {"conversation": conversation, "id": str(uuid4()), "text": "hei"})
    assert refused["error"] == "not_found"
    rows = await world.service.database.read(lambda c: c.execute(select(messages)).all())
    assert rows == []


async def test_an_answer_that_comes_after_erasing_is_kept_nowhere(world: World) -> None:
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("salaisuus")
    await world.bot.was_asked()
    await visitor.do("erase", {})
    world.bot.gate.set()
    await visitor.send("uusi")
    await visitor.told("bot: uusi")
    assert [text for _, text in await visitor.texts()] == ["uusi", "bot: uusi"]
    # The turn has made the assistant remember again: it is told to forget after that.
    world.clock.advance(timedelta(minutes=1))
    await world.service.upkeep.finish_erasing(world.service.rasa.forget)
    assert len(world.bot.forgotten) == 1
