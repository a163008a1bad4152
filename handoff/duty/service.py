"""Going on duty and off, and who does not come back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from handoff.accounts.model import Availability
from handoff.accounts.service import keep_present, set_availability
from handoff.audit.model import Actor
from handoff.conversations.ledger import Ledger
from handoff.conversations.model import Changed
from handoff.duty import leaving
from handoff.duty.leaving import Why
from handoff.queues.model import Queues
from handoff.settings import Settings


class Duty:
    """Whoever is away has nothing that somebody waits for."""

    def __init__(self, ledger: Ledger, settings: Settings, queues: Queues) -> None:
        self._ledger = ledger
        self._queues = queues
        self._presence = settings.agent_lease
        self._gone_after = settings.gone_after
        self._began_at = ledger.now()

    async def set_availability(self, agent: Actor, availability: Availability, *, why: Why = "away") -> None:
        """Go into a state, by one's own choice; who goes away leaves everything to others."""

        def change(connection: Connection) -> list[Changed]:
            now = self._ledger.now()
            keep_present(connection, [agent.id], now + self._presence)
            if availability == "away":
                return leaving.leave(connection, agent.id, self._queues, now, by=agent, why=why)
            set_availability(connection, agent.id, availability, now, by=agent)
            return []

        await self._change(change)

    async def leave(self, agent_id: str, *, by: Actor, why: Why) -> None:
        """Let somebody go off duty for a reason of somebody else's."""
        await self._change(lambda c: leaving.leave(c, agent_id, self._queues, self._ledger.now(), by=by, why=why))

    async def keep(self) -> None:
        """Let those leave whose absence has begun, and those who have been gone for too long.

        A process that has just begun cannot know who is on the way back to it, so it takes nobody for gone yet.
        """
        now = self._ledger.now()
        gone_since = now - self._gone_after if now - self._began_at >= self._gone_after else None
        if await self._ledger.read(lambda c: leaving.is_anybody_leaving(c, now, gone_since=gone_since)):
            await self._change(lambda c: leaving.leave_by_service(c, self._queues, now, gone_since=gone_since))

    async def _change(self, operation: Callable[[Connection], list[Changed]]) -> None:
        for change in await self._ledger.write("", operation):
            await self._ledger.show_change(change)
        self._ledger.publisher.desk_changed()
