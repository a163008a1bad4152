"""What the staff's browsers say of cases."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from handoff.realtime.payloads import ContentId, Language, MessageId, Payload, Phone, Text, Uuid, Version

CaseKindName = Literal["complaint", "thanks", "idea", "question", "other", "accessibility"]
CaseListName = Literal["mine", "unit", "unsorted", "late", "today", "escalated", "open", "all"]
CaseStep = Literal[
    "take", "assign", "route", "interim", "answer", "reject", "transfer", "close", "reopen", "merge", "unpublish"
]
ContactChannel = Literal["phone", "counter"]
CaseCode = Annotated[str, msgspec.Meta(max_length=20, pattern="^[A-Z0-9-]+$")]
ServiceCode = Annotated[str, msgspec.Meta(max_length=40, pattern="^[A-Za-z0-9_.-]*$")]
Words = Annotated[str, msgspec.Meta(max_length=200)]
Email = Annotated[str, msgspec.Meta(max_length=254)]
Title = Annotated[str, msgspec.Meta(max_length=120)]


class CasePlace(Payload, frozen=True):
    """Behind which case a page of a list begins, as the page before has told it."""

    key: Annotated[int, msgspec.Meta(ge=0)]
    id: Uuid


class FindCases(Payload, frozen=True):
    """`find_cases`: a page of a list, narrowed by what is not empty. `words` may be a code.

    `units`: whose list "unit" is; none: those of the agent.
    """

    name: CaseListName
    service: ServiceCode = ""
    kind: CaseKindName | Literal[""] = ""
    language: Language | Literal[""] = ""
    words: Words = ""
    units: Annotated[tuple[ContentId, ...], msgspec.Meta(max_length=40)] = ()
    after: CasePlace | None = None


class OpenCase(Payload, frozen=True):
    """`open_case`: all of a case; that it was looked at is in the log."""

    code: CaseCode


class StepCase(Payload, frozen=True):
    """`step_case`: one step of a case as it was at `version`.

    `text`: what the sender is told, or why it is opened again. `to`: an agent's id (empty: back to the unit's list), a
    service's code, who answers instead, or the code of the case to follow, as the step needs.
    """

    code: CaseCode
    version: Version
    step: CaseStep
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    to: Annotated[str, msgspec.Meta(max_length=200)] = ""


class NoteCase(Payload, frozen=True):
    """`note_case`: a note that the sender never sees. With `unit`, those are told of the case; it stays where it is."""

    id: MessageId
    code: CaseCode
    text: Text
    unit: ContentId = ""


class SeenCase(Payload, frozen=True):
    """A case as it was before somebody's eyes."""

    code: CaseCode
    version: Version


class AnswerCases(Payload, frozen=True):
    """`answer_cases`: one answer to several cases; each is answered or refused by itself."""

    cases: Annotated[list[SeenCase], msgspec.Meta(min_length=1, max_length=50)]
    text: Text


class PublishCase(Payload, frozen=True):
    """`publish_case`: show an answered case on the public board, in these words and with these images."""

    code: CaseCode
    version: Version
    title: Annotated[str, msgspec.Meta(max_length=120, pattern="\\S")]
    text: Text
    answer: Text
    images: Annotated[tuple[Uuid, ...], msgspec.Meta(max_length=5)] = ()


class LogContact(Payload, frozen=True):
    """`log_contact`: somebody called or came by, and a case is made of it for them.

    `service`: if the agent knows it; else it is proposed. `email` and `phone`: how they want to hear of it, if at all.
    """

    id: MessageId
    channel: ContactChannel
    language: Language
    kind: CaseKindName
    text: Annotated[str, msgspec.Meta(max_length=4000, pattern="\\S")]
    title: Title = ""
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    service: ServiceCode = ""
    email: Email = ""
    phone: Phone = ""
    name: Annotated[str, msgspec.Meta(max_length=80)] = ""
    may_publish: bool = False


class LogAdvice(Payload, frozen=True):
    """`log_advice`: general advice was given, and there is no case: counted, without a word of it."""

    id: MessageId
    channel: ContactChannel
    language: Language
    service: ServiceCode = ""


class ProposeService(Payload, frozen=True):
    """`propose_service`: which services a text may be for, and whether it belongs here, while it is written down."""

    text: Text
    language: Language


class ListServices(Payload, frozen=True):
    """`services`: what the city answers for, and who."""


class ListLetters(Payload, frozen=True):
    """`letters`: how much waits to be sent, and what was given up."""


class LetterChoice(Payload, frozen=True):
    """`retry_letter`, `drop_letter`: send what was given up after all, or never."""

    letter: Uuid
