"""A visitor's browser and an agent's, side by side: queue, claim, chat, give back, close."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.chromium import NOT_SIGNED_IN
from tests.support.content import entry, form_choice, form_question, titles
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import (
    AGENT_ANSWERS,
    BOT_ANSWERS,
    EVENTS,
    HUMAN,
    LANGUAGES,
    LEAVE_QUEUE,
    PERSON,
    PLACE_IN_QUEUE,
    QUESTION,
    TYPING,
)

pytestmark = BROWSER_TESTS

MATTER = {
    "fi": "Olen tässä, kun ehdit",
    "sv": "Jag är här när du hinner",
    "en": "I am here when you have time",
}
"""For the person: the bot, asked while the visitor waits, leaves it."""
REPLY = {
    "fi": "Hei! Suljen kortin heti.",
    "sv": "Hej! Jag spärrar kortet genast.",
    "en": "Hello! I will block the card at once.",
}
IN_FINNISH = {"fi": "suomi", "sv": "ruotsi", "en": "englanti"}
NAME = "Administrator"


async def queued(people: People, language: str = "fi") -> VisitorPage:
    """Return a visitor who has asked the bot something and then for a person."""
    visitor = await people.chat(language)
    await visitor.ask(QUESTION[language])
    await visitor.say(PERSON[language])
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    return visitor


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_nobody_on_duty_the_visitor_is_told_and_offered_feedback(people: People, language: str) -> None:
    visitor = await people.chat(language)
    (notice,) = await visitor.ask(PERSON[language])
    assert await visitor.told() == [("visitor", PERSON[language]), ("system", "no_agents")]
    (question,) = await visitor.press(notice.buttons[-1])
    assert question.text == form_question("kind", language)
    assert question.buttons == titles("utter_ask_feedback_kind", language, ())


async def test_an_agent_signs_in_by_the_form_and_goes_on_duty(people: People) -> None:
    agent = await people.agent(signed_in=False)
    name, password = people.stack.service.administrator()
    people.watches[-1].allow(NOT_SIGNED_IN)
    await agent.sign_in(name, "not the password")
    await expect(agent.page.get_by_text("ei ole oikein")).to_be_visible()
    await agent.sign_in(name, password)
    await expect(agent.page.get_by_text("Kukaan ei odota")).to_be_visible()
    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["no_agents"]["fi"])).to_be_visible()
    await agent.go_on_duty()
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"]["fi"])).to_be_visible()
    await expect(agent.claims).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_words_for_a_person_lead_to_one_who_reads_answers_and_gives_back(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    visitor = await queued(people, language)
    await expect(visitor.panel.get_by_text(PLACE_IN_QUEUE[language].format(1))).to_be_visible()
    await visitor.say(MATTER[language])
    await expect(agent.page.locator("queue-list")).to_contain_text(IN_FINNISH[language])
    await agent.claim_next()
    history = [
        ("visitor", QUESTION[language]),
        ("bot", entry("library_card", language)["answer"]),
        ("visitor", PERSON[language]),
        ("system", "Asukas pyysi ihmistä ja siirtyi jonoon."),
        ("visitor", MATTER[language]),
        ("system", "Administrator otti keskustelun."),
    ]
    await agent.until_shown(history)
    await expect(visitor.panel.get_by_text(AGENT_ANSWERS[language].format(NAME))).to_be_visible()

    await agent.field(language).fill(REPLY[language])
    await expect(visitor.panel.get_by_text(TYPING[language].format(NAME))).to_be_visible()
    await agent.field(language).press("Enter")
    await expect(visitor.log.get_by_text(REPLY[language])).to_be_visible()
    await expect(visitor.panel.get_by_text(TYPING[language].format(NAME))).to_be_hidden()

    await visitor.field.fill(QUESTION[language])
    await expect(agent.page.locator("conversation-view .typing")).to_have_text("Asukas kirjoittaa …")
    await visitor.field.press("Enter")
    await agent.until_shown([*history, ("agent", REPLY[language]), ("visitor", QUESTION[language])])
    await expect(agent.page.locator("conversation-view .typing")).to_have_text("")

    # The bot has answered nothing of what was said to people, although it could have; given back, it answers again.
    await agent.give_away("Palauta botille")
    await expect(visitor.panel.get_by_text(BOT_ANSWERS[language])).to_be_visible()
    await visitor.ask(QUESTION[language])
    assert await visitor.told() == [
        ("visitor", QUESTION[language]),
        ("bot", entry("library_card", language)["answer"]),
        ("visitor", PERSON[language]),
        ("system", "queued"),
        ("visitor", MATTER[language]),
        ("system", "agent_joined"),
        ("agent", REPLY[language]),
        ("visitor", QUESTION[language]),
        ("system", "returned_to_bot"),
        ("visitor", QUESTION[language]),
        ("bot", entry("library_card", language)["answer"]),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_conversation_closed_by_the_agent_goes_on_with_the_bot_if_the_visitor_writes_more(
    people: People, language: str
) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat(language)
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    await agent.give_away("Päätä")
    await expect(visitor.panel.get_by_text(EVENTS["closed_by_agent"][language])).to_be_visible()
    await expect(agent.page.locator("conversation-view")).to_have_count(0)
    (answer,) = await visitor.ask(QUESTION[language])
    assert (answer.author, answer.text) == ("bot", entry("library_card", language)["answer"])


async def test_the_places_in_the_queue_move_up_and_a_visitor_can_leave_it(people: People) -> None:
    agent = await people.agent_on_duty()
    first, second, third = [await queued(people, language) for language in LANGUAGES]
    for visitor, place in ((first, 1), (second, 2), (third, 3)):
        await expect(visitor.panel.get_by_text(PLACE_IN_QUEUE[visitor.language].format(place))).to_be_visible()
    await second.action(LEAVE_QUEUE).click()
    await expect(second.panel.get_by_text(EVENTS["queue_left"]["sv"])).to_be_visible()
    await expect(third.panel.get_by_text(PLACE_IN_QUEUE["en"].format(2))).to_be_visible()
    await agent.claim_next()
    await expect(third.panel.get_by_text(PLACE_IN_QUEUE["en"].format(1))).to_be_visible()
    await expect(first.panel.get_by_text(AGENT_ANSWERS["fi"].format(NAME))).to_be_visible()
    (answer,) = await second.ask(QUESTION["sv"])
    assert answer.author == "bot"


async def test_a_person_asked_for_in_the_middle_of_a_form_leaves_the_form_to_go_on_with(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("en")
    await visitor.ask("I want to give feedback")
    await visitor.press(form_choice("kind", 0, "en"))
    await visitor.ask("The swing in the playground is broken.")
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    await agent.say("How can I help?", "en")
    await expect(visitor.log.get_by_text("How can I help?")).to_be_visible()
    await visitor.say("Never mind, thank you.")
    await agent.give_away("Palauta botille")
    await expect(visitor.panel.get_by_text(BOT_ANSWERS["en"])).to_be_visible()
    await expect(visitor.newest).to_have_text(form_question("place", "en"))
    (question,) = await visitor.ask("Esplanadi 1")
    assert question.text == form_question("contact", "en")
