"""Every figure of the story, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from handoff.conversations import closing, vanishing
from handoff.queues.content import read_queues
from handoff.reports import store
from handoff.reports.model import FIELDS, Grouping, Mode, OneLanguage, Period
from handoff.storage.database import Database
from tests.reports.story import QUEUES, TOPICS, Teller, at, tell

OFFICE_HOURS = """
queues:
  city:
    mode: city
    titles: {fi: Neuvonta, sv: Rådgivning, en: Advice}
    hours: {week: {mon-fri: [08.00-16.00]}}
  talk: {mode: youth, titles: {fi: Jutellaan, sv: Prata, en: Talk}, hours: always}
"""
JUNE = Period(date(2026, 6, 1), date(2026, 6, 2))

NONE: dict[str, Any] = {
    **dict.fromkeys(("contacts", "by_bot", "handed_over", "turned_away", "queued", "claimed"), 0),
    **dict.fromkeys(("answer_rate", "abandonment", "wait_p50_s", "wait_p90_s", "handling_p50_s", "handling_p90_s")),
    **dict.fromkeys(("abandoned", "handled", "resolution_known", "resolved", "ratings"), 0),
    **dict.fromkeys(("callbacks", "callbacks_reached", "callbacks_failed", "callbacks_waiting", "called"), 0),
    **dict.fromkeys(("called_p50_s", "called_p90_s", "resolution")),
    **dict.fromkeys(("succeeded_mean", "succeeded_well", "recommendation")),
}
"""What is told of nobody. Groups below name what is otherwise; every figure of each is compared."""


def told(**counts: int) -> dict[str, int]:
    return counts


def waits(queued: int, claimed: int, rate: int, abandoned: int, abandonment: int) -> dict[str, int]:
    names = ("queued", "claimed", "answer_rate", "abandoned", "abandonment")
    return dict(zip(names, (queued, claimed, rate, abandoned, abandonment), strict=True))


def spread(name: str, p50_s: int, p90_s: int) -> dict[str, int]:
    return {f"{name}_p50_s": p50_s, f"{name}_p90_s": p90_s}


def handled(count: int, p50_s: int, p90_s: int) -> dict[str, int]:
    return {"handled": count, **spread("handling", p50_s, p90_s)}


def resolved(known: int, resolved: int, share: int) -> dict[str, int]:
    return {"resolution_known": known, "resolved": resolved, "resolution": share}


def rated(ratings: int, mean: float | None, well: int | None, recommendation: int) -> dict[str, Any]:
    given = {"ratings": ratings, "succeeded_mean": mean, "succeeded_well": well}
    return {**given, "recommendation": recommendation}


BOTH_DAYS = {
    "contacts": 16,  # A to P
    "by_bot": 3,  # A F I; not E and L, who wanted a person, or a call
    "handed_over": 9,  # B C D G H J K M O
    "turned_away": 2,  # E P
    "queued": 11,  # B C D D G G H J K M O
    "claimed": 6,  # B D D G G J
    "answer_rate": 55,  # 6 of 11
    "abandoned": 3,  # C and O left, H ended; K and M chose to be called
    "abandonment": 27,  # 3 of 11
    "wait_p50_s": 120,  # the third of 30 60 120 180 240 600
    "wait_p90_s": 600,  # the sixth: 0.9 × 6 = 5.4
    "handled": 4,  # B D G J
    "handling_p50_s": 300,  # the second of G 90 + 60, B 300, D 120 + 600, J 1200
    "handling_p90_s": 1200,  # the fourth: 0.9 × 4 = 3.6
    "callbacks": 4,  # K L M N
    "callbacks_reached": 1,  # K
    "callbacks_failed": 1,  # L
    "callbacks_waiting": 1,  # M; N took it back
    "called": 2,  # K L
    "called_p50_s": 3600,  # the first of L 3600, K 7200
    "called_p90_s": 7200,
    "resolution_known": 6,  # A B D F G J; C E H K–P were not answered, I is erased
    "resolved": 4,  # A B G J; D needed a person twice, F came back after five days
    "resolution": 67,  # 4 of 6
    "ratings": 4,  # B D G J
    "succeeded_mean": 3.7,  # (5 + 2 + 4) / 3
    "succeeded_well": 67,  # B J of B D J
    "recommendation": 25,  # B 10 and J 9, less D 6, of B D G J
}
FIRST_DAY = {
    **told(contacts=7, by_bot=1, handed_over=4, turned_away=2),  # A–E K P; A; B C D K; E P
    **waits(5, 3, 60, 1, 20),  # B C D D K; B D D; C
    **spread("wait", 120, 240),  # of 60 120 240
    **handled(2, 300, 720),  # B D
    **told(callbacks=1, callbacks_reached=1, callbacks_failed=0, callbacks_waiting=0, called=1),  # K
    **spread("called", 7200, 7200),
    **resolved(3, 2, 67),  # A B D; not D
    **rated(2, 3.5, 50, 0),  # B 5 10, D 2 6: on the day of the contact, though D rated two days later
}
SECOND_DAY = {
    # F–J L–O (F after midnight in Helsinki, before it in UTC); F I; G H J M O
    **told(contacts=9, by_bot=2, handed_over=5, turned_away=0),
    **waits(6, 3, 50, 2, 33),  # G G H J M O; G G J; H O
    **spread("wait", 180, 600),  # of 30 180 600
    **handled(2, 150, 1200),  # G J
    **told(callbacks=3, callbacks_reached=0, callbacks_failed=1, callbacks_waiting=1, called=1),  # L M N
    **spread("called", 3600, 3600),
    **resolved(3, 2, 67),  # F G J; not F
    **rated(2, 4.0, 100, 50),  # G – 8, J 4 9
}
ALL_CALLS = {"callbacks": 4, "callbacks_reached": 1, "callbacks_failed": 1, "callbacks_waiting": 1, "called": 2}
K_IS_CALLED = {"callbacks_reached": 1, "called": 1, **spread("called", 7200, 7200)}
L_IS_CALLED = {"callbacks": 1, "callbacks_failed": 1, "called": 1, **spread("called", 3600, 3600)}
J = {
    **told(contacts=1, handed_over=1),
    **waits(1, 1, 100, 0, 0),
    **spread("wait", 600, 600),
    **handled(1, 1200, 1200),
    **resolved(1, 1, 100),
    **rated(1, 4.0, 100, 100),
}
O = {"contacts": 1, "handed_over": 1, **waits(1, 0, 0, 1, 100)}  # noqa: E741
P = {"contacts": 1, "turned_away": 1}
J_AND_O = {**J, "contacts": 2, "handed_over": 2, **waits(2, 1, 50, 1, 50)}
PARTS: dict[Grouping, dict[str, dict[str, Any]]] = {
    "queue": {
        "": {"contacts": 3, "by_bot": 3, **resolved(2, 1, 50)},  # A F I; A F; A
        "city": {  # B C D E G H K L M N
            **told(contacts=10, handed_over=7, turned_away=1),  # all but E L N; E
            **waits(9, 5, 56, 2, 22),  # B C D D G G H K M; B D D G G; C H
            **spread("wait", 120, 240),  # of 30 60 120 180 240
            **handled(3, 300, 720),  # G 150, B 300, D 720
            **ALL_CALLS,
            **spread("called", 3600, 7200),
            **resolved(3, 2, 67),  # B D G; B G
            **rated(3, 3.5, 50, 0),  # B 5 10, D 2 6, G – 8
        },
        "hobbies": P,
        "loneliness": J_AND_O,
    },
    "language": {
        "en": {  # D J M
            **told(contacts=3, handed_over=3),
            **waits(4, 3, 75, 0, 0),  # D D J M; D D J
            **spread("wait", 240, 600),  # of 120 240 600
            **handled(2, 720, 1200),
            **told(callbacks=1, callbacks_waiting=1),  # M
            **resolved(2, 1, 50),  # D J; J
            **rated(2, 3.0, 50, 0),  # D 2 6, J 4 9
        },
        "fi": {  # A B E F H I L O
            **told(contacts=8, by_bot=3, handed_over=3, turned_away=1),  # A F I; B H O; E
            **waits(3, 1, 33, 2, 67),  # B H O; B; H O
            **spread("wait", 60, 60),
            **handled(1, 300, 300),
            **L_IS_CALLED,
            **resolved(3, 2, 67),  # A B F; A B
            **rated(1, 5.0, 100, 100),
        },
        "sv": {  # C G K N P
            **told(contacts=5, handed_over=3, turned_away=1),  # C G K; P
            **waits(4, 2, 50, 1, 25),  # C G G K; G G; C
            **spread("wait", 30, 180),
            **handled(1, 150, 150),
            **told(callbacks=2, **K_IS_CALLED),  # K N
            **resolved(1, 1, 100),
            **rated(1, None, None, 0),  # G – 8
        },
    },
    "tag": {
        "": {  # C G H K M N: no agent has said it, and the bot has answered none of them
            **told(contacts=6, handed_over=5),
            **waits(6, 2, 33, 2, 33),  # C G G H K M; G G; C H
            **spread("wait", 30, 180),
            **handled(1, 150, 150),
            **told(callbacks=3, callbacks_waiting=1, **K_IS_CALLED),  # K M N
            **resolved(1, 1, 100),
            **rated(1, None, None, 0),
        },
        # A F I L by the bot's first answer: three of them by the bot alone.
        "culture_and_leisure": {"contacts": 4, "by_bot": 3, **L_IS_CALLED, **resolved(2, 1, 50)},
        "daycare_and_school": {"contacts": 1, "turned_away": 1},  # E, by the first answer
        "hobbies": P,  # by the queue
        "housing": {  # D, as the agent said
            **told(contacts=1, handed_over=1),
            **waits(2, 2, 100, 0, 0),
            **spread("wait", 120, 240),
            **handled(1, 720, 720),
            **resolved(1, 0, 0),
            **rated(1, 2.0, 0, -100),
        },
        "loneliness": J_AND_O,  # by the queue, though the bot's answer to O was about health
        "transport_and_parking": {  # B, as the agent said
            **told(contacts=1, handed_over=1),
            **waits(1, 1, 100, 0, 0),
            **spread("wait", 60, 60),
            **handled(1, 300, 300),
            **resolved(1, 1, 100),
            **rated(1, 5.0, 100, 100),
        },
    },
}
MODES: dict[Mode, dict[str, Any]] = {
    "youth": {**J_AND_O, "contacts": 3, "turned_away": 1},  # J O P
    "city": {  # A–I K–N
        **told(contacts=13, by_bot=3, handed_over=7, turned_away=1),
        **waits(9, 5, 56, 2, 22),
        **spread("wait", 120, 240),
        **handled(3, 300, 720),
        **ALL_CALLS,
        **spread("called", 3600, 7200),
        **resolved(5, 3, 60),  # A B D F G; A B G
        **rated(3, 3.5, 50, 0),
    },
}
YOUTH: dict[OneLanguage, dict[str, dict[str, Any]]] = {
    "fi": {"loneliness": O},
    "sv": {"hobbies": P},
    "en": {"loneliness": J},
}
"""The young people's queues by language."""
ADDING_UP = (
    *("contacts", "by_bot", "handed_over", "turned_away", "queued", "claimed", "abandoned", "handled"),
    *("callbacks", "callbacks_reached", "callbacks_failed", "callbacks_waiting", "called"),
    *("resolution_known", "resolved", "ratings"),
)


async def figures(
    database: Database,
    by: Grouping | None = None,
    mode: Mode = "",
    *,
    language: OneLanguage = "",
    period: Period = JUNE,
    day: int = 30,
) -> dict[str, dict[str, Any]]:
    """Return the published figures by group, as told on a day of June."""
    scope = store.Scope(period, mode, by, language, TOPICS)
    found = await database.read(lambda c: store.count(c, scope, at(day, "12:00")))
    return {key: value.published() for key, value in found.items()}


def whole(parts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return groups with every figure of each."""
    return {key: {**NONE, **part} for key, part in parts.items()}


async def test_every_figure_is_what_was_counted_by_hand(database: Database) -> None:
    await tell(database)
    # No expectation is 0 throughout: a query that finds nothing would be seen.
    assert all(BOTH_DAYS[name] for name in FIELDS)
    assert NONE.keys() == set(FIELDS)
    assert await figures(database) == {"": BOTH_DAYS}
    assert await figures(database, "day") == {"2026-06-01": FIRST_DAY, "2026-06-02": SECOND_DAY}
    for by, parts in PARTS.items():
        found = await figures(database, by)
        assert found == whole(parts)
        for name in ADDING_UP:
            assert sum(group[name] for group in found.values()) == BOTH_DAYS[name]
    for mode, expected in MODES.items():
        assert await figures(database, mode=mode) == whole({"": expected})
    await check_youth(database)
    await check_time(database)


async def check_youth(database: Database) -> None:
    assert await figures(database, "language", "youth") == whole({"en": J, "fi": O, "sv": P})
    assert await figures(database, "queue", "youth") == whole({"hobbies": P, "loneliness": J_AND_O})
    for language, parts in YOUTH.items():
        assert await figures(database, "queue", "youth", language=language) == whole(parts)
    # The same of everybody adds up to the languages' own figures.
    for language in YOUTH:
        found = (await figures(database, "queue", language=language)).values()
        expected = whole(PARTS["language"])[language]
        assert [sum(group[name] for group in found) for name in ADDING_UP] == [expected[name] for name in ADDING_UP]


async def check_time(database: Database) -> None:
    # A week later nothing is known yet of those whose week is not over: only of A, B, D, which ended on the first.
    early = (await figures(database, day=8))[""]
    assert (early["resolution_known"], early["resolved"], early["contacts"]) == (3, 2, 16)
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
            "language": {JUNE.first: {"fi": 3, "sv": 3, "en": 1}, JUNE.last: {"fi": 5, "sv": 2, "en": 2}},
            "mode": {JUNE.first: {"city": 6, "youth": 1}, JUNE.last: {"city": 7, "youth": 2}},
            "outcome": {
                JUNE.first: {"by_bot": 1, "handed_over": 4, "other": 2},
                JUNE.last: {"by_bot": 2, "handed_over": 5, "other": 2},
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
