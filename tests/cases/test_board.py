"""The public board: who is on it, what is shown of them, in what order, and that an index finds it."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, insert, text

from handoff.cases import board
from handoff.cases.board import Wanted
from handoff.cases.lists import Place
from handoff.cases.model import Case
from handoff.storage.tables import cases, to_microseconds
from tests.cases.conftest import MAIJA, Office, opened
from tests.support.plans import explained

START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


async def published(office: Office, **what: Any) -> Case:
    """Take in a case, answer it and put it on the board."""
    shown = {"title": "Valaisin", "text": "Katu on pimeä.", "answer": "Lamppu on vaihdettu."}
    shown = {name: what.pop(name, value) for name, value in shown.items()}
    case = await office.case(**{"may_publish": True, "service_code": "171", "text": "Oma teksti", **what})
    await office.desk.answer(MAIJA, await office.seen(case), "Hei, lamppu on vaihdettu.")
    await office.desk.publish(MAIJA, await office.seen(case), **shown)
    return case


async def ids(office: Office, **wanted: Any) -> list[str]:
    """Return the ids of all pages."""
    found: list[str] = []
    after: Place | None = None
    while True:
        page = await office.database.read(lambda c, after=after: board.page(c, Wanted(**wanted), after))
        found += [case.id for case in page.cases]
        after = page.after
        if after is None:
            return found


async def test_a_published_case_shows_the_published_words_and_nothing_else(url: str) -> None:
    async with opened(url) as office:
        case = await office.case(
            may_publish=True,
            service_code="171",
            text="Minä olen Maija",
            title="Oma",
            place="Kotikatu 1",
            email="a@b.fi",
        )
        office.clock.advance(days=3)
        await office.desk.answer(MAIJA, await office.seen(case), "Hei Maija")
        await office.desk.publish(MAIJA, await office.seen(case), title="Valo", text="Pimeää.", answer="Vaihdettu.")
        (shown,) = (await office.database.read(lambda c: board.page(c, Wanted()))).cases
        assert asdict(shown) == {
            "id": case.id,
            "title": "Valo",
            "text": "Pimeää.",
            "answer": "Vaihdettu.",
            "service_code": "171",
            "kind": "complaint",
            "language": "fi",
            "received_on": case.received_on,
            "answered_on": case.received_on + timedelta(days=3),
            "published_at": office.clock(),
        }
        assert shown.days == 3
        assert await office.database.read(lambda c: board.find(c, case.id)) == shown


async def test_only_what_is_published_and_answered_is_on_the_board(url: str) -> None:
    async with opened(url) as office:
        await office.case(may_publish=True)
        answered = await office.case(may_publish=True, service_code="171")
        await office.desk.answer(MAIJA, await office.seen(answered), "Vastaus")
        reopened, removed, stays = [await published(office) for _ in range(3)]
        await office.cases.supplement(reopened.code, str(uuid4()), "Ei auttanut")
        await office.desk.unpublish(MAIJA, await office.seen(removed))
        assert await ids(office) == [stays.id]
        assert await office.database.read(lambda c: board.find(c, reopened.id)) is None
        await office.cases.withdraw(reopened.code)
        assert await ids(office) == [stays.id]


async def test_pages_hold_each_case_once_the_newest_published_first(url: str) -> None:
    async with opened(url) as office:
        stored = []
        for number in range(board.PAGE * 2 + 3):
            stored.append((await published(office)).id)
            # Some are published in the same moment.
            office.clock.advance(seconds=number % 2)
        found = await ids(office)
        assert (len(found), set(found)) == (len(stored), set(stored))
        assert (found[0], {*found[1:3]}) == (stored[-1], {*stored[-3:-1]})
        assert await ids(office, words="valaisin") == found


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("lamp", True), ("VALAISIN pimeä", True), ("oma", False), ("maija", False), ("\"x' OR * )", False), ("&|!", True)],
)
async def test_words_are_found_in_what_is_published_alone(url: str, words: str, is_found: bool) -> None:
    async with opened(url) as office:
        case = await published(office)
        assert (case.id in await ids(office, words=words)) == is_found


async def test_the_board_is_narrowed_by_service_kind_and_language(url: str) -> None:
    async with opened(url) as office:
        street = await published(office)
        office.clock.advance(minutes=1)
        idea = await published(office, kind="idea", service_code="174")
        office.clock.advance(minutes=1)
        swedish = await published(office, language="sv", title="Lampan")
        assert await ids(office, kind="idea") == [idea.id]
        assert await ids(office, language="sv") == [swedish.id]
        assert await ids(office, service_code="171") == [swedish.id, street.id]
        assert await ids(office, service_code="171", language="fi", words="lamppu") == [street.id]


SERVICES = ("171", "172", "174", "176", "180", "198", "199", "211")


def many(connection: Connection, count: int = 4000) -> None:
    """Fill the board, and let the database count what it has."""
    rows = []
    for n in range(count):
        at = START + timedelta(hours=n)
        words = f"Katuvalo on rikki {'ja zeppeliini näkyy' if n % 1000 == 7 else ''} " + "lisää sanoja " * 20
        rows.append(
            {
                "id": str(uuid4()),
                "code": f"LK-{n}",
                "origin": str(uuid4()),
                "reply_token": f"{n:016}",
                "kind": "accessibility" if n % 500 == 3 else "complaint",
                "status": "closed" if n % 10 else "in_process",
                "text": words,
                "place": "",
                "email": "",
                "language": "en" if n % 40 == 1 else "fi",
                "channel": "web",
                "service_code": SERVICES[n % len(SERVICES)],
                "received_at": at,
                "updated_at": at,
                "promised_from": at.date(),
                "due_on": at.date(),
                "done_at": at if n % 10 else None,
                "published_at": at if n % 10 else None,
                "public_title": "Valo" if n % 10 else "",
                "public_text": words if n % 10 else "",
                "public_answer": words if n % 10 else "",
            }
        )
    connection.execute(insert(cases), rows)
    connection.execute(text("ANALYZE"))


# Of little, PostgreSQL may as well take the staff's index of a service or kind, and sort the few that it finds.
BY_DAY = "ix_cases_(board|kind_received_at|service_code_received_at)"
PLANS: list[tuple[dict[str, str], str]] = [
    ({}, BY_DAY),
    ({"service_code": "171"}, BY_DAY),
    ({"kind": "accessibility"}, BY_DAY),
    ({"kind": "accessibility", "language": "en"}, BY_DAY),
    ({"words": "zeppeliini"}, "words"),
    ({"words": "katuvalo"}, "words"),
    ({"words": "zeppeliini", "service_code": "172"}, "words"),
]


async def test_every_page_is_found_by_an_index(url: str) -> None:
    async with opened(url) as office:
        await office.database.write(many)
        for wanted, index in PLANS:
            for after in (None, Place(to_microseconds(START + timedelta(days=40)), str(uuid4()))):
                plans = await office.database.read(
                    lambda c, wanted=wanted, after=after: explained(c, lambda: board.page(c, Wanted(**wanted), after))
                )
                for plan in plans:
                    assert not re.search(r"SCAN cases|Seq Scan", plan), (wanted, plan)
                # A page of a common word is found at once among the newest, of which the board's index tells.
                assert re.search(index, plans[-1]) or (len(plans) == 1 and "ix_cases_board" in plans[0]), (
                    wanted,
                    plans,
                )


async def test_one_case_is_found_by_its_key(url: str) -> None:
    async with opened(url) as office:
        await office.database.write(many)
        (plan,) = await office.database.read(lambda c: explained(c, lambda: board.find(c, str(uuid4()))))
        assert not re.search(r"SCAN cases|Seq Scan", plan)


async def test_rare_and_common_words_are_found_wherever_they_are(url: str) -> None:
    async with opened(url) as office:
        await office.database.write(many)
        found = len(await ids(office, words="zeppeliini"))
        assert (found, len(await ids(office, words="katuvalo")) >= 1000) == (4, True)
        assert len(await ids(office, words="zeppeliini", service_code="211")) == 4
