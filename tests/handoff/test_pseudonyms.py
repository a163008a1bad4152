"""The youth chat: agents see a name that tells nobody's visits apart from strangers', and nothing else is kept."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import socketio
from ruamel.yaml import YAML
from sqlalchemy import ColumnElement, select

from handoff.content import SERVICE
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.help_card import read_help_card
from handoff.conversations.pseudonyms import read_pseudonyms
from handoff.storage.tables import metadata
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.clients import AgentClient, VisitorClient

FULL_WIDTH = "".join(chr(ord(character) + 0xFEE0) for character in "+358401234567")
"""As some keyboards of telephones write it."""
NAMES = SERVICE / "pseudonyms.yml"
ADDRESS, BROWSER = "203.0.113.77", "RecognisableBrowser/7.7"
COLOURS = re.compile(
    r"musta|valko|puna|sini|vihre|kelta|rusk|harma|svart|vit|röd|blå|grön|gul|brun|grå"
    r"|black|white|\bred|blue|green|yellow|brown|gr[ae]y",
    re.IGNORECASE,
)


async def waiting(world: World, agent: AgentClient, visitor: VisitorClient) -> dict[str, Any]:
    await visitor.do("request_human", {"queue": "loneliness"})
    return (await agent.waiting())[0]


def test_there_are_enough_names_and_no_word_is_a_colour() -> None:
    content = YAML(typ="safe").load(NAMES)
    for words in (content["firsts"], content["seconds"]):
        assert len(words) >= 50
        for word in words:
            assert set(word) == {"fi", "sv", "en"}
            assert not any(COLOURS.search(text) for text in word.values()), word
            assert all(re.fullmatch(r"[A-ZÅÄÖ][a-zåäö]+", text) for text in word.values()), word


def test_every_name_is_given_about_equally_often() -> None:
    names = read_pseudonyms(NAMES)
    given = Counter(names.of(str(uuid4()))["fi"] for _ in range(20_000))
    firsts = Counter(name.split()[0] for name in given.elements())
    assert len(firsts) == len(YAML(typ="safe").load(NAMES)["firsts"])
    assert max(firsts.values()) < 2 * 20_000 / len(firsts)


@pytest.mark.parametrize("fault", ["short", "double", "missing"])
def test_a_file_with_a_gap_is_refused(fault: str, tmp_path: Path) -> None:
    content = YAML(typ="safe").load(NAMES)
    if fault == "short":
        content["firsts"] = content["firsts"][:49]
    elif fault == "double":
        content["seconds"][1]["sv"] = content["seconds"][0]["sv"]
    else:
        del content["seconds"][3]["en"]
    with (tmp_path / "names.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(content, file)
    with pytest.raises(ValueError, match=r"names\.yml"):
        read_pseudonyms(tmp_path / "names.yml")


async def test_the_name_is_the_same_for_every_agent_and_all_along_and_the_citys_have_none(world: World) -> None:
    one, other = await world.agent("maija"), await world.agent("aino")
    visitor = await world.visitor(mode="youth", language="sv")
    item = await waiting(world, one, visitor)
    assert (await other.waiting())[0]["pseudonym"] == item["pseudonym"]
    assert set(item["pseudonym"]) == {"fi", "sv", "en"}
    await one.claim_next()
    assert (await one.do("desk", {}))["desk"]["mine"][0]["pseudonym"] == item["pseudonym"]
    citizen = await world.visitor()
    await citizen.do("request_human", {})
    assert (await one.waiting())[0]["pseudonym"] is None


async def test_a_new_visit_has_another_name_and_nothing_in_the_database_links_the_two(world: World) -> None:
    agent = await world.agent("maija")
    names, visits, codes = [], [], []
    for _ in range(2):
        # A visit is a secret: the browser makes a new one after the quick way out and after ending.
        visitor = await world.visitor(mode="youth")
        await visitor.send("moi")
        await visitor.told("bot: moi")
        item = await waiting(world, agent, visitor)
        await agent.claim_next()
        names.append(item["pseudonym"]["fi"])
        visits.append(item["conversation"])
        codes.append((await visitor.do("feedback", {"id": str(uuid4()), **FEEDBACK}))["code"])
        await visitor.do("rate", {"succeeded": 5, "comment": "hyvä"})
        await visitor.do("close", {})
    assert visits[0] != visits[1]
    # The name comes of the conversation's number alone.
    assert names == [read_pseudonyms(NAMES).of(visit)["fi"] for visit in visits]
    traces = [await traces_of(world, visit) for visit in visits]
    # What both have: kinds, times of the agent, the words that both wrote; nothing that is one person's.
    common = traces[0] & traces[1]
    assert {column for column, _ in common} <= SHARED, common
    # Nothing of a case leads to the visit that it comes from, nor to the other case.
    feedback = [await rows_of(world, metadata.tables["cases"].c.code == code) for code in codes]
    assert {column for column, _ in feedback[0] & feedback[1]} <= SHARED_CASES
    for case in feedback:
        said = {value for column, value in case if column not in SHARED_CASES}
        assert {value for trace in traces for _, value in trace} & said == set()
        nothing = {f"cases.{name}": "" for name in ("email", "phone", "sender_name", "place", "title")}
        assert dict(case) | nothing | {"cases.contact": "none", "cases.text": MASKED} == dict(case)
        assert "cases.conversation_id" not in dict(case)


SHARED = {
    *(f"conversations.{name}" for name in ("mode", "language", "page", "owner", "queue", "version", "last_seq")),
    *(
        f"conversations.{name}"
        for name in ("visitor_seq", "answered_seq", "seen_seq", "queue_front", "crisis", "rating", "queue_language")
    ),
    *(
        f"conversations.{name}"
        for name in (
            "members",
            "invited",
            "offered_by",
            "tag",
            "contact_seq",
            "contact_answer_seq",
            "practice",
            "declined",
        )
    ),
    *(f"contacts.{name}" for name in ("seq", "day", "mode", "language", "queue", "tag", "hand_overs", "agents_s")),
    *(f"contacts.{name}" for name in ("bot_answered", "not_helped", "turned_away", "ending")),
    # What was asked about is the city's topic.
    *(f"contacts.{name}" for name in ("answered_entry", "callback_asked")),
    *(f"messages.{name}" for name in ("seq", "author", "name", "text", "language", "extra")),
    *(f"queue_stays.{name}" for name in ("version", "queue", "mode", "language", "place", "ending", "agent_id")),
    *(f"ratings.{name}" for name in ("mode", "queue", "language", "succeeded", "comment", "contact_seq")),
    *(f"audit.{name}" for name in ("actor", "agent_id", "agent_name", "action", "detail")),
}
"""Columns in which strangers may have the same."""


FEEDBACK = {
    "kind": "idea",
    "text": "Olen Aada, soita 040 1234567 tai aada.k@koulu.fi.",
    "place": "Koulukatu 1 A 5",
    "email": "aada.k@koulu.fi",
}
MASKED = "Olen Aada, soita ●●● ●●● ●●●● tai ●●●@●●●."
SHARED_CASES = {
    f"cases.{name}"
    for name in (
        *("kind", "status", "title", "text", "place", "email", "phone", "sender_name", "contact", "may_publish"),
        *("language", "channel", "service_code", "routed_by", "proposal", "unit", "assignee_id", "version"),
        *(
            "promised_from",
            "due_on",
            "merged_into",
            "told_seq",
            "listed",
            "public_title",
            "public_text",
            "public_answer",
        ),
    )
}


async def rows_of(world: World, condition: ColumnElement[bool]) -> set[tuple[str, Any]]:
    """Return every value in the rows of one table, with table and column."""
    query = select(condition.left.table).where(condition)  # type: ignore[attr-defined]
    rows = await world.service.database.read(lambda c: c.execute(query).all())
    table = condition.left.table.name  # type: ignore[attr-defined]
    return {(f"{table}.{name}", v) for row in rows for name, v in row._asdict().items() if v is not None}


async def traces_of(world: World, conversation: str) -> set[tuple[str, Any]]:
    """Return every value that is kept of a conversation, with its table and column."""
    found: set[tuple[str, Any]] = set()
    for table in metadata.tables.values():
        key = table.c.get("conversation_id", table.c.id if table.name == "conversations" else None)
        if key is None:
            continue
        query = select(table).where(key == conversation)
        for row in await world.service.database.read(lambda c, query=query: c.execute(query).all()):
            found |= {(f"{table.name}.{name}", v) for name, v in row._asdict().items() if v is not None}
    return found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("soita 040 1234567", "soita ●●● ●●● ●●●●"),
        ("+358 (0)40 123 4567 tai 09-1234567", "●●● ●●● ●●●● tai ●●● ●●● ●●●●"),
        ("(09) 123 4567!", "●●● ●●● ●●●●!"),
        ("0401234567,15 v", "●●● ●●● ●●●●,15 v"),
        ("0046 70 123 45 67", "●●● ●●● ●●●●"),
        ("358401234567", "●●● ●●● ●●●●"),
        (FULL_WIDTH, "●●● ●●● ●●●●"),
        ("mun meili on aada.k@koulu.fi, laita", "mun meili on ●●●@●●●, laita"),
        ("aada (at) koulu.fi ja aada ät koulu.fi", "●●●@●●● ja ●●●@●●●"),
    ],
)
def test_contact_details_are_masked(typed: str, stored: str) -> None:
    contacts = ContactDetails(read_help_card(SERVICE / "help.yml").numbers)
    assert contacts.mask(typed) == stored
    assert contacts.mask(stored) == stored


@pytest.mark.parametrize(
    "text",
    [
        "klo 15.00 24.6.2020 ja 01.02.2024, 05-06-2024 tai 2024-05-06 09:00",
        "maksaa 0,50 e tai 5 000 000 e, 00100 Helsinki, koodi 12345678",
        "112, 116 111, 116111, 116 117 ja 116 006",
        "09 2525 0111, 0925250112, +358 9 2525 0111, +358925250112",
        "080 005 005 ja 0800 96 116",
        "meet at hel.fi, klo 09-12 ja 13-15, 10.12.",
    ],
)
def test_helplines_dates_times_and_prices_stay(text: str) -> None:
    assert ContactDetails(read_help_card(SERVICE / "help.yml").numbers).mask(text) == text


async def test_in_the_youth_chat_no_contact_detail_is_stored_or_reaches_the_assistant(world: World) -> None:
    typed = "olen aada.k@koulu.fi, 040 123 4567; sain numeron 116 111"
    masked = "olen ●●●@●●●, ●●● ●●● ●●●●; sain numeron 116 111"
    for mode, kept in (("youth", masked), ("city", typed)):
        visitor = await world.visitor(mode=mode)
        assert (await visitor.send(typed))["text"] == kept
        await visitor.told(f"bot: {kept}")
        assert world.bot.asked[-1]["text"] == kept
    visitor = await world.visitor(mode="youth")
    await visitor.send("moi")
    await visitor.do("rate", {"succeeded": 1, "comment": typed})
    ratings = metadata.tables["ratings"]
    assert await world.service.database.read(lambda c: c.execute(select(ratings.c.comment)).scalar_one()) == masked


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_no_address_and_no_browsers_name_reaches_database_log_or_assistant(
    tmp_path: Path, bot: ScriptedBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_world(tmp_path, bot, proxies=1, message_limit=3) as world:
        agent = await world.agent("maija")
        visitor = VisitorClient(world.url, mode="youth")
        await visitor.open(auth=visitor.auth, headers={"X-Forwarded-For": ADDRESS, "User-Agent": BROWSER})
        world.stack.push_async_callback(visitor.close)
        await visitor.send("moi")
        await visitor.told("bot: moi")
        # What goes wrong is logged too.
        assert (await visitor.ask("send", {"id": "x", "text": "moi"}))["error"] == "invalid_payload"
        bot.away = True
        await visitor.send("oletko siellä")
        await visitor.told("bot_unavailable")
        bot.away = False
        await waiting(world, agent, visitor)
        conversation = (await agent.claim_next())["state"]["conversation"]
        await agent.send(conversation, "hei")
        await visitor.do("feedback", {"id": str(uuid4()), **FEEDBACK})
        refused = socketio.AsyncClient(reconnection=False)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await refused.connect(
                world.url,
                namespaces=["/visitor"],
                auth={"token": "no"},
                headers={"X-Forwarded-For": ADDRESS, "User-Agent": BROWSER},
                transports=["websocket"],
            )
        limited = [(await visitor.ask("send", {"id": str(uuid4()), "text": "moi"}))["ok"] for _ in range(4)]
        assert False in limited
        asked = str(bot.asked)
    kept = everything_in(tmp_path)
    assert b"moi" in kept
    written = caplog.text + "".join(str(vars(entry)) for entry in caplog.records)
    for trace in (ADDRESS, BROWSER, "RecognisableBrowser", FEEDBACK["email"], FEEDBACK["place"], "1234567"):
        assert trace.encode() not in kept
        assert trace not in written
        assert trace not in asked
