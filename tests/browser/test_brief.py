"""The agent's brief, and a feedback left half-way: gone on with by the bot, or finished by the agent."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.content import entry, form_choice, form_question
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import (
    AGENT_ANSWERS,
    BOT_ANSWERS,
    COMPLAINT,
    EVENTS,
    GIVE_FEEDBACK,
    HUMAN,
    LANGUAGES,
    PERSON,
    QUESTION,
)

pytestmark = BROWSER_TESTS

LARGE, SMALL = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
PLACE, EMAIL = "Esplanadi 1", "kaisa@example.com"
CONSOLE_OF = {"fi": "sv", "sv": "en", "en": "fi"}
"""The agent's interface speaks another language than the visitor, so that neither can pass for the other."""
RETURN = {"fi": "Palauta botille", "sv": "Ge tillbaka till boten", "en": "Return to the bot"}
TITLE = {"fi": "Yhteenveto", "sv": "Sammanfattning", "en": "Summary"}
SURE = {"fi": "varma", "sv": "säker", "en": "sure"}
ANSWERED = {"fi": "Vastasi", "sv": "Svarade", "en": "Answered"}
LANGUAGE_NAMES = {
    "fi": {"fi": "suomi", "sv": "ruotsi", "en": "englanti"},
    "sv": {"fi": "finska", "sv": "svenska", "en": "engelska"},
    "en": {"fi": "Finnish", "sv": "Swedish", "en": "English"},
}
FIELDS = {
    "fi": ("Tyyppi", "Moite", "Teksti", "Seuraavaksi", "Paikka"),
    "sv": ("Typ", "Ris", "Text", "Nästa steg", "Plats"),
    "en": ("Kind", "Complaint", "Text", "Next", "Place"),
}
FINISH = {
    "fi": "Viimeistele palautelomake",
    "sv": "Gör klart responsformuläret",
    "en": "Finish the feedback form",
}
SEND = {"fi": "Lähetä palaute", "sv": "Skicka responsen", "en": "Send the feedback"}
LABELS = {
    "fi": ("Mistä on kyse?", "Palaute", "Paikka", "Sähköposti", "Puhelin"),
    "sv": ("Vad gäller det?", "Respons", "Plats", "E-post", "Telefon"),
    "en": ("What is it about?", "Feedback", "Place", "E-mail", "Telephone"),
}
WRONG_EMAIL = {"fi": "Kirjoita osoite muodossa", "sv": "Skriv adressen i formen", "en": "Write the address like"}
NO_FORM = {
    "fi": "Mitään lomaketta ei ole kesken.",
    "sv": "Inget formulär är halvfärdigt.",
    "en": "No form has been left half-way.",
}
UNSEEN = "juuri nyt ei näe, onko jokin lomake kesken"


def brief_of(agent: AgentPage) -> Locator:
    return agent.page.locator("handover-brief")


async def left_half_way(people: People, agent: AgentPage, language: str) -> VisitorPage:
    """Return a visitor who has given two fields of a feedback, and is with the agent now."""
    visitor = await people.chat(language)
    await visitor.ask(QUESTION[language])
    await visitor.ask(GIVE_FEEDBACK[language])
    await visitor.press(form_choice("kind", 0, language))
    await visitor.ask(COMPLAINT[language])
    await visitor.say(PERSON[language])
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    await agent.claim_next()
    await expect(visitor.panel.get_by_text(AGENT_ANSWERS[language].format("Administrator"))).to_be_visible()
    return visitor


async def speak(agent: AgentPage, language: str) -> None:
    """Switch the agent's interface to a language."""
    await agent.page.get_by_role("button", name=f"{language.upper()},").click()
    await expect(brief_of(agent).get_by_role("button", name=TITLE[language])).to_have_attribute("aria-expanded", "true")


async def begin_to_finish(agent: AgentPage, language: str) -> Locator:
    """Open the agent's form and return its fields: kind, text, place, e-mail and telephone."""
    await brief_of(agent).get_by_role("button", name=FINISH[language]).click()
    fields = agent.page.locator("finish-form").locator("select, textarea, input")
    await expect(fields.first).to_be_focused()
    return fields


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_brief_tells_what_was_asked_and_returned_the_bot_asks_the_step_again(
    people: People, language: str
) -> None:
    agent, desk = await people.agent_on_duty(viewport=LARGE), CONSOLE_OF[language]
    visitor = await left_half_way(people, agent, language)
    await speak(agent, desk)
    brief, audit = brief_of(agent), Audit(agent.page)
    await expect(brief.locator(".facts dd").first).to_have_text(LANGUAGE_NAMES[desk][language])
    asked = brief.locator(".asked li")
    said = [QUESTION[language], GIVE_FEEDBACK[language], form_choice("kind", 0, language), COMPLAINT[language]]
    await expect(asked.locator(".words")).to_have_text(said)
    first = asked.first.locator(".hint")
    await expect(first).to_contain_text(f"{ANSWERED[desk]}: {entry('library_card', desk)['title']}")
    await expect(first).to_contain_text(SURE[desk])
    await expect(first).to_contain_text("%")
    kind, complaint, text, following, place = FIELDS[desk]
    shown = brief.locator(".form dl")
    await expect(shown.locator("dt")).to_have_text([kind, text, following])
    await expect(shown.locator("dd")).to_have_text([complaint, COMPLAINT[language], place])
    await audit.look("a form left half-way")
    assert audit.violations == []

    await agent.give_away(RETURN[desk])
    await expect(visitor.panel.get_by_text(BOT_ANSWERS[language])).to_be_visible()
    await expect(visitor.newest).to_have_text(form_question("place", language))
    told = [said_by for said_by, _ in await visitor.told()]
    assert told[-2:] == ["system", "bot"]
    (question,) = await visitor.ask(PLACE)
    assert question.text == form_question("contact", language)
    await visitor.ask(EMAIL)
    await visitor.press(form_choice("images", 1, language))
    (receipt,) = await visitor.press(form_choice("confirm", 0, language))
    (case,) = people.stack.cases(await visitor.token())
    assert case["code"] in receipt.text
    stored = [case[name] for name in ("kind", "text", "place", "email", "channel")]
    assert stored == ["complaint", COMPLAINT[language], PLACE, EMAIL, "bot"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_agent_finishes_the_form_and_the_bot_is_out_of_it(people: People, language: str) -> None:
    agent, desk = await people.agent_on_duty(viewport=LARGE), CONSOLE_OF[language]
    visitor = await left_half_way(people, agent, language)
    await speak(agent, desk)
    fields, audit = await begin_to_finish(agent, desk), Audit(agent.page)
    for number, label in enumerate(LABELS[desk]):
        await expect(fields.nth(number)).to_have_accessible_name(re.compile("^" + re.escape(label)))
    values = [await fields.nth(number).input_value() for number in range(5)]
    assert values == ["complaint", COMPLAINT[language], "", "", ""]

    await fields.nth(2).fill(PLACE)
    await fields.nth(3).fill("kaisa@example")
    await agent.page.get_by_role("button", name=SEND[desk]).click()
    await expect(agent.page.locator("finish-form").get_by_text(WRONG_EMAIL[desk])).to_be_visible()
    await expect(fields.nth(3)).to_be_focused()
    await audit.look("a wrong address")
    await fields.nth(3).fill(EMAIL)
    await agent.page.get_by_role("button", name=SEND[desk]).click()
    await expect(brief_of(agent).get_by_text(NO_FORM[desk])).to_be_visible()
    await expect(brief_of(agent).get_by_role("button", name=TITLE[desk])).to_be_focused()
    await audit.look("sent")
    assert audit.violations == []

    (case,) = people.stack.cases(await visitor.token())
    stored = [case[name] for name in ("kind", "text", "place", "email", "channel", "language")]
    assert stored == ["complaint", COMPLAINT[language], PLACE, EMAIL, "agent", language]
    await expect(visitor.newest).to_contain_text(EVENTS["case_received"][language])
    await expect(visitor.newest).to_contain_text(case["code"])

    await agent.give_away(RETURN[desk])
    await expect(visitor.panel.get_by_text(BOT_ANSWERS[language])).to_be_visible()
    (answer,) = await visitor.ask(QUESTION[language])
    assert answer.text == entry("library_card", language)["answer"]
    (question,) = await visitor.ask(GIVE_FEEDBACK[language])
    assert question.text == form_question("kind", language)
    assert len(people.stack.cases(await visitor.token())) == 1


async def test_the_contact_that_was_given_to_the_bot_is_in_the_form_and_a_number_in_its_place_gets_the_answer(
    people: People,
) -> None:
    agent, visitor = await people.agent_on_duty(viewport=LARGE), await people.chat("fi")
    await visitor.ask(GIVE_FEEDBACK["fi"])
    await visitor.press(form_choice("kind", 0, "fi"))
    for said in (COMPLAINT["fi"], PLACE, EMAIL):
        await visitor.ask(said)
    await visitor.say(PERSON["fi"])
    await agent.claim_next()
    fields = await begin_to_finish(agent, "fi")
    values = [await fields.nth(number).input_value() for number in range(5)]
    assert values == ["complaint", COMPLAINT["fi"], PLACE, EMAIL, ""]
    await fields.nth(3).fill("")
    await fields.nth(4).fill("12345")
    await agent.page.get_by_role("button", name=SEND["fi"]).click()
    await expect(agent.page.locator("finish-form").get_by_text("Kirjoita numero muodossa")).to_be_visible()
    await expect(fields.nth(4)).to_be_focused()
    audit = Audit(agent.page)
    await audit.look("a wrong number")
    assert audit.violations == []
    await fields.nth(4).fill("040 123 4567")
    await agent.page.get_by_role("button", name=SEND["fi"]).click()
    await expect(brief_of(agent).get_by_text(NO_FORM["fi"])).to_be_visible()
    (case,) = people.stack.cases(await visitor.token())
    assert [case[name] for name in ("contact", "email", "phone")] == ["sms", "", "+358401234567"]


async def test_with_the_assistant_away_the_agent_finishes_all_the_same(people: People) -> None:
    agent = await people.agent_on_duty(viewport=LARGE)
    visitor = await left_half_way(people, agent, "fi")
    fields, brief = await begin_to_finish(agent, "fi"), brief_of(agent)
    await fields.nth(2).fill(PLACE)
    await people.stack.kill_rasa()
    await people.stack.until_bot_is(there=False)
    toggle = brief.get_by_role("button", name=TITLE["fi"])
    for _ in range(2):
        await toggle.click()
    # What was begun stays, though the bot's form cannot be seen any more.
    await expect(fields.nth(2)).to_have_value(PLACE)
    await brief.get_by_role("button", name="Peruuta").click()
    await expect(brief.get_by_text(UNSEEN)).to_be_visible()

    await people.stack.start_rasa()
    await people.stack.until_bot_is(there=True)
    for _ in range(2):
        await toggle.click()
    await begin_to_finish(agent, "fi")
    await people.stack.kill_rasa()
    await people.stack.until_bot_is(there=False)
    await agent.page.get_by_role("button", name=SEND["fi"]).click()
    await expect(visitor.newest).to_contain_text(EVENTS["case_received"]["fi"])
    await agent.give_away(RETURN["fi"])
    await people.stack.start_rasa()
    await people.stack.until_bot_is(there=True)
    (answer,) = await visitor.ask("ohita")
    assert answer.text != form_question("contact", "fi")
    (question,) = await visitor.ask(GIVE_FEEDBACK["fi"])
    assert question.text == form_question("kind", "fi")
    assert [case["channel"] for case in people.stack.cases(await visitor.token())] == ["agent"]


async def test_the_brief_opens_with_the_claim_and_each_conversation_keeps_its_own(people: People) -> None:
    agent = await people.agent_on_duty(viewport=LARGE)
    await left_half_way(people, agent, "fi")
    toggle = brief_of(agent).get_by_role("button", name=TITLE["fi"])
    fields = await begin_to_finish(agent, "fi")
    await fields.nth(2).fill(PLACE)
    other = await people.chat("en")
    await other.action(HUMAN).click()
    await agent.claim_next()
    await expect(brief_of(agent).get_by_text("Botti ei ole käsitellyt yhtään viestiä.")).to_be_visible()
    await toggle.press("Enter")
    await expect(toggle).to_have_attribute("aria-expanded", "false")
    await expect(brief_of(agent).get_by_text("Botti ei ole käsitellyt")).to_have_count(0)
    await agent.choose(0)
    await expect(toggle).to_have_attribute("aria-expanded", "true")
    await expect(fields.nth(2)).to_have_value(PLACE)
    await agent.choose(1)
    await expect(toggle).to_have_attribute("aria-expanded", "false")


async def test_on_a_telephone_the_brief_is_read_and_the_form_filled_without_scrolling_sideways(people: People) -> None:
    agent = await people.agent_on_duty(viewport=SMALL)
    visitor = await left_half_way(people, agent, "fi")
    audit = Audit(agent.page)
    await expect(brief_of(agent).locator(".asked li")).to_have_count(4)
    await audit.look("brief")
    fields = await begin_to_finish(agent, "fi")
    await fields.nth(1).fill("lyhyt")
    await agent.page.get_by_role("button", name=SEND["fi"]).click()
    await expect(fields.nth(1)).to_be_focused()
    await audit.look("form")
    assert audit.violations == []
    assert await agent.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    inside = "element => element.scrollWidth <= element.clientWidth"
    assert await brief_of(agent).locator("#content").evaluate(inside)
    assert await agent.field().is_visible()
    assert people.stack.cases(await visitor.token()) == []


async def test_a_danger_suspected_is_told_in_the_brief_until_it_is_judged(people: People) -> None:
    agent = await people.agent_on_duty(viewport=LARGE)
    visitor = await people.chat("fi")
    await visitor.say("apua, mies makaa maassa eikä hengitä")
    await visitor.log.locator("li.help").wait_for()
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    danger = brief_of(agent).locator(".facts dd").last
    await expect(danger).to_have_text("Epäillään")
    await agent.page.get_by_role("button", name="Kukaan ei ole vaarassa").click()
    await expect(danger).to_have_text("Ei hätää")
