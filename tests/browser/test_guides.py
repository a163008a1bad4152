"""The guides in a browser: answered without scripts, taken away as files, accessible, and edited at the desk."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from handoff.cli.add_agent import add_agent
from handoff.guides.content import read_guides
from handoff.guides.path import checklist
from handoff.settings import ROOT
from handoff.words import read_rooms, read_words
from tests.support.axe import Audit
from tests.support.clients import VisitorClient
from tests.support.people import BROWSER_TESTS, LOCALES
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

WORDS = read_words(ROOT / "data" / "service" / "guides.yml")
DESK = read_rooms(ROOT / "data" / "service" / "editor", hall="desk")
GUIDES = read_guides(ROOT / "data" / "guides")
EVENT, CAFE = GUIDES["street_event"], GUIDES["open_cafe"]
FIRST = {"place": "street", "structures": "brought", "public": "open", "sound": "loud", "food": "sold"}
THEN = {"traffic": "changed"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, str]]:
    """A service with guides of its own, and its editor's password; the assistant is not needed there."""
    folder = tmp_path_factory.mktemp("guides")
    guides = shutil.copytree(ROOT / "data" / "guides", folder / "guides")
    stack = Stack(folder, guides=str(guides))
    try:
        await stack.service.start()
        password = await asyncio.to_thread(add_agent, "eeva", "Eeva Editori", "editor", var=folder, environ={})
        yield stack, password
    finally:
        await stack.service.stop()


async def is_wide(page: Page) -> bool:
    return bool(await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_guide_is_answered_without_scripts_and_its_list_downloaded(
    city: tuple[Stack, str], browser: Browser, language: str, tmp_path: Path
) -> None:
    w = WORDS[language]
    context = await browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 800}, locale=LOCALES[language]
    )
    page = await context.new_page()
    try:
        await page.goto(city[0].service.url + w["path"])
        await page.get_by_role("link", name=EVENT.title[language]).click()
        for question, choice in FIRST.items():
            await page.locator(f"#{question}-{choice}").check()
        await page.get_by_role("button", name=w["go_on"]).press("Enter")
        await expect(page.get_by_role("heading", name=w["more_title"])).to_be_visible()
        await page.locator("#traffic-changed").check()
        await page.get_by_role("button", name=w["go_on"]).press("Enter")
        items = checklist(EVENT, FIRST | THEN)
        await expect(page.locator(".tasks > li")).to_have_count(len(items))
        await page.get_by_label(items[0].title[language]).check()
        await expect(page.get_by_label(items[0].title[language])).to_be_checked()
        for form, begin in (("pdf", b"%PDF-"), ("html", b"<!doctype html>"), ("txt", EVENT.title[language].encode())):
            async with page.expect_download() as download:
                await page.get_by_role("link", name=w["formats"][form]).click()
            kept = tmp_path / (await download.value).suggested_filename
            await (await download.value).save_as(kept)
            assert (kept.name, kept.read_bytes()[: len(begin)]) == (f"street_event-{language}.{form}", begin)
        other = "fi" if language != "fi" else "en"
        await page.locator(f".languages a[hreflang={other}]").click()
        await expect(page.get_by_label(items[0].title[other])).to_be_visible()
        await page.get_by_role("link", name=WORDS[other]["change"]).click()
        await expect(page.locator("input:checked")).to_have_count(len(FIRST | THEN))
    finally:
        await context.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_and_file_is_accessible_and_fits_a_narrow_screen(
    city: tuple[Stack, str], browser: Browser, language: str, tmp_path: Path
) -> None:
    w = WORDS[language]
    page = await browser.new_page(viewport={"width": 320, "height": 800}, locale=LOCALES[language])
    audit, wide = Audit(page), []
    guide = f"{city[0].service.url}{w['path']}/street_event"
    begun = "&".join(f"{question}={choice}" for question, choice in FIRST.items())
    ready = "&".join(f"{question}={choice}" for question, choice in (FIRST | THEN).items())
    try:
        for address in (
            city[0].service.url + w["path"],
            guide,
            f"{guide}?{begun}",
            f"{guide}?{ready}",
            f"{guide}?{ready}&change=1",
            f"{city[0].service.url}{w['path']}/nothing",
        ):
            await page.goto(address)
            await audit.look(address)
            if await is_wide(page):
                wide.append(address)
        answer = await page.request.get(f"{guide}/html?{ready}")
        kept = tmp_path / "checklist.html"
        kept.write_bytes(await answer.body())
        await page.goto(kept.as_uri())
        await audit.look("file")
        if await is_wide(page):
            wide.append("file")
        assert (audit.violations, wide) == ([], [])
    finally:
        await page.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_guide_is_changed_previewed_and_published_at_the_desk(
    city: tuple[Stack, str], browser: Browser, language: str
) -> None:
    stack, password = city
    w, g = DESK[language], DESK[language]["guides"]
    context = await browser.new_context(
        java_script_enabled=True, locale=LOCALES[language], viewport={"width": 1280, "height": 800}
    )
    page = await context.new_page()
    audit, wide = Audit(page), []
    # Each language changes a guide of its own: another's draft would be told.
    name = dict(zip(LANGUAGES, ("open_cafe", "move_to_city", "street_event"), strict=True))[language]

    async def look(state: str) -> None:
        await audit.look(state)
        await page.set_viewport_size({"width": 320, "height": 800})
        if await is_wide(page):
            wide.append(state)
        await page.set_viewport_size({"width": 1280, "height": 800})

    async def press(button: str) -> None:
        await page.get_by_role("button", name=button, exact=True).first.press("Enter")

    try:
        await page.goto(f"{stack.service.url}/editor/{language}")
        await page.get_by_label(w["username"]).fill("eeva")
        await page.get_by_label(w["password"]).fill(password)
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name=g["name"], exact=True).click()
        await look("list")
        await page.locator(f'a[href$="/-/guides/{name}"]').press("Enter")
        await page.locator("#questions-1 > summary").press("Enter")
        await page.locator("#items-1 > summary").press("Enter")
        await look("guide")
        await press(g["add_item"])
        await expect(page.get_by_role("status")).to_have_text(w["told"]["saved"])
        await expect(page.locator("details[open]")).to_have_count(1)
        await look("added")
        await press(w["publish"])
        await expect(page.get_by_role("status")).to_have_text(w["told"]["not_complete"])
        await look("not complete")
        last = page.locator("details[id^=items]").last
        await last.locator("summary").press("Enter")
        await last.get_by_role("button", name=g["remove"]).press("Enter")
        await page.locator(f'[name="{language}.title"]').fill(f"Muutettu {language}")
        await press(w["preview"])
        await expect(page.get_by_role("heading", level=1)).to_have_text(f"Muutettu {language}")
        await look("preview")
        await page.get_by_role("link", name=WORDS[language]["back_to_draft"]).click()
        await press(w["publish"])
        await expect(page.get_by_role("status")).to_have_text(g["told"]["published"])
        await page.get_by_role("link", name=w["history"]).press("Enter")
        await look("history")
        await page.goto(stack.service.url + WORDS[language]["path"])
        await expect(page.get_by_role("link", name=f"Muutettu {language}")).to_be_visible()
        assert (audit.violations, wide) == ([], [])
    finally:
        await context.close()


QUESTIONS = {
    "fi": "Mitä lupia kahvilan avaamiseen tarvitaan?",
    "sv": "Vilka tillstånd behöver jag för att öppna ett kafé?",
    "en": "Which permits do I need to open a café?",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_assistants_answer_leads_to_the_guide(stack: Stack, browser: Browser, language: str) -> None:
    visitor = await VisitorClient(stack.service.url, language=language).connect()
    try:
        await visitor.send(QUESTIONS[language])
        await visitor.until(lambda client: any(message["links"] for message in client.seen.values()))
        links = next(message["links"] for message in visitor.seen.values() if message["links"])
    finally:
        await visitor.close()
    page = await browser.new_page(java_script_enabled=False)
    try:
        await page.goto(links[-1]["url"])
        await expect(page.get_by_role("heading", level=1)).to_have_text(CAFE.title[language])
    finally:
        await page.close()
