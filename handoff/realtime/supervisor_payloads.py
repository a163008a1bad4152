"""What a supervisor's browser says besides what any agent's does."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from handoff.realtime.payloads import ContentId, Language, MessageId, Payload, Role, Text, Uuid, Version

MAX_SEATS = 20
MAX_SHIFTS = 21
"""Three on each day."""
AbsenceKind = Literal["sick", "holiday", "other"]
Day = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
TimeOfDay = Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Watch(Payload, frozen=True):
    """`watch`: show this tab the live view from now on, or no more."""

    on: bool


class TakeOver(Payload, frozen=True):
    """`take_over`: make anybody's conversation, as it was at `version`, the supervisor's own."""

    conversation: Uuid
    version: Version


class Assign(Payload, frozen=True):
    """`assign`: hold anybody's conversation for an agent, or put it into a queue; one of the two is set."""

    conversation: Uuid
    version: Version
    queue: ContentId = ""
    agent: Uuid | None = None


class Broadcast(Payload, frozen=True):
    """`broadcast`: one message to everybody who waits in these queues, to each in their language."""

    id: MessageId
    queues: Annotated[list[ContentId], msgspec.Meta(min_length=1, max_length=40)]
    fi: Text
    sv: Text
    en: Text


class ListPeople(Payload, frozen=True):
    """`people`: every account."""


class SetSkills(Payload, frozen=True):
    """`set_skills`: what somebody may be given; no queues, languages or units: all of them."""

    agent: Uuid
    queues: Annotated[list[ContentId], msgspec.Meta(max_length=40)]
    languages: Annotated[list[Language], msgspec.Meta(max_length=3)]
    seats: Annotated[int, msgspec.Meta(ge=1, le=MAX_SEATS)]
    units: Annotated[tuple[ContentId, ...], msgspec.Meta(max_length=40)] = ()


class ShiftPayload(Payload, frozen=True):
    """A span of each week's day (Monday is 0) on Helsinki's clock; not after `begins`: `ends` on the next day."""

    day: Annotated[int, msgspec.Meta(ge=0, le=6)]
    begins: TimeOfDay
    ends: TimeOfDay


class SetRoster(Payload, frozen=True):
    """`set_roster`: somebody's whole week; shifts may not overlap."""

    agent: Uuid
    shifts: Annotated[list[ShiftPayload], msgspec.Meta(max_length=MAX_SHIFTS)]


class AddAbsence(Payload, frozen=True):
    """`add_absence`: days without work, both included. One that has begun hands over what the agent has."""

    agent: Uuid
    id: MessageId
    first: Day
    last: Day
    kind: AbsenceKind


class RemoveAbsence(Payload, frozen=True):
    """`remove_absence`: it is none after all, or over sooner."""

    agent: Uuid
    id: MessageId


class CreateAccount(Payload, frozen=True):
    """`create_account`: somebody more who may sign in."""

    username: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^\S+$")]
    name: Annotated[str, msgspec.Meta(max_length=120, pattern="\\S")]
    role: Role


class ResetPassword(Payload, frozen=True):
    """`reset_password`: a new one; every sign-in of theirs ends."""

    agent: Uuid


class SetRole(Payload, frozen=True):
    """`set_role`: what somebody else may do; every sign-in of theirs ends."""

    agent: Uuid
    role: Role


class SetActive(Payload, frozen=True):
    """`set_active`: whether somebody else may sign in; if not, what they have goes to the front of its queue."""

    agent: Uuid
    active: bool
