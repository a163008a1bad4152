"""The pictures of the editors' guide: `.venv/bin/python -m tests.browser.pictures editors` takes them."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Locator, Page, expect
from sqlalchemy import Connection, insert, select

from handoff.clock import utc_now
from handoff.conversations.messages import open_conversation
from handoff.conversations.misses import key_of
from handoff.conversations.model import Visitor
from handoff.faq.model import Language
from handoff.storage.database import Database
from handoff.storage.tables import conversations, misses, reply_proposals
from handoff.training import store
from handoff.training.model import Change, Figures, Job, Share
from tests.browser.camera import take
from tests.support.people import People

DESK = {"width": 1120, "height": 840}
MAX_BYTES = 120_000
ASKED: tuple[tuple[str, Language, str, int], ...] = (
    ("saako veneessä asua talvella", "fi", "boat_berth", 4),
    ("får man bo i sin båt på vintern", "sv", "boat_berth", 2),
    ("can I live on my boat in winter", "en", "boat_berth", 3),
    ("mihin vien vanhan akun", "fi", "", 5),
    ("where do I take an old car battery", "en", "", 1),
    ("kirjaston 3D-tulostin varaus", "fi", "library_card", 3),
    ("öppnar badstranden i maj", "sv", "swimming_halls", 2),
)
"""What residents said, in which language, what the assistant offered, and how often."""
PROPOSED = ("May I sleep in my boat?", "You may sleep in your boat for three nights at most.")
FIGURES = Figures(
    languages={"fi": Share(716, 671, 705), "sv": Share(642, 590, 629), "en": Share(642, 608, 633)},
    before={"fi": Share(716, 669, 704), "sv": Share(642, 590, 630), "en": Share(642, 606, 632)},
    entries={"boat_berth": Share(24, 21, 23), "library_card": Share(24, 24, 24)},
    confusions=(("boat_berth", "swimming_halls", 2),),
    changes=(
        Change("saako venepaikan vaihtaa", "fi", "boat_berth", "right", "offered", "boat_berth", is_better=False),
        Change("var kan jag lägga båten", "sv", "boat_berth", "missed", "right", "boat_berth", is_better=True),
        Change("sleeping on a boat", "en", "boat_berth", "wrong", "right", "boat_berth", is_better=True),
    ),
    wrongly_answered=(4, 600),
)


async def take_editors(people: People) -> None:
    """The list, an answer and its preview, the inbox, a question that is tried, and a publication with its figures."""
    database = Database(f"sqlite:///{people.stack.folder / 'luukku.db'}")
    try:
        await database.write(_fill_inbox)
        await database.write(_fill_training, key="training")
    finally:
        await database.close()
    page = (await people.agent(locale="en-GB", viewport=DESK)).page
    desk = f"{people.stack.service.url}/editor/en"
    await _take_answer(page, desk)
    await page.goto(f"{desk}?q=leisure")
    await take(page, "desk-list", max_bytes=MAX_BYTES)
    await page.goto(f"{desk}/-/inbox")
    await show(page.get_by_role("heading", name="Agents’ proposals"))
    await take(page, "desk-inbox", max_bytes=MAX_BYTES)
    await page.goto(f"{desk}/-/try")
    await page.get_by_label("Question", exact=True).fill("How do I get a boat berth?")
    await page.locator("form.begin").get_by_role("button", name="Try").click()
    await show(page.get_by_role("heading", name="What the assistant does"))
    await take(page, "desk-try", max_bytes=MAX_BYTES)
    await page.goto(f"{desk}/-/publishing")
    await page.get_by_role("link", name="Publication").first.click()
    await show(page.get_by_role("heading", name="Publication"))
    await take(page, "desk-publishing", max_bytes=MAX_BYTES)


async def show(heading: Locator) -> None:
    """Let a heading stand at the top."""
    await heading.evaluate("one => one.scrollIntoView()")


async def _take_answer(page: Page, desk: str) -> None:
    await page.goto(f"{desk}/boat_berth")
    text = page.locator('[name="en.text"]')
    await text.fill(f"{await text.input_value()} You may sleep in your boat for three nights at most.")
    await page.locator('[name="sv.plain"]').fill("")
    await page.get_by_role("button", name="Save the draft").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await show(page.get_by_role("heading", name="To mend"))
    await take(page, "desk-answer", max_bytes=MAX_BYTES)
    await show(page.get_by_role("heading", name="What residents see"))
    # The whole of it is too many letters for a small file.
    await take(page, "desk-preview", {"x": 0, "y": 0, **DESK, "height": 520}, MAX_BYTES)


def _fill_inbox(connection: Connection) -> None:
    now, visitor = utc_now(), Visitor(uuid4().hex, "fi")
    open_conversation(connection, visitor, now)
    mine = select(conversations.c.id).where(conversations.c.token_hash == visitor.token_hash)
    conversation, seq = connection.execute(mine).scalar_one(), 0
    for text, language, offered, times in ASKED:
        said = {"text": text, "text_key": key_of(text), "language": language}
        said |= {"reason": "clarified" if offered else "missed", "decision": "clarify" if offered else "lost"}
        said |= {"options": json.dumps([f"faq/{offered}"] if offered else [])}
        for n in range(times):
            seq += 1
            at = now - timedelta(days=5 * n)
            connection.execute(insert(misses).values(conversation_id=conversation, seq=seq, at=at, **said))
    question, reply = PROPOSED
    proposed = {"conversation_id": conversation, "seq": 1, "id": str(uuid4()), "question": question, "reply": reply}
    by = {"agent_id": "a", "agent_name": "Maija", "language": "en", "at": now}
    connection.execute(insert(reply_proposals).values(**proposed, **by))


def _fill_training(connection: Connection) -> None:
    at = utc_now() - timedelta(hours=2)
    by = {"agent_id": "a", "agent_name": "Aino Aava", "reason": "", "at": at}
    job = Job(id=str(uuid4()), kind="publish", state="waiting", drafts={}, **by)
    store.add_job(connection, job)
    over = {"state": "done", "figures": FIGURES, "ended_at": at + timedelta(seconds=50)}
    store.change(connection, job.id, only=("waiting",), **over)
