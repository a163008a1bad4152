"""Reloads, lost networks and a killed service in the middle of everything: nothing is lost, doubled or reordered.

What a visitor sees is held against what is stored by `VisitorPage.told`, message by message.
"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.agent_page import AgentPage
from tests.support.content import entry, form_choice, form_question
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import (
    AGENT_ANSWERS,
    BOT_ANSWERS,
    BOT_AWAY,
    COMPLAINT,
    GIVE_FEEDBACK,
    HUMAN,
    LANGUAGES,
    OFFLINE,
    PLACE_IN_QUEUE,
)

pytestmark = BROWSER_TESTS

QUESTIONS = {
    "fi": {
        "library_card": "Mistä saan kirjastokortin?",
        "resident_parking_permit": "Miten haen asukaspysäköintitunnusta?",
        "daycare_fees": "Kuinka paljon päivähoito maksaa kuukaudessa?",
    },
    "sv": {
        "library_card": "Var får jag ett bibliotekskort?",
        "resident_parking_permit": "Hur ansöker jag om boendeparkering?",
        "daycare_fees": "Hur mycket kostar dagis i månaden?",
    },
    "en": {
        "library_card": "Where do I get a library card?",
        "resident_parking_permit": "How do I apply for a resident parking permit?",
        "daycare_fees": "How much does daycare cost a month?",
    },
}
FINNISH_NOTICES = {
    "queued": "Asukas pyysi ihmistä ja siirtyi jonoon.",
    "agent_joined": "Administrator otti keskustelun.",
}
TAKEN = [("system", "queued"), ("system", "agent_joined")]


def asked(step: str, language: str) -> tuple[str, str]:
    return ("bot", form_question(step, language))


def answered(language: str) -> list[tuple[str, str]]:
    """Return the conversation in which every question was asked, and answered, once."""
    return [
        said
        for topic, question in QUESTIONS[language].items()
        for said in (("visitor", question), ("bot", entry(topic, language)["answer"]))
    ]


def as_agent_reads(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(author, FINNISH_NOTICES.get(said, said)) for author, said in told]


async def talking(people: People, agent: AgentPage, language: str) -> VisitorPage:
    """Return a visitor whose conversation the agent has just taken."""
    visitor = await people.chat(language)
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    await expect(visitor.panel.get_by_text(AGENT_ANSWERS[language].format("Administrator"))).to_be_visible()
    return visitor


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reload_in_the_middle_of_a_form_goes_on_where_it_was(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await visitor.ask(GIVE_FEEDBACK[language])
    await visitor.press(form_choice("kind", 0, language))
    await visitor.field.fill(COMPLAINT[language])
    before = await visitor.told()
    await visitor.reload()
    assert await visitor.told() == before
    # What was typed but not sent is there too.
    await expect(visitor.field).to_have_value(COMPLAINT[language])
    await visitor.field.press("Enter")
    await expect(visitor.log.get_by_text(asked("place", language)[1])).to_be_visible()
    await visitor.reload()
    await visitor.press(form_choice("place", 0, language))
    await visitor.press(form_choice("contact", 0, language))
    await visitor.press(form_choice("images", 1, language))
    await visitor.reload()
    await visitor.press(form_choice("confirm", 0, language))
    (case,) = people.stack.cases(await visitor.token())
    assert (case["kind"], case["text"]) == ("complaint", COMPLAINT[language])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_reloads_in_the_middle_of_an_agents_chat_lose_nothing(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    visitor = await talking(people, agent, language)
    await visitor.say("1")
    await agent.until_shown(as_agent_reads([*TAKEN, ("visitor", "1")]))
    # The visitor is away from the page while the agent writes.
    await visitor.page.goto("about:blank")
    await agent.say("2", language)
    await agent.say("3", language)
    await visitor.page.go_back()
    await expect(visitor.log.get_by_text("3", exact=True)).to_be_visible()
    await agent.field(language).fill("4")
    await agent.page.reload()
    await agent.own.click()
    await expect(agent.field(language)).to_have_value("4")
    await agent.field(language).press("Enter")
    await expect(visitor.log.get_by_text("4", exact=True)).to_be_visible()
    told = [*TAKEN, ("visitor", "1"), ("agent", "2"), ("agent", "3"), ("agent", "4")]
    assert await visitor.told() == told
    await agent.until_shown(as_agent_reads(told))


async def test_a_reload_in_the_queue_keeps_the_place(people: People) -> None:
    await people.agent_on_duty()
    visitor = await people.chat("fi")
    await visitor.action(HUMAN).click()
    place = visitor.panel.get_by_text(PLACE_IN_QUEUE["fi"].format(1))
    await expect(place).to_be_visible()
    await visitor.reload()
    await expect(place).to_be_visible()
    assert await visitor.told() == [("system", "queued")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_sent_without_a_network_is_answered_once_when_it_is_back(people: People, language: str) -> None:
    visitor = await people.chat(language)
    first, *others = QUESTIONS[language].values()
    await visitor.ask(first)
    people.expect_loss()
    await visitor.page.context.set_offline(True)
    await expect(visitor.panel.get_by_text(OFFLINE[language])).to_be_visible()
    for question in others:
        await visitor.say(question)
    assert [message.text for message in await visitor.shown() if not message.stored] == others
    await visitor.page.context.set_offline(False)
    await expect(visitor.panel.get_by_text(OFFLINE[language])).to_be_hidden()
    told = await visitor.told()
    # The bot answers in order; it may have begun before the last question had come.
    assert sorted(told) == sorted(answered(language))
    assert [said for said in told if said[0] == "visitor"] == [("visitor", text) for text in (first, *others)]
    assert [said for said in told if said[0] == "bot"] == answered(language)[1::2]


async def test_what_an_agent_sends_without_a_network_comes_once_when_it_is_back(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await talking(people, agent, "fi")
    people.expect_loss()
    await agent.page.context.set_offline(True)
    await expect(agent.page.get_by_text("Yhteys katkesi.")).to_be_visible()
    await agent.say("1")
    await agent.say("2")
    await visitor.say("0")
    await expect(agent.page.get_by_text("Odottaa yhteyttä")).to_have_count(2)
    await agent.page.context.set_offline(False)
    await expect(visitor.log.get_by_text("2", exact=True)).to_be_visible()
    told = [*TAKEN, ("visitor", "0"), ("agent", "1"), ("agent", "2")]
    assert await visitor.told() == told
    await agent.until_shown(as_agent_reads(told))


async def test_a_killed_service_answers_every_question_once_after_its_restart(people: People) -> None:
    visitors = [await people.chat(language) for language in LANGUAGES]
    people.expect_loss()
    for number in range(1, 4):
        for visitor in visitors:
            await visitor.say(list(QUESTIONS[visitor.language].values())[number - 1])
        if number == 1:
            # Killed while the assistant thinks; the other times while the question is still on its way.
            for visitor in visitors:
                await visitor.until_stored(1)
        await people.stack.kill_service()
        for visitor in visitors:
            await expect(visitor.log.locator("li.bot")).to_have_count(number)
    for visitor in visitors:
        assert await visitor.told() == answered(visitor.language)


async def test_a_service_killed_in_the_middle_of_a_form_brings_one_case(people: People) -> None:
    visitors = [await people.chat(language) for language in LANGUAGES]
    people.expect_loss()
    for visitor in visitors:
        await visitor.ask(GIVE_FEEDBACK[visitor.language])
        await visitor.press(form_choice("kind", 0, visitor.language))
        await visitor.say(COMPLAINT[visitor.language])
    await people.stack.kill_service()
    for visitor in visitors:
        await visitor.press(form_choice("place", 0, visitor.language))
        await visitor.press(form_choice("contact", 0, visitor.language))
        await visitor.press(form_choice("images", 1, visitor.language))
    for visitor in visitors:
        await visitor.option(form_choice("confirm", 0, visitor.language)).click()
    await people.stack.kill_service()
    for visitor in visitors:
        language = visitor.language
        told = await visitor.told()
        (case,) = people.stack.cases(await visitor.token())
        summary = told[11]
        assert told[:13] == [
            ("visitor", GIVE_FEEDBACK[language]),
            asked("kind", language),
            ("visitor", form_choice("kind", 0, language)),
            asked("text", language),
            ("visitor", COMPLAINT[language]),
            asked("place", language),
            ("visitor", form_choice("place", 0, language)),
            asked("contact", language),
            ("visitor", form_choice("contact", 0, language)),
            asked("images", language),
            ("visitor", form_choice("images", 1, language)),
            summary,
            ("visitor", form_choice("confirm", 0, language)),
        ]
        assert COMPLAINT[language] in summary[1]
        assert case["text"] == COMPLAINT[language]
        assert case["code"] in told[13][1]
        assert len(told) == 14


async def test_a_service_killed_in_the_middle_of_agents_chats_brings_both_sides_words_once(people: People) -> None:
    agent = await people.agent_on_duty()
    visitors = [await talking(people, agent, language) for language in LANGUAGES]
    people.expect_loss()
    for visitor in visitors:
        await visitor.say("1")
        await visitor.until_stored(1)
    await people.stack.service.kill()
    for number, visitor in enumerate(visitors):
        await expect(visitor.panel.get_by_text(OFFLINE[visitor.language])).to_be_visible()
        await visitor.say("2")
        await visitor.say("3")
        await agent.choose(number)
        await agent.say("4", visitor.language)
        await agent.say("5", visitor.language)
    await people.stack.service.start()
    for number, visitor in enumerate(visitors):
        await expect(visitor.log.get_by_text("5", exact=True)).to_be_visible()
        told = await visitor.told()
        assert told[:3] == [("system", "queued"), ("system", "agent_joined"), ("visitor", "1")]
        assert [text for author, text in told if author == "visitor"] == ["1", "2", "3"]
        assert [text for author, text in told if author == "agent"] == ["4", "5"]
        assert len(told) == 7
        await agent.choose(number)
        await agent.until_shown(as_agent_reads(told))


async def test_an_assistant_killed_in_the_middle_of_a_form_goes_on_with_it_when_it_is_back(people: People) -> None:
    visitors = [await people.chat(language) for language in LANGUAGES]
    for visitor in visitors:
        await visitor.ask(GIVE_FEEDBACK[visitor.language])
        await visitor.press(form_choice("kind", 0, visitor.language))
    await people.stack.kill_rasa()
    for visitor in visitors:
        await visitor.ask(COMPLAINT[visitor.language])
        await expect(visitor.panel.get_by_text(BOT_AWAY[visitor.language])).to_be_visible()
    await people.stack.start_rasa()
    for visitor in visitors:
        language = visitor.language
        await expect(visitor.panel.get_by_text(BOT_ANSWERS[language])).to_be_visible()
        await visitor.ask(COMPLAINT[language])
        assert (await visitor.told())[4:] == [
            ("visitor", COMPLAINT[language]),
            ("system", "bot_unavailable"),
            ("visitor", COMPLAINT[language]),
            asked("place", language),
        ]
