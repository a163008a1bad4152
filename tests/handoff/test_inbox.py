"""The editors' inbox: what gets there from real conversations, and what becomes of it in the room."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from handoff.clock import utc_now
from handoff.evaluation.rows import Row
from handoff.faq.content import read_entry
from handoff.storage.tables import conversations, inbox_handled, misses, reply_proposals
from handoff.training.trainer import MAX_ROWS, regression_rows
from tests.handoff.conftest import World, open_world
from tests.handoff.desk import Editor, editor
from tests.handoff.test_editor import FAQ
from tests.support.bot import ScriptedBot, reply
from tests.support.clients import VisitorClient

ENTRY = "boat_berth"
INBOX = "/editor/en/-/inbox"
LINK = re.compile(r'<a href="(/editor/en/-/inbox/\w{32})" lang="\w\w">([^<]*)</a>')


@pytest.fixture
async def world(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    shutil.copytree(FAQ, tmp_path / "faq")
    shutil.copyfile(FAQ.parent / "out_of_scope.yml", tmp_path / "out_of_scope.yml")
    async with open_world(tmp_path / "var", bot, faq=tmp_path / "faq") as world:
        yield world


BUTTONS = ["/not_helped", "/form"]


def scripted(body: dict[str, Any]) -> dict[str, Any]:
    """Answer as the real bot would: by how what was said or chosen begins."""
    said, language = body["choice"] or body["text"], body["language"]
    buttons = [{"title": payload, "payload": payload} for payload in BUTTONS]
    made = reply(f"re: {said}", language=language, buttons=buttons)
    about = made["understanding"]
    match said.split()[0]:
        case "lost":
            about |= {"intent": "lost", "decision": "lost"}
        case "outside":
            about |= {"intent": "out_of_scope", "decision": "out_of_scope"}
        case "unsure":
            about |= {"intent": "clarify", "decision": "clarify", "options": [f"faq/{ENTRY}", "faq/library_card"]}
        case "berth":
            about |= {"intent": f"faq/{ENTRY}"}
        case "/not_helped":
            about |= {"intent": "not_helped", "decision": "choice"}
        case "/form":
            about |= {"intent": "give_feedback", "decision": "choice"}
        case "formtext":
            about |= {"intent": "inform", "decision": "form"}
        case "danger":
            about |= {"intent": "lost", "decision": "lost", "alarm": True}
    return made


async def say(visitor: VisitorClient, *texts: str) -> None:
    """Say each, or press its button, and wait for the answer."""
    for text in texts:
        if text in BUTTONS:
            seq = max(seq for seq, message in visitor.seen.items() if message["buttons"])
            await visitor.do("choose", {"id": str(uuid4()), "seq": seq, "index": BUTTONS.index(text)})
        else:
            await visitor.send(text)
        await visitor.told(f"re: {masked(text)}")


def masked(text: str) -> str:
    return text.replace("010594Y9032", "●●●●●●-●●●●")


async def kept(world: World) -> list[tuple[str, str, str]]:
    query = select(misses.c.text, misses.c.reason, misses.c.answered).order_by(misses.c.at, misses.c.seq)
    return [tuple(row) for row in await world.service.database.read(lambda c: c.execute(query).all())]


async def test_what_was_missed_and_asked_back_is_kept_with_the_reason(world: World) -> None:
    world.bot.answer = scripted
    visitor = await world.visitor()
    await say(visitor, "lost cause 010594Y9032", "outside weather", "unsure boats", "berth please")
    assert await kept(world) == [
        ("lost cause ●●●●●●-●●●●", "missed", ""),
        ("outside weather", "missed", ""),
        ("unsure boats", "clarified", ""),
    ]


async def test_what_did_not_help_is_kept_with_its_answer_and_what_was_missing(world: World) -> None:
    world.bot.answer = scripted
    visitor = await world.visitor()
    await say(visitor, "berth price", "/not_helped", "berth in winter", "berth again")
    assert await kept(world) == [("berth price", "not_helped", ENTRY), ("berth in winter", "not_helped", ENTRY)]


async def test_forms_presses_small_talk_and_danger_are_not_kept(world: World) -> None:
    world.bot.answer = scripted
    visitor = await world.visitor()
    await say(visitor, "hello there you", "/form", "outside in a form", "formtext of mine", "outside within it")
    assert await kept(world) == []
    other = await world.visitor()
    await say(other, "lost before", "danger to me", "lost after")
    assert await kept(world) == []


async def test_the_list_of_answers_tells_which_failed_in_seven_days_and_how(world: World) -> None:
    world.bot.answer = scripted
    agent, visitor = await world.agent("maija"), await world.visitor()
    await say(visitor, "berth price", "/not_helped", "berth in winter", "berth by the sea", "berth for a boat")
    await visitor.do("request_human", {})
    await agent.claim_next()
    desk = await editor(world, "eeva")

    async def failed() -> list[tuple[str, str]]:
        page = await desk.get("/editor/en?only=failed")
        return re.findall(r'href="/editor/en/(\w+)">|<li>((?:did not|taken to)[^<]*)</li>', page)

    assert await failed() == [(ENTRY, ""), ("", "did not help: 2"), ("", "taken to a person: 2")]
    week_ago = utc_now() - timedelta(days=7, seconds=1)
    old = update(misses).where(misses.c.text != "berth by the sea").values(at=week_ago)
    await world.service.database.write(lambda c: c.execute(old), key="")
    assert await failed() == [(ENTRY, ""), ("", "taken to a person: 1")]
    assert "did not help" not in await desk.get("/editor/en")


async def test_the_last_questions_before_a_person_are_kept_when_one_takes_over(world: World) -> None:
    world.bot.answer = scripted
    agent = await world.agent("maija")
    visitor, young = await world.visitor(), await world.visitor(mode="youth")
    await say(visitor, "hello there", "berth one", "lost two", "berth three", "berth four")
    await visitor.do("request_human", {})
    assert [row[1] for row in await kept(world)] == ["missed"]
    await agent.claim_next()
    expected = [("berth four", "handed_over"), ("berth three", "handed_over"), ("lost two", "missed")]
    assert sorted(row[:2] for row in await kept(world)) == sorted(expected)
    # What the agent is told is theirs.
    await visitor.send("please help me with everything")
    assert len(await kept(world)) == 3
    await say(young, "berth secret")
    await young.do("request_human", {})
    assert len(await kept(world)) == 3


async def test_erasing_takes_the_messages_along(world: World) -> None:
    world.bot.answer = scripted
    visitor = await world.visitor()
    await say(visitor, "lost cause")
    await visitor.do("erase", {})
    assert await kept(world) == []


def texts(browser: Editor) -> list[str]:
    """Return the first message of each group on the list."""
    return [
        unescape(text)
        for text in re.findall(r'<a href="/editor/\w\w/-/inbox/\w{32}" lang="\w\w">([^<]*)</a>', browser.page)
    ]


async def open_group(browser: Editor, text: str) -> None:
    await browser.get(INBOX)
    await browser.get(next(address for address, shown in LINK.findall(browser.page) if unescape(shown) == text))


async def submit(browser: Editor, do: str, **changed: str) -> str:
    """Send the form of a group or a proposal with a button."""
    chosen = dict.fromkeys(re.findall(r'name="(chosen\d+)" checked', browser.page), "on")
    selects = re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', browser.page, re.DOTALL)
    options = {name: re.findall(r'value="(\w*)" selected', inner) for name, inner in selects}
    picked = {name: values[0] for name, values in options.items() if values}
    picked |= dict(re.findall(r'type="radio" id="[\w-]+" name="(\w+)" value="(\w+)" checked', browser.page))
    return await browser.post(browser.at, **{**browser.fields, **chosen, **picked, "do": do, **changed})


async def test_only_editors_see_it(world: World) -> None:
    agent = await editor(world, "otto", "agent")
    await agent.get(INBOX)
    assert agent.status == 403


async def test_a_message_is_added_to_an_entrys_draft_and_never_comes_back(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    await say(visitor, "unsure where to keep my boat")
    await maija.get(INBOX)
    assert texts(maija) == ["unsure where to keep my boat"]
    assert "asked back 1" in maija.page
    await open_group(maija, "unsure where to keep my boat")
    await submit(maija, "add:0", entry=ENTRY, text0="Where can I keep my boat?", language0="en")
    assert (maija.status, "The questions are in the answer’s draft." in unescape(maija.page)) == (200, True)
    assert texts(maija) == []
    await maija.get(f"/editor/en/{ENTRY}")
    assert "Where can I keep my boat?" in unescape(maija.fields["en.examples"])
    # Nothing is published.
    path = world.service.settings.faq / f"{ENTRY}.yml"
    assert "Where can I keep my boat?" not in path.read_text(encoding="utf-8")
    other = await world.visitor(language="en")
    await say(other, "Unsure where to keep my boat!!")
    await maija.get(INBOX)
    assert texts(maija) == []
    rows = await world.service.database.read(lambda c: c.execute(select(inbox_handled)).all())
    assert {(row.how, row.entry_id, row.agent_name) for row in rows} == {("added", ENTRY, "Maija")}


async def test_what_may_tell_of_somebody_is_masked_shown_and_not_taken(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    await say(visitor, "lost my name is Matti Meikäläinen call 040 123 4567")
    await maija.get(INBOX)
    masked_text = "lost my name is ●●● call ●●●"
    assert texts(maija) == [masked_text]
    await open_group(maija, masked_text)
    for still in (masked_text, "lost card, Matti Meikäläinen here", "my number is 040 123 4567"):
        await submit(maija, "add", entry=ENTRY, text0=still)
        assert (maija.status, "Nothing has been saved." in maija.page) == (400, True), still
        await submit(maija, "scope", text0=still)
        assert maija.status == 400
        assert still in unescape(maija.fields["text0"])
    assert await world.service.database.read(lambda c: c.execute(select(inbox_handled)).all()) == []
    await submit(maija, "start", new="lost_card", text0="I lost my card")
    assert (maija.status, maija.at) == (200, "/editor/en/lost_card")
    assert maija.fields["en.examples"] == "I lost my card"


async def test_out_of_scope_is_written_into_the_training_data_and_says_who(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    path = world.service.settings.faq.parent / "out_of_scope.yml"
    before = path.read_text(encoding="utf-8").splitlines()
    await say(visitor, "outside of every service: the moon")
    await open_group(maija, "outside of every service: the moon")
    await submit(maija, "scope")
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["      - outside of every service: the moon"]
    assert len(after) == len(before) + 1
    await maija.get(INBOX)
    assert "Maija: marked as not for the assistant" in maija.page


async def test_a_test_question_is_not_learnt_but_asked_of_new_models_until_it_is_removed(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    scope, own = world.service.settings.faq.parent / "out_of_scope.yml", world.service.settings.own_regression
    before = scope.read_bytes()
    await say(visitor, "unsure where to keep my boat", "outside of every service: the moon")
    await open_group(maija, "unsure where to keep my boat")
    await submit(maija, "add:0", entry=ENTRY, use="test", text0="Where can I  keep my boat?", language0="en")
    assert "New models are tried with these questions from now on." in maija.page
    await open_group(maija, "outside of every service: the moon")
    await submit(maija, "scope", use="test")
    assert texts(maija) == []
    assert scope.read_bytes() == before
    await maija.get(f"/editor/en/{ENTRY}")
    assert "keep my boat?" not in unescape(maija.fields["en.examples"])
    # What is written there is what a new model is asked, after a restart as before.
    taken = [Row("en", ENTRY, "inbox", "Where can I keep my boat?")]
    taken.append(Row("en", "out_of_scope", "inbox", "outside of every service: the moon"))
    rows = regression_rows(world.service.settings.regression, own)
    assert (rows[:2], len(rows) <= MAX_ROWS) == (taken, True)
    await maija.get("/editor/en/-/questions")
    assert f'<a href="/editor/en/{ENTRY}">' in maija.page
    await maija.post("/editor/en/-/questions", language="en", text="Where can I keep my boat?")
    assert "The question is removed." in maija.page
    assert regression_rows(world.service.settings.regression, own)[0] == taken[1]
    await maija.post("/editor/en/-/questions", language="en", text="Where can I keep my boat?")
    assert "Somebody else has removed it already." in maija.page


async def test_a_test_question_that_may_tell_of_somebody_is_not_taken(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    await say(visitor, "unsure my name is Matti Meikäläinen")
    await maija.get(INBOX)
    await open_group(maija, texts(maija)[0])
    for text0, entry, status in (
        ("My name is Matti Meikäläinen", ENTRY, 400),
        ("Where is it?", "no_such_entry", 409),
    ):
        await submit(maija, "add:0", entry=entry, use="test", text0=text0, language0="en")
        assert maija.status == status
        assert 'value="test" checked' in maija.page
    assert not world.service.settings.own_regression.exists()


async def test_what_was_dropped_can_be_brought_back(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    await say(visitor, "lost in thought")
    await open_group(maija, "lost in thought")
    await submit(maija, "drop")
    assert (texts(maija), "Dropped from the inbox." in maija.page) == ([], True)
    batch = re.findall(r'name="batch" value="([^"]+)"', maija.page)[0]
    await maija.post(INBOX, batch=batch)
    assert texts(maija) == ["lost in thought"]


async def test_a_draft_older_than_what_is_live_is_told_and_not_written_over(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    await maija.get(f"/editor/en/{ENTRY}")
    await maija.submit("save", en__title="A draft")
    path = world.service.settings.faq / f"{ENTRY}.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed by hand\n", encoding="utf-8")
    await say(visitor, "unsure boats")
    await open_group(maija, "unsure boats")
    await submit(maija, "add", entry=ENTRY)
    assert (maija.status, "Nothing has been saved." in maija.page) == (409, True)
    assert maija.fields["text0"] == "unsure boats"
    assert read_entry(ENTRY, path.read_text(encoding="utf-8")).answers["en"].title != "A draft"


async def test_filters_leave_out_what_is_not_wanted(world: World) -> None:
    world.bot.answer = scripted
    visitor, maija = await world.visitor(language="en"), await editor(world, "maija")
    await say(visitor, "lost gloves somewhere", "unsure about the museum")
    await maija.get(f"{INBOX}?reason=clarified&days=7")
    assert texts(maija) == ["unsure about the museum"]
    await maija.get(f"{INBOX}?language=sv")
    assert texts(maija) == []


async def proposed(world: World) -> list[tuple[str, str]]:
    query = select(reply_proposals.c.question, reply_proposals.c.reply)
    return [tuple(row) for row in await world.service.database.read(lambda c: c.execute(query).all())]


async def test_an_agents_reply_becomes_the_text_of_an_entrys_draft(world: World) -> None:
    agent, visitor = await world.agent("pekka"), await world.visitor(language="en")
    maija = await editor(world, "maija")
    await visitor.send("How late can I sail, my name is Matti Meikäläinen")
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    said = await agent.send(conversation, "Boats may leave until midnight. Call 040 123 4567.")
    about = {"conversation": conversation, "seq": said["seq"]}
    await agent.do("propose_answer", about)
    await agent.do("propose_answer", about)
    kept_texts = ("How late can I sail, my name is ●●●", "Boats may leave until midnight. Call ●●●.")
    assert await proposed(world) == [kept_texts]
    # The visitor's words are nobody's reply, and somebody else's conversation is not there.
    other = await world.agent("liisa")
    assert (await agent.ask("propose_answer", {**about, "seq": 1}))["error"] == "not_found"
    assert (await other.ask("propose_answer", about))["error"] == "not_found"

    await maija.get(INBOX)
    address = re.findall(r'href="(/editor/en/-/inbox/reply/[^"]+)"', maija.page)[0]
    await maija.get(address)
    assert (maija.fields["question"], maija.fields["reply"]) == kept_texts
    await submit(maija, "add", entry=ENTRY)
    assert (maija.status, "Nothing has been saved." in maija.page) == (400, True)
    await submit(maija, "add", entry=ENTRY, question="How late can I sail?", reply="Boats may leave until midnight.")
    assert maija.at == f"/editor/en/{ENTRY}"
    assert maija.fields["en.text"] == "Boats may leave until midnight."
    assert "How late can I sail?" in maija.fields["en.examples"]
    await maija.get(INBOX)
    assert "/inbox/reply/" not in maija.page
    await visitor.do("erase", {})
    assert await proposed(world) == []


async def test_a_dropped_proposal_can_be_brought_back(world: World) -> None:
    agent, visitor, maija = await world.agent("pekka"), await world.visitor(language="en"), await editor(world, "maija")
    await visitor.send("How late can I sail")
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    said = await agent.send(conversation, "Until midnight.")
    await agent.do("propose_answer", {"conversation": conversation, "seq": said["seq"]})
    await maija.get(INBOX)
    address = re.findall(r'href="(/editor/en/-/inbox/reply/[^"]+)"', maija.page)[0]
    await maija.get(address)
    await submit(maija, "drop")
    assert address not in maija.page
    await maija.post(INBOX, reply=address.rpartition("/")[2])
    assert address in maija.page


@pytest.mark.parametrize("values", [{"mode": "youth"}, {"crisis": "confirmed"}, {"practice": "parking"}])
async def test_nothing_is_proposed_from_the_youth_chat_in_danger_or_in_practice(
    world: World, values: dict[str, str]
) -> None:
    agent, visitor = await world.agent("pekka"), await world.visitor()
    await visitor.do("request_human", {})
    conversation = (await agent.claim_next())["state"]["conversation"]
    said = await agent.send(conversation, "Kerro lisää.")
    await world.service.database.write(lambda c: c.execute(update(conversations).values(values)))
    answer = await agent.ask("propose_answer", {"conversation": conversation, "seq": said["seq"]})
    assert answer["error"] == "conflict"
    assert await proposed(world) == []
