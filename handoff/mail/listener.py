"""Takes in replies to cases by SMTP, from the city's own mail server.

Its answer to a mail is given once the reply is durable, so a mail is never lost: while the database is away, or
anything else goes wrong, the other server keeps it and tries again. Nothing here writes a mail, so two machines cannot
answer each other for ever; what a machine has written is taken, and left out.
"""

from __future__ import annotations

import asyncio
import logging
from email.utils import parseaddr

from aiosmtpd.smtp import SMTP, Envelope, Session

from handoff.clock import Clock
from handoff.errors import Unavailable
from handoff.mail.addresses import find_token
from handoff.mail.reading import Outcome, ReceivedReply, Replies, Unreadable, read_reply
from handoff.settings import Settings

log = logging.getLogger(__name__)

IDLE_S = 120.0
"""Between two commands, and for one mail's content."""
MAX_CONNECTIONS = 20
"""Each may hold a mail in memory: at most 200 MB with the default limit."""

_ANSWERS: dict[Outcome, str] = {
    "stored": "250 2.0.0 Stored",
    "unknown": "550 5.1.1 No such case",
    "closed": "550 5.2.1 This case takes no more replies",
}
_LATER = "451 4.3.0 Not stored, try again later"


class ReplyDoor:
    """The listener. Only addresses of cases are let in; everything else is refused before its content comes."""

    def __init__(self, replies: Replies, settings: Settings, clock: Clock) -> None:
        self._replies = replies
        self._settings = settings
        self._own = frozenset({parseaddr(settings.mail_from)[1].lower()}) - {""}
        self._clock = clock
        self._connections: set[SMTP] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def open(self) -> None:
        """Listen, if the settings say so.

        Raises:
            OSError: the address is not there, or taken.
        """
        if not self._settings.mail_in_host:
            return
        # The library logs every command: addresses of citizens.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._connection, self._settings.mail_in_host, self._settings.mail_in_port
        )

    async def close(self) -> None:
        """Listen no longer, and let go of every connection; a mail that is not answered comes again."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._connections):
            if connection.transport is not None:
                connection.transport.close()
        await self._server.wait_closed()

    def _connection(self) -> SMTP:
        return _Connection(self, self._connections, self._settings)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Let in the address of a case, and one in each mail: two cases could not be answered differently."""
        token = find_token(address, self._settings.mail_domain)
        if token is None:
            return "550 5.1.1 No such address"
        if any(find_token(other, self._settings.mail_domain) != token for other in envelope.rcpt_tos):
            return "452 4.5.3 One case at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Read a mail, have it kept, and answer what has become of it."""
        token = find_token(envelope.rcpt_tos[0], self._settings.mail_domain)
        assert token is not None
        assert isinstance(envelope.content, bytes)
        try:
            reply = await self._read(envelope.content, envelope.mail_from or "")
        except Unreadable:
            log.warning("a mail could not be read")
            return "554 5.6.0 Not readable"
        if reply is None:
            log.info("an automatic mail was left out")
            return "250 2.0.0 Taken, not kept: written by a machine"
        try:
            outcome = await self._replies.received(token, reply)
        except Unavailable:
            log.warning("a reply could not be stored; it comes again")
            return _LATER
        log.info("a reply came in: %s", outcome)
        return _ANSWERS[outcome]

    async def handle_exception(self, error: Exception) -> str:
        """Let a mail come again that we have failed at; nothing of the error is told."""
        log.error("mail could not be taken in", exc_info=error)
        return _LATER

    async def _read(self, content: bytes, sender: str) -> ReceivedReply | None:
        # Megabytes of pictures take their time; the loop has chats to carry.
        return await asyncio.to_thread(read_reply, content, sender, self._own, self._clock())


class _Connection(SMTP):
    """One connection, counted."""

    def __init__(self, door: ReplyDoor, others: set[SMTP], settings: Settings) -> None:
        super().__init__(
            door,
            data_size_limit=settings.mail_size_limit,
            hostname=settings.mail_domain,
            ident="ready",
            timeout=IDLE_S,
            loop=asyncio.get_running_loop(),
        )
        self._others = others

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many: who is sent away comes again."""
        super().connection_made(transport)
        if len(self._others) >= MAX_CONNECTIONS:
            assert isinstance(transport, asyncio.Transport)
            transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
            transport.close()
        self._others.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Let it go."""
        self._others.discard(self)
        super().connection_lost(error)
