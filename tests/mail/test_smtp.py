"""What a mail looks like when it has arrived, and that no password or mail goes where it should not."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handoff.mail.model import NewMail, NotSent, Parcel
from handoff.mail.smtp import SmtpCarrier
from tests.mail.conftest import NOW, a_mail, settings_for
from tests.support.mail_server import Delivered, MailServer


async def send(server: MailServer, mail: NewMail, **how: object) -> Delivered:
    await SmtpCarrier(settings_for(server, **how)).send(Parcel(mail=mail, created_at=NOW, attempts=1))
    return server.inbox[-1]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for loopback, which nobody trusts who is not told to."""
    folder = tmp_path_factory.mktemp("tls")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    make += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(make, cwd=folder, check=True, capture_output=True)
    return folder / "certificate.pem"


@pytest.fixture
async def tls_server(certificate: Path) -> AsyncIterator[MailServer]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    server = await MailServer(tls=context, password="oikea").start()
    yield server
    await server.stop()


async def test_both_bodies_arrive_whole_and_in_their_language(mail_server: MailServer) -> None:
    mail = a_mail(text="Ääkkösiä: åäö €\n" + "pitkä " * 400 + "\n.\n.piste\nFrom alku\n")
    message = (await send(mail_server, mail)).message
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert mail_server.inbox[0].body("plain") == mail.text
    assert mail_server.inbox[0].body("html") == mail.html
    assert message["Content-Language"] == "fi"


async def test_its_heads_name_the_case_and_keep_machines_from_answering(mail_server: MailServer) -> None:
    mail = a_mail(reply_to="case+abcdefghijklmnop@asiat.example.fi", in_reply_to="<first@example.fi>")
    message = (await send(mail_server, mail)).message
    assert message["From"] == "Luukku <luukku@example.fi>"
    assert (message["To"], message["Subject"]) == (mail.recipient, mail.subject)
    assert (message["Message-ID"], message["Reply-To"]) == (mail.message_id, mail.reply_to)
    assert message["In-Reply-To"] == message["References"] == "<first@example.fi>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW


async def test_a_subject_cannot_bring_a_head_of_its_own(mail_server: MailServer) -> None:
    delivered = await send(mail_server, a_mail(subject="LK-1\r\nBcc: toinen@example.org"))
    assert delivered.message["Bcc"] is None
    assert delivered.message["Subject"] == "LK-1 Bcc: toinen@example.org"
    assert delivered.recipients == ("maija@example.org",)


async def test_an_address_beyond_ascii_arrives_where_the_server_knows_them(mail_server: MailServer) -> None:
    assert (await send(mail_server, a_mail("mäkelä@example.org"))).recipients == ("mäkelä@example.org",)


async def test_with_starttls_the_password_goes_by_tls(
    tls_server: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    how = {"smtp_tls": "starttls", "smtp_user": "luukku", "smtp_password": "oikea"}
    assert (await send(tls_server, a_mail(), **how)).sender == "luukku@example.fi"
    with pytest.raises(NotSent) as refused:
        await send(tls_server, a_mail(), **{**how, "smtp_password": "väärä"})
    assert (refused.value.code, refused.value.is_final, refused.value.concerns_all) == ("auth_535", False, True)
    assert len(tls_server.inbox) == 1


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tls_server: MailServer) -> None:
    with pytest.raises(NotSent) as refused:
        await send(tls_server, a_mail(), smtp_tls="starttls", smtp_user="luukku", smtp_password="oikea")
    assert (refused.value.code, refused.value.concerns_all) == ("tls", True)
    assert tls_server.inbox == []


async def test_a_server_without_tls_gets_nothing_where_tls_is_wanted(mail_server: MailServer) -> None:
    with pytest.raises(NotSent) as refused:
        await send(mail_server, a_mail(), smtp_tls="starttls")
    assert (refused.value.code, refused.value.is_final) == ("tls", False)
    assert mail_server.inbox == []


async def test_what_is_noted_of_a_refusal_names_nobody(mail_server: MailServer) -> None:
    mail_server.refused["maija@example.org"] = "550 5.1.1 maija@example.org does not live here"
    with pytest.raises(NotSent) as refused:
        await send(mail_server, a_mail())
    assert refused.value.code == str(refused.value) == "recipient_550"
