"""The staff's cases in the console: from unsorted to published, many at once, by telephone, against a colleague."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.images.pictures import photograph
from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.chromium import NOT_SIGNED_IN
from tests.support.clients import AgentClient, sign_in
from tests.support.mail_server import MailServer
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.stack import WAIT_S, Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

VAGUE = "Haluaisin tietää jotain, mutta en tiedä kenelle tämä kuuluu. Asia on hieman monimutkainen."
STREET = "Kadussamme on syvä kuoppa asfaltissa, ja katuvalo sen vieressä on rikki."
LARGE, SMALL = {"width": 1280, "height": 800}, {"width": 720, "height": 900}
TITLE = {"fi": "Asiat", "sv": "Ärenden", "en": "Cases"}
UNIT_LIST = {"fi": "Yksikköni", "sv": "Min enhets", "en": "My unit’s"}
COLLEAGUE = "Maija Malli"


@pytest_asyncio.fixture(loop_scope="session")
async def wire(people: People) -> AsyncIterator[AgentClient]:
    """The administrator's own connection, by which cases come in."""
    client = await AgentClient(people.stack.service.url, people.stack.agent_cookie).connect()
    yield client
    await client.close()


async def take_in(wire: AgentClient, text: str = STREET, service: str = "171", **what: Any) -> str:
    contact = {"id": str(uuid4()), "channel": "phone", "language": "fi", "kind": "complaint", "text": text}
    told = await wire.do("log_contact", {**contact, "service": service, "may_publish": True, **what})
    code: str = told["code"]
    return code


async def stored(wire: AgentClient, code: str) -> dict[str, Any]:
    case: dict[str, Any] = (await wire.do("open_case", {"code": code}))["case"]
    return case


async def at_cases(people: People, code: str = "", language: str = "fi", **options: Any) -> AgentPage:
    """Return the administrator at a case, or at the lists."""
    agent = await people.agent(locale=LOCALES[language], viewport=LARGE, **options)
    await go_to(agent, code)
    return agent


async def go_to(agent: AgentPage, code: str = "") -> None:
    await agent.page.evaluate("hash => { location.hash = hash }", f"#cases/{code}" if code else "#cases")
    await expect(agent.page.locator("case-page .code" if code else "case-list h3").first).to_be_visible()


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


async def press(page: Page, name: str) -> None:
    await button(page, name).press("Enter")


async def said(page: Page, words: str) -> None:
    await expect(page.locator("case-actions .outcome")).to_have_text(words)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_cases_are_reached_by_keyboard_and_a_list_leads_to_a_case(
    people: People, wire: AgentClient, language: str
) -> None:
    code = await take_in(wire)
    agent = await people.agent(locale=LOCALES[language], viewport=LARGE)
    page, audit = agent.page, Audit(agent.page)
    await expect(page.locator("own-list")).to_be_visible()
    await page.keyboard.press("Alt+c")
    await expect(page.get_by_role("heading", name=UNIT_LIST[language], exact=True)).to_be_focused()
    await audit.look("lists")
    row = page.locator(f'case-list a[href="#cases/{code}"]')
    await row.press("Enter")
    await expect(page.locator("case-page header h2")).to_be_focused()
    await expect(page.locator("case-page .code")).to_have_text(code)
    await audit.look("case")
    for panel in await page.locator("case-actions button[aria-expanded]").all():
        await panel.press("Enter")
        await expect(panel).to_have_attribute("aria-expanded", "true")
        await audit.look(f"panel {await panel.inner_text()}")
    await page.set_viewport_size(SMALL)
    await audit.look("case on a small screen")
    assert await page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    await page.locator("case-page .back").press("Enter")
    await expect(row).to_be_focused()
    await audit.look("lists on a small screen")
    await page.keyboard.press("Alt+c")
    await expect(page.locator("own-list")).to_be_visible()
    assert audit.violations == []


async def test_the_link_of_a_letter_opens_the_case_after_a_sign_in_and_another_one_in_the_same_tab(
    people: People, wire: AgentClient
) -> None:
    first, second = await take_in(wire), await take_in(wire)
    agent = await people.agent(signed_in=False, viewport=LARGE)
    people.watches[-1].allow(NOT_SIGNED_IN)
    page, console = agent.page, f"{people.stack.service.url}/agent"
    await page.goto("about:blank")
    await page.goto(f"{console}#cases/{first}")
    await agent.sign_in(*people.stack.service.administrator())
    shown = page.locator("case-page .code")
    await expect(shown).to_have_text(first)
    await page.goto(f"{console}#cases/{second}")
    await expect(shown).to_have_text(second)
    await expect(page.locator("case-page header h2")).to_be_focused()
    await page.goto(f"{console}#desk")
    await expect(page.locator("own-list")).to_be_visible()
    await page.goto(f"{console}#cases/{first}")
    await expect(shown).to_have_text(first)
    # Signed in already, in another tab: as mail programs open links.
    other = await page.context.new_page()
    await other.goto(f"{console}#cases/{second}")
    await expect(other.locator("case-page .code")).to_have_text(second)


async def test_a_case_goes_from_unsorted_to_published_and_off_the_board_again(
    people: People, wire: AgentClient
) -> None:
    code = await take_in(wire, VAGUE, "")
    agent = await at_cases(people)
    page = agent.page
    await button(page, re.compile("^Lajittelemattomat")).click()
    await page.locator(f'case-list a[href="#cases/{code}"]').click()
    await expect(page.locator("case-page .proposals button")).to_have_count(3)
    await expect(page.locator("case-page .proposals button").first).to_have_text(
        re.compile("todennäköinen|mahdollinen")
    )
    await expect(button(page, "Vastaa")).to_have_count(0)
    await page.locator("case-page").get_by_label("Etsi palvelua").fill("katujen ku")
    await page.keyboard.press("Enter")
    await said(page, "Palvelu on vaihdettu.")
    await press(page, "Ota käsittelyyn")
    await said(page, "Asia on nyt sinulla.")
    await press(page, "Väliaikatieto")
    await page.get_by_label("Väliaikatieto lähettäjälle").fill("Selvitämme asiaa.")
    await press(page, "Lähetä väliaikatieto")
    await said(page, "Väliaikatieto on lähetetty.")
    await press(page, "Muistiinpano")
    await page.get_by_label("Muistiinpano", exact=True).fill("Kysytty urakoitsijalta.")
    await press(page, "Lisää muistiinpano")
    await said(page, "Muistiinpano on lisätty.")
    await expect(page.locator("case-timeline li.internal .text")).to_have_text("Kysytty urakoitsijalta.")
    await press(page, "Vastaa")
    await press(page, "Lähetä vastaus")
    await expect(page.get_by_label("Vastaus lähettäjälle")).to_be_focused()
    await expect(page.locator("answer-box .fault")).to_have_text("Täytä tämä ensin.")
    await page.get_by_label("Vastaus lähettäjälle").fill("Kuoppa paikattiin, kiitos Maija Meikäläinen.")
    await press(page, "Lähetä vastaus")
    await said(page, "Vastaus on lähetetty.")
    await expect(page.locator("case-page header h2")).to_be_focused()

    await press(page, "Julkaise")
    words = page.get_by_label("Vastaus: julkaistaan")
    await expect(words).to_have_value("Kuoppa paikattiin, kiitos Maija Meikäläinen.")
    await words.fill("Kuoppa paikattiin.")
    await press(page, "Julkaise näillä sanoilla")
    tick = page.get_by_role("checkbox", name="Olen tarkistanut")
    await expect(tick).to_be_focused()
    assert not (await stored(wire, code))["row"]["is_published"]
    await tick.check()
    await press(page, "Julkaise näillä sanoilla")
    await said(page, "Asia on julkaistu.")
    case = await stored(wire, code)
    assert (case["public_text"], case["public_answer"]) == (VAGUE, "Kuoppa paikattiin.")
    await press(page, "Poista julkaisusta")
    await page.get_by_role("dialog").get_by_role("button", name="Poista julkaisusta").press("Enter")
    await said(page, "Asiaa ei enää näytetä julkisesti.")
    case = await stored(wire, code)
    assert (case["row"]["is_published"], case["row"]["service"]) == (False, "171")
    kinds = [event["kind"] for event in case["events"]]
    assert kinds == [
        "received", "routed", "started", "assigned", "interim", "note", "answered", "published", "unpublished",
    ]  # fmt: skip


async def test_without_the_senders_consent_nothing_offers_to_publish(people: People, wire: AgentClient) -> None:
    code = await take_in(wire, may_publish=False)
    case = await stored(wire, code)
    answer = {"code": code, "version": case["row"]["version"], "step": "answer", "text": "Korjattu."}
    await wire.do("step_case", answer)
    page = (await at_cases(people, code)).page
    await expect(page.get_by_text("Lähettäjä ei ole antanut lupaa julkaista.")).to_be_visible()
    await expect(button(page, "Avaa uudelleen")).to_be_visible()
    await expect(button(page, "Julkaise")).to_have_count(0)


async def test_a_colleague_who_was_first_is_named_and_what_was_written_stays(people: People, wire: AgentClient) -> None:
    code = await take_in(wire)
    agent = await at_cases(people, code)
    colleague = await people.colleague_on_duty("maija", COLLEAGUE, viewport=LARGE)
    await go_to(colleague, code)
    await press(agent.page, "Vastaa")
    await agent.page.get_by_label("Vastaus lähettäjälle").fill("Korjaamme kuopan huomenna.")
    await press(colleague.page, "Ota käsittelyyn")
    await said(colleague.page, "Asia on nyt sinulla.")
    await press(agent.page, "Lähetä vastaus")
    alert = agent.page.locator("case-page [role=alert] .problem")
    await expect(alert).to_contain_text(f"{COLLEAGUE}, käsittelijäksi tuli {COLLEAGUE}")
    await expect(alert).to_contain_text("Kirjoittamasi on tallessa.")
    await expect(agent.page.get_by_label("Vastaus lähettäjälle")).to_have_value("Korjaamme kuopan huomenna.")
    assert (await stored(wire, code))["row"]["status"] == "in_process"
    await press(agent.page, "Lähetä vastaus")
    await said(agent.page, "Vastaus on lähetetty.")
    assert (await stored(wire, code))["events"][-1]["facts"] == [
        {"name": "text", "value": "Korjaamme kuopan huomenna."}
    ]


async def test_what_is_being_written_is_there_after_a_reload_and_gone_after_signing_out(
    people: People, wire: AgentClient
) -> None:
    code = await take_in(wire)
    cookie = await people.stack.colleague("aino", "Aino Arvo")
    # The session ends here: nobody clears a desk with it.
    del people.stack.colleagues["aino"]
    agent = await people.agent(cookie=cookie, viewport=LARGE)
    await go_to(agent, code)
    page = agent.page
    await press(page, "Muistiinpano")
    await page.get_by_label("Muistiinpano", exact=True).fill("Soita urakoitsijalle")
    await page.reload()
    await press(page, "Muistiinpano")
    await expect(page.get_by_label("Muistiinpano", exact=True)).to_have_value("Soita urakoitsijalle")
    await expect(page.locator(f'case-list li:has(a[href="#cases/{code}"])')).to_contain_text("Kesken")
    assert "Soita urakoitsijalle" in await page.evaluate("JSON.stringify(sessionStorage)")
    await page.locator("desk-header .menu").click()
    await page.get_by_role("button", name="Kirjaudu ulos").click()
    await expect(page.get_by_label("Käyttäjätunnus")).to_be_visible()
    assert "Soita urakoitsijalle" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def test_several_are_answered_alike_and_each_outcome_is_told(people: People, wire: AgentClient) -> None:
    word = f"massa{uuid4().hex[:6]}"
    codes = [await take_in(wire, f"{STREET} {word}", title=f"Kuoppa {number}") for number in range(3)]
    agent = await at_cases(people)
    page, audit = agent.page, Audit(agent.page)
    await page.get_by_label("Hae asioista").fill(word)
    await page.get_by_label("Hae asioista").press("Enter")
    await expect(page.locator("case-list li")).to_have_count(3)
    await page.get_by_role("checkbox", name="Valitse kaikki").check()
    taken = await stored(wire, codes[1])
    await wire.do("step_case", {"code": codes[1], "version": taken["row"]["version"], "step": "take"})
    await button(page, "Vastaa valittuihin").press("Enter")
    dialog = page.get_by_role("dialog", name="Vastaa 3 asiaan")
    await expect(dialog.get_by_label("Vastaus lähettäjälle")).to_be_focused()
    await audit.look("bulk answer")
    await page.keyboard.type("Aurataan yöllä.")
    await dialog.get_by_role("button", name="Lähetä vastaus kaikille").press("Enter")
    await expect(dialog.get_by_text("Vastattu 2/3.")).to_be_visible()
    await expect(dialog.locator("li", has_text=codes[1])).to_contain_text("asia on muuttunut")
    await audit.look("outcomes of a bulk answer")
    assert [(await stored(wire, code))["row"]["status"] for code in codes] == ["answered", "in_process", "answered"]
    await dialog.get_by_role("button", name="Sulje").press("Enter")
    await expect(page.locator("case-list li")).to_have_count(1)
    assert audit.violations == []


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


async def test_general_advice_is_counted_without_a_word_and_what_was_begun_survives_escape(
    people: People, wire: AgentClient
) -> None:
    page = (await at_cases(people)).page
    before = len(people.stack.rows("SELECT * FROM advice"))
    await page.keyboard.press("Alt+l")
    await page.keyboard.type("Valitan päätöksestä, haluan oikaisua hallinto-oikeudelta.")
    await expect(page.locator("contact-dialog .signpost a").first).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Alt+l")
    await expect(page.locator("contact-dialog textarea")).to_have_value(re.compile("^Valitan"))
    await button(page, "Yleisneuvonta, ei asiaa").press("Enter")
    await expect(page.get_by_text("Neuvonta on laskettu.")).to_be_visible()
    rows = people.stack.rows("SELECT * FROM advice")
    assert len(rows) == before + 1
    assert not any("Valitan" in str(row) for row in rows)


WRONG = "vaara@example.org"


@pytest_asyncio.fixture(loop_scope="session")
async def refusing(browser: Browser, tmp_path: Path) -> AsyncIterator[tuple[People, MailServer]]:
    """A service of its own whose mail server refuses an address; the assistant is not needed."""
    mail = await MailServer(refused={WRONG: "550 5.1.1 No such user"}).start()
    how = {"smtp_host": "127.0.0.1", "smtp_port": str(mail.port), "smtp_tls": "none"}
    stack = Stack(tmp_path, **how, mail_from="Kaupunki <palaute@example.org>", public_url="http://127.0.0.1")
    people = People(stack, browser)
    try:
        await stack.service.start()
        stack.agent_cookie = await sign_in(stack.service.url, *stack.service.administrator())
        yield people, mail
        people.check_pages()
    finally:
        await people.close()
        await stack.service.stop()
        await mail.stop()


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
    refusing: tuple[People, MailServer],
) -> None:
    people, mail = refusing
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
        async with asyncio.timeout(WAIT_S):
            while [one.recipients for one in mail.inbox] != [(WRONG,)]:
                await asyncio.sleep(0.05)
        await dialog.get_by_role("button", name=re.compile("^Hylkää")).press("Enter")
        question = boss.page.get_by_role("dialog", name="Hylätäänkö viesti?")
        await question.get_by_role("button", name="Hylkää").press("Enter")
        await expect(dialog.get_by_text("Viesti on hylätty.")).to_be_visible()
        assert await dead_letters(wire, 0) == []
        assert len(mail.inbox) == 1
    finally:
        await wire.close()


async def test_an_agent_does_not_see_the_outgoing_messages(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE, viewport=LARGE)
    await go_to(colleague)
    await expect(button(colleague.page, "Kirjaa yhteydenotto")).to_be_visible()
    await expect(button(colleague.page, "Lähtevät viestit")).to_have_count(0)


async def test_a_persons_units_are_ticked_and_narrow_the_units_list(people: People, wire: AgentClient) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE, viewport=LARGE)
    street, park = await take_in(wire), await take_in(wire, "Puiston penkki on rikki.", "174")
    boss = await people.agent(viewport=LARGE)
    await boss.page.evaluate("location.hash = '#people'")
    await boss.page.get_by_role("button", name=COLLEAGUE).click()
    form = boss.page.get_by_role("region", name="Osaaminen")
    await form.get_by_label("Puistot ja luonto").check()
    await form.get_by_role("button", name="Tallenna").press("Enter")
    await expect(form.get_by_text("Tallennettu.")).to_be_visible()
    await go_to(colleague)
    rows = colleague.page.locator("case-list li a")
    await expect(colleague.page.locator(f'case-list a[href="#cases/{park}"]')).to_be_visible()
    assert f"#cases/{street}" not in [await row.get_attribute("href") for row in await rows.all()]
    await form.get_by_label("Puistot ja luonto").uncheck()
    await form.get_by_role("button", name="Tallenna").press("Enter")
    await colleague.page.get_by_role("button", name=re.compile("^Yksikköni")).press("Enter")
    await expect(colleague.page.locator(f'case-list a[href="#cases/{street}"]')).to_be_visible()


async def test_what_may_be_the_same_is_merged_after_a_question(people: People, wire: AgentClient) -> None:
    place = f"Testikatu {uuid4().int % 1000}"
    first = await take_in(wire, place=place)
    second = await take_in(wire, "Katuvalo rikki ja syvä kuoppa.", place=place)
    page = (await at_cases(people, second)).page
    await button(page, f"Yhdistä tähän: {first}").press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Yhdistä", exact=True).press("Enter")
    await said(page, "Asiat on yhdistetty.")
    assert (await stored(wire, second))["merged_into"] == first
    await page.get_by_role("link", name=first).first.click()
    await expect(page.locator("case-page .code")).to_have_text(first)
    await expect(page.get_by_role("link", name=second)).to_be_visible()


async def from_the_page(people: People, *images: bytes) -> str:
    """Return the code of a feedback that was sent from the feedback page, with images."""
    about = {"kind": "complaint", "text": STREET, "contact": "none", "origin": str(uuid4()), "may_publish": "yes"}
    given = {**about, "draft": secrets.token_urlsafe(32)}
    async with aiohttp.ClientSession(people.stack.service.url) as http:
        for step in ("review", "send"):
            form = aiohttp.FormData({**given, "step": step})
            for image in images if step == "review" else ():
                form.add_field("images", image, filename="kuva.jpg", content_type="image/jpeg")
            async with http.post("/palaute", data=form) as answer:
                page = await answer.text()
    return re.findall(r"LK-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}", page)[0]


async def test_images_open_large_and_are_published_one_by_one(people: People, wire: AgentClient) -> None:
    code = await from_the_page(people, photograph(), photograph(size=(300, 400)))
    case = await stored(wire, code)
    if not case["row"]["service"]:
        route = {"code": code, "version": case["row"]["version"], "step": "route", "to": "171"}
        case = (await wire.do("step_case", route))["case"]
    await wire.do("step_case", {"code": code, "version": case["row"]["version"], "step": "answer", "text": "Korjattu."})
    page = (await at_cases(people, code)).page
    await expect(page.locator("case-images li")).to_have_count(2)
    small = page.locator("case-images li img").first
    await expect(small).to_have_js_property("complete", value=True)
    assert await small.evaluate("image => image.naturalWidth") > 0
    await page.locator("case-images li button").first.press("Enter")
    large = page.get_by_role("dialog").get_by_role("img", name="Kuva 1")
    await expect(large).to_be_visible()
    audit = Audit(page)
    await audit.look("large image")
    await page.get_by_role("button", name="Sulje kuva").press("Enter")
    await expect(page.locator("case-images li button").first).to_be_focused()
    await press(page, "Julkaise")
    await page.get_by_role("checkbox", name="Kuva 2").check()
    await page.get_by_role("checkbox", name="Olen tarkistanut").check()
    await audit.look("publishing with images")
    await press(page, "Julkaise näillä sanoilla")
    await said(page, "Asia on julkaistu.")
    assert [image["is_public"] for image in (await stored(wire, code))["images"]] == [False, True]
    assert audit.violations == []
