"""An editor at the desk over HTTP, as a browser without scripts shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import aiohttp

from tests.handoff.conftest import PASSWORD, World


@dataclass
class Editor:
    """A browser without scripts, signed in or not."""

    session: aiohttp.ClientSession
    url: str
    page: str = ""
    status: int = 0
    at: str = ""

    async def get(self, path: str) -> str:
        async with self.session.get(self.url + path) as answer:
            return await self._see(answer)

    async def post(self, path: str, **fields: str) -> str:
        async with self.session.post(self.url + path, data=fields, headers={"Origin": self.url}) as answer:
            return await self._see(answer)

    async def submit(self, do: str, **changed: str) -> str:
        """Send the form of the page at hand, with these fields changed; `__` stands for the dot of a language's."""
        fields = {**self.fields, **{name.replace("__", "."): text for name, text in changed.items()}}
        return await self.post(self.at, do=do, **fields)

    @property
    def fields(self) -> dict[str, str]:
        """What the form of an item holds: of boxes those that are ticked."""
        inputs = re.findall(r'<input type="(?:text|date)" id="[^"]*" name="([^"]+)" value="([^"]*)"', self.page)
        areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', self.page, re.DOTALL)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.page)
        ticked = re.findall(r'<input type="checkbox" id="[^"]*" name="([^"]+)" value="([^"]*)" checked', self.page)
        chosen = re.findall(
            r'<select id="[^"]*" name="([^"]+)">(?:(?!</select>).)*? value="([^"]*)" selected', self.page, re.DOTALL
        )
        return {name: unescape(text) for name, text in (*inputs, *areas, *hidden, *ticked, *chosen)}

    async def _see(self, answer: aiohttp.ClientResponse) -> str:
        self.page, self.status, self.at = await answer.text(), answer.status, answer.url.path
        return self.page


async def editor(world: World, username: str, role: str = "editor") -> Editor:
    await world.service.accounts.create(username, username.title(), role, PASSWORD)  # type: ignore[arg-type]
    session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    world.stack.push_async_callback(session.close)
    browser = Editor(session, world.url)
    await browser.post("/editor/fi/-/sign-in", username=username, password=PASSWORD)
    return browser
