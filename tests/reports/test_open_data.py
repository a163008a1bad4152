"""Days on which there is enough to tell are told to the public as counted by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handoff.reports.content import read_report_words
from handoff.reports.service import Reports
from handoff.settings import ROOT
from handoff.storage.database import Database
from tests.reports.story import QUEUES, Teller, at

NO_CALLS = {
    "callbacks": None,
    "callbacks_by_outcome": {"reached": None, "failed": None, "other": None},
    "called_p50_s": None,
}
WORDS = read_report_words(ROOT / "data" / "service" / "reports.yml")


async def test_a_day_with_enough_of_everything_is_told_in_full(database: Database) -> None:
    teller = await Teller(database).begin()
    for wait_s in (50, 10, 40, 20, 30):
        asking, waiting, lost = teller.person("fi"), teller.person("sv"), teller.person("en", "youth")
        await asking.asks(at(1, "10:00"), "faq/library_card")
        assert await waiting.wants_human(at(1, "10:00")) == "queued"
        await waiting.is_claimed(at(1, "10:00") + timedelta(seconds=wait_s))
        await lost.asks(at(1, "10:00"), "lost", "lost")
    # The next day has four, too few to tell anything of it, and the third is not over.
    for n in range(5):
        await teller.person("fi").asks(at(2 if n < 4 else 3, "10:00"), "faq/library_card")
    data = await Reports(database, QUEUES, (), WORDS, lambda: at(3, "12:00")).open_data()
    assert data["days"] == [
        {
            "day": "2026-06-01",
            "contacts": 15,
            "by_language": {"fi": 5, "sv": 5, "en": 5},
            "by_mode": {"city": 10, "youth": 5},
            "by_outcome": {"by_bot": 5, "handed_over": 5, "other": 5},
            "wait_p50_s": 30,
            **NO_CALLS,
        },
        {
            "day": "2026-06-02",
            "contacts": None,
            "by_language": {"fi": None, "sv": None, "en": None},
            "by_mode": {"city": None, "youth": None},
            "by_outcome": {"by_bot": None, "handed_over": None, "other": None},
            "wait_p50_s": None,
            **NO_CALLS,
        },
    ]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        # Fifteen calls, five of each outcome; the seconds until the first call were 600 … 6,000 of ten who were called.
        (10, {"callbacks": 15, "callbacks_by_outcome": {"reached": 5, "failed": 5, "other": 5}, "called_p50_s": 3000}),
        # With fewer others the number handed over is hidden.
        (9, NO_CALLS),
    ],
)
async def test_calls_are_told_where_there_are_others_enough(
    database: Database, others: int, told: dict[str, Any]
) -> None:
    teller = await Teller(database).begin()
    for n in range(15):
        person, asked = teller.person(), at(1, "10:00")
        assert await person.wants_human(asked) == "queued"
        callback = await person.wants_call(asked)
        called = asked + timedelta(minutes=10 * (n + 1))
        if n < 10:
            outcome, ending = ("reached", "done") if n % 2 else ("no_answer", "failed")
            await teller.calls(callback, [(called, outcome)], ending)
    for _ in range(others):
        await teller.person().asks(at(1, "11:00"), "faq/library_card")
    (day,) = (await Reports(database, QUEUES, (), WORDS, lambda: at(2, "12:00")).open_data())["days"]
    assert {name: day[name] for name in NO_CALLS} == told
    assert day["contacts"] == 15 + others
