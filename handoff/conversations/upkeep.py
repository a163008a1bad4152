"""What the service does by itself: keep what is held, collect what was lost, finish what was begun."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import Connection

from handoff.conversations import erasing, ownership, retention
from handoff.conversations.ledger import Ledger
from handoff.conversations.model import Changed
from handoff.conversations.retention import Keep
from handoff.errors import BotUnavailable
from handoff.settings import Settings


class Upkeep:
    """Runs again and again, in every process."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self._ledger = ledger
        self._lease = settings.agent_lease
        self._turn_time = settings.turn_time
        self._keep = Keep(settings.keep_city, settings.keep_youth, settings.keep_youth_closed, settings.keep_waits)

    async def forget_old(self) -> None:
        """Delete what has been kept long enough, batch by batch: what others write goes on in between."""
        forgotten = None
        while forgotten is None or not forgotten.is_all:
            forgotten = await self._ledger.write("", lambda c: retention.forget_old(c, self._keep, self._ledger.now()))

    async def finish_erasing(self, forget: Callable[[str], Awaitable[None]]) -> None:
        """Let the assistant forget what was erased; what cannot be forgotten now stays to be tried again.

        Args:
            forget: Makes it forget one conversation, or raises BotUnavailable.
        """
        for conversation_id in await self._ledger.read(lambda c: erasing.owed(c, self._ledger.now(), self._turn_time)):
            try:
                await forget(conversation_id)
            except BotUnavailable:
                return
            await self._ledger.write(conversation_id, lambda c: erasing.done(c, conversation_id))  # noqa: B023

    async def keep_leases(self, agent_ids: set[str]) -> None:
        """Renew the ownership of agents who are connected here, and collect what vanished agents left."""

        def keep(connection: Connection) -> list[Changed]:
            now = self._ledger.now()
            if agent_ids:
                ownership.renew_leases(connection, agent_ids, now + self._lease)
            return ownership.requeue_lost(connection, now)

        for change in await self._ledger.write("", keep):
            await self._ledger.show_change(change)
