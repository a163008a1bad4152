"""Supervisors read the log; what has ended is read with a reason. In a real browser."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect

from handoff.cli.add_agent import add_agent
from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.chromium import NOT_SIGNED_IN
from tests.support.clients import AgentClient, VisitorClient, sign_in
from tests.support.people import BROWSER_TESTS, People
from tests.support.words import END, EVENTS, LANGUAGES

pytestmark = BROWSER_TESTS

LOG = {"fi": "Loki", "sv": "Logg", "en": "Log"}
CLOSED = {"fi": "Päättyneet keskustelut", "sv": "Avslutade samtal", "en": "Closed conversations"}
CLAIMED = {"fi": "otti keskustelun", "sv": "tog samtalet", "en": "claimed the conversation"}
READ = {"fi": "Lue", "sv": "Läs", "en": "Read"}
REASON = {"fi": "Miksi luet keskustelun?", "sv": "Varför läser du samtalet?", "en": "Why do you read the conversation?"}
REASON_SHORT = {"fi": "Kirjoita syy", "sv": "Skriv en orsak", "en": "Write a reason"}
KEPT = {
    "fi": "Keskustelu poistetaan palvelusta 90 päivän kuluttua viimeisestä viestistä.",
    "sv": "Samtalet raderas ur tjänsten 90 dagar efter det sista meddelandet.",
    "en": "The conversation is deleted from the service 90 days after the last message.",
}
NEW_LINES = {
    "fi": (
        "Asukas pyysi soittoa",
        "Administrator otti soiton ja näki numeron",
        "soitti: tavoitettu",
        "päätti soiton: hoidettu",
        "julkaisi tiedotteen",
        "lopetti tiedotteen",
        "siirsi keskustelun: Neuvonta",
    ),
    "sv": (
        "Invånaren bad att bli uppringd",
        "Administrator tog uppringningen och såg numret",
        "ringde: nådd",
        "avslutade uppringningen: skött",
        "visade ett meddelande på sidan",
        "tog bort ett meddelande från sidan",
        "flyttade samtalet: Rådgivning",
    ),
    "en": (
        "The resident asked to be called",
        "Administrator took the call and saw the number",
        "called: reached",
        "ended the call: done",
        "showed a banner",
        "ended a banner",
        "transferred the conversation: Advice",
    ),
}
NARROW = {"width": 320, "height": 640}


async def served(people: People, agent: AgentPage, words: str) -> str:
    """Let the agent serve a citizen to the end; return the conversation's id."""
    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
    await agent.claim_next()
    await visitor.say(words)
    await expect(agent.page.get_by_role("log", name="Viestit").get_by_text(words)).to_be_visible()
    await agent.give_away("Päätä")
    return str(people.stack.conversation(await visitor.token())["id"])


async def opened(agent: AgentPage, language: str, item: dict[str, str]) -> Locator:
    """Open a dialog from the account menu, in a language."""
    await agent.page.locator("language-picker").locator(f"[lang={language}]").click()
    await agent.page.locator("desk-header .menu").click()
    await agent.page.get_by_role("button", name=item[language], exact=True).click()
    dialog = agent.page.get_by_role("dialog", name=item[language], exact=True)
    await expect(dialog).to_be_visible()
    return dialog


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_supervisor_reads_the_log_and_narrows_it_down(people: People, language: str, tmp_path: Path) -> None:
    agent = await people.agent_on_duty()
    conversation = await served(people, agent, "asiani on salainen")
    dialog = await opened(agent, language, LOG)
    row = dialog.locator(".rows li").filter(has_text=CLAIMED[language]).first
    await expect(row).to_contain_text("Administrator")
    await expect(dialog).not_to_contain_text("salainen")
    audit = Audit(agent.page)
    await audit.look("the log")
    await row.get_by_role("button").click()
    await expect(dialog.locator("#conversation")).to_have_value(conversation)
    await expect(dialog.locator(".rows li")).to_have_count(2)
    await audit.look("the log of one conversation")
    assert audit.violations == []
    async with agent.page.expect_download() as download:
        await dialog.get_by_role("link").click()
    path = tmp_path / "log.csv"
    await (await download.value).save_as(path)
    lines = path.read_text("utf-8-sig").splitlines()
    assert [line.split(",")[5] for line in lines] == ["action", "close", "claim"]
    await agent.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(agent.page.locator("desk-header .menu")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_closed_conversation_is_read_after_a_reason_that_the_log_shows(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    await served(people, agent, f"asiani {uuid4()}")
    dialog = await opened(agent, language, CLOSED)
    await expect(dialog).not_to_contain_text("asiani")
    audit = Audit(agent.page)
    await audit.look("closed conversations")
    await dialog.locator(".rows").get_by_role("button").first.click()
    field = dialog.get_by_label(REASON[language])
    await expect(field).to_be_focused()
    await field.fill("abc ")
    await field.press("Enter")
    await expect(dialog.get_by_role("alert").filter(has_text=REASON_SHORT[language])).to_be_visible()
    await expect(field).to_be_focused()
    await audit.look("asked for a reason")
    reason = f"valitus {uuid4()}"
    await field.fill(reason)
    await dialog.locator("closed-reading").get_by_role("button", name=READ[language], exact=True).click()
    await expect(dialog.locator("closed-reading h3")).to_be_focused()
    await expect(dialog.locator(".message.visitor .bubble")).to_contain_text("asiani")
    await expect(dialog.get_by_role("textbox")).to_have_count(0)
    await audit.look("reading")
    await dialog.locator("closed-reading .actions button").last.click()
    await expect(dialog.locator(".rows").get_by_role("button").first).to_be_focused()
    await agent.page.keyboard.press("Escape")
    log = await opened(agent, language, LOG)
    await expect(log.locator(".rows li").first).to_contain_text(reason)
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_log_tells_in_words_what_became_of_callbacks_transfers_and_banners(
    people: People, language: str
) -> None:
    agent = await people.agent_on_duty()
    url = people.stack.service.url
    boss, visitor = await AgentClient(url, people.stack.agent_cookie).connect(), await VisitorClient(url).connect()
    try:
        window = (await visitor.do("callback_choice", {}))["windows"][0]
        callback = {"id": str(uuid4()), "phone": "040 1234567", "text": "", **window}
        await visitor.do("request_callback", callback)
        about = {"callback": callback["id"]}
        await boss.do("claim_callback", about)
        await boss.do("log_attempt", {**about, "id": str(uuid4()), "outcome": "reached"})
        await boss.do("finish_callback", {**about, "ending": "done"})
        words = {"fi": "Ruuhkaa", "sv": "Kö", "en": "Busy"}
        banner = {"id": str(uuid4()), "kind": "rush", **words, "modes": ["city"]}
        await boss.do("set_banner", banner)
        await boss.do("end_banner", {"id": banner["id"]})
        await visitor.do("request_human", {})
        state = (await boss.claim_next())["state"]
        conversation = {"conversation": state["conversation"]}
        moved = await boss.do("transfer", {**conversation, "version": state["version"], "queue": "city"})
        state = (await boss.do("claim", {**conversation, "version": moved["state"]["version"]}))["state"]
        await boss.do("close", {**conversation, "version": state["version"]})
    finally:
        await boss.close()
        await visitor.close()
    dialog = await opened(agent, language, LOG)
    rows = dialog.locator(".rows li")
    for told in NEW_LINES[language]:
        await expect(rows.filter(has_text=told).first).to_be_visible()
    await expect(dialog.get_by_text("1234567")).to_have_count(0)
    # Every kind can be looked for.
    await dialog.locator("#action").select_option("callback_claim")
    await dialog.locator("button.primary").click()
    await expect(rows.first).to_contain_text(NEW_LINES[language][1])
    audit = Audit(agent.page)
    await audit.look("the log of one kind")
    assert audit.violations == []


async def test_a_closed_conversation_shows_what_agents_have_noted(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi")
    await visitor.request_human()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
    await agent.claim_next()
    notes = agent.page.locator("notes-panel")
    await notes.locator("summary").click()
    await notes.get_by_label("Uusi muistiinpano").fill("Soitettu isännöitsijälle")
    await notes.get_by_role("button", name="Lisää muistiinpano").click()
    await expect(notes.get_by_role("listitem")).to_have_count(1)
    await agent.give_away("Päätä")
    dialog = await opened(agent, "fi", CLOSED)
    await dialog.locator(".rows").get_by_role("button").first.click()
    await dialog.get_by_label(REASON["fi"]).fill("valitus 12")
    await dialog.locator("closed-reading").get_by_role("button", name=READ["fi"], exact=True).click()
    kept = dialog.get_by_role("region", name="Työntekijöiden muistiinpanot")
    await expect(kept.get_by_text("Soitettu isännöitsijälle")).to_be_visible()
    audit = Audit(agent.page)
    await audit.look("a closed conversation with notes")
    assert audit.violations == []


async def test_an_agent_has_no_log_and_finds_only_what_was_theirs(people: People) -> None:
    boss = await people.agent_on_duty()
    await served(people, boss, "esimiehen asia")
    name = f"aino{uuid4().hex[:8]}"
    password = await asyncio.to_thread(add_agent, name, "Aino", "agent", var=people.stack.folder, environ={})
    agent = await people.agent(signed_in=False)
    people.watches[-1].allow(NOT_SIGNED_IN)
    cookie, value = (await sign_in(people.stack.service.url, name, password)).split("=", 1)
    await agent.page.context.add_cookies([{"name": cookie, "value": value, "url": people.stack.service.url}])
    await agent.visit()
    await agent.page.locator("desk-header .menu").click()
    await expect(agent.page.get_by_role("button", name=CLOSED["fi"], exact=True)).to_be_visible()
    await expect(agent.page.get_by_role("button", name=LOG["fi"], exact=True)).to_have_count(0)
    await agent.page.get_by_role("button", name=CLOSED["fi"], exact=True).click()
    await expect(agent.page.get_by_role("dialog").get_by_text("Ei yhtään.")).to_be_visible()


async def test_log_and_closed_conversations_fit_a_narrow_screen(people: People) -> None:
    agent = await people.agent_on_duty()
    await served(people, agent, "asia")
    await agent.page.set_viewport_size(NARROW)
    for item in (LOG, CLOSED):
        dialog = await opened(agent, "fi", item)
        await expect(dialog.locator(".rows li").first).to_be_attached()
        overflow = await dialog.evaluate("it => it.scrollWidth - it.clientWidth")
        assert overflow <= 0
        await agent.page.keyboard.press("Escape")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_ends_the_chat_reads_how_long_it_is_kept(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await visitor.action(END).click()
    await expect(visitor.panel.get_by_text(KEPT[language])).to_be_visible()
