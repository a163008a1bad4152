"""The staff's cases in the console: from unsorted to published, many at once, against a colleague."""

from __future__ import annotations

import re
import secrets
from uuid import uuid4

import aiohttp
import pytest
from playwright.async_api import expect

from tests.browser.case_desk import (
    COLLEAGUE,
    LARGE,
    SMALL,
    STREET,
    at_cases,
    button,
    go_to,
    press,
    said,
    stored,
    take_in,
)
from tests.images.pictures import photograph
from tests.support.axe import Audit
from tests.support.chromium import NOT_SIGNED_IN
from tests.support.clients import AgentClient
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

VAGUE = "Haluaisin tietää jotain, mutta en tiedä kenelle tämä kuuluu. Asia on hieman monimutkainen."
UNIT_LIST = {"fi": "Yksikköni", "sv": "Min enhets", "en": "My unit’s"}


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
    # What is in a panel is looked at once in all; most are in the journeys through a case's life in other languages.
    for panel in await page.locator("case-actions button[aria-expanded]").all() if language == "fi" else ():
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
    await expect(alert).to_contain_text(f"{COLLEAGUE}: käsittelijäksi tuli {COLLEAGUE}")
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
