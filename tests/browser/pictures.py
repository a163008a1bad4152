"""Take the pictures of the README and the guides from the running thing, by hand.

`.venv/bin/python -m tests.browser.pictures` takes all of them; with names behind it, such as `callbacks banner`, those
parts alone.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Locator, expect
from sqlalchemy import update

from handoff.accounts.model import Skills
from handoff.cases.working_days import local_day
from handoff.cli.add_agent import EVERY_QUEUE, add_agent
from handoff.clock import utc_now
from handoff.storage.database import Database
from handoff.storage.tables import callbacks, cases
from tests.browser.camera import PICTURES, take
from tests.browser.desk_pictures import take_editors
from tests.reports import month
from tests.support.agent_page import AgentPage
from tests.support.chromium import chromium
from tests.support.clients import AgentClient, VisitorClient, sign_in
from tests.support.content import form_choice
from tests.support.people import People
from tests.support.stack import Stack
from tests.support.visitor_page import VisitorPage
from tests.support.words import END, GIVE_FEEDBACK

PAGE = {"width": 1280, "height": 840}
MARGIN = 20
"""So much of the city's page shows around the panel."""
TELEPHONE = {"width": 390, "height": 760}
DESK = {"width": 1280, "height": 720}
HIGH_DESK = {"width": 1280, "height": 980}
"""For what does not fit a low one without scrolling."""
REPORT = {"width": 1280, "height": 1000}
SHARP = 1.5
"""Pixels for each of the page's: sharp on today's screens, and small enough."""

ASK_FOR_HUMAN = ("Haluan puhua ihmisen kanssa", "Jag vill prata med en människa", "I want to talk to a person")
BROADCAST = {
    "fi": "Kirjastojen järjestelmässä on häiriö. Korjaamme sitä ja vastaamme kaikille jonossa.",
    "sv": "Bibliotekens system ligger nere. Vi arbetar på saken och svarar alla i kön.",
    "en": "The libraries' system is down. We are working on it and answer everybody in the queue.",
}


OUTAGE = {
    "fi": "Kirjastojen järjestelmässä on häiriö. Varaukset eivät näy.",
    "sv": "Bibliotekens system ligger nere. Reservationer syns inte.",
    "en": "The libraries' system is down. Reservations cannot be seen.",
}
RUSH = {
    "fi": "Jonossa on ruuhkaa veroehdotusten takia.",
    "sv": "Det är lång kö på grund av skatteförslagen.",
    "en": "The queue is long because of the tax proposals.",
}
MATTERS = ("Päivähoidon lasku on väärin.", "Missä muuttoilmoitukseni viipyy?", "Kirjaston sakko on jo maksettu.")


async def take_panel(visitor: VisitorPage, name: str) -> None:
    panel, launcher = await visitor.panel.bounding_box(), await visitor.launcher.bounding_box()
    assert panel
    assert launcher
    left, bottom = panel["x"] - MARGIN, launcher["y"] + launcher["height"] + MARGIN
    await take(visitor.page, name, {"x": left, "y": 0, "width": PAGE["width"] - left, "height": bottom})


async def show_last_question(visitor: VisitorPage) -> None:
    """Scroll so that the last question is seen above its answer."""
    await visitor.log.locator("li.visitor").last.evaluate("item => item.scrollIntoView({block: 'start'})")


async def take_visitors(people: People) -> None:
    questions = {
        "fi": "Miten haen asukaspysäköintitunnusta?",
        "sv": "Hur mycket kostar dagis i månaden?",
        "en": "How do I get a resident parking permit?",
    }
    for language, question in questions.items():
        visitor = await people.chat(language, viewport=PAGE, device_scale_factor=SHARP)
        await visitor.ask(question)
        await show_last_question(visitor)
        await take_panel(visitor, f"widget-{language}")
    visitor = await people.chat(
        "fi", "/nuoret", viewport=TELEPHONE, device_scale_factor=SHARP, is_mobile=True, has_touch=True
    )
    await take(visitor.page, "widget-mobile")


async def take_feedback(people: People) -> None:
    visitor = await people.chat("en", viewport=PAGE, device_scale_factor=SHARP)
    await visitor.ask(GIVE_FEEDBACK["en"])
    await visitor.press(form_choice("kind", 0, "en"))
    await visitor.ask("The swing in the playground is broken and dangerous.")
    await visitor.ask("The playground by the library")
    await visitor.press(form_choice("contact", 0, "en"))
    await visitor.press(form_choice("images", 1, "en"))
    await visitor.press(form_choice("confirm", 0, "en"))
    await visitor.newest.scroll_into_view_if_needed()
    await take_panel(visitor, "feedback")


async def take_callback(people: People) -> None:
    visitor = await people.chat("en", viewport=PAGE, device_scale_factor=SHARP)
    await visitor.request_human()
    await visitor.option("Ask us to call you").click()
    await visitor.panel.get_by_label("Telephone number").fill("040 123 4567")
    await visitor.panel.get_by_role("radio").nth(1).check()
    await visitor.panel.get_by_role("heading", name="Ask us to call you").evaluate("heading => heading.focus()")
    await take_panel(visitor, "callback")


async def take_youth(people: People) -> None:
    await people.agent_on_duty()
    visitor = await people.visitor("en", "/en/youth", viewport=PAGE)
    await visitor.visit()
    await visitor.page.get_by_role("button", name="Leave now").wait_for()
    await take(visitor.page, "youth-page")
    visitor = await people.chat("en", "/en/youth", viewport=PAGE, device_scale_factor=SHARP)
    await visitor.option("Hobbies and free time").evaluate("button => button.scrollIntoView({block: 'end'})")
    await take_panel(visitor, "youth-topics")


async def take_console(people: People) -> None:
    agent = await people.agent_on_duty(viewport=DESK)
    first = await people.chat("fi")
    await first.ask("Mistä saan kirjastokortin?")
    await first.ask("Haluan puhua ihmisen kanssa")
    await agent.claim_next()
    await expect(first.panel.get_by_text("Sinulle vastaa Maija")).to_be_visible()
    await first.say("Korttini katosi eilen. Voiko joku käyttää sitä?")
    await agent.say("Hei! Suljen kortin heti, niin kukaan ei voi lainata sillä.")
    for language, words in (("sv", "Jag vill prata med en människa"), ("en", "I want to talk to a person")):
        await (await people.chat(language)).ask(words)
    await expect(agent.claims).to_have_count(2)
    await first.field.fill("Kiitos")
    await expect(agent.page.locator("conversation-view .typing")).not_to_be_empty()
    await take(agent.page, "console")


async def take_danger(people: People) -> None:
    visitor = await people.chat("fi", "/nuoret", viewport=PAGE, device_scale_factor=SHARP)
    await visitor.say("mä en haluu enää elää, en jaksa tätä")
    await visitor.log.locator("li.help").wait_for()
    await take_panel(visitor, "help-card")
    agent = await people.agent_on_duty(viewport=DESK)
    await visitor.request_human()
    await visitor.option("Yksinäisyys").last.click()
    await agent.page.locator("queue-list li").filter(has_text="Hätä?").get_by_role("button").click()
    await agent.page.get_by_role("region", name="Onko joku vaarassa?").wait_for()
    await expect(agent.page.get_by_text("Haetaan yhteenvetoa")).to_have_count(0)
    await take(agent.page, "danger")


async def take_callbacks(people: People) -> None:
    asked = [await _ask_for_call(people, number, matter) for number, matter in enumerate(MATTERS)]
    await _make_late(people, asked[-1][1])
    agent = await people.agent_on_duty(viewport=HIGH_DESK)
    calls = agent.page.locator("callback-list")
    await calls.get_by_role("button", name="Ota soitto").nth(1).click()
    await calls.get_by_role("button", name="Ei vastannut").click()
    await agent.page.get_by_role("button", name="Sulje ilmoitus").click()
    await calls.get_by_role("list", name="Soitetut puhelut").wait_for()
    await take(agent.page, "callbacks")
    # Else they would be late in the pictures of others.
    for visitor, callback in asked:
        await visitor.do("withdraw_callback", {"id": callback})
        await visitor.close()


async def _ask_for_call(people: People, number: int, matter: str) -> tuple[VisitorClient, str]:
    """Return a citizen who has asked to be called, each at another time, and the callback's id."""
    visitor = await VisitorClient(people.stack.service.url).connect()
    window = (await visitor.do("callback_choice", {}))["windows"][number]
    callback = str(uuid4())
    await visitor.do("request_callback", {"id": callback, "phone": f"040 12345{number}7", "text": matter, **window})
    return visitor, callback


async def _make_late(people: People, callback: str) -> None:
    """Let the time that was promised have passed an hour ago."""
    passed = {"window_from": utc_now() - timedelta(hours=3), "window_until": utc_now() - timedelta(hours=1)}
    database = Database(f"sqlite:///{people.stack.folder / 'luukku.db'}")
    await database.write(lambda c: c.execute(update(callbacks).where(callbacks.c.id == callback).values(passed)))
    await database.close()


FEEDBACK = (
    ("Kadussamme on syvä kuoppa asfaltissa, ja katuvalo sen vieressä on rikki.", "171", "fi", "Testikatu 1"),
    ("Katuvalo on pimeänä ja sen vieressä on kuoppa.", "171", "fi", "Testikatu 1"),
    ("Gungan i lekparken är sönder och kan skada barn.", "174", "sv", "Skolparken"),
    ("The bench by the library has been broken for two weeks.", "172", "en", "Library square"),
    ("Kiitos nopeasta aurauksesta maanantaiaamuna!", "171", "fi", "Koulukuja 4"),
)
PROMISED_LATE = 4
"""Days by which one case is shown to be late."""


async def take_cases(people: People) -> None:
    client = await AgentClient(people.stack.service.url, people.stack.agent_cookie).connect()
    codes = []
    for text, service, language, place in FEEDBACK:
        new = {"id": str(uuid4()), "channel": "phone", "kind": "complaint", "text": text, "language": language}
        contact = {"name": "Matti Meikäläinen", "phone": "040 123 4567"}
        made = {**new, **contact, "service": service, "place": place, "may_publish": True}
        codes.append((await client.do("log_contact", made))["code"])
    await _let_promise_pass(people, codes[3])
    page = (await people.agent(locale="en-GB", viewport=HIGH_DESK)).page
    await page.evaluate("hash => { location.hash = hash }", f"#cases/{codes[0]}")
    await page.get_by_role("button", name="Take it").click()
    await page.get_by_role("button", name="Answer", exact=True).click()
    await page.get_by_label("Answer to the sender").fill("Kiitos ilmoituksesta. Kuoppa paikataan torstaina.")
    await take(page, "cases")
    await page.get_by_role("button", name="Send the answer").click()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_label("Title: to be published").fill("Kuoppa kadussa")
    await page.locator("publish-form").evaluate("form => form.scrollIntoView({block: 'center'})")
    await take(page, "case-publish")
    await page.keyboard.press("Alt+l")
    await page.keyboard.type("There is a deep hole in the street, and the street light is broken.")
    await expect(page.locator("contact-dialog select#service")).to_have_value("171")
    await take(page, "contact")
    await client.close()


async def _let_promise_pass(people: People, code: str) -> None:
    """The clock of the running service is the real one, so the promise moves instead."""
    database = Database(f"sqlite:///{people.stack.folder / 'luukku.db'}")
    late = update(cases).where(cases.c.code == code).values(due_on=local_day(utc_now()) - timedelta(days=PROMISED_LATE))
    try:
        await database.write(lambda c: c.execute(late))
    finally:
        await database.close()


async def take_replies(people: People) -> None:
    agent = await people.agent_on_duty(viewport=DESK)
    visitor = await people.chat("fi")
    await visitor.ask("Haluan puhua ihmisen kanssa")
    await agent.claim_next()
    await visitor.say("Hei! Unohdin kirjastokortin PIN-koodin. Mitä teen?")
    await expect(agent.page.locator("message-log").get_by_text("PIN-koodin")).to_be_visible()
    await agent.field().fill("Hei! ")
    await agent.field().press("End")
    await agent.page.keyboard.type("/kirjasto")
    await agent.page.locator("reply-picker [role=option]").first.wait_for()
    await take(agent.page, "replies")


async def take_transfer(people: People) -> None:
    await people.colleague_on_duty("pekka", "Pekka")
    agent = await people.agent_on_duty(viewport=DESK)
    visitor = await people.chat("fi")
    await visitor.ask("Mistä saan kirjastokortin?")
    await visitor.ask("Haluan puhua ihmisen kanssa")
    await agent.claims.last.click()
    await agent.page.locator("notes-panel summary").click()
    await agent.page.get_by_label("Uusi muistiinpano").fill("Kortti katosi eilen, suljettu jo kirjastossa.")
    await agent.page.get_by_role("button", name="Lisää muistiinpano").click()
    await agent.page.get_by_role("button", name="Siirrä", exact=True).click()
    await agent.page.get_by_role("radio", name="Pekka").check()
    await take(agent.page, "transfer")


async def take_brief(people: People) -> None:
    agent = await people.agent_on_duty(viewport=HIGH_DESK)
    visitor = await people.chat("sv")
    await visitor.ask("Var får jag ett bibliotekskort?")
    await visitor.ask(GIVE_FEEDBACK["sv"])
    await visitor.press(form_choice("kind", 0, "sv"))
    await visitor.ask("Gungan i lekparken är trasig och farlig.")
    await visitor.say("Jag vill prata med en människa")
    await agent.claim_next()
    await agent.page.locator("handover-brief .form").wait_for()
    await take(agent.page, "brief")


async def take_practice(people: People) -> None:
    agent = await people.agent_on_duty(viewport=DESK)
    await agent.page.get_by_role("button", name="Harjoittele").click()
    await agent.page.get_by_role("radio", name="Kiire ja lasku").check()
    await agent.page.get_by_role("button", name="Aloita").click()
    await agent.page.get_by_role("button", name="Avaa harjoitus").click()
    await agent.say("Hei! Olen Maija kaupungin neuvonnasta. Luin, mitä kirjoitit. Kerro lisää laskusta?")
    await agent.page.locator("message-log li.visitor").nth(2).wait_for()
    await agent.page.get_by_role("button", name="Yhteenveto").click()
    await agent.page.get_by_role("button", name="Sulje ilmoitus").click()
    await take(agent.page, "practice")


async def take_ending(people: People) -> None:
    visitor = await people.chat("en", viewport=PAGE, device_scale_factor=SHARP)
    await visitor.ask("How do I get a library card?")
    await visitor.action(END).click()
    await visitor.panel.locator(".ending").wait_for()
    await take_panel(visitor, "ending")


async def take_reports(people: People) -> None:
    database = Database(f"sqlite:///{people.stack.folder / 'luukku.db'}")
    await database.write(lambda c: month.fill(c, utc_now()))
    await database.close()
    supervisor = await people.agent(viewport=REPORT)
    await supervisor.page.get_by_role("link", name="Raportit").click()
    await supervisor.page.get_by_label("Ajanjakso").select_option(label="Viimeiset 30 päivää")
    await supervisor.page.get_by_role("button", name="Näytä").click()
    await supervisor.page.locator("report-chart").last.wait_for()
    await take(supervisor.page, "reports")


async def take_supervision(people: People) -> None:
    colleague = await people.colleague_on_duty("aino", "Aino Aava")
    waiting = [await people.chat(language) for language in ("fi", "sv", "en")]
    for visitor, words in zip(waiting, ASK_FOR_HUMAN, strict=True):
        await visitor.ask(words)
    await colleague.claim_next()
    boss = await people.agent(viewport=DESK, locale="en-GB")
    await boss.page.get_by_role("link", name="Live view").click()
    conversations = boss.page.get_by_role("table", name="Conversations now")
    await expect(conversations.get_by_role("row", name="Aino Aava")).to_be_visible()
    await take(boss.page, "live-view")
    await boss.page.get_by_role("button", name="Write to all who wait").click()
    dialog = boss.page.get_by_role("dialog")
    await dialog.get_by_role("checkbox").first.check()
    for language, words in BROADCAST.items():
        await dialog.locator(f"textarea[lang={language}]").fill(words)
    await take(boss.page, "broadcast")
    await boss.page.keyboard.press("Escape")
    # What has ended is what the archive shows.
    await colleague.give_away("Päätä")


async def take_people(people: People) -> None:
    boss = await people.agent(viewport={"width": DESK["width"], "height": 1700}, locale="en-GB")
    await people.colleague_on_duty("aino", "Aino Aava")
    await boss.page.get_by_role("link", name="People").click()
    await boss.page.get_by_role("button", name="Aino Aava").click()
    for _ in range(3):
        await boss.page.get_by_role("button", name="Add a shift").click()
    await boss.page.evaluate("scrollTo(0, 0)")
    await take(boss.page, "people")
    await boss.page.get_by_role("button", name="Add a person").click()
    dialog = boss.page.get_by_role("dialog")
    await dialog.get_by_label("Username").fill("elina")
    await dialog.get_by_label("Name", exact=True).fill("Elina Elo")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await boss.page.get_by_text("It is shown this once only.").wait_for()
    await take(boss.page, "account", {"x": 0, "y": 0, **DESK})


async def take_banners(people: People) -> None:
    boss = await people.agent(viewport=HIGH_DESK, locale="en-GB")
    visitor = await people.chat("en", viewport=PAGE, device_scale_factor=SHARP)
    await visitor.ask("How do I get a library card?")
    await show_last_question(visitor)
    await _write_banner(boss, "Disruption", OUTAGE)
    await boss.page.get_by_role("dialog").get_by_role("button", name="Show the banner").click()
    await boss.page.get_by_role("dialog").wait_for(state="hidden")
    dialog = await _write_banner(boss, "Rush", RUSH)
    await take(boss.page, "banner")
    await dialog.get_by_role("button", name="Show the banner").click()
    await visitor.panel.get_by_text(RUSH["en"]).wait_for()
    await take_panel(visitor, "banner-seen")
    dialog = await _open_from_menu(boss, "Banners")
    for left in (1, 0):
        await dialog.get_by_role("button", name="End").first.click()
        await expect(dialog.get_by_role("button", name="End")).to_have_count(left)


async def _write_banner(boss: AgentPage, kind: str, texts: dict[str, str]) -> Locator:
    dialog = await _open_from_menu(boss, "Banners")
    await dialog.get_by_role("radio", name=kind).check()
    for language, words in texts.items():
        await dialog.locator(f"textarea[lang={language}]").fill(words)
    await dialog.get_by_role("heading", name="Banners").scroll_into_view_if_needed()
    return dialog


async def _open_from_menu(boss: AgentPage, item: str) -> Locator:
    await boss.page.get_by_role("button", name="account menu").click()
    await boss.page.get_by_role("button", name=item, exact=True).click()
    dialog = boss.page.get_by_role("dialog", name=item)
    await dialog.wait_for()
    return dialog


async def take_letters(people: People) -> None:
    client = await AgentClient(people.stack.service.url, people.stack.agent_cookie).connect()
    new = {"id": str(uuid4()), "channel": "phone", "kind": "question", "text": "Milloin kirjasto aukeaa?"}
    await client.do("log_contact", {**new, "language": "en", "service": "2807", "email": "kaisa@"})
    await client.close()
    boss = await people.agent(locale="en-GB", viewport=DESK)
    await boss.page.evaluate("location.hash = '#cases'")
    await boss.page.get_by_role("button", name="Outgoing messages").click()
    await boss.page.locator("letters-dialog li").first.wait_for()
    await take(boss.page, "letters")


async def take_log(people: People) -> None:
    boss = await people.agent(viewport=DESK, locale="en-GB")
    closed = await _open_from_menu(boss, "Closed conversations")
    await closed.locator(".rows li").first.wait_for()
    await take(boss.page, "closed")
    await closed.get_by_role("button", name="Read: ").first.click()
    await closed.get_by_label("Why do you read the conversation?").fill("Complaint 2026-114")
    await take(boss.page, "closed-reason")
    await boss.page.set_viewport_size({"width": HIGH_DESK["width"], "height": HIGH_DESK["height"]})
    await closed.get_by_role("button", name="Read", exact=True).click()
    await closed.locator(".message").first.wait_for()
    await boss.page.keyboard.press("Escape")
    log = await _open_from_menu(boss, "Log")
    await log.get_by_text("Complaint 2026-114").wait_for()
    await take(boss.page, "log")


Part = Callable[[People], Awaitable[None]]
VISITORS: tuple[Part, ...] = (take_visitors, take_feedback, take_ending, take_callback)
AGENTS: tuple[Part, ...] = (
    take_replies,
    take_console,
    take_danger,
    take_transfer,
    take_brief,
    take_practice,
    take_callbacks,
    take_cases,
    take_youth,
)
SUPERVISORS: tuple[Part, ...] = (
    take_reports,
    take_supervision,
    take_people,
    take_banners,
    take_letters,
    take_log,
    take_editors,
)
"""In this order: the log and the archive show what the others have done."""


async def take_parts(people: People, parts: Iterable[Part], names: list[str]) -> None:
    """Take those of the parts that are named, or all where none is; the desk is empty again after each."""
    for part in parts:
        if not names or part.__name__.removeprefix("take_") in names:
            await part(people)
            await people.stack.clear_desk()


async def main(names: list[str]) -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        try:
            await stack.start()
            administrator = stack.agent_cookie
            every = Skills(queues=(EVERY_QUEUE,))
            password = await asyncio.to_thread(
                add_agent, "maija", "Maija", "agent", var=stack.folder, environ={}, skills=every
            )
            stack.agent_cookie = await sign_in(stack.service.url, "maija", password)
            async with chromium() as browser:
                people = People(stack, browser)
                await take_parts(people, (*VISITORS, *AGENTS), names)
                stack.agent_cookie = administrator
                await take_parts(people, SUPERVISORS, names)
                await people.close()
        finally:
            await stack.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
