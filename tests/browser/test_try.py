"""A question is tried as an editor does it: by keyboard, with the real assistant, in three languages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from handoff.cli.add_agent import add_agent
from handoff.settings import ROOT
from handoff.words import read_words
from tests.browser.test_editor import WORDS, sign_in
from tests.support.axe import Audit
from tests.support.content import shorter_faq
from tests.support.people import BROWSER_TESTS, LOCALES
from tests.support.stack import Stack
from tests.support.words import LANGUAGES, QUESTION

pytestmark = BROWSER_TESTS

LABELS = read_words(ROOT / "data" / "responses" / "labels.yml")
ENTRY = "library_card"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, str]]:
    """A service with answers of its own, the trained assistant, and the editor's password."""
    folder = tmp_path_factory.mktemp("trying")
    # All questions take half a minute of a core to compare.
    faq = shorter_faq(ROOT / "data" / "nlu" / "faq", folder / "faq", 25)
    stack = Stack(folder, faq=str(faq))
    try:
        await stack.start()
        password = await asyncio.to_thread(add_agent, "eeva", "Eeva Editori", "editor", var=folder, environ={})
        yield stack, password
    finally:
        await stack.stop()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_is_tried_explained_and_added(
    desk: tuple[Stack, str], browser: Browser, language: str
) -> None:
    w = WORDS[language]
    t = w["try"]
    context = await browser.new_context(locale=LOCALES[language], viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    audit, wide = Audit(page), []

    async def look(state: str) -> None:
        await audit.look(state)
        await page.set_viewport_size({"width": 320, "height": 800})
        if await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(state)
        await page.set_viewport_size({"width": 1280, "height": 800})

    question = page.get_by_label(t["text"], exact=True)
    asking = page.locator("form.begin").get_by_role("button", name=t["ask"])
    try:
        await sign_in(page, desk, language)
        await page.get_by_role("link", name=t["name"], exact=True).press("Enter")
        await look("empty")
        await question.fill(QUESTION[language])
        await asking.press("Enter")
        first = page.locator(".likely > li").first
        await expect(first.locator("h3 a")).to_have_attribute("href", f"/editor/{language}/{ENTRY}")
        await expect(first.locator("tbody tr")).to_have_count(4)
        bubble = page.locator(".chat .said").first
        await expect(bubble).to_have_attribute("lang", language)
        titles = [LABELS[language][f"label/intent/{each}"] for each in ("plain_language", "helped", "not_helped")]
        await expect(bubble.locator(".said-options li")).to_have_text(titles)
        await expect(page.locator(".reasons")).to_contain_text("answer_at")
        await look("answered")
        # What the visitor's widget says is the same.
        shown = await bubble.locator(".said-text").inner_text()
        await question.fill(f"{QUESTION[language]}\nhaluan kuolla\nparkering i Åbo\nquestion about nothing xyzzy")
        await asking.press("Enter")
        await expect(page.locator("tbody tr")).to_have_count(4)
        await expect(page.locator("tbody tr").nth(1)).to_contain_text(t["in_danger"])
        await look("table")
        await page.locator("tbody tr").nth(1).get_by_role("button").press("Enter")
        await expect(page.locator(".help-card a").first).to_have_attribute("href", "tel:112")
        await look("danger")
        asked = f"{QUESTION[language]} {language}1"
        await question.fill(asked)
        await asking.press("Enter")
        await expect(bubble.locator(".said-text")).to_have_text(shown)
        await first.get_by_role("button").press("Enter")
        await expect(page.get_by_role("status")).to_have_text(w["told"]["saved"])
        examples = await page.locator(f'[name="{language}.examples"]').input_value()
        assert examples.splitlines()[-1] == asked
        await look("entry")
        assert (audit.violations, wide) == ([], [])
    finally:
        await context.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_overlaps_are_compared_beside_the_chats(desk: tuple[Stack, str], browser: Browser, language: str) -> None:
    w = WORDS[language]
    page = await browser.new_page(locale=LOCALES[language], viewport={"width": 320, "height": 800})
    audit = Audit(page)
    await sign_in(page, desk, language)
    await page.get_by_role("link", name=w["overlaps"]["name"], exact=True).press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(w["overlaps"]["name"])
    await audit.look("looking")
    async with asyncio.timeout(150):
        while await page.get_by_role("link", name=w["overlaps"]["again"]).count():
            await page.get_by_role("link", name=w["overlaps"]["again"]).press("Enter")
            await page.wait_for_load_state()
    await expect(page.locator("tbody tr").first.get_by_role("link")).to_have_count(2)
    await audit.look("pairs")
    assert not await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    assert audit.violations == []
    await page.close()


async def test_without_the_assistant_the_page_says_so(desk: tuple[Stack, str], browser: Browser) -> None:
    stack, _ = desk
    page = await browser.new_page(locale="sv-FI")
    await sign_in(page, desk, "sv")
    await stack.stop_rasa()
    try:
        await page.goto(f"{stack.service.url}/editor/sv/-/try")
        await page.get_by_label(WORDS["sv"]["try"]["text"], exact=True).fill(QUESTION["sv"])
        await page.locator("form.begin").get_by_role("button").press("Enter")
        await expect(page.get_by_role("status")).to_have_text(WORDS["sv"]["try"]["told"]["away"])
        await expect(page.get_by_label(WORDS["sv"]["try"]["text"], exact=True)).to_have_value(QUESTION["sv"])
    finally:
        await stack.start_rasa()
        await page.close()
