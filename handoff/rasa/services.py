"""What the custom actions may ask of the service: the other side of `actions.ports`."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import TypeVar

from actions.ports import (
    CaseReceipt,
    CaseStatus,
    CodeTrouble,
    ContactWay,
    Feedback,
    HumanOutcome,
    Review,
    SavedForm,
    ServicesUnavailable,
)
from handoff.callbacks.phones import read_phone
from handoff.cases.codes import Mistyped
from handoff.cases.service import Cases
from handoff.conversations.service import Conversations
from handoff.errors import InvalidPayload, LuukkuError
from handoff.rasa.forms import FormServices

log = logging.getLogger(__name__)
T = TypeVar("T")


class ActionServices:
    """The services, as actions see them."""

    def __init__(self, conversations: Conversations, cases: Cases, forms: FormServices) -> None:
        self._conversations = conversations
        self._cases = cases
        self._forms = forms

    async def request_human(self, conversation: str, turn: str) -> HumanOutcome:
        """Queue the conversation; what came of it is already said in the conversation."""
        try:
            return (await self._conversations.request_human_for_turn(conversation, turn)).outcome
        except LuukkuError as error:
            log.warning("a person could not be asked for: %s", error.code, extra={"conversation": conversation})
            return "unavailable"

    async def contact_ways(self) -> tuple[ContactWay, ...]:
        """Return how an answer can be sent."""
        return self._forms.contact_ways()

    async def read_phone(self, text: str) -> str:
        """Return a telephone number as +358…, or nothing."""
        try:
            return read_phone(text)
        except InvalidPayload:
            return ""

    async def review_feedback(self, conversation: str, feedback: Feedback) -> Review:
        """Look at a feedback before it is sent."""
        return await _made_available(self._forms.review(conversation, feedback))

    async def submit_feedback(self, conversation: str, turn: str, feedback: Feedback) -> CaseReceipt:
        """Store the case of a form, once a turn."""
        return await _made_available(self._forms.submit(conversation, turn, feedback))

    async def save_feedback(self, conversation: str, turn: str, feedback: Feedback, send_to: str) -> SavedForm:
        """Keep a form for another time."""
        return await _made_available(self._forms.save(conversation, turn, feedback, send_to))

    async def resume_feedback(self, conversation: str, code: str) -> Feedback | CodeTrouble:
        """Return the form of a code, or what is wrong with the code."""
        return await _made_available(self._forms.resume(conversation, code))

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


async def _made_available(answer: Awaitable[T]) -> T:
    """Return an answer; whatever the service refuses, it cannot do now for the form."""
    try:
        return await answer
    except LuukkuError as error:
        raise ServicesUnavailable(error.code) from error
