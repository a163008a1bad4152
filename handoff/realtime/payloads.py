"""What browsers say on the Socket.IO wire; with `replies.py` one schema.

The server validates with these structs; `widget/shared/protocol.schema.json` is generated from them
and the browser's TypeScript types are generated from that file. `docs/protocol.md` tells the story.

Field names travel as written. Times are ISO 8601 in UTC, dates ISO 8601, languages ISO 639-1.
Texts are counted in Unicode code points.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

MAX_TEXT_CHARS = 4000
"""The Open311 limit for a description; one limit for every text that a person types."""

MAX_COMMENT_CHARS = 1000

Language = Literal["fi", "sv", "en"]
Mode = Literal["city", "youth"]
CaseKind = Literal["complaint", "thanks", "idea", "question", "other"]
Role = Literal["agent", "supervisor", "editor", "administrator"]
Availability = Literal["available", "busy", "on_break", "away"]

ErrorCode = Literal[
    "invalid_payload",
    "too_large",
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "no_seat",
    "rate_limited",
    "unavailable",
    "internal_error",
]

Uuid = Annotated[str, msgspec.Meta(max_length=36, pattern="^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")]
MessageId = Annotated[
    str, msgspec.Meta(max_length=36, pattern="^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
"""A random UUID (version 4). The bot's answers have version 5, so no browser can take their place."""
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Version = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
ContentId = Annotated[str, msgspec.Meta(max_length=40, pattern="^[a-z_]*$")]
"""Of a queue or a tag; empty: none."""
Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT_CHARS, pattern="\\S")]


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message from a browser: unknown fields are refused."""


class View(msgspec.Struct, frozen=True):
    """A message to a browser: every field is always there."""


# --- what a visitor's browser says ---------------------------------------------------------------


class VisitorConnect(Payload, frozen=True):
    """The `auth` of the `/visitor` namespace.

    `token` is 32 random bytes in base64url without padding, made by the browser, so that a lost
    acknowledgement cannot create a second conversation. The server stores its SHA-256 only.
    """

    token: Annotated[str, msgspec.Meta(max_length=43, pattern="^[A-Za-z0-9_-]{43}$")]
    language: Language
    mode: Mode = "city"
    page: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Sync(Payload, frozen=True):
    """`sync`: everything after `after`, and the state."""

    after: Seq = 0


class VisitorSend(Payload, frozen=True):
    """`send`: one message. `id` is made by the browser: a retry with the same id is harmless."""

    id: MessageId
    text: Text


class Choose(Payload, frozen=True):
    """`choose`: press button number `index` (from 0) of message `seq`."""

    id: MessageId
    seq: Seq
    index: Annotated[int, msgspec.Meta(ge=0, le=20)]


class Typing(Payload, frozen=True):
    """`typing` of a visitor: that, never what."""

    on: bool


class SetLanguage(Payload, frozen=True):
    """`set_language`: the conversation goes on in this language."""

    language: Language


class RequestHuman(Payload, frozen=True):
    """`request_human`: the menu's way to a person, which works with Rasa stopped too; `queue`: the topic chosen."""

    queue: ContentId = ""


class ListQueues(Payload, frozen=True):
    """`queues`: what can be chosen, and when it is open."""


class LeaveQueue(Payload, frozen=True):
    """`leave_queue`: back to the bot."""


class CloseConversation(Payload, frozen=True):
    """`close` of a visitor: end the conversation."""


class Rate(Payload, frozen=True):
    """`rate`: quick feedback on the conversation, once. Either figure may be null, not both."""

    succeeded: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    recommends: Annotated[int, msgspec.Meta(ge=0, le=10)] | None = None
    comment: Annotated[str, msgspec.Meta(max_length=MAX_COMMENT_CHARS)] = ""


class EraseConversation(Payload, frozen=True):
    """`erase` of a visitor: delete the conversation and everything said in it."""


class SubmitFeedback(Payload, frozen=True):
    """`feedback`: the form that works with Rasa stopped too. `email` empty: anonymous."""

    id: MessageId
    kind: CaseKind
    text: Annotated[str, msgspec.Meta(min_length=10, max_length=MAX_TEXT_CHARS)]
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    email: Annotated[str, msgspec.Meta(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""


# --- what an agent's browser says ----------------------------------------------------------------


class DeskSync(Payload, frozen=True):
    """`desk`: the whole desk as it is now."""


class SetAvailability(Payload, frozen=True):
    """`availability`: on duty, too busy for new conversations, on a break or away."""

    availability: Availability


class FinishDay(Payload, frozen=True):
    """`finish_day`: away from now on; what the agent has goes to the front of its queue."""


class Claim(Payload, frozen=True):
    """`claim`: take a waiting conversation as it was at `version`."""

    conversation: Uuid
    version: Version


class AgentSync(Payload, frozen=True):
    """`sync` of an agent: everything after `after` in one of the agent's own conversations."""

    conversation: Uuid
    after: Seq = 0


class AgentSend(Payload, frozen=True):
    """`send` of an agent."""

    conversation: Uuid
    id: MessageId
    text: Text


class AgentTyping(Payload, frozen=True):
    """`typing` of an agent."""

    conversation: Uuid
    on: bool


class CloseByAgent(Payload, frozen=True):
    """`close` of an agent; `tag`: what it was about, empty if that is not said."""

    conversation: Uuid
    version: Version
    tag: ContentId = ""


class Transfer(Payload, frozen=True):
    """`transfer`: give the conversation to another queue or to a colleague; one of the two is set."""

    conversation: Uuid
    version: Version
    queue: ContentId = ""
    agent: Uuid | None = None


class Decline(Payload, frozen=True):
    """`decline`: let go of a waiting conversation that is held for the agent."""

    conversation: Uuid


class ListColleagues(Payload, frozen=True):
    """`colleagues`: who is there, and how busy."""


class Invite(Payload, frozen=True):
    """`invite`: ask a colleague into the conversation."""

    conversation: Uuid
    agent: Uuid


class AnswerInvitation(Payload, frozen=True):
    """`answer_invitation`: come into a conversation that the agent was asked into, or decline."""

    conversation: Uuid
    accept: bool


class Leave(Payload, frozen=True):
    """`leave`: go out of a conversation in which the agent is a colleague."""

    conversation: Uuid


class AddNote(Payload, frozen=True):
    """`note`: write something that only agents see."""

    conversation: Uuid
    id: MessageId
    text: Text


class ListNotes(Payload, frozen=True):
    """`notes`: what agents have noted on the conversation."""

    conversation: Uuid


class JudgeCrisis(Payload, frozen=True):
    """`judge_crisis`: whether somebody in the agent's conversation is in danger."""

    conversation: Uuid
    verdict: Literal["confirmed", "cleared"]


class ReturnToBot(Payload, frozen=True):
    """`return`: give the conversation back to the bot."""

    conversation: Uuid
    version: Version
