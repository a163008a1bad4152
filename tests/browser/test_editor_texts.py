"""Fixed texts as an editor changes them, and where people meet them: in the real assistant's chat, on the help card."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from handoff.cli.add_agent import add_agent
from handoff.settings import ROOT
from handoff.words import read_rooms
from tests.browser.test_youth import DANGER
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.stack import Stack
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

DATA = ROOT / "data"
WORDS = read_rooms(DATA / "service" / "editor", hall="desk")
HELLO = {"fi": "Hei!", "sv": "Hej!", "en": "Hello!"}
GREETING = {"fi": "Tervetuloa juttelemaan", "sv": "Välkommen att chatta", "en": "Welcome to the chat"}
# Real helplines' numbers, by the language whose editor puts them in: each is another one than before.
NUMBERS = {"fi": ("116006", "116 006"), "sv": ("116123", "116 123"), "en": ("116111", "116 111")}
LIVE_S = 3


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def city(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, str]]:
    """The service and the assistant with texts of their own, and their editor's password."""
    folder = tmp_path_factory.mktemp("texts")
    responses = shutil.copytree(DATA / "responses", folder / "responses")
    files = {"responses": str(responses)}
    for name in ("help", "queues", "replies"):
        files[name] = str(shutil.copyfile(DATA / "service" / f"{name}.yml", folder / f"{name}.yml"))
    stack = Stack(folder, **files)
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    stack.rasa.endpoints = folder / "endpoints.yml"
    stack.rasa.endpoints.write_text(endpoints.replace("data/responses", str(responses)), encoding="utf-8")
    try:
        await stack.start()
        password = await asyncio.to_thread(add_agent, "eeva", "Eeva Editori", "editor", var=folder, environ={})
        yield stack, password
    finally:
        await stack.stop()


class Room:
    """An editor's browser in the room of the texts, by keyboard; every state is looked at, also on a narrow screen."""

    def __init__(self, page: Page, url: str, language: str) -> None:
        self.page = page
        self.words = WORDS[language]
        self.audit = Audit(page)
        self.wide: list[str] = []
        self._url = f"{url}/editor/{language}"

    async def sign_in(self, password: str) -> None:
        await self.page.goto(self._url)
        await self.page.get_by_label(self.words["username"]).fill("eeva")
        await self.page.get_by_label(self.words["password"]).fill(password)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("link", name=self.words["texts"]["name"]).press("Enter")
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words["texts"]["name"])

    async def find(self, item_id: str) -> None:
        await self.page.goto(f"{self._url}/-/texts")
        await self.page.get_by_label(self.words["texts"]["search"]).fill(item_id)
        await self.page.keyboard.press("Enter")
        await self.page.locator(f'a[href$="/{item_id}"]').press("Enter")

    async def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            await self.page.locator(f'[name="{name.replace("__", ".")}"]').fill(text)

    async def press(self, button: str, told: str) -> None:
        await self.page.get_by_role("button", name=self.words[button]).press("Enter")
        sentences = {**self.words["told"], **self.words["texts"]["told"]}
        await expect(self.page.get_by_role("status")).to_have_text(sentences[told])

    async def look(self, state: str) -> None:
        await self.audit.look(state)
        await self.page.set_viewport_size({"width": 320, "height": 800})
        if await self.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            self.wide.append(state)
        await self.page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_changed_greeting_is_said_and_a_changed_number_is_on_the_card(
    city: tuple[Stack, str], browser: Browser, language: str
) -> None:
    stack, password = city
    context = await browser.new_context(locale=LOCALES[language], viewport={"width": 1280, "height": 800})
    room, people = Room(await context.new_page(), stack.service.url, language), People(stack, browser)
    number, spaced = NUMBERS[language]
    try:
        await room.sign_in(password)
        await room.look("list")
        await room.find("small_talk.utter_greet")
        await room.fill(**{f"{language}__text": GREETING[language]})
        await room.press("preview", "shown")
        await expect(room.page.locator(f'.shown[lang="{language}"] .bubble')).to_have_text(GREETING[language])
        await room.look("preview")
        await room.press("publish", "published")
        await room.look("published")
        await room.find("help.nollalinja")
        await room.fill(number="12")
        await room.press("publish", "not_complete")
        await room.look("not complete")
        titles = {f"{each}__title": f"{spaced}: {WORDS[each]['new']}" for each in LANGUAGES}
        await room.fill(number=spaced, **titles)
        await room.press("save", "saved")
        await room.look("draft")
        await room.press("publish", "published")
        await room.find("queues.city")
        await room.look("opening hours")
        await room.find("help.nollalinja")
        await room.page.get_by_role("link", name=room.words["history"]).press("Enter")
        await expect(room.page.locator(".history li h2").first).to_contain_text(room.words["revisions"]["published"])
        await room.look("history")
        # The service and the assistant look at their files once a second, each by itself.
        await asyncio.sleep(LIVE_S)
        visitor = await people.chat(language)
        await visitor.ask(HELLO[language])
        await expect(visitor.newest).to_have_text(GREETING[language])
        await visitor.say(DANGER[language])
        line = visitor.log.locator("li.help").get_by_role("link", name=spaced)
        await expect(line).to_have_attribute("href", f"tel:{number}")
        assert (room.audit.violations, room.wide) == ([], [])
    finally:
        await people.close()
        await context.close()


async def test_two_editors_on_one_text(city: tuple[Stack, str], browser: Browser) -> None:
    rooms = []
    for _ in range(2):
        rooms.append(Room(await browser.new_page(locale="en-GB"), city[0].service.url, "en"))
        await rooms[-1].sign_in(city[1])
        await rooms[-1].find("replies.goodbye")
    first, second = rooms
    await first.fill(en__text="Thanks-from-first")
    await first.press("save", "saved")
    await second.fill(sv__text="Tack, säger den andra.")
    await second.press("save", "changed_meanwhile")
    await expect(second.page.locator('[name="sv.text"]')).to_have_value("Tack, säger den andra.")
    await expect(second.page.get_by_role("region", name=second.words["theirs"])).to_contain_text("Thanks-from-first")
    await second.look("changed meanwhile")
    assert (second.audit.violations, second.wide) == ([], [])
    for room in rooms:
        await room.page.close()
