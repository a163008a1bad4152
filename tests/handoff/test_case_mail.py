"""Letters about cases through a real SMTP server, and the replies to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiosmtplib
import pytest
from sqlalchemy import select

from handoff.audit.model import Nameless
from handoff.cases.desk import Seen
from handoff.cases.model import Case, NewCase
from handoff.storage.tables import outbox
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot
from tests.support.content import with_mailboxes
from tests.support.mail_server import Delivered, MailServer
from tests.support.service import free_port

ADDRESS = {"fi": "fi@example.org", "sv": "sv@example.org", "en": "en@example.org"}
AGENT = Nameless("agent", "a1", "Agent")
SUBJECTS = {
    "fi": ["Asiasi {} on vastaanotettu", "Vastaus asiaasi {}"],
    "sv": ["Vi har tagit emot ditt ärende {}", "Svar på ditt ärende {}"],
    "en": ["We have received your case {}", "Answer to your case {}"],
}


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    server = await MailServer().start()
    yield server
    await server.stop()


@pytest.fixture
async def city(tmp_path: Path, bot: ScriptedBot, mail: MailServer) -> AsyncIterator[World]:
    how = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mail.port,
        "smtp_tls": "none",
        "mail_from": "Kaupunki <palaute@example.org>",
        "mail_in_host": "127.0.0.1",
        "mail_in_port": free_port(),
        "mail_domain": "palaute.example.org",
        "public_url": "https://www.example.org",
        "services": with_mailboxes(tmp_path),
    }
    async with open_world(tmp_path, bot, **how) as world:
        yield world


async def take_in(city: World, **what: Any) -> Case:
    language = what.get("language", "fi")
    new = {"origin": str(uuid4()), "kind": "complaint", "text": "Katuvalo on rikki.", "language": language}
    wish = {"contact": "email", "email": ADDRESS[language]}
    return await city.service.office.cases.submit(
        NewCase(**{**new, "channel": "web", "service_code": "171", **wish, **what})
    )


async def seen(city: World, case: Case) -> Seen:
    found = await city.service.office.cases.find(case.code)
    assert found is not None
    return Seen(found.code, found.version)


async def delivered(city: World, mail: MailServer, count: int) -> list[Delivered]:
    """Wait until so many letters have arrived: the service's own postman brings them."""
    async with asyncio.timeout(20):
        while len(mail.inbox) < count:
            await asyncio.sleep(0.02)
    await city.service.office.postman.deliver_due()
    assert len(mail.inbox) == count
    return mail.inbox


async def reply(city: World, to: str, text: str, message_id: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = ADDRESS["fi"], to, message_id
    message["Subject"] = "Vs: asia"
    message.set_content(text)
    port = city.service.settings.mail_in_port
    await aiosmtplib.send(message, hostname="127.0.0.1", port=port, start_tls=False)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_sender_hears_of_receipt_and_answer_in_their_language(
    city: World, mail: MailServer, language: str
) -> None:
    case = await take_in(city, language=language)
    await city.service.office.desk.answer(AGENT, await seen(city, case), "Lamppu on vaihdettu.")
    first, second = await delivered(city, mail, 2)
    assert [one.message["Subject"] for one in (first, second)] == [
        text.format(case.code) for text in SUBJECTS[language]
    ]
    assert first.recipients == second.recipients == (ADDRESS[language],)
    assert f"/{case.code}" in first.body("plain")
    assert "https://www.example.org/" in first.body("plain")
    assert "Lamppu on vaihdettu." in second.body("plain")
    assert second.message["In-Reply-To"] == first.message["Message-ID"]


async def test_whoever_reads_mail_is_told_who_answers_instead_and_how(city: World, mail: MailServer) -> None:
    case = await take_in(city)
    await city.service.office.desk.transfer(AGENT, await seen(city, case), "Väylävirasto", "He soittavat sinulle.")
    _, told = await delivered(city, mail, 2)
    assert "Väylävirasto" in told.body("plain")
    assert "He soittavat sinulle." in told.body("plain")


async def test_a_unit_that_is_told_of_a_case_hears_it_by_mail_once(city: World, mail: MailServer) -> None:
    case = await take_in(city, contact="none", email="")
    for _ in range(2):
        await city.service.office.desk.inform(AGENT, case.code, "parks", "Puu kaatui tielle.", "one-request")
    (told,) = await delivered(city, mail, 1)
    assert told.recipients == ("parks@units.example.org",)
    assert case.code in told.message["Subject"]
    assert "Kadut ja liikenne haluaa" in told.body("plain")
    assert "Puu kaatui tielle." in told.body("plain")


async def test_a_case_without_a_service_can_be_told_of_too(city: World, mail: MailServer) -> None:
    case = await take_in(city, contact="none", email="", service_code="", text="Jotain outoa, en osaa sanoa mitä.")
    await city.service.office.desk.inform(AGENT, case.code, "parks", "Onko tämä teidän?")
    (told,) = await delivered(city, mail, 1)
    assert "Palautteiden lajittelu haluaa" in told.body("plain")


async def test_who_wants_no_mail_gets_none(city: World, mail: MailServer) -> None:
    silent = await take_in(city, contact="none", email="")
    await city.service.office.desk.answer(AGENT, await seen(city, silent), "Kiitos.")
    await take_in(city)
    await delivered(city, mail, 1)


async def test_a_withdrawal_sends_nothing_more_and_leaves_no_address_behind(city: World, mail: MailServer) -> None:
    case = await take_in(city)
    await delivered(city, mail, 1)
    await city.service.office.cases.withdraw(case.code)
    await delivered(city, mail, 1)
    kept = select(outbox.c.recipient, outbox.c.body_text).where(outbox.c.case_id == case.id)
    assert await city.service.database.read(lambda c: [tuple(row) for row in c.execute(kept)]) == [("", "")]


async def test_a_reply_by_mail_opens_an_answered_case_again_once(city: World, mail: MailServer) -> None:
    case = await take_in(city)
    await city.service.office.desk.answer(AGENT, await seen(city, case), "Lamppu on vaihdettu.")
    _, answer = await delivered(city, mail, 2)
    for _ in range(2):
        await reply(city, answer.message["Reply-To"], "Vieläkin on pimeää.", "<one@example.org>")
    reopened = (await delivered(city, mail, 3))[-1]
    assert case.code in reopened.message["Subject"]
    followed = await city.service.office.cases.follow(case.code)
    assert followed is not None
    assert [event.kind for event in followed.events] == ["received", "answered", "reopened", "supplement"]
    assert followed.events[-1].data == {"text": "Vieläkin on pimeää."}


async def test_a_reply_to_nobodys_address_is_refused(city: World) -> None:
    with pytest.raises(aiosmtplib.SMTPException):
        await reply(city, "case+aaaaaaaaaaaaaaaa@palaute.example.org", "Hei", "<two@example.org>")


async def test_whoever_was_merged_gets_the_same_answer_under_their_own_code(city: World, mail: MailServer) -> None:
    main = await take_in(city)
    follower = await take_in(city, language="sv")
    office = city.service.office
    await office.desk.merge(AGENT, await seen(city, follower), main.code)
    await office.desk.answer(AGENT, await seen(city, main), "Lamppu on vaihdettu.")
    inbox = await delivered(city, mail, 5)
    to_follower = [one for one in inbox if one.recipients == (ADDRESS["sv"],)]
    assert len(to_follower) == 3
    answer = next(one for one in to_follower if "Svar" in one.message["Subject"])
    assert (follower.code in answer.body("plain"), main.code in answer.body("plain")) == (True, False)


async def test_no_event_is_told_twice_and_none_is_left_out(city: World, mail: MailServer) -> None:
    case = await take_in(city)
    desk = city.service.office.desk
    await desk.interim(AGENT, await seen(city, case), "Selvitämme.")
    await desk.note(AGENT, case.code, "Kysytty urakoitsijalta.")
    await desk.answer(AGENT, await seen(city, case), "Valmis.")
    city.clock.advance(timedelta(days=31))
    await city.service.office.watchman.look()
    inbox = await delivered(city, mail, 4)
    assert len({one.message["Message-ID"] for one in inbox}) == 4
    assert not [one for one in inbox if "urakoitsijalta" in one.body("plain")]
