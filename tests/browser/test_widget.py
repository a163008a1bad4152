"""The widget as a guest on the city's page: what it loads and keeps, and how it serves keyboards and small screens."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.support.chromium import NOT_SIGNED_IN
from tests.support.content import entry
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import GIVE_FEEDBACK, HUMAN, LANGUAGES, PATHS, QUESTION

pytestmark = BROWSER_TESTS

MAX_LAUNCHER_BYTES = 3_000
MAX_OPENED_BYTES = 25_000
FOCUS = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent || element.id;
}"""
ANIMATIONS = "() => document.querySelector('luukku-chat').shadowRoot.getAnimations().length"
SIDEWAYS = """() => {
  const panel = document.querySelector("luukku-chat").shadowRoot;
  const isWide = element => element.getBoundingClientRect().right > innerWidth + 0.5 && element.checkVisibility();
  // What only screen readers see is one pixel wide.
  const isCut = element => element.clientWidth > 1 && element.scrollWidth > element.clientWidth
    && getComputedStyle(element).overflowX !== "visible";
  return [document.documentElement, ...panel.querySelectorAll("*")]
    .filter(element => isWide(element) || isCut(element))
    .map(element => element.outerHTML.slice(0, 80));
}"""


async def focused(page: Page) -> str:
    """Return the name of what the keyboard is at."""
    name: str = await page.evaluate(FOCUS)
    return name.strip()


async def tab_to(page: Page, name: str, *, key: str = "Tab") -> None:
    """Press Tab until the keyboard is at what has this name."""
    for _ in range(80):
        await page.keyboard.press(key)
        if name in await focused(page):
            return
    pytest.fail(f"{key} does not reach {name}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_until_it_is_opened_a_page_loads_only_the_launcher(people: People, language: str) -> None:
    visitor = await people.visitor(language)
    await visitor.visit()
    await visitor.page.wait_for_load_state("networkidle")
    watch = people.watches[-1]
    paths = sorted(urlsplit(url).path for url in watch.requests)
    assert paths == sorted([PATHS[language], "/demo/city.css", "/demo/icon.svg", "/widget/luukku.js"])
    assert await visitor.page.evaluate("() => JSON.stringify([localStorage, sessionStorage])") == "[{},{}]"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_the_browser_fetches_to_open_the_chat_is_small(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await visitor.ask("Helmet")
    sizes = {
        urlsplit(response.url).path.removeprefix("/widget/"): len(gzip.compress(await response.body(), 9))
        for response in people.watches[-1].responses
        if "/widget/" in response.url
    }
    names = {re.sub("-[^.]*", "", name.removeprefix("visitor-")) for name in sizes}
    assert names == {"luukku.js", "panel.js", f"{language}.js"}
    assert sizes["luukku.js"] <= MAX_LAUNCHER_BYTES
    assert sum(sizes.values()) <= MAX_OPENED_BYTES


@pytest.mark.parametrize("path", ["/", "/sv", "/en", "/nuoret", "/sv/unga", "/en/youth", "/agent"])
async def test_a_page_refuses_scripts_and_styles_of_its_own_and_other_hosts(people: People, path: str) -> None:
    visitor = await people.visitor()
    people.watches[-1].allow(NOT_SIGNED_IN)
    await visitor.page.goto(people.stack.service.url + path)
    refused = await visitor.page.evaluate("""async () => {
      const refused = [];
      const allRefused = new Promise(resolve => document.addEventListener("securitypolicyviolation", event => {
        if (refused.push(event.effectiveDirective) === 3) resolve();
      }));
      const script = document.createElement("script");
      script.textContent = "document.title = 'broken in'";
      document.body.append(script);
      document.body.setAttribute("style", "color: red");
      fetch("https://example.org/").catch(() => {});
      await allRefused;
      return refused;
    }""")
    assert sorted(refused) == ["connect-src", "script-src-elem", "style-src-attr"]
    # Every test's watch sees such refusals, so nothing like them has happened in any other.
    watch = people.watches[-1]
    assert sum("Content Security Policy" in problem for problem in watch.problems) >= 3
    watch.problems.clear()


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 700}], ids=["large", "small"]
)
async def test_escape_closes_the_chat_and_the_focus_returns_to_the_launcher(
    people: People, viewport: dict[str, int]
) -> None:
    visitor = await people.chat("fi", viewport=viewport)
    await expect(visitor.field).to_be_focused()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()
    await expect(visitor.launcher).to_have_attribute("aria-expanded", "false")
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.panel).to_be_visible()
    await expect(visitor.launcher).to_have_attribute("aria-expanded", "true")


async def test_the_keyboard_alone_asks_reads_and_reaches_the_answers_link(people: People) -> None:
    visitor = await (await people.visitor("fi")).visit()
    page = visitor.page
    await tab_to(page, "Kysy Luukulta")
    await page.keyboard.press("Enter")
    await expect(visitor.field).to_be_focused()
    await page.keyboard.type(QUESTION["fi"])
    await page.keyboard.press("Enter")
    answer = entry("library_card", "fi")
    await expect(visitor.log.get_by_text(answer["answer"])).to_be_visible()
    await expect(visitor.field).to_be_focused()
    await tab_to(page, answer["links"][0]["title"], key="Shift+Tab")
    await tab_to(page, "EN – English", key="Shift+Tab")
    await page.keyboard.press("Space")
    visitor.language = "en"
    await expect(visitor.field).to_be_visible()
    assert await focused(page) == "EN – English"


async def test_messages_are_announced_in_their_own_language_and_notices_as_status(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.ask(QUESTION["fi"])
    await expect(visitor.log).to_have_attribute("aria-live", "polite")
    await visitor.choose_language("sv")
    answer = visitor.log.locator("li.bot .text")
    await expect(answer).to_have_attribute("lang", "fi")
    await expect(visitor.panel).to_have_attribute("lang", "sv")
    await people.agent_on_duty()
    await visitor.action(HUMAN).click()
    await expect(visitor.panel.get_by_role("status").filter(has_text="Din plats i kön: 1")).to_be_visible()
    await expect(visitor.log.locator("li.system .text")).to_have_attribute("lang", "sv")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_320_pixels_nothing_needs_sideways_scrolling(people: People, language: str) -> None:
    visitor = await people.visitor(language, viewport={"width": 320, "height": 640})
    await visitor.visit()
    assert await visitor.page.evaluate(SIDEWAYS) == []
    await visitor.launcher.click()
    await visitor.ask(QUESTION[language])
    assert await visitor.page.evaluate(SIDEWAYS) == []
    # As low as a large screen is for who enlarges it four times.
    await visitor.page.set_viewport_size({"width": 320, "height": 256})
    await visitor.ask(GIVE_FEEDBACK[language])
    assert await visitor.page.evaluate(SIDEWAYS) == []
    await expect(visitor.newest).to_be_in_viewport()


async def test_the_history_scrolls_and_the_panel_around_it_stays(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.page.evaluate("scrollTo(0, 300)")
    for topic in ("library_card", "daycare_fees", "resident_parking_permit"):
        await visitor.ask(entry(topic, "fi")["examples"][0])
        await expect(visitor.newest).to_be_in_viewport()
    assert await visitor.log.evaluate("log => log.scrollHeight > log.clientHeight")
    assert await visitor.panel.evaluate("panel => panel.scrollHeight === panel.clientHeight")
    assert await visitor.page.evaluate("scrollY") == 300


async def test_the_consoles_history_scrolls_and_the_page_around_it_stays(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi")
    for topic in ("library_card", "daycare_fees", "resident_parking_permit"):
        await visitor.ask(entry(topic, "fi")["examples"][0])
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    for viewport in ({"width": 1280, "height": 720}, {"width": 320, "height": 640}):
        await agent.page.set_viewport_size(viewport)
        await expect(agent.field()).to_be_in_viewport()
        log = agent.page.get_by_role("log", name="Viestit")
        assert await log.evaluate("log => log.scrollHeight > log.clientHeight")
        page = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert await agent.page.evaluate(page) == [viewport["width"], viewport["height"]]


async def test_half_a_character_holds_nothing_up(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.field.evaluate("(field, text) => (field.value = text + '\\ud83d')", "Mistä saan kirjastokortin?")
    await visitor.field.press("Enter")
    await visitor.until_stored(1)
    assert (await visitor.told())[0] == ("visitor", "Mistä saan kirjastokortin?\ufffd")


async def test_nothing_moves_for_who_wants_less_motion(people: People) -> None:
    agent = await people.agent_on_duty()
    moving: list[VisitorPage] = []
    for number, motion in enumerate(("no-preference", "reduce")):
        visitor = await people.chat("fi", reduced_motion=motion)
        await visitor.action(HUMAN).click()
        await agent.claim_next()
        await agent.choose(number)
        await agent.field().fill("Hei")
        await expect(visitor.panel.get_by_text("Administrator kirjoittaa…")).to_be_visible()
        moving += [visitor] * await visitor.page.evaluate(ANIMATIONS)
    assert {visitor.page for visitor in moving} == {moving[0].page}


async def test_a_closed_chat_tells_how_many_answers_wait(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi")
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    await visitor.page.keyboard.press("Escape")
    await agent.say("1")
    await agent.say("2")
    await expect(visitor.launcher).to_contain_text("uutta viestiä")
    await visitor.launcher.click()
    await expect(visitor.log.get_by_text("2", exact=True)).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.launcher).not_to_contain_text("vies")


async def test_two_tabs_of_one_browser_show_the_same_conversation(people: People) -> None:
    first = await people.chat("fi")
    await first.ask(QUESTION["fi"])
    second = await VisitorPage(await first.page.context.new_page(), people.stack).open()
    assert await second.told() == await first.told()
    await second.ask("Miten haen asukaspysäköintitunnusta?")
    assert await first.told() == await second.told()
    assert len(await first.told()) == 4


async def test_an_ended_conversation_leaves_nothing_in_the_browser(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.ask(QUESTION["fi"])
    token = await visitor.token()
    await visitor.panel.get_by_role("button", name="Lopeta", exact=True).click()
    await visitor.panel.get_by_role("button", name="Lopeta keskustelu").click()
    await expect(visitor.panel.get_by_text("Keskustelu on lopetettu.")).to_be_visible()
    assert await visitor.shown() == []
    assert await visitor.token() != token
    (answer,) = await visitor.ask(QUESTION["fi"])
    assert answer.author == "bot"
    assert people.stack.messages(token)[-1]["code"] == "closed_by_visitor"


async def test_young_peoples_conversation_ends_with_the_tab(people: People) -> None:
    young = await people.chat("fi", "/nuoret")
    await young.ask(QUESTION["fi"])
    assert people.stack.conversation(await young.token())["mode"] == "youth"
    await young.reload()
    assert len(await young.told()) == 2
    other_tab = await VisitorPage(await young.page.context.new_page(), people.stack, path="/nuoret").open()
    assert await other_tab.shown() == []
    assert await other_tab.token() != await young.token()
