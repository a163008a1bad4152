"""Mail by SMTP: what a letter looks like on the wire, and what a server's answers mean."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.policy import SMTPUTF8 as WIRE_UTF8
from email.utils import format_datetime, parseaddr
from typing import NoReturn

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from handoff.mail.model import BAD_ADDRESS, NotSent, Parcel
from handoff.settings import Settings

_NOT_SIGNED_IN = (530, 535, 538)
"""A server that says so to a recipient speaks of us (RFC 4954)."""


class SmtpCarrier:
    """The city's mail server, with a connection for each mail: they are some hundreds a day."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sender = parseaddr(settings.mail_from)[1]
        self.time_limit: timedelta = settings.smtp_timeout

    async def send(self, parcel: Parcel) -> None:
        """Return once the server has said that it has the mail.

        Raises:
            NotSent: it has not. It may have it all the same if the connection broke before its answer: who gets it
                twice can tell by the Message-ID.
        """
        message = as_message(parcel, self._settings.mail_from)
        client = self._client()
        try:
            async with asyncio.timeout(self.time_limit.total_seconds()):
                await self._connect(client)
                await self._hand_over(client, parcel.mail.recipient, message)
        except TimeoutError as error:
            raise NotSent("timeout") from error
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        settings = self._settings
        return aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port or None,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            timeout=self.time_limit.total_seconds(),
            local_hostname=self._sender.rpartition("@")[2],
        )

    async def _connect(self, client: aiosmtplib.SMTP) -> None:
        try:
            await client.connect()
        except SMTPAuthenticationError as error:
            raise NotSent(f"auth_{error.code}", concerns_all=True) from error
        except TimeoutError as error:
            raise NotSent("connect_timeout", concerns_all=True) from error
        except SMTPResponseException as error:
            raise NotSent(f"connect_{error.code}", concerns_all=True) from error
        except (SMTPException, ssl.SSLError, OSError) as error:
            code = "tls" if _is_about_tls(error) else "connect"
            raise NotSent(code, concerns_all=True) from error

    async def _hand_over(self, client: aiosmtplib.SMTP, recipient: str, message: EmailMessage) -> None:
        is_plain = recipient.isascii()
        content = message.as_bytes(policy=WIRE if is_plain else WIRE_UTF8)
        try:
            await client.sendmail(
                self._sender, [recipient], content, mail_options=[] if is_plain else ["SMTPUTF8", "BODY=8BITMIME"]
            )
        except SMTPRecipientsRefused as error:
            _refused("recipient", error.recipients[0].code, error)
        except SMTPDataError as error:
            _refused("data", error.code, error)
        except SMTPSenderRefused as error:
            raise NotSent(f"sender_{error.code}", concerns_all=True) from error
        except SMTPNotSupported as error:
            raise NotSent("smtputf8", is_final=True) from error
        except SMTPResponseException as error:
            raise NotSent(f"smtp_{error.code}") from error
        except ValueError as error:
            raise NotSent(BAD_ADDRESS, is_final=True) from error
        except TimeoutError as error:
            raise NotSent("timeout") from error
        except (SMTPException, OSError) as error:
            raise NotSent("disconnected") from error
        # It has the mail; that it also takes its leave is a courtesy.
        with contextlib.suppress(SMTPException, OSError, TimeoutError):
            await client.quit()


def _refused(what: str, code: int, error: Exception) -> NoReturn:
    is_final = code >= 500 and code not in _NOT_SIGNED_IN
    raise NotSent(f"{what}_{code}", is_final=is_final, concerns_all=code in _NOT_SIGNED_IN) from error


def _is_about_tls(error: BaseException) -> bool:
    """Tell whether a certificate or the server's lack of TLS is the reason, somewhere down the chain."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "STARTTLS" in str(seen):
            return True
        seen = seen.__cause__
    return False


def as_message(parcel: Parcel, mail_from: str) -> EmailMessage:
    """Return the mail with both of its bodies, marked so that no machine answers it (RFC 3834)."""
    mail = parcel.mail
    message = EmailMessage()
    message["From"] = mail_from
    message["To"] = mail.recipient
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(parcel.created_at)
    message["Message-ID"] = mail.message_id
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.in_reply_to:
        message["In-Reply-To"] = message["References"] = mail.in_reply_to
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Exchange looks for this one
    # Readable by every server on the way, also one that takes seven bits.
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.language  # last, or it goes with the first part
    return message
