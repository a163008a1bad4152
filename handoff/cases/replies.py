"""Replies to a case's mail address: what their writers have to add."""

from __future__ import annotations

import hashlib

from handoff.cases import store
from handoff.cases.service import Cases
from handoff.errors import Conflict, InvalidPayload
from handoff.mail.reading import Outcome, ReceivedReply
from handoff.storage.database import Database


class MailReplies:
    """Keeps them with their cases."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    async def received(self, token: str, reply: ReceivedReply) -> Outcome:
        """Add a reply to the case of the token, once for each mail.

        Raises:
            Unavailable: the database is away.
        """
        case = await self._database.read(lambda c: store.find_by_token(c, token))
        if case is None:
            return "unknown"
        request_id = hashlib.sha256(reply.message_id.encode()).hexdigest()[:36]
        try:
            await self._cases.supplement(case.code, request_id, reply.text)
        except Conflict:
            return "closed"
        except InvalidPayload:
            # A mail without words: there is nothing to keep, and nothing to send it back for.
            return "stored"
        return "stored"
