"""A few weeks of the year on either database, and that the year's judge finds what is broken."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from benchmarks.year import days
from benchmarks.year.oracle import Oracle
from benchmarks.year.promises import periods
from benchmarks.year.replay import rebuild
from benchmarks.year.stored import Event, History, Stored
from benchmarks.year.violation import Findings
from benchmarks.year.year import Span, Year
from handoff.cases.working_days import add_working_days, is_working_day
from handoff.storage.migrate import migrate

SPAN = Span(cases=100, start=date(2027, 3, 15), days=10, rest_days=10, seed=7, checked_every=6)
"""With Easter's four days in it, and a rest in which what nobody answers is escalated."""


async def test_a_few_weeks_keep_every_promise(url: str) -> None:
    year = Year(url, SPAN, quiet=True)
    try:
        await year.live()
        stored = await year.rest()
    finally:
        await year.city.close()
    assert list(year.findings.violations) == []
    assert stored.count == SPAN.cases
    happened = {event.kind for history in stored.histories.values() for event in history.events}
    assert happened >= {"answered", "interim", "merged", "reminder", "late", "published", "supplement", "note"}
    assert year.findings.checked["alarms"] >= SPAN.cases
    assert year.findings.checked["the right recipient"] > SPAN.cases


@pytest.mark.parametrize("start", [date(2026, 12, 1), date(2027, 3, 20), date(2027, 6, 10), date(2032, 4, 25)])
def test_the_judges_calendar_agrees_with_the_services(start: date) -> None:
    for day in (start + timedelta(days=n) for n in range(60)):
        assert days.is_working_day(day) == is_working_day(day), day
        assert days.working_day_after(day, 5) == add_working_days(day, 5)
        assert days.working_day_before(day) == add_working_days(day, -1)


@dataclass
class Judged:
    """What was lived through, to be broken."""

    stored: Stored
    oracle: Oracle

    def rules(self) -> set[str]:
        """Return which rules are broken."""
        findings = Findings()
        now = self.oracle.records.looks[-1]
        self.oracle.check(self.stored, now, findings, is_over=True)
        return {violation.rule for violation in findings.violations}

    def some(self, is_wanted: Callable[[History], bool]) -> History:
        """Return the first case that is as wanted."""
        return next(each for _, each in sorted(self.stored.histories.items()) if is_wanted(each))

    def put(self, history: History, place: int, event: Event) -> None:
        """Put an event into a history, with numbers and acknowledgements as if it were right."""
        events = [*history.events[:place], event, *history.events[place:]]
        history.events[:] = [replace(each, seq=number) for number, each in enumerate(events, 1)]

    def take_out(self, history: History, kind: str) -> None:
        """Take an event out, and leave no gap."""
        left = [event for event in history.events if event.kind != kind]
        history.events[:] = [replace(each, seq=number) for number, each in enumerate(left, 1)]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    url = f"sqlite:///{tmp_path_factory.mktemp('year') / 'year.db'}"
    migrate(url)
    return asyncio.run(_live(url))


async def _live(url: str) -> Judged:
    year = Year(url, SPAN, quiet=True)
    try:
        await year.live()
        return Judged(await year.rest(), year.oracle)
    finally:
        await year.city.close()


@pytest.fixture
def judged(lived: Judged) -> Judged:
    records = copy.deepcopy(lived.oracle.records)
    return Judged(copy.deepcopy(lived.stored), replace(lived.oracle, records=records))


def has(kind: str) -> Callable[[History], bool]:
    return lambda history: any(event.kind == kind for event in history.events)


def place_of(history: History, kind: str) -> int:
    return next(place for place, event in enumerate(history.events) if event.kind == kind)


def _lost(judged: Judged) -> None:
    del judged.stored.histories[min(judged.stored.histories)]


def _other_text(judged: Judged) -> None:
    judged.some(has("answered")).text += "!"


def _never_sent(judged: Judged) -> None:
    judged.oracle.records.sent.pop(min(judged.stored.histories))


def _gap(judged: Judged) -> None:
    del judged.some(has("routed")).events[1]


def _answered_twice(judged: Judged) -> None:
    history = judged.some(has("answered"))
    place = place_of(history, "answered")
    judged.put(history, place, history.events[place])


def _changed_silently(judged: Judged) -> None:
    judged.some(has("answered")).unit = "somewhere"


def _still_escalated(judged: Judged) -> None:
    history = judged.some(lambda history: history.escalated_at is None)
    history.escalated_at = history.received_at


def _not_escalated(judged: Judged) -> None:
    judged.some(lambda history: history.escalated_at is not None).escalated_at = None


def _wrong_state(judged: Judged) -> None:
    judged.some(lambda history: history.status == "answered").status = "closed"


def _other_day(judged: Judged) -> None:
    judged.some(has("answered")).due_on += timedelta(days=1)


def _no_reminder(judged: Judged) -> None:
    judged.take_out(judged.some(has("reminder")), "reminder")


def _reminded_twice(judged: Judged) -> None:
    history = judged.some(has("reminder"))
    place = place_of(history, "reminder")
    judged.put(history, place, history.events[place])


def _reminded_late(judged: Judged) -> None:
    history = judged.some(has("reminder"))
    place = place_of(history, "reminder")
    event = history.events[place]
    history.events[place] = replace(event, at=event.at + timedelta(minutes=1))


def _alarm_after_the_end(judged: Judged) -> None:
    history = judged.some(lambda history: history.events[-1].kind == "answered")
    judged.put(history, len(history.events), replace(history.events[-1], kind="late", actor="service", data={}))


def _alarm_still_to_come(judged: Judged) -> None:
    history = judged.some(has("answered"))
    history.alarms["late"] = history.received_at


def _vanished(judged: Judged) -> None:
    def is_open_and_late(history: History) -> bool:
        last = periods(history, judged.oracle.promises)[-1]
        return last.ended is None and any(event.kind == "late" for event in last.fired)

    judged.take_out(judged.some(is_open_and_late), "late")


def _no_letter(judged: Judged) -> None:
    judged.oracle.records.letters.remove(_letter(judged))


def _letter_twice(judged: Judged) -> None:
    judged.oracle.records.letters.append(_letter(judged))


def _to_somebody_else(judged: Judged) -> None:
    letter = _letter(judged)
    judged.oracle.records.letters.remove(letter)
    judged.oracle.records.letters.append(replace(letter, recipient="toinen@example.org"))


def _letter(judged: Judged):
    return next(letter for letter in judged.oracle.records.letters if letter.recipient.startswith("asukas"))


def _withdrawn_before(judged: Judged) -> None:
    letter = _letter(judged)
    history = judged.some(lambda history: history.id == letter.case_id)
    judged.put(history, 1, replace(history.events[0], kind="withdrawn"))


def _staff_not_told(judged: Judged) -> None:
    letters = judged.oracle.records.letters
    letters.remove(next(letter for letter in letters if "@palvelu." in letter.recipient))


def _follower_unknown(judged: Judged) -> None:
    judged.take_out(judged.some(has("absorbed")), "absorbed")


def _both_won(judged: Judged) -> None:
    judged.oracle.records.races.append((min(judged.stored.histories), 2))


def _without_leave(judged: Judged) -> None:
    history = judged.some(has("published"))
    sent = judged.oracle.records.sent[history.code]
    judged.oracle.records.sent[history.code] = replace(sent, new=replace(sent.new, may_publish=False))


BROKEN: dict[str, list[Callable[[Judged], None]]] = {
    "nothing is lost": [_lost, _other_text, _never_sent],
    "events": [_gap, _answered_twice],
    "every change has an event": [_changed_silently, _still_escalated, _not_escalated, _wrong_state],
    "due days": [_other_day],
    "alarms": [_no_reminder, _reminded_twice, _reminded_late],
    "no alarm after the end": [_alarm_after_the_end, _alarm_still_to_come],
    "answered or alarmed": [_vanished],
    "letters to senders": [_no_letter],
    "no letter twice": [_letter_twice],
    "the right recipient": [_to_somebody_else],
    "no letter after a withdrawal": [_withdrawn_before],
    "letters to staff": [_staff_not_told],
    "who was merged is answered": [_follower_unknown],
    "one answer wins": [_both_won],
    "the board": [_without_leave],
}


def test_the_judge_finds_nothing_in_what_was_lived_through(judged: Judged) -> None:
    assert judged.rules() == set()


@pytest.mark.parametrize(
    ("rule", "broken"),
    [(rule, broken) for rule, every in BROKEN.items() for broken in every],
    ids=lambda v: getattr(v, "__name__", v),
)
def test_the_judge_finds_what_is_broken(judged: Judged, rule: str, broken: Callable[[Judged], None]) -> None:
    broken(judged)
    assert rule in judged.rules()


def test_the_judge_expects_nothing_of_an_escalation_once_a_case_is_opened_again(judged: Judged) -> None:
    history = judged.some(lambda history: history.escalated_at is not None)
    units = judged.oracle.promises.units
    assert rebuild(history, units).escalated_at == history.escalated_at
    ended, reopened = (replace(history.events[-1], kind=kind, data={}) for kind in ("answered", "reopened"))
    judged.put(history, len(history.events), ended)
    judged.put(history, len(history.events), reopened)
    assert rebuild(history, units).escalated_at is None


def test_every_rule_that_is_checked_can_fail(lived: Judged) -> None:
    findings = Findings()
    lived.oracle.check(lived.stored, lived.oracle.records.looks[-1], findings, is_over=True)
    assert set(findings.checked) <= set(BROKEN)
