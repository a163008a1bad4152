"""The real services, put together as the service itself does, on one database and one clock."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from benchmarks.year.load import Arrival
from benchmarks.year.mail_oracle import SORTERS
from benchmarks.year.proposer import SeededProposer
from benchmarks.year.recipients import Recipients
from benchmarks.year.records import Records
from benchmarks.year.troubles import Troubles
from handoff.cases.catalogue import LANGUAGES, Catalogue, Unit, read_catalogue
from handoff.cases.desk import CaseDesk
from handoff.cases.notices import Notices, Pages
from handoff.cases.service import Cases
from handoff.cases.watchman import Watchman
from handoff.content import DATA, SERVICE
from handoff.conversations.contact_details import ContactDetails
from handoff.mail.carriers import Carrier
from handoff.mail.content import read_templates
from handoff.mail.letters import Letters
from handoff.mail.model import Channel
from handoff.mail.postman import Postman
from handoff.mail.service import Outbox
from handoff.mail.templates import Templates
from handoff.settings import Settings
from handoff.storage.database import Database

SETTINGS = {"public_url": "https://kaupunki.example.org", "mail_from": "palaute@example.org"}
POSTMEN = 4
"""So many send at once, each letter by one of them: as that many processes would, without as many threads."""


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Process:
    """A process of the service: who watches the alarms, and who sends letters."""

    database: Database
    watchman: Watchman
    postmen: tuple[Postman, ...]


@dataclass
class City:
    """Both sides of the cases, and two processes."""

    clock: MovedClock
    records: Records
    catalogue: Catalogue
    templates: Templates
    database: Database
    cases: Cases
    desk: CaseDesk
    outbox: Outbox
    processes: tuple[Process, Process]

    async def close(self) -> None:
        for process in self.processes:
            await process.database.close()


def open_city(url: str, arrivals: list[Arrival], troubles: Troubles, start: datetime, seed: int) -> City:
    """Open it on a migrated database."""
    clock, records = MovedClock(start), Records()
    settings = Settings(**SETTINGS)  # type: ignore[arg-type]
    catalogue, templates = with_addresses(read_catalogue(SERVICE / "services.yml")), read_templates(DATA / "mail")
    follow = {language: f"{settings.public_url}/{language}" for language in ("fi", "sv", "en")}
    notices = Notices(Letters(templates, settings), catalogue, Pages(follow, f"{settings.public_url}/agent"))
    recipients = Recipients(records, clock, troubles.mail_away, random.Random(f"mail {seed}"))
    carriers: Mapping[Channel, Carrier] = {"email": recipients, "sms": recipients}

    def process() -> Process:
        database = Database(url)
        pauses = random.Random(f"pauses {seed}").random
        postmen = tuple(Postman(database, carriers, clock, pauses) for _ in range(POSTMEN))
        return Process(database, Watchman(database, clock, notices.tell), postmen)

    processes = (process(), process())
    database = processes[0].database
    services = {arrival.new.origin: arrival.plan.service for arrival in arrivals}
    rest: dict[str, Any] = {"contacts": ContactDetails(frozenset()), "proposer": SeededProposer(services, seed)}
    return City(
        clock=clock,
        records=records,
        catalogue=catalogue,
        templates=templates,
        database=database,
        cases=Cases(database, catalogue, clock, tell=notices.tell, **rest),
        desk=CaseDesk(database, catalogue, clock, notices.tell),
        outbox=Outbox(database, settings, clock),
        processes=processes,
    )


def with_addresses(catalogue: Catalogue) -> Catalogue:
    """Give each unit, and the sorters, a mailbox and a supervisor's: who hears of alarms."""
    units = {unit.id: _with_addresses(unit, unit.id) for unit in catalogue.units.values()}
    sorters = Unit("", dict.fromkeys(LANGUAGES, "Sorters"), "", "")
    return replace(catalogue, units=units, sorters=_with_addresses(sorters, SORTERS))


def _with_addresses(unit: Unit, name: str) -> Unit:
    return replace(unit, email=f"{name}@palvelu.example.org", supervisor_email=f"{name}@esihenkilo.example.org")
