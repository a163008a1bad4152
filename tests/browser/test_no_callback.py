"""The callback form where nobody is called back at any time: what it says, and that it can be read and left.

On a service of its own whose queue is open and has no windows, without the assistant.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.test_callback import CALL_ME, PHONE, SMALL, button, field, queued
from tests.support.axe import Audit
from tests.support.clients import sign_in
from tests.support.content import ONE_REPLY
from tests.support.people import BROWSER_TESTS, People
from tests.support.stack import Stack

pytestmark = BROWSER_TESTS

QUEUES = """
queues:
  city:
    mode: city
    titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}
    hours: always
    callbacks: {week: {}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
"""
NONE = {
    "fi": "Soittoa ei voi nyt pyytää. Voit jättää asiasi palautteena.",
    "sv": "Det går inte att bli uppringd just nu. Du kan lämna ditt ärende som respons.",
    "en": "You cannot ask for a call right now. You can leave your matter as feedback.",
}
BACK = {"fi": "Takaisin keskusteluun", "sv": "Tillbaka till samtalet", "en": "Back to the conversation"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    folder = tmp_path_factory.mktemp("no_callback")
    (folder / "queues.yml").write_text(QUEUES, encoding="utf-8")
    (folder / "replies.yml").write_text(ONE_REPLY, encoding="utf-8")
    stack = Stack(folder, queues=str(folder / "queues.yml"), replies=str(folder / "replies.yml"))
    await stack.service.start()
    try:
        stack.agent_cookie = await sign_in(stack.service.url, *stack.service.administrator())
        yield stack
    finally:
        await stack.service.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def assistant() -> None:
    """In this module it is away."""


@pytest.mark.parametrize(
    ("language", "is_small"),
    [("fi", False), ("sv", False), ("en", False), ("fi", True)],
    ids=["fi", "sv", "en", "small"],
)
async def test_without_windows_the_form_says_so_and_leads_back(people: People, language: str, is_small: bool) -> None:
    await people.agent_on_duty()
    visitor = await queued(people, language, **({"viewport": SMALL} if is_small else {}))
    audit = Audit(visitor.page)
    await button(visitor, CALL_ME).click()
    await expect(visitor.panel.get_by_role("heading", name=CALL_ME[language])).to_be_focused()
    await expect(visitor.panel.get_by_text(NONE[language])).to_be_visible()
    await expect(field(visitor, PHONE)).to_have_count(0)
    await audit.look("no windows")
    await button(visitor, BACK).click()
    await expect(visitor.field).to_be_focused()
    await audit.look("back in the queue")
    assert audit.violations == []
    assert people.stack.conversation(await visitor.token())["owner"] == "queue"
