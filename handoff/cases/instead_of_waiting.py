"""A case sent instead of waiting for a person: stored, and out of the queue, in one operation."""

from __future__ import annotations

from sqlalchemy import Connection, select

from handoff.audit.model import VISITOR
from handoff.cases.model import Case, NewCase
from handoff.cases.service import Cases
from handoff.conversations.case_origins import unlinked
from handoff.conversations.ledger import Ledger
from handoff.conversations.model import Changed, Visitor
from handoff.conversations.ownership import access, take_out
from handoff.conversations.texts import system_event
from handoff.conversations.unsaid import case_event, note_case
from handoff.storage.tables import cases


class InsteadOfWaiting:
    """Takes such cases."""

    def __init__(self, ledger: Ledger, cases: Cases) -> None:
        self._ledger = ledger
        self._cases = cases

    async def submit(self, visitor: Visitor, new: NewCase) -> Case:
        """Store the case, once, and end the wait if there still is one: an agent who was first keeps the conversation.

        Raises:
            NotFound: there is no conversation to wait with.
        """
        store_case = await self._cases.storing(new)

        def store(connection: Connection) -> tuple[Case, Changed]:
            now = self._ledger.now()
            conversation = access(connection, visitor, None, now)
            # A young person's conversation does not name the case: the code would lead from one to the other.
            is_named = new.mode != "youth"
            origin = new.origin if is_named else unlinked(new.origin)
            is_repeated = connection.execute(select(cases.c.id).where(cases.c.origin == origin)).first() is not None
            case = store_case(connection)
            if conversation.owner != "queue" or is_repeated:
                if not is_named:
                    return case, Changed(conversation)
                return case, note_case(connection, conversation, new.origin, case.code, case.due_on, now=now)
            told = system_event("queue_left", conversation.language)
            if is_named:
                told = case_event(conversation.language, new.origin, case.code, case.due_on)
            return case, take_out(connection, conversation, told, now, actor=VISITOR, code="case_received")

        case, changed = await self._ledger.write(visitor.token_hash, store)
        await self._ledger.show_change(changed)
        return case
