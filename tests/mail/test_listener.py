"""Replies come in by real SMTP: kept before they are acknowledged, once each, and nothing but replies to cases."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE

import aiosmtplib
import pytest
from aiosmtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from hypothesis import given
from hypothesis import strategies as st

from handoff.conversations.masking import IDENTITY_MASK
from handoff.errors import Unavailable
from handoff.mail.addresses import find_token, make_token, reply_address
from handoff.mail.listener import MAX_CONNECTIONS, ReplyDoor
from handoff.mail.model import Parcel
from handoff.mail.reading import MAX_CHARS, Outcome, ReceivedReply, Unreadable, read_reply
from handoff.mail.smtp import as_message
from handoff.settings import Settings
from tests.mail.conftest import NOW, Clock, a_mail

DOMAIN = "asiat.example.fi"
TOKEN = "o6zqhmu5bzdgri76"
CASE = reply_address(TOKEN, DOMAIN)
OTHER = reply_address("a" * 16, DOMAIN)
OWN = frozenset({"luukku@example.fi"})


@dataclass
class Cases:
    """Keeps replies as the cases do: once for each Message-ID of a case."""

    kept: dict[tuple[str, str], ReceivedReply] = field(default_factory=dict)
    closed: bool = False
    fault: Exception | None = None
    gate: asyncio.Event | None = None
    offered: asyncio.Event = field(default_factory=asyncio.Event)

    async def received(self, token: str, reply: ReceivedReply) -> Outcome:
        self.offered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        if token != TOKEN:
            return "unknown"
        if self.closed:
            return "closed"
        self.kept.setdefault((token, reply.message_id), reply)
        return "stored"

    @property
    def only(self) -> ReceivedReply:
        [reply] = self.kept.values()
        return reply


@pytest.fixture
def cases() -> Cases:
    return Cases()


@pytest.fixture
async def door(cases: Cases, clock: Clock) -> AsyncIterator[ReplyDoor]:
    settings = Settings(
        mail_in_host="127.0.0.1",
        mail_in_port=0,
        mail_domain=DOMAIN,
        mail_from="Luukku <luukku@example.fi>",
        mail_size_limit=100_000,
    )
    door = ReplyDoor(cases, settings, clock)
    await door.open()
    yield door
    await door.close()


def a_reply(text: str = "Keinu on vielä rikki.\n", **heads: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "maija@example.org", "To": CASE, "Message-ID": "<1@example.org>", **heads}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


async def deliver(
    door: ReplyDoor, message: EmailMessage | bytes, *to: str, sender: str = "maija@example.org"
) -> tuple[dict[str, object], str]:
    content = message if isinstance(message, bytes) else message.as_bytes(policy=WIRE)
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=door.port, start_tls=False, timeout=10)
    await client.connect()
    try:
        refused, answer = await client.sendmail(sender, list(to or (CASE,)), content)
        return dict(refused), answer
    finally:
        client.close()


def read(message: EmailMessage | bytes, sender: str = "maija@example.org") -> ReceivedReply | None:
    content = message if isinstance(message, bytes) else message.as_bytes(policy=WIRE)
    return read_reply(content, sender, OWN, NOW)


def test_tokens_are_long_enough_and_survive_servers_that_shout() -> None:
    assert len({make_token() for _ in range(1000)}) == 1000
    assert find_token(CASE.upper(), DOMAIN) == TOKEN
    assert len(TOKEN) * 5 == 80


@pytest.mark.parametrize(
    "address",
    [
        "",
        f"case@{DOMAIN}",
        f"case+@{DOMAIN}",
        f"case+{TOKEN}@example.org",
        f"case+{TOKEN}x@{DOMAIN}",
        f"luukku@{DOMAIN}",
        f"case+{TOKEN[:15]}1@{DOMAIN}",
        f"x.case+{TOKEN}@{DOMAIN}",
        f"case+{TOKEN}@{DOMAIN}.org",
    ],
)
def test_nothing_else_is_a_case_address(address: str) -> None:
    assert find_token(address, DOMAIN) is None


async def test_a_reply_is_kept_and_then_acknowledged(door: ReplyDoor, cases: Cases) -> None:
    cases.gate = asyncio.Event()
    sending = asyncio.create_task(deliver(door, a_reply()))
    await cases.offered.wait()
    assert not sending.done(), "nothing is promised before it is kept"
    cases.gate.set()
    assert (await sending)[1] == "2.0.0 Stored"
    assert cases.only == ReceivedReply("<1@example.org>", "Keinu on vielä rikki.", 0, NOW)


async def test_the_same_mail_twice_is_kept_once(door: ReplyDoor, cases: Cases) -> None:
    for _ in range(2):
        await deliver(door, a_reply())
    without = a_reply("Toinen")
    del without["Message-ID"]
    for _ in range(2):
        await deliver(door, without)
    assert [reply.text for reply in cases.kept.values()] == ["Keinu on vielä rikki.", "Toinen"]


async def test_while_the_database_is_away_the_mail_stays_with_its_server(door: ReplyDoor, cases: Cases) -> None:
    cases.fault = Unavailable()
    with pytest.raises(SMTPDataError) as refused:
        await deliver(door, a_reply())
    assert refused.value.code == 451
    cases.fault = None
    await deliver(door, a_reply())
    assert cases.only.text == "Keinu on vielä rikki."


async def test_a_fault_of_ours_loses_no_mail_and_tells_nothing(
    door: ReplyDoor, cases: Cases, caplog: pytest.LogCaptureFixture
) -> None:
    cases.fault = KeyError("salaisuus")
    with pytest.raises(SMTPDataError) as refused:
        await deliver(door, a_reply())
    assert refused.value.code == 451
    assert "salaisuus" not in refused.value.message


@pytest.mark.parametrize(("closed", "to", "code"), [(True, CASE, "5.2.1"), (False, OTHER, "5.1.1")])
async def test_a_closed_or_unknown_case_is_told_to_the_sender(
    door: ReplyDoor, cases: Cases, closed: bool, to: str, code: str
) -> None:
    cases.closed = closed
    with pytest.raises(SMTPDataError) as refused:
        await deliver(door, a_reply(), to)
    assert (refused.value.code, refused.value.message[:5]) == (550, code)
    assert cases.kept == {}


@pytest.mark.parametrize("to", [f"luukku@{DOMAIN}", f"case+{TOKEN}@example.org", "anybody@example.org"])
async def test_any_other_recipient_is_refused_before_the_mail_comes(door: ReplyDoor, cases: Cases, to: str) -> None:
    with pytest.raises(SMTPRecipientsRefused) as refused:
        await deliver(door, a_reply(), to)
    assert refused.value.recipients[0].code == 550
    assert not cases.offered.is_set()


async def test_of_two_cases_the_second_is_put_off(door: ReplyDoor, cases: Cases) -> None:
    refused, _ = await deliver(door, a_reply(), CASE, OTHER)
    [(code, _message)] = refused.values()  # type: ignore[misc]
    assert code == 452
    assert len(cases.kept) == 1


async def test_a_mail_that_is_too_large_is_refused(door: ReplyDoor, cases: Cases) -> None:
    with pytest.raises(SMTPResponseException) as refused:
        await deliver(door, a_reply("x" * 70 + "\n" + "pitkä rivi\n" * 20_000))
    assert refused.value.code == 552
    assert not cases.offered.is_set()


async def test_more_connections_than_are_served_are_told_to_come_again(door: ReplyDoor) -> None:
    clients = [
        aiosmtplib.SMTP(hostname="127.0.0.1", port=door.port, start_tls=False, timeout=10)
        for _ in range(MAX_CONNECTIONS)
    ]
    for client in clients:
        await client.connect()
    with pytest.raises(SMTPResponseException) as refused:
        await deliver(door, a_reply())
    assert refused.value.code == 421
    for client in clients:
        client.close()


async def test_logs_name_nobody(door: ReplyDoor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await deliver(door, a_reply())
    said = [record.getMessage() for record in caplog.records if record.name.startswith(("handoff", "mail"))]
    assert said == ["a reply came in: stored"]


async def test_it_listens_only_if_it_is_told_to(cases: Cases, clock: Clock) -> None:
    door = ReplyDoor(cases, Settings(), clock)
    await door.open()
    with pytest.raises(AssertionError):
        _ = door.port
    await door.close()


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "Auto-Generated; type=x"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"List_Id": "<lista.example.org>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
)
async def test_what_a_machine_has_written_is_taken_and_left_out(
    door: ReplyDoor, cases: Cases, heads: dict[str, str]
) -> None:
    _, answer = await deliver(door, a_reply("Olen lomalla.", **heads))
    assert "not kept" in answer
    assert not cases.offered.is_set()


def test_reports_and_our_own_mail_are_left_out_too() -> None:
    assert read(a_reply(), sender="") is None
    assert read(a_reply(), sender="Luukku@Example.fi") is None
    assert read(as_message(Parcel(mail=a_mail(), created_at=NOW, attempts=1), "luukku@example.fi")) is None
    assert read(b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nx") is None
    person = read(a_reply(Auto_Submitted="no"))
    assert person is not None


def test_identity_codes_are_masked() -> None:
    reply = read(a_reply("Olen 010190-123A."))
    assert reply is not None
    assert reply.text == f"Olen {IDENTITY_MASK}."


def test_attachments_are_counted_and_not_kept() -> None:
    message = a_reply("Kuva liitteenä.")
    message.add_alternative("<p>Kuva liitteenä, sivuna.</p>", subtype="html")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="keinu.jpg")
    message.add_attachment("salainen liite", filename="muistio.txt")
    inner = EmailMessage()
    inner.set_content("välitetty viesti")
    message.add_attachment(inner)
    reply = read(message)
    assert reply is not None
    assert (reply.text, reply.images_ignored) == ("Kuva liitteenä.", 3)


def test_words_on_both_sides_of_a_picture_are_kept() -> None:
    raw = (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nEnnen.\r\n"
        b"--x\r\nContent-Type: image/jpeg\r\nContent-Disposition: inline; filename=a.jpg\r\n\r\nabc\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nSen jlkeen.\r\n--x--\r\n"
    )
    reply = read(raw)
    assert reply is not None
    assert (reply.text.split(), reply.images_ignored) == (["Ennen.", "Sen", "jlkeen."], 1)


def test_a_page_without_plain_text_is_read_as_text() -> None:
    message = EmailMessage()
    message.set_content("<div>Keinu on <b>rikki</b>.</div><blockquote>vanha</blockquote>", subtype="html")
    reply = read(message)
    assert reply is not None
    assert reply.text == "Keinu on rikki."


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "no-such-charset"])
def test_a_text_in_any_alphabet_is_read(charset: str) -> None:
    encoded = "Mäkelä".encode("utf-8" if charset == "no-such-charset" else charset)
    reply = read(f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + encoded)
    assert reply is not None
    assert reply.text == "Mäkelä"


def test_a_very_long_text_is_cut_with_a_sign() -> None:
    reply = read(a_reply("sana " * MAX_CHARS))
    assert reply is not None
    assert len(reply.text) <= MAX_CHARS
    assert reply.text.endswith(" […]")


def test_a_message_id_without_end_is_replaced_by_one_of_the_content() -> None:
    long_id = f"<{'x' * 900}@example.org>"
    first, again, other = (read(f"Message-ID: {long_id}\r\n\r\n{text}".encode()) for text in ("a", "a", "b"))
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.message_id == again.message_id != other.message_id
    assert len(first.message_id) < 100


def test_parts_within_parts_without_end_are_no_mail() -> None:
    heads = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(2000))
    with pytest.raises(Unreadable):
        read(heads.encode() + b"Content-Type: text/plain\r\n\r\nsyvalla\r\n")


@given(st.binary(max_size=2000), st.sampled_from([b"", b"Content-Type: ", b"Content-Disposition: ", b"Message-ID: "]))
def test_whatever_comes_is_read_or_refused(content: bytes, head: bytes) -> None:
    try:
        reply = read(head + content)
    except Unreadable:
        return
    assert reply is None or (isinstance(reply.text, str) and isinstance(reply.at, datetime))
