"""Those whom letters reach, in place of the mail server and the text messages' service; the outbox is the real one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from benchmarks.year.records import Letter, Records
from handoff.clock import Clock
from handoff.mail.model import NotSent, Parcel

NOT_NOW = 0.004
"""So often a server says that it is busy."""
NEVER = 0.0005
"""So often there is nobody at an address."""
Period = tuple[datetime, datetime]


class Recipients:
    """Takes one message at a time and keeps count; away now and then, as servers are."""

    time_limit = timedelta(seconds=30)

    def __init__(self, records: Records, clock: Clock, away: Sequence[Period], chance: random.Random) -> None:
        self._records = records
        self._clock = clock
        self._away = away
        self._chance = chance

    async def send(self, parcel: Parcel) -> None:
        """Take a message.

        Raises:
            NotSent: the server is away or busy, or there is nobody at the address.
        """
        now = self._clock()
        if any(begin <= now < end for begin, end in self._away):
            raise NotSent("server_away", concerns_all=True)
        dice = self._chance.random()
        if dice < NOT_NOW:
            raise NotSent("busy")
        mail = parcel.mail
        self._records.letters.append(
            Letter(
                case_id=mail.case_id or "",
                channel=mail.channel,
                recipient=mail.recipient,
                language=mail.language,
                subject=mail.subject,
                written_at=parcel.created_at,
                had_at=now,
                message_id=mail.message_id,
            )
        )
        if dice > 1 - NEVER:
            raise NotSent("nobody", is_final=True)
