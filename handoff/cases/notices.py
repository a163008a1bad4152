"""Letters about cases: to their senders at each turn, to those who answer when an alarm fires.

A case knows up to which event its letters are written (`told_seq`). They are queued in the operation that makes the
event: neither is there without the other, and no event is told twice.

Each method runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handoff.cases import store
from handoff.cases.catalogue import Catalogue
from handoff.cases.model import Act, Case, Event, EventKind
from handoff.cases.working_days import local_day, working_days_between
from handoff.mail import store as outbox
from handoff.mail.letters import Letters
from handoff.mail.model import Channel, Language
from handoff.mail.templates import NEEDS, Name, Value

Values = Mapping[str, Value]

TO_SENDER: Mapping[EventKind, Name] = {
    "received": "received",
    "interim": "interim",
    "answered": "answer",
    "rejected": "rejected",
    "transferred": "transferred",
    "merged": "merged",
    "reopened": "reopened",
    "closed": "closed",
}
"""Which letter each event makes. A withdrawal makes none: the letters that lead to the sender go with it."""
TO_FOLLOWERS: frozenset[EventKind] = frozenset({"interim", "answered", "rejected", "transferred", "reopened", "closed"})
"""What the senders of the cases that were merged into it hear too."""
TO_STAFF: Mapping[EventKind, Name] = {
    "reminder": "staff_reminder",
    "late": "staff_late",
    "escalation": "supervisor_escalation",
    "forward_closed": "staff_forward_closed",
    "forward_refused": "staff_forward_failed",
    "forward_unsure": "staff_forward_failed",
    "informed": "staff_informed",
}
"""What those who answer are told."""
STAFF_LANGUAGE: Language = "fi"
"""The language of letters to the units; the console has its own switch."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where letters lead: the follow page by language, and the desk, which opens the case that is named after `#`."""

    follow: Mapping[str, str]
    desk: str


class Notices:
    """Writes the letters."""

    def __init__(self, letters: Letters, catalogue: Catalogue, pages: Pages) -> None:
        self._letters = letters
        self._catalogue = catalogue
        self._pages = pages

    def tell(self, connection: Connection, case: Case, act: Act) -> None:
        """Queue the letters about what has happened to a held case since the last time."""
        news = [event for event in store.events(connection, case.id) if event.seq > case.told_seq]
        for event in news:
            if event.kind in TO_SENDER:
                self._to_sender(connection, case, event, act)
            if event.kind in TO_FOLLOWERS:
                for follower in store.absorbed(connection, case.id):
                    self._to_sender(connection, follower, event, act, due_on=case.due_on)
            if event.kind == "withdrawn":
                outbox.erase_case(connection, case.id, act.at)
            if event.kind in TO_STAFF:
                self._to_staff(connection, case, event, act)
        if news:
            store.change(connection, case, told_seq=news[-1].seq)

    def _to_sender(
        self, connection: Connection, case: Case, event: Event, act: Act, *, due_on: date | None = None
    ) -> None:
        if case.contact == "none":
            return
        name, language = TO_SENDER[event.kind], _language(case.language)
        values: dict[str, Value] = {
            "code": case.code,
            "follow_link": f"{self._pages.follow[language]}/{case.code}",
            "due_on": due_on or case.due_on,
            "message": event.data.get("text", ""),
            "answer": event.data.get("text", ""),
            "reason": event.data.get("text", ""),
            "receiver": event.data.get("to", ""),
        }
        channel: Channel = "sms" if case.contact == "sms" else "email"
        letter = self._letters.write(
            name,
            language,
            _needed(name, values),
            channel=channel,
            recipient=case.phone if channel == "sms" else case.email,
            case_id=case.id,
            token=case.reply_token,
        )
        outbox.queue(connection, letter, act.at)

    def _to_staff(self, connection: Connection, case: Case, event: Event, act: Act) -> None:
        unit = self._catalogue.find_responsible(case.unit)
        reader = self._catalogue.units.get(event.data["unit"]) if event.kind == "informed" else unit
        if reader is None:
            return
        name = TO_STAFF[event.kind]
        recipient = reader.supervisor_email if event.kind == "escalation" else reader.email
        if not recipient:
            return
        values: dict[str, Value] = {
            "code": case.code,
            # Empty until it is sorted; letters have their own words for that.
            "service": case.service_code and self._catalogue.service_name(case.service_code, STAFF_LANGUAGE),
            "unit": unit.name[STAFF_LANGUAGE] if unit else "",
            "due_on": case.due_on,
            "days_late": working_days_between(case.due_on, local_day(act.at)),
            "receiver": event.data.get("to", ""),
            "message": event.data.get("text", ""),
            "desk_link": f"{self._pages.desk}#cases/{case.code}",
        }
        letter = self._letters.write(
            name, STAFF_LANGUAGE, _needed(name, values), channel="email", recipient=recipient, case_id=case.id
        )
        outbox.queue(connection, letter, act.at)


def _needed(name: Name, values: Values) -> Values:
    return {key: value for key, value in values.items() if key in NEEDS[name].values}


def _language(language: str) -> Language:
    return "sv" if language == "sv" else "en" if language == "en" else "fi"


Tell = Callable[[Connection, Case, Act], None]


def tell_nobody(_connection: Connection, _case: Case, _act: Act) -> None:
    """Leave the events untold: the case's page and lists show them."""
