"""Banners: written by a supervisor in the console, seen by everybody who has the chat open."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, expect

from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

TEXTS = {
    "fi": "Puhelinpalvelussa on häiriö. Korjaamme sitä.",
    "sv": "Det är störningar i telefontjänsten. Vi åtgärdar dem.",
    "en": "The telephone service is out of order. We are repairing it.",
}
OTHER = {"fi": "Jonossa on paljon väkeä.", "sv": "Många köar just nu.", "en": "Many people are waiting."}
KIND = {"fi": "Häiriö:", "sv": "Störning:", "en": "Disruption:"}
CLOSE = {
    "fi": "Sulje tiedote: Häiriö",
    "sv": "Stäng meddelandet: Störning",
    "en": "Close the notice: Disruption",
}
FIELDS = {"fi": "Teksti suomeksi", "sv": "Teksti ruotsiksi", "en": "Teksti englanniksi"}
SMALL = {"width": 320, "height": 640}


async def opened(agent: AgentPage) -> Locator:
    """Open the supervisor's dialog and return it."""
    await agent.page.get_by_role("button", name="oma valikko").click()
    await agent.page.get_by_role("button", name="Tiedotteet", exact=True).click()
    dialog = agent.page.get_by_role("dialog", name="Tiedotteet")
    # Also when it was left at its end.
    await expect(dialog.get_by_role("heading", name="Tiedotteet")).to_be_in_viewport()
    return dialog


async def fill(dialog: Locator, texts: dict[str, str]) -> None:
    for language, text in texts.items():
        await dialog.get_by_label(FIELDS[language]).fill(text)


def notice(visitor: VisitorPage, text: str) -> Locator:
    return visitor.panel.get_by_role("status").filter(has_text=text)


async def end_all(agent: AgentPage) -> None:
    dialog = await opened(agent)
    await dialog.get_by_role("button", name="Lopeta").click()
    await expect(dialog.get_by_text("Yhtään tiedotetta ei ole näkyvissä.")).to_be_visible()
    await dialog.get_by_role("button", name="Sulje").click()


async def test_a_banner_is_seen_at_once_in_each_language_closed_for_the_tab_and_shown_again_when_changed(
    people: People,
) -> None:
    agent = await people.agent()
    visitors = {language: await people.chat(language) for language in LANGUAGES}
    visitors["small"] = await people.chat("fi", viewport=SMALL)
    young = await people.chat("fi", "/nuoret")
    audits = [Audit(page) for page in (agent.page, *(visitor.page for visitor in visitors.values()))]
    dialog = await opened(agent)
    await fill(dialog, TEXTS)
    await audits[0].look("writing a banner")
    await dialog.get_by_role("button", name="Näytä tiedote").click()
    await expect(dialog).to_be_hidden()
    await expect(agent.page.get_by_role("status").filter(has_text=TEXTS["fi"])).to_be_visible()
    for visitor in visitors.values():
        shown = notice(visitor, TEXTS[visitor.language])
        await expect(shown).to_be_visible()
        await expect(shown).to_contain_text(KIND[visitor.language])
    for audit in audits:
        await audit.look("with a banner")
    await expect(notice(young, TEXTS["fi"])).to_have_count(0)

    # A language chosen in the chat is the banner's too; a reload and a new visitor find it.
    await visitors["small"].choose_language("sv")
    await expect(notice(visitors["small"], TEXTS["sv"])).to_be_visible()
    await visitors["fi"].reload()
    await expect(notice(visitors["fi"], TEXTS["fi"])).to_be_visible()
    late = await people.chat("en")
    await expect(notice(late, TEXTS["en"])).to_be_visible()

    for language in LANGUAGES:
        visitor = visitors[language]
        await visitor.panel.get_by_role("button", name=CLOSE[language]).click()
        await expect(notice(visitor, TEXTS[language])).to_have_count(0)
        await expect(visitor.field).to_be_focused()
    await visitors["fi"].reload()
    await expect(notice(late, TEXTS["en"])).to_be_visible()
    await expect(notice(visitors["fi"], TEXTS["fi"])).to_have_count(0)

    dialog = await opened(agent)
    await dialog.get_by_role("button", name="Muuta").click()
    await expect(dialog.get_by_role("heading", name="Muuta tiedotetta")).to_be_focused()
    await expect(dialog.get_by_label(FIELDS["sv"])).to_have_value(TEXTS["sv"])
    await fill(dialog, OTHER)
    await dialog.get_by_label("Ruuhka").check()
    await dialog.get_by_label("Nuorten chat").check()
    await dialog.get_by_role("button", name="Tallenna").click()
    for visitor, text in ((visitors["fi"], OTHER["fi"]), (late, OTHER["en"]), (young, OTHER["fi"])):
        await expect(notice(visitor, text)).to_be_visible()
    await end_all(agent)
    for visitor in (visitors["fi"], late, young):
        await expect(notice(visitor, OTHER[visitor.language])).to_have_count(0)
    await expect(agent.page.get_by_text(OTHER["fi"])).to_have_count(0)
    assert [violation for audit in audits for violation in audit.violations] == []


async def test_a_banner_that_lacks_a_language_or_a_chat_or_has_ended_is_not_shown(people: People) -> None:
    agent, visitor = await people.agent(), await people.chat("fi")
    dialog = await opened(agent)
    await fill(dialog, {**TEXTS, "sv": "  "})
    show = dialog.get_by_role("button", name="Näytä tiedote")
    await show.click()
    await expect(dialog.get_by_role("alert")).to_have_text("Kirjoita teksti kaikilla kolmella kielellä.")
    await expect(dialog.get_by_label(FIELDS["sv"])).to_be_focused()
    await fill(dialog, TEXTS)
    await dialog.get_by_label("Kaupungin chat").uncheck()
    await show.click()
    await expect(dialog.get_by_role("alert")).to_have_text("Valitse ainakin toinen chat.")
    await dialog.get_by_label("Kaupungin chat").check()
    now = datetime.now(ZoneInfo("Europe/Helsinki"))
    await dialog.get_by_label("Päättyy").fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    await show.click()
    await expect(dialog.get_by_role("alert")).to_have_text("Päättymisajan pitää olla tulevaisuudessa.")
    await expect(notice(visitor, TEXTS["fi"])).to_have_count(0)
    ends = now + timedelta(days=1)
    await dialog.get_by_label("Päättyy").fill(f"{ends:%Y-%m-%dT%H:%M}")
    await show.click()
    await expect(notice(visitor, TEXTS["fi"])).to_be_visible()
    dialog = await opened(agent)
    until = f"Näkyy {ends.day}.{ends.month}.{ends.year} {ends.hour}.{ends.minute:02} asti"
    await expect(dialog.get_by_text(until)).to_be_visible()
    await dialog.get_by_role("button", name="Sulje").click()
    await end_all(agent)


@pytest.mark.parametrize(("language", "title"), [("sv", "Meddelanden till alla"), ("en", "Banners")])
async def test_the_dialog_speaks_the_consoles_language(people: People, language: str, title: str) -> None:
    agent = await people.agent()
    await agent.page.get_by_role("button", name=f"{language.upper()}, ").click()
    await agent.page.locator("desk-header .menu").click()
    await agent.page.get_by_role("button", name=title, exact=True).click()
    audit = Audit(agent.page)
    await audit.look("the dialog")
    await agent.page.keyboard.press("Escape")
    await expect(agent.page.get_by_role("dialog", name=title)).to_be_hidden()
    assert audit.violations == []
