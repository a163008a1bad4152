"""What the server says on the Socket.IO wire to visitors, and alike to agents."""

from __future__ import annotations

from typing import Literal

from handoff.realtime.payloads import ErrorCode, Language, Mode, View

Owner = Literal["bot", "queue", "agent"]

Status = Literal["open", "closed"]

Author = Literal["visitor", "bot", "agent", "system"]

EventCode = Literal[
    "queued",
    "queue_left",
    "requeued",
    "agent_joined",
    "returned_to_bot",
    "closed_by_agent",
    "closed_by_visitor",
    "no_agents",
    "bot_unavailable",
    "case_received",
    "help_card",
    "queue_closed",
    "choose_topic",
    "transferred",
    "colleague_joined",
    "colleague_left",
    "callback_requested",
    "callback_withdrawn",
    "vanished",
]


class ButtonView(View, frozen=True, kw_only=True):
    """A button by its title; what it stands for stays on the server. `code` set: the client translates."""

    title: str = ""
    code: Literal["", "give_feedback", "request_human", "rate", "request_callback", "add_images"] = ""


class LinkView(View, frozen=True):
    """A link to an official page."""

    title: str
    url: str


class EventView(View, frozen=True, kw_only=True):
    """What happened, for system messages: a code that the client puts into words."""

    code: EventCode
    name: str = ""
    case_code: str = ""
    due_on: str = ""
    opens_at: str = ""
    to: str = ""
    window_from: str = ""
    window_until: str = ""


class MessageView(View, frozen=True):
    """One message of a conversation; `seq` grows by one from 1, without gaps."""

    seq: int
    id: str
    author: Author
    name: str
    text: str
    language: Language
    at: str
    buttons: list[ButtonView]
    links: list[LinkView]
    event: EventView | None


class StateView(View, frozen=True):
    """A conversation as it is now.

    `queue_place` is from 1, 0 when not in the queue; `wait_s`: seconds still to wait, null if recent waits do not tell.
    `is_late`: it has lasted longer than was told at its beginning. `agents_available`: somebody serves this queue now;
    `agents_here`: or will again, being busy or on a break.
    `seen_seq`: the newest message that an agent has seen.
    `rating`: whether quick feedback on the newest contact has been asked for, or given.
    `callback`: `possible` instead of waiting, `advised` since nobody may answer before the queue closes, or asked
    for already (`open`).
    """

    conversation: str
    status: Status
    owner: Owner
    version: int
    language: Language
    last_seq: int
    seen_seq: int
    queue_place: int
    wait_s: int | None
    agent_name: str
    is_late: bool
    agents_available: bool
    agents_here: bool
    rating: Literal["", "asked", "given"]
    bot_available: bool
    callback: Literal["", "possible", "advised", "open"]


class TypingView(View, frozen=True):
    """Somebody is typing, for `ttl_ms` at most unless said again; `conversation` for agents."""

    conversation: str
    author: Author
    on: bool
    ttl_ms: int


class BannerView(View, frozen=True):
    """What everybody is told, in every language, `changed_at` telling one wording from the next."""

    id: str
    kind: Literal["outage", "rush"]
    fi: str
    sv: str
    en: str
    modes: list[Mode]
    ends_at: str
    changed_at: str


class BannersView(View, frozen=True):
    """`banners` to a visitor: all that are shown now."""

    banners: list[BannerView]


class QueuesChanged(View, frozen=True):
    """`queues_changed` to the youth chat: which topics are open and staffed has changed; ask for `queues` again."""


class Refused(View, frozen=True, kw_only=True):
    """Any request may be answered with this; nothing has changed then."""

    ok: Literal[False] = False
    error: ErrorCode
    retry_after_s: float = 0
    correlation_id: str = ""


class Done(View, frozen=True):
    """A request without a result of its own."""

    ok: Literal[True] = True


class Stored(View, frozen=True, kw_only=True):
    """The message is in the database under `seq`. `text` is what was stored: identity codes are masked."""

    ok: Literal[True] = True
    seq: int
    at: str
    text: str


class Synced(View, frozen=True, kw_only=True):
    """Messages after the cursor, oldest first, at most 200; `more`: ask again from the last one."""

    ok: Literal[True] = True
    state: StateView | None
    messages: list[MessageView]
    more: bool


class VisitorSynced(Synced, frozen=True, kw_only=True):
    """The same for a visitor, with the banners that are shown now."""

    banners: list[BannerView]


class StateIs(View, frozen=True, kw_only=True):
    """The state after the request."""

    ok: Literal[True] = True
    state: StateView | None


class HumanRequested(View, frozen=True, kw_only=True):
    """`queued`: in the queue now. Else nothing has changed hands: nobody is there, it is closed, or which queue?"""

    ok: Literal[True] = True
    outcome: Literal["queued", "no_agents", "closed", "choose_topic"]
    state: StateView | None


class OfferedQueueView(View, frozen=True):
    """A queue to choose; `opens_at` (UTC) while it is closed, empty if nobody knows.

    `is_staffed`: somebody on duty serves it in the language.
    """

    id: str
    title: str
    is_open: bool
    is_staffed: bool
    opens_at: str


class DraftImageView(View, frozen=True):
    """An image of a form that has not been sent."""

    id: str
    width: int
    height: int


class ImageDraftIs(View, frozen=True, kw_only=True):
    """The secret for `POST /images`, and the images in their order."""

    ok: Literal[True] = True
    draft: str
    images: list[DraftImageView]


class QueuesAre(View, frozen=True, kw_only=True):
    """The queues of the visitor's chat, in the language of the conversation."""

    ok: Literal[True] = True
    queues: list[OfferedQueueView]


class WindowView(View, frozen=True):
    """A time in which somebody can be called back, UTC."""

    window_from: str
    window_until: str


class AskedCallbackView(View, frozen=True):
    """The visitor's own callback, its phone masked: others may look at this screen."""

    id: str
    phone: str
    window_from: str
    window_until: str


class CallbackChoiceIs(View, frozen=True, kw_only=True):
    """The windows to choose from, soonest first, perhaps none; and what is asked for already."""

    ok: Literal[True] = True
    windows: list[WindowView]
    callback: AskedCallbackView | None


class FeedbackReceived(View, frozen=True, kw_only=True):
    """The case is in the database; `due_on` is the promised day of the answer."""

    ok: Literal[True] = True
    code: str
    due_on: str
