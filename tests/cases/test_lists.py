"""The staff's lists: what stands in which, in what order, page by page, and what is found by its words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.cases import lists
from handoff.cases.lists import Place, Wanted
from handoff.cases.model import Case
from handoff.cases.ports import Proposal
from handoff.cases.working_days import local_day
from tests.cases.conftest import MAIJA, OTTO, Office, opened

LISTS: tuple[lists.ListName, ...] = ("mine", "unit", "unsorted", "late", "today", "escalated", "open", "all")


async def listed(office: Office, name: lists.ListName, **what: object) -> list[str]:
    wanted = Wanted(name=name, **{"agent_id": MAIJA.id, "units": ("streets",), **what})  # type: ignore[arg-type]
    found: list[str] = []
    after: Place | None = None
    today = local_day(office.clock())
    while True:
        page = await office.database.read(lambda c, after=after: lists.page(c, wanted, today, after))
        found += [case.code for case in page.cases]
        after = page.after
        if after is None:
            return found


async def test_each_case_stands_in_its_lists(url: str) -> None:
    async with opened(url) as office:
        unsorted = await office.case()
        office.proposer.proposal = Proposal((("171", 0.9),), "171")
        streets = await office.case()
        mine = await office.case()
        await office.desk.take(MAIJA, await office.seen(mine))
        others = await office.case()
        await office.desk.take(OTTO, await office.seen(others))
        answered = await office.case()
        await office.desk.answer(MAIJA, await office.seen(answered), "Lamppu on vaihdettu.")
        assert set(await listed(office, "unsorted")) == {unsorted.code}
        assert set(await listed(office, "unit")) == {streets.code, mine.code, others.code}
        assert await listed(office, "mine") == [mine.code]
        assert answered.code in await listed(office, "all")
        assert answered.code not in await listed(office, "open")
        assert await listed(office, "late") == []
        office.clock.now += timedelta(days=(streets.due_on - local_day(office.clock())).days)
        assert streets.code in await listed(office, "today")
        office.clock.advance(days=1)
        assert streets.code in await listed(office, "late")
        wanted = Wanted(name="open", agent_id=MAIJA.id, units=("streets",))
        counts = await office.database.read(lambda c: lists.counts(c, LISTS, wanted, local_day(office.clock())))
        assert counts == {name: len(await listed(office, name)) for name in LISTS}


async def test_pages_hold_each_case_once_and_in_the_order_of_the_promise(url: str) -> None:
    async with opened(url) as office:
        stored: list[Case] = []
        for number in range(lists.PAGE * 2 + 7):
            stored.append(await office.case(kind="accessibility" if number % 3 else "complaint"))
            office.clock.advance(hours=5)
        due = {case.code: (case.due_on, case.id) for case in stored}
        found = await listed(office, "open")
        assert found == sorted(due, key=lambda code: due[code])
        newest = await listed(office, "all")
        assert newest == [case.code for case in reversed(stored)]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("katuvalo", True),
        ("KATUV", True),
        ("hämeentie rikki", True),
        ("valaisin", True),
        ("katuvalo puisto", False),
        ("valo", False),
        ("\"katuvalo OR 'x* & |", False),
        ("!!", True),
    ],
)
async def test_words_are_found_by_their_beginnings(url: str, words: str, is_found: bool) -> None:
    async with opened(url) as office:
        case = await office.case(title="Valaisin", text="Katuvalojen johdot ovat rikki.", place="Hämeentie 5")
        await office.case(text="Roskakori on täynnä.", place="Rantapuisto")
        found = await listed(office, "open", words=words)
        assert (case.code in found) == is_found


async def test_filters_narrow_a_list(url: str) -> None:
    async with opened(url) as office:
        swedish = await office.case(language="sv", text="Gatlyktan är trasig.")
        idea = await office.case(kind="idea")
        street = await office.case(service_code="171")
        assert await listed(office, "open", language="sv") == [swedish.code]
        assert await listed(office, "open", kind="idea") == [idea.code]
        assert await listed(office, "open", service_code="171") == [street.code]
        assert await listed(office, "open", code=idea.code) == [idea.code]
