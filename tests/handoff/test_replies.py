"""Canned replies and answers to frequent questions: what agents may answer with, and what visitors get of it."""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from handoff.canned_replies.content import BadReplies, read_replies
from handoff.canned_replies.model import CannedReplies
from handoff.faq.content import BadFaq, read_faq
from handoff.faq.service import Faq
from handoff.queues.content import read_queues
from handoff.settings import ROOT
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient
from tests.support.content import ONE_REPLY, entry

REPLIES = ROOT / "data" / "service" / "replies.yml"
QUEUES = ROOT / "data" / "service" / "queues.yml"
FAQ = ROOT / "data" / "nlu" / "faq"
LANGUAGES = ("fi", "sv", "en")
WEEKDAYS = """
queues:
  city: {mode: city, titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}, hours: {week: {mon-sun: [09.00-16.00]}}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
"""


def read(path: Path) -> CannedReplies:
    return read_replies(path, read_queues(QUEUES))


async def fetch(agent: AgentClient, language: str, etag: str = "") -> tuple[int, dict[str, Any], str]:
    """Return status, body and ETag of the book."""
    headers = {"Cookie": agent.cookie, **({"If-None-Match": etag} if etag else {})}
    url = f"{agent.url}/api/agent/replies/{language}"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        body = await answer.json() if answer.status == 200 else {}
        return answer.status, body, answer.headers.get("ETag", "")


async def claimed(world: World, language: str = "fi") -> tuple[AgentClient, Any, str]:
    """Return an agent, the visitor they answer, and the conversation."""
    agent = await world.agent("maija")
    visitor = await world.visitor(language=language)
    await visitor.do("request_human", {})
    return agent, visitor, (await agent.claim_next())["state"]["conversation"]


# --- the content files


def test_the_citys_own_replies_are_sound_and_every_chat_can_be_greeted_and_ended() -> None:
    canned = read(REPLIES)
    assert len(canned.replies) >= 25
    for queue in read_queues(QUEUES).all():
        offered = {reply.id for reply in canned.replies if queue.id in reply.queues}
        suffix = "_youth" if queue.mode == "youth" else ""
        assert {f"greeting{suffix}", f"goodbye{suffix}", "no_identity_codes", "danger_now"} <= offered
        assert not {"greeting", "greeting_youth"} <= offered
    assert all(len(set(reply.texts.values())) == len(LANGUAGES) for reply in canned.replies)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("titles: {fi: Terve, sv: Hej, en: Hello}", "titles: {fi: Terve, sv: Hej}", "hello, titles: en is missing"),
        ("sv: Hej, en: Hello}\n", "sv: '', en: Hello}\n", "hello, texts, sv: empty"),
        ("{agent}", "{agnet}", r"hello, fi: \{agnet\} is not known"),
        ("{…kysymys}", "{… }", "hello, fi: a gap has no name"),
        ("{…kysymys}", "{…kysymys", "hello, fi: a brace stands alone"),
        ("keywords: [hei]", "queues: [city, parking]", "hello: there is no queue parking"),
        ("keywords: [hei]", "modes: [town]", "hello: `modes`"),
        ("keywords: [hei]", "modes: [city]\n    queues: [city]", "hello: either"),
        ("keywords: [hei]", "keyword: [hei]", "hello: keyword may not stand here"),
        ("  queue: {fi: aihe, sv: ämne, en: topic}\n", "", "unknown: queue is missing"),
        ("replies:", "replies", "replies"),
    ],
)
def test_a_mistake_is_an_error_that_names_file_and_entry(
    tmp_path: Path, right: str, wrong: str, complaint: str
) -> None:
    path = tmp_path / "replies.yml"
    path.write_text(ONE_REPLY, "utf-8")
    assert read(path).replies[0].texts["sv"] == "Hej"
    assert right in ONE_REPLY
    path.write_text(ONE_REPLY.replace(right, wrong), "utf-8")
    with pytest.raises(BadReplies, match=complaint) as error:
        read(path)
    assert str(path) in str(error.value)


async def test_a_service_with_a_reply_that_is_not_sound_does_not_start(tmp_path: Path, bot: ScriptedBot) -> None:
    path = tmp_path / "replies.yml"
    path.write_text(ONE_REPLY.replace("{agent}", "{agnet}"), "utf-8")
    with pytest.raises(BadReplies, match="agnet"):
        async with open_world(tmp_path, bot, replies=path):
            pass


def test_every_topic_has_an_answer_with_links_in_all_languages() -> None:
    entries = read_faq(FAQ)
    assert set(entries) == {path.stem for path in FAQ.glob("*.yml")}
    for found in entries.values():
        assert all(found.answers[language].pages for language in LANGUAGES), found.id
    card = entries["library_card"].answers["sv"]
    expected = entry("library_card", "sv")
    assert (card.title, card.text, card.plain) == tuple(expected[field] for field in ("title", "answer", "plain"))


async def test_an_edited_answer_is_read_anew_and_one_that_cannot_be_used_keeps_the_one_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "library_card.yml"
    shutil.copy(FAQ / path.name, path)
    faq, text = Faq(tmp_path), path.read_text("utf-8")
    path.write_text(text.replace("title: Library card and PIN", "title: Library card"), "utf-8")
    assert (await faq.entries())["library_card"].answers["en"].title == "Library card"
    path.write_text(text.replace("  plain: >-", "  plan: >-", 1), "utf-8")
    with caplog.at_level(logging.ERROR):
        assert (await faq.entries())["library_card"].answers["en"].title == "Library card"
    assert "`plain` is missing" in caplog.text
    with pytest.raises(BadFaq, match=r"library_card\.yml: fi: `plain`"):
        Faq(tmp_path)


# --- the book of replies


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_agent_gets_replies_and_answers_in_a_language_and_not_twice(world: World, language: str) -> None:
    agent = await world.agent("maija")
    status, book, etag = await fetch(agent, language)
    assert status == 200
    canned = {reply.id: reply for reply in read(REPLIES).replies}
    assert {reply["id"]: reply["text"] for reply in book["replies"]} == {
        reply.id: reply.texts[language]
        for reply in canned.values()  # type: ignore[index]
    }
    assert book["replies"][0]["queues"] == ["city"]
    (card,) = [found for found in book["faq"] if found["id"] == "library_card"]
    expected = entry("library_card", language)
    assert (card["title"], card["text"], card["plain"]) == (expected["title"], expected["answer"], expected["plain"])
    assert card["links"] == expected["links"]
    assert card["review_by"] == "2027-05-21"
    assert (await fetch(agent, language, etag))[0] == 304


async def test_the_book_is_for_agents_who_are_signed_in(world: World) -> None:
    agent = await world.agent("maija")
    agent.cookie = "luukku=stranger"
    assert (await fetch(agent, "fi"))[0] == 401
    assert (await fetch(agent, "de"))[0] == 404


async def test_the_book_tells_when_a_queue_opens_next(tmp_path: Path, bot: ScriptedBot) -> None:
    queues, replies = tmp_path / "queues.yml", tmp_path / "replies.yml"
    queues.write_text(WEEKDAYS, "utf-8")
    replies.write_text(ONE_REPLY, "utf-8")
    async with open_world(tmp_path, bot, queues=queues, replies=replies) as world:
        world.clock.advance(datetime(2098, 12, 1, 6, tzinfo=UTC) - world.clock())
        agent = await world.agent("maija")
        _, closed, _ = await fetch(agent, "en")
        assert closed["opens_at"] == {"city": "2098-12-01T07:00:00.000Z", "talk": ""}
        assert closed["unknown"]["opens_at"] == "{…time}"
        world.clock.advance(timedelta(hours=2))
        _, opened, _ = await fetch(agent, "en")
        assert opened["opens_at"]["city"] == "2098-12-02T07:00:00.000Z"


# --- answers in a conversation


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answers_links_come_from_its_content_in_the_conversations_language(
    world: World, language: str
) -> None:
    agent, visitor, conversation = await claimed(world, language)
    payload = {"conversation": conversation, "id": str(uuid4()), "text": "Katso tästä.", "faq": ["library_card"]}
    first = await agent.do("send", payload)
    assert await agent.do("send", payload) == first
    message = await visitor.told("Katso tästä.")
    assert message["author"] == "agent"
    assert message["links"] == entry("library_card", language)["links"]
    assert (await agent.do("sync", {"conversation": conversation}))["messages"][-1]["links"] == message["links"]


async def test_two_answers_bring_the_links_of_both_each_once(world: World) -> None:
    agent, visitor, conversation = await claimed(world)
    faq = ["library_card", "library_loans", "library_card"]
    await agent.do("send", {"conversation": conversation, "id": str(uuid4()), "text": "molemmat", "faq": faq})
    shown = (await visitor.told("molemmat"))["links"]
    both = [link for topic in faq for link in entry(topic, "fi")["links"]]
    assert shown == [link for place, link in enumerate(both) if link not in both[:place]]


@pytest.mark.parametrize(
    "faq", [["no_such_entry"], ["../secrets"], ["library_card"] * 7, [{"url": "x"}], "library_card"]
)
async def test_what_is_no_answer_is_refused_and_nothing_is_sent(world: World, faq: Any) -> None:
    agent, visitor, conversation = await claimed(world)
    payload = {"conversation": conversation, "id": str(uuid4()), "text": "hei", "faq": faq}
    assert (await agent.ask("send", payload))["error"] in {"invalid_payload", "too_large"}
    assert ("agent", "hei") not in await visitor.texts()


async def test_an_answer_goes_into_the_agents_own_conversation_only(world: World) -> None:
    _, visitor, conversation = await claimed(world)
    other = await world.agent("pekka")
    payload = {"conversation": conversation, "id": str(uuid4()), "text": "hei", "faq": ["library_card"]}
    assert (await other.ask("send", payload))["error"] == "not_found"
    assert ("agent", "hei") not in await visitor.texts()
