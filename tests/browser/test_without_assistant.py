"""Rasa is stopped: visitors are told so, and still reach a person and leave feedback."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.stack import Stack
from tests.support.visitor_page import Shown, VisitorPage
from tests.support.words import BOT_AWAY, COMPLAINT, FEEDBACK, LANGUAGES, OFFLINE, QUESTION

pytestmark = BROWSER_TESTS

PERSON = {"fi": "Haluan puhua ihmisen kanssa", "sv": "Jag vill tala med en person", "en": "Talk to a person"}
LEAVE_FEEDBACK = {"fi": "Jätä palautetta", "sv": "Ge respons", "en": "Leave feedback"}
FORM = {
    "fi": {
        "kind": "Moite",
        "text": "Palaute",
        "place": "Paikka (ei pakollinen)",
        "email": "Sähköposti (ei pakollinen)",
        "check": "Tarkista ja lähetä",
        "email_wrong": "Kirjoita osoite muodossa",
        "send": "Lähetä palaute",
        "received": "Palautteesi tunnus on",
        "back": "Takaisin keskusteluun",
    },
    "sv": {
        "kind": "Ris",
        "text": "Respons",
        "place": "Plats (frivilligt)",
        "email": "E-post (frivilligt)",
        "check": "Kontrollera och skicka",
        "email_wrong": "Skriv adressen i formen",
        "send": "Skicka responsen",
        "received": "Din respons har koden",
        "back": "Tillbaka till samtalet",
    },
    "en": {
        "kind": "Complaint",
        "text": "Feedback",
        "place": "Place (optional)",
        "email": "E-mail (optional)",
        "check": "Check and send",
        "email_wrong": "Write the address",
        "send": "Send feedback",
        "received": "Your feedback has the code",
        "back": "Back to the conversation",
    },
}


YOUTH_PATHS = {"fi": "/nuoret", "sv": "/sv/unga", "en": "/en/youth"}
BY_THE_CODE = {
    "fi": "saat tunnuksen, jolla kysyt vastausta tässä chatissa",
    "sv": "får du en kod. Med den frågar du efter svaret i den här chatten",
    "en": "you get a code. With it you ask for the answer in this chat",
}
ONLY_BY_IT = {
    "fi": "vain sillä saat vastauksen",
    "sv": "bara med den får du svaret",
    "en": "only with it you get the answer",
}
NO_ANSWER = "Palveluun ei saatu yhteyttä."


@pytest_asyncio.fixture(loop_scope="session")
async def assistant(stack: Stack) -> None:
    """In this module it is away."""
    await stack.stop_rasa()


async def let_down(people: People, language: str) -> tuple[VisitorPage, Shown]:
    """Return a visitor whose question could not be answered, and the notice that says so."""
    visitor = await people.chat(language)
    (notice,) = await visitor.ask(QUESTION[language])
    return visitor, notice


async def fill_in(visitor: VisitorPage, *, email: str) -> None:
    words = FORM[visitor.language]
    form = visitor.panel.locator(".feedback")
    await form.get_by_role("radio", name=words["kind"]).check()
    await form.get_by_label(words["text"], exact=True).fill(COMPLAINT[visitor.language])
    await form.get_by_label(words["place"]).fill("Esplanadi 1")
    await form.get_by_label(words["email"]).fill(email)
    await form.get_by_role("button", name=words["check"]).click()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_the_assistant_a_visitor_is_told_so(people: People, language: str) -> None:
    visitor, notice = await let_down(people, language)
    assert await visitor.told() == [("visitor", QUESTION[language]), ("system", "bot_unavailable")]
    assert notice.buttons == [PERSON[language], LEAVE_FEEDBACK[language]]
    await expect(visitor.panel.get_by_text(BOT_AWAY[language])).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_the_assistant_a_visitor_reaches_a_person(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    visitor, notice = await let_down(people, language)
    await visitor.option(notice.buttons[0]).click()
    await agent.claim_next()
    await agent.say("1", language)
    await expect(visitor.log.get_by_text("1", exact=True)).to_be_visible()
    await visitor.say("2")
    assert await visitor.told() == [
        ("visitor", QUESTION[language]),
        ("system", "bot_unavailable"),
        ("system", "queued"),
        ("system", "agent_joined"),
        ("agent", "1"),
        ("visitor", "2"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_the_assistant_feedback_is_left_by_the_widgets_own_form(people: People, language: str) -> None:
    words = FORM[language]
    visitor, notice = await let_down(people, language)
    await visitor.option(notice.buttons[1]).click()
    await fill_in(visitor, email="kaisa@example")
    form = visitor.panel.locator(".feedback")
    await expect(form.get_by_text(words["email_wrong"])).to_be_visible()
    await fill_in(visitor, email="kaisa@example.com")
    await expect(form.locator("dd")).to_have_text(
        [words["kind"], COMPLAINT[language], "Esplanadi 1", "kaisa@example.com"]
    )
    await form.get_by_role("button", name=words["send"]).click()
    receipt = form.get_by_text(words["received"])
    await expect(receipt).to_be_visible()
    (case,) = people.stack.cases(await visitor.token())
    stored = [case[name] for name in ("kind", "text", "place", "email", "language", "channel")]
    assert stored == ["complaint", COMPLAINT[language], "Esplanadi 1", "kaisa@example.com", language, "widget"]
    year, month, day = case["due_on"].split("-")
    for told in (case["code"], f"{int(day)}.{int(month)}.{year}"):
        await expect(receipt).to_contain_text(told)
    await form.get_by_role("button", name=words["back"]).click()
    assert (await visitor.told())[2:] == [("system", "case_received")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_young_are_asked_for_nothing_that_leads_to_them(people: People, language: str) -> None:
    words = FORM[language]
    visitor = await people.chat(language, YOUTH_PATHS[language])
    (notice,) = await visitor.ask(QUESTION[language])
    await visitor.option(notice.buttons[1]).click()
    form, audit = visitor.panel.locator(".feedback"), Audit(visitor.page)
    await expect(form.get_by_text(BY_THE_CODE[language])).to_be_visible()
    await expect(form.locator("form textarea, form input:not([type=radio])")).to_have_count(1)
    await audit.look("the young people's form")
    await form.get_by_role("radio", name=words["kind"]).check()
    await form.get_by_label(words["text"], exact=True).fill(f"{COMPLAINT[language]} aada.k@koulu.fi")
    await form.get_by_role("button", name=words["check"]).click()
    await expect(form.locator("dt")).to_have_count(2)
    await form.get_by_role("button", name=words["send"]).click()
    receipt = form.get_by_text(words["received"])
    await expect(receipt).to_contain_text(ONLY_BY_IT[language])
    await audit.look("the receipt")
    assert audit.violations == []
    code = re.search("LK-[0-9A-Z-]+[0-9A-Z]", await receipt.inner_text())
    assert code is not None
    (case,) = people.stack.rows("SELECT * FROM cases WHERE code = ?", code.group())
    assert [case[name] for name in ("conversation_id", "place", "email")] == [None, "", ""]
    assert case["text"] == f"{COMPLAINT[language]} ●●●@●●●"
    # Nor does the conversation lead to the case.
    await form.get_by_role("button", name=words["back"]).click()
    assert [code for _, code in await visitor.told()][1:] == ["bot_unavailable"]


async def test_the_widgets_own_form_outlives_a_reload_and_a_lost_network(people: People) -> None:
    words = FORM["fi"]
    visitor, _ = await let_down(people, "fi")
    await visitor.action(FEEDBACK).click()
    await fill_in(visitor, email="kaisa@example")
    await visitor.reload()
    await expect(visitor.panel.get_by_text(BOT_AWAY["fi"])).to_be_visible()
    await visitor.action(FEEDBACK).click()
    form = visitor.panel.locator(".feedback")
    await expect(form.get_by_label(words["text"], exact=True)).to_have_value(COMPLAINT["fi"])
    await form.get_by_label(words["email"]).fill("")
    await form.get_by_role("button", name=words["check"]).click()
    people.expect_loss()
    await visitor.page.context.set_offline(True)
    await expect(visitor.panel.get_by_text(OFFLINE["fi"])).to_be_visible()
    await form.get_by_role("button", name=words["send"]).click()
    await expect(form.get_by_text(NO_ANSWER)).to_be_visible()
    await visitor.page.context.set_offline(False)
    await expect(visitor.panel.get_by_text(OFFLINE["fi"])).to_be_hidden()
    await form.get_by_role("button", name=words["send"]).click()
    await expect(form.get_by_text(words["received"])).to_be_visible()
    (case,) = people.stack.cases(await visitor.token())
    assert (case["text"], case["email"]) == (COMPLAINT["fi"], "")


async def test_nothing_is_wrong_with_the_widgets_own_form(people: People) -> None:
    words = FORM["fi"]
    visitor, notice = await let_down(people, "fi")
    audit = Audit(visitor.page)
    await audit.look("told that the assistant is away")
    await visitor.option(notice.buttons[1]).click()
    form = visitor.panel.locator(".feedback")
    await expect(form.get_by_label(words["text"], exact=True)).to_be_visible()
    await audit.look("form")
    await form.get_by_role("button", name=words["check"]).click()
    await expect(form.get_by_role("radio", name=words["kind"])).to_be_focused()
    await audit.look("form, fields missing")
    await fill_in(visitor, email="kaisa@example")
    await expect(form.get_by_label(words["email"])).to_be_focused()
    await audit.look("form, wrong address")
    await fill_in(visitor, email="")
    await audit.look("summary")
    await form.get_by_role("button", name=words["send"]).click()
    await expect(form.get_by_text(words["received"])).to_be_visible()
    await audit.look("receipt")
    assert audit.violations == []
