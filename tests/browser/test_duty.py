"""Leaving, and what colleagues may count on: nothing is lost by a slip of the hand. In a real browser."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect

from handoff.cli.add_agent import add_agent
from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.clients import VisitorClient, sign_in
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import EVENTS, LANGUAGES

pytestmark = BROWSER_TESTS

COLLEAGUE = "Maija Malli"
STATE = {"fi": "Oma tila", "sv": "Min status", "en": "My state"}
ON_DUTY = {"fi": "Paikalla", "sv": "På plats", "en": "On duty"}
AWAY = {"fi": "Poissa", "sv": "Borta", "en": "Away"}
CANCEL = {"fi": "Peruuta", "sv": "Avbryt", "en": "Cancel"}
QUESTION = {
    "fi": "Merkitäänkö sinut poissa olevaksi?",
    "sv": "Vill du bli markerad som borta?",
    "en": "Mark yourself as away?",
}
MOVED_ON = {
    "fi": "Administrator siirtää sinut eteenpäin",
    "sv": "Administrator kopplar dig vidare",
    "en": "Administrator passes you on",
}
EDITOR = {
    "fi": ("Olet kirjautunut toimittajana", "Kirjaudu ulos"),
    "sv": ("Du är inloggad som redaktör", "Logga ut"),
    "en": ("You are signed in as an editor", "Sign out"),
}
DUE = {
    "fi": "Luvattuja soittoja soittamatta: 1 myöhässä, 1, joiden aika päättyy vartin sisällä.",
    "sv": "Utlovade uppringningar som ingen har gjort: 1 försenade, 1 vars tid går ut inom en kvart.",
    "en": "Promised calls that nobody has made: 1 late, 1 whose time ends within a quarter of an hour.",
}
SHOW_DUE = {"fi": "Näytä soittopyynnöt", "sv": "Visa uppringningarna", "en": "Show the callbacks"}


def button(agent: AgentPage, name: str) -> Locator:
    return agent.page.get_by_role("button", name=name, exact=True)


def dialog(agent: AgentPage) -> Locator:
    return agent.page.get_by_role("dialog")


async def working(people: People) -> tuple[AgentPage, VisitorPage]:
    agent = await people.agent_on_duty()
    visitor = await people.chat()
    await visitor.request_human()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
    await agent.claim_next()
    return agent, visitor


@pytest.mark.parametrize("language", LANGUAGES)
async def test_going_away_with_an_open_chat_asks_first_and_moves_it_on(people: People, language: str) -> None:
    agent = await people.agent(locale=LOCALES[language])
    state = agent.page.get_by_role("combobox", name=STATE[language])
    await state.select_option(ON_DUTY[language])
    visitor = await people.chat(language)
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    await agent.page.locator("queue-list li button").first.click()
    await expect(agent.own).to_have_count(1)
    await state.select_option(AWAY[language])
    await expect(dialog(agent)).to_contain_text(QUESTION[language])
    audit = Audit(agent.page)
    await audit.look("asked before going away")
    await dialog(agent).get_by_role("button", name=CANCEL[language]).click()
    await expect(state).to_have_value("available")
    await expect(agent.own).to_have_count(1)
    await state.select_option(AWAY[language])
    await dialog(agent).get_by_role("button", name=AWAY[language], exact=True).click()
    await expect(visitor.panel.get_by_text(MOVED_ON[language])).to_be_visible()
    await expect(state).to_have_value("away")
    await expect(agent.page.locator("queue-list li")).to_have_count(1)
    await audit.look("away")
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_editor_who_signs_in_reads_that_conversations_are_not_theirs(people: People, language: str) -> None:
    name = f"elli{uuid4().hex[:8]}"
    password = await asyncio.to_thread(add_agent, name, "Elli", "editor", var=people.stack.folder, environ={})
    cookie = await sign_in(people.stack.service.url, name, password)
    editor = await people.agent(cookie=cookie, locale=LOCALES[language])
    title, sign_out = EDITOR[language]
    await expect(editor.page.get_by_role("heading", name=title)).to_be_visible()
    await expect(editor.page.locator("desk-view")).to_have_count(0)
    audit = Audit(editor.page)
    await audit.look("an editor")
    await button(editor, sign_out).click()
    await expect(editor.page.locator("sign-in")).to_be_visible()
    assert audit.violations == []


async def test_the_words_of_a_note_stay_until_they_are_stored(people: People) -> None:
    agent, _ = await working(people)
    people.expect_loss()
    notes = agent.page.locator("notes-panel")
    await notes.locator("summary").click()
    field = notes.get_by_label("Uusi muistiinpano")
    await field.fill("Asiakas palaa asiaan huomenna")
    await people.stack.service.kill()
    await notes.get_by_role("button", name="Lisää muistiinpano").click()
    await expect(agent.page.get_by_text("Yhteys katkesi.")).to_be_visible()
    await expect(field).to_have_value("Asiakas palaa asiaan huomenna")
    await people.stack.service.start()
    await expect(agent.page.get_by_text("Yhteys katkesi.")).to_be_hidden()
    await notes.get_by_role("button", name="Lisää muistiinpano").click()
    await expect(notes.get_by_role("listitem")).to_have_count(1)
    await expect(field).to_have_value("")


async def test_a_refused_transfer_leaves_no_note_and_keeps_the_words_for_the_next_try(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    agent, _ = await working(people)
    await button(agent, "Siirrä").click()
    await dialog(agent).get_by_role("radio", name=COLLEAGUE).check()
    await dialog(agent).get_by_label("Muistiinpano seuraavalle").fill("Kortti on kadonnut")
    await colleague.duty.select_option("Poissa")
    await expect(colleague.duty).to_have_value("away")
    await dialog(agent).get_by_role("button", name="Siirrä").click()
    await expect(agent.page.get_by_text("Kukaan ei nyt palvele sitä jonoa")).to_be_visible()
    await expect(agent.page.locator("notes-panel summary")).to_have_text("Muistiinpanot")
    await colleague.go_on_duty()
    await button(agent, "Siirrä").click()
    await expect(dialog(agent).get_by_label("Muistiinpano seuraavalle")).to_have_value("Kortti on kadonnut")
    await dialog(agent).get_by_role("radio", name=COLLEAGUE).check()
    await dialog(agent).get_by_role("button", name="Siirrä").click()
    await colleague.claim_next()
    await expect(colleague.page.locator("notes-panel summary")).to_have_text("Muistiinpanot (1)")


async def test_who_has_asked_a_colleague_in_is_told_that_the_colleague_does_not_come(people: People) -> None:
    colleague = await people.colleague_on_duty("maija", COLLEAGUE)
    agent, _ = await working(people)
    await button(agent, "Pyydä mukaan").click()
    await dialog(agent).get_by_role("radio", name=COLLEAGUE).check()
    await dialog(agent).get_by_role("button", name="Pyydä mukaan").click()
    await button(colleague, "En nyt").click()
    await expect(agent.page.locator("desk-banners").get_by_text(f"Ei tullut mukaan: {COLLEAGUE}.")).to_be_visible()
    await expect(agent.page.locator("notes-panel summary")).to_have_text("Muistiinpanot (1)")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_calls_that_are_about_to_be_missed_are_counted_above_everything(people: People, language: str) -> None:
    agent = await people.agent(locale=LOCALES[language])
    visitors = [await VisitorClient(people.stack.service.url).connect() for _ in range(3)]
    callbacks = []
    try:
        for visitor in visitors:
            window = (await visitor.do("callback_choice", {}))["windows"][0]
            callback = {"id": str(uuid4()), "phone": "040 1234567", "text": "", **window}
            await visitor.do("request_callback", callback)
            callbacks.append(callback["id"])
        with contextlib.closing(sqlite3.connect(people.stack.folder / "luukku.db", timeout=10)) as connection:
            now = "CAST(strftime('%s', 'now') AS INTEGER) * 1000000"
            for callback, minutes in zip(callbacks, (-1, 10, 30), strict=True):
                ends = f"{now} + {minutes * 60_000_000}"
                connection.execute(f"UPDATE callbacks SET window_until = {ends} WHERE id = ?", (callback,))
            connection.commit()
        await agent.page.reload()
        banners = agent.page.locator("desk-banners")
        await expect(banners.get_by_text(DUE[language])).to_be_visible()
        audit = Audit(agent.page)
        await audit.look("calls that are due")
        await banners.get_by_role("button", name=SHOW_DUE[language]).click()
        await expect(agent.page.locator("callback-list h2")).to_be_focused()
        assert audit.violations == []
    finally:
        for visitor, callback in zip(visitors, callbacks, strict=False):
            await visitor.do("withdraw_callback", {"id": callback})
            await visitor.close()
