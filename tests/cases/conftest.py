"""The cases on a real database of either kind, with a clock that stands still until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from handoff.audit.model import Nameless
from handoff.cases.catalogue import Catalogue, read_catalogue
from handoff.cases.desk import CaseDesk, Seen
from handoff.cases.model import Case, NewCase
from handoff.cases.ports import Proposal
from handoff.cases.service import Cases
from handoff.cases.watchman import Watchman
from handoff.conversations.contact_details import ContactDetails
from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.storage.migrate import migrate

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
"""A Wednesday, at noon in Helsinki."""
MAIJA = Nameless("agent", "maija", "Maija")
OTTO = Nameless("agent", "otto", "Otto")


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class FixedProposer:
    """Proposes what the test says."""

    def __init__(self) -> None:
        self.proposal = Proposal()

    def propose(self, new: NewCase) -> Proposal:
        return self.proposal


@dataclass
class Office:
    """Both sides of the cases, and the one who watches the clock."""

    database: Database
    catalogue: Catalogue
    clock: FixedClock
    proposer: FixedProposer
    cases: Cases
    desk: CaseDesk
    watchman: Watchman

    async def case(self, **what: Any) -> Case:
        """Take in a case about a dark street, or about what else is said."""
        new = {"origin": str(uuid4()), "kind": "complaint", "text": "Katuvalo on rikki.", "language": "fi"}
        return await self.cases.submit(NewCase(**{**new, "channel": "web", **what}))

    async def now(self, case: Case) -> Case:
        """Return the case as it is now."""
        found = await self.cases.find(case.code)
        assert found is not None
        return found

    async def seen(self, case: Case) -> Seen:
        """See a case as it is now."""
        return Seen(case.code, (await self.now(case)).version)

    async def kinds(self, case: Case) -> list[str]:
        """Return the kinds of what happened to a case."""
        return [event.kind for event in (await self.desk.open(MAIJA, case.code)).events]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Office]:
    """Open the cases of a migrated database."""
    database, clock, proposer = Database(url), FixedClock(), FixedProposer()
    catalogue = read_catalogue(ROOT / "data" / "service" / "services.yml")
    cases = Cases(database, catalogue, clock, contacts=ContactDetails(frozenset()), proposer=proposer)
    try:
        yield Office(
            database,
            catalogue,
            clock,
            proposer,
            cases,
            CaseDesk(database, catalogue, clock),
            Watchman(database, clock),
        )
    finally:
        await database.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    await asyncio.to_thread(migrate, url)
    async with opened(url) as office:
        yield office


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A migrated, empty database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'cases.db'}"
        await asyncio.to_thread(migrate, url)
        yield url
        return
    server = request.getfixturevalue("postgresql")
    url = server.url.replace("postgresql://", "postgresql+psycopg://")
    await asyncio.to_thread(migrate, url)
    yield url
    async with await psycopg.AsyncConnection.connect(server.url, autocommit=True) as connection:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
