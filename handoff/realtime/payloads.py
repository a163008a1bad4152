"""What browsers say on the Socket.IO wire; with `replies.py` one schema.

The server validates with these structs; `widget/shared/protocol.schema.json` is generated from them
and the browser's TypeScript types are generated from that file. `docs/protocol.md` tells the story.

Field names travel as written. Times are ISO 8601 in UTC, dates ISO 8601, languages ISO 639-1.
Texts are counted in Unicode code points.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

MAX_TEXT_CHARS = 4000
"""The Open311 limit for a description; one limit for every text that a person types."""

MAX_COMMENT_CHARS = 1000
MAX_FAQ = 6
"""As many answers as there is room for in one message."""
MAX_CALLBACK_CHARS = 500
MAX_BANNER_CHARS = 300

Language = Literal["fi", "sv", "en"]
Mode = Literal["city", "youth"]
CaseKind = Literal["complaint", "thanks", "idea", "question", "other", "accessibility"]
Role = Literal["agent", "supervisor", "editor", "administrator"]
Availability = Literal["available", "busy", "on_break", "away"]

ErrorCode = Literal[
    "invalid_payload",
    "too_large",
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "queue_closed",
    "no_seat",
    "unsupported_image",
    "broken_image",
    "too_many_images",
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
Phone = Annotated[str, msgspec.Meta(max_length=20, pattern="^[+0-9 ()-]*$")]
"""As somebody types it; what it can be is found out by `cases.phone`."""
FaqId = Annotated[str, msgspec.Meta(max_length=60, pattern="^[a-z0-9_]+$")]
BannerText = Annotated[str, msgspec.Meta(max_length=MAX_BANNER_CHARS, pattern="\\S")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
QueueOrAll = Annotated[str, msgspec.Meta(max_length=40, pattern="^[a-z_]*$")]
UuidOrAll = Annotated[str, msgspec.Meta(max_length=36, pattern="^[0-9a-f-]*$")]
DayOrAll = Annotated[str, msgspec.Meta(max_length=10, pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message from a browser: unknown fields are refused."""


class View(msgspec.Struct, frozen=True):
    """A message to a browser: every field is always there."""


class PseudonymView(View, frozen=True):
    """What agents call somebody who is anonymous, in their own language."""

    fi: str
    sv: str
    en: str


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


class CallbackChoice(Payload, frozen=True):
    """`callback_choice`: when somebody can be called back, and whether that is asked for already."""


class RequestCallback(Payload, frozen=True):
    """`request_callback`: call me, in one of the windows offered, instead of letting me wait."""

    id: MessageId
    phone: Annotated[str, msgspec.Meta(max_length=40)]
    window_from: Moment
    window_until: Moment
    text: Annotated[str, msgspec.Meta(max_length=MAX_CALLBACK_CHARS)] = ""


class WithdrawCallback(Payload, frozen=True):
    """`withdraw_callback`: do not call me after all."""

    id: Uuid


class CloseConversation(Payload, frozen=True):
    """`close` of a visitor: end the conversation."""


class Rate(Payload, frozen=True):
    """`rate`: quick feedback on the newest contact, once. Either figure may be null, not both."""

    succeeded: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    recommends: Annotated[int, msgspec.Meta(ge=0, le=10)] | None = None
    comment: Annotated[str, msgspec.Meta(max_length=MAX_COMMENT_CHARS)] = ""


class OfferRating(Payload, frozen=True):
    """`offer_rating`: quick feedback is shown unasked; refused with `conflict` when it has been before."""


class EraseConversation(Payload, frozen=True):
    """`erase` of a visitor: delete the conversation and everything said in it."""


class WantImageDraft(Payload, frozen=True):
    """`image_draft`: what images are added with to the form that the bot has under way, and those that are there."""


class SubmitFeedback(Payload, frozen=True):
    """`feedback`: the form that works with Rasa stopped too. `email` empty: anonymous.

    `instead_of_waiting`: who waits for a person waits no more, once the case is stored.
    """

    id: MessageId
    kind: CaseKind
    text: Annotated[str, msgspec.Meta(min_length=10, max_length=MAX_TEXT_CHARS)]
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    email: Annotated[str, msgspec.Meta(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""
    instead_of_waiting: bool = False


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
    """`send` of an agent; `faq`: the answers whose links go along, which the server knows."""

    conversation: Uuid
    id: MessageId
    text: Text
    faq: Annotated[list[FaqId], msgspec.Meta(max_length=MAX_FAQ)] = []


class AgentTyping(Payload, frozen=True):
    """`typing` of an agent."""

    conversation: Uuid
    on: bool


class Seen(Payload, frozen=True):
    """`seen`: the agent has looked at the conversation as far as message `seq`."""

    conversation: Uuid
    seq: Seq


class CloseByAgent(Payload, frozen=True):
    """`close` of an agent; `tag`: what it was about, empty if that is not said."""

    conversation: Uuid
    version: Version
    tag: ContentId = ""


class TransferNote(Payload, frozen=True):
    """What whoever takes a transferred conversation should know."""

    id: MessageId
    text: Text


class Transfer(Payload, frozen=True):
    """`transfer`: give the conversation to another queue or to a colleague; one of the two is set.

    The note is stored if it goes, and only then.
    """

    conversation: Uuid
    version: Version
    queue: ContentId = ""
    agent: Uuid | None = None
    note: TransferNote | None = None


class Decline(Payload, frozen=True):
    """`decline`: let go of a waiting conversation that is held for the agent."""

    conversation: Uuid


class ListColleagues(Payload, frozen=True):
    """`colleagues`: who is there, and how busy; and which queues are closed."""


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


class ProposeAnswer(Payload, frozen=True):
    """`propose_answer`: the agent's own message `seq` would be a good answer for everybody; editors get it, masked."""

    conversation: Uuid
    seq: Seq


class JudgeCrisis(Payload, frozen=True):
    """`judge_crisis`: whether somebody in the agent's conversation is in danger."""

    conversation: Uuid
    verdict: Literal["confirmed", "cleared"]


class ReturnToBot(Payload, frozen=True):
    """`return`: give the conversation back to the bot."""

    conversation: Uuid
    version: Version


class WantBrief(Payload, frozen=True):
    """`brief`: what an agent should know of a conversation of theirs at a glance."""

    conversation: Uuid


class FinishForm(SubmitFeedback, frozen=True, kw_only=True):
    """`finish_form`: the feedback that the visitor began with the bot, finished by the agent.

    `phone`: where the answer goes as a text message, unless there is an `email`.
    """

    conversation: Uuid
    phone: Phone = ""


class ClaimCallback(Payload, frozen=True):
    """`claim_callback`: take a callback, whose number is then shown."""

    callback: Uuid


class ReleaseCallback(Payload, frozen=True):
    """`release_callback`: put a callback back on the list."""

    callback: Uuid


class LogAttempt(Payload, frozen=True):
    """`log_attempt`: what came of one call. A retry with the same id is harmless."""

    callback: Uuid
    id: MessageId
    outcome: Literal["reached", "no_answer", "wrong_number"]


class FinishCallback(Payload, frozen=True):
    """`finish_callback`: it is over; `done` once somebody was reached, `failed` once it was tried."""

    callback: Uuid
    ending: Literal["done", "failed"]


class SetBanner(Payload, frozen=True):
    """`set_banner` of a supervisor: show this in every open chat of these modes, or change it there."""

    id: MessageId
    kind: Literal["outage", "rush"]
    fi: BannerText
    sv: BannerText
    en: BannerText
    modes: Annotated[list[Mode], msgspec.Meta(min_length=1, max_length=2)]
    ends_at: Moment | None = None


class EndBanner(Payload, frozen=True):
    """`end_banner` of a supervisor."""

    id: Uuid


class FindClosed(Payload, frozen=True):
    """`find_closed`: conversations that have ended, newest first; empty fields ask for all.

    `since` and `until`: days of the city's clock, both included; `before`: the answer's, to go on.
    """

    since: DayOrAll = ""
    until: DayOrAll = ""
    queue: QueueOrAll = ""
    language: Language | Literal[""] = ""
    before: Annotated[str, msgspec.Meta(max_length=60, pattern="^([0-9]{1,16}:[0-9a-f-]{36})?$")] = ""


class OpenClosed(Payload, frozen=True):
    """`open_closed`: read a conversation that has ended; `reason` goes into the log."""

    conversation: Uuid
    reason: Annotated[str, msgspec.Meta(max_length=200, pattern="\\S")]
    after: Seq = 0


class ReadLog(Payload, frozen=True):
    """`audit`: the log, newest first; empty fields ask for all, `before` goes on at older lines."""

    agent: UuidOrAll = ""
    action: Annotated[str, msgspec.Meta(max_length=30, pattern="^[a-z_]*$")] = ""
    conversation: UuidOrAll = ""
    before: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] | None = None


class ListScenarios(Payload, frozen=True):
    """`scenarios`: what can be practised."""


class Practise(Payload, frozen=True):
    """`practise`: let the scenario's visitor wait for this agent alone, speaking this language."""

    scenario: Annotated[str, msgspec.Meta(max_length=40, pattern="^[a-z_]+$")]
    language: Language


class EndPractice(Payload, frozen=True):
    """`end_practice`: delete what the agent practises, however far it has come."""


class WantDebrief(Payload, frozen=True):
    """`debrief`: what came of a practice that the agent has closed."""

    conversation: Uuid
