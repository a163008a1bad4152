"""What is taken once, and what is found, on either kind of database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.images.service import Images
from handoff.open311 import forwards
from handoff.open311.listing import Listing
from handoff.open311.model import STATES, Box, Circle, NotForwarded, Receipt, Wanted
from handoff.settings import ROOT, BadSetting, read_settings
from handoff.storage.database import Database
from handoff.storage.tables import case_forwards
from tests.cases.conftest import MAIJA, START, Office, opened, url

__all__ = ["url"]

LEASE = timedelta(minutes=5)


async def queued(office: Office, count: int) -> list[str]:
    """Take in cases, and put them on their way."""
    made = [await office.case(service_code="171", lat=60.16952, lon=24.93545) for _ in range(count)]
    for case in made:
        row = {"case_id": case.id, "service_code": "171", "state": "pending", "attempts": 0}
        await office.database.write(
            lambda c, row=row: c.execute(case_forwards.insert().values(**row, next_at=START, created_at=START))
        )
    return [case.id for case in made]


async def test_each_case_is_taken_by_one_process_and_again_after_the_lease(url: str) -> None:
    async with opened(url) as office:
        ids = await queued(office, 8)
        databases = [Database(url) for _ in range(3)]
        try:
            taken = await asyncio.gather(
                *(each.write(lambda c: forwards.claim(c, START, LEASE)) for each in databases for _ in range(4))
            )
            while (more := await databases[0].write(lambda c: forwards.claim(c, START, LEASE))) is not None:
                taken.append(more)
            found = [each for each in taken if each is not None]
            assert sorted(each.case_id for each in found) == sorted(ids)
            assert {each.sending_at for each in found} == {None}
            assert not await office.database.read(lambda c: forwards.is_any_due(c, START))
            again = await databases[1].write(lambda c: forwards.claim(c, START + LEASE, LEASE))
            assert again is not None
            assert (again.sending_at, again.attempts) == (START, 1)
        finally:
            await asyncio.gather(*(each.close() for each in databases))


async def test_what_became_of_an_attempt_is_noted_once(url: str) -> None:
    async with opened(url) as office:
        await queued(office, 1)
        news = forwards.News("other.example", START, lambda *_: None)
        first = await office.database.write(lambda c: forwards.claim(c, START, LEASE))
        second = await office.database.write(lambda c: forwards.claim(c, START + LEASE, LEASE))
        assert first is not None
        assert second is not None
        late = NotForwarded("http_400", is_final=True)
        await office.database.write(lambda c: forwards.note_failure(c, first, news, late, chance=0.5))
        await office.database.write(lambda c: forwards.note_sent(c, second, news, Receipt("7")))
        row = await office.database.read(lambda c: c.execute(select(case_forwards)).one())
        assert (row.state, row.remote_id, row.sending_at, row.lease_until, row.last_error) == (
            "sent",
            "7",
            None,
            None,
            "",
        )
        assert not await office.database.read(lambda c: forwards.is_any_due(c, START + timedelta(minutes=29)))
        assert await office.database.read(lambda c: forwards.is_any_due(c, START + timedelta(minutes=30)))


async def test_every_filter_finds_the_same_case(url: str) -> None:
    async with opened(url) as office:
        case = await office.case(service_code="171", may_publish=True, lat=60.16952, lon=24.93545)
        await office.desk.answer(MAIJA, await office.seen(case), "Kiitos.")
        await office.desk.publish(MAIJA, await office.seen(case), title="Valo", text="Ei pala.", answer="Palaa.")
        listing = Listing(office.database, Images(office.database, ROOT / "var" / "none", office.clock))
        day = timedelta(days=1)
        for wanted in (
            Wanted(),
            Wanted(ids=(case.id,)),
            Wanted(service_codes=("171",), states=STATES["closed"]),
            Wanted(received_from=START - day, received_until=START + day, page_size=1),
            Wanted(updated_from=START - day, updated_until=START + day),
            Wanted(box=Box(24.9, 60.1, 25, 60.2)),
            Wanted(circle=Circle(60.17, 24.935, 1)),
        ):
            (found,) = await listing.find(wanted)
            assert (found.id, found.text, found.lat, found.lon) == (case.id, "Ei pala.", 60.17, 24.935)
        for none in (
            Wanted(ids=("x",)),
            Wanted(states=STATES["open"]),
            Wanted(page=2),
            Wanted(received_from=START + day),
            Wanted(box=Box(24.9, 60.1, 24.935, 60.1699)),
            Wanted(circle=Circle(60.171, 24.935, 100)),
        ):
            assert await listing.find(none) == []


@pytest.mark.parametrize("address", ["http://other.example/open311/v2", "ftp://127.0.0.1/", "other.example"])
def test_cases_are_sent_on_over_https_only(address: str) -> None:
    with pytest.raises(BadSetting, match="LUUKKU_OPEN311_FORWARD_URL"):
        read_settings({"LUUKKU_OPEN311_FORWARD_URL": address})
