"""Being called back instead of waiting, from the citizen's button to the agent's last note."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from handoff.cli.add_agent import add_agent
from tests.support.axe import Audit
from tests.support.clients import AgentClient, sign_in
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import EVENTS, LANGUAGES, LEAVE_QUEUE

pytestmark = BROWSER_TESTS

CALL_ME = {"fi": "Pyydä soittoa", "sv": "Be att bli uppringd", "en": "Ask us to call you"}
AS_FEEDBACK = {"fi": "Jätä palautteena", "sv": "Lämna som respons", "en": "Leave it as feedback"}
OWN = {"fi": "Näytä soittopyyntö", "sv": "Visa din begäran", "en": "Show your request"}
PHONE = {"fi": "Puhelinnumero", "sv": "Telefonnummer", "en": "Telephone number"}
WRONG = {"fi": "Tarkista numero.", "sv": "Kontrollera numret.", "en": "Check the number."}
WINDOW = {"fi": "Milloin voimme soittaa?", "sv": "När kan vi ringa?", "en": "When may we call?"}
NO_WINDOW = {"fi": "Valitse aika.", "sv": "Välj en tid.", "en": "Choose a time."}
TEXT = {"fi": "Mistä on kyse?", "sv": "Vad gäller det?", "en": "What is it about?"}
SUBMIT = {"fi": "Lähetä soittopyyntö", "sv": "Skicka begäran", "en": "Send the request"}
WITHDRAW = {"fi": "Peru soittopyyntö", "sv": "Återta begäran", "en": "Cancel the call"}
CANCEL = {"fi": "Peruuta", "sv": "Avbryt", "en": "Cancel"}
UNSTAFFED = {
    "fi": "Asiakaspalvelussa ei ole nyt ketään paikalla. Paikkasi jonossa säilyy. Voit pyytää soittoa",
    "sv": "Ingen i kundtjänsten är på plats just nu. Du har kvar din plats i kön. Du kan be att bli uppringd",
    "en": "Nobody from customer service is here right now. You keep your place in the queue. You can ask us",
}
FEEDBACK_TEXT = {"fi": "Palaute", "sv": "Respons", "en": "Feedback"}
MATTER = {
    "fi": "Soittakaa pian, tunnukseni on 010594Y9032",
    "sv": "Ring mig snart, min kod är 010594Y9032",
    "en": "Please call me soon, my code is 010594Y9032",
}
MASKED = "●●●●●●-●●●●"
SMALL = {"width": 320, "height": 640}


def button(visitor: VisitorPage, titles: dict[str, str]) -> Locator:
    return visitor.panel.get_by_role("button", name=titles[visitor.language], exact=True)


def field(visitor: VisitorPage, titles: dict[str, str]) -> Locator:
    return visitor.panel.get_by_label(titles[visitor.language])


async def queued(people: People, language: str = "fi", **options: Any) -> VisitorPage:
    visitor = await people.chat(language, **options)
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    return visitor


async def asked(people: People, matter: str = "Soittakaa pian") -> VisitorPage:
    """Return a visitor who waited, wrote and asked to be called."""
    visitor = await queued(people)
    await visitor.say(matter)
    await button(visitor, CALL_ME).click()
    await field(visitor, PHONE).fill("040 1234567")
    await visitor.panel.get_by_role("radio").first.check()
    await button(visitor, SUBMIT).click()
    await expect(visitor.newest).to_contain_text(EVENTS["callback_requested"]["fi"])
    return visitor


async def stored(people: People, visitor: VisitorPage) -> dict[str, Any]:
    conversation = people.stack.conversation(await visitor.token())["id"]
    query = "SELECT * FROM callbacks WHERE conversation_id = ? ORDER BY created_at DESC"
    return people.stack.rows(query, conversation)[0]


@pytest.mark.parametrize(
    ("language", "options"),
    [("fi", {}), ("sv", {}), ("en", {}), ("fi", {"viewport": SMALL})],
    ids=["fi", "sv", "en", "small"],
)
async def test_who_waits_asks_to_be_called_sees_it_and_takes_it_back(
    people: People, language: str, options: dict[str, Any]
) -> None:
    await people.agent_on_duty()
    visitor = await queued(people, language, **options)
    panel, audit = visitor.panel, Audit(visitor.page)
    await visitor.say(MATTER[language])
    await visitor.until_stored(1)
    await visitor.field.fill("ja vielä")
    await expect(visitor.action(LEAVE_QUEUE)).to_be_visible()
    await audit.look("waiting")
    await button(visitor, CALL_ME).click()
    await expect(panel.get_by_role("heading", name=CALL_ME[language])).to_be_focused()
    await expect(field(visitor, TEXT)).to_have_value(f"{MATTER[language].replace('010594Y9032', MASKED)}\nja vielä")
    await field(visitor, PHONE).fill("040 12")
    await button(visitor, SUBMIT).click()
    await expect(panel.get_by_text(NO_WINDOW[language])).to_be_visible()
    await panel.get_by_role("group", name=WINDOW[language]).get_by_role("radio").nth(1).check()
    await button(visitor, SUBMIT).click()
    await expect(panel.get_by_text(WRONG[language])).to_be_visible()
    await expect(field(visitor, PHONE)).to_be_focused()
    await audit.look("wrong number")
    await field(visitor, PHONE).fill("040 1234567")
    await field(visitor, PHONE).press("Enter")
    await expect(visitor.newest).to_contain_text(EVENTS["callback_requested"][language])
    assert (await stored(people, visitor))["phone"] == "+358401234567"
    assert await visitor.told() == [
        ("system", "queued"),
        ("visitor", MATTER[language].replace("010594Y9032", MASKED)),
        ("system", "callback_requested"),
    ]
    await expect(visitor.field).to_have_value("ja vielä")
    await visitor.reload()
    await button(visitor, OWN).click()
    await expect(panel.get_by_text("+358 40 ••• ••67")).to_be_visible()
    await audit.look("asked for")
    await button(visitor, WITHDRAW).click()
    await expect(visitor.newest).to_contain_text(EVENTS["callback_withdrawn"][language])
    await expect(button(visitor, OWN)).to_have_count(0)
    assert (await stored(people, visitor))["phone"] == ""
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_nobody_there_a_call_is_offered_at_once(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await visitor.request_human()
    await expect(visitor.newest).to_contain_text(EVENTS["no_agents"][language])
    await visitor.option(CALL_ME[language]).click()
    await expect(field(visitor, PHONE)).to_be_visible()
    await button(visitor, CANCEL).click()
    await expect(visitor.field).to_be_focused()
    assert await visitor.told() == [("system", "no_agents")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_waits_while_the_last_agent_leaves_is_told_and_can_leave_it_as_feedback(
    people: People, language: str
) -> None:
    agent = await people.agent_on_duty()
    visitor = await queued(people, language)
    await visitor.field.fill(MATTER[language])
    await expect(visitor.panel.get_by_text(UNSTAFFED[language])).to_have_count(0)
    await agent.duty.select_option("away")
    told = visitor.panel.get_by_role("status").filter(has_text=UNSTAFFED[language])
    await expect(told).to_be_visible()
    audit = Audit(visitor.page)
    await audit.look("nobody there")
    await button(visitor, AS_FEEDBACK).click()
    await expect(visitor.panel.get_by_label(FEEDBACK_TEXT[language], exact=True)).to_have_value(MATTER[language])
    await button(visitor, CANCEL).click()
    await agent.go_on_duty()
    await expect(told).to_have_count(0)
    assert audit.violations == []


async def test_the_young_are_offered_feedback_and_no_call(people: People) -> None:
    await people.agent_on_duty()
    visitor = await people.chat("fi", "/nuoret")
    await visitor.option("Yksinäisyys").click()
    await expect(button(visitor, AS_FEEDBACK)).to_be_visible()
    await expect(button(visitor, CALL_ME)).to_have_count(0)


async def test_an_agent_takes_the_call_logs_it_and_the_number_is_gone(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await asked(people)
    calls, audit = agent.page.locator("callback-list"), Audit(agent.page)
    await expect(calls.get_by_role("heading")).to_have_text("Soittopyynnöt 1 avoin")
    await expect(calls.get_by_text("+358 40 ••• ••67")).to_be_visible()
    await expect(calls.get_by_text("Soittakaa pian")).to_have_count(0)
    await audit.look("a callback on the list")
    await calls.get_by_role("button", name="Ota soitto").click()
    number = calls.get_by_role("link", name="+358 40 1234567")
    await expect(number).to_be_focused()
    await expect(number).to_have_attribute("href", "tel:+358401234567")
    await expect(calls.get_by_text("Soittakaa pian")).to_be_visible()
    await expect(calls.get_by_role("button", name="Hoidettu")).to_have_count(0)
    await calls.get_by_role("button", name="Ei vastannut").click()
    await expect(calls.get_by_role("list", name="Soitetut puhelut").get_by_text("Ei vastannut")).to_be_visible()
    await audit.look("a call logged")
    await calls.get_by_role("button", name="Takaisin listalle").click()
    await expect(calls.get_by_text("1 yritys")).to_be_visible()
    await calls.get_by_role("button", name="Ota soitto").click()
    await calls.get_by_role("button", name="Tavoitettu").click()
    await calls.get_by_role("button", name="Hoidettu").click()
    await expect(calls.get_by_text("Ei soittopyyntöjä")).to_be_visible()
    row = await stored(people, visitor)
    assert (row["state"], row["phone"], row["text"]) == ("done", "", "")
    await expect(button(visitor, OWN)).to_have_count(0)
    assert audit.violations == []


async def test_what_a_colleague_has_taken_shows_whose_it_is_and_a_supervisor_puts_it_back(people: People) -> None:
    folder, url = people.stack.folder, people.stack.service.url
    password = await asyncio.to_thread(add_agent, "pekka", "Pekka", "agent", var=folder, environ=os.environ)
    pekka = await AgentClient(url, await sign_in(url, "pekka", password)).connect()
    try:
        agent = await people.agent_on_duty()
        visitor = await asked(people)
        (item,) = (await pekka.do("desk", {}))["desk"]["callbacks"]
        await pekka.do("claim_callback", {"callback": item["id"]})
        calls = agent.page.locator("callback-list")
        await expect(calls.get_by_text("Otettu: Pekka")).to_be_visible()
        await expect(calls.get_by_text("+358 40 ••• ••67")).to_be_visible()
        await calls.get_by_role("button", name="Takaisin listalle").click()
        await expect(calls.get_by_role("button", name="Ota soitto")).to_be_visible()
        await button(visitor, OWN).click()
        await button(visitor, WITHDRAW).click()
        await expect(calls.get_by_text("Ei soittopyyntöjä")).to_be_visible()
    finally:
        await pekka.close()


async def test_a_request_from_another_tab_is_found_instead_of_made_twice(people: People) -> None:
    await people.agent_on_duty()
    visitor = await queued(people)
    await button(visitor, CALL_ME).click()
    await field(visitor, PHONE).fill("040 1234567")
    await visitor.panel.get_by_role("radio").first.check()
    other = VisitorPage(await visitor.page.context.new_page(), people.stack)
    await other.open()
    await button(other, CALL_ME).click()
    await field(other, PHONE).fill("050 1234567")
    await other.panel.get_by_role("radio").first.check()
    await button(other, SUBMIT).click()
    await expect(other.newest).to_contain_text(EVENTS["callback_requested"]["fi"])
    await button(visitor, SUBMIT).click()
    await expect(visitor.panel.get_by_text("Tilanne ehti muuttua. Tarkista soittopyyntösi.")).to_be_visible()
    await expect(visitor.panel.get_by_text("+358 50 ••• ••67")).to_be_visible()
    await button(visitor, WITHDRAW).click()
