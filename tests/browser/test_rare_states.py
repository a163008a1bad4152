"""Nothing is wrong, by axe, with what is seen seldom: questions, and what is lost, refused, late or urgent."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Route, expect
from sqlalchemy import update

from handoff.storage.database import Database
from handoff.storage.tables import agents
from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import EVENTS

pytestmark = BROWSER_TESTS

COLLEAGUE = "Maija Malli"
NO_SEAT = "Sinulla on jo niin monta keskustelua kuin sinulla voi olla kerralla."
RUSH = {"suomeksi": "Jonossa on ruuhkaa.", "ruotsiksi": "Det är kö.", "englanniksi": "It is busy."}
DANGER = "mä en haluu enää elää, en jaksa tätä"
UNAVAILABLE = re.compile(r"status of 503|net::ERR_FAILED")


async def waiting(people: People) -> VisitorPage:
    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"]["fi"])).to_be_visible()
    return visitor


async def pick(agent: AgentPage, item: str) -> None:
    await agent.page.get_by_role("button", name="oma valikko").click()
    await agent.page.get_by_role("button", name=item, exact=True).click()
    await expect(agent.page.get_by_role("dialog")).to_be_visible()


async def seats(people: People, count: int) -> None:
    database = Database(f"sqlite:///{people.stack.folder / 'luukku.db'}")
    await database.write(lambda c: c.execute(update(agents).values(seats=count)))
    await database.close()


async def test_questions_before_leaving_and_a_chat_that_somebody_has_taken_over(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    audit = Audit(colleague.page)
    await waiting(people)
    await colleague.claim_next()
    for item in ("Lopeta työpäivä", "Kirjaudu ulos"):
        await pick(colleague, item)
        await audit.look(f"{item}?")
        await colleague.page.keyboard.press("Escape")
        await expect(colleague.page.get_by_role("dialog")).to_have_count(0)
    boss = await people.agent()
    await boss.page.get_by_role("link", name="Tilannekuva", exact=True).click()
    await boss.page.get_by_role("button", name=re.compile("^Ota itselle: ")).click()
    await boss.page.get_by_role("dialog").get_by_role("button", name="Ota itselle", exact=True).click()
    await expect(colleague.page.locator("conversation-view header .chip").first).to_have_text("Ei enää sinulla")
    await audit.look("taken over")
    assert audit.violations == []


async def test_a_claim_beyond_ones_seats(people: People) -> None:
    agent = await people.agent_on_duty()
    audit = Audit(agent.page)
    await waiting(people)
    await waiting(people)
    await seats(people, 1)
    try:
        await agent.claim_next()
        await agent.claims.first.click()
        await expect(agent.page.get_by_text(NO_SEAT)).to_be_visible()
        await audit.look("no seat")
    finally:
        await seats(people, 4)
    assert audit.violations == []


async def test_reports_while_they_are_counted_and_when_they_cannot_be(people: People) -> None:
    agent = await people.agent()
    people.watches[-1].allow(UNAVAILABLE)
    audit, counted = Audit(agent.page), asyncio.Event()

    async def late(route: Route) -> None:
        await counted.wait()
        await route.fulfill(status=503, json={"error": "unavailable"})

    await agent.page.route("**/api/agent/reports?*", late)
    await agent.page.get_by_role("link", name="Raportit").click()
    view = agent.page.locator("reports-view")
    await expect(view.get_by_role("status").first).to_have_text("Lasketaan …")
    await audit.look("reports, loading")
    counted.set()
    await expect(view.get_by_role("alert").first).not_to_be_empty()
    await audit.look("reports, failed")
    assert audit.violations == []


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 320, "height": 640}])
async def test_a_rush_is_told_while_somebody_is_in_danger(people: People, viewport: dict[str, int]) -> None:
    agent = await people.agent()
    young = await people.chat("fi", "/nuoret", viewport=viewport)
    audits = [Audit(agent.page), Audit(young.page)]
    await pick(agent, "Tiedotteet")
    dialog = agent.page.get_by_role("dialog", name="Tiedotteet")
    await dialog.get_by_role("button", name="Näytä tiedote").click()
    await expect(dialog.get_by_role("alert")).to_have_text("Kirjoita teksti kaikilla kolmella kielellä.")
    await audits[0].look("a banner without words")
    for language, text in RUSH.items():
        await dialog.get_by_label(f"Teksti {language}").fill(text)
    await dialog.get_by_label("Ruuhka").check()
    await dialog.get_by_label("Nuorten chat").check()
    await dialog.get_by_role("button", name="Näytä tiedote").click()
    await expect(dialog).to_be_hidden()
    await young.say(DANGER)
    await young.log.locator("li.help").wait_for()
    await expect(young.panel.get_by_role("status").filter(has_text=RUSH["suomeksi"])).to_be_visible()
    await audits[1].look("rush and danger")
    await pick(agent, "Tiedotteet")
    await dialog.get_by_role("button", name="Lopeta").click()
    await expect(dialog.get_by_text("Yhtään tiedotetta ei ole näkyvissä.")).to_be_visible()
    assert [violation for audit in audits for violation in audit.violations] == []
