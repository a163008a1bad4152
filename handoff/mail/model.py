"""What a message to a person is, what can become of it, and when it is tried again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Channel = Literal["email", "sms"]
Language = Literal["fi", "sv", "en"]
State = Literal["pending", "sent", "dead", "dropped"]

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
CHANNELS: tuple[Channel, ...] = ("email", "sms")

MAX_ATTEMPTS = 20
"""With the pauses below some three days: a server that is broken on a Friday evening is repaired on Monday."""
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_SPREAD = 0.2
"""A pause is this much longer or shorter, so that what failed together is not tried together again."""

NOT_CONFIGURED = "not_configured"
BAD_ADDRESS = "bad_address"
TOO_OLD = "too_old"
LOST = "lost"
"""Each process that tried to send it has died: the message may be what they died of."""

MAX_ADDRESS_CHARS = 254
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+")
_PHONE = re.compile(r"\+[1-9][0-9]{5,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """A message as it is queued.

    Attributes:
        recipient: One address, or a telephone number in E.164.
        text: Without mark-up; the whole of a text message.
        html: The same for those who see mail as pages; empty for a text message.
        message_id: With its angle brackets; the same however often it is sent.
        reply_to: The case's address; empty where nobody reads replies.
        in_reply_to: The citizen's message that it answers; empty: the first one that they got about the case.
    """

    id: str
    case_id: str | None
    channel: Channel
    recipient: str
    language: Language
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str = ""
    in_reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message that one process has taken for sending. `attempts` counts this one too."""

    mail: NewMail
    created_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that was given up, as whoever decides about it sees it; `recipient` only tells two apart."""

    id: str
    case_id: str | None
    channel: Channel
    recipient: str
    language: Language
    subject: str
    error: str
    attempts: int
    created_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is on its way by one channel.

    Attributes:
        is_configured: Whether anything is sent at all.
        oldest: When the oldest of `pending` was queued.
        failing: How many of `pending` have been tried in vain.
    """

    channel: Channel
    is_configured: bool
    pending: int
    failing: int
    dead: int
    oldest: datetime | None


class NotSent(Exception):
    """A message was not taken; the code says why and names nobody.

    Attributes:
        code: At most 40 characters.
        is_final: It will not be taken at any other time either.
        concerns_all: The reason lies in the server or its settings: no other message would be taken now.
    """

    def __init__(self, code: str, *, is_final: bool = False, concerns_all: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
        self.concerns_all = concerns_all


def pause_after(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, up to some hours.

    Args:
        chance: From 0 to 1.
    """
    doublings = max(0, min(attempts - 1, 16))
    pause = min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)
    return pause * (1 + _SPREAD * (2 * chance - 1))


def is_deliverable(channel: Channel, recipient: str) -> bool:
    """Tell whether a recipient is one address, or one number, and nothing that a server could read otherwise."""
    if channel == "sms":
        return _PHONE.fullmatch(recipient) is not None
    return len(recipient) <= MAX_ADDRESS_CHARS and _ADDRESS.fullmatch(recipient) is not None


def masked_recipient(recipient: str) -> str:
    """Return a recipient as far as it tells two apart: `m•••@example.fi`, `+35840•••67`."""
    name, at, domain = recipient.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else f"{recipient[:6]}•••{recipient[-2:]}"
