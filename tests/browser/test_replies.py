"""Replies found by a slash, answers with links, and what calls an agent who looks at something else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.content import canned_reply, entry
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.stack import WAIT_S
from tests.support.visitor_page import VisitorPage
from tests.support.words import EVENTS, LANGUAGES

pytestmark = BROWSER_TESTS

NAME = "Administrator"
CARD = {"fi": "kirjastokortti", "sv": "bibliotekskort", "en": "library card"}
"""Finds the answer about the library card before everything else."""
INTERFACE = {
    "fi": {"on_duty": "Ilmoittaudu paikalle", "answer": "Vastaa suomeksi", "replies": "Vastaukset"},
    "sv": {"on_duty": "Anmäl dig på plats", "answer": "Svara på svenska", "replies": "Svar"},
    "en": {"on_duty": "Go on duty", "answer": "Answer in English", "replies": "Replies"},
}
NOT_SENT = {"fi": "Viestiä ei lähetetty", "sv": "Meddelandet skickades inte", "en": "The message was not sent"}
USE_PLAIN = {"fi": "Vaihda selkokieleen", "sv": "Byt till lätt språk", "en": "Use plain language"}
SMALL = {"width": 320, "height": 640}
RECORD = """(() => {
  window.shown = [];
  window.asked = 0;
  window.notes = [];
  window.hidden_ = false;
  Object.defineProperty(Document.prototype, "visibilityState", {get: () => window.hidden_ ? "hidden" : "visible"});
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { window.asked += 1; return (this.permission = "PERMISSION"); }
    constructor(title, {body, tag}) { this.entry = {title, body, tag, open: true}; window.shown.push(this.entry); }
    close() { this.entry.open = false; }
  };
  const Oscillator = window.OscillatorNode;
  window.OscillatorNode = class extends Oscillator {
    constructor(context, options) { super(context, options); window.notes.push(options.frequency); }
  };
})()"""
"""Keeps what the page would show outside itself, and lets a test say that nobody looks."""


class Desk:
    """A conversation between an agent and a visitor, in one language, the console's too."""

    def __init__(self, agent: AgentPage, visitor: VisitorPage, language: str) -> None:
        self.agent, self.visitor, self.language = agent, visitor, language
        self.page = agent.page
        self.field = self.page.get_by_label(INTERFACE[language]["answer"], exact=True)
        self.picker = self.page.locator("reply-picker")
        self.query = self.picker.get_by_role("combobox")
        self.options = self.picker.get_by_role("option")

    async def active(self) -> Locator:
        """Return the option that the combobox names as active."""
        await expect(self.query).to_have_attribute("aria-activedescendant", "choice-0")
        return self.picker.locator("#choice-0")

    async def find(self, text: str) -> None:
        """Type a slash and a query, and wait until there is something to choose."""
        await self.field.focus()
        await self.page.keyboard.type("/" + text)
        await expect(self.query).to_have_value(text)
        await expect(self.options.first).to_be_visible()


async def at_work(people: People, language: str, path: str = "", **options: Any) -> Desk:
    """Return an agent who has taken a visitor's conversation."""
    agent = await people.agent(locale=LOCALES[language], **options)
    words = INTERFACE[language]
    on_duty = agent.page.get_by_role("button", name=words["on_duty"])
    await on_duty.click()
    await expect(on_duty).to_be_hidden()
    visitor = await people.chat(language, path)
    if path:
        await visitor.option("Yksinäisyys").click()
    else:
        await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    await agent.page.locator("queue-list li button").first.click()
    desk = Desk(agent, visitor, language)
    await expect(desk.field).to_be_visible()
    return desk


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reply_is_found_by_slash_filled_in_changed_and_sent(people: People, language: str) -> None:
    desk = await at_work(people, language)
    page, audit = desk.page, Audit(desk.page)
    await desk.find("")
    await expect(desk.query).to_be_focused()
    await expect(desk.query).to_have_attribute("aria-expanded", "true")
    await expect(desk.query).to_have_attribute("aria-controls", "choices")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await expect(desk.picker.get_by_role("group")).to_have_count(2)
    await audit.look("picker open")
    await page.keyboard.type("gree")
    active = await desk.active()
    await expect(active).to_have_attribute("aria-selected", "true")
    await expect(active).to_contain_text(canned_reply("greeting", "titles", language))
    await audit.look("picker with a query")
    await page.keyboard.press("Enter")
    greeting = canned_reply("greeting", "texts", language).replace("{agent}", NAME)
    await expect(desk.field).to_have_value(greeting)
    await expect(desk.field).to_be_focused()
    await expect(desk.query).to_have_count(0)
    await page.keyboard.type(" :-)")
    await page.keyboard.press("Enter")
    await expect(desk.visitor.log.get_by_text(greeting + " :-)")).to_be_visible()
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_goes_out_after_the_agents_own_words_with_links_to_press(people: People, language: str) -> None:
    desk = await at_work(people, language)
    page, card, audit = desk.page, entry("library_card", language), Audit(desk.page)
    await desk.field.fill("Hei!")
    await page.keyboard.press("End")
    await page.keyboard.type(" ")
    await desk.find(CARD[language])
    await expect(await desk.active()).to_contain_text(card["title"])
    await page.keyboard.press("Tab")
    await expect(desk.field).to_have_value(f"Hei! {card['answer']}")
    await audit.look("answer with links")
    await page.get_by_role("button", name=USE_PLAIN[language]).click()
    await expect(desk.field).to_have_value(f"Hei! {card['plain']}")
    await desk.field.press("Enter")
    await expect(desk.visitor.log.get_by_text(f"Hei! {card['plain']}")).to_be_visible()
    (found,) = [shown for shown in await desk.visitor.shown() if shown.author == "agent"]
    assert [(link["title"], link["url"], link["language"]) for link in found.links] == [
        (link["title"], link["url"], language) for link in card["links"]
    ]
    own = page.locator("message-log li.agent")
    await expect(own.get_by_role("link")).to_have_count(len(card["links"]))
    await expect(page.locator("message-composer ul.attached")).to_have_count(0)
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_gaps_are_filled_by_tab_and_hold_the_message_back(people: People, language: str) -> None:
    desk = await at_work(people, language)
    page = desk.page
    await desk.find("next_steps")
    await page.keyboard.press("Enter")
    await page.keyboard.type("a")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(NOT_SENT[language])).to_be_visible()
    await expect(desk.field).to_have_attribute("aria-invalid", "true")
    audit = Audit(page)
    await audit.look("held back")
    # The gap that is left is selected: typing fills it.
    await page.keyboard.type("b")
    await expect(desk.field).to_have_attribute("aria-invalid", "false")
    await page.keyboard.press("Enter")
    sent = desk.visitor.log.locator("li.agent .text").last
    await expect(sent).to_contain_text("1. a")
    await expect(sent).to_contain_text("2. b")
    assert audit.violations == []


async def test_tab_goes_from_gap_to_gap_and_past_the_last_leaves_the_field(people: People) -> None:
    desk = await at_work(people, "fi")
    page = desk.page
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    await desk.find("next_steps")
    await page.keyboard.press("Enter")
    assert await desk.field.evaluate(selected) == "{…ensin}"
    await page.keyboard.press("Tab")
    assert await desk.field.evaluate(selected) == "{…sitten}"
    await page.keyboard.press("Shift+Tab")
    assert await desk.field.evaluate(selected) == "{…ensin}"
    await page.keyboard.press("Delete")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Lähetä", exact=True)).to_be_focused()


async def test_arrows_move_round_and_escape_gives_the_words_back(people: People) -> None:
    desk = await at_work(people, "fi")
    page = desk.page
    await desk.find("odota")
    last = await desk.options.count() - 1
    await page.keyboard.press("ArrowUp")
    await expect(desk.query).to_have_attribute("aria-activedescendant", f"choice-{last}")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(desk.query).to_have_attribute("aria-activedescendant", "choice-1")
    await expect(desk.picker.locator("[aria-selected=true]")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(desk.field).to_have_value("/odota")
    await expect(desk.field).to_be_focused()
    await desk.field.fill("")
    await page.keyboard.type("1/2 and ")
    await expect(desk.field).to_have_value("1/2 and ")
    await page.keyboard.type("/ or")
    await expect(desk.field).to_have_value("1/2 and / or")


async def test_what_is_not_found_is_said_and_collapses_the_combobox(people: People) -> None:
    desk = await at_work(people, "fi")
    await desk.find("")
    await desk.page.keyboard.type("xyzzy")
    await expect(desk.page.get_by_text("Haulla ei löydy vastausta.")).to_be_visible()
    await expect(desk.query).to_have_attribute("aria-expanded", "false")
    await expect(desk.picker.get_by_role("status")).to_have_text("0 vastausta")
    for name in ("aria-activedescendant", "aria-controls"):
        assert await desk.query.get_attribute(name) is None
    await desk.page.keyboard.press("Enter")
    await expect(desk.query).to_be_visible()


async def test_replies_are_found_with_the_mouse_too_also_on_a_small_screen(people: People) -> None:
    desk = await at_work(people, "fi", viewport=SMALL)
    page, audit = desk.page, Audit(desk.page)
    button = page.get_by_role("button", name="Vastaukset", exact=True)
    await button.click()
    await expect(button).to_have_attribute("aria-expanded", "true")
    await audit.look("picker on a small screen")
    assert await page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    await desk.options.filter(has_text="Selvitän yhä").click()
    await expect(desk.field).to_have_value(canned_reply("still_working", "texts", "fi"))
    await button.click()
    await page.get_by_role("button", name="Sulje haku").click()
    await expect(desk.field).to_be_focused()
    assert audit.violations == []


async def test_young_people_get_replies_of_their_own(people: People) -> None:
    desk = await at_work(people, "fi", "/nuoret")
    await desk.find("gree")
    await desk.page.keyboard.press("Enter")
    warm = canned_reply("greeting_youth", "texts", "fi").replace("{agent}", NAME).replace("{queue}", "Yksinäisyys")
    await expect(desk.field).to_have_value(warm)
    await desk.field.fill("")
    await desk.find("goodbye")
    await expect(desk.options).to_have_count(1)


async def test_links_can_be_left_out_and_outlive_a_reload(people: People) -> None:
    desk = await at_work(people, "fi")
    page, attached = desk.page, desk.page.locator("message-composer ul.attached > li")
    for topic in ("library_card", "swimming_halls"):
        await desk.find(topic)
        await page.keyboard.press("Enter")
        await page.keyboard.type(" ")
    await page.reload()
    await desk.agent.own.first.click()
    await expect(attached).to_have_count(2)
    await attached.first.get_by_role("button", name="Poista linkit").click()
    await expect(attached).to_have_count(1)
    await desk.field.press("Enter")
    await expect(desk.visitor.log.locator("li.agent")).to_have_count(1)
    (found,) = [shown for shown in await desk.visitor.shown() if shown.author == "agent"]
    assert [link["url"] for link in found.links] == [link["url"] for link in entry("swimming_halls", "fi")["links"]]


# --- called while the agent looks elsewhere


async def outside(desk: Desk, count: int) -> list[dict[str, Any]]:
    """Wait for so many notifications and return them."""
    async with asyncio.timeout(WAIT_S):
        while len(shown := await desk.page.evaluate("window.shown")) < count:
            await asyncio.sleep(0.02)
    found: list[dict[str, Any]] = shown
    return found


async def look(desk: Desk, *, away: bool) -> None:
    """Let the agent look at another page, or come back."""
    await desk.page.evaluate(
        "away => { window.hidden_ = away; document.dispatchEvent(new Event('visibilitychange')); }", away
    )


async def prepared(people: People, permission: str = "granted") -> Desk:
    """Return an agent at work whose page records what it shows and plays outside itself."""
    desk = await at_work(people, "fi")
    await desk.page.add_init_script(RECORD.replace("PERMISSION", permission))
    await desk.page.reload()
    await desk.agent.choose(0)
    await desk.page.get_by_role("button", name="oma valikko").click()
    return desk


async def test_notifications_say_who_and_where_but_never_what_and_only_while_nobody_looks(people: People) -> None:
    desk = await prepared(people)
    page, visitor = desk.page, desk.visitor
    assert await page.evaluate("window.asked") == 0
    await page.get_by_label("Ilmoitukset näytölle").check()
    assert await page.evaluate("window.asked") == 1
    await page.keyboard.press("Escape")
    await visitor.say("Näkyy jo")
    await expect(page.locator("message-log").get_by_text("Näkyy jo")).to_be_visible()
    await look(desk, away=True)
    await visitor.say("Salainen asia")
    (about,) = await outside(desk, 1)
    tag = people.stack.conversation(await visitor.token())["id"]
    assert about == {
        "title": f"Asukas {tag[-4:].upper()}, Neuvonta",
        "body": "Uusi viesti sinulle",
        "tag": tag,
        "open": True,
    }
    await expect(page).to_have_title("1 lukematon viesti – Luukku – Asiakaspalvelijan työpöytä")
    await expect(page.locator("own-list .badge")).to_contain_text("1 lukematon viesti")
    announced = page.get_by_role("status").filter(has_text=f"Uusi viesti: Asukas {tag[-4:].upper()}.")
    await expect(announced).to_have_count(1)
    other = await people.chat("sv")
    await other.request_human()
    _, waiting = await outside(desk, 2)
    assert waiting["body"] == "Uusi keskustelu jonossa"
    assert waiting["title"].endswith(", Neuvonta")
    await expect(page).to_have_title("1 lukematon viesti – 1 odottaa – Luukku – Asiakaspalvelijan työpöytä")
    await look(desk, away=False)
    await expect(page).to_have_title("1 odottaa – Luukku – Asiakaspalvelijan työpöytä")
    assert [shown["open"] for shown in await page.evaluate("window.shown")] == [False, False]
    assert "Salainen" not in str(await page.evaluate("window.shown"))


async def test_the_choice_is_kept_and_taken_back(people: People) -> None:
    desk = await prepared(people)
    choice = desk.page.get_by_label("Ilmoitukset näytölle")
    await choice.check()
    assert await desk.page.evaluate("localStorage['luukku.agent.notifications']") == "on"
    await choice.uncheck()
    assert await desk.page.evaluate("localStorage['luukku.agent.notifications']") == "off"
    await look(desk, away=True)
    await desk.visitor.say("hei")
    await expect(desk.page).to_have_title("1 lukematon viesti – Luukku – Asiakaspalvelijan työpöytä")
    assert await desk.page.evaluate("[window.shown, window.asked]") == [[], 1]


async def test_a_browser_that_refuses_is_said_so(people: People) -> None:
    desk = await prepared(people, "denied")
    choice = desk.page.get_by_label("Ilmoitukset näytölle")
    await choice.click()
    await expect(desk.page.get_by_text("Selain ei salli ilmoituksia.")).to_be_visible()
    await expect(choice).not_to_be_checked()


async def test_a_sound_calls_for_an_own_visitor_while_nobody_looks_unless_it_is_off(people: People) -> None:
    desk = await prepared(people)
    page, sound = desk.page, desk.page.get_by_label("Merkkiääni")
    title = "{} – Luukku – Asiakaspalvelijan työpöytä"
    await sound.check()
    heard = await page.evaluate("window.notes")
    assert heard == [587, 784]
    await look(desk, away=True)
    await desk.visitor.say("yksi")
    await expect(page).to_have_title(title.format("1 lukematon viesti"))
    assert await page.evaluate("window.notes") == [*heard, 784, 587]
    await sound.uncheck()
    await desk.visitor.say("kaksi")
    await expect(page).to_have_title(title.format("2 lukematonta viestiä"))
    assert await page.evaluate("window.notes") == [*heard, 784, 587]


async def test_alt_and_zero_go_to_the_queue_and_a_digit_to_a_conversation(people: People) -> None:
    desk = await at_work(people, "fi")
    await desk.field.focus()
    await desk.page.keyboard.press("Alt+0")
    await expect(desk.page.get_by_role("heading", name="Jono")).to_be_focused()
    await desk.page.keyboard.press("Alt+1")
    await expect(desk.field).to_be_focused()
