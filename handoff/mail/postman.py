"""Sends what is in the outbox: in every process, each message by one of them at a time."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from handoff.clock import Clock
from handoff.mail import store
from handoff.mail.carriers import Carrier
from handoff.mail.model import Channel, NotSent, Parcel
from handoff.storage.database import Database

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""How often each process looks for what is due: nobody waits for a mail by the second."""
MARGIN = timedelta(seconds=60)
"""How much longer than its sending a message is held: a loaded machine, and a slow commit."""


class Postman:
    """One process's share of the sending.

    A message is delivered at least once. It is delivered twice only if a process dies, or loses the database for longer
    than the lease, between the server's word and noting it; both then have the same Message-ID.
    """

    def __init__(
        self,
        database: Database,
        carriers: Mapping[Channel, Carrier],
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`chance`: from 0 to 1, anew at each call; spreads what is tried again."""
        self._database = database
        self._carriers = carriers
        self._clock = clock
        self._chance = chance
        self._lease = max((c.time_limit for c in carriers.values()), default=timedelta()) + MARGIN
        self._round = asyncio.Lock()
        self._unnoted: dict[str, datetime] = {}
        """What was sent and could not be noted, with when."""

    async def run(self) -> None:
        """Deliver what is due, again and again, until cancelled."""
        while True:
            try:
                await self.deliver_due()
            except Exception:  # a database that is away for a moment must not end the sending
                log.exception("mail could not be sent; tried again")
            await asyncio.sleep(LOOK_S)

    async def deliver_due(self) -> int:
        """Send everything that is due; return how much was taken.

        A channel whose server takes nothing at all is left alone until the next time: what waits behind loses no
        attempt by it. Who calls while a round is under way waits for its end.
        """
        async with self._round:
            return await self._deliver_due()

    async def _deliver_due(self) -> int:
        for mail_id in list(self._unnoted):
            await self._note_sent(mail_id)
        await self._show_not_configured()
        channels = set(self._carriers)
        sent = 0
        while (parcel := await self._take(channels)) is not None:
            try:
                await self._carriers[parcel.mail.channel].send(parcel)
            except NotSent as why:
                await self._note_failure(parcel, why)
                if why.concerns_all:
                    channels.discard(parcel.mail.channel)
            else:
                sent += 1
                self._unnoted[parcel.mail.id] = self._clock()
                await self._note_sent(parcel.mail.id)
        return sent

    async def _take(self, channels: Collection[Channel]) -> Parcel | None:
        """Take the next message; looking first, for most of the time there is none."""
        if not channels or not await self._database.read(lambda c: store.is_any_due(c, channels, self._clock())):
            return None
        return await self._database.write(lambda c: store.claim(c, channels, self._clock(), self._lease))

    async def _show_not_configured(self) -> None:
        there = tuple(self._carriers)
        if await self._database.read(lambda c: store.is_to_mark(c, there)):
            await self._database.write(lambda c: store.mark_not_configured(c, there))

    async def _note_sent(self, mail_id: str) -> None:
        at = self._unnoted[mail_id]
        await self._database.write(lambda c: store.note_sent(c, mail_id, at), key=mail_id)
        del self._unnoted[mail_id]
        log.info("mail %s sent", mail_id)

    async def _note_failure(self, parcel: Parcel, why: NotSent) -> None:
        now, chance, mail_id = self._clock(), self._chance(), parcel.mail.id
        is_over = await self._database.write(lambda c: store.note_failure(c, parcel, why, now, chance), key=mail_id)
        level = logging.ERROR if is_over else logging.WARNING
        log.log(level, "mail %s not sent at attempt %d: %s", mail_id, parcel.attempts, why.code)
