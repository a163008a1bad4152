"""The figures of cases, counted by hand, on both databases; what the public is told of them, and by which index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from handoff.cases import advice_statistics, statistics
from handoff.cases.disclosure import Line, hidden
from handoff.cases.figures import EVERY, PARTS, Figures
from handoff.cases.report import CaseReport, CaseReports, Wish
from handoff.cases.statistics import Counts, Scope
from handoff.cases.working_days import at
from handoff.reports.model import Period
from handoff.settings import ROOT
from handoff.storage.tables import advice, cases
from handoff.words import read_words
from tests.cases.conftest import MAIJA, Office, opened
from tests.support.plans import explained

TODAY = date(2026, 11, 25)
SCOPE = Scope(period=Period(date(2026, 1, 1), TODAY), today=TODAY)

STORY: list[tuple[str, ...]] = [
    # When it was received, in Helsinki; service, kind and status; when it was done; the promised day.
    # Answered on the day before its promise, 3 days after it came.
    ("2026-03-02 10:00", "171", "complaint", "answered", "2026-03-05 09:00", "2026-03-06"),
    # At two minutes to midnight of the promised day, in summer time: in time, 8 days.
    ("2026-05-04 23:59", "171", "complaint", "closed", "2026-05-12 23:58", "2026-05-12"),
    # Two minutes later it is not.
    ("2026-05-04 12:00", "171", "idea", "closed", "2026-05-13 00:00", "2026-05-12"),
    # Rejected counts as answered in the times: in time, 1 day over the hour that is skipped.
    ("2026-03-28 23:30", "171", "idea", "rejected", "2026-03-29 12:00", "2026-04-10"),
    # Received half an hour into June, which in UTC is May.
    ("2026-06-01 00:30", "174", "thanks", "transferred", "2026-06-02 12:00", "2026-06-09"),
    ("2026-06-03 12:00", "174", "thanks", "merged", "2026-06-03 13:00", "2026-06-09"),
    ("2026-06-03 12:00", "174", "question", "withdrawn", "2026-06-03 13:00", "2026-06-09"),
    # Open: promised for today, and for yesterday.
    ("2026-11-18 12:00", "174", "question", "in_process", "", "2026-11-25"),
    ("2026-11-17 12:00", "", "question", "received", "", "2026-11-24"),
]


def moment(local: str) -> datetime | None:
    if not local:
        return None
    day, _, clock = local.partition(" ")
    return at(date.fromisoformat(day), time.fromisoformat(clock))


def row(*told: str, **more: Any) -> dict[str, Any]:
    """Return a case as the story tells it."""
    received, service, kind, status, done, due = told
    received_at = moment(received)
    assert received_at is not None
    case_id = str(uuid4())
    return {
        "id": case_id,
        "code": case_id[:20],
        "origin": case_id,
        "reply_token": case_id[-16:],
        "kind": kind,
        "status": status,
        "text": "sanoja " * 40,
        "place": "",
        "email": "",
        "language": "fi",
        "channel": "web",
        "service_code": service,
        "unit": {"171": "streets", "174": "parks"}.get(service, ""),
        "received_at": received_at,
        "updated_at": received_at,
        "promised_from": received_at.date(),
        "due_on": date.fromisoformat(due),
        "done_at": moment(done),
        **more,
    }


async def told(office: Office, rows: list[dict[str, Any]]) -> None:
    await office.database.write(lambda c: c.execute(insert(cases), rows))


async def count(
    office: Office, by: tuple[statistics.Grouping, ...] = (), scope: Scope = SCOPE
) -> Mapping[tuple[str, ...], Counts]:
    return await office.database.read(lambda c: statistics.count(c, scope, by))


async def test_every_figure_is_as_counted_by_hand(url: str) -> None:
    async with opened(url) as office:
        await told(office, [row(*each) for each in STORY])
        ((_, everything),) = (await count(office)).items()
        assert everything.published() == {
            "received": 9,
            "answered": 3,
            "rejected": 1,
            "transferred": 1,
            "merged": 1,
            "withdrawn": 1,
            "open": 2,
            "late": 1,
            # 3, 8, 9 and 1 days
            "mean_days": 5.3,
            # three of four replies, and one that is late
            "in_time_percent": 60,
        }


async def test_cases_count_in_the_month_of_helsinki_and_for_their_service(url: str) -> None:
    async with opened(url) as office:
        await told(office, [row(*each) for each in STORY])
        by_month = {key[0]: counts.received for key, counts in (await count(office, ("month",))).items()}
        assert by_month == {"2026-03": 2, "2026-05": 2, "2026-06": 3, "2026-11": 2}
        by_service = await count(office, ("service", "kind"))
        assert by_service["171", "idea"] == Counts(received=2, answered=1, rejected=1, in_time=1, days=10)
        assert by_service["", "question"] == Counts(received=1, open=1, late=1)
        by_unit = await count(office, ("unit",))
        assert {key[0]: counts.received for key, counts in by_unit.items()} == {"streets": 4, "parks": 4, "": 1}


async def test_a_scope_narrows_what_is_counted(url: str) -> None:
    async with opened(url) as office:
        await told(office, [row(*each) for each in STORY])
        june = Scope(period=Period(date(2026, 6, 1), date(2026, 6, 30)), today=TODAY)
        assert (await count(office, (), june))[()].received == 3
        streets = Scope(period=SCOPE.period, today=TODAY, unit="streets")
        assert (await count(office, (), streets))[()].received == 4
        unsorted = Scope(period=SCOPE.period, today=TODAY, service_code="")
        assert (await count(office, (), unsorted))[()].late == 1


async def test_an_empty_period_has_figures_of_nothing(url: str) -> None:
    async with opened(url) as office:
        figures = (await count(office))[()].published()
        assert (figures["received"], figures["mean_days"], figures["in_time_percent"]) == (0, None, None)


async def test_a_case_that_was_opened_again_is_open_and_its_new_answer_counts(office: Office) -> None:
    case = await office.case(service_code="171")
    await office.desk.answer(MAIJA, await office.seen(case), "Vastaus")
    office.clock.advance(days=2)
    await office.cases.supplement(case.code, str(uuid4()), "Ei auttanut")
    scope = Scope(period=SCOPE.period, today=TODAY)
    assert (await count(office, (), scope))[()] == Counts(received=1, open=1)
    office.clock.advance(days=4)
    await office.desk.answer(MAIJA, await office.seen(case), "Uusi vastaus")
    assert (await count(office, (), scope))[()] == Counts(received=1, answered=1, in_time=1, days=6)


async def looked_over(office: Office, table: str) -> None:
    """Let the database see what is in a table, as it does by itself from time to time."""
    if office.database.engine.dialect.name == "postgresql":
        # An index alone is enough where the server knows that all see its rows.
        with office.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM ANALYZE {table}"))
    else:
        await office.database.write(lambda c: c.execute(text("ANALYZE")))


async def test_a_year_is_counted_from_an_index_alone(url: str) -> None:
    async with opened(url) as office:
        first = datetime(2026, 1, 1, tzinfo=UTC)
        many = [
            row("2026-01-01 00:00", "171", "idea", "closed", "2026-01-05 10:00", "2026-01-08")
            | {"received_at": first + timedelta(hours=2 * n)}
            for n in range(3000)
        ]
        await told(office, many)
        await looked_over(office, "cases")
        spring = Scope(period=Period(date(2026, 3, 1), date(2026, 5, 31)), today=TODAY)
        for by in ((), ("month", "service"), ("month", "service", "kind")):
            (plan,) = await office.database.read(lambda c, by=by: explained(c, lambda: statistics.count(c, spring, by)))
            assert re.search(r"(COVERING INDEX|Index Only Scan using) ix_cases_figures", plan), plan
        (plan,) = await office.database.read(
            lambda c: explained(c, lambda: statistics.received(c, spring, ("month", "service", "channel")))
        )
        assert re.search(r"(COVERING INDEX|Index Only Scan using) ix_cases_figures", plan), plan


CALLS: list[tuple[str, ...]] = [
    # When advice was given, in Helsinki; channel, language and service.
    ("2026-03-02 10:00", "phone", "fi", "171"),
    ("2026-03-02 10:01", "phone", "sv", "171"),
    # Half an hour into April, which in UTC is March; of a service that no case came to.
    ("2026-04-01 00:30", "counter", "fi", "2807"),
    ("2026-06-30 23:59", "phone", "en", ""),
    # Of a service that the content files no longer have.
    ("2026-11-25 12:00", "counter", "fi", "closed-down"),
    # The year before, and tomorrow.
    ("2025-12-31 23:59", "phone", "fi", "171"),
    ("2026-11-26 00:00", "phone", "fi", "171"),
]


def call(*given: str) -> dict[str, Any]:
    at_local, channel, language, service = given
    own = {"channel": channel, "language": language, "service_code": service}
    return {"id": str(uuid4()), "at": moment(at_local), "agent_id": "maija", **own}


async def report(office: Office, by: statistics.Grouping, **only: str) -> CaseReport:
    words = (read_words(ROOT / "data" / "service" / f"{name}.yml") for name in ("board", "feedback_pages"))
    return await CaseReports(office.database, office.catalogue, *words, office.clock).make(
        Wish(SCOPE.period, by, **only)
    )


ADVISED: list[tuple[statistics.Grouping, dict[str, int]]] = [
    ("month", {"2026-03": 2, "2026-04": 1, "2026-06": 1, "2026-11": 1}),
    ("service", {"171": 2, "2807": 1, "": 1, "closed-down": 1}),
    ("unit", {"streets": 2, "culture": 1, "": 2}),
    ("kind", {"": 5}),
    ("channel", {"phone": 3, "counter": 2}),
    ("language", {"fi": 3, "sv": 1, "en": 1}),
]


async def test_advice_stands_beside_the_cases_of_its_group_and_in_none_of_their_figures(url: str) -> None:
    async with opened(url) as office:
        await told(office, [row(*each) for each in STORY])
        alone = {by: await report(office, by) for by, _ in ADVISED}
        await office.database.write(lambda c: c.execute(insert(advice), [call(*each) for each in CALLS]))
        for by, counted in ADVISED:
            found = await report(office, by)
            assert {group.key: group.advice for group in found.groups if group.advice} == counted
            assert (found.advice, found.total) == (5, alone[by].total)
            # Whose cases there are has the same figures; where only advice was given, there are none of cases.
            before = {group.key: group.counts for group in alone[by].groups}
            assert {group.key: group.counts for group in found.groups} == dict.fromkeys(counted, Counts()) | before


async def test_advice_is_narrowed_to_a_service_or_to_the_unit_that_has_its_service(url: str) -> None:
    async with opened(url) as office:
        await office.database.write(lambda c: c.execute(insert(advice), [call(*each) for each in CALLS]))
        streets = await report(office, "language", unit="streets")
        assert {group.key: group.advice for group in streets.groups} == {"fi": 1, "sv": 1}
        assert [group.key for group in (await report(office, "service", unit="")).groups] == ["", "closed-down"]
        assert (await report(office, "channel", service_code="2807")).advice == 1
        assert (await report(office, "channel", service_code="")).advice == 1
        assert (await report(office, "month", unit="parks")).advice == 0


async def test_what_the_public_is_told_has_no_advice(office: Office) -> None:
    await told(office, [row(*each) for each in STORY])
    before = await public(office)
    await office.database.write(lambda c: c.execute(insert(advice), [call(*each) for each in CALLS]))
    assert (await public(office)).rows == before.rows


async def test_a_year_of_advice_is_counted_from_an_index_alone(url: str) -> None:
    async with opened(url) as office:
        first = datetime(2026, 1, 1, tzinfo=UTC)
        many = [call(*CALLS[n % 5]) | {"at": first + timedelta(hours=2 * n)} for n in range(4000)]
        await office.database.write(lambda c: c.execute(insert(advice), many))
        await looked_over(office, "advice")
        spring = Scope(period=Period(date(2026, 3, 1), date(2026, 5, 31)), today=TODAY)
        for by, _ in ADVISED:
            (plan,) = await office.database.read(
                lambda c, by=by: explained(c, lambda: advice_statistics.count(c, spring, by, {}))
            )
            assert re.search(r"(COVERING INDEX|Index Only Scan using) ix_advice_figures", plan), plan


async def public(office: Office) -> Any:
    return await Figures(office.database, office.catalogue, office.clock).public()


async def test_a_few_cases_are_told_by_their_number_alone(office: Office) -> None:
    await told(office, [row(*each) for each in STORY])
    figures = await public(office)
    march = figures.row("2026-03", "171")
    assert march.figures == {**dict.fromkeys(statistics.FIGURES), "received": 2}
    assert set(march.by["kind"].values()) == set(march.by["language"].values()) == {None}
    assert figures.row().figures["received"] == 9
    assert figures.row().figures["mean_days"] is None
    assert (figures.months[0], figures.months[-1], len(figures.months)) == ("2025-11", "2026-11", 13)


async def test_enough_cases_are_told_in_full(office: Office) -> None:
    answered = ("2026-03-02 10:00", "171", "complaint", "answered", "2026-03-05 09:00", "2026-03-06")
    await told(office, [row(*answered) for _ in range(12)])
    march = (await public(office)).row("2026-03", "171")
    assert (march.figures["received"], march.figures["mean_days"], march.figures["in_time_percent"]) == (12, 3.0, 100)
    assert march.by["kind"] == {**dict.fromkeys(PARTS["kind"], 0), "complaint": 12}


async def test_a_small_number_of_senders_cannot_be_worked_out_from_any_sum(office: Office) -> None:
    answered = ("171", "complaint", "answered", "2026-06-05 09:00", "2026-06-06")
    rows = [row(f"2026-{month:02}-02 10:00", *answered) for month in (3, 4, 5) for _ in range(40)]
    rows += [row("2026-04-03 10:00", *answered, language="sv") for _ in range(2)]
    rows += [row("2026-03-03 10:00", "174", *answered[1:], language="sv") for _ in range(30)]
    await told(office, rows)
    figures = await public(office)
    assert figures.row("2026-04", "171").by["language"]["sv"] is None
    for part, names in PARTS.items():
        for name in names:
            for service in (*figures.services, EVERY):
                months = [figures.row(month, service).by[part][name] for month in (*figures.months, EVERY)]
                assert months.count(None) != 1, (service, name)
            for month in (*figures.months, EVERY):
                services = [figures.row(month, service).by[part][name] for service in (*figures.services, EVERY)]
                assert services.count(None) != 1, (month, name)
    for month in (*figures.months, EVERY):
        for service in (*figures.services, EVERY):
            for by in figures.row(month, service).by.values():
                assert list(by.values()).count(None) != 1


async def test_figures_are_counted_again_after_a_few_minutes(office: Office) -> None:
    figures = Figures(office.database, office.catalogue, office.clock)
    assert (await figures.public()).row().figures["received"] == 0
    await office.case()
    assert (await figures.public()).row().figures["received"] == 0
    office.clock.advance(minutes=5)
    assert (await figures.public()).row().figures["received"] == 1


@pytest.mark.parametrize(
    ("counts", "secret"),
    [
        ((20, 0, 7), ""),
        # The first of the others, until they hold ten.
        ((20, 3, 7), "ab"),
        ((6, 3, 7, 5), "abc"),
        # There is nothing more to hide.
        ((1, 0, 0), "abc"),
        ((4, 4, 4), "abc"),
    ],
)
def test_what_is_hidden_in_one_line_could_be_several_numbers(counts: tuple[int, ...], secret: str) -> None:
    cells = dict(zip("abcd", counts, strict=False))
    assert hidden(cells, [Line(list(cells))]) == set(secret)


def test_hiding_in_one_line_is_covered_in_the_lines_that_cross_it() -> None:
    cells = {"a1": 3, "a2": 20, "a3": 30, "b1": 40, "b2": 50, "b3": 60, "1": 43, "2": 70, "3": 90}
    lines = [Line(["a1", "a2", "a3"]), Line(["b1", "b2", "b3"])]
    lines += [Line([f"a{n}", f"b{n}"], str(n)) for n in (1, 2, 3)]
    found = hidden(cells, lines)
    for line in lines:
        all_cells = {*line.parts, *([] if line.total is None else [line.total])}
        assert len(found & all_cells) != 1
