"""Whole lives of cases: what the staff do with them in the console, and what their senders read of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Page, expect

from handoff.settings import ROOT
from handoff.words import read_words
from tests.browser.case_desk import (
    COLLEAGUE,
    SMALL,
    STREET,
    at_cases,
    button,
    go_to,
    letters_to,
    press,
    said,
    take_in,
)
from tests.support.axe import Audit
from tests.support.clients import AgentClient
from tests.support.content import canned_reply, entry
from tests.support.mail_server import MailServer
from tests.support.people import BROWSER_TESTS, People

pytestmark = BROWSER_TESTS

City = tuple[People, MailServer]
CLIPBOARD = ["clipboard-read", "clipboard-write"]
GROPE = "Det finns en djup grop i gatan, och gatlyktan bredvid är sönder."
PAGE = 50
PAGES = read_words(ROOT / "data" / "service" / "feedback_pages.yml")


@pytest_asyncio.fixture(loop_scope="session")
async def inside(city_with_mail: City) -> AsyncIterator[AgentClient]:
    """The administrator's connection there, by which cases come in."""
    stack = city_with_mail[0].stack
    client = await AgentClient(stack.service.url, stack.agent_cookie).connect()
    yield client
    await client.close()


class Sender:
    """Whoever gave a feedback, with a mailbox; follows it on its page, without scripts."""

    def __init__(self, page: Page, people: People, mail: MailServer, language: str) -> None:
        self.page, self.address = page, f"asukas.{uuid4().hex[:8]}@example.org"
        self._follow = people.stack.service.url + PAGES[language]["paths"]["follow"]
        self._mail = mail

    async def follow(self, code: str) -> str:
        """Open the case's page, and return all that it says."""
        await self.page.goto(f"{self._follow}/{code}")
        return await self.page.locator("main").inner_text()

    async def add(self, text: str, send: str) -> str:
        await self.page.locator("#text").fill(text)
        await button(self.page, send).click()
        return await self.page.locator("main").inner_text()

    async def letters(self, count: int) -> list[str]:
        """Wait for so many, see that there is no other, and return subject and text of each in their order."""
        letters = await letters_to(self._mail, self.address, count)
        assert len(letters) == count
        return [f"{letter.message['Subject']}\n{letter.body('plain')}" for letter in letters]


async def sender(city: City, language: str = "fi") -> Sender:
    people, mail = city
    page = (await people.visitor(language, java_script_enabled=False)).page
    return Sender(page, people, mail, language)


async def fill(page: Page, label: str, text: str) -> None:
    await page.get_by_label(label, exact=True).fill(text)


async def give_to_a_colleague(page: Page, audit: Audit, code: str) -> None:
    """Copy the code, and give the case to Maija."""
    await press(page, f"Kopioi {code}")
    await expect(page.locator("case-page header [role=status]")).to_have_text(f"Kopioitu. {code}")
    assert await page.evaluate("navigator.clipboard.readText()") == code
    await press(page, "Anna työkaverille")
    await press(page, "Anna")
    await expect(page.locator("case-actions .fault")).to_have_text("Täytä tämä ensin.")
    choice = page.get_by_role("radio", name=COLLEAGUE)
    await expect(choice).to_be_focused()
    await page.keyboard.press("Space")
    await expect(choice).to_be_checked()
    await audit.look("assigning")
    await press(page, "Anna")
    await said(page, "Käsittelijä on vaihdettu.")
    await expect(page.locator("case-page header h2")).to_be_focused()
    await expect(page.locator("case-page dl")).to_contain_text(COLLEAGUE)


async def tell_how_it_goes(page: Page, audit: Audit, code: str) -> None:
    """Find it among one's own, note what colleagues need to know, and tell the sender and another unit."""
    await page.evaluate("location.hash = '#cases'")
    await button(page, re.compile("^Omat")).click()
    await page.locator(f'case-list a[href="#cases/{code}"]').press("Enter")
    await expect(page.locator("case-page header h2")).to_be_focused()
    await press(page, "Muistiinpano")
    await fill(page, "Muistiinpano", "Tie on valtion.")
    await press(page, "Lisää muistiinpano")
    await said(page, "Muistiinpano on lisätty.")
    await press(page, "Väliaikatieto")
    await fill(page, "Väliaikatieto lähettäjälle", "Selvitämme, kenen tie on.")
    await press(page, "Lähetä väliaikatieto")
    await said(page, "Väliaikatieto on lähetetty.")
    await press(page, "Kerro toiselle yksikölle")
    await page.get_by_label("Yksikkö", exact=True).select_option(label="Puistot ja luonto")
    await fill(page, "Mitä yksikön pitää tietää", "Puu voi kaatua kuoppaan.")
    await audit.look("telling another unit")
    await press(page, "Kerro yksikölle")
    await said(page, "Yksikölle on kerrottu.")


async def pass_on(page: Page, audit: Audit) -> None:
    """See that a colleague has changed the case, and send it where it belongs."""
    await page.get_by_label("Hae asioista").press("Enter")
    await expect(page.locator("case-page .stale")).to_be_visible()
    await audit.look("changed by a colleague")
    await press(page, "Näytä uusin")
    await expect(page.locator("case-timeline li.internal .text")).to_have_text(
        ["Tie on valtion.", "Puu voi kaatua kuoppaan."]
    )
    await press(page, "Siirrä kaupungin ulkopuolelle")
    await press(page, "Lähetä ja siirrä")
    await expect(page.get_by_label("Kuka asiasta vastaa")).to_be_focused()
    await expect(page.locator("case-actions .fault:visible")).to_have_text(["Täytä tämä ensin.", "Täytä tämä ensin."])
    await page.keyboard.type("Väylävirasto")
    await fill(page, "Viesti lähettäjälle", "Tien hoitaja soittaa sinulle.")
    await audit.look("passing on")
    await press(page, "Lähetä ja siirrä")
    await said(page, "Lähettäjälle on kerrottu, kuka vastaa.")
    assert await page.locator("case-actions button[aria-expanded]").all_inner_texts() == [
        "Muistiinpano",
        "Kerro toiselle yksikölle",
    ]


async def write_too_late(page: Page, audit: Audit) -> None:
    """Write what cannot be sent any more, and throw it away: it is not lost before."""
    await press(page, "Vastaa")
    await fill(page, "Vastaus lähettäjälle", "Paikkaamme kuopan.")
    await press(page, "Lähetä vastaus")
    await expect(page.locator("case-actions [role=alert] .problem")).to_contain_text(
        "siirrettiin kaupungin ulkopuolelle"
    )
    await expect(page.locator("case-actions .trouble")).to_be_focused()
    unsent = page.get_by_role("region", name="Jäi lähettämättä")
    await expect(unsent).to_contain_text("Paikkaamme kuopan.")
    await audit.look("words that cannot be sent")
    await unsent.get_by_role("button", name="Poista teksti").press("Enter")
    await expect(unsent).to_have_count(0)
    await expect(page.locator("case-page header h2")).to_be_focused()


async def test_two_colleagues_lead_a_case_to_whoever_answers_for_it_and_its_sender_reads_what_concerns_them(
    city_with_mail: City, inside: AgentClient
) -> None:
    people, mail = city_with_mail
    citizen = await sender(city_with_mail)
    code = await take_in(inside, email=citizen.address)
    agent = await at_cases(people, code, permissions=CLIPBOARD)
    page, audit = agent.page, Audit(agent.page)
    maija = (await people.colleague_on_duty("maija", COLLEAGUE, viewport=SMALL)).page
    careful = Audit(maija)

    await give_to_a_colleague(page, audit, code)
    await tell_how_it_goes(maija, careful, code)
    seen = await citizen.follow(code)
    assert "Käsittelyssä" in seen
    assert "Selvitämme, kenen tie on." in seen
    await pass_on(page, audit)
    seen = await citizen.follow(code)
    for words in ("Siirretty toiselle vastaajalle", "Siirrettiin: Väylävirasto", "Tien hoitaja soittaa sinulle."):
        assert words in seen
    for word in (COLLEAGUE, "Administrator", "Tie on valtion", "Puu voi kaatua", "Puistot"):
        assert word not in seen
    await write_too_late(maija, careful)
    assert await maija.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    assert audit.violations + careful.violations == []

    _, interim, transferred = await citizen.letters(3)
    assert f"/seuranta/{code}" in interim
    assert "Selvitämme, kenen tie on." in interim
    assert "Väylävirasto" in transferred
    assert "Tien hoitaja soittaa sinulle." in transferred
    (told,) = await letters_to(mail, "parks@units.example.org", 1)
    assert "Puu voi kaatua kuoppaan." in told.body("plain")


async def reject_with_a_ready_text(page: Page, audit: Audit) -> None:
    """A ready text with a gap is not sent before it is filled in."""
    await press(page, "Genomförs inte")
    reason = page.get_by_label("Motivering till avsändaren")
    await expect(reason).to_be_focused()
    await button(page, "Svar").press("Enter")
    gap = canned_reply("more_details", "titles", "sv")
    await page.locator("reply-picker").get_by_role("combobox").fill(gap)
    await page.locator("reply-picker").get_by_role("option", name=gap).first.wait_for()
    await audit.look("replies")
    await page.keyboard.press("Enter")
    await expect(reason).to_be_focused()
    await press(page, "Skicka och avsluta ärendet")
    await expect(page.locator("answer-box .fault")).to_contain_text("fråga")
    await reason.fill("Gatan byggs om nästa år.")
    await audit.look("rejecting")
    await press(page, "Skicka och avsluta ärendet")
    await said(page, "Avsändaren har fått veta att ärendet inte genomförs.")


async def answer_with_a_link(page: Page) -> str:
    """Show what the sender has added, and answer as the assistant does; return where its first link leads."""
    await page.get_by_label("Sök bland ärendena").press("Enter")
    await press(page, "Visa det nyaste")
    await expect(page.locator("case-timeline li").last).to_contain_text("Men någon kan falla i den redan nu.")
    await expect(page.locator("case-page header h2")).to_be_focused()
    await press(page, "Svara")
    answer = page.get_by_label("Svar till avsändaren")
    await expect(answer).to_be_focused()
    await page.keyboard.type("/bibliotekskort")
    topic = entry("library_card", "sv")
    await page.locator("reply-picker").get_by_role("option", name=topic["title"]).first.wait_for()
    await page.keyboard.press("Enter")
    await expect(answer).to_be_focused()
    url: str = topic["links"][0]["url"]
    await expect(answer).to_have_value(re.compile(re.escape(url)))
    await press(page, "Skicka svaret")
    await said(page, "Svaret har skickats.")
    return url


async def close(page: Page, audit: Audit) -> None:
    """Put a case away, after a question."""
    await press(page, "Avsluta ärendet")
    question = page.get_by_role("dialog", name="Ska ärendet avslutas?")
    await expect(question).to_be_visible()
    await audit.look("closing")
    await page.keyboard.press("Escape")
    await expect(button(page, "Avsluta ärendet")).to_be_focused()
    await press(page, "Avsluta ärendet")
    await question.get_by_role("button", name="Avsluta ärendet").press("Enter")
    await said(page, "Ärendet är avslutat.")


async def open_again(page: Page, audit: Audit) -> None:
    """Open a case for a reason that only the staff read."""
    await press(page, "Öppna på nytt")
    await fill(page, "Varför ärendet öppnas", "Fel svar skickades.")
    await audit.look("reopening")
    await page.locator("case-actions form").get_by_role("button", name="Öppna på nytt").press("Enter")
    await said(page, "Ärendet har öppnats på nytt.")
    await expect(page.locator("case-timeline li").last).to_contain_text("Fel svar skickades.")


async def test_a_rejected_case_is_opened_again_by_its_sender_answered_closed_and_opened_by_the_staff(
    city_with_mail: City, inside: AgentClient
) -> None:
    people, _ = city_with_mail
    citizen = await sender(city_with_mail, "sv")
    code = await take_in(inside, GROPE, language="sv", email=citizen.address)
    agent = await at_cases(people, code, "sv")
    page, audit = agent.page, Audit(agent.page)

    await reject_with_a_ready_text(page, audit)
    seen = await citizen.follow(code)
    assert "Ärendet genomförs inte" in seen
    assert "Gatan byggs om nästa år." in seen
    seen = await citizen.add("Men någon kan falla i den redan nu.", "Skicka tillägget")
    assert "Under behandling" in seen
    assert "Behandlingen öppnades på nytt" in seen
    url = await answer_with_a_link(page)
    seen = await citizen.follow(code)
    assert "Besvarad" in seen
    assert url in seen
    await close(page, audit)
    assert "Avslutad" in await citizen.follow(code)
    await open_again(page, audit)
    seen = await citizen.follow(code)
    assert "Under behandling" in seen
    assert audit.violations == []

    letters = await citizen.letters(6)
    assert [letter.split("\n")[0] for letter in letters[1:]] == [
        f"Ditt ärende {code} genomförs inte",
        f"Ditt ärende {code} har öppnats på nytt",
        f"Svar på ditt ärende {code}",
        f"Ditt ärende {code} har avslutats",
        f"Ditt ärende {code} har öppnats på nytt",
    ]
    assert "Gatan byggs om nästa år." in letters[1]
    assert url in letters[3]
    assert "Fel svar" not in seen + letters[5]


async def show_all(page: Page, audit: Audit, word: str, count: int) -> None:
    """Search, and show more until there is no more."""
    rows = page.locator("case-list li")
    await fill(page, "Search the cases", word)
    await page.keyboard.press("Enter")
    await expect(rows).to_have_count(PAGE)
    await expect(page.locator("case-list .about")).to_have_text(f"The first {PAGE} cases")
    await press(page, "Show more")
    await expect(rows).to_have_count(count)
    await expect(rows.nth(PAGE).get_by_role("link")).to_be_focused()
    await expect(button(page, "Show more")).to_have_count(0)
    await expect(page.locator("case-list .about")).to_have_text(f"{count} cases")
    await audit.look("the end of a long list")


async def note_without_a_connection(page: Page, audit: Audit) -> None:
    """The case says in its own place that a step did not get through, and takes it again."""
    await press(page, "Note")
    await expect(page.get_by_label("Note", exact=True)).to_be_focused()
    await page.keyboard.type("Checked on site.")
    await page.context.set_offline(True)
    await expect(page.get_by_text("The connection was lost.")).to_be_visible()
    await press(page, "Add the note")
    trouble = page.locator("case-actions [role=alert] .problem")
    await expect(trouble).to_contain_text("What you wrote is still here.")
    await expect(trouble).to_be_in_viewport()
    await audit.look("a step without a connection")
    await page.context.set_offline(False)
    await expect(page.get_by_text("The connection was lost.")).to_be_hidden()
    await press(page, "Add the note")
    await said(page, "The note has been added.")
    await expect(trouble).to_have_count(0)


async def test_a_long_list_is_shown_to_its_end_and_all_of_it_answered_whatever_the_connection_does(
    city_with_mail: City, inside: AgentClient
) -> None:
    people, _ = city_with_mail
    word = f"rad{uuid4().hex[:6]}"
    codes = await asyncio.gather(*(take_in(inside, f"{STREET} {word}", title=f"Hole {n}") for n in range(PAGE + 2)))
    agent = await at_cases(people, "", "en")
    page, audit = agent.page, Audit(agent.page)
    await show_all(page, audit, word, len(codes))
    await page.get_by_role("checkbox", name="Select all").check()
    await press(page, "Answer the selected")
    dialog = page.get_by_role("dialog", name=f"Answer {len(codes)} cases")
    await expect(dialog.get_by_label("Answer to the sender")).to_be_focused()
    people.expect_loss()
    await page.context.set_offline(True)
    await expect(page.get_by_text("The connection was lost.")).to_be_attached()
    await page.keyboard.type("The hole is filled.")
    await press(page, "Send the answer to all")
    await expect(dialog.locator("[role=alert] .problem")).to_contain_text("The connection is down.")
    await expect(dialog.get_by_label("Answer to the sender")).to_have_value("The hole is filled.")
    await audit.look("an answer without a connection")
    await page.keyboard.press("Escape")
    await page.context.set_offline(False)
    await expect(page.locator("case-list [role=alert]")).to_have_text("")
    await press(page, "Answer the selected")
    await expect(dialog.get_by_label("Answer to the sender")).to_have_value("The hole is filled.")
    await press(page, "Send the answer to all")
    await expect(dialog.get_by_text(f"Answered {len(codes)}/{len(codes)}.")).to_be_visible()
    await dialog.get_by_role("button", name="Close").press("Enter")
    await expect(page.locator("case-list li")).to_have_count(0)

    await go_to(agent, codes[0])
    await note_without_a_connection(page, audit)
    assert audit.violations == []
