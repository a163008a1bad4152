"""A real SMTP server on loopback that keeps what it gets, and refuses, hangs or breaks off when it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.service import free_port

OnData = Callable[[SMTP], Awaitable[str | None]]


@dataclass(frozen=True)
class Delivered:
    """A mail as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    def body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        content: str = part.get_content()
        return content.replace("\r\n", "\n")


@dataclass
class MailServer:
    """`refused`: what is answered to which recipient; `on_data`: answers instead of taking a mail, or returns None."""

    port: int = field(default_factory=free_port)
    refused: dict[str, str] = field(default_factory=dict)
    on_mail: str = ""
    on_data: OnData | None = None
    tls: ssl.SSLContext | None = None
    password: str = ""
    inbox: list[Delivered] = field(default_factory=list)
    connections: int = 0
    _server: asyncio.Server | None = None
    _open: list[SMTP] = field(default_factory=list)

    async def start(self) -> MailServer:
        self._server = await asyncio.get_running_loop().create_server(self._connection, "127.0.0.1", self.port)
        return self

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            for connection in self._open:
                if connection.transport is not None:
                    connection.transport.close()
            self._open.clear()
            await self._server.wait_closed()
            self._server = None

    def _connection(self) -> SMTP:
        self.connections += 1
        how: dict[str, Any] = {"hostname": "mail.example.fi", "loop": asyncio.get_running_loop()}
        if self.tls:
            how.update(tls_context=self.tls, require_starttls=True)
        if self.password:
            how.update(authenticator=self._sign_in, auth_required=True, auth_require_tls=self.tls is not None)
        connection = SMTP(self, enable_SMTPUTF8=True, **how)
        self._open.append(connection)
        return connection

    def _sign_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password.decode() == self.password, handled=False)

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.on_mail:
            return self.on_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.on_data is not None:
            answer = await self.on_data(server)
            if answer is not None:
                return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.inbox.append(Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        return "250 OK"
