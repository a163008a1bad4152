"""The outbox as the people who look after it see it."""

from __future__ import annotations

from collections.abc import Collection

from handoff.audit.model import Actor
from handoff.clock import Clock
from handoff.mail import store
from handoff.mail.model import Channel, DeadLetter, Waiting
from handoff.settings import Settings
from handoff.storage.database import Database

LISTED = 200
"""Dead letters shown at once: more of them have one cause, and are better retried when it is gone."""


def configured_channels(settings: Settings) -> tuple[Channel, ...]:
    """Return the channels that something can be sent by."""
    there: dict[Channel, str] = {"email": settings.smtp_host, "sms": settings.sms_url}
    return tuple(channel for channel, where in there.items() if where)


class Outbox:
    """What waits, what was given up, and what becomes of that."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._configured: Collection[Channel] = configured_channels(settings)
        self._keep = settings.keep_mail
        self._clock = clock

    async def overview(self) -> list[Waiting]:
        """Return how much waits by each channel, and whether anything is sent by it at all."""
        return await self._database.read(lambda c: store.overview(c, self._configured))

    async def dead_letters(self) -> list[DeadLetter]:
        """Return what was given up, the newest first."""
        return await self._database.read(lambda c: store.dead_letters(c, LISTED))

    async def retry(self, actor: Actor, mail_id: str) -> None:
        """Put a dead letter on its way again; see `store.retry`."""
        await self._database.write(lambda c: store.retry(c, actor, mail_id, self._clock()), key=mail_id)

    async def drop(self, actor: Actor, mail_id: str) -> None:
        """Give a dead letter up for good; see `store.drop`."""
        await self._database.write(lambda c: store.drop(c, actor, mail_id, self._clock()), key=mail_id)

    async def forget_old(self) -> None:
        """Forget what has been kept long enough, batch by batch: what others write goes on in between."""
        while await self._database.write(lambda c: store.forget_old(c, self._keep, self._clock())) == store.BATCH:
            pass
