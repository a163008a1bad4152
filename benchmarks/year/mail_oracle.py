"""Which letters a case must have made: worked out from the events, and compared with what the recipients have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from benchmarks.year.records import Letter, Sent
from benchmarks.year.stored import History
from benchmarks.year.violation import Findings
from handoff.mail.model import LANGUAGES
from handoff.mail.templates import NEEDS, Templates

OWN = {
    "received": "received", "interim": "interim", "answered": "answer", "rejected": "rejected",
    "transferred": "transferred", "merged": "merged", "reopened": "reopened", "closed": "closed",
}  # fmt: skip
"""Which letter its sender gets at which event."""
FOLLOWERS = frozenset({"interim", "answered", "rejected", "transferred", "reopened", "closed"})
"""Of which events of the case that theirs was merged into senders hear, too."""
STAFF = {
    "reminder": ("staff_reminder", "{}@palvelu.example.org"),
    "late": ("staff_late", "{}@palvelu.example.org"),
    "escalation": ("supervisor_escalation", "{}@esihenkilo.example.org"),
}
"""Which letter a unit or its supervisor gets at which alarm."""
SORTERS = "sorters"
"""Who hears of a case in place of a unit until it has one."""
CODE = "LK-0000-0000-00000"
Wanted = list[tuple[str, datetime]]


class Subjects:
    """Tells by its subject which letter something is."""

    def __init__(self, templates: Templates) -> None:
        self._names = {
            templates.wordings[name][language].subject.render(dict.fromkeys(NEEDS[name].values, CODE)): (name, language)
            for name in NEEDS
            for language in LANGUAGES
        }

    def name(self, letter: Letter, code: str) -> tuple[str, str]:
        """Return the template's name and its language, or two empty ones."""
        return self._names.get(letter.subject.replace(code, CODE), ("", ""))


class Mail:
    """All letters, and what they are compared with."""

    def __init__(self, letters: Iterable[Letter], subjects: Subjects, units: Mapping[str, str]) -> None:
        self._units = units
        self.letters: dict[str, list[Letter]] = {}
        self._subjects = subjects
        for letter in letters:
            self.letters.setdefault(letter.case_id, []).append(letter)

    def check(self, history: History, sent: Sent, by_id: Mapping[str, History], findings: Findings) -> None:
        """Check the letters of one case; `by_id` has what it follows."""
        mine = self.letters.get(history.id, [])
        named = [(*self._subjects.name(letter, history.code), letter) for letter in mine]
        to_staff = [(name, letter.recipient, letter.written_at) for name, _, letter in named if _is_of_staff(name)]
        alarms = list(_of_staff(history, self._units))
        withdrawn = next((event.at for event in history.events if event.kind == "withdrawn"), None)
        # What had not gone out when a case was taken back stays at home, here and below.
        is_told = not Counter(to_staff) - Counter(alarms) if withdrawn else Counter(to_staff) == Counter(alarms)
        findings.check(
            "letters to staff", history.code, is_told, f"{len(to_staff)} letters, {len(alarms)} alarms of a unit"
        )
        to_sender = [(name, language, letter) for name, language, letter in named if not _is_of_staff(name)]
        wish = "none" if sent.new.mode == "youth" else sent.new.contact
        expected = Counter(_of_sender(history, by_id) if wish != "none" else [])
        had = Counter((name, letter.written_at) for name, _, letter in to_sender)
        is_good = not (had - expected) if withdrawn else had == expected
        findings.check("letters to senders", history.code, is_good, _difference(expected, had))
        where = {"email": sent.new.email, "sms": sent.new.phone, "none": ""}[wish]
        for name, language, letter in to_sender:
            is_right = (letter.channel, letter.recipient, language) == (wish, where, history.language)
            findings.check("the right recipient", history.code, is_right, f"{name} by {letter.channel} in {language}")
            is_late = withdrawn is not None and letter.had_at is not None and letter.had_at > withdrawn
            findings.check("no letter after a withdrawal", history.code, not is_late, name)


def followed_answers(history: History, by_id: Mapping[str, History]) -> list[datetime]:
    """Return when what a merged case follows was answered after that."""
    return [at for name, at in _of_followed(history, by_id) if name == "answer"]


def _is_of_staff(name: str) -> bool:
    return name.startswith(("staff_", "supervisor_"))


def _of_staff(history: History, units: Mapping[str, str]) -> Iterable[tuple[str, str, datetime]]:
    unit = SORTERS
    for event in history.events:
        if event.kind == "routed":
            unit = units[event.data["to"]]
        if event.kind in STAFF:
            name, where = STAFF[event.kind]
            yield name, where.format(unit), event.at


def _of_sender(history: History, by_id: Mapping[str, History]) -> Wanted:
    own = [(OWN[event.kind], event.at) for event in history.events if event.kind in OWN]
    return own + _of_followed(history, by_id)


def _of_followed(history: History, by_id: Mapping[str, History]) -> Wanted:
    """Return letters about what became of the case that this one follows, and the one that follows in turn."""
    found: Wanted = []
    follower, followed = history, by_id.get(history.merged_into)
    while followed is not None:
        since = next((e.seq for e in followed.events if e.kind == "absorbed" and e.data["code"] == follower.code), 0)
        after = [event for event in followed.events if event.seq > since and event.kind in FOLLOWERS]
        found += [(OWN[event.kind], event.at) for event in after]
        follower, followed = followed, by_id.get(followed.merged_into)
    return found


def _difference(expected: Counter[tuple[str, datetime]], had: Counter[tuple[str, datetime]]) -> str:
    missing, extra = expected - had, had - expected
    told = [f"missing {name} of {at:%Y-%m-%d %H:%M}" for name, at in missing]
    return ", ".join(told + [f"too many {name} of {at:%Y-%m-%d %H:%M}" for name, at in extra])
