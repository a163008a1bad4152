"""Waiting as it is seen: how long it takes, when it lasts longer, what else there is, and who is not there any more.

On a service of its own that closes soon, without the assistant; hours of waiting are made by moving the stored times.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from handoff.queues.windows import HELSINKI
from handoff.storage.tables import to_microseconds
from tests.support.agent_page import AgentPage
from tests.support.axe import Audit
from tests.support.clients import AgentClient, VisitorClient, sign_in
from tests.support.content import ONE_REPLY
from tests.support.people import BROWSER_TESTS, LOCALES, People
from tests.support.stack import Stack
from tests.support.visitor_page import VisitorPage
from tests.support.words import COMPLAINT, EVENTS, FEEDBACK, LANGUAGES, PLACE_IN_QUEUE

pytestmark = BROWSER_TESTS

OPEN_FOR = timedelta(minutes=25)
"""Longer than all of these tests take, and shorter than the wait comes to seem in one of them."""
ABOUT_MINUTES = {
    "fi": "Paikkasi jonossa: 1. Odotus noin {} min",
    "sv": "Din plats i kön: 1. Väntan cirka {} min",
    "en": "Your place in the queue: 1. The wait is about {} min",
}
LONGER = {
    "fi": "Odotus on kestänyt pidempään kuin arvioimme.",
    "sv": "Väntan har varat längre än vi beräknade.",
    "en": "The wait has taken longer than we estimated.",
}
TOO_LATE = {
    "fi": "Emme ehkä ehdi vastata ennen kuin palvelu suljetaan. Voit pyytää soittoa",
    "sv": "Vi hinner kanske inte svara innan tjänsten stänger. Du kan be att bli uppringd",
    "en": "We may not get to you before the service closes. You can ask us to call you",
}
BUSY = {
    "fi": "Kaikki asiakaspalvelijat ovat nyt varattuja. Paikkasi jonossa säilyy.",
    "sv": "Alla i kundtjänsten är upptagna just nu. Du har kvar din plats i kön.",
    "en": "Everybody in customer service is busy right now. You keep your place in the queue.",
}
AGAIN = {"fi": "Haluan puhua ihmisen kanssa", "sv": "Jag vill tala med en person", "en": "Talk to a person"}
AS_FEEDBACK = {"fi": "Jätä palautteena", "sv": "Lämna som respons", "en": "Leave it as feedback"}
KIND = {"fi": "Moite", "sv": "Ris", "en": "Complaint"}
CHECK = {"fi": "Tarkista ja lähetä", "sv": "Kontrollera och skicka", "en": "Check and send"}
INSTEAD = {
    "fi": "Lähetän tämän jonottamisen sijaan",
    "sv": "Jag skickar detta i stället för att vänta",
    "en": "I send this instead of waiting",
}
SEND = {"fi": "Lähetä palaute", "sv": "Skicka responsen", "en": "Send feedback"}
BACK = {"fi": "Takaisin keskusteluun", "sv": "Tillbaka till samtalet", "en": "Back to the conversation"}
NOT_CONNECTED = {"fi": "Ei yhteydessä", "sv": "Inte ansluten sedan", "en": "Not connected since"}
CLOSED_QUEUE = {"fi": "Se jono on nyt kiinni.", "sv": "Den kön är stängd nu.", "en": "That queue is closed now."}
OPEN = {"fi": "Auki", "sv": "Öppet", "en": "Open"}
SHUT = {"fi": "Suljettu", "sv": "Slutet", "en": "Shut"}
LATER = {"fi": "Myöhemmin", "sv": "Senare", "en": "Later"}
IS_CLOSED = {"fi": "Kiinni", "sv": "Stängd", "en": "Closed"}
OPENS = {"fi": "Kiinni, aukeaa", "sv": "Stängd, öppnar", "en": "Closed, opens"}
AT_NINE = {"fi": "klo 9.00", "sv": "kl. 9.00", "en": "at 9.00"}
TRANSFER = {"fi": "Siirrä", "sv": "Flytta", "en": "Transfer"}


def opens_later() -> datetime:
    return datetime.now(HELSINKI) + timedelta(days=2)


def queues() -> str:
    """Return queues of which one closes soon, one never, one is closed, and one opens the day after tomorrow."""
    opens, closes = (datetime.now(HELSINKI) + ahead for ahead in (-timedelta(hours=1), OPEN_FOR))
    return f"""
queues:
  city:
    mode: city
    titles: {{fi: Neuvonta, sv: Rådgivning, en: Advice}}
    hours: {{week: {{mon-sun: [08.00-16.00]}}, dates: {{{opens:%Y-%m-%d}: [{opens:%H.%M}-{closes:%H.%M}]}}}}
  open: {{mode: youth, titles: {{fi: Auki, sv: Öppet, en: Open}}, hours: always}}
  shut: {{mode: youth, titles: {{fi: Suljettu, sv: Slutet, en: Shut}}, hours: {{week: {{}}}}}}
  later:
    mode: youth
    titles: {{fi: Myöhemmin, sv: Senare, en: Later}}
    hours: {{week: {{}}, dates: {{{opens_later():%Y-%m-%d}: [09.00-10.00]}}}}
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    folder = tmp_path_factory.mktemp("waits")
    (folder / "queues.yml").write_text(queues(), encoding="utf-8")
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


def ago(minutes: int) -> int:
    return to_microseconds(datetime.now(UTC) - timedelta(minutes=minutes))


def write(stack: Stack, statement: str, *values: object) -> None:
    with contextlib.closing(sqlite3.connect(stack.folder / "luukku.db", timeout=10)) as connection, connection:
        connection.execute(statement, values)


def quick_claims(stack: Stack) -> None:
    """Let three people have been claimed lately, two minutes after coming to the first place."""
    for _ in range(3):
        write(
            stack,
            "INSERT INTO queue_stays"
            " (conversation_id, version, queue, mode, language, place, queued_at, left_at, ending)"
            " VALUES (?, 1, 'city', 'city', 'fi', 1, ?, ?, 'claimed')",
            str(uuid4()),
            ago(4),
            ago(2),
        )


async def on_duty(people: People, language: str) -> AgentPage:
    """Return an agent whose console speaks the language."""
    agent = await people.agent(locale=LOCALES[language])
    client = await AgentClient(people.stack.service.url, people.stack.agent_cookie).connect()
    await client.go_on_duty()
    await client.close()
    return agent


async def queued(people: People, language: str = "fi") -> VisitorPage:
    visitor = await people.chat(language)
    await visitor.request_human()
    await expect(visitor.panel.get_by_text(EVENTS["queued"][language])).to_be_visible()
    return visitor


async def moved_back(people: People, visitor: VisitorPage, minutes: int) -> None:
    """Make it so many minutes longer ago that the visitor came into the queue."""
    conversation, by = people.stack.conversation(await visitor.token())["id"], minutes * 60_000_000
    stays = "UPDATE queue_stays SET queued_at = queued_at - ? WHERE conversation_id = ? AND ending = ''"
    write(people.stack, stays, by, conversation)
    row = "UPDATE conversations SET queued_at = queued_at - ?, told_until = told_until - ? WHERE id = ?"
    write(people.stack, row, by, by, conversation)


async def unseen_for(people: People, token: str, minutes: int) -> None:
    """Make it so long ago that the visitor counted as there.

    The service hears of a tab that is gone a moment later. Until then each heartbeat counts the visitor as there: it is
    written anew until two heartbeats have left it so.
    """
    conversation = people.stack.conversation(token)["id"]
    row = "UPDATE conversations SET visitor_until = ?, queued_at = min(queued_at, ?) WHERE id = ?"
    while True:
        until = ago(minutes)
        write(people.stack, row, until, until, conversation)
        for _ in range(2):
            await a_heartbeat(people)
        # Who was taken out of the queue is looked at no more.
        if people.stack.conversation(token)["visitor_until"] <= until:
            return


async def a_heartbeat(people: People) -> None:
    """Wait until the service has renewed what connected agents hold."""
    query = "SELECT max(present_until) AS until FROM agents"
    before = people.stack.rows(query)[0]["until"]
    while people.stack.rows(query)[0]["until"] == before:
        await asyncio.sleep(0.05)


def button(visitor: VisitorPage, titles: dict[str, str]) -> Locator:
    return visitor.panel.get_by_role("button", name=titles[visitor.language], exact=True)


def told(visitor: VisitorPage, words: dict[str, str]) -> Locator:
    return visitor.panel.get_by_role("status").filter(has_text=words[visitor.language])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_wait_is_told_in_minutes_and_by_itself_that_it_lasts_longer_and_may_be_in_vain(
    people: People, language: str
) -> None:
    quick_claims(people.stack)
    await people.agent_on_duty()
    visitor = await queued(people, language)
    audit = Audit(visitor.page)
    await expect(visitor.panel.get_by_text(ABOUT_MINUTES[language].format(2))).to_be_visible()
    await expect(told(visitor, LONGER)).to_have_count(0)
    await expect(told(visitor, TOO_LATE)).to_have_count(0)
    await audit.look("the wait in minutes")
    # Nothing moves, and nobody does anything.
    await moved_back(people, visitor, 30)
    await expect(visitor.panel.get_by_text(ABOUT_MINUTES[language].format(30))).to_be_visible()
    await expect(told(visitor, LONGER)).to_be_visible()
    await expect(told(visitor, TOO_LATE)).to_be_visible()
    await audit.look("longer than told")
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_everybody_busy_one_waits_and_is_told_so(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    await agent.duty.select_option("busy")
    visitor = await queued(people, language)
    await expect(told(visitor, BUSY)).to_be_visible()
    audit = Audit(visitor.page)
    await audit.look("everybody busy")
    await agent.duty.select_option("available")
    await expect(told(visitor, BUSY)).to_have_count(0)
    assert audit.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_case_sent_from_the_queue_ends_the_wait_and_what_is_typed_stays(people: People, language: str) -> None:
    agent = await people.agent_on_duty()
    visitor = await queued(people, language)
    audit = Audit(visitor.page)
    await expect(agent.claims).to_have_count(1)
    await visitor.field.fill(COMPLAINT[language])
    await button(visitor, AS_FEEDBACK).click()
    form = visitor.panel.locator(".feedback")
    await form.get_by_role("radio", name=KIND[language]).check()
    await form.get_by_role("button", name=CHECK[language]).click()
    instead = form.get_by_role("checkbox", name=INSTEAD[language])
    await expect(instead).to_be_checked()
    await audit.look("sent instead of waiting")
    await form.get_by_role("button", name=SEND[language]).click()
    await form.get_by_role("button", name=BACK[language]).click()
    await expect(visitor.newest).to_contain_text(EVENTS["case_received"][language])
    await expect(agent.claims).to_have_count(0)
    await expect(visitor.field).to_have_value(COMPLAINT[language])
    token = await visitor.token()
    assert people.stack.conversation(token)["owner"] == "bot"
    assert [case["text"] for case in people.stack.cases(token)] == [COMPLAINT[language]]
    stays = "SELECT ending FROM queue_stays WHERE conversation_id = ?"
    found = people.stack.rows(stays, people.stack.conversation(token)["id"])
    assert [row["ending"] for row in found] == ["case"]
    assert await visitor.told() == [("system", "queued"), ("system", "case_received")]
    assert audit.violations == []


async def test_who_thinks_better_of_a_callback_has_lost_nothing_that_was_typed(people: People) -> None:
    await people.agent_on_duty()
    visitor = await queued(people)
    await visitor.field.fill(COMPLAINT["fi"])
    await button(visitor, {"fi": "Pyydä soittoa"}).click()
    await button(visitor, {"fi": "Peruuta"}).click()
    await expect(visitor.field).to_have_value(COMPLAINT["fi"])
    await expect(visitor.panel.get_by_text("[object")).to_have_count(0)


async def test_feedback_from_the_header_asks_and_keeps_the_place(people: People) -> None:
    await people.agent_on_duty()
    visitor = await queued(people)
    await visitor.action(FEEDBACK).click()
    form = visitor.panel.locator(".feedback")
    await form.get_by_role("radio", name=KIND["fi"]).check()
    await form.get_by_label("Palaute", exact=True).fill(COMPLAINT["fi"])
    await form.get_by_role("button", name=CHECK["fi"]).click()
    await expect(form.get_by_role("checkbox", name=INSTEAD["fi"])).not_to_be_checked()
    await form.get_by_role("button", name=SEND["fi"]).click()
    await form.get_by_role("button", name=BACK["fi"]).click()
    await expect(visitor.panel.get_by_text(PLACE_IN_QUEUE["fi"].format(1))).to_be_visible()
    assert people.stack.conversation(await visitor.token())["owner"] == "queue"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_is_not_there_is_shown_so_taken_out_and_has_the_place_again(people: People, language: str) -> None:
    agent = await on_duty(people, language)
    visitor = await queued(people, language)
    other = await queued(people, language)
    token = await visitor.token()
    await expect(other.panel.get_by_text(PLACE_IN_QUEUE[language].format(2))).to_be_visible()
    await visitor.page.goto("about:blank")
    audit = Audit(agent.page)
    await unseen_for(people, token, 1)
    gone = agent.page.locator("queue-list li").first.get_by_text(NOT_CONNECTED[language])
    await expect(gone).to_be_visible()
    await audit.look("not connected")
    await unseen_for(people, token, 11)
    await expect(other.panel.get_by_text(PLACE_IN_QUEUE[language].format(1))).to_be_visible()
    await expect(gone).to_have_count(0)
    await visitor.come_back()
    await expect(visitor.newest).to_contain_text(EVENTS["vanished"][language])
    look = Audit(visitor.page)
    await look.look("taken out of the queue")
    await visitor.option(AGAIN[language]).click()
    await expect(visitor.panel.get_by_text(PLACE_IN_QUEUE[language].format(1))).to_be_visible()
    await expect(other.panel.get_by_text(PLACE_IN_QUEUE[language].format(2))).to_be_visible()
    assert await visitor.told() == [("system", "queued"), ("system", "vanished"), ("system", "queued")]
    assert audit.violations + look.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_agent_sees_that_the_visitor_of_an_open_conversation_is_not_there(
    people: People, language: str
) -> None:
    agent = await on_duty(people, language)
    visitor = await queued(people)
    token = await visitor.token()
    await agent.page.locator("queue-list li button").first.click()
    await expect(agent.page.locator("own-list li")).to_have_count(1)
    await visitor.page.goto("about:blank")
    await unseen_for(people, token, 2)
    for place in ("own-list", "conversation-view header"):
        await expect(agent.page.locator(place).get_by_text(NOT_CONNECTED[language])).to_be_visible()
    audit = Audit(agent.page)
    await audit.look("the visitor is not connected")
    await visitor.come_back()
    await expect(agent.page.get_by_text(NOT_CONNECTED[language])).to_have_count(0)
    assert audit.violations == []


async def transferring(people: People, language: str) -> tuple[AgentPage, VisitorClient]:
    """Return an agent who is asked to whom a young person's conversation goes."""
    agent = await on_duty(people, language)
    young = await VisitorClient(people.stack.service.url, mode="youth", language=language).connect()
    await young.do("request_human", {"queue": "open"})
    await agent.page.locator("queue-list li button").first.click()
    await agent.page.get_by_role("button", name=TRANSFER[language], exact=True).click()
    return agent, young


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_closed_queue_says_so_and_when_it_opens_and_is_not_to_be_chosen(people: People, language: str) -> None:
    agent, young = await transferring(people, language)
    try:
        dialog, day = agent.page.get_by_role("dialog"), opens_later()
        await expect(dialog.get_by_role("radio", name=OPEN[language], exact=True)).to_be_enabled()
        shut, later = (dialog.get_by_role("radio", name=titles[language]) for titles in (SHUT, LATER))
        for queue in (shut, later):
            await expect(queue).to_be_disabled()
        await expect(shut).to_have_accessible_name(f"{SHUT[language]} {IS_CLOSED[language]}")
        label = dialog.locator("label").filter(has_text=LATER[language])
        await expect(label).to_contain_text(OPENS[language])
        await expect(label).to_contain_text(f"{day.day}.{day.month}. {AT_NINE[language]}")
        audit = Audit(agent.page)
        await audit.look("closed queues")
        assert audit.violations == []
    finally:
        await young.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_transfer_to_a_closed_queue_is_refused_in_its_own_words(people: People, language: str) -> None:
    agent, young = await transferring(people, language)
    try:
        dialog = agent.page.get_by_role("dialog")
        shut = dialog.get_by_role("radio", name=SHUT[language])
        # As in a dialog that was opened before the hours ended.
        await shut.evaluate("queue => (queue.disabled = false)")
        await shut.check()
        await dialog.get_by_role("button", name=TRANSFER[language], exact=True).click()
        await expect(agent.page.get_by_text(CLOSED_QUEUE[language])).to_be_visible()
        await expect(agent.own).to_have_count(1)
    finally:
        await young.close()
