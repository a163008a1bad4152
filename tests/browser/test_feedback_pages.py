"""The feedback pages in a browser: without scripts from first to last, by keyboard, and accessible in every state."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from handoff.settings import ROOT
from handoff.words import Words, read_words
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

WORDS = read_words(ROOT / "data" / "service" / "feedback_pages.yml")
ANSWERS = {
    "fi": "Katuvalo on ollut rikki jo viikon.",
    "sv": "Gatlyktan har varit trasig i en vecka.",
    "en": "The street light has been out for a week.",
}


async def fill(page: Page, t: Words, text: str) -> None:
    await page.get_by_label(t["kinds"]["complaint"], exact=True).check()
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name=t["continue"]).click()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_feedback_is_given_and_followed_without_scripts(stack: Stack, browser: Browser, language: str) -> None:
    t = WORDS[language]
    page = await browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    try:
        await page.goto(stack.service.url + t["paths"]["form"])
        await page.get_by_role("button", name=t["continue"]).click()
        await expect(page.get_by_role("heading", name=t["errors_title"])).to_be_visible()
        await fill(page, t, ANSWERS[language])
        await expect(page.get_by_role("heading", name=t["review_title"])).to_be_visible()
        await page.get_by_role("button", name=t["change"]).click()
        await expect(page.locator("#text")).to_have_value(ANSWERS[language])
        await page.get_by_role("button", name=t["continue"]).click()
        await page.get_by_role("button", name=t["send"]).click()
        await page.get_by_role("link", name=t["done_follow"]).click()
        await expect(page.get_by_text(t["states"]["received"], exact=True)).to_be_visible()
        switched = "fi" if language != "fi" else "en"
        await page.locator(f".languages a[hreflang={switched}]").click()
        other = WORDS[switched]
        await expect(page.get_by_text(other["states"]["received"], exact=True)).to_be_visible()
        await expect(page.get_by_text(ANSWERS[language])).to_have_attribute("lang", language)
    finally:
        await page.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_accessible_and_fits_a_narrow_screen(stack: Stack, browser: Browser, language: str) -> None:
    t = WORDS[language]
    page = await browser.new_page(viewport={"width": 320, "height": 800})
    audit = Audit(page)
    wide: list[str] = []

    async def look(state: str) -> None:
        await audit.look(state)
        if await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(state)

    try:
        await page.goto(stack.service.url + t["paths"]["form"])
        await look("form")
        await page.get_by_role("button", name=t["continue"]).click()
        await expect(page.get_by_role("heading", name=t["errors_title"])).to_be_visible()
        await look("errors")
        await page.get_by_role("link", name=t["errors"]["text_short"]).click()
        await expect(page.locator("#text")).to_be_focused()
        await fill(page, t, ANSWERS[language])
        await expect(page.get_by_role("heading", name=t["review_title"])).to_be_visible()
        await look("review")
        await page.get_by_role("button", name=t["send"]).click()
        await expect(page.get_by_role("heading", name=t["done_title"])).to_be_visible()
        await look("done")
        await page.get_by_role("link", name=t["done_follow"]).click()
        await expect(page.get_by_role("heading", name=t["timeline"])).to_be_visible()
        await look("case")
        await page.get_by_text(t["withdraw_title"]).first.click()
        await look("taking back")
        await page.goto(stack.service.url + t["paths"]["follow"])
        await page.get_by_label(t["code"]).fill("LK-0000-0000-00001")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text(t["errors"]["code_mistyped"])
        await look("a code with a slip")
        assert (audit.violations, wide, len(audit.states)) == ([], [], 7)
    finally:
        await page.close()
