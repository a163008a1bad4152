"""The public board and the figures in a browser: without scripts, accessible, and fit for a narrow screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sqlalchemy import insert

from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.storage.tables import advice, cases
from handoff.words import read_words
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

PAGES = read_words(ROOT / "data" / "service" / "feedback_pages.yml")
WORDS = read_words(ROOT / "data" / "service" / "board.yml")
FEEDBACK = {
    "fi": ("Katuvalo ei pala", "Koulun edessä on ollut pimeää jo viikon.", "Lamppu vaihdettiin maanantaina."),
    "sv": ("Gatlyktan lyser inte", "Det har varit mörkt framför skolan i en vecka.", "Lampan byttes på måndagen."),
    "en": ("A street light is out", "It has been dark in front of the school.", "The lamp was changed on Monday."),
}
SERVICES = ("171", "174", "246")
COUNT = 60
# Of services to which no case came: one, and none.
ADVISED = ("2807",) * 5 + ("",) * 2


def call(number: int, service_code: str) -> dict[str, Any]:
    channel, language = ("phone", "counter")[number % 2], LANGUAGES[number % 3]
    own = {"channel": channel, "language": language, "service_code": service_code}
    return {"id": str(uuid4()), "at": datetime.now(UTC) - timedelta(days=10), "agent_id": "a1", **own}


def row(number: int) -> dict[str, Any]:
    language = LANGUAGES[number % 3]
    title, text, answer = FEEDBACK[language]
    received = datetime.now(UTC) - timedelta(days=30 + 4 * number)
    answered = received + timedelta(days=number % 9)
    return {
        "id": str(uuid4()),
        "code": f"LK-{number}",
        "origin": str(uuid4()),
        "reply_token": f"board{number}",
        "kind": ("complaint", "idea", "thanks")[number // 3 % 3],
        "status": "closed",
        "text": "Omat sanat",
        "place": "",
        "email": "",
        "language": language,
        "channel": ("web", "bot", "phone")[number % 3],
        "service_code": SERVICES[number // 20],
        "unit": ("streets", "parks", "cleaning")[number // 20],
        "received_at": received,
        "updated_at": answered,
        "promised_from": received.date(),
        "due_on": (received + timedelta(days=7)).date(),
        "done_at": answered,
        "published_at": answered,
        "public_title": f"{title} {number + 1}",
        "public_text": text,
        "public_answer": answer,
    }


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def board(stack: Stack) -> None:
    database = Database(f"sqlite:///{stack.folder / 'luukku.db'}")
    await database.write(lambda c: c.execute(insert(cases), [row(number) for number in range(COUNT)]))
    given = [call(number, service) for number, service in enumerate(ADVISED)]
    await database.write(lambda c: c.execute(insert(advice), given))
    await database.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_answered_feedback_is_searched_and_read_without_scripts(
    stack: Stack, browser: Browser, language: str
) -> None:
    t, w = PAGES[language], WORDS[language]
    title, text, answer = FEEDBACK[language]
    page = await browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    try:
        await page.goto(stack.service.url + t["paths"]["form"])
        await page.get_by_role("link", name=t["read_answered"]).click()
        await expect(page.get_by_role("heading", name=w["board_title"])).to_be_visible()
        listed = page.locator(".board > li")
        await expect(listed).to_have_count(20)
        await page.get_by_role("link", name=w["older"]).click()
        await expect(page.get_by_role("link", name=w["newest"])).to_be_visible()
        await page.get_by_label(w["words"]).fill(title[:6])
        await page.get_by_label(w["service"]).select_option("171")
        await page.get_by_label(w["language"]).select_option(language)
        await page.get_by_role("button", name=w["search"], exact=True).click()
        # One of three languages, of the twenty of the service.
        await expect(listed).to_have_count(7 if language != "en" else 6)
        await listed.first.get_by_role("link").click()
        await expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", language)
        for words in (text, answer):
            await expect(page.get_by_text(words)).to_be_visible()
        switched = "fi" if language != "fi" else "en"
        await page.locator(f".languages a[hreflang={switched}]").click()
        await expect(page.get_by_role("heading", name=WORDS[switched]["city_answer"])).to_be_visible()
        await expect(page.get_by_text(answer)).to_have_attribute("lang", language)
        assert await page.context.cookies() == []
    finally:
        await page.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_accessible_and_fits_a_narrow_screen(stack: Stack, browser: Browser, language: str) -> None:
    t, w = PAGES[language], WORDS[language]
    page = await browser.new_page(viewport={"width": 320, "height": 800})
    audit, wide = Audit(page), []

    async def look(state: str) -> None:
        await audit.look(state)
        if await page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(state)

    try:
        await page.goto(stack.service.url + t["paths"]["answered"])
        await look("board")
        await page.locator(".board a").first.click()
        await expect(page.get_by_role("heading", name=w["city_answer"])).to_be_visible()
        await look("case")
        await page.goto(f"{stack.service.url}{t['paths']['answered']}?q=zeppeliini")
        await expect(page.get_by_text(w["nothing_found"])).to_be_visible()
        await look("nothing found")
        await page.goto(f"{stack.service.url}{t['paths']['answered']}/{uuid4()}")
        await look("gone")
        await page.goto(stack.service.url + t["paths"]["figures"])
        await look("figures")
        await choose(page, language)
        await look("figures of a service")
        assert (audit.violations, wide, len(audit.states)) == ([], [], 6)
    finally:
        await page.close()


async def choose(page: Page, language: str) -> None:
    w = WORDS[language]
    await page.get_by_label(w["choose_service"]).select_option("174")
    await page.get_by_role("button", name=w["show"]).click()
    await expect(page.locator(".summary-figures dd").first).to_have_text("20")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_charts_show_what_the_tables_say(stack: Stack, browser: Browser, language: str) -> None:
    page = await browser.new_page(java_script_enabled=False)
    try:
        await page.goto(stack.service.url + PAGES[language]["paths"]["figures"])
        region = page.get_by_role("region", name=WORDS[language]["by_service"])
        named = await region.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => `${row.cells[0].textContent}: ${row.cells[1].textContent}`)"
        )
        assert len(named) == len(SERVICES)
        await expect(page.locator("figure").nth(1).locator("text")).to_have_text(named)
    finally:
        await page.close()


PICK = {"fi": "FI, Suomi", "sv": "SV, Svenska", "en": "EN, English"}
SPLIT = {"fi": "Erittele palautteet", "sv": "Dela upp responsen", "en": "Split the feedback into"}
UNIT = {"fi": "Yksikkö", "sv": "Enhet", "en": "Unit"}
COUNTED = {
    "fi": "Palautteita: {}, yleisneuvontaa: {}",
    "sv": "Responser: {}, allmän rådgivning: {}",
    "en": "Feedback: {}, general advice: {}",
}
CULTURE = {"fi": "Kulttuuri ja vapaa-aika", "sv": "Kultur och fritid", "en": "Culture and leisure"}


async def at_figures(people: People, language: str) -> Page:
    """Return the console at the figures of the last 300 days."""
    page = (await people.agent()).page
    await page.goto(f"{people.stack.service.url}/agent#reports")
    await page.get_by_role("button", name=PICK[language]).click()
    view = page.locator("reports-view")
    today = datetime.now(UTC).date()
    await view.locator("#span").select_option("own")
    await view.locator("#from").fill((today - timedelta(days=300)).isoformat())
    await view.locator("#to").fill(today.isoformat())
    await view.locator("form button").click()
    await expect(page.locator("case-figures").get_by_role("row")).not_to_have_count(0)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_supervisor_sees_how_often_advice_was_given_beside_the_cases(people: People, language: str) -> None:
    page = await at_figures(people, language)
    view, figures, audit = page.locator("reports-view"), page.locator("case-figures"), Audit(page)
    await expect(figures.get_by_role("status")).to_have_text(COUNTED[language].format(COUNT, len(ADVISED)))
    for by, group, count in (
        ("service", CULTURE[language], "5"),
        ("unit", WORDS[language]["unsorted"], "2"),
        ("kind", WORDS[language]["advice_alone"], "7"),
    ):
        await figures.get_by_label(SPLIT[language]).select_option(by)
        row = figures.locator("tbody").get_by_role("row", name=group)
        await expect(row.locator("td").last).to_have_text(count)
        await expect(row.locator("td").first).to_have_text("0")
        await expect(figures.locator("tfoot td").last).to_have_text("7")
        await expect(figures.locator("tfoot td").first).to_have_text("60")
        await audit.look(by)
    heading = figures.get_by_role("columnheader", name=WORDS[language]["advice"])
    await expect(heading).to_have_attribute("scope", "col")
    await expect(figures.locator(".legend li").last).to_have_text(WORDS[language]["advice"])
    await page.set_viewport_size({"width": 320, "height": 800})
    await audit.look("narrow")
    assert audit.violations == []
    assert await view.evaluate("view => view.scrollWidth") <= 320


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_supervisor_sees_the_figures_of_a_unit(people: People, language: str) -> None:
    page = await at_figures(people, language)
    view, figures, audit = page.locator("reports-view"), page.locator("case-figures"), Audit(page)
    await figures.get_by_label(SPLIT[language]).select_option("service")
    await figures.get_by_label(UNIT[language], exact=True).select_option("parks")
    await expect(figures.get_by_role("status")).to_have_text(COUNTED[language].format(20, 0))
    await expect(figures.locator("tfoot td").first).to_have_text("20")
    await expect(figures.locator("tbody tr")).to_have_count(1)
    await audit.look("a unit")
    await page.set_viewport_size({"width": 320, "height": 800})
    await audit.look("narrow")
    assert audit.violations == []
    assert await view.evaluate("view => view.scrollWidth") <= 320
    async with page.expect_download() as download:
        await figures.locator("a[download]").click()
    assert (await download.value).suggested_filename.startswith("luukku-cases-service-")
