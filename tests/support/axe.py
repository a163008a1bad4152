"""axe-core in a real page, under the page's own Content-Security-Policy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.async_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async rules => {
  const {violations} = await axe.run(document, {runOnly: rules});
  const words = id => ({target, html}) => `${id}: ${target.flat().join(" ")}: ${html}`;
  return violations.flatMap(({id, nodes}) => nodes.map(words(id)));
}"""


class Audit:
    """Looks at a page in one state after another, and keeps what WCAG 2.2 AA forbids there."""

    def __init__(self, page: Page) -> None:
        self.states: list[str] = []
        self.violations: list[str] = []
        self._page = page

    async def look(self, state: str) -> None:
        # A page that was just opened may show its text before its styles have come.
        await self._page.wait_for_load_state()
        if not await self._page.evaluate("() => 'axe' in window"):
            await self._page.evaluate(_source())
        self.states.append(state)
        # What comes into view by a transition is looked at when it is there.
        await self._page.evaluate("() => Promise.all(document.getAnimations().map(animation => animation.finished))")
        self.violations += [f"{state}: {violation}" for violation in await self._page.evaluate(RUN, RULES)]


@cache
def _source() -> str:
    assert SOURCE.exists(), "axe-core is not installed: `./luukku test` installs it"
    return SOURCE.read_text(encoding="utf-8")
