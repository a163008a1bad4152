"""Sends cases on to somebody else's server and asks how they go: in every process, each by one of them at a time."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from handoff.cases.notices import Tell
from handoff.clock import Clock
from handoff.open311 import forwards
from handoff.open311.forwards import News
from handoff.open311.model import Forward, LookedFor, NotForwarded, Outgoing, Receipt, RemoteState
from handoff.storage.database import Database

log = logging.getLogger(__name__)
T = TypeVar("T")

LOOK_S = 10.0
"""How often each process looks for what is due."""
CALLS = 4
"""Calls for one case at most: two to look for it, one to send it, one to spare."""
MARGIN = timedelta(seconds=60)


class Remote(Protocol):
    """Somebody else's server. Every method raises `NotForwarded` where it does not answer as it should."""

    name: str
    time_limit: timedelta

    async def send(self, request: Outgoing) -> Receipt:
        """Send a request; the same one again is the same there if it knows idempotency keys."""
        ...

    async def look_for(self, request: Outgoing, since: datetime) -> LookedFor:
        """Look for a request that may have arrived since then."""
        ...

    async def redeem(self, token: str) -> str:
        """Return the id of a token; empty while there is none."""
        ...

    async def state_of(self, remote_id: str) -> RemoteState:
        """Return how a request stands."""
        ...


class Forwarder:
    """One process's share of the sending and asking.

    Nothing is sent twice to a server that knows idempotency keys, or that shows the texts of its requests. Where
    neither is so and it is not known whether a case has arrived, it is not sent again, and those who answer are told.
    """

    def __init__(
        self,
        database: Database,
        remote: Remote,
        clock: Clock,
        tell: Tell,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._remote = remote
        self._clock = clock
        self._tell = tell
        self._chance = chance
        self._lease = remote.time_limit * CALLS + MARGIN

    async def run(self) -> None:
        """Do what is due, again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:  # a database that is away for a moment must not end the sending
                log.exception("cases could not be sent on; tried again")
            await asyncio.sleep(LOOK_S)

    async def look(self) -> int:
        """Do everything that is due; return how much was taken. A server that takes nothing is left alone."""
        taken = 0
        while await self._database.read(lambda c: forwards.is_any_due(c, self._clock())):
            forward = await self._database.write(lambda c: forwards.claim(c, self._clock(), self._lease))
            if forward is None:
                break
            taken += 1
            try:
                await (self._send(forward) if forward.state == "pending" else self._follow(forward))
            except NotForwarded as why:
                await self._note_failure(forward, why)
                if why.concerns_all:
                    break
        return taken

    async def _send(self, forward: Forward) -> None:
        request = await self._database.read(lambda c: forwards.outgoing(c, forward))
        news = self._news()
        if request is None:
            await self._note(forward, lambda c: forwards.note_dropped(c, forward, news))
            return
        receipt: Receipt | None = None
        if forward.sending_at is not None:
            found = await self._remote.look_for(request, forward.sending_at)
            if found.remote_id:
                receipt = Receipt(found.remote_id)
            elif not (found.is_repeatable or found.shows_texts):
                await self._note(forward, lambda c: forwards.note_unsure(c, forward, news))
                return
        got = receipt or await self._remote.send(request)
        news = self._news()
        await self._note(forward, lambda c: forwards.note_sent(c, forward, news, got))
        log.info("case %s sent on", forward.case_id)

    async def _follow(self, forward: Forward) -> None:
        news = self._news()
        if not forward.remote_id:
            remote_id = await self._remote.redeem(forward.remote_token)
            if remote_id:
                receipt = Receipt(remote_id, forward.remote_token)
                await self._note(forward, lambda c: forwards.note_sent(c, forward, news, receipt))
            else:
                await self._note(forward, lambda c: forwards.note_open(c, forward, news))
            return
        state = await self._remote.state_of(forward.remote_id)
        if state.is_closed:
            await self._note(forward, lambda c: forwards.note_closed(c, forward, news, state.notes))
        else:
            await self._note(forward, lambda c: forwards.note_open(c, forward, news))

    async def _note_failure(self, forward: Forward, why: NotForwarded) -> None:
        news, chance = self._news(), self._chance()
        await self._note(forward, lambda c: forwards.note_failure(c, forward, news, why, chance=chance))
        log.warning("case %s not sent on or not asked for: %s", forward.case_id, why.code)

    def _news(self) -> News:
        return News(self._remote.name, self._clock(), self._tell)

    async def _note(self, forward: Forward, operation: Callable[[Connection], T]) -> T:
        return await self._database.write(operation, key=forward.case_id)
