"""What the service does by itself: keep what is held, collect what was lost, finish what was begun."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from sqlalchemy import Connection

from handoff.conversations import (
    closing,
    colleagues,
    contact_facts,
    erasing,
    ownership,
    presence,
    retention,
    transfer,
    vanishing,
)
from handoff.conversations.ledger import Ledger
from handoff.conversations.model import Changed, Mode
from handoff.conversations.retention import Keep
from handoff.errors import BotUnavailable
from handoff.queues.model import Queues
from handoff.settings import Settings


class Upkeep:
    """Runs again and again, in every process."""

    def __init__(self, ledger: Ledger, settings: Settings, queues: Queues) -> None:
        self._ledger = ledger
        self._queues = queues
        self._lease = settings.agent_lease
        self._turn_time = settings.turn_time
        self._pushes = settings.assignment == "push"
        self._held = settings.offer_time
        self._unseen: dict[Mode, timedelta] = {"city": settings.unseen_city, "youth": settings.unseen_youth}
        self._looked_at: datetime | None = None
        self._gone: frozenset[str] = frozenset()
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

    async def keep_offers(self) -> None:
        """End offers whose time is over, and where conversations are given to agents, make new ones."""

        def renew(connection: Connection) -> int:
            now = self._ledger.now()
            ended = transfer.let_offers_lapse(connection, now)
            return ended + (transfer.offer_waiting(connection, now, self._held) if self._pushes else 0)

        if not await self._ledger.read(transfer.is_anybody_waiting):
            return
        if await self._ledger.write("", renew):
            self._ledger.publisher.desk_changed()

    async def end_invitations(self) -> None:
        """End the invitations that were not answered in time; who asked is told by a note."""
        if not await self._ledger.read(colleagues.is_anybody_asked):
            return
        lapsed = await self._ledger.write("", lambda c: colleagues.let_invitations_lapse(c, self._ledger.now()))
        for changed in lapsed:
            await self._ledger.publisher.noted(changed.conversation.id, changed.conversation.agent_ids)
        if lapsed:
            self._ledger.publisher.desk_changed()

    async def keep_leases(self, agent_ids: set[str]) -> None:
        """Renew the ownership of agents who are connected here, and collect what vanished agents left."""

        def keep(connection: Connection) -> list[Changed]:
            now = self._ledger.now()
            if agent_ids:
                ownership.renew_leases(connection, agent_ids, now + self._lease)
            return ownership.requeue_lost(connection, now)

        for change in await self._ledger.write("", keep):
            await self._ledger.show_change(change)

    async def keep_visitors(self, token_hashes: AbstractSet[str]) -> None:
        """Count visitors who are connected here as there, and take out of the queue who has long not been anywhere.

        Args:
            token_hashes: Of the secrets of those who have a socket in this process.
        """
        now = self._ledger.now()
        if not await self._ledger.read(presence.is_anybody_handed_over):
            self._looked_at, self._gone = now, frozenset()
            return
        # After a start, or while the database was away, nobody was seen though they may have been there all the time.
        was_blind = self._looked_at is None or now - self._looked_at > presence.PRESENCE

        def keep(connection: Connection) -> tuple[list[Changed], frozenset[str]]:
            if was_blind:
                presence.give_time(connection, now)
            presence.renew(connection, token_hashes, now)
            vanished = vanishing.take_out_vanished(connection, self._queues, now, unseen=self._unseen)
            return vanished, presence.gone(connection, now)

        vanished, gone = await self._ledger.write("", keep)
        self._looked_at = now
        for change in vanished:
            await self._ledger.show_change(change)
        if gone != self._gone:
            self._gone = gone
            self._ledger.publisher.desk_changed()

    async def end_waits(self) -> None:
        """Tell those who wait in a queue that has closed, and give them back to the bot."""
        for change in await self._ledger.write("", lambda c: closing.end_waits(c, self._queues, self._ledger.now())):
            await self._ledger.show_change(change)

    async def end_silent_contacts(self) -> None:
        """End the contacts, not the conversations, that nobody has gone on with."""
        await self._ledger.write("", lambda c: contact_facts.end_silent(c, self._ledger.now()))
