"""A day on which there is enough to tell, told to the public as counted by hand."""

from __future__ import annotations

from datetime import timedelta

from handoff.reports.content import read_report_words
from handoff.reports.service import Reports
from handoff.settings import ROOT
from handoff.storage.database import Database
from tests.reports.story import QUEUES, Teller, at

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
        },
        {
            "day": "2026-06-02",
            "contacts": None,
            "by_language": {"fi": None, "sv": None, "en": None},
            "by_mode": {"city": None, "youth": None},
            "by_outcome": {"by_bot": None, "handed_over": None, "other": None},
            "wait_p50_s": None,
        },
    ]
