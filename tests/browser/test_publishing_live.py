"""A new question goes from an editor's form to a resident's answer and back again, with real training and assistant."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from handoff.cli.add_agent import add_agent
from handoff.faq.content import read_faq
from handoff.faq.model import Answer
from tests.browser.test_editor import WORDS, sign_in
from tests.support.people import BROWSER_TESTS, LOCALES
from tests.support.project import PRACTISED, Project, make_project
from tests.support.stack import Stack
from tests.support.visitor_page import VisitorPage

pytestmark = BROWSER_TESTS

ENTRY, OTHER = "swimming_halls", "wilma_login"
QUESTION = "Aukeaako polskula helatorstaina?"
"""A nickname that nobody has taught the assistant."""
TRAINED_WITHIN_MS = 120_000
FOLLOWED_WITHIN_S = 30
"""The assistant looks every few seconds whether another model is live."""
LANGUAGE = "fi"
W = WORDS[LANGUAGE]
ROOM = W["publishing"]


@dataclass(frozen=True)
class City:
    """A small assistant with its service, and its editor's password."""

    project: Project
    stack: Stack
    password: str

    def answer(self, entry_id: str) -> Answer:
        """Return what the files say now."""
        return read_faq(self.project.faq)[entry_id].answers[LANGUAGE]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def city(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    project = await asyncio.to_thread(make_project, tmp_path_factory.mktemp("project"), (*PRACTISED, ENTRY, OTHER))
    folder = tmp_path_factory.mktemp("city")
    # Its few questions of the regression set weigh much each.
    stack = Stack(folder, project, regression_limit="5")
    try:
        await stack.start()
        password = await asyncio.to_thread(add_agent, "eeva", "Eeva Editori", "editor", var=folder, environ={})
        yield City(project, stack, password)
    finally:
        await stack.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(city: City, browser: Browser) -> AsyncIterator[Page]:
    """The desk, with the editor signed in."""
    context = await browser.new_context(locale=LOCALES[LANGUAGE], viewport={"width": 1280, "height": 800})
    try:
        page = await context.new_page()
        await sign_in(page, (city.stack, city.password), LANGUAGE)
        yield page
    finally:
        await context.close()


async def open_entry(city: City, page: Page, entry_id: str) -> None:
    await page.goto(f"{city.stack.service.url}/editor/{LANGUAGE}/{entry_id}")


async def save(page: Page) -> None:
    await page.get_by_role("button", name=W["save"], exact=True).press("Enter")
    await expect(page.get_by_role("status")).to_have_text(W["told"]["saved"])


async def go_publishing(page: Page) -> None:
    await page.get_by_role("link", name=ROOM["name"], exact=True).first.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(ROOM["name"])


async def publish(page: Page) -> None:
    """Press the button in the room, and see a training that really goes on."""
    await page.get_by_role("button", name=ROOM["publish"], exact=True).press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(ROOM["kinds"]["publish"])
    # The page asks anew by itself; in words it says what is done now.
    await expect(page.locator("progress")).to_be_visible(timeout=TRAINED_WITHIN_MS)
    await expect(page.get_by_role("status")).to_contain_text(re.compile("|".join(ROOM["stages"].values())))


async def until(page: Page, kind: str, state: str) -> None:
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text(f"{ROOM['kinds'][kind]}: {ROOM['states'][state]}", timeout=TRAINED_WITHIN_MS)


async def said(chat: VisitorPage) -> list[str]:
    """Ask the question and return the texts of what the assistant says to it."""
    return [shown.text for shown in await chat.ask(QUESTION)]


async def test_a_new_question_goes_live_is_answered_and_is_brought_back(
    city: City, browser: Browser, page: Page
) -> None:
    resident = await browser.new_context(locale=LOCALES[LANGUAGE], timezone_id="Europe/Helsinki")
    try:
        chat = await VisitorPage(await resident.new_page(), city.stack, LANGUAGE).open()
        expected = city.answer(ENTRY).text
        assert expected not in await said(chat)
        await open_entry(city, page, ENTRY)
        questions = page.locator(f"[name='{LANGUAGE}.examples']")
        await questions.fill(f"{await questions.input_value()}\n{QUESTION}")
        await save(page)
        await go_publishing(page)
        await page.locator("form summary").first.press("Enter")
        await expect(page.locator(".changes ins")).to_contain_text([QUESTION])
        await publish(page)
        await until(page, "publish", "done")
        await go_publishing(page)
        models = page.locator(".models > li")
        await expect(models).to_have_count(2)
        await expect(models.first.locator("strong")).to_have_text(ROOM["is_live"])
        async with asyncio.timeout(FOLLOWED_WITHIN_S):
            while expected not in await said(chat):
                await asyncio.sleep(0.2)
        assert QUESTION in city.answer(ENTRY).examples
        # One press brings the model back that was live before, and the entry with it.
        await models.last.get_by_role("button").press("Enter")
        await until(page, "roll_back", "done")
        async with asyncio.timeout(FOLLOWED_WITHIN_S):
            while expected in await said(chat):
                await asyncio.sleep(0.2)
        assert QUESTION not in city.answer(ENTRY).examples
    finally:
        await resident.close()


async def test_what_lacks_swedish_cannot_be_chosen_and_says_why(city: City, page: Page) -> None:
    await open_entry(city, page, ENTRY)
    await page.locator("[name='sv.text']").fill("")
    await save(page)
    await go_publishing(page)
    await expect(page.get_by_role("checkbox", name=city.answer(ENTRY).title)).to_be_disabled()
    missing = W["findings"]["missing"].format(field=W["fields"]["text"])
    await expect(page.locator(".mend li").first).to_have_text(f"SV {missing}")
    await page.get_by_role("button", name=ROOM["publish"], exact=True).press("Enter")
    await expect(page.get_by_role("status")).to_have_text(ROOM["told"]["nothing_chosen"])
    await discard(city, page, ENTRY)


async def test_questions_that_contradict_what_was_learnt_are_refused_and_named(city: City, page: Page) -> None:
    live = city.project.live_model()
    await open_entry(city, page, ENTRY)
    stolen = {tongue: await page.locator(f"[name='{tongue}.examples']").input_value() for tongue in LOCALES}
    await open_entry(city, page, OTHER)
    for tongue, examples in stolen.items():
        field = page.locator(f"[name='{tongue}.examples']")
        kept = await field.input_value()
        await field.fill(f"{kept}\n{examples}")
    await save(page)
    await go_publishing(page)
    await publish(page)
    await until(page, "publish", "refused")
    await expect(page.get_by_text(ROOM["refusals"]["regression"])).to_be_visible()
    worse = page.get_by_role("heading", name=ROOM["worse"]).locator("xpath=following-sibling::ul[1]")
    asked, given = city.answer(ENTRY).title, city.answer(OTHER).title
    await expect(worse.locator("li").filter(has_text=asked).filter(has_text=given).first).to_be_visible()
    assert city.project.live_model() == live
    await discard(city, page, OTHER)


async def discard(city: City, page: Page, entry_id: str) -> None:
    await open_entry(city, page, entry_id)
    await page.get_by_role("button", name=W["discard"], exact=True).press("Enter")
    await expect(page.get_by_role("status")).to_have_text(W["told"]["discarded"])
