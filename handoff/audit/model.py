"""What the log says of an event. Never what anybody wrote in a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Action = Literal[
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "password",
    "availability",
    "claim",
    "return",
    "close",
    "requeue",
    "transfer",
    "decline",
    "invite",
    "join",
    "leave",
    "note",
    "finish_form",
    "propose_answer",
    "broadcast",
    "banner",
    "account",
    "judge_crisis",
    "callback_request",
    "callback_withdraw",
    "callback_claim",
    "callback_release",
    "callback_attempt",
    "callback_end",
    "erase",
    "open_closed",
    "open_case",
    "retention",
    "export",
    "practice",
    "read_comments",
    "mail",
]
"""What can have happened; the wire has the same."""
ActorKind = Literal["agent", "visitor", "service"]
Detail = dict[str, str | int]
WITH_MANY: tuple[Action, ...] = ("broadcast", "retention")
"""Whose lines concern many conversations, which stand in the detail."""
MANY = 50
"""So many conversations in one line at most: 2 kB."""


class Actor(Protocol):
    """Somebody who does something: every agent fits. `id` is empty for whoever has no account."""

    @property
    def id(self) -> str:
        """The account's id."""

    @property
    def name(self) -> str:
        """The name at that time."""


@dataclass(frozen=True, slots=True)
class Nameless:
    """Somebody without an account."""

    kind: ActorKind
    id: str = ""
    name: str = ""


VISITOR = Nameless("visitor")
SERVICE = Nameless("service")
STRANGER = Nameless("agent")
"""Who tried to sign in under a name that no account has."""


def about(agent: Actor, **more: str | int) -> Detail:
    """Return the detail that somebody else is concerned: the account, and the name at that time."""
    return {"account": agent.id, "account_name": agent.name, **more}


def kind_of(actor: Actor) -> ActorKind:
    """Return what an actor is."""
    return actor.kind if isinstance(actor, Nameless) else "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. `conversation_id` is empty where none is concerned."""

    id: int
    at: datetime
    actor: ActorKind
    agent_id: str
    agent_name: str
    action: Action
    conversation_id: str
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; an empty field asks for all."""

    agent_id: str = ""
    action: str = ""
    conversation_id: str = ""

    def as_detail(self) -> Detail:
        """Return what was asked for, as the log of an export keeps it."""
        asked = {"agent": self.agent_id, "action": self.action, "conversation": self.conversation_id}
        return {name: value for name, value in asked.items() if value}
