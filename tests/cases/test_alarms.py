"""Alarms: each fires once, whoever looks and whenever, and none for a case that is done with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from handoff.cases import lists
from handoff.cases.alarms import alarms_of
from handoff.cases.model import Act, Case
from handoff.cases.watchman import Watchman
from handoff.cases.working_days import add_working_days, is_working_day, local_day
from tests.cases.conftest import MAIJA, START, Office, opened

ALL = ["reminder", "late", "escalation"]


async def fired(office: Office, code: str) -> list[str]:
    events = (await office.desk.open(MAIJA, code)).events
    return [event.kind for event in events if event.kind in ALL]


async def test_each_alarm_comes_at_its_moment(office: Office) -> None:
    case = await office.case(service_code="171")
    moments = {}
    while len(moments) < len(ALL):
        office.clock.advance(hours=1)
        await office.watchman.look()
        for kind in await fired(office, case.code):
            moments.setdefault(kind, office.clock.now)
    # Promised for Wednesday the second of December; by the winter's clock Helsinki is two hours ahead of UTC.
    assert moments == {
        "reminder": datetime(2026, 12, 1, 7, tzinfo=UTC),
        "late": datetime(2026, 12, 2, 22, tzinfo=UTC),
        "escalation": datetime(2026, 12, 4, 7, tzinfo=UTC),
    }
    assert await fired(office, case.code) == ALL


async def test_what_came_due_while_nobody_looked_comes_at_the_next_look(office: Office) -> None:
    case = await office.case(service_code="171")
    office.clock.advance(days=60)
    assert await office.watchman.look() == 3
    assert await office.watchman.look() == 0
    assert await fired(office, case.code) == ALL


async def test_processes_that_look_at_the_same_time_fire_each_alarm_once(url: str) -> None:
    async with AsyncExitStack() as stack:
        offices = [await stack.enter_async_context(opened(url)) for _ in range(3)]
        cases = [await offices[0].case(service_code="171") for _ in range(20)]
        for office in offices:
            office.clock.advance(days=60)
        counts = await asyncio.gather(*(office.watchman.look() for office in offices for _ in range(2)))
        assert sum(counts) == 60
        for case in cases:
            assert await fired(offices[0], case.code) == ALL


@pytest.mark.parametrize("ending", ["answer", "reject", "withdraw"])
async def test_what_is_done_with_alarms_nobody(office: Office, ending: str) -> None:
    case = await office.case(service_code="171")
    if ending == "withdraw":
        await office.cases.withdraw(case.code)
    else:
        await getattr(office.desk, ending)(MAIJA, await office.seen(case), "Valmis.")
    office.clock.advance(days=20)
    assert await office.watchman.look() == 0


async def test_an_alarm_that_was_read_before_the_answer_is_not_fired_after_it(office: Office) -> None:
    case = await office.case(service_code="171")
    office.clock.advance(days=60)
    firing = office.watchman._firing((await office.now(case)).id, "late")
    await office.desk.answer(MAIJA, await office.seen(case), "Valmis.")
    assert await office.database.write(firing) is False
    assert await fired(office, case.code) == []


async def test_an_alarm_that_cannot_be_fired_holds_up_no_other(office: Office) -> None:
    bad, good = await office.case(service_code="171"), await office.case(service_code="171")

    def tell(connection: Connection, case: Case, act: Act) -> None:
        if case.code == bad.code:
            raise LookupError

    watchman = Watchman(office.database, office.clock, tell)
    office.clock.advance(days=60)
    assert await watchman.look() == 3
    assert (await fired(office, good.code), await fired(office, bad.code)) == (ALL, [])
    assert await office.watchman.look() == 3
    assert await fired(office, bad.code) == ALL


async def test_a_case_opened_again_has_alarms_of_its_new_promise(office: Office) -> None:
    case = await office.case(service_code="171")
    office.clock.advance(days=60)
    await office.watchman.look()
    await office.desk.answer(MAIJA, await office.seen(case), "Valmis.")
    await office.cases.supplement(case.code, "r1", "Ei ole.")
    assert await office.watchman.look() == 0
    office.clock.advance(days=60)
    assert await office.watchman.look() == 3
    assert await fired(office, case.code) == ALL * 2


async def escalated(office: Office) -> list[str]:
    """Return the codes of the list "escalated"."""
    today = local_day(office.clock.now)
    page = await office.database.read(lambda c: lists.page(c, lists.Wanted(name="escalated"), today))
    return [case.code for case in page.cases]


async def by_supplement(office: Office, case: Case) -> None:
    await office.cases.supplement(case.code, "r1", "Vieläkin on pimeää.")


async def by_staff(office: Office, case: Case) -> None:
    await office.desk.reopen(MAIJA, await office.seen(case), "Lamppu sammui taas.")


async def by_a_followers_supplement(office: Office, case: Case) -> None:
    follower = (await office.desk.open(MAIJA, case.code)).followers[0]
    await office.cases.supplement(follower, "r1", "Vieläkin on pimeää.")


@pytest.mark.parametrize("reopen", [by_supplement, by_staff, by_a_followers_supplement])
@pytest.mark.parametrize("ending", ["answer", "reject"])
async def test_a_case_opened_again_after_its_escalation_is_watched_from_the_beginning(
    office: Office, reopen: Callable[[Office, Case], Awaitable[None]], ending: str
) -> None:
    case, follower = await office.case(service_code="171"), await office.case(service_code="171")
    await office.desk.merge(MAIJA, await office.seen(follower), case.code)
    office.clock.advance(days=9)
    await office.watchman.look()
    assert (await fired(office, case.code), await escalated(office)) == (ALL, [case.code])
    await getattr(office.desk, ending)(MAIJA, await office.seen(case), "Valmis.")
    assert await escalated(office) == []
    await reopen(office, case)
    # On Friday the fourth of December: the Independence Day that follows is a Sunday.
    again = await office.now(case)
    assert (again.status, again.due_on, again.escalated_at) == ("in_process", date(2026, 12, 11), None)
    assert await escalated(office) == []
    moments = {}
    while len(moments) < len(ALL):
        office.clock.advance(hours=1)
        await office.watchman.look()
        for kind in (await fired(office, case.code))[len(ALL) :]:
            moments.setdefault(kind, office.clock.now)
        assert await escalated(office) == ([case.code] if "escalation" in moments else [])
    assert moments == {
        "reminder": datetime(2026, 12, 10, 7, tzinfo=UTC),
        "late": datetime(2026, 12, 11, 22, tzinfo=UTC),
        "escalation": datetime(2026, 12, 15, 7, tzinfo=UTC),
    }
    office.clock.advance(days=60)
    assert await office.watchman.look() == 0
    assert await fired(office, case.code) == ALL * 2


async def test_an_alarm_of_the_old_promise_is_not_fired_for_the_new_one(office: Office) -> None:
    case = await office.case(service_code="171")
    office.clock.advance(days=60)
    firing = office.watchman._firing((await office.now(case)).id, "escalation")
    await office.desk.answer(MAIJA, await office.seen(case), "Valmis.")
    await by_supplement(office, case)
    assert await office.database.write(firing) is False
    assert (await fired(office, case.code), (await office.now(case)).escalated_at) == ([], None)


async def test_a_case_given_to_another_service_is_escalated_by_its_new_promise_alone(office: Office) -> None:
    case = await office.case(service_code="246")
    # Promised for Monday the thirtieth, three working days on; the other service has until Wednesday.
    office.clock.advance(days=7)
    await office.watchman.look()
    assert await escalated(office) == [case.code]
    await office.desk.route(MAIJA, await office.seen(case), "171")
    assert await escalated(office) == []
    office.clock.advance(days=2)
    await office.watchman.look()
    assert await escalated(office) == [case.code]
    assert (await fired(office, case.code)).count("escalation") == 2


async def test_an_answered_case_is_put_away_when_nothing_can_be_added_any_more(office: Office) -> None:
    case = await office.case(service_code="171")
    await office.desk.answer(MAIJA, await office.seen(case), "Valmis.")
    office.clock.advance(days=30)
    await office.watchman.look()
    assert (await office.now(case)).status == "answered"
    office.clock.advance(seconds=1)
    await office.watchman.look()
    assert (await office.now(case)).status == "closed"


DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(DAYS, st.integers(1, 30))
def test_a_promise_is_kept_on_a_working_day_with_as_many_of_them_before_it(start: date, days: int) -> None:
    due = add_working_days(start, days)
    between = [date.fromordinal(day) for day in range(start.toordinal() + 1, due.toordinal() + 1)]
    assert is_working_day(due)
    assert sum(is_working_day(day) for day in between) == days


@given(DAYS, st.integers(1, 30))
def test_working_days_are_counted_back_as_forth(start: date, days: int) -> None:
    start = add_working_days(start, 1)
    assert add_working_days(add_working_days(start, days), -days) == start


@given(DAYS, st.integers(0, 23))
def test_alarms_come_in_order_and_on_working_days(due_on: date, hour: int) -> None:
    due_on = add_working_days(due_on, 1)
    now = datetime(due_on.year, due_on.month, due_on.day, hour, tzinfo=UTC)
    reminder, late, escalation = alarms_of(due_on, now)
    assert reminder.at < late.at < escalation.at
    assert is_working_day(local_day(reminder.at))
    assert is_working_day(local_day(escalation.at))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), False),  # Christmas Eve
        (date(2026, 6, 19), False),  # Midsummer Eve
        (date(2027, 1, 6), False),  # Epiphany
        (date(2027, 3, 26), False),  # Good Friday
        (date(2026, 12, 31), True),
        (date(2026, 4, 30), True),  # the eve of May Day
    ],
)
def test_the_days_off_are_those_of_finland(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_the_day_turns_in_helsinki() -> None:
    assert local_day(datetime(2026, 11, 25, 22, 30, tzinfo=UTC)) == date(2026, 11, 26)
    assert local_day(datetime(2026, 6, 25, 20, 59, tzinfo=UTC)) == date(2026, 6, 25)
    assert local_day(START) == date(2026, 11, 25)
