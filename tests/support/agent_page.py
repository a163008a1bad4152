"""The console as an agent uses it."""

from __future__ import annotations

import asyncio

from playwright.async_api import Locator, Page, expect

from tests.support.stack import WAIT_S, Stack

READ_MESSAGES = """items => items.map(item => item.classList.contains("system")
  ? ["system", item.querySelector("span").textContent.trim()]
  : [["visitor", "bot", "agent"].find(author => item.classList.contains(author)),
     item.querySelector(".bubble").textContent])"""
IN_LANGUAGE = {"fi": "suomeksi", "sv": "ruotsiksi", "en": "englanniksi"}


class AgentPage:
    """One tab of an agent, in Finnish."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page = page
        self._stack = stack
        self.duty = page.get_by_role("combobox", name="Oma tila")
        self.claims = page.get_by_role("button", name="Ota keskustelu")
        self.own = page.locator("own-list li button")

    async def visit(self) -> AgentPage:
        await self.page.goto(f"{self._stack.service.url}/agent")
        return self

    async def sign_in(self, name: str, password: str) -> None:
        """Fill in the form and send it."""
        await self.page.get_by_label("Käyttäjätunnus").fill(name)
        await self.page.get_by_label("Salasana").fill(password)
        await self.page.get_by_role("button", name="Kirjaudu sisään").click()

    async def go_on_duty(self) -> None:
        await self.page.get_by_role("button", name="Ilmoittaudu paikalle").click()
        await expect(self.duty).to_have_value("available")

    async def claim_next(self) -> None:
        """Take the first of the queue and wait until it, and no other, is open."""
        opened = self.page.locator("own-list li button[aria-current=true] .name")
        before = await opened.text_content() if await opened.count() else ""
        await self.claims.first.click()
        await expect(self.page.get_by_role("log", name="Viestit")).to_be_visible()
        await expect(opened).not_to_have_text(before or "")

    async def choose(self, number: int) -> None:
        """Open one of the agent's own conversations, counted from 0."""
        await self.own.nth(number).click()
        await expect(self.own.nth(number)).to_have_attribute("aria-current", "true")

    def field(self, language: str = "fi") -> Locator:
        return self.page.get_by_label(f"Vastaa {IN_LANGUAGE[language]}")

    async def say(self, text: str, language: str = "fi") -> None:
        await self.field(language).fill(text)
        await self.field(language).press("Enter")

    async def shown(self) -> list[tuple[str, str]]:
        """Return the open conversation as (author, text), notices as they are worded."""
        found = await self.page.locator("message-log .log > ol > li").evaluate_all(READ_MESSAGES)
        return [(author, text) for author, text in found]

    async def until_shown(self, expected: list[tuple[str, str]]) -> None:
        """Wait until the open conversation is exactly this."""
        shown: list[tuple[str, str]] = []
        deadline = asyncio.get_running_loop().time() + WAIT_S
        while (shown := await self.shown()) != expected and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
        assert shown == expected

    async def give_away(self, action: str) -> None:
        """Press `Päätä` or `Palauta botille`, and agree."""
        await self.page.get_by_role("button", name=action, exact=True).click()
        await self.page.get_by_role("dialog").get_by_role("button", name=action, exact=True).click()
