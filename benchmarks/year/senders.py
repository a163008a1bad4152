"""Those who send feedback, add to it, take it back and look how it goes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from benchmarks.year.agenda import Agenda
from benchmarks.year.city import City
from benchmarks.year.load import Arrival
from benchmarks.year.records import Sent
from handoff.audit.model import Nameless
from handoff.errors import LuukkuError

COUNTER = Nameless("agent", "neuvonta", "Neuvonta")
"""Who sends what is told by telephone or at a counter."""
ADDED = {
    "fi": "Lisään vielä, että asia ei ole muuttunut.",
    "sv": "Jag tillägger att inget har förändrats.",
    "en": "I would like to add that nothing has changed.",
}


class Senders:
    """All of them."""

    def __init__(self, city: City, seed: int) -> None:
        self._city = city
        self._chance = random.Random(f"senders {seed}")
        self.agenda = Agenda()

    async def act(self, coming: Sequence[Arrival]) -> None:
        """Send what comes in now, and do what was meant to be done by now."""
        due = self.agenda.take_due(self._city.clock())
        await asyncio.gather(*(self._send(arrival) for arrival in coming))
        await asyncio.gather(*(self._do(what, code) for what, code in due))

    async def _send(self, arrival: Arrival) -> None:
        records, now = self._city.records, self._city.clock()
        case = await self._city.cases.submit(arrival.new, by=COUNTER if arrival.by_agent else None)
        if self._chance.random() < 0.02:
            # A browser that has not seen the answer sends it again.
            assert (await self._city.cases.submit(arrival.new)).code == case.code
        records.sent[case.code] = Sent(arrival.new, arrival.plan, now)
        records.incidents[arrival.plan.incident].append(case.code)
        records.steps[case.code, "received"] += 1
        for hours, what in arrival.plan.sender:
            self.agenda.add(now + timedelta(hours=hours), what, case.code)

    async def _do(self, what: str, code: str) -> None:
        cases, records = self._city.cases, self._city.records
        try:
            if what == "withdraw":
                await cases.withdraw(code)
                records.steps[code, "withdrawn"] += 1
            elif what == "supplement":
                request = str(UUID(int=self._chance.getrandbits(128), version=4))
                text = ADDED[records.sent[code].new.language]
                await cases.supplement(code, request, text)
                records.steps[code, "supplement"] += 1
            elif await cases.follow(code) is None:
                records.follows.append(code)
        except LuukkuError as error:
            records.refused[what, error.code] += 1
