"""All that must hold, by people's own records, the calendar and the database. Pure: tests feed it broken histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from benchmarks.year.days import local_day, working_day_after
from benchmarks.year.mail_oracle import Mail, Subjects, followed_answers
from benchmarks.year.promises import END, Promises, expected_alarms, periods
from benchmarks.year.records import Records, Sent
from benchmarks.year.replay import OPEN, rebuild
from benchmarks.year.stored import Event, History, Stored
from benchmarks.year.violation import Findings

STEPS = frozenset(
    {
        "received", "routed", "assigned", "started", "interim", "answered", "rejected", "transferred", "merged",
        "reopened", "supplement", "withdrawn", "note", "published", "unpublished", "closed",
    }
)  # fmt: skip
"""Events that somebody was told of when they made them."""


@dataclass(frozen=True, slots=True)
class Oracle:
    """What is known beside the database."""

    promises: Promises
    subjects: Subjects
    records: Records

    def check(self, stored: Stored, now: datetime, findings: Findings, *, is_over: bool) -> None:
        """Check every case that was read.

        Args:
            is_over: Whether that is all, and nothing moves any more.
        """
        records, by_id = self.records, stored.by_id()
        findings.check("nothing is lost", "", stored.count == len(records.sent), f"{stored.count} stored")
        mail = Mail([*records.letters, *stored.waiting], self.subjects, self.promises.units)
        for code, history in stored.histories.items():
            sent = records.sent.get(code)
            if sent is None:
                findings.check("nothing is lost", code, False, "stored, and never sent")
                continue
            self._check_stored(history, sent, findings)
            check_events(history, records.steps, findings)
            check_row(history, by_id, self.promises, findings)
            self._check_promises(history, now, findings)
            mail.check(history, sent, by_id, findings)
            check_merged(history, by_id, findings)
        if is_over:
            self._check_over(stored, mail, by_id, findings)

    def _check_stored(self, history: History, sent: Sent, findings: Findings) -> None:
        # What a young person writes is masked before it is stored; the generator writes nothing to be masked.
        is_same = (history.text, history.language, history.kind) == (sent.new.text, sent.new.language, sent.new.kind)
        findings.check("nothing is lost", history.code, is_same, "stored with another text, language or kind")
        is_shown_rightly = history.published_at is None or sent.new.may_publish
        findings.check("the board", history.code, is_shown_rightly, "published without its sender's leave")

    def _check_promises(self, history: History, now: datetime, findings: Findings) -> None:
        every, looks, code = periods(history, self.promises), self.records.looks, history.code
        findings.check("due days", code, history.due_on == every[-1].due_on, f"{history.due_on}: {every[-1].due_on}")
        for period in every:
            expected = Counter(expected_alarms(period, looks))
            fired = Counter((event.kind, event.at) for event in period.fired)
            findings.check("alarms", code, fired == expected, _alarms_told(expected, fired))
            is_named = all(event.data.get("due_on") == period.due_on.isoformat() for event in period.fired)
            findings.check("due days", code, is_named, "an alarm names another day")
            for event in period.fired:
                is_before = period.ended is None or event.seq < period.ended.seq
                findings.check("no alarm after the end", code, is_before, f"{event.kind} at {event.at:%Y-%m-%d %H:%M}")
        last = every[-1]
        if history.status in OPEN and looks:
            needed = {"late"} if local_day(looks[-1]) > last.due_on else set()
            needed |= {"escalation"} if local_day(looks[-1]) > working_day_after(last.due_on, 2) else set()
            alarmed = needed <= {event.kind for event in last.fired}
            findings.check("answered or alarmed", code, alarmed, f"open, due {last.due_on}, looked at {now:%Y-%m-%d}")
        else:
            is_ended = any(event.kind in END for event in history.events)
            findings.check("answered or alarmed", code, is_ended, f"{history.status} without an end")

    def _check_over(self, stored: Stored, mail: Mail, by_id: Mapping[str, History], findings: Findings) -> None:
        records = self.records
        for code in records.sent.keys() - stored.histories.keys():
            findings.check("nothing is lost", code, False, "sent, and not stored")
        ids = Counter(letter.message_id for letter in records.letters)
        for message_id, count in ids.items():
            findings.check("no letter twice", message_id, count == 1, f"{count} times")
        findings.check("letters to senders", "", not stored.waiting, f"{len(stored.waiting)} still wait")
        gone = stored.outbox["sent"] + stored.outbox["dead"]
        told = f"{gone} sent or given up by the outbox, {len(records.letters)} at the recipients"
        # What was given up is dropped with its recipient when it is old; withdrawn letters were dropped unsent.
        all_gone = gone <= len(records.letters) <= gone + stored.outbox["dropped"]
        findings.check("no letter twice", "", all_gone, told)
        for case_id in mail.letters.keys() - by_id.keys():
            findings.check("the right recipient", case_id, False, "a letter about no case")
        for code, won in records.races:
            findings.check("one answer wins", code, won == 1, f"{won} of two were told that they had answered")
        for code in records.follows:
            findings.check("nothing is lost", code, False, "not found by its code")
        followers = [each for each in stored.histories.values() if each.status == "merged"]
        for history in followers:
            root = _root(history, by_id)
            is_answered = root is not None and root.status in {"answered", "closed"}
            if is_answered:
                findings.check(
                    "who was merged is answered",
                    history.code,
                    bool(followed_answers(history, by_id)),
                    "the case that it follows was answered before it followed",
                )


def check_events(history: History, steps: Mapping[tuple[str, str], int], findings: Findings) -> None:
    """Check that numbers have no gap, times do not go back, and acknowledged steps are there, each once."""
    numbers = [event.seq for event in history.events]
    findings.check("events", history.code, numbers == list(range(1, len(numbers) + 1)), f"numbers {numbers}")
    times = [event.at for event in history.events]
    findings.check("events", history.code, times == sorted(times), "times go back")
    done = Counter(event.kind for event in history.events if _is_step(event))
    acknowledged = Counter({kind: steps.get((history.code, kind), 0) for kind in STEPS})
    findings.check(
        "events", history.code, done == acknowledged, f"more {done - acknowledged}, less {acknowledged - done}"
    )


def check_row(history: History, by_id: Mapping[str, History], promises: Promises, findings: Findings) -> None:
    """Check that the row is what its events make of it, and that its alarms are those of its promise."""
    rebuilt, code = rebuild(history, promises.units), history.code
    findings.check("events", code, not rebuilt.wrong, ", ".join(rebuilt.wrong))
    followed = by_id.get(history.merged_into)
    row, made = (
        (one.status, one.service_code, one.unit, one.assignee_id, one.done_at, one.escalated_at)
        for one in (history, rebuilt)
    )
    findings.check("every change has an event", code, row == made, f"{row}: {made}")
    is_followed = (followed.code if followed else "") == rebuilt.merged_into
    findings.check("every change has an event", code, is_followed, f"follows {history.merged_into}")
    is_shown = history.published_at == rebuilt.published_at and bool(history.public_title) == bool(rebuilt.published_at)
    findings.check("the board", code, is_shown, f"{history.published_at}: {rebuilt.published_at}")
    is_open = history.status in OPEN
    findings.check("no alarm after the end", code, is_open or not history.alarms, "alarms are still to come")


def check_merged(history: History, by_id: Mapping[str, History], findings: Findings) -> None:
    """Check that what follows another case is known there, too."""
    if history.status != "merged":
        return
    followed = by_id.get(history.merged_into)
    known = [event.data["code"] for event in followed.events if event.kind == "absorbed"] if followed else []
    findings.check("who was merged is answered", history.code, known.count(history.code) == 1, "not known there")


def _is_step(event: Event) -> bool:
    if event.kind not in STEPS or event.actor == "service":
        return False
    if event.kind == "reopened":
        return event.actor != "sender"
    if event.kind == "supplement":
        return "of" not in event.data
    return event.kind != "routed" or event.data["by"] == "agent"


def _root(history: History, by_id: Mapping[str, History]) -> History | None:
    root = by_id.get(history.merged_into)
    while root is not None and root.status == "merged":
        root = by_id.get(root.merged_into)
    return root


def _alarms_told(expected: Counter[tuple[str, datetime]], fired: Counter[tuple[str, datetime]]) -> str:
    missing = [f"missing {kind} of {at:%Y-%m-%d %H:%M}" for kind, at in expected - fired]
    return ", ".join(missing + [f"too many {kind} of {at:%Y-%m-%d %H:%M}" for kind, at in fired - expected])
