"""A working day without a mouse: from signing in to the colleague's closing, by the keys that everybody has."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.agent_page import AgentPage
from tests.support.chromium import NOT_SIGNED_IN
from tests.support.content import canned_reply
from tests.support.people import BROWSER_TESTS, People
from tests.support.words import EVENTS

pytestmark = [*BROWSER_TESTS, pytest.mark.timeout(300)]

ME, COLLEAGUE = "Administrator", "Maija Malli"
MOST_STOPS = 120
"""Presses of Tab after which something cannot be reached: the console has some 60 places to stop at."""


async def reach(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press a key until the target has the focus, and see that it can be seen that it has."""
    await expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        if await target.evaluate("element => element.matches(':focus')"):
            break
        await page.keyboard.press(key)
    await expect(target).to_be_focused()
    assert await target.evaluate("element => element.matches(':focus-visible')")


async def press(agent: AgentPage, name: str, within: Locator | None = None) -> None:
    place = agent.page if within is None else within
    await reach(agent.page, place.get_by_role("button", name=name, exact=True))
    await agent.page.keyboard.press("Enter")


async def go_on_duty(agent: AgentPage) -> None:
    await press(agent, "Ilmoittaudu paikalle")
    await expect(agent.duty).to_have_value("available")


async def claim(agent: AgentPage) -> None:
    await reach(agent.page, agent.claims.first)
    await agent.page.keyboard.press("Enter")
    await expect(agent.page.get_by_role("log", name="Viestit")).to_be_visible()


async def sign_in(agent: AgentPage, name: str, password: str) -> None:
    page = agent.page
    await reach(page, page.get_by_label("Käyttäjätunnus"))
    await page.keyboard.type(name)
    await reach(page, page.get_by_label("Salasana"))
    await page.keyboard.type(password)
    await page.keyboard.press("Enter")


async def greet(agent: AgentPage) -> str:
    """Find a canned reply by slash, and send it."""
    page = agent.page
    await reach(page, agent.field())
    await page.keyboard.type("/gree")
    await expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Enter")
    greeting = canned_reply("greeting", "texts", "fi").replace("{agent}", ME)
    await expect(agent.field()).to_have_value(greeting)
    await expect(agent.field()).to_be_focused()
    await page.keyboard.press("Enter")
    return greeting


async def note(agent: AgentPage, text: str) -> None:
    notes = agent.page.locator("notes-panel")
    await reach(agent.page, notes.locator("summary"))
    await agent.page.keyboard.press("Enter")
    await reach(agent.page, notes.locator("textarea"))
    await agent.page.keyboard.type(text)
    await reach(agent.page, notes.get_by_role("button"))
    await agent.page.keyboard.press("Enter")
    await expect(notes.locator("summary")).to_have_text("Muistiinpanot (1)")


async def transfer(agent: AgentPage, to: str, text: str) -> None:
    page = agent.page
    await press(agent, "Siirrä")
    dialog = page.get_by_role("dialog")
    radios, choice = dialog.get_by_role("radio"), dialog.get_by_role("radio", name=to)
    await reach(page, radios.first)
    # One of many is chosen by arrows; the first by the space bar.
    await page.keyboard.press("Space")
    for _ in range(await radios.count()):
        if await choice.is_checked():
            break
        await page.keyboard.press("ArrowDown")
    await expect(choice).to_be_checked()
    await reach(page, dialog.get_by_label("Muistiinpano seuraavalle"))
    await page.keyboard.type(text)
    await press(agent, "Siirrä", dialog)


async def close(agent: AgentPage, letters: str, tag: str) -> None:
    await press(agent, "Päätä")
    dialog = agent.page.get_by_role("dialog")
    topic = dialog.get_by_role("combobox")
    await reach(agent.page, topic)
    await agent.page.keyboard.type(letters)
    await expect(topic).to_have_value(tag)
    await press(agent, "Päätä", dialog)


async def test_a_conversation_is_taken_answered_given_on_and_closed_by_keyboard(people: People) -> None:
    agent = await people.agent(signed_in=False)
    people.watches[-1].allow(NOT_SIGNED_IN)
    await sign_in(agent, *people.stack.service.administrator())
    await go_on_duty(agent)
    colleague = await people.agent(cookie=await people.stack.colleague("maija", COLLEAGUE))
    await go_on_duty(colleague)

    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"]["fi"])).to_be_visible()
    await claim(agent)
    greeting = await greet(agent)
    await expect(visitor.log.get_by_text(greeting)).to_be_visible()
    await note(agent, "Asia koskee asuntoa.")
    await transfer(agent, COLLEAGUE, "Jatkatko tästä?")
    await expect(agent.own).to_have_count(0)

    await expect(colleague.page.locator("queue-list .held")).to_contain_text(f"{ME} siirsi tämän sinulle")
    await claim(colleague)
    await reach(colleague.page, colleague.field())
    await colleague.page.keyboard.type("Minä jatkan tästä.")
    await colleague.page.keyboard.press("Enter")
    await expect(visitor.log.get_by_text("Minä jatkan tästä.")).to_be_visible()
    await close(colleague, "Asu", "housing")
    await expect(colleague.own).to_have_count(0)
    await expect(visitor.panel.get_by_text(f"{COLLEAGUE} päätti keskustelun")).to_be_visible()
