"""Practising in the console: chosen, marked wherever it shows, answered, looked back at, and gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.axe import Audit
from tests.support.content import scenario
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.words import EVENTS, LANGUAGES

pytestmark = BROWSER_TESTS

LARGE, SMALL = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
FEE, YOUTH, LANGUAGE = "hurried_about_fee", "youth_in_distress", "another_language"
TITLE = {"fi": "Harjoittelu", "sv": "Övning", "en": "Practice"}
START = {"fi": "Harjoittele", "sv": "Öva", "en": "Practise"}
BEGIN = {"fi": "Aloita", "sv": "Börja", "en": "Begin"}
CHOOSE_ONE = {"fi": "Valitse ensin tilanne.", "sv": "Välj först en situation.", "en": "Choose a situation first."}
SPEAKS = {"fi": "Asukkaan kieli", "sv": "Invånarens språk", "en": "The resident’s language"}
OPEN = {"fi": "Avaa harjoitus", "sv": "Öppna övningen", "en": "Open the practice"}
MARK = {"fi": "HARJOITUS", "sv": "ÖVNING", "en": "PRACTICE"}
NO_PERSON = {"fi": "ei ole oikea ihminen", "sv": "inte med en verklig människa", "en": "no real person"}
END = {"fi": "Lopeta harjoitus", "sv": "Avsluta övningen", "en": "End the practice"}
ANSWER = {"fi": "Vastaa suomeksi", "sv": "Svara på svenska", "en": "Answer in English"}
CLOSE = {"fi": "Päätä", "sv": "Avsluta", "en": "Close"}
HOW = {"fi": "Miten meni?", "sv": "Hur gick det?", "en": "How did it go?"}
SENT = {"fi": "Lähetit 2 viestiä.", "sv": "Du skickade 2 meddelanden.", "en": "You sent 2 messages."}
AGAIN = {"fi": "Harjoittele lisää", "sv": "Öva mera", "en": "Practise more"}
SHUT = {"fi": "Sulje", "sv": "Stäng", "en": "Close"}


class Practice:
    """An agent's console in one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.panel = page.locator("practice-panel")
        self.start = self.panel.get_by_role("button", name=START[language], exact=True)
        self.open = self.panel.get_by_role("button", name=OPEN[language])
        self.chooser = page.locator("practice-dialog").get_by_role("dialog")
        self.debrief = page.locator("debrief-dialog").get_by_role("dialog")
        self.own = page.locator("own-list li")
        self.view = page.locator("conversation-view")

    async def choose(self, scenario_id: str, speaks: str = "") -> None:
        """Begin to practise, and wait until the visitor does."""
        await self.start.click()
        await self.chooser.get_by_role("radio", name=scenario(scenario_id)["titles"][self.language]).check()
        if speaks:
            await self.chooser.get_by_label(SPEAKS[self.language]).select_option(speaks)
        await self.chooser.get_by_role("button", name=BEGIN[self.language]).click()
        await expect(self.open).to_be_focused()

    async def take(self) -> None:
        await self.open.click()
        await expect(self.view.get_by_role("heading", level=2)).to_be_focused()

    def field(self, label: str = "") -> Locator:
        return self.view.get_by_label(label or ANSWER[self.language], exact=True)

    async def say(self, text: str, label: str = "") -> None:
        await self.field(label).fill(text)
        await self.field(label).press("Enter")

    async def answered(self, text: str) -> None:
        """Wait for what the script says next."""
        await expect(self.view.locator("message-log li.visitor .bubble").last).to_have_text(text)

    async def close(self) -> None:
        await self.view.get_by_role("button", name=CLOSE[self.language], exact=True).click()
        dialog = self.page.locator("close-dialog").get_by_role("dialog")
        await dialog.get_by_role("button", name=CLOSE[self.language], exact=True).click()


async def at_desk(people: People, language: str = "fi", **options: Any) -> Practice:
    """Return an agent who is away: practising needs no duty."""
    agent = await people.agent(locale=LOCALES[language], **{"viewport": LARGE, **options})
    practice = Practice(agent.page, language)
    await expect(practice.panel.get_by_role("heading", name=TITLE[language])).to_be_visible()
    return practice


def lines(scenario_id: str, language: str) -> list[str]:
    return [line[language] for line in scenario(scenario_id)["lines"]]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_practice_from_the_choice_to_the_look_back(people: People, language: str) -> None:
    practice = await at_desk(people, language)
    page, audit, titles = practice.page, Audit(practice.page), scenario(FEE)["titles"]
    await practice.start.click()
    await expect(practice.chooser.get_by_role("radio")).to_have_count(6)
    await expect(practice.chooser.get_by_text(scenario(FEE)["trains"][language])).to_be_visible()
    await practice.chooser.get_by_role("button", name=BEGIN[language]).click()
    await expect(practice.chooser.get_by_role("alert")).to_have_text(CHOOSE_ONE[language])
    await audit.look("the choice")
    await page.keyboard.press("Escape")
    await expect(practice.start).to_be_focused()

    await practice.choose(FEE)
    await expect(practice.panel.get_by_text(MARK[language], exact=True)).to_be_visible()
    await audit.look("waiting")
    # Neither in the queue nor in the page's title, which counts those who wait.
    await expect(page.locator("queue-list li")).to_have_count(0)
    assert not any(sign.isdigit() for sign in await page.title())
    await practice.take()
    await expect(practice.open).to_have_count(0)
    await expect(practice.view.get_by_role("heading", level=2)).to_contain_text(titles[language])
    await expect(practice.view.get_by_text(MARK[language], exact=True).first).to_be_visible()
    await expect(practice.view.get_by_text(NO_PERSON[language])).to_be_visible()
    await expect(practice.own.get_by_text(MARK[language], exact=True)).to_be_visible()
    await expect(practice.view.locator("handover-brief .asked li")).to_have_count(2)
    await expect(practice.view.get_by_text(EVENTS["queued"][language])).to_have_count(0)  # the citizen's wording
    actions = practice.view.locator("header .actions button")
    assert CLOSE[language] in await actions.all_inner_texts()
    assert len(await actions.all_inner_texts()) == 2  # that, and the mark of a danger

    await practice.field().focus()
    await page.keyboard.type("/hei")
    await practice.view.get_by_role("option").first.click()
    await page.keyboard.press("Enter")
    await expect(practice.view.locator("message-log li.agent")).to_have_count(1)
    first, second, *_ = lines(FEE, language)
    await practice.answered(first)
    await practice.say("…")
    await practice.answered(second)
    await audit.look("the conversation")

    await practice.close()
    await expect(practice.debrief.get_by_role("heading", name=HOW[language])).to_be_visible()
    await expect(practice.debrief.get_by_text(SENT[language])).to_be_visible()
    boxes = practice.debrief.get_by_role("checkbox")
    await expect(boxes).to_have_count(len(scenario(FEE)["points"]))
    await expect(boxes.first).to_have_accessible_name(scenario(FEE)["points"][0][language])
    await boxes.first.check()
    await audit.look("looking back")
    await practice.debrief.get_by_role("button", name=AGAIN[language]).click()
    await practice.chooser.get_by_role("radio").first.wait_for()
    await page.keyboard.press("Escape")
    await expect(practice.own).to_have_count(0)
    assert audit.violations == []
    assert (
        people.stack.rows("SELECT 1 FROM contacts JOIN conversations ON id = conversation_id WHERE practice != ''")
        == []
    )


async def test_practice_can_be_ended_at_any_time_and_is_gone(people: People) -> None:
    practice = await at_desk(people)
    end = practice.page.get_by_role("button", name=END["fi"])
    await practice.choose(FEE)
    await end.click()
    await expect(practice.start).to_be_focused()
    await expect(practice.open).to_have_count(0)
    await practice.choose(FEE)
    await practice.take()
    await practice.say("Hei!")
    await end.click()
    await expect(practice.own).to_have_count(0)
    await expect(practice.page.get_by_text("Harjoitus on lopetettu ja poistettu.")).to_be_visible()
    assert people.stack.rows("SELECT id FROM conversations WHERE practice != ''") == []


async def test_the_end_of_the_day_ends_the_practice_too(people: People) -> None:
    practice = await at_desk(people)
    await practice.choose(FEE)
    await practice.take()
    await practice.say("Hei!")
    await practice.page.get_by_role("button", name="Administrator, oma valikko").click()
    await practice.page.get_by_role("button", name="Lopeta työpäivä").click()
    await practice.page.get_by_role("dialog").get_by_role("button", name="Lopeta työpäivä").click()
    await expect(practice.view).to_have_count(0)
    await expect(practice.own).to_have_count(0)
    await expect(practice.start).to_be_visible()
    assert people.stack.rows("SELECT id FROM conversations WHERE practice != ''") == []


async def test_the_next_practice_takes_the_place_of_the_one_under_way(people: People) -> None:
    practice = await at_desk(people)
    await practice.choose(FEE)
    await practice.take()
    await practice.start.click()
    await expect(practice.chooser.get_by_text("Edellinen harjoituksesi poistetaan")).to_be_visible()
    await practice.page.keyboard.press("Escape")
    await practice.choose(YOUTH)
    await expect(practice.own).to_have_count(0)
    await practice.take()
    await expect(practice.own).to_have_count(1)
    await practice.view.get_by_role("button", name="Joku on vaarassa").click()
    await expect(practice.own.get_by_text("Hätä", exact=True)).to_be_visible()


async def test_a_reload_and_a_dead_service_lose_no_line_and_no_mark(people: People) -> None:
    practice = await at_desk(people)
    await practice.choose(FEE)
    await practice.take()
    await practice.say("Hei!")
    await expect(practice.view.locator("message-log li.agent time")).to_be_visible()
    people.expect_loss()
    await people.stack.kill_service()
    await practice.page.reload()
    await practice.own.get_by_role("button").click()
    await expect(practice.view.get_by_text(NO_PERSON["fi"])).to_be_visible()
    await practice.answered(lines(FEE, "fi")[0])
    said = await practice.view.locator("message-log li.visitor .bubble").all_inner_texts()
    assert said.count(lines(FEE, "fi")[0]) == 1


async def test_the_visitor_may_speak_another_language_than_the_console_and_change_it(people: People) -> None:
    practice = await at_desk(people)
    await practice.choose(LANGUAGE, speaks="sv")
    await practice.take()
    for line in scenario(LANGUAGE)["lines"]:
        await practice.say("Svar", "Vastaa ruotsiksi")
        if "turns_to" in line:
            break
        await practice.answered(line["sv"])
    await practice.answered(line["en"])
    await practice.say("Yes, of course.", "Vastaa englanniksi")


async def test_a_colleague_sees_nothing_of_it(people: People) -> None:
    practice = await at_desk(people)
    colleague = await people.colleague_on_duty("paavo", "Paavo")
    await practice.choose(FEE)
    await practice.take()
    await practice.say("Hei!")
    await practice.answered(lines(FEE, "fi")[0])
    for name in ("queue-list", "own-list", "invitation-list", "practice-panel"):
        await expect(colleague.page.locator(f"{name} li")).to_have_count(0)
    await practice.page.get_by_role("link", name="Tilannekuva").click()
    await expect(practice.page.locator("live-view")).to_be_visible()
    await expect(practice.page.locator("live-view").get_by_text(scenario(FEE)["titles"]["fi"])).to_have_count(0)


async def test_on_a_telephone_nothing_is_scrolled_sideways(people: People) -> None:
    practice = await at_desk(people, viewport=SMALL)
    audit = Audit(practice.page)
    await practice.start.click()
    await practice.chooser.get_by_role("radio").first.wait_for()
    await audit.look("the choice")
    await practice.page.keyboard.press("Escape")
    await practice.choose(YOUTH)
    await practice.take()
    await audit.look("the conversation")
    assert await practice.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    await practice.close()
    await audit.look("looking back")
    assert audit.violations == []
    await practice.debrief.get_by_role("button", name=SHUT["fi"]).click()
    await expect(practice.debrief).to_be_hidden()
