"""The quick way out of the youth chat: nothing of it is left to be seen, in any tab, however one goes back."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.support.axe import Audit
from tests.support.chromium import chromium
from tests.support.people import BROWSER_TESTS, People
from tests.support.stack import WAIT_S, Stack
from tests.support.visitor_page import VisitorPage
from tests.support.words import END, LANGUAGES

pytestmark = BROWSER_TESTS

PATHS = {"fi": "/nuoret", "sv": "/sv/unga", "en": "/en/youth"}
PATH = PATHS["fi"]
LEAVE_NOW = {"fi": "Poistu heti", "sv": "Lämna genast", "en": "Leave now"}
SECRET = "kukaan ei saa tietää tästä"
DRAFT = "enkä tätä lähetä"
ALL_TEXT = """() => {
  const texts = [], read = root => {
    texts.push(root.textContent);
    for (const node of root.querySelectorAll("*")) {
      if ("value" in node) texts.push(String(node.value));
      if (node.shadowRoot) read(node.shadowRoot);
    }
  };
  read(document);
  return texts.join(" ");
}"""
"""Every text in the page and in what it hides."""
KEPT = "() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)].filter(key => key.startsWith('luukku.'))"


async def prepared(visitor: VisitorPage) -> str:
    """Let the way out lead to a page of the service's own; return its address."""
    elsewhere = f"{service(visitor)}/sv"
    await visitor.page.evaluate("to => document.querySelector('luukku-chat').setAttribute('quick-exit', to)", elsewhere)
    return elsewhere


def service(visitor: VisitorPage) -> str:
    return "/".join(visitor.page.url.split("/")[:3])


async def chatting(visitor: VisitorPage) -> str:
    """Say something, and leave something unsaid; return the conversation's secret."""
    await visitor.ask(SECRET)
    await visitor.field.fill(DRAFT)
    return await visitor.token()


async def leave(page: Page, way: str) -> None:
    if way == "button":
        await (
            page.get_by_role("dialog")
            .or_(page.locator("body"))
            .last.get_by_role("button", name=LEAVE_NOW["fi"])
            .last.click()
        )
    else:
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")


async def until_ended(stack: Stack, token: str) -> None:
    async with asyncio.timeout(WAIT_S):
        while stack.conversation(token)["closed_at"] is None:
            await asyncio.sleep(0.05)


async def nothing_is_seen(page: Page) -> None:
    text = await page.evaluate(ALL_TEXT)
    assert SECRET not in text
    assert DRAFT not in text


@pytest.mark.parametrize("way", ["button", "key"])
async def test_back_leads_past_the_page_whatever_was_pressed_on_it(people: People, way: str) -> None:
    visitor = await people.visitor("fi", PATH)
    await visitor.page.goto(people.stack.service.url + "/en")
    await visitor.visit()
    # Within the page, and to its other languages, nothing is added to what Back leads through.
    entries = await visitor.page.evaluate("() => history.length")
    for name in ("Hyvä tietää", "Apua heti"):
        await visitor.page.get_by_role("link", name=name).click()
    await expect(visitor.page.get_by_role("heading", name="Apua heti")).to_be_in_viewport()
    await visitor.page.locator("nav.languages").get_by_role("link", name="SV").click()
    await visitor.page.wait_for_url("**/sv/unga")
    await visitor.page.locator("nav.languages").get_by_role("link", name="FI").click()
    await visitor.page.wait_for_url(f"**{PATH}")
    await visitor.launcher.click()
    await expect(visitor.log).to_have_attribute("aria-live", "polite")
    token = await chatting(visitor)
    await visitor.page.get_by_role("link", name="Hyvä tietää").click()
    assert await visitor.page.evaluate("() => history.length") == entries
    elsewhere = await prepared(visitor)
    await leave(visitor.page, way)
    await visitor.page.wait_for_url(elsewhere)
    assert await visitor.page.evaluate(KEPT) == []
    await until_ended(people.stack, token)
    await visitor.page.go_back()
    assert visitor.page.url == people.stack.service.url + "/en"
    await nothing_is_seen(visitor.page)


@pytest.mark.parametrize("way", ["button", "key"])
async def test_every_tab_leaves_with_the_one_that_is_left(people: People, way: str) -> None:
    visitor = await people.chat("fi", PATH)
    other = await VisitorPage(await visitor.page.context.new_page(), people.stack, path=PATH).open()
    unopened = await VisitorPage(await visitor.page.context.new_page(), people.stack, path=PATH).visit()
    tokens = [await chatting(visitor), await chatting(other)]
    assert tokens[0] != tokens[1]
    pages = [visitor, other, unopened]
    for page in pages:
        elsewhere = await prepared(page)
    await visitor.page.bring_to_front()
    await leave(visitor.page, way)
    for page in pages:
        await page.page.wait_for_url(elsewhere)
        assert await page.page.evaluate(KEPT) == []
    for token in tokens:
        await until_ended(people.stack, token)


@pytest.mark.parametrize("way", ["quick exit", "end"])
async def test_a_page_that_the_browser_has_kept_is_not_shown_again(people: People, stack: Stack, way: str) -> None:
    """Chromium as people have it: Back shows a page as it was left, without asking for it anew."""
    async with chromium(keeps_pages=True) as browser:
        keeping = People(stack, browser)
        try:
            visitor = await keeping.visitor("fi", PATH)
            # A page that is kept loses its connection.
            keeping.expect_loss()
            page = visitor.page
            await visitor.open()
            token = await chatting(visitor)
            await page.get_by_role("link", name="Kaupungin palvelut").click()
            await page.wait_for_url(f"{stack.service.url}/")
            # The same tab, and the chat in it, by another entry of its history.
            await page.goto(stack.service.url + PATH)
            await expect(visitor.log).to_contain_text(SECRET)
            if way == "end":
                await visitor.action(END).click()
                await visitor.panel.get_by_role("button", name="Lopeta keskustelu", exact=True).click()
                await expect(visitor.log).not_to_contain_text(SECRET)
                await page.goto(stack.service.url + "/sv")
                entries = ("/nuoret", "/", "/nuoret")
            else:
                elsewhere = await prepared(visitor)
                await leave(page, "key")
                await page.wait_for_url(elsewhere)
                entries = ("/", "/nuoret")
            await until_ended(stack, token)
            for entry in entries:
                await page.evaluate("() => void setTimeout(() => history.back())")
                await page.wait_for_url(stack.service.url + entry, wait_until="commit")
                await page.wait_for_load_state("networkidle")
                await nothing_is_seen(page)
            assert [watch.problems for watch in keeping.watches] == [[]]
        finally:
            await keeping.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 800}, {"width": 320, "height": 560}], ids=["large", "small"]
)
async def test_the_way_out_is_there_before_the_chat_is_opened_and_beside_it(
    people: People, language: str, viewport: dict[str, int]
) -> None:
    visitor = await people.visitor(language, PATHS[language], viewport=viewport)
    await visitor.visit()
    audit = Audit(visitor.page)
    button = visitor.page.get_by_role("button", name=LEAVE_NOW[language])
    await expect(button).to_be_in_viewport(ratio=1)
    await audit.look("not opened")
    await visitor.launcher.click()
    await expect(visitor.panel.get_by_role("button", name=LEAVE_NOW[language])).to_be_in_viewport(ratio=1)
    await audit.look("opened")
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    elsewhere = await prepared(visitor)
    await button.click()
    await visitor.page.wait_for_url(elsewhere)
    assert audit.violations == []


@pytest.mark.parametrize("way", ["button", "key"])
@pytest.mark.parametrize("opened", [False, True], ids=["not opened", "opened"])
async def test_the_way_out_needs_nothing_of_the_chats_own_code(people: People, way: str, opened: bool) -> None:
    visitor = await people.visitor("fi", PATH)
    people.expect_loss()
    await visitor.page.route("**/visitor-youth-*.js", refuse)
    if not opened:
        await visitor.page.route("**/visitor-panel-*.js", refuse)
    await visitor.visit()
    await visitor.launcher.click()
    if opened:
        await expect(visitor.panel.get_by_role("button", name=LEAVE_NOW["fi"])).to_be_visible()
    else:
        await expect(visitor.page.get_by_text("Keskustelua ei saatu auki. Yritä uudelleen.")).to_be_visible()
    elsewhere = await prepared(visitor)
    await leave(visitor.page, way)
    await visitor.page.wait_for_url(elsewhere)
    assert await visitor.page.evaluate(KEPT) == []


async def test_a_chat_that_could_not_be_left_at_once_does_not_open(people: People) -> None:
    visitor = await people.visitor("fi", PATH)
    people.expect_loss()
    await visitor.page.route("**/visitor-exit-*.js", refuse)
    await visitor.visit()
    await visitor.launcher.click()
    await expect(visitor.page.get_by_text("Keskustelua ei saatu auki. Yritä uudelleen.")).to_be_visible()
    await expect(visitor.panel).to_have_count(0)


async def test_a_service_that_does_not_answer_keeps_nobody(people: People) -> None:
    visitor = await people.chat("fi", PATH)
    await chatting(visitor)
    elsewhere = await prepared(visitor)
    people.expect_loss()
    await visitor.page.route("**/api/visitor/close", lambda _route: asyncio.sleep(0))
    await leave(visitor.page, "button")
    await visitor.page.wait_for_url(elsewhere)
    assert await visitor.page.evaluate(KEPT) == []


async def refuse(route: Route) -> None:
    await route.abort()
