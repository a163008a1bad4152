"""The room of training and publishing: by keyboard, without scripts, in three languages, on a narrow screen."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from handoff.cli.add_agent import add_agent
from handoff.faq.content import read_faq
from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.training import store
from handoff.training.model import Change, Confusion, CrossValidation, Figures, Job, Share
from handoff.words import read_rooms
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, LOCALES
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

WORDS = read_rooms(ROOT / "data" / "service" / "editor", hall="desk")
ENTRY = "boat_berth"
JOB = "00000000-0000-4000-8000-000000000001"
FIGURES = Figures(
    languages={"fi": Share(700, 640, 690), "sv": Share(650, 600, 640), "en": Share(650, 630, 640)},
    before={"fi": Share(700, 660, 690), "sv": Share(650, 600, 640), "en": Share(650, 629, 640)},
    entries={"boat_berth": Share(24, 12, 20), "museums": Share(24, 24, 24)},
    confusions=(("boat_berth", "museums", 3), ("museums", "lost", 1)),
    changes=(
        Change("saako veneelle paikan", "fi", "boat_berth", "right", "wrong", "museums", is_better=False),
        Change("a place for my boat", "en", "boat_berth", "missed", "right", "boat_berth", is_better=True),
    ),
    wrongly_answered=(2, 300),
    examples=CrossValidation(
        languages={"fi": Share(90, 60, 80), "sv": Share(90, 61, 80), "en": Share(90, 62, 80)},
        entries={"boat_berth": Share(60, 40, 50), "museums": Share(30, 29, 30)},
        pairs=(Confusion("boat_berth", "museums", 14, 60, (("fi", "vanhan purjeveneen paikka"),)),),
        declined=(Confusion("museums", "out_of_scope", 1, 30, (("sv", "konst i Tammerfors"),)),),
        picture=(("boat_berth", (46, 14)), ("museums", (0, 29))),
        wrongly_answered=(3, 40),
    ),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, str]]:
    """A service with answers and models of its own, its administrator, and a publication that was refused."""
    folder = tmp_path_factory.mktemp("publishing")
    faq = shutil.copytree(ROOT / "data" / "nlu" / "faq", folder / "faq")
    (folder / "models").mkdir()
    stack = Stack(folder, faq=str(faq), models=str(folder / "models"))
    try:
        await stack.service.start()
        password = await asyncio.to_thread(add_agent, "aino", "Aino Hoitaja", "administrator", var=folder, environ={})
        await _keep_refused(stack)
        yield stack, password
    finally:
        await stack.service.stop()


async def _keep_refused(stack: Stack) -> None:
    now = datetime(2026, 11, 26, 9, tzinfo=UTC)
    job = Job(
        id=JOB, kind="publish", state="waiting", drafts={}, agent_id="1", agent_name="Aino Hoitaja", reason="", at=now
    )
    over = {"state": "refused", "refusal": "regression", "figures": FIGURES, "ended_at": now}
    database = Database(f"sqlite:///{stack.folder / 'luukku.db'}")
    try:
        await database.write(
            lambda c: store.add_job(c, job) and store.change(c, JOB, only=("waiting",), **over), key="training"
        )
    finally:
        await database.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_change_set_is_seen_begun_and_cancelled_and_figures_are_read(
    desk: tuple[Stack, str], browser: Browser, language: str
) -> None:
    stack, password = desk
    w = WORDS[language]
    room = w["publishing"]
    context = await browser.new_context(locale=LOCALES[language], viewport={"width": 320, "height": 640})
    page = await context.new_page()
    audit = Audit(page)

    async def look(state: str) -> None:
        await audit.look(state)
        assert not await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"), state

    try:
        await page.goto(f"{stack.service.url}/editor/{language}")
        await page.get_by_label(w["username"]).fill("aino")
        await page.get_by_label(w["password"]).fill(password)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name=w["entries"], exact=True)).to_be_visible()
        await _write_draft(page, stack, language)
        await page.get_by_role("link", name=room["name"], exact=True).first.click()
        await expect(page.get_by_role("checkbox")).to_be_checked()
        await page.locator("summary").first.press("Enter")
        await look("the change set")
        # Nothing is published without a draft.
        await page.get_by_role("checkbox").press("Space")
        await page.get_by_role("button", name=room["publish"], exact=True).press("Enter")
        await expect(page.get_by_role("status")).to_have_text(room["told"]["nothing_chosen"])
        await page.get_by_role("button", name=room["publish"], exact=True).press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text(room["kinds"]["publish"])
        await page.get_by_role("link", name=room["hold"], exact=True).click()
        await look("under way")
        await page.get_by_role("button", name=room["cancel"], exact=True).press("Enter")
        await expect(page.get_by_role("status")).to_have_text(room["told"]["cancelled"])
        await page.goto(f"{stack.service.url}/editor/{language}/-/publishing/{JOB}")
        await expect(page.get_by_text(room["refusals"]["regression"])).to_be_visible()
        await expect(page.get_by_text("saako veneelle paikan")).to_be_visible()
        await page.locator("summary", has_text=room["which"]).first.press("Enter")
        await expect(page.get_by_text("vanhan purjeveneen paikka")).to_be_visible()
        # What is confused most is darkest.
        await expect(page.locator("td.shade4")).to_have_css("background-color", "rgb(255, 198, 30)")
        # Each cell of the picture is read with both of its answers.
        boats, museums = (titles[language] for titles in await asyncio.to_thread(_titles, "boat_berth", "museums"))
        row = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name=museums)).get_by_role("row")
        await expect(row.filter(has=page.get_by_role("rowheader", name=boats)).get_by_role("cell")).to_have_text(
            ["46", "14"]
        )
        await page.get_by_role("link", name=boats).first.focus()
        await look("figures")
        assert audit.violations == []
    finally:
        await context.close()


def _titles(*entry_ids: str) -> list[dict[str, str]]:
    found = read_faq(ROOT / "data" / "nlu" / "faq")
    return [{language: found[entry_id].answers[language].title for language in LANGUAGES} for entry_id in entry_ids]  # type: ignore[misc]


async def _write_draft(page: Page, stack: Stack, language: str) -> None:
    w = WORDS[language]
    await page.goto(f"{stack.service.url}/editor/{language}/{ENTRY}")
    await page.locator(f"[name='{language}.title']").fill(f"Muutettu {language}")
    await page.get_by_role("button", name=w["save"], exact=True).press("Enter")
    await expect(page.get_by_role("status")).to_have_text(w["told"]["saved"])
