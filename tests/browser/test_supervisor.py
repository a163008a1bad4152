"""Supervisors: the live view, anybody's conversation, one message to everybody who waits, people and rosters."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.async_api import Locator, expect

from handoff.clock import utc_now
from handoff.queues.model import local_day
from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.chromium import NOT_SIGNED_IN
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import EVENTS, LANGUAGES, QUESTION

pytestmark = BROWSER_TESTS

ME, COLLEAGUE = "Administrator", "Maija Malli"
ROOMS = {
    "fi": ("Työpöytä", "Tilannekuva", "Henkilöt"),
    "sv": ("Arbetsbord", "Lägesbild", "Personer"),
    "en": ("Desk", "Live view", "People"),
}
LIVE = {
    "fi": ("Jonot nyt", "Keskustelut nyt", "Työntekijät nyt", "Jonossa"),
    "sv": ("Köerna nu", "Samtalen nu", "Handläggarna nu", "I kön"),
    "en": ("Queues now", "Conversations now", "Agents now", "In the queue"),
}
NAMES = {"fi": "suomi", "sv": "svenska", "en": "English"}
TAKE_OVER = {"fi": "Ota itselle", "sv": "Ta över", "en": "Take over"}
FORMS = {
    "fi": ("Osaaminen", "Työvuorot", "Poissaolot", "Tunnus", "Tallenna", "Tallennettu."),
    "sv": ("Kompetens", "Arbetsskift", "Frånvaro", "Konto", "Spara", "Sparat."),
    "en": ("Skills", "Roster", "Absences", "Account", "Save", "Saved."),
}
WORDS = {"fi": "Ruuhkaa, odotathan hetken.", "sv": "Det är kö, vänta lite.", "en": "It is busy, please wait."}
PASSED_ON = {
    "fi": f"{COLLEAGUE} siirtää sinut eteenpäin",
    "sv": f"{COLLEAGUE} kopplar dig vidare",
    "en": f"{COLLEAGUE} passes you on",
}


async def waiting(people: People, language: str = "fi") -> VisitorPage:
    visitor = await people.chat(language)
    await visitor.ask(QUESTION[language])
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    return visitor


async def supervisor(people: People, language: str = "fi") -> AgentPage:
    return await people.agent(locale=LOCALES[language])


def button(agent: AgentPage, name: str | re.Pattern[str]) -> Locator:
    return agent.page.get_by_role("button", name=name, exact=isinstance(name, str))


def table(agent: AgentPage, name: str) -> Locator:
    return agent.page.get_by_role("table", name=name)


def dialog(agent: AgentPage) -> Locator:
    return agent.page.get_by_role("dialog")


async def go_to(agent: AgentPage, room: str) -> None:
    await agent.page.get_by_role("link", name=room, exact=True).press("Enter")
    await expect(agent.page.get_by_role("heading", name=room, exact=True)).to_be_focused()


def form(agent: AgentPage, name: str) -> Locator:
    return agent.page.get_by_role("region", name=name, exact=True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_live_view_is_reached_and_left_by_keyboard_and_changes_by_itself(
    people: People, language: str
) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    boss = await supervisor(people, language)
    desk, live, _ = ROOMS[language]
    queues, conversations, agents, waits = LIVE[language]
    audit = Audit(boss.page)
    await go_to(boss, live)
    await expect(table(boss, agents).get_by_role("row", name=COLLEAGUE)).to_contain_text("0/4")
    await waiting(people, language)
    row = table(boss, conversations).locator("tbody tr")
    await expect(row).to_contain_text(waits)
    counted = table(boss, queues).get_by_role("row").filter(has=boss.page.get_by_role("cell", name="1", exact=True))
    await expect(counted.filter(has_text=NAMES[language]).first).to_be_visible()
    before = await row.locator(".number").inner_text()
    await expect(row.locator(".number")).not_to_have_text(before)
    await audit.look("live view")
    await colleague.claim_next()
    await expect(row).to_contain_text(COLLEAGUE)
    await expect(table(boss, agents).get_by_role("row", name=COLLEAGUE)).to_contain_text("1/4")
    assert QUESTION[language] not in await boss.page.locator("live-view").inner_text()

    await boss.page.set_viewport_size({"width": 320, "height": 640})
    width = await boss.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    await audit.look("live view on a small screen")
    await boss.page.get_by_role("link", name=desk, exact=True).press("Enter")
    await expect(boss.page.locator("queue-list h2")).to_be_focused()
    assert audit.violations == []


async def test_an_agent_has_no_live_view(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    await expect(colleague.page.get_by_role("link", name=ROOMS["fi"][1])).to_have_count(0)
    await colleague.page.goto(f"{people.stack.service.url}/agent#live")
    await colleague.page.reload()
    await expect(colleague.duty).to_be_visible()
    await expect(colleague.page.locator("live-view")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_supervisor_takes_a_conversation_over(people: People, language: str) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    visitor = await waiting(people, language)
    await colleague.claim_next()
    boss = await supervisor(people, language)
    audit = Audit(boss.page)
    await go_to(boss, ROOMS[language][1])
    await button(boss, re.compile(f"^{TAKE_OVER[language]}: ")).click()
    await audit.look("asked whether to take over")
    await dialog(boss).get_by_role("button", name=TAKE_OVER[language], exact=True).click()
    await expect(boss.page.locator("conversation-view header h2")).to_be_focused()
    await boss.page.locator("message-composer textarea").fill("Hei!")
    await boss.page.keyboard.press("Enter")
    await expect(visitor.log.get_by_text("Hei!", exact=True)).to_be_visible()
    await expect(visitor.panel.get_by_text(ME).first).to_be_visible()
    await expect(colleague.page.locator("conversation-view header .chip").first).to_have_text("Ei enää sinulla")
    assert audit.violations == []


async def test_a_supervisor_assigns_a_waiting_conversation(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    visitor = await waiting(people)
    boss = await supervisor(people)
    await go_to(boss, "Tilannekuva")
    await button(boss, re.compile("^Anna tehtäväksi: ")).click()
    await dialog(boss).get_by_role("radio", name=COLLEAGUE).check()
    await dialog(boss).get_by_role("button", name="Anna tehtäväksi").click()
    await expect(table(boss, "Keskustelut nyt").locator("tbody tr")).to_contain_text(f"Varattu: {COLLEAGUE}")
    await expect(colleague.page.locator("queue-list .held")).to_contain_text(f"{ME} siirsi tämän sinulle")
    await expect(visitor.panel.get_by_text(f"{ME} siirtää sinut eteenpäin: {COLLEAGUE}.")).to_be_visible()
    await colleague.claim_next()
    await expect(table(boss, "Keskustelut nyt").locator("tbody tr")).to_contain_text(COLLEAGUE)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_message_goes_to_everybody_who_waits(people: People, language: str) -> None:
    await people.colleague_on_duty("maija", COLLEAGUE)
    visitors = {one: await waiting(people, one) for one in LANGUAGES}
    boss = await supervisor(people, language)
    audit = Audit(boss.page)
    await go_to(boss, ROOMS[language][1])
    await boss.page.locator("live-view .top").get_by_role("button").press("Enter")
    await dialog(boss).get_by_role("checkbox").first.check()
    send = dialog(boss).locator("button.primary")
    await send.click()
    await expect(dialog(boss).get_by_role("alert")).not_to_be_empty()
    await audit.look("something is missing in the message to many")
    for one, words in WORDS.items():
        await dialog(boss).locator(f"textarea[lang={one}]").fill(words)
    await send.click()
    await expect(dialog(boss)).to_have_count(0)
    for one, visitor in visitors.items():
        await expect(visitor.log.get_by_text(WORDS[one])).to_be_visible()
        await expect(visitor.panel.get_by_text(ME).first).to_be_visible()
    await expect(boss.page.locator("desk-banners .info")).to_contain_text("3")
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_skills_and_roster_are_edited(people: People, language: str) -> None:
    await people.colleague_on_duty("maija", COLLEAGUE)
    boss = await supervisor(people, language)
    skills, roster, _, _, save, saved = FORMS[language]
    audit = Audit(boss.page)
    await go_to(boss, ROOMS[language][2])
    await button(boss, re.compile(f"^{COLLEAGUE}")).click()
    await expect(boss.page.get_by_role("heading", name=COLLEAGUE)).to_be_focused()
    await form(boss, skills).get_by_role("spinbutton").fill("2")
    await form(boss, skills).get_by_role("button", name=save).click()
    await expect(form(boss, skills).get_by_role("status")).to_have_text(saved)

    week = form(boss, roster)
    for shift in await week.get_by_role("listitem").all():
        await shift.get_by_role("button").click()
    await week.get_by_role("button").first.click()
    await expect(week.get_by_role("combobox")).to_be_focused()
    await week.get_by_role("button", name=save).click()
    await expect(week.get_by_role("status")).to_have_text(saved)
    await audit.look("a person")
    rows = people.stack.rows(
        "SELECT day, begins, ends, seats FROM roster JOIN agents ON id = agent_id WHERE username = 'maija'"
    )
    assert [(row["day"], row["begins"][:5], row["ends"][:5], row["seats"]) for row in rows] == [
        (0, "09:00", "17:00", 2)
    ]
    await boss.page.set_viewport_size({"width": 320, "height": 640})
    assert await boss.page.evaluate("document.documentElement.scrollWidth") <= 320
    await form(boss, skills).get_by_role("spinbutton").fill("4")
    await form(boss, skills).get_by_role("button", name=save).click()
    await expect(form(boss, skills).get_by_role("status")).to_have_text(saved)
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_absence_from_today_on_hands_the_conversation_over(people: People, language: str) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    visitor = await waiting(people, language)
    await colleague.claim_next()
    boss = await supervisor(people, language)
    _, _, absences, _, _, saved = FORMS[language]
    await go_to(boss, ROOMS[language][2])
    await button(boss, re.compile(f"^{COLLEAGUE}")).click()
    absent = form(boss, absences)
    today = local_day(utc_now())
    await absent.locator("#first").fill(today.isoformat())
    await absent.locator("#last").fill((today - timedelta(days=1)).isoformat())
    await absent.locator("button.primary").click()
    await expect(absent.get_by_role("alert")).not_to_be_empty()
    await absent.locator("#last").fill(today.isoformat())
    await absent.locator("button.primary").click()
    await expect(absent.get_by_role("status")).to_have_text(saved)
    await expect(visitor.panel.get_by_text(PASSED_ON[language])).to_be_visible()
    await expect(colleague.page.get_by_role("region", name="Poissaolo tänään")).to_be_visible()
    await expect(colleague.page.locator("conversation-view header .chip").first).to_have_text("Palasi jonoon")
    await absent.get_by_role("listitem").get_by_role("button").click()
    await expect(absent.get_by_role("listitem")).to_have_count(0)


async def test_who_leaves_for_the_day_hands_their_conversations_over(people: People) -> None:
    boss = await people.agent_on_duty()
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    visitor = await waiting(people)
    await colleague.claim_next()
    await button(colleague, f"{COLLEAGUE}, oma valikko").click()
    await button(colleague, "Lopeta työpäivä").click()
    await dialog(colleague).get_by_role("button", name="Lopeta työpäivä").click()
    await expect(visitor.panel.get_by_text(PASSED_ON["fi"])).to_be_visible()
    await expect(colleague.duty).to_have_value("away")
    await expect(boss.claims).to_have_count(1)


async def test_an_administrator_adds_somebody_and_takes_them_out_of_use(people: People) -> None:
    boss = await supervisor(people)
    audit = Audit(boss.page)
    await go_to(boss, "Henkilöt")
    await button(boss, "Lisää henkilö").click()
    await dialog(boss).get_by_label("Käyttäjätunnus").fill("aino")
    await dialog(boss).get_by_label("Nimi").fill("Aino Aava")
    await audit.look("adding a person")
    await dialog(boss).get_by_role("button", name="Lisää", exact=True).click()
    password = await boss.page.locator("people-view code").inner_text()
    await audit.look("a password is shown")
    aino = await people.agent(signed_in=False)
    people.watches[-1].allow(NOT_SIGNED_IN)
    await aino.sign_in("aino", password)
    await expect(aino.page.get_by_role("button", name="Ilmoittaudu paikalle")).to_be_visible()

    await button(boss, "Sulje ilmoitus").first.click()
    await expect(boss.page.locator("people-view code")).to_have_count(0)
    await button(boss, re.compile("^Aino Aava")).click()
    await button(boss, "Poista käytöstä").click()
    await dialog(boss).get_by_role("button", name="Poista käytöstä").click()
    await expect(button(boss, re.compile("^Aino Aava.*Poistettu käytöstä"))).to_be_visible()
    await expect(aino.page.get_by_role("button", name="Kirjaudu sisään")).to_be_visible()
    assert audit.violations == []
