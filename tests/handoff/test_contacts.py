"""What begins and ends a contact, over the wire, and what it costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import event, select

from handoff.storage.tables import contacts
from tests.handoff.conftest import World
from tests.support.bot import reply

DAY = timedelta(hours=24, minutes=1)


async def noted(world: World) -> list[Any]:
    query = select(contacts).order_by(contacts.c.opened_at)
    return list(await world.service.database.read(lambda c: c.execute(query).all()))


async def test_a_contact_lasts_until_the_closing_and_the_next_message_begins_another(world: World) -> None:
    visitor = await world.visitor(language="sv")
    await visitor.do("set_language", {"language": "en"})
    assert await noted(world) == []  # nothing has been asked yet
    await visitor.send("hello")
    await visitor.send("are you there?")
    (first,) = await noted(world)
    assert (first.language, first.mode, first.ended_at, first.ending) == ("en", "city", None, "")
    await visitor.do("close", {})
    await visitor.send("one more thing")
    first, second = await noted(world)
    assert (first.ending, second.ending) == ("visitor", "")
    assert first.opened_at < first.ended_at < second.opened_at
    assert first.conversation_id == second.conversation_id


async def test_a_day_of_silence_ends_a_contact_with_the_bot_but_not_one_with_people(world: World) -> None:
    agent = await world.agent("maija")
    served, alone = await world.visitor(), await world.visitor()
    await served.do("request_human", {})
    await agent.claim_next()
    await alone.send("hei")
    await alone.told("bot: hei")
    world.clock.advance(DAY)
    await world.service.upkeep.end_silent_contacts()
    with_person, silent = await noted(world)
    assert (with_person.ending, silent.ending) == ("", "silence")
    assert silent.ended_at < silent.opened_at + timedelta(minutes=1)
    await alone.send("hei taas")
    assert len(await noted(world)) == 3


async def test_a_message_sent_again_begins_no_contact(world: World) -> None:
    visitor = await world.visitor()
    message = str(uuid4())
    await visitor.send("hei", message)
    await visitor.told("bot: hei")
    world.clock.advance(DAY)
    await world.service.upkeep.end_silent_contacts()
    await visitor.send("hei", message)
    assert len(await noted(world)) == 1
    await visitor.send("hei taas")
    assert [contact.ending for contact in await noted(world)] == ["silence", ""]


async def test_only_an_answer_to_a_question_counts_as_one(world: World) -> None:
    visitor = await world.visitor()
    for intent, decision, answered in (
        ("greet", "answer", False),
        ("faq/library_card", "clarify", False),
        ("faq/library_card", "choice", True),
    ):
        answer = reply(f"{intent} {decision}", decision=decision)
        answer["understanding"]["intent"] = intent
        world.bot.answer = lambda _body, answer=answer: answer
        await visitor.send("kysymys")
        await visitor.told(f"{intent} {decision}")
        (contact,) = await noted(world)
        assert contact.bot_answered is answered


async def test_an_erased_contact_keeps_its_figures_and_the_agents_time(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor()
    await visitor.do("request_human", {})
    await agent.claim_next()
    world.clock.advance(timedelta(seconds=40))
    await visitor.do("erase", {})
    (contact,) = await noted(world)
    assert (contact.ending, contact.hand_overs, contact.agent_since) == ("erased", 1, None)
    assert 40 <= contact.agents_s < 60


async def test_an_ordinary_message_takes_no_statement_more_than_its_number_and_itself(world: World) -> None:
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("hei")
    statements: list[str] = []
    engine = world.service.database._writing

    @event.listens_for(engine, "begin")
    def _watch(connection: Any) -> None:
        connection.connection.driver_connection.set_trace_callback(statements.append)

    await visitor.send("ja vielä")
    # Beside it the service may be looking after what it keeps.
    its_own = [one.split()[0] for one in statements if "SET last_seq" in one or "INTO messages" in one]
    assert its_own == ["UPDATE", "INSERT"]
    assert not any("INTO contacts" in one or "UPDATE contacts SET hand" in one for one in statements)
