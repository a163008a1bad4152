"""Waiting for a person: the bot may still be asked, and what the person has seen is shown."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.support.content import entry
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import AGENT_ANSWERS, EVENTS, LANGUAGES, PLACE_IN_QUEUE, QUESTION, SEEN, SENT

pytestmark = BROWSER_TESTS

FOR_THE_PERSON = {
    "fi": "Olen tässä, kun ehdit",
    "sv": "Jag är här när du hinner",
    "en": "I am here when you have time",
}
NAME = "Administrator"


async def waiting(people: People, language: str) -> VisitorPage:
    visitor = await people.chat(language)
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    return visitor


def status_of(visitor: VisitorPage, text: str) -> Locator:
    """Return what is shown of how far a message of the visitor's has come."""
    return visitor.log.locator("li.visitor").filter(has_text=text).locator(".status")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_is_answered_in_the_queue_and_the_rest_left_to_the_person(
    people: People, language: str
) -> None:
    agent = await people.agent_on_duty()
    visitor = await waiting(people, language)
    (answer,) = await visitor.ask(QUESTION[language])
    assert (answer.author, answer.text) == ("bot", entry("library_card", language)["answer"])
    await visitor.say(FOR_THE_PERSON[language])
    assert await visitor.told() == [
        ("system", "queued"),
        ("visitor", QUESTION[language]),
        ("bot", entry("library_card", language)["answer"]),
        ("visitor", FOR_THE_PERSON[language]),
    ]
    await expect(visitor.panel.get_by_text(PLACE_IN_QUEUE[language].format(1))).to_be_visible()
    await agent.claim_next()
    await expect(visitor.panel.get_by_text(AGENT_ANSWERS[language].format(NAME))).to_be_visible()
    assert [author for author, _ in await agent.shown()] == ["system", "visitor", "bot", "visitor", "system"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_message_is_seen_once_the_agent_has_it_before_their_eyes(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    visitor = await waiting(people, language)
    await visitor.say(FOR_THE_PERSON[language])
    await expect(status_of(visitor, FOR_THE_PERSON[language])).to_have_text(SENT[language])
    await agent.claim_next()
    await expect(status_of(visitor, FOR_THE_PERSON[language])).to_have_text(SEEN[language])

    # Not while the agent reads another conversation.
    other = await waiting(people, language)
    await agent.claim_next()
    await expect(other.panel.get_by_text(AGENT_ANSWERS[language].format(NAME))).to_be_visible()
    aside = agent.page.locator("own-list li button:not([aria-current=true])")
    await visitor.say("123")
    await expect(aside.locator(".badge")).to_contain_text("1")
    await visitor.until_stored(2)
    await expect(status_of(visitor, "123")).to_have_text(SENT[language])
    await aside.click()
    await expect(status_of(visitor, "123")).to_have_text(SEEN[language])

    # It is a part of the conversation's state, and not of this tab's memory.
    await visitor.reload()
    await expect(status_of(visitor, "123")).to_have_text(SEEN[language])
