"""Answers out of the desk and in again as an editor does it: a real download, a spreadsheet's change, a real upload."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from handoff.cli.add_agent import add_agent
from handoff.settings import ROOT
from tests.browser.test_editor import ENTRY, WORDS, sign_in
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, LOCALES
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, str]]:
    """A service with answers of its own, only as many as it needs to start, and its editor's password."""
    folder = tmp_path_factory.mktemp("files")
    faq = folder / "faq"
    faq.mkdir()
    needed = (ROOT / "data" / "service" / "practice.yml").read_text(encoding="utf-8")
    for path in (ROOT / "data" / "nlu" / "faq").glob("*.yml"):
        if path.stem == ENTRY or path.stem in needed:
            shutil.copyfile(path, faq / path.name)
    stack = Stack(folder, faq=str(faq))
    try:
        await stack.service.start()
        password = await asyncio.to_thread(add_agent, "eeva", "Eeva Editori", "editor", var=folder, environ={})
        yield stack, password
    finally:
        await stack.service.stop()


def retitle(file: Path, language: str, title: str) -> None:
    """Change a title in a workbook, as somebody does in a spreadsheet."""
    book = openpyxl.load_workbook(file)
    for row in book[WORDS[language]["files"]["sheets"]["answers"]].iter_rows(min_row=2):
        if (row[0].value, row[1].value) == (ENTRY, language):
            row[2].value = title
    book.save(file)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_workbook_is_downloaded_changed_uploaded_and_taken(
    desk: tuple[Stack, str], browser: Browser, tmp_path: Path, language: str
) -> None:
    words, title = WORDS[language], f"-Muutettu {language}"
    w, file, wrong = words["files"], tmp_path / "answers.xlsx", tmp_path / "wrong.csv"
    await asyncio.to_thread(wrong.write_text, "id;language\nÄ;fi\n", "utf-8")
    context = await browser.new_context(locale=LOCALES[language], viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    audit, wide = Audit(page), []

    async def look(state: str) -> None:
        await audit.look(state)
        await page.set_viewport_size({"width": 320, "height": 800})
        if await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(state)
        await page.set_viewport_size({"width": 1280, "height": 800})

    async def upload(path: Path) -> None:
        await page.get_by_label(w["file"], exact=True).set_input_files(path)
        await page.get_by_role("button", name=w["look"]).press("Enter")

    try:
        await sign_in(page, desk, language)
        await page.get_by_role("link", name=w["name"], exact=True).press("Enter")
        await expect(page.get_by_role("heading", name=w["title"])).to_be_visible()
        await look("room")
        async with page.expect_download() as downloading:
            # Not the button's own `press`, which waits for a page that a download does not bring.
            await page.get_by_role("button", name=w["download"]).focus()
            await page.keyboard.press("Enter")
        await (await downloading.value).save_as(file)
        await upload(file)
        await expect(page.get_by_role("status")).to_have_text(w["no_changes"])
        await look("no changes")
        await page.get_by_role("link", name=w["title"]).press("Enter")
        await upload(wrong)
        await expect(page.get_by_role("alert")).to_contain_text(w["problem"]["bad_id"].format(figure="ä"))
        await look("wrong")
        await asyncio.to_thread(retitle, file, language, title)
        await upload(file)
        await expect(page.locator("main")).to_contain_text(w["changed"].format(count=1))
        await expect(page.locator(".changes ins").first).to_contain_text("-Muutettu")
        await look("changes")
        await page.get_by_role("button", name=w["take"]).press("Enter")
        await expect(page.get_by_role("status")).to_contain_text(w["told"]["taken"])
        await look("taken")
        await page.get_by_role("link", name=w["to_drafts"]).press("Enter")
        await page.locator(f'a[href$="/{ENTRY}"]').press("Enter")
        await expect(page.locator(f'[name="{language}.title"]')).to_have_value(title)
        assert (audit.violations, wide) == ([], [])
    finally:
        await context.close()
