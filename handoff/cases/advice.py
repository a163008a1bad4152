"""General advice by telephone or at a counter, of which no case is made: counted, so that the work is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select

from handoff.audit.model import Actor
from handoff.cases.catalogue import Catalogue
from handoff.clock import Clock
from handoff.errors import NotFound
from handoff.storage.database import Database
from handoff.storage.tables import advice

ContactChannel = Literal["phone", "counter"]


@dataclass(frozen=True, slots=True)
class NewAdvice:
    """Advice that was given; `id` is the request's. Nothing is kept of who asked or of what was said."""

    id: str
    channel: ContactChannel
    language: str
    service_code: str = ""


class Advice:
    """Counts it."""

    def __init__(self, database: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock

    async def log(self, agent: Actor, new: NewAdvice) -> None:
        """Count advice that an agent gave, once a request.

        Raises:
            NotFound: no such service.
        """
        if new.service_code and new.service_code not in self._catalogue.services:
            raise NotFound
        values = {
            "id": new.id,
            "at": self._clock(),
            "agent_id": agent.id,
            "channel": new.channel,
            "language": new.language,
            "service_code": new.service_code,
        }

        def count(connection: Connection) -> None:
            if connection.execute(select(advice.c.id).where(advice.c.id == new.id)).first() is None:
                connection.execute(insert(advice).values(values))

        await self._database.write(count, key=new.id)
