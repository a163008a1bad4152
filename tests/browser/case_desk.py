"""The staff's cases in the console: what tests of them share."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from uuid import uuid4

from playwright.async_api import Locator, Page, expect

from tests.support.agent_page import AgentPage
from tests.support.clients import AgentClient
from tests.support.mail_server import Delivered, MailServer
from tests.support.people import LOCALES, People
from tests.support.stack import WAIT_S

STREET = "Kadussamme on syvä kuoppa asfaltissa, ja katuvalo sen vieressä on rikki."
LARGE, SMALL = {"width": 1280, "height": 800}, {"width": 720, "height": 900}
COLLEAGUE = "Maija Malli"


async def take_in(wire: AgentClient, text: str = STREET, service: str = "171", **what: Any) -> str:
    contact = {"id": str(uuid4()), "channel": "phone", "language": "fi", "kind": "complaint", "text": text}
    told = await wire.do("log_contact", {**contact, "service": service, "may_publish": True, **what})
    code: str = told["code"]
    return code


async def stored(wire: AgentClient, code: str) -> dict[str, Any]:
    case: dict[str, Any] = (await wire.do("open_case", {"code": code}))["case"]
    return case


async def at_cases(people: People, code: str = "", language: str = "fi", **options: Any) -> AgentPage:
    """Return the administrator at a case, or at the lists."""
    agent = await people.agent(locale=LOCALES[language], viewport=LARGE, **options)
    await go_to(agent, code)
    return agent


async def go_to(agent: AgentPage, code: str = "") -> None:
    await agent.page.evaluate("hash => { location.hash = hash }", f"#cases/{code}" if code else "#cases")
    await expect(agent.page.locator("case-page .code" if code else "case-list h3").first).to_be_visible()


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


async def press(page: Page, name: str) -> None:
    await button(page, name).press("Enter")


async def said(page: Page, words: str) -> None:
    await expect(page.locator("case-actions .outcome")).to_have_text(words)


async def letters_to(mail: MailServer, recipient: str, count: int) -> list[Delivered]:
    """Wait until so many letters have arrived at an address, and return all that have."""
    async with asyncio.timeout(WAIT_S):
        while len(found := [one for one in mail.inbox if one.recipients == (recipient,)]) < count:
            await asyncio.sleep(0.05)
    return found
