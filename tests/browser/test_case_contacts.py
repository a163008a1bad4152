"""Contacts that the staff log, and the letters that go out, in the console."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.case_desk import COLLEAGUE, LARGE, at_cases, button, go_to, letters_to, press, stored, take_in
from tests.support.axe import Audit
from tests.support.clients import AgentClient
from tests.support.mail_server import MailServer
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.stack import WAIT_S
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

CONTACT_MADE = {"fi": "Asia on tehty", "sv": "Ärendet är gjort", "en": "The case is made"}
CALLED = {
    "fi": "Kadulla on syvä kuoppa, ja katuvalo on rikki.",
    "sv": "Det finns en djup grop i gatan och gatlyktan är trasig.",
    "en": "There is a deep hole in the street and the street light is broken.",
}
KEYS_AT_MOST = 3
"""Besides the words themselves: one opens the dialog, one makes the case; one more to begin the next."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_call_becomes_a_case_with_few_keys(people: People, wire: AgentClient, language: str) -> None:
    await people.stack.until_learnt()
    agent = await people.agent(locale=LOCALES[language], viewport=LARGE)
    page, audit = agent.page, Audit(agent.page)
    await expect(page.locator("own-list")).to_be_visible()
    pressed = 0

    async def key(name: str) -> None:
        nonlocal pressed
        pressed += 1
        await page.keyboard.press(name)

    await key("Alt+l")
    text = page.locator("contact-dialog textarea")
    await expect(text).to_be_focused()
    await page.keyboard.type(CALLED[language])
    await expect(page.locator("contact-dialog select#service")).to_have_value("171")
    await audit.look("contact with a proposal")
    await key("Control+Enter")
    await expect(page.get_by_role("heading", name=CONTACT_MADE[language])).to_be_focused()
    code = await page.locator("contact-dialog .code").inner_text()
    await audit.look("contact made")
    assert pressed < KEYS_AT_MOST
    case = await stored(wire, code)
    assert (case["text"], case["row"]["language"], case["channel"]) == (CALLED[language], language, "phone")
    assert case["row"]["service"] == "171"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(text).to_be_focused()
    await expect(text).to_have_value("")
    await page.keyboard.press("Control+Enter")
    await expect(text).to_have_attribute("aria-invalid", "true")
    await audit.look("contact without words")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert audit.violations == []


async def test_general_advice_is_counted_without_a_word_and_what_was_begun_survives_leaving_it(
    people: People, wire: AgentClient
) -> None:
    await people.stack.until_learnt()
    page = (await at_cases(people)).page
    before = len(people.stack.rows("SELECT * FROM advice"))
    await page.keyboard.press("Alt+l")
    await page.keyboard.type("Valitan päätöksestä, haluan oikaisua hallinto-oikeudelta.")
    await expect(page.locator("contact-dialog .signpost a").first).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Alt+c")
    await expect(page.locator("own-list")).to_be_visible()
    await page.reload()
    await expect(page.locator("own-list")).to_be_visible()
    await page.keyboard.press("Alt+l")
    await expect(page.locator("contact-dialog textarea")).to_have_value(re.compile("^Valitan"))
    await button(page, "Yleisneuvonta, ei asiaa").press("Enter")
    await expect(page.get_by_text("Neuvonta on laskettu.")).to_be_visible()
    assert "Valitan" not in await page.evaluate("JSON.stringify(sessionStorage)")
    rows = people.stack.rows("SELECT * FROM advice")
    assert len(rows) == before + 1
    assert not any("Valitan" in str(row) for row in rows)


WRONG = "vaara@example.org"


async def dead_letters(wire: AgentClient, count: int) -> list[dict[str, Any]]:
    """Wait until so many letters have been given up."""
    async with asyncio.timeout(WAIT_S):
        while len(dead := (await wire.do("letters", {}))["dead"]) != count:
            await asyncio.sleep(0.05)
    return list(dead)


LETTERS = {
    "fi": ("Lähtevät viestit", "Osoite on luultavasti väärin.", "Ei otettu käyttöön"),
    "sv": ("Utgående meddelanden", "Adressen är antagligen fel.", "Inte i bruk"),
    "en": ("Outgoing messages", "It is probably wrong.", "Not in use"),
}


async def test_a_letter_that_was_given_up_is_explained_sent_again_or_dropped(
    city_with_mail: tuple[People, MailServer],
) -> None:
    people, mail = city_with_mail
    mail.refused[WRONG] = "550 5.1.1 No such user"
    wire = await AgentClient(people.stack.service.url, people.stack.agent_cookie).connect()
    try:
        for _ in range(2):
            await take_in(wire, email=WRONG)
        await dead_letters(wire, 2)
        for language in LANGUAGES:
            boss = await people.agent(locale=LOCALES[language], viewport=LARGE)
            await go_to(boss)
            audit, (title, reason, not_configured) = Audit(boss.page), LETTERS[language]
            await press(boss.page, title)
            dialog = boss.page.get_by_role("dialog", name=title)
            await expect(dialog.locator("li")).to_have_count(2)
            await expect(dialog.locator("li").first).to_contain_text(reason)
            await expect(dialog.locator("dl")).to_contain_text(not_configured)
            await expect(dialog).not_to_contain_text(WRONG)
            await audit.look("letters")
            assert audit.violations == []
        boss = await at_cases(people)
        await press(boss.page, "Lähtevät viestit")
        dialog = boss.page.get_by_role("dialog", name="Lähtevät viestit")
        mail.refused.clear()
        await dialog.get_by_role("button", name=re.compile("^Lähetä uudelleen")).first.press("Enter")
        await expect(dialog.get_by_text("Viesti lähetetään uudelleen.")).to_be_visible()
        await expect(dialog.locator("li")).to_have_count(1)
        await letters_to(mail, WRONG, 1)
        await dialog.get_by_role("button", name=re.compile("^Hylkää")).press("Enter")
        question = boss.page.get_by_role("dialog", name="Hylätäänkö viesti?")
        await question.get_by_role("button", name="Hylkää").press("Enter")
        await expect(dialog.get_by_text("Viesti on hylätty.")).to_be_visible()
        assert await dead_letters(wire, 0) == []
        assert len(await letters_to(mail, WRONG, 1)) == 1
    finally:
        await wire.close()


async def test_an_agent_does_not_see_the_outgoing_messages(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE, viewport=LARGE)
    await go_to(colleague)
    await expect(button(colleague.page, "Kirjaa yhteydenotto")).to_be_visible()
    await expect(button(colleague.page, "Lähtevät viestit")).to_have_count(0)
