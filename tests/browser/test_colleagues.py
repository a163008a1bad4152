"""Agents among themselves: giving a conversation on, working in one together, notes, states and topics."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import EVENTS, LANGUAGES, QUESTION

pytestmark = BROWSER_TESTS

ALL_BUSY = {
    "fi": "Kaikki asiakaspalvelijat ovat nyt varattuja.",
    "sv": "Alla i kundtjänsten är upptagna just nu.",
    "en": "Everybody in customer service is busy right now.",
}

ME, COLLEAGUE = "Administrator", "Maija Malli"
TRANSFERRED = {
    "fi": f"{ME} siirtää sinut eteenpäin: {COLLEAGUE}.",
    "sv": f"{ME} kopplar dig vidare: {COLLEAGUE}.",
    "en": f"{ME} passes you on: {COLLEAGUE}.",
}
JOINED = {
    "fi": f"{COLLEAGUE} tuli mukaan keskusteluun.",
    "sv": f"{COLLEAGUE} kom med i samtalet.",
    "en": f"{COLLEAGUE} has joined the conversation.",
}
LEFT = {
    "fi": f"{COLLEAGUE} poistui keskustelusta.",
    "sv": f"{COLLEAGUE} lämnade samtalet.",
    "en": f"{COLLEAGUE} has left the conversation.",
}
CONSOLE = {
    "fi": ("Oma tila", "Paikalla", "Varattu", "Sinulle ei anneta uusia keskusteluja."),
    "sv": ("Min status", "På plats", "Upptagen", "Du får inga nya samtal."),
    "en": ("My state", "On duty", "Busy", "No new conversations are given to you."),
}
LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


async def working(people: People, language: str = "fi") -> tuple[AgentPage, VisitorPage]:
    """Return an agent who has just taken a visitor's conversation."""
    agent = await people.agent_on_duty()
    visitor = await people.chat(language)
    await visitor.ask(QUESTION[language])
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    await agent.claim_next()
    return agent, visitor


def button(agent: AgentPage, name: str) -> Locator:
    return agent.page.get_by_role("button", name=name, exact=True)


def dialog(agent: AgentPage) -> Locator:
    return agent.page.get_by_role("dialog")


async def transfer(agent: AgentPage, to: str, note: str = "") -> None:
    await button(agent, "Siirrä").click()
    await dialog(agent).get_by_role("radio", name=to).check()
    await dialog(agent).get_by_label("Muistiinpano seuraavalle").fill(note)
    await dialog(agent).get_by_role("button", name="Siirrä").click()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_conversation_goes_to_a_colleague_with_a_note(people: People, language: str) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    agent, visitor = await working(people, language)
    audit = Audit(colleague.page)
    await button(agent, "Siirrä").click()
    await dialog(agent).get_by_role("button", name="Siirrä").click()
    await expect(dialog(agent).get_by_role("alert")).to_have_text("Valitse yksi.")
    await agent.page.keyboard.press("Escape")
    await transfer(agent, COLLEAGUE, "Kortti on kadonnut, asiakas soittaa kirjastoon.")
    await expect(agent.page.get_by_text("on siirretty.").first).to_be_visible()
    await expect(agent.own).to_have_count(0)
    await expect(agent.claims).to_have_count(0)
    await expect(visitor.panel.get_by_text(TRANSFERRED[language])).to_be_visible()

    await expect(colleague.page.locator("queue-list .held")).to_contain_text(f"{ME} siirsi tämän sinulle")
    await audit.look("held for the agent")
    await colleague.claim_next()
    notes = colleague.page.locator("notes-panel")
    await expect(notes.locator("summary")).to_have_text("Muistiinpanot (1)")
    await notes.locator("summary").click()
    await expect(notes.get_by_text("Kortti on kadonnut")).to_be_visible()
    await audit.look("notes")
    await colleague.say("Minä jatkan tästä.", language)
    await expect(visitor.log.get_by_text("Minä jatkan tästä.")).to_be_visible()
    await expect(visitor.panel.get_by_text("Kortti on kadonnut")).to_have_count(0)
    assert audit.violations == []


async def test_what_a_colleague_does_not_want_is_there_for_everybody(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    agent, _ = await working(people)
    await transfer(agent, COLLEAGUE)
    await button(colleague, "Anna muille").click()
    await expect(colleague.page.locator("queue-list .held")).to_have_count(0)
    await agent.claim_next()
    await agent.page.locator("notes-panel summary").click()
    await expect(agent.page.get_by_text(f"Siirtoa ei otettu vastaan: {COLLEAGUE}.")).to_be_visible()


async def test_a_young_persons_conversation_goes_to_another_topic(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi", "/nuoret")
    await visitor.panel.get_by_role("button", name="Yksinäisyys", exact=True).click()
    await agent.claim_next()
    await transfer(agent, "Mielenterveys")
    await expect(visitor.panel.get_by_text(f"{ME} siirtää sinut eteenpäin: Mielenterveys.")).to_be_visible()
    await expect(agent.page.locator("queue-list li")).to_contain_text("Mielenterveys")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_colleague_comes_in_answers_and_leaves(people: People, language: str) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    agent, visitor = await working(people, language)
    audit = Audit(colleague.page)
    await button(agent, "Pyydä mukaan").click()
    await dialog(agent).get_by_role("radio", name=COLLEAGUE).check()
    await dialog(agent).get_by_role("button", name="Pyydä mukaan").click()
    await expect(agent.page.locator(".company")).to_have_text(f"Pyydetty mukaan: {COLLEAGUE}")
    await expect(colleague.page.get_by_text(f"{ME} pyytää sinut keskusteluun")).to_be_visible()
    await audit.look("asked in")
    await button(colleague, "Liity").click()
    await expect(colleague.page.locator(".company")).to_have_text(f"Vastuussa: {ME}")
    await expect(visitor.panel.get_by_text(JOINED[language])).to_be_visible()
    await expect(agent.page.locator(".company")).to_have_text(f"Mukana: {COLLEAGUE}")
    await audit.look("in a colleague's conversation")

    await visitor.say(QUESTION[language])
    await expect(colleague.page.locator("message-log").get_by_text(QUESTION[language])).to_have_count(2)
    await colleague.say("Minä tiedän tämän.", language)
    await expect(visitor.log.get_by_text("Minä tiedän tämän.")).to_be_visible()
    await expect(agent.page.locator("message-log").get_by_text("Minä tiedän tämän.")).to_be_visible()
    await expect(button(colleague, "Päätä")).to_have_count(0)

    await button(colleague, "Poistu").click()
    await dialog(colleague).get_by_role("button", name="Poistu").click()
    await expect(colleague.own).to_have_count(0)
    await expect(visitor.panel.get_by_text(LEFT[language])).to_be_visible()
    await expect(agent.page.locator(".company")).to_have_text("")
    assert audit.violations == []


async def test_notes_are_written_beside_the_conversation(people: People) -> None:
    agent, visitor = await working(people)
    notes = agent.page.locator("notes-panel")
    await notes.locator("summary").click()
    await notes.get_by_label("Uusi muistiinpano").fill("Asiakas palaa asiaan huomenna")
    await notes.get_by_role("button", name="Lisää muistiinpano").click()
    await expect(notes.get_by_role("listitem")).to_contain_text("Asiakas palaa asiaan huomenna")
    await agent.page.reload()
    await agent.choose(0)
    await expect(agent.page.locator("notes-panel summary")).to_have_text("Muistiinpanot (1)")
    assert not any("huomenna" in text for _, text in await visitor.told())


async def test_closing_asks_what_it_was_about(people: People) -> None:
    agent, visitor = await working(people)
    await button(agent, "Päätä").click()
    topics = dialog(agent).get_by_label("Mistä oli kyse?")
    await expect(topics).to_have_value("")
    await topics.select_option("Kulttuuri ja vapaa-aika")
    await dialog(agent).get_by_role("button", name="Päätä", exact=True).click()
    await expect(visitor.panel.get_by_text(EVENTS["closed_by_agent"]["fi"])).to_be_visible()
    assert people.stack.conversation(await visitor.token())["tag"] == "culture_and_leisure"


async def test_a_young_persons_topic_is_suggested_when_closing(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi", "/nuoret")
    await visitor.panel.get_by_role("button", name="Yksinäisyys", exact=True).click()
    await agent.claim_next()
    await button(agent, "Päätä").click()
    await expect(dialog(agent).get_by_label("Mistä oli kyse?")).to_have_value("loneliness")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_agent_who_is_busy_is_given_nothing_new(people: People, language: str) -> None:
    agent = await people.agent(locale=LOCALES[language])
    label, on_duty, busy, banner = CONSOLE[language]
    state = agent.page.get_by_role("combobox", name=label)
    await state.select_option(on_duty)
    visitor = await people.chat(language)
    await state.select_option(busy)
    await expect(agent.page.locator("desk-banners section")).to_contain_text(banner)
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(ALL_BUSY[language])).to_be_visible()
    await state.select_option("away")
    other = await people.chat(language)
    await other.request_human()
    await expect(other.panel.get_by_text(EVENTS["no_agents"][language])).to_be_visible()
