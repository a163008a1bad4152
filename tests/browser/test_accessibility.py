"""axe-core finds nothing against WCAG 2.2 AA, whatever state the widget or the console is in."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.support.axe import Audit
from tests.support.chromium import NOT_SIGNED_IN
from tests.support.content import form_choice
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.words import (
    AGENT_ANSWERS,
    COMPLAINT,
    END,
    EVENTS,
    GIVE_FEEDBACK,
    HUMAN,
    LANGUAGES,
    OFFLINE,
    QUESTION,
    TYPING,
)

pytestmark = BROWSER_TESTS

OUTBOX = "luukku.city.outbox."
LARGE, SMALL = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
SIGN_IN = {"fi": "Kirjaudu sisään", "sv": "Logga in", "en": "Sign in"}


async def test_axe_sees_into_the_widget_and_the_console(people: People) -> None:
    visitor, agent = await people.chat("fi"), await people.agent()
    await expect(agent.duty).to_be_visible()
    for page, host in ((visitor.page, "luukku-chat"), (agent.page, "agent-console")):
        await page.evaluate("host => document.querySelector(host).shadowRoot.append(new Image())", host)
        audit = Audit(page)
        await audit.look("an image without words")
        (violation,) = audit.violations
        assert violation.startswith("an image without words: image-alt")


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("fi", LARGE), ("sv", LARGE), ("en", LARGE), ("fi", SMALL)],
    ids=["fi", "sv", "en", "small"],
)
async def test_nothing_is_wrong_with_the_chat_from_greeting_to_receipt(
    people: People, language: str, viewport: dict[str, int]
) -> None:
    visitor = await (await people.visitor(language, viewport=viewport)).visit()
    audit = Audit(visitor.page)
    await audit.look("closed")
    await visitor.launcher.click()
    await expect(visitor.field).to_be_visible()
    await audit.look("open")
    await visitor.ask(QUESTION[language])
    await audit.look("answer")
    await visitor.ask(GIVE_FEEDBACK[language])
    await audit.look("buttons")
    await visitor.press(form_choice("kind", 0, language))
    await audit.look("form: text")
    await visitor.ask(COMPLAINT[language])
    await visitor.press(form_choice("place", 0, language))
    await visitor.ask("kaisa@example")
    await audit.look("form: wrong address")
    await visitor.press(form_choice("contact", 0, language))
    await visitor.press(form_choice("images", 1, language))
    await audit.look("form: summary")
    await visitor.press(form_choice("confirm", 0, language))
    await audit.look("receipt")
    await visitor.panel.get_by_role("button", name=END[language], exact=True).click()
    await visitor.panel.locator(".ending").wait_for()
    await audit.look("end?")
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_is_wrong_with_the_chat_while_a_person_is_asked_for(people: People, language: str) -> None:
    visitor = await people.chat(language)
    audit = Audit(visitor.page)
    await visitor.action(HUMAN).click()
    await expect(visitor.panel.get_by_text(EVENTS["no_agents"][language])).to_be_visible()
    await audit.look("nobody on duty")
    agent = await people.agent_on_duty()
    await visitor.action(HUMAN).click()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    await audit.look("queue")
    await agent.claim_next()
    await expect(visitor.panel.get_by_text(AGENT_ANSWERS[language].format("Administrator"))).to_be_visible()
    await agent.say("1", language)
    await agent.field(language).fill("2")
    await expect(visitor.panel.get_by_text(TYPING[language].format("Administrator"))).to_be_visible()
    await audit.look("agent chat, typing")
    await agent.give_away("Päätä")
    await expect(visitor.panel.get_by_text(EVENTS["closed_by_agent"][language])).to_be_visible()
    await audit.look("ended")
    assert audit.violations == []


async def test_nothing_is_wrong_with_the_chat_when_something_is_wrong_with_the_network(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.ask("moi")
    audit = Audit(visitor.page)
    people.expect_loss()
    await visitor.page.context.set_offline(True)
    await visitor.say("ä" * 4001)
    await expect(visitor.panel.get_by_text("1 merkkiä liian pitkä").first).to_be_visible()
    await visitor.field.fill("ä" * 3990)
    await expect(visitor.panel.get_by_text("10 merkkiä jäljellä").first).to_be_visible()
    await visitor.say("moi taas")
    await expect(visitor.panel.get_by_text(OFFLINE["fi"])).to_be_visible()
    await audit.look("offline, a message waits")
    await visitor.page.context.set_offline(False)
    await visitor.in_step()
    # A button of a message that is not there: kept by an older version of the widget, say.
    press = {"id": str(uuid4()), "text": "Moite", "language": "fi", "choice": {"seq": 999, "index": 0}}
    stored = json.dumps({**press, "madeAt": 1, "status": "sending"})
    await visitor.page.evaluate("([key, value]) => localStorage.setItem(key, value)", [OUTBOX + press["id"], stored])
    await visitor.reload()
    await expect(visitor.log.get_by_role("button", name="Lähetä uudelleen")).to_be_visible()
    await audit.look("a message was refused")
    await visitor.log.get_by_role("button", name="Poista viesti").click()
    assert len(await visitor.told()) == 4
    assert audit.violations == []


async def test_nothing_is_wrong_with_the_end_or_with_young_peoples_chat(people: People) -> None:
    for path in ("/", "/nuoret"):
        visitor = await people.chat("fi", path)
        audit = Audit(visitor.page)
        await audit.look("open")
        await visitor.ask("moi")
        await visitor.panel.get_by_role("button", name=END["fi"], exact=True).click()
        await visitor.panel.get_by_role("button", name="Lopeta keskustelu").click()
        await expect(visitor.panel.get_by_text("Keskustelu on lopetettu.")).to_be_visible()
        await audit.look("ended")
        await visitor.page.keyboard.press("Escape")
        await audit.look("closed again")
        assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_is_wrong_with_the_console_before_and_after_signing_in(people: People, language: str) -> None:
    agent = await people.agent(signed_in=False, locale=LOCALES[language])
    people.watches[-1].allow(NOT_SIGNED_IN)
    audit = Audit(agent.page)
    await agent.page.get_by_role("button", name=SIGN_IN[language]).click()
    await expect(agent.page.get_by_role("alert")).not_to_be_empty()
    await audit.look("sign-in, fields missing")
    await people.sign_in(agent)
    state = agent.page.locator("desk-header select")
    await expect(state).to_have_value("away")
    await audit.look("away")
    await state.select_option("available")
    await expect(agent.page.locator("desk-banners section")).to_have_count(0)
    await audit.look("on duty, nobody waits")
    visitor = await people.chat(language)
    await visitor.ask(GIVE_FEEDBACK[language])
    await visitor.action(HUMAN).click()
    claim = agent.page.locator("queue-list li button")
    await expect(claim).to_be_visible()
    await audit.look("queue")
    await claim.click()
    await expect(agent.page.locator("message-composer textarea")).to_be_visible()
    await audit.look("conversation")
    assert audit.violations == []


@pytest.mark.parametrize("viewport", [LARGE, SMALL], ids=["large", "small"])
async def test_nothing_is_wrong_with_the_console_while_an_agent_works(people: People, viewport: dict[str, int]) -> None:
    agent = await people.agent_on_duty(viewport=viewport)
    audit = Audit(agent.page)
    visitor = await people.chat("fi")
    await visitor.ask(QUESTION["fi"])
    await visitor.action(HUMAN).click()
    await agent.claim_next()
    await agent.say("1")
    await visitor.say("2")
    await visitor.field.fill("3")
    await expect(agent.page.locator("conversation-view .typing")).not_to_be_empty()
    await audit.look("chat, the visitor types")
    await agent.field().fill("ä" * 4001)
    await audit.look("too long")
    await agent.field().fill("")
    for action in ("Pyydä mukaan", "Siirrä", "Palauta botille", "Päätä"):
        await agent.page.get_by_role("button", name=action, exact=True).click()
        await expect(agent.page.get_by_role("dialog")).to_be_visible()
        await audit.look(f"{action}?")
        await agent.page.keyboard.press("Escape")
    await agent.page.get_by_role("button", name="oma valikko").click()
    await audit.look("menu")
    await agent.page.get_by_role("button", name="Vaihda salasana").click()
    await expect(agent.page.get_by_role("dialog")).to_be_visible()
    await audit.look("password")
    await agent.page.keyboard.press("Escape")
    people.expect_loss()
    await agent.page.context.set_offline(True)
    await expect(agent.page.get_by_text("Yhteys katkesi.")).to_be_visible()
    await agent.say("4")
    await audit.look("offline, a message waits")
    await agent.page.context.set_offline(False)
    await expect(agent.page.get_by_text("Yhteys katkesi.")).to_be_hidden()
    await visitor.panel.get_by_role("button", name=END["fi"], exact=True).click()
    await visitor.panel.get_by_role("button", name="Lopeta keskustelu").click()
    await expect(agent.page.get_by_role("button", name="Poista listalta")).to_be_visible()
    await audit.look("ended by the visitor")
    assert audit.violations == []
