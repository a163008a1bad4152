"""Everybody who uses Luukku in a test, each in a browser context of their own: as if on a device of their own."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.support.agent_page import AgentPage
from tests.support.chromium import NETWORK_LOSS, Watch
from tests.support.stack import WAIT_S, Stack
from tests.support.visitor_page import VisitorPage

BROWSER_TESTS = [
    pytest.mark.browser,
    pytest.mark.rasa,
    # The first test of all waits for the model to be trained and for Rasa to start.
    pytest.mark.timeout(300),
    # One browser serves all tests, and lives in one event loop.
    pytest.mark.asyncio(loop_scope="session"),
]
"""The `pytestmark` of every module that needs the `people` fixture."""

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


class People:
    """Opens pages for visitors and agents, and watches all of them."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self.stack = stack
        self.watches: list[Watch] = []
        self._browser = browser
        self._contexts = AsyncExitStack()

    async def visitor(self, language: str = "fi", path: str = "", **options: Any) -> VisitorPage:
        """Return a visitor who has not gone anywhere yet."""
        page = await self._page({"locale": LOCALES[language], **options})
        return VisitorPage(page, self.stack, language, path)

    async def chat(self, language: str = "fi", path: str = "", **options: Any) -> VisitorPage:
        """Return a visitor who has opened the chat on the page of a language."""
        return await (await self.visitor(language, path, **options)).open()

    async def agent(self, *, signed_in: bool = True, cookie: str = "", **options: Any) -> AgentPage:
        """Return an agent, the administrator or whose `cookie` it is, signed in already unless said otherwise."""
        page = await self._page({"locale": LOCALES["fi"], **options})
        agent = AgentPage(page, self.stack)
        if signed_in:
            await self.sign_in(agent, cookie)
        else:
            await agent.visit()
        return agent

    async def sign_in(self, agent: AgentPage, cookie: str = "") -> None:
        """Bring the agent to the desk without the form, which lets in only so many a minute."""
        await self._let_in(agent, cookie or self.stack.agent_cookie)

    async def _let_in(self, agent: AgentPage, cookie: str) -> None:
        name, value = cookie.split("=", 1)
        await agent.page.context.add_cookies([{"name": name, "value": value, "url": self.stack.service.url}])
        await agent.visit()

    async def agent_on_duty(self, **options: Any) -> AgentPage:
        agent = await self.agent(**options)
        await agent.go_on_duty()
        return agent

    async def colleague_on_duty(self, username: str, name: str, **options: Any) -> AgentPage:
        """Return another agent than the administrator, on duty."""
        agent = AgentPage(await self._page({"locale": LOCALES["fi"], **options}), self.stack)
        await self._let_in(agent, await self.stack.colleague(username, name))
        await agent.go_on_duty()
        return agent

    def expect_loss(self) -> None:
        """From now on servers or the network go away on purpose, and Chromium's console may say so."""
        for watch in self.watches:
            watch.allow(NETWORK_LOSS)

    async def close(self) -> None:
        await self._contexts.aclose()

    async def _page(self, options: dict[str, Any]) -> Page:
        context = await self._browser.new_context(timezone_id="Europe/Helsinki", **options)
        context.set_default_timeout(WAIT_S * 1000)
        self._contexts.push_async_callback(context.close)
        self.watches.append(Watch(context))
        return await context.new_page()

    def check_pages(self) -> None:
        """Fail if any page showed an error, broke its Content-Security-Policy or asked another host for anything."""
        own_host = self.stack.service.url.removeprefix("http://")
        for watch in self.watches:
            assert watch.problems == []
            assert watch.hosts() <= {own_host}
