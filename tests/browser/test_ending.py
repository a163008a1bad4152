"""What is left to do with a conversation: keep it, end it, have it deleted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.stack import WAIT_S
from tests.support.visitor_page import VisitorPage
from tests.support.words import END, EVENTS, LANGUAGES, QUESTION

pytestmark = BROWSER_TESTS

AS_TEXT = {"fi": "Tallenna tekstinä", "sv": "Spara som text", "en": "Save as text"}
AS_PAGE = {"fi": "Tallenna verkkosivuna", "sv": "Spara som webbsida", "en": "Save as a web page"}
ERASE = {"fi": "Poista keskustelu kokonaan", "sv": "Radera hela samtalet", "en": "Delete the whole conversation"}
FOR_GOOD = {"fi": "Poista lopullisesti", "sv": "Radera slutgiltigt", "en": "Delete for good"}
ERASED = {"fi": "Keskustelu on poistettu.", "sv": "Samtalet har raderats.", "en": "The conversation has been deleted."}
KEEP = {"fi": "Jatka keskustelua", "sv": "Fortsätt samtalet", "en": "Keep talking"}
SENDERS = {"fi": ("Sinä", "Avustaja"), "sv": ("Du", "Assistenten"), "en": ("You", "Assistant")}


async def opened(people: People, language: str) -> VisitorPage:
    """Return a visitor who has asked something and pressed End."""
    visitor = await people.chat(language)
    await visitor.ask(QUESTION[language])
    await visitor.action(END).click()
    await expect(visitor.panel.get_by_role("button", name=KEEP[language])).to_be_focused()
    return visitor


async def saved(visitor: VisitorPage, button: str, folder: Path) -> Path:
    async with visitor.page.expect_download() as download:
        await visitor.panel.get_by_role("button", name=button).click()
    found = await download.value
    path = folder / found.suggested_filename
    await found.save_as(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_conversation_can_be_kept_as_text_and_as_a_page(
    people: People, language: str, tmp_path: Path
) -> None:
    visitor = await opened(people, language)
    stored = people.stack.messages(await visitor.token())
    text = (await saved(visitor, AS_TEXT[language], tmp_path)).read_text("utf-8")
    page = await saved(visitor, AS_PAGE[language], tmp_path)
    own, assistant = SENDERS[language]
    for message, sender in zip(stored, (own, assistant), strict=True):
        assert f" {sender}:\n{message['text']}" in text
    reader = await visitor.page.context.new_page()
    await reader.goto(page.as_uri())
    await expect(reader.locator("html")).to_have_attribute("lang", language)
    shown = [part for message in stored for part in message["text"].split("\n")]
    assert await paragraphs(reader) == shown
    assert await reader.locator("time").count() == len(stored)
    assert await reader.locator("a").count() >= 1
    audit = Audit(reader)
    await audit.look("the kept page")
    assert audit.violations == []


async def paragraphs(page: Page) -> list[str]:
    return [text.strip() for text in await page.locator("li p[lang]").all_text_contents()]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_erased_conversation_is_gone_from_screen_browser_and_database(people: People, language: str) -> None:
    visitor = await opened(people, language)
    token = await visitor.token()
    await visitor.panel.get_by_role("button", name=ERASE[language]).click()
    assert people.stack.conversation(token)
    await visitor.panel.get_by_role("button", name=FOR_GOOD[language]).click()
    await expect(visitor.panel.get_by_text(ERASED[language])).to_be_visible()
    assert await visitor.shown() == []
    assert await visitor.token() != token
    assert people.stack.conversation(token) == {}


async def test_an_agents_screen_loses_what_was_erased(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
    await agent.claim_next()
    await visitor.say("Unohda tämä")
    await expect(agent.page.locator("message-log").get_by_text("Unohda tämä")).to_be_visible()
    await visitor.action(END).click()
    await visitor.panel.get_by_role("button", name=ERASE["fi"]).click()
    await visitor.panel.get_by_role("button", name=FOR_GOOD["fi"]).click()
    await expect(agent.page.get_by_text("poisti keskustelunsa")).to_be_visible()
    await expect(agent.page.get_by_text("Unohda tämä")).to_have_count(0)
    await expect(agent.own).to_have_count(0)


async def test_escape_goes_back_to_the_conversation_and_loses_nothing(people: People) -> None:
    visitor = await opened(people, "fi")
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.log).to_be_visible()
    async with asyncio.timeout(WAIT_S):
        assert len(await visitor.in_step()) == 2


RATE = {"fi": "Arvioi keskustelu", "sv": "Bedöm samtalet", "en": "Rate the conversation"}
SUCCEEDED = {"fi": "Miten onnistuimme?", "sv": "Hur lyckades vi?", "en": "How did we do?"}
RECOMMENDS = {
    "fi": "Suosittelisitko palvelua muille?",
    "sv": "Skulle du rekommendera tjänsten för andra?",
    "en": "Would you recommend the service to others?",
}
SEND_RATING = {"fi": "Lähetä arvio", "sv": "Skicka bedömningen", "en": "Send the rating"}
MISSING = {"fi": "Valitse ainakin toinen", "sv": "Välj minst det ena", "en": "Choose at least one"}
RATED = {"fi": "Kiitos arviostasi!", "sv": "Tack för din bedömning!", "en": "Thank you for your rating!"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_conversation_is_rated_by_keyboard_and_never_asked_about_again(people: People, language: str) -> None:
    visitor = await opened(people, language)
    panel, audit = visitor.panel, Audit(visitor.page)
    await panel.get_by_role("button", name=SEND_RATING[language]).click()
    await expect(panel.get_by_text(MISSING[language])).to_be_visible()
    await panel.get_by_role("group", name=SUCCEEDED[language]).get_by_role("radio", name="1", exact=True).focus()
    for _ in range(3):
        await visitor.page.keyboard.press("ArrowRight")
    await panel.get_by_role("group", name=RECOMMENDS[language]).get_by_role("radio", name="10", exact=True).check()
    await audit.look("rating")
    await panel.get_by_role("button", name=SEND_RATING[language]).click()
    await expect(panel.get_by_text(RATED[language])).to_be_visible()
    conversation = people.stack.conversation(await visitor.token())["id"]
    (row,) = people.stack.rows("SELECT * FROM ratings WHERE conversation_id = ?", conversation)
    assert (row["succeeded"], row["recommends"], row["language"]) == (4, 10, language)
    await panel.get_by_role("button", name=KEEP[language]).click()
    await visitor.reload()
    await visitor.action(END).click()
    await expect(panel.get_by_role("button", name=KEEP[language])).to_be_focused()
    await expect(panel.get_by_role("group", name=SUCCEEDED[language])).to_have_count(0)
    assert audit.violations == []


async def test_who_was_served_by_a_person_is_offered_to_rate(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
    await agent.claim_next()
    await agent.give_away("Päätä")
    await visitor.option(RATE["fi"]).click()
    await expect(visitor.panel.get_by_role("group", name=SUCCEEDED["fi"])).to_be_visible()
    # Left unanswered, it is not asked again, save by the button that has asked.
    await visitor.panel.get_by_role("button", name=KEEP["fi"]).click()
    question = visitor.panel.get_by_role("group", name=SUCCEEDED["fi"])
    await visitor.action(END).click()
    await expect(visitor.panel.get_by_role("button", name=KEEP["fi"])).to_be_focused()
    await expect(question).to_have_count(0)
    await visitor.panel.get_by_role("button", name=KEEP["fi"]).click()
    await visitor.option(RATE["fi"]).click()
    await question.get_by_role("radio", name="5", exact=True).check()
    await visitor.panel.get_by_role("button", name=SEND_RATING["fi"]).click()
    await expect(visitor.panel.get_by_text(RATED["fi"])).to_be_visible()
    await visitor.panel.get_by_role("button", name=KEEP["fi"]).click()
    await expect(visitor.log.get_by_role("button", name=RATE["fi"], disabled=True)).to_be_visible()
    await expect(visitor.option(RATE["fi"])).to_have_count(0)
    audit = Audit(visitor.page)
    await audit.look("an offer that is over")
    assert audit.violations == []
    # Who comes back for another matter is asked about that, once too.
    await visitor.ask("moi")
    await visitor.action(END).click()
    await expect(question).to_be_visible()
    await expect(question.get_by_role("radio", checked=True)).to_have_count(0)
    await visitor.panel.get_by_role("button", name=KEEP["fi"]).click()
    await visitor.reload()
    await visitor.action(END).click()
    await expect(visitor.panel.get_by_role("button", name=KEEP["fi"])).to_be_focused()
    await expect(question).to_have_count(0)
