"""Queues: one place after another in each, opening hours, topics, and how long it will take."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from handoff.queues.content import read_queues
from handoff.storage.tables import queue_stays
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.content import ONE_REPLY

TOPICS = 9
CLOSED = """
queues:
  city:
    mode: city
    titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}
    hours: {week: {}, dates: {2099-01-02: [09.00-10.00]}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: {week: {}}}
"""


async def test_each_topic_has_a_queue_of_its_own(world: World) -> None:
    agent = await world.agent("maija")
    one, two, three = [await world.visitor(mode="youth") for _ in range(3)]
    for visitor, queue in ((one, "loneliness"), (two, "substances"), (three, "loneliness")):
        answer = await visitor.do("request_human", {"queue": queue})
        assert answer["outcome"] == "queued"
    await three.until(lambda v: v.states and v.states[-1]["queue_place"] == 2)
    queue = await agent.waiting(3)
    assert [(item["queue"], item["place"]) for item in queue] == [
        ("loneliness", 1),
        ("substances", 1),
        ("loneliness", 2),
    ]
    titles = {q["id"]: q["sv"] for q in agent.desks[-1]["queues"]}
    assert titles["loneliness"] == "Ensamhet"


async def test_a_young_person_who_has_not_chosen_is_asked_and_the_button_queues(world: World) -> None:
    agent = await world.agent("maija")
    visitor = await world.visitor(mode="youth", language="en")
    answer = await visitor.do("request_human", {})
    assert (answer["outcome"], answer["state"]["owner"]) == ("choose_topic", "bot")
    offer = await visitor.told("choose_topic")
    titles = [button["title"] for button in offer["buttons"]]
    assert len(titles) == TOPICS
    press = {"id": str(uuid4()), "seq": offer["seq"], "index": titles.index("Loneliness")}
    await visitor.do("choose", press)
    await visitor.do("choose", press)
    await visitor.told("queued")
    assert [item["queue"] for item in await agent.waiting()] == ["loneliness"]
    # Another time it may be about something else, and the bot does not answer the name of a topic.
    await visitor.do("leave_queue", {})
    assert (await visitor.do("request_human", {}))["outcome"] == "choose_topic"
    texts = await visitor.texts()
    assert texts.count(("visitor", "Loneliness")) == 1
    assert not [text for author, text in texts if author == "bot"]


async def test_a_queue_of_the_other_chat_or_of_none_does_not_exist(world: World) -> None:
    await world.agent("maija")
    visitor = await world.visitor()
    for queue in ("loneliness", "no_such_queue"):
        assert (await visitor.ask("request_human", {"queue": queue}))["error"] == "not_found"


@pytest.mark.parametrize(("language", "title"), [("fi", "Yksinäisyys"), ("sv", "Ensamhet"), ("en", "Loneliness")])
async def test_the_topics_can_be_seen_before_anything_is_said(world: World, language: str, title: str) -> None:
    visitor = await world.visitor(mode="youth", language=language)
    queues = (await visitor.do("queues", {}))["queues"]
    assert {"id": "loneliness", "title": title, "is_open": True, "is_staffed": False, "opens_at": ""} in queues
    assert len(queues) == TOPICS
    assert (await visitor.sync())["state"] is None


async def test_the_topics_tell_whether_anybody_is_there_and_that_it_has_changed(world: World) -> None:
    visitor = await world.visitor(mode="youth", language="sv")
    changes: list[Any] = []
    visitor.sio.on("queues_changed", lambda told: (changes.append(told), visitor.changed()), namespace="/visitor")

    async def staffed() -> set[str]:
        return {queue["id"] for queue in (await visitor.do("queues", {}))["queues"] if queue["is_staffed"]}

    assert await staffed() == set()
    await world.agent("finn", queues=("loneliness",), languages=("fi",))
    agent = await world.agent("maija", queues=("loneliness", "violence"), languages=("sv",))
    await visitor.until(lambda _: changes)
    assert await staffed() == {"loneliness", "violence"}
    # What the topics say in the conversation says it too, and is not what the visitor says.
    offer = (await visitor.do("request_human", {}), await visitor.told("choose_topic"))[1]
    titles = [button["title"] for button in offer["buttons"]]
    assert [title for title in titles if "(" not in title] == ["Våld och mobbning", "Ensamhet"]
    hobbies = titles.index("Hobbyer och fritid (ingen på plats just nu)")
    await visitor.do("choose", {"id": str(uuid4()), "seq": offer["seq"], "index": hobbies})
    await visitor.told("no_agents")
    assert ("visitor", "Hobbyer och fritid") in await visitor.texts()
    changes.clear()
    await agent.do("availability", {"availability": "away"})
    await visitor.until(lambda _: changes)
    assert await staffed() == set()
    # Then no topic is offered at all.
    assert (await visitor.do("request_human", {}))["outcome"] == "no_agents"


async def test_who_finds_nobody_for_any_topic_was_turned_away(world: World) -> None:
    visitor = await world.visitor(mode="youth")
    assert (await visitor.do("request_human", {}))["outcome"] == "no_agents"
    query = "select turned_away, queue from contacts"
    assert tuple(await world.service.database.read(lambda c: c.exec_driver_sql(query).one())) == (1, "")


@pytest.fixture
async def closed(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    path, replies = tmp_path / "queues.yml", tmp_path / "replies.yml"
    path.write_text(CLOSED, encoding="utf-8")
    # The city's own name queues that are not there.
    replies.write_text(ONE_REPLY, encoding="utf-8")
    async with open_world(tmp_path, bot, queues=path, replies=replies) as world:
        yield world


async def test_a_closed_queue_says_when_it_opens_and_keeps_the_bot(closed: World) -> None:
    await closed.agent("maija")
    visitor = await closed.visitor()
    closed.clock.advance(datetime(2098, 12, 1, tzinfo=UTC) - closed.clock())
    answer = await visitor.do("request_human", {})
    assert (answer["outcome"], answer["state"]["owner"]) == ("closed", "bot")
    told = await visitor.told("queue_closed")
    assert told["event"]["opens_at"] == "2099-01-02T07:00:00+00:00"
    assert [button["code"] for button in told["buttons"]] == ["give_feedback"]


async def test_a_queue_that_never_opens_promises_no_time(closed: World) -> None:
    visitor = await closed.visitor(mode="youth")
    await visitor.do("request_human", {})
    assert (await visitor.told("queue_closed"))["event"]["opens_at"] == ""


async def test_the_wait_is_told_from_recent_claims_and_from_nothing_else(world: World) -> None:
    agent = await world.agent("maija")
    # Three people at place 1, claimed after 60, 120 and 600 seconds: the middle one tells the pace.
    for seconds in (60, 600, 120):
        visitor = await world.visitor()
        first = await visitor.do("request_human", {})
        assert first["state"]["wait_s"] is None
        world.clock.advance(timedelta(seconds=seconds))
        await agent.do("availability", {"availability": "available"})
        await agent.claim_next()
    waiting = [await world.visitor() for _ in range(2)]
    states = [(await visitor.do("request_human", {}))["state"] for visitor in waiting]
    assert [state["queue_place"] for state in states] == [1, 2]
    assert [round(state["wait_s"], -1) for state in states] == [120, 240]
    other = await world.visitor(mode="youth")
    assert (await other.do("request_human", {"queue": "hobbies"}))["state"]["wait_s"] is None
    world.clock.advance(timedelta(hours=5))
    assert (await waiting[0].sync())["state"]["wait_s"] is None


async def test_every_stay_is_noted_with_its_ending(world: World) -> None:
    agent = await world.agent("maija")
    claimed, left, ended, staying = [await world.visitor() for _ in range(4)]
    for visitor in (claimed, left, ended, staying):
        await visitor.do("request_human", {})
    item = (await agent.waiting(4))[0]
    await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})
    await left.do("leave_queue", {})
    await ended.do("close", {})
    rows = await world.service.database.read(
        lambda c: c.execute(queue_stays.select().order_by(queue_stays.c.queued_at)).all()
    )
    assert [(row.ending, row.place, row.left_at is None) for row in rows] == [
        ("claimed", 1, False),
        ("left", 2, False),
        ("ended", 3, False),
        ("", 4, True),
    ]
    assert rows[0].agent_id is not None
    assert {(row.queue, row.language, row.mode) for row in rows} == {("city", "fi", "city")}


def test_the_shipped_youth_topics_are_the_nine(world: World) -> None:
    queues = read_queues(world.service.settings.queues)
    assert len(queues.of("youth")) == TOPICS
