"""A real Chromium, and everything that a page asks for or complains about."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, Response, async_playwright

MISSING = "apt-get install chromium, and these run too"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NETWORK_LOSS = re.compile(r"net::ERR_|WebSocket connection to '[^']*' failed|WebSocket is already in CLOS")
"""How Chromium tells in its console that a server or the network is away. Pages cannot keep it from saying so."""
NOT_SIGNED_IN = re.compile("the server responded with a status of 401")
"""How it tells that a console was opened, or a sign-in tried, without success."""


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@asynccontextmanager
async def chromium(*, keeps_pages: bool = False) -> AsyncIterator[Browser]:
    """Start the system's browser without a window; `keeps_pages`: Back shows a page as it was left, as people's do."""
    without = ["--disable-back-forward-cache"] if keeps_pages else None
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=QUIET, ignore_default_args=without
        )
        try:
            yield browser
        finally:
            await browser.close()


class Watch:
    """Watches a context's pages: `problems` are the errors they show, `requests` every address they asked for."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.responses: list[Response] = []
        self.problems: list[str] = []
        self._allowed: list[re.Pattern[str]] = []
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("response", self._keep)
        context.on("page", self._watch)
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self._note("error", str(error.error)))

    def allow(self, pattern: re.Pattern[str]) -> None:
        """Do not count these complaints from now on: the test brings them about on purpose."""
        self._allowed.append(pattern)

    def hosts(self) -> set[str]:
        """Return every host and port that was asked for anything."""
        return {urlsplit(url).netloc for url in self.requests if urlsplit(url).netloc}

    def _watch(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _keep(self, response: Response) -> None:
        self.responses.append(response)

    def _note(self, level: str, complaint: str) -> None:
        if level in {"error", "warning"} and not any(pattern.search(complaint) for pattern in self._allowed):
            self.problems.append(complaint)
