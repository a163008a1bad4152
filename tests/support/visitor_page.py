"""The widget as a citizen uses it, and what it shows held against what is stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.support.stack import WAIT_S, Stack
from tests.support.words import EVENTS, HUMAN, LAUNCHER, MESSAGE, PATHS

READ_MESSAGES = """items => items.map(item => ({
  author: ["visitor", "bot", "agent", "system"].find(author => item.classList.contains(author)),
  text: item.querySelector(".text").textContent,
  language: item.querySelector(".text").lang,
  stored: item.querySelector("time").dateTime !== "",
  status: item.querySelector(".status").textContent,
  links: [...item.querySelectorAll("a")].map(a => ({title: a.firstChild.textContent, url: a.getAttribute("href"),
    rel: a.rel, target: a.target, language: a.lang})),
  buttons: [...item.querySelectorAll(".options button")].map(button => button.textContent),
}))"""


@dataclass(frozen=True)
class Shown:
    """One message as the citizen sees it."""

    author: str
    text: str
    language: str
    stored: bool
    status: str
    links: list[dict[str, str]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)


class VisitorPage:
    """One tab of a citizen."""

    def __init__(self, page: Page, stack: Stack, language: str = "fi", path: str = "") -> None:
        self.page = page
        self.language = language
        """Of the interface, which labels are looked for in."""
        self._stack = stack
        self._path = path or PATHS[language]
        self._page_language = language
        self.panel = page.get_by_role("dialog", name="Luukku")
        self.log = self.panel.get_by_role("log")
        self._items = self.log.locator(":scope > ol > li")
        self.newest = self._items.last.locator(".text")
        """The text of the last message."""

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name=LAUNCHER[self._page_language])

    @property
    def field(self) -> Locator:
        return self.panel.get_by_label(MESSAGE[self.language], exact=True)

    async def visit(self) -> VisitorPage:
        """Go to the city's page, the chat closed."""
        await self.page.goto(self._stack.service.url + self._path)
        await expect(self.launcher).to_be_visible()
        return self

    async def open(self) -> VisitorPage:
        """Go to the city's page and open the chat."""
        await self.visit()
        await self.launcher.click()
        await self._connected()
        return self

    async def reload(self) -> None:
        """Load the page anew; the chat stays open."""
        await self.page.reload()
        await self._connected()

    async def come_back(self) -> None:
        """Come from elsewhere in the same tab, where the chat was open and so is again."""
        await self.page.goto(self._stack.service.url + self._path)
        await self._connected()

    async def say(self, text: str) -> None:
        """Type a message and send it."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def ask(self, text: str) -> list[Shown]:
        """Send a message and return what the bot says to it."""
        before = await self.shown()
        await self.say(text)
        return await self.replies(before)

    async def press(self, title: str) -> list[Shown]:
        """Press a button of the newest offer and return what the bot says to it."""
        before = await self.shown()
        await self.option(title).click()
        return await self.replies(before)

    async def replies(self, before: list[Shown]) -> list[Shown]:
        """Wait until something more is said than before, and answered; return what comes after it."""
        async with asyncio.timeout(WAIT_S):
            while len(await self.shown()) == len(before):
                await asyncio.sleep(0.02)
        return (await self.in_step())[len(before) + 1 :]

    def option(self, title: str) -> Locator:
        """Return a button that can be pressed in the conversation."""
        return self.log.get_by_role("button", name=title, exact=True, disabled=False)

    def action(self, titles: dict[str, str]) -> Locator:
        """Return a button of the header."""
        return self.panel.locator("header").get_by_role("button", name=titles[self.language], exact=True)

    async def request_human(self) -> None:
        await self.action(HUMAN).click()

    async def choose_language(self, language: str) -> None:
        """Press the button of a language and wait until the interface speaks it."""
        await self.panel.get_by_role("button", name=f"{language.upper()} –").click()
        self.language = language
        await expect(self.field).to_be_visible()

    async def shown(self) -> list[Shown]:
        """Return every message in the order of the screen."""
        return [Shown(**item) for item in await self._items.evaluate_all(READ_MESSAGES)]

    async def token(self) -> str:
        """Return the secret of the browser's conversation."""
        script = "() => localStorage['luukku.city.token'] ?? sessionStorage['luukku.youth.token']"
        token: str = await self.page.evaluate(script)
        return token

    async def in_step(self) -> list[Shown]:
        """Wait until everything is stored, answered and shown; return it, once the screen and the database agree.

        What is stored must then be exactly what is shown: nothing lost, doubled or out of order.
        """
        token = await self.token()
        async with asyncio.timeout(WAIT_S):
            while True:
                conversation, shown = self._stack.conversation(token), await self.shown()
                if conversation and _is_quiet(conversation) and _is_whole(conversation, shown):
                    break
                await asyncio.sleep(0.02)
        stored = self._stack.messages(token)
        assert [row["seq"] for row in stored] == list(range(1, len(stored) + 1))
        assert [message.author for message in shown] == [row["author"] for row in stored]
        for message, row in zip(shown, stored, strict=True):
            if row["code"]:
                assert message.text.startswith(EVENTS[row["code"]][self.language])
            else:
                assert (message.text, message.language) == (row["text"], row["language"])
        return shown

    async def until_stored(self, count: int) -> None:
        """Wait until so many of the visitor's own messages are acknowledged."""
        async with asyncio.timeout(WAIT_S):
            while sum(message.stored for message in await self.shown() if message.author == "visitor") < count:
                await asyncio.sleep(0.02)

    async def told(self) -> list[tuple[str, str]]:
        """Return the whole conversation as (author, text or event code), once it is in step."""
        await self.in_step()
        return [(row["author"], row["code"] or row["text"]) for row in self._stack.messages(await self.token())]

    async def _connected(self) -> None:
        await expect(self.panel).to_be_visible()
        # From the moment it has everything, news is announced.
        await expect(self.log).to_have_attribute("aria-live", "polite")


def _is_quiet(conversation: dict[str, Any]) -> bool:
    """Whether nobody owes the citizen an answer that comes by itself."""
    return conversation["owner"] == "agent" or conversation["answered_seq"] >= conversation["visitor_seq"]


def _is_whole(conversation: dict[str, Any], shown: list[Shown]) -> bool:
    return len(shown) == conversation["last_seq"] and all(message.stored for message in shown)
