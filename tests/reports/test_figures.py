"""Every figure of the story, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from handoff.conversations import closing, vanishing
from handoff.queues.content import read_queues
from handoff.reports import store
from handoff.reports.model import FIELDS, Grouping, Mode, Period
from handoff.storage.database import Database
from tests.reports.story import QUEUES, Teller, at, tell

OFFICE_HOURS = """
queues:
  city:
    mode: city
    titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}
    hours: {week: {mon-fri: [08.00-16.00]}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
"""
JUNE = Period(date(2026, 6, 1), date(2026, 6, 2))

BOTH_DAYS = {
    "contacts": 10,  # A to J
    "by_bot": 3,  # A F I; not E, who wanted a person
    "handed_over": 6,  # B C D G H J
    "turned_away": 1,  # E
    "queued": 8,  # B C D D G G H J
    "claimed": 6,  # B D D G G J
    "answer_rate": 75,  # 6 of 8
    "abandoned": 2,  # C left, H ended
    "abandonment": 25,  # 2 of 8
    "wait_p50_s": 120,  # the third of 30 60 120 180 240 600
    "wait_p90_s": 600,  # the sixth: 0.9 × 6 = 5.4
    "handled": 4,  # B D G J
    "handling_p50_s": 300,  # the second of G 90 + 60, B 300, D 120 + 600, J 1200
    "handling_p90_s": 1200,  # the fourth: 0.9 × 4 = 3.6
    "resolution_known": 6,  # A B D F G J; C E H were not answered, I is erased
    "resolved": 4,  # A B G J; D needed a person twice, F came back after five days
    "resolution": 67,  # 4 of 6
    "ratings": 4,  # B D G J
    "succeeded_mean": 3.7,  # (5 + 2 + 4) / 3
    "succeeded_well": 67,  # B J of B D J
    "recommendation": 25,  # B 10 and J 9, less D 6, of B D G J
}
FIRST_DAY = {
    "contacts": 5,  # A B C D E
    "by_bot": 1,  # A
    "handed_over": 3,  # B C D
    "turned_away": 1,  # E
    "queued": 4,  # B C D D
    "claimed": 3,  # B D D
    "answer_rate": 75,
    "abandoned": 1,  # C
    "abandonment": 25,
    "wait_p50_s": 120,  # the second of 60 120 240
    "wait_p90_s": 240,
    "handled": 2,  # B 300, D 720
    "handling_p50_s": 300,
    "handling_p90_s": 720,
    "resolution_known": 3,  # A B D
    "resolved": 2,  # A B
    "resolution": 67,
    "ratings": 2,  # B 5 10, D 2 6: on the day of the contact, though D rated two days later
    "succeeded_mean": 3.5,
    "succeeded_well": 50,
    "recommendation": 0,
}
SECOND_DAY = {
    "contacts": 5,  # F G H I J: F after midnight in Helsinki, before it in UTC
    "by_bot": 2,  # F I
    "handed_over": 3,  # G H J
    "turned_away": 0,
    "queued": 4,  # G G H J
    "claimed": 3,  # G G J
    "answer_rate": 75,
    "abandoned": 1,  # H
    "abandonment": 25,
    "wait_p50_s": 180,  # the second of 30 180 600
    "wait_p90_s": 600,
    "handled": 2,  # G 150, J 1200
    "handling_p50_s": 150,
    "handling_p90_s": 1200,
    "resolution_known": 3,  # F G J
    "resolved": 2,  # G J
    "resolution": 67,
    "ratings": 2,  # G – 8, J 4 9
    "succeeded_mean": 4.0,
    "succeeded_well": 100,
    "recommendation": 50,
}
PARTS: dict[Grouping, dict[str, dict[str, Any]]] = {
    "queue": {
        "": {"contacts": 4, "by_bot": 3, "queued": 0, "answer_rate": None, "handled": 0, "ratings": 0},  # A E F I
        "city": {"contacts": 5, "by_bot": 0, "queued": 7, "answer_rate": 71, "wait_p50_s": 120, "handled": 3},
        "loneliness": {"contacts": 1, "queued": 1, "answer_rate": 100, "handling_p50_s": 1200, "recommendation": 100},
    },
    "language": {
        "en": {"contacts": 2, "queued": 3, "wait_p50_s": 240, "resolved": 1, "succeeded_mean": 3.0},  # D J
        "fi": {"contacts": 6, "queued": 2, "abandoned": 1, "turned_away": 1, "resolved": 2},  # A B E F H I
        "sv": {"contacts": 2, "queued": 3, "abandoned": 1, "resolved": 1, "recommendation": 0},  # C G
    },
    "tag": {
        "": {"contacts": 8, "queued": 5, "abandoned": 2, "resolution_known": 4, "resolved": 3},
        "housing": {"contacts": 1, "queued": 2, "resolved": 0, "handling_p50_s": 720, "recommendation": -100},  # D
        "transport_and_parking": {
            "contacts": 1,
            "queued": 1,
            "resolved": 1,
            "handling_p50_s": 300,
            "recommendation": 100,
        },  # B
    },
}


async def figures(
    database: Database, by: Grouping | None = None, mode: Mode = "", *, period: Period = JUNE, day: int = 30
) -> dict[str, dict[str, Any]]:
    """Return the published figures by group, as told on a day of June."""
    scope = store.Scope(period, mode, by)
    found = await database.read(lambda c: store.count(c, scope, at(day, "12:00")))
    return {key: value.published() for key, value in found.items()}


async def test_every_figure_is_what_was_counted_by_hand(database: Database) -> None:
    await tell(database)
    # No expectation is 0 throughout: a query that finds nothing would be seen.
    assert all(BOTH_DAYS[name] for name in FIELDS)
    assert await figures(database) == {"": BOTH_DAYS}
    assert await figures(database, "day") == {"2026-06-01": FIRST_DAY, "2026-06-02": SECOND_DAY}
    for by, parts in PARTS.items():
        found = await figures(database, by)
        assert found.keys() == parts.keys()
        assert {key: {name: found[key][name] for name in parts[key]} for key in parts} == parts
        # Whatever is counted by contact adds up.
        for name in ("contacts", "by_bot", "handed_over", "turned_away", "queued", "claimed", "resolved", "ratings"):
            assert sum(group[name] for group in found.values()) == BOTH_DAYS[name]
    await check_modes(database)
    await check_time(database)


async def check_modes(database: Database) -> None:
    youth, city = (await figures(database, mode="youth"))[""], (await figures(database, mode="city"))[""]
    assert (youth["contacts"], youth["wait_p50_s"], youth["recommendation"]) == (1, 600, 100)  # J
    assert (city["contacts"], city["wait_p90_s"], city["ratings"]) == (9, 240, 3)


async def check_time(database: Database) -> None:
    # A week later nothing is known yet of those whose week is not over: only of A, B, D, which ended on the first.
    early = (await figures(database, day=8))[""]
    assert (early["resolution_known"], early["resolved"], early["contacts"]) == (3, 2, 10)
    # The returns of F and J are contacts of their own days.
    later = await figures(database, "day", period=Period(date(2026, 6, 3), date(2026, 6, 30)))
    assert {day: (group["contacts"], group["by_bot"]) for day, group in later.items()} == {
        "2026-06-07": (1, 1),
        "2026-06-11": (1, 0),
    }
    assert (await figures(database, period=Period(date(2026, 5, 1), date(2026, 5, 31))))[""]["contacts"] == 0


@pytest.mark.parametrize("by", ["language", "mode", "outcome"])
async def test_the_open_datas_parts_are_what_was_counted_by_hand(database: Database, by: str) -> None:
    await tell(database)
    found = await database.read(lambda c: store.daily_parts(c, JUNE, by))
    assert (
        found
        == {
            "language": {JUNE.first: {"fi": 3, "sv": 1, "en": 1}, JUNE.last: {"fi": 3, "sv": 1, "en": 1}},
            "mode": {JUNE.first: {"city": 5}, JUNE.last: {"city": 4, "youth": 1}},
            "outcome": {
                JUNE.first: {"by_bot": 1, "handed_over": 3, "other": 1},
                JUNE.last: {"by_bot": 2, "handed_over": 3},
            },
        }[by]
    )


async def test_contacts_of_one_moment_are_told_apart(database: Database) -> None:
    person, now = (await Teller(database).begin()).person(), at(1, "10:00:00")
    for _ in range(2):
        await person.asks(now, "faq/library_card")
        await person.closes(now)
    await person.rates(now, 5, 10)
    found = (await figures(database))[""]
    assert (found["contacts"], found["by_bot"], found["ratings"]) == (2, 2, 1)
    # The second is the same visitor coming back.
    assert (found["resolution_known"], found["resolved"]) == (2, 1)


async def test_who_still_waits_when_the_hours_end_has_waited_in_vain(database: Database, tmp_path: Path) -> None:
    (tmp_path / "queues.yml").write_text(OFFICE_HOURS, encoding="utf-8")
    teller = await Teller(database).begin()
    assert await teller.person().wants_human(at(1, "15:50:00")) == "queued"
    queues = read_queues(tmp_path / "queues.yml")
    await teller.do(lambda c: closing.end_waits(c, queues, at(1, "16:00:00")))
    found = (await figures(database))[""]
    assert (found["queued"], found["claimed"], found["abandoned"], found["abandonment"]) == (1, 0, 1, 100)


async def test_who_is_gone_has_waited_in_vain_and_who_left_a_case_instead_has_not(database: Database) -> None:
    teller = await Teller(database).begin()
    gone, sender = teller.person(), teller.person()
    for person in (gone, sender):
        assert await person.wants_human(at(1, "10:00:00")) == "queued"
    await sender.leaves_case(at(1, "10:05:00"))
    limits: dict[Mode, timedelta] = {"city": timedelta(minutes=10), "youth": timedelta(minutes=3)}
    await teller.do(lambda c: vanishing.take_out_vanished(c, QUEUES, at(1, "10:10:30"), unseen=limits))
    found = (await figures(database))[""]
    assert (found["queued"], found["abandoned"], found["abandonment"]) == (2, 0, 0)
    await teller.do(lambda c: vanishing.take_out_vanished(c, QUEUES, at(1, "10:11:00"), unseen=limits))
    found = (await figures(database))[""]
    assert (found["queued"], found["claimed"], found["abandoned"], found["abandonment"]) == (2, 0, 1, 50)
