"""The inbox as an editor uses it: by keyboard, without scripts, in three languages, on a narrow screen too."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sqlalchemy import Connection, insert, select

from handoff.cli.add_agent import add_agent
from handoff.conversations.messages import open_conversation
from handoff.conversations.misses import key_of
from handoff.conversations.model import Visitor
from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.storage.tables import conversations, misses, reply_proposals
from tests.browser.test_editor import WORDS, sign_in
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, LOCALES
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

ENTRY = "library_card"
SAID = {
    "fi": ["missä on kadonnut kirjastokortti", "nimeni on Matti Maa ja kortti hävisi"],
    "sv": ["var är mitt försvunna lånekort", "jag heter Anna Ek och kortet är borta"],
    "en": ["where is my missing library card", "my name is John Doe and the card is gone"],
}


def put(connection: Connection) -> None:
    """Let somebody have said all of it, and an agent have proposed a reply in each language."""
    now = datetime.now(UTC)
    open_conversation(connection, Visitor(uuid4().hex, "fi"), now)
    about = {"conversation_id": connection.execute(select(conversations.c.id)).scalar_one(), "at": now}
    for n, (language, texts) in enumerate(SAID.items()):
        for k, text in enumerate(texts):
            said = {"text": text, "text_key": key_of(text), "language": language, "options": f'["faq/{ENTRY}"]'}
            connection.execute(
                insert(misses).values(**about, **said, seq=10 * n + k, reason="clarified", decision="clarify")
            )
        reply = {"question": texts[0], "reply": "Reply of ●●●", "language": language, "agent_name": "Aino"}
        connection.execute(insert(reply_proposals).values(**about, **reply, seq=n, id=str(uuid4()), agent_id="a"))


async def fill(url: str) -> None:
    database = Database(url)
    try:
        await database.write(put)
    finally:
        await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, str]]:
    """A service with answers of its own, its editor's password, and something in the inbox."""
    folder = tmp_path_factory.mktemp("inbox")
    faq = shutil.copytree(ROOT / "data" / "nlu" / "faq", folder / "faq")
    shutil.copyfile(ROOT / "data" / "nlu" / "out_of_scope.yml", folder / "out_of_scope.yml")
    stack = Stack(folder, faq=str(faq))
    try:
        await stack.service.start()
        password = await asyncio.to_thread(add_agent, "eeva", "Eeva Editori", "editor", var=folder, environ={})
        await fill(f"sqlite:///{folder / 'luukku.db'}")
        yield stack, password
    finally:
        await stack.service.stop()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_messages_are_read_put_right_taken_and_dropped(
    desk: tuple[Stack, str], browser: Browser, language: str
) -> None:
    w = WORDS[language]
    i = w["inbox"]
    context = await browser.new_context(locale=LOCALES[language], viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    audit, wide = Audit(page), []

    async def look(state: str) -> None:
        await audit.look(state)
        await page.set_viewport_size({"width": 320, "height": 800})
        if await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(state)
        await page.set_viewport_size({"width": 1280, "height": 800})

    async def press(name: str) -> None:
        await page.get_by_role("button", name=name).first.press("Enter")

    try:
        await sign_in(page, desk, language)
        await page.get_by_role("link", name=i["name"], exact=True).press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text(i["name"])
        await look("list")
        await page.locator("#language").select_option(language)
        await press(w["show"])
        await page.locator("tbody a").first.press("Enter")
        await look("group")
        await page.locator("#entry").select_option(ENTRY)
        # One of them, or a masked place in one, is refused; put right it is taken.
        await page.locator("#text0").fill("●●● ?")
        await press(i["add_one"])
        await expect(page.get_by_role("alert")).to_have_text(i["told"]["still_personal"])
        await look("refused")
        await page.locator("#text0").fill(f"Kortti 2 {language}?")
        await press(i["add_one"])
        await expect(page.get_by_role("status")).to_contain_text(i["told"]["added"])
        await page.goto(f"{desk[0].service.url}/editor/{language}/{ENTRY}")
        examples = [await page.locator(f'[name="{each}.examples"]').input_value() for each in LANGUAGES]
        assert any(f"Kortti 2 {language}?" in text for text in examples)
        await page.goto(f"{desk[0].service.url}/editor/{language}/-/inbox?language={language}")
        await page.locator("tbody a").first.press("Enter")
        await press(i["drop_one"])
        await expect(page.get_by_role("status")).to_contain_text(i["told"]["dropped"])
        await look("dropped")
        await press(i["undo"])
        await expect(page.get_by_role("status")).to_contain_text(i["told"]["undone"])
        await page.locator(f'.replies a[lang="{language}"]').first.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text(i["proposal"])
        await look("proposal")
        await press(i["drop_proposal"])
        await expect(page.get_by_role("status")).to_contain_text(i["told"]["dropped"])
        await take_for_testing(page, f"{desk[0].service.url}/editor/{language}", language, look)
        assert (audit.violations, wide) == ([], [])
    finally:
        await context.close()


async def take_for_testing(
    page: Page, base: str, language: str, look: Callable[[str], Coroutine[None, None, None]]
) -> None:
    """Make a message of the inbox a test question, and remove it from where those are."""
    w = WORDS[language]
    await page.goto(f"{base}/-/inbox?language={language}")
    await page.locator("tbody a").first.press("Enter")
    await page.get_by_role("radio", name=w["inbox"]["uses"]["test"]).press("Space")
    await page.locator("#entry").select_option(ENTRY)
    await page.locator("#text0").fill(f"Kortti 3 {language}?")
    await page.get_by_role("button", name=w["inbox"]["add_one"]).first.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text(w["inbox"]["told"]["tested"])
    await page.get_by_role("link", name=w["questions"]["name"], exact=True).first.press("Enter")
    await expect(page.get_by_role("rowheader")).to_contain_text(f"Kortti 3 {language}?")
    await look("test questions")
    await page.get_by_role("button", name=w["questions"]["remove"]).press("Enter")
    await expect(page.get_by_role("status")).to_contain_text(w["questions"]["told"]["removed"])
