"""Reports as a supervisor sees them, in three languages, over the story whose figures are counted by hand."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from sqlalchemy import insert, select, update

from handoff.cli.add_agent import add_agent
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import agents, callback_attempts, callbacks, contacts, queue_stays, ratings
from tests.reports.story import at, tell
from tests.support.axe import Audit
from tests.support.clients import sign_in
from tests.support.people import BROWSER_TESTS, People
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

REPORTS = {"fi": "Raportit", "sv": "Rapporter", "en": "Reports"}
DESK = {"fi": "Työpöytä", "sv": "Arbetsbord", "en": "Desk"}
PICK = {"fi": "FI, Suomi", "sv": "SV, Svenska", "en": "EN, English"}
PERIOD = {"fi": "Ajanjakso", "sv": "Period", "en": "Period"}
OWN = {"fi": "Valitse päivät", "sv": "Välj dagarna", "en": "Choose the dates"}
FROM = {"fi": "Ensimmäinen päivä", "sv": "Första dagen", "en": "First day"}
TO = {"fi": "Viimeinen päivä", "sv": "Sista dagen", "en": "Last day"}
BY = {"fi": "Ryhmittely", "sv": "Gruppering", "en": "By"}
QUEUE = {"fi": "Jono", "sv": "Kö", "en": "Queue"}
SHOW = {"fi": "Näytä", "sv": "Visa", "en": "Show"}
SHOWN = {
    "fi": "1.6.2026–2.6.2026, yhteydenottoja: 16",
    "sv": "1.6.2026–2.6.2026, kontakter: 16",
    "en": "1.6.2026–2.6.2026, contacts: 16",
}
SUMMARY = {
    "fi": ["16", "3", "55 %", "2 min", "67 %", "3,7"],
    "sv": ["16", "3", "55 %", "2 min", "67 %", "3,7"],
    "en": ["16", "3", "55%", "2 min", "67%", "3.7"],
}
AS_TABLE = {"fi": "Taulukkona", "sv": "Som tabell", "en": "As a table"}
ADVICE = {"fi": "Neuvonta", "sv": "Rådgivning", "en": "Advice"}
DOWNLOAD = {"fi": "Lataa taulukkona", "sv": "Ladda ner som tabell", "en": "Download as a table"}
WRONG = {"fi": "aikajärjestyksessä", "sv": "i tidsordning", "en": "in order"}
CHARTS = 8
TOPIC = {"fi": "Aihe", "sv": "Ämne", "en": "Topic"}
LEISURE = {"fi": "Kulttuuri ja vapaa-aika", "sv": "Kultur och fritid", "en": "Culture and leisure"}
CHAT = {"fi": "Chat", "sv": "Chatt", "en": "Chat"}
YOUTH = {"fi": "Nuoret", "sv": "Unga", "en": "Youth"}
LANGUAGE = {"fi": "Kieli", "sv": "Språk", "en": "Language"}
ENGLISH = {"fi": "Englanti", "sv": "Engelska", "en": "English"}
LONELINESS = {"fi": "Yksinäisyys", "sv": "Ensamhet", "en": "Loneliness"}
COMMENTS = {"fi": "Asukkaiden kommentit", "sv": "Invånarnas kommentarer", "en": "Residents’ comments"}
READ = {"fi": "Lue kommentit", "sv": "Läs kommentarerna", "en": "Read the comments"}
FOUND = {"fi": "Kommentteja: 2", "sv": "Kommentarer: 2", "en": "Comments: 2"}
NONE = {
    "fi": "Tällä ajanjaksolla ei ole kommentteja.",
    "sv": "Det finns inga kommentarer från perioden.",
    "en": "There are no comments from this period.",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def story(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tell the story elsewhere, since here it would be half a year of silence, and bring what came of it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('story') / 'story.db'}"
    migrate(url)
    told, shown = Database(url), Database(f"sqlite:///{stack.folder / 'luukku.db'}")
    await tell(told)
    for table in (agents, contacts, queue_stays, ratings, callbacks, callback_attempts):
        rows = await told.read(lambda c, table=table: [row._asdict() for row in c.execute(select(table))])
        if table is agents:
            # Those who called must exist; nobody here is to meet them.
            gone = {"present_until": None, "availability": "away", "deactivated_at": at(30, "23:59")}
            rows = [{**row, **gone, "username": f"told-{row['username']}"} for row in rows]
        await shown.write(lambda c, table=table, rows=rows: c.execute(insert(table), rows))
    await told.close()
    await shown.close()


async def opened(people: People, language: str) -> Page:
    """Return the console of an administrator who has chosen the language and gone to the reports by keyboard."""
    page = (await people.agent()).page
    await page.get_by_role("button", name=PICK[language]).click()
    await page.get_by_role("link", name=REPORTS[language]).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=REPORTS[language])).to_be_focused()
    return page


async def choose(page: Page, language: str, first: str, last: str) -> None:
    await page.get_by_label(PERIOD[language]).select_option(label=OWN[language])
    await page.get_by_label(FROM[language]).fill(first)
    await page.get_by_label(TO[language]).fill(last)
    await page.get_by_role("button", name=SHOW[language]).press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_supervisor_reads_what_was_counted_by_hand(people: People, language: str) -> None:
    page = await opened(people, language)
    await choose(page, language, "2026-06-01", "2026-06-02")
    view, audit = page.locator("reports-view"), Audit(page)
    await expect(view.get_by_role("status").first).to_have_text(SHOWN[language])
    assert [text.replace("\xa0", " ") for text in await view.locator("dd").all_text_contents()] == SUMMARY[language]
    await audit.look("by day")
    contacts = view.locator("report-chart").first
    # A and F I by the bot, B C D K and G H J M O handed over, E P and L N neither.
    assert await contacts.locator(".picture rect[height]:not(.ground):not(.stripe)").count() == 6
    calls = view.locator("report-chart").nth(4)
    # K reached on the first day; L not reached and M still waiting on the second.
    assert await calls.locator(".picture rect[height]:not(.ground):not(.stripe)").count() == 3
    for number in range(CHARTS):
        await view.get_by_text(AS_TABLE[language]).nth(number).press("Enter")
    await expect(contacts.get_by_role("row")).to_have_count(4)
    assert await contacts.locator("tfoot td").all_text_contents() == ["16", "3", "9", "2"]
    assert await contacts.locator("tbody tr").first.locator("td").all_text_contents() == ["7", "1", "4", "2"]
    assert await calls.locator("tfoot td").all_text_contents() == ["4", "1", "1", "1"]
    called = await view.locator("report-chart").nth(5).locator("tfoot td").all_text_contents()
    assert [text.replace("\xa0", " ") for text in called] == ["2", "1 h", "2 h"]
    await audit.look("tables")
    await page.get_by_label(BY[language]).select_option(label=QUEUE[language])
    await page.get_by_role("button", name=SHOW[language]).click()
    await expect(contacts.get_by_role("rowheader", name=ADVICE[language])).to_be_visible()
    await audit.look("by queue")
    assert audit.violations == []
    async with page.expect_download() as download:
        await page.get_by_role("link", name=DOWNLOAD[language]).click()
    path = Path(await (await download.value).path())
    rows = list(csv.reader(io.StringIO(await asyncio.to_thread(path.read_text, "utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["10", "3", "2", "1", "16"]
    assert (rows[0][0], rows[1][0], rows[3][0]) == (QUEUE[language], ADVICE[language], LONELINESS[language])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_topics_that_the_bot_answered_alone_and_one_languages_young_people_are_seen(
    people: People, language: str
) -> None:
    page = await opened(people, language)
    await choose(page, language, "2026-06-01", "2026-06-02")
    view, audit = page.locator("reports-view"), Audit(page)
    contacts = view.locator("report-chart").first
    await page.get_by_label(BY[language]).select_option(label=TOPIC[language])
    await page.get_by_role("button", name=SHOW[language]).press("Enter")
    await contacts.get_by_text(AS_TABLE[language]).press("Enter")
    leisure = contacts.get_by_role("row", name=LEISURE[language])
    # A F I by the bot alone, L wanted a call.
    await expect(leisure.locator("td")).to_have_text(["4", "3", "0", "0"])
    await page.get_by_label(BY[language]).select_option(label=QUEUE[language])
    await view.get_by_label(CHAT[language], exact=True).select_option(label=YOUTH[language])
    await view.get_by_label(LANGUAGE[language], exact=True).select_option(label=ENGLISH[language])
    await page.get_by_role("button", name=SHOW[language]).press("Enter")
    # J; O was young and lonely in Finnish.
    await expect(contacts.get_by_role("row", name=LONELINESS[language]).locator("td")).to_have_text(
        ["1", "0", "1", "0"]
    )
    await audit.look("one language")
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_comments_are_read_when_they_are_asked_for(people: People, language: str) -> None:
    database = Database(f"sqlite:///{people.stack.folder / 'luukku.db'}")
    texts = {"city": "Sain avun nopeasti", "loneliness": "Jag blev hörd"}
    for queue, text in texts.items():
        rated = select(contacts.c.conversation_id).where(contacts.c.queue == queue)
        change = update(ratings).where(ratings.c.conversation_id.in_(rated), ratings.c.succeeded >= 4)
        await database.write(lambda c, change=change, text=text: c.execute(change.values(comment=text)))
    await database.close()
    page = await opened(people, language)
    await choose(page, language, "2026-06-01", "2026-06-02")
    section, audit = page.get_by_role("region", name=COMMENTS[language]), Audit(page)
    # The report of the week is replaced by the one that was asked for.
    await expect(page.locator("reports-view").get_by_role("status").first).to_have_text(SHOWN[language])
    await expect(section.get_by_role("listitem")).to_have_count(0)
    await section.get_by_role("button", name=READ[language]).press("Enter")
    await expect(section.get_by_role("status")).to_have_text(FOUND[language])
    await expect(section.get_by_role("status")).to_be_focused()
    await expect(section.locator(".text")).to_have_text(list(reversed(texts.values())))
    await audit.look("comments")
    await section.get_by_label(QUEUE[language]).select_option(label=ADVICE[language])
    await expect(section.locator(".text")).to_have_text(["Sain avun nopeasti"])
    await section.get_by_label(QUEUE[language]).select_option(index=3)
    await expect(section.get_by_role("status")).to_have_text(NONE[language])
    await audit.look("no comments")
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dates_that_are_no_period_are_told(people: People, language: str) -> None:
    page = await opened(people, language)
    audit = Audit(page)
    await choose(page, language, "2026-06-02", "2026-06-01")
    await expect(page.get_by_role("alert").filter(has_text=WRONG[language])).to_be_visible()
    await audit.look("wrong dates")
    assert audit.violations == []


async def test_back_goes_back_to_the_desk_and_loses_nothing(people: People) -> None:
    visitor = await people.chat("fi")
    agent = await people.agent_on_duty()
    await visitor.request_human()
    await agent.claim_next()
    await agent.field().fill("Kesken jäänyt")
    await agent.page.get_by_role("link", name=REPORTS["fi"]).click()
    await expect(agent.page.locator("report-chart").first).to_be_visible()
    await expect(agent.claims).to_have_count(0)
    await visitor.say("Oletko siellä?")
    await expect(agent.page).to_have_title("1 lukematon viesti – Luukku – Asiakaspalvelijan työpöytä")
    await agent.page.go_back()
    await agent.choose(0)
    await expect(agent.field()).to_have_value("Kesken jäänyt")
    await expect(agent.page.get_by_role("link", name=DESK["fi"])).to_have_attribute("aria-current", "page")


async def test_the_reports_reflow_on_a_narrow_screen(people: People) -> None:
    page = await opened(people, "fi")
    await choose(page, "fi", "2026-06-01", "2026-06-02")
    await page.set_viewport_size({"width": 320, "height": 640})
    await expect(page.locator("report-chart").first).to_be_visible()
    audit = Audit(page)
    for number in range(CHARTS):
        await page.get_by_text(AS_TABLE["fi"]).nth(number).click()
    await audit.look("narrow")
    assert audit.violations == []
    widths = "() => [document.scrollingElement, document.querySelector('agent-console').renderRoot"
    widths += ".querySelector('desk-view').renderRoot.querySelector('reports-view')].map(e => e.scrollWidth)"
    assert await page.evaluate(widths) == [320, 320]


async def test_an_agent_is_shown_no_reports(people: People) -> None:
    password = await asyncio.to_thread(add_agent, "liisa", "Liisa", "agent", var=people.stack.folder, environ={})
    agent = await people.agent(cookie=await sign_in(people.stack.service.url, "liisa", password))
    await agent.page.goto(f"{people.stack.service.url}/agent#reports")
    await agent.page.reload()
    await expect(agent.duty).to_be_visible()
    await expect(agent.page.get_by_role("link", name=REPORTS["fi"])).to_have_count(0)
    await expect(agent.page.locator("reports-view")).to_have_count(0)
