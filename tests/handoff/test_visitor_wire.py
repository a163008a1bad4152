"""What a visitor's browser can rely on."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any
from uuid import uuid4

import pytest
import socketio.exceptions
from sqlalchemy import select, text

from handoff.storage.tables import conversations, messages, misses
from tests.handoff.conftest import World
from tests.support.bot import reply
from tests.support.clients import VisitorClient


async def test_a_question_is_stored_acknowledged_and_answered(world: World) -> None:
    visitor = await world.visitor()
    answer = await visitor.send("Milloin uimahalli on auki?")
    assert (answer["seq"], answer["text"]) == (1, "Milloin uimahalli on auki?")
    told = await visitor.told("bot: Milloin uimahalli on auki?")
    assert (told["seq"], told["author"], told["language"]) == (2, "bot", "fi")


async def test_nothing_is_stored_before_the_first_message(world: World) -> None:
    visitor = await world.visitor()
    assert (await visitor.sync())["state"] is None
    assert await world.service.database.read(lambda c: c.execute(select(conversations)).all()) == []


async def test_the_same_id_is_stored_once_and_answered_once(world: World) -> None:
    visitor = await world.visitor()
    message_id = str(uuid4())
    first = await visitor.send("hei", message_id)
    await visitor.told("bot: hei")
    again = await visitor.send("hei", message_id)
    assert again == first
    assert await visitor.texts() == [("visitor", "hei"), ("bot", "bot: hei")]
    assert len(world.bot.asked) == 1


async def test_a_retry_of_the_first_message_makes_no_second_conversation(world: World) -> None:
    token, message_id = secrets.token_urlsafe(32), str(uuid4())
    one, other = await world.visitor(token), await world.visitor(token)
    await asyncio.gather(one.send("hei", message_id), other.send("hei", message_id))
    rows = await world.service.database.read(lambda c: c.execute(select(conversations.c.last_seq)).scalars().all())
    assert len(rows) == 1
    await one.told("bot: hei")
    assert await other.texts() == [("visitor", "hei"), ("bot", "bot: hei")]


async def test_messages_are_answered_one_at_a_time_in_order(world: World) -> None:
    visitor = await world.visitor()
    world.bot.gate.clear()
    for word in ("yksi", "kaksi", "kolme"):
        await visitor.send(word)
    await world.bot.was_asked()
    assert [ask["text"] for ask in world.bot.asked] == ["yksi"]
    world.bot.gate.set()
    await visitor.told("bot: kolme")
    assert [t for a, t in await visitor.texts() if a == "bot"] == ["bot: yksi", "bot: kaksi", "bot: kolme"]


async def test_a_second_tab_sees_what_the_first_says(world: World) -> None:
    one = await world.visitor()
    other = await world.visitor(one.token)
    await one.send("hei")
    await other.told("hei")
    await other.told("bot: hei")


async def test_resume_gives_exactly_what_is_missing(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("yksi")
    await visitor.told("bot: yksi")
    await visitor.close()
    back = await world.visitor(visitor.token)
    answer = await back.sync(after=1)
    assert [m["seq"] for m in answer["messages"]] == [2]
    assert answer["state"]["last_seq"] == 2
    assert answer["state"]["owner"] == "bot"


async def test_a_long_conversation_comes_in_pages(world: World) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply(*(f"{body['text']} {n}" for n in range(100)))
    for word in ("a", "b", "c"):
        await visitor.send(word)
        await visitor.told(f"{word} 99")
    first = await visitor.sync()
    assert (len(first["messages"]), first["more"]) == (200, True)
    second = await visitor.sync(after=200)
    assert ([m["seq"] for m in second["messages"]], second["more"]) == (list(range(201, 304)), False)


async def test_identity_codes_never_reach_the_database_or_the_bot(world: World) -> None:
    visitor = await world.visitor()
    answer = await visitor.send("Tunnukseni on 010594Y9032, kortti 4111 1111 1111 1111")
    assert "010594Y9032" not in answer["text"]
    await visitor.until(lambda v: v.seen)
    assert "010594" not in world.bot.asked[0]["text"]
    assert "4111" not in world.bot.asked[0]["text"]
    stored = await world.service.database.read(lambda c: c.execute(select(messages.c.text)).scalars().all())
    assert not any("010594" in line or "4111" in line for line in stored)


async def test_a_button_stands_for_what_the_bot_meant_and_not_for_what_the_browser_says(world: World) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply(
        "Mitä tarkoitit?", buttons=[{"title": "Uimahallit", "payload": "/faq/swimming_halls"}]
    )
    await visitor.send("halli")
    asked = await visitor.told("Mitä tarkoitit?")
    assert asked["buttons"] == [{"title": "Uimahallit", "code": ""}]
    world.bot.answer = lambda body: reply(f"choice {body['choice']}")
    await visitor.do("choose", {"id": str(uuid4()), "seq": asked["seq"], "index": 0})
    await visitor.told("choice /faq/swimming_halls")
    assert ("visitor", "Uimahallit") in await visitor.texts()
    assert (await visitor.ask("choose", {"id": str(uuid4()), "seq": asked["seq"], "index": 1}))[
        "error"
    ] == "invalid_payload"
    stranger = await world.visitor()
    refused = await stranger.ask("choose", {"id": str(uuid4()), "seq": asked["seq"], "index": 0})
    assert refused["error"] == "not_found"


async def test_a_typed_command_is_a_text_like_any_other(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("/feedback_submit")
    await visitor.told("bot: /feedback_submit")
    assert world.bot.asked[0]["choice"] is None


async def test_the_language_follows_the_bot_and_the_button(world: World) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply("Hej!", language="sv")
    await visitor.send("Hej, när är simhallen öppen?")
    await visitor.until(lambda v: v.states and v.states[-1]["language"] == "sv")
    answer = await visitor.do("set_language", {"language": "en"})
    assert answer["state"]["language"] == "en"
    world.bot.answer = lambda body: reply("Closed.", language="en")
    await visitor.send("And on Sundays?")
    await visitor.told("Closed.")
    assert world.bot.asked[-1]["language"] == "en"


async def test_a_language_chosen_while_the_bot_thinks_is_kept(world: World) -> None:
    visitor = await world.visitor()
    world.bot.gate.clear()
    await visitor.send("moi")
    await visitor.do("set_language", {"language": "sv"})
    world.bot.gate.set()
    await visitor.told("bot: moi")
    assert (await visitor.sync())["state"]["language"] == "sv"


async def test_with_the_bot_away_the_citizen_is_told_and_offered_ways_on(world: World) -> None:
    visitor = await world.visitor()
    world.bot.away = True
    await visitor.send("hei")
    told = await visitor.told("bot_unavailable")
    assert [button["code"] for button in told["buttons"]] == ["request_human", "give_feedback"]
    await visitor.until(lambda v: v.states and not v.states[-1]["bot_available"])
    world.bot.away = False
    await visitor.until(lambda v: v.states[-1]["bot_available"])
    world.bot.answer = lambda body: reply("taas täällä")
    await visitor.send("hei uudestaan")
    await visitor.told("taas täällä")


async def test_an_answer_that_makes_no_sense_is_no_answer(world: World) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: {"nonsense": True}
    await visitor.send("hei")
    await visitor.told("bot_unavailable")
    assert (await visitor.sync())["state"]["bot_available"]


async def test_feedback_is_taken_without_the_bot_once(world: World) -> None:
    visitor = await world.visitor(language="sv")
    request = {
        "id": str(uuid4()),
        "kind": "idea",
        "text": "Fler bänkar i parken, 010594Y9032",
        "place": "",
        "email": "",
    }
    first = await visitor.do("feedback", request)
    assert await visitor.do("feedback", request) == first
    told = await visitor.told("case_received")
    assert told["event"]["case_code"] == first["code"]
    assert len([a for a, _ in await visitor.texts()]) == 1
    rows = await world.service.database.read(lambda c: c.execute(text("SELECT text, language FROM cases")).all())
    assert [tuple(row) for row in rows] == [("Fler bänkar i parken, ●●●●●●-●●●●", "sv")]
    found = await world.service.office.cases.find(first["code"].lower().replace("-", " "))
    assert found is not None
    assert found.status == "received"


async def test_what_the_bot_could_not_answer_is_kept_masked_for_the_editors(world: World) -> None:
    visitor = await world.visitor()
    world.bot.answer = lambda body: reply("En ymmärtänyt.", decision="lost")
    await visitor.send("asdf 010594Y9032")
    await visitor.told("En ymmärtänyt.")
    rows = await world.service.database.read(lambda c: c.execute(select(misses.c.text, misses.c.decision)).all())
    assert [tuple(row) for row in rows] == [("asdf ●●●●●●-●●●●", "lost")]


async def test_a_closed_conversation_opens_again_with_the_next_message(world: World) -> None:
    visitor = await world.visitor()
    await visitor.send("hei")
    await visitor.told("bot: hei")
    assert (await visitor.do("close", {}))["state"]["status"] == "closed"
    await visitor.send("vielä yksi asia")
    await visitor.told("bot: vielä yksi asia")
    assert (await visitor.sync())["state"]["status"] == "open"


@pytest.mark.parametrize(
    ("event", "payload", "code"),
    [
        ("send", {}, "invalid_payload"),
        ("send", None, "invalid_payload"),
        ("send", [], "invalid_payload"),
        ("send", {"id": "x", "text": "hei"}, "invalid_payload"),
        ("send", {"id": str(uuid4()), "text": ""}, "invalid_payload"),
        ("send", {"id": str(uuid4()), "text": 7}, "invalid_payload"),
        ("send", {"id": str(uuid4()), "text": "a" * 4001}, "too_large"),
        ("send", {"id": str(uuid4()), "text": "hei", "author": "agent"}, "invalid_payload"),
        ("sync", {"after": -1}, "invalid_payload"),
        ("sync", {"after": 2**40}, "invalid_payload"),
        ("set_language", {"language": "de"}, "invalid_payload"),
        ("choose", {"id": str(uuid4()), "seq": 1, "index": 0}, "not_found"),
        ("leave_queue", {}, "not_found"),
        ("claim", {}, "invalid_payload"),
        ("drop_all_tables", {}, "invalid_payload"),
    ],
)
async def test_input_that_does_not_fit_gets_a_code_and_changes_nothing(
    world: World, event: str, payload: Any, code: str
) -> None:
    visitor = await world.visitor()
    answer = await visitor.ask(event, payload)
    assert (answer["ok"], answer["error"]) == (False, code)
    assert await world.service.database.read(lambda c: c.execute(select(messages)).all()) == []


@pytest.mark.parametrize(
    "auth", [None, {}, {"token": "short", "language": "fi"}, {"token": "a" * 43, "language": "xx"}]
)
async def test_a_browser_without_a_proper_secret_is_refused(world: World, auth: Any) -> None:
    visitor = VisitorClient(world.url)
    visitor.auth = auth
    with pytest.raises(socketio.exceptions.ConnectionError):
        await visitor.connect()


async def test_a_flood_is_slowed_and_told_when_to_go_on(world: World) -> None:
    visitor = await world.visitor()
    answers = [await visitor.ask("send", {"id": str(uuid4()), "text": "hei"}) for _ in range(45)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert refused
    assert {answer["error"] for answer in refused} == {"rate_limited"}
    assert all(0 < answer["retry_after_s"] <= 10 for answer in refused)


async def test_a_visitor_cannot_reach_another_visitors_conversation(world: World) -> None:
    one, other = await world.visitor(), await world.visitor()
    await one.send("salaisuus")
    await one.told("bot: salaisuus")
    assert (await other.sync())["messages"] == []
    assert other.seen == {}
