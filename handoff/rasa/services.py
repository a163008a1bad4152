"""What the custom actions may ask of the service: the other side of `actions.ports`."""

from __future__ import annotations

import logging
from typing import cast

from actions.ports import CaseReceipt, CaseStatus, CodeTrouble, HumanOutcome, ServicesUnavailable
from handoff.cases.codes import Mistyped
from handoff.cases.model import CaseKind, NewCase
from handoff.cases.service import Cases
from handoff.conversations.model import Language
from handoff.conversations.service import Conversations
from handoff.errors import LuukkuError

log = logging.getLogger(__name__)


class ActionServices:
    """The services, as actions see them."""

    def __init__(self, conversations: Conversations, cases: Cases) -> None:
        self._conversations = conversations
        self._cases = cases

    async def request_human(self, conversation: str, turn: str) -> HumanOutcome:
        """Queue the conversation; what came of it is already said in the conversation."""
        try:
            return (await self._conversations.request_human_for_turn(conversation, turn)).outcome
        except LuukkuError as error:
            log.warning("a person could not be asked for: %s", error.code, extra={"conversation": conversation})
            return "unavailable"

    async def submit_feedback(
        self, conversation: str, turn: str, *, kind: str, text: str, place: str, email: str, language: str
    ) -> CaseReceipt:
        """Store the case of a form, once a turn."""
        try:
            new = NewCase(
                mode=await self._conversations.mode_of(conversation),
                origin=turn,
                conversation_id=conversation,
                kind=cast(CaseKind, kind),  # the form lets nothing else through
                text=text,
                place=place,
                email=email,
                contact="email" if email else "none",
                language=cast(Language, language),
                channel="bot",
            )
            case = await self._cases.submit(new)
            await self._conversations.announce_case_of_turn(conversation, turn, case.code, case.due_on)
        except LuukkuError as error:
            raise ServicesUnavailable(error.code) from error
        return CaseReceipt(code=case.code, due_on=case.due_on)

    async def find_case(self, code: str) -> CaseStatus | CodeTrouble:
        """Return what the sender may know of the case of a code, or what is wrong with the code."""
        try:
            case = await self._cases.find(code)
        except Mistyped:
            return "mistyped"
        except LuukkuError as error:
            raise ServicesUnavailable(error.code) from error
        if case is None:
            return "unknown"
        return CaseStatus(
            code=case.code, kind=case.kind, status=case.status, received_on=case.received_on, due_on=case.due_on
        )
