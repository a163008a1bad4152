"""Letters to those who answer: at each alarm of a case, sorted or not, one to whoever it is for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, select

from handoff.cases.catalogue import Catalogue
from handoff.cases.desk import CaseDesk
from handoff.cases.notices import Notices, Pages
from handoff.cases.watchman import Watchman
from handoff.mail.content import read_templates
from handoff.mail.letters import Letters
from handoff.settings import ROOT, Settings
from handoff.storage.tables import outbox
from tests.cases.conftest import MAIJA, Office

ALARMED = [
    ("Muistutus: asia {} odottaa vastausta", "{}@example.org"),
    ("Myöhässä: asia {}", "{}@example.org"),
    ("Esihenkilölle: asia {} on pahasti myöhässä", "{}.esihenkilo@example.org"),
]


def with_mailboxes(catalogue: Catalogue) -> Catalogue:
    """Give the streets' unit and the sorters a mailbox and a supervisor's."""
    assert catalogue.sorters is not None
    sorters, streets = (
        replace(unit, email=f"{name}@example.org", supervisor_email=f"{name}.esihenkilo@example.org")
        for name, unit in (("lajittelu", catalogue.sorters), ("kadut", catalogue.units["streets"]))
    )
    return replace(catalogue, sorters=sorters, units={**catalogue.units, "streets": streets})


@pytest.fixture
def telling(office: Office) -> Office:
    """The cases, with letters that are written and wait."""
    settings: dict[str, Any] = {"public_url": "https://www.example.org", "mail_from": "palaute@example.org"}
    letters = Letters(read_templates(ROOT / "data" / "mail"), Settings(**settings))
    pages = Pages(dict.fromkeys(("fi", "sv", "en"), "https://www.example.org/x"), "https://www.example.org/agent")
    tell = Notices(letters, with_mailboxes(office.catalogue), pages).tell
    desk = CaseDesk(office.database, office.catalogue, office.clock, tell)
    return replace(office, desk=desk, watchman=Watchman(office.database, office.clock, tell))


async def written(office: Office) -> list[Any]:
    """Return subject, recipient and text of the letters, the oldest first."""

    def read(connection: Connection) -> list[Any]:
        rows = select(outbox.c.subject, outbox.c.recipient, outbox.c.body_text).order_by(outbox.c.created_at)
        return list(connection.execute(rows).all())

    return await office.database.read(read)


async def watched(office: Office, days: int) -> None:
    """Let days pass, with a look at each hour of them."""
    for _ in range(days * 24):
        office.clock.advance(hours=1)
        await office.watchman.look()


@pytest.mark.parametrize(("service", "name"), [("", "lajittelu"), ("171", "kadut")])
async def test_each_alarm_reaches_whoever_the_case_waits_for(telling: Office, service: str, name: str) -> None:
    case = await telling.case(service_code=service)
    await watched(telling, 12)
    told = [(letter.subject, letter.recipient) for letter in await written(telling)]
    assert told == [(subject.format(case.code), address.format(name)) for subject, address in ALARMED]


async def test_a_letter_about_an_unsorted_case_says_that_it_has_no_service(telling: Office) -> None:
    await telling.case()
    await watched(telling, 12)
    texts = [letter.body_text for letter in await written(telling)]
    assert all("Asialle ei ole vielä valittu palvelua" in text and "Palvelu:" not in text for text in texts)
    assert "Yksikkö: Palautteiden lajittelu" in texts[2]


@pytest.mark.parametrize("service", ["", "171"])
async def test_every_letter_to_staff_leads_to_its_case(telling: Office, service: str) -> None:
    cases = [await telling.case(service_code=service) for _ in range(2)]
    await watched(telling, 12)
    links = [re.findall(r"https?://\S+", letter.body_text) for letter in await written(telling)]
    assert sorted(links) == sorted(
        [f"https://www.example.org/agent#cases/{case.code}"] for case in cases * len(ALARMED)
    )


async def test_once_it_is_sorted_the_unit_hears_of_it_and_no_longer_the_sorters(telling: Office) -> None:
    case = await telling.case()
    await watched(telling, 3)
    await telling.desk.route(MAIJA, await telling.seen(case), "171")
    await watched(telling, 12)
    letters = await written(telling)
    assert [letter.recipient.partition("@")[0] for letter in letters] == [
        "lajittelu",
        "kadut",
        "kadut",
        "kadut.esihenkilo",
    ]
    assert ["Palvelu: Katujen kunto" in letter.body_text for letter in letters] == [False, True, True, True]


async def test_without_an_address_nobody_is_told_and_the_alarm_is_in_the_case(telling: Office) -> None:
    case = await telling.case(service_code="246")
    await watched(telling, 12)
    assert await written(telling) == []
    assert (await telling.kinds(case))[-3:] == ["reminder", "late", "escalation"]
