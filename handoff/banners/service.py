"""Banners: set, changed and ended by supervisors, kept in memory for everybody who opens the chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from handoff.audit.model import Detail
from handoff.audit.store import record
from handoff.banners.model import Banner, Kind, Mode
from handoff.clock import Clock
from handoff.conversations.masking import clean
from handoff.conversations.model import AgentActor
from handoff.errors import InvalidPayload, NotFound
from handoff.storage.database import AnyRow, Database
from handoff.storage.tables import banners

_b = banners.c


class Banners:
    """The banners that are shown. Each process keeps its own copy, which `refresh` brings into step."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._now = clock
        self._known: list[Banner] = []
        self._seen: list[Banner] = []

    def shown(self, mode: Mode | None = None) -> list[Banner]:
        """Return the banners of a chat, or of all, oldest first."""
        now = self._now()
        return [b for b in self._known if b.is_shown(now) and (mode is None or mode in b.modes)]

    async def refresh(self) -> bool:
        """Take over what any process has stored; tell whether anything else is shown than at the last time."""
        now = self._now()
        self._known = await self._database.read(lambda c: _read(c, now))
        before, self._seen = self._seen, self.shown()
        return self._seen != before

    async def set(
        self,
        agent: AgentActor,
        banner_id: str,
        *,
        kind: Kind,
        texts: tuple[str, str, str],
        modes: frozenset[Mode],
        ends_at: datetime | None,
    ) -> None:
        """Set a banner, or change it.

        Args:
            texts: In Finnish, Swedish and English.
        Raises:
            InvalidPayload: it would be shown nowhere or has ended already.
        """
        now = self._now()
        if not modes or (ends_at is not None and ends_at <= now):
            raise InvalidPayload
        fi, sv, en = (clean(text).strip() for text in texts)
        banner = Banner(banner_id, kind, fi, sv, en, modes, ends_at, now)
        await self._database.write(lambda c: _store(c, banner, agent))
        await self.refresh()

    async def end(self, agent: AgentActor, banner_id: str) -> None:
        """End a banner; a second time changes nothing.

        Raises:
            NotFound: no such banner.
        """
        now = self._now()

        def end(connection: Connection) -> None:
            lasts = or_(_b.ends_at.is_(None), _b.ends_at > now)
            values = {"ends_at": now, "changed_at": now, "changed_by": agent.id}
            if connection.execute(update(banners).where(_b.id == banner_id, lasts).values(values)).rowcount:
                record(connection, agent, "banner", now, detail={"change": "end", "banner": banner_id})
                return
            if connection.execute(select(_b.id).where(_b.id == banner_id)).first() is None:
                raise NotFound

        await self._database.write(end)
        await self.refresh()


def _store(connection: Connection, banner: Banner, agent: AgentActor) -> None:
    values = {
        "kind": banner.kind,
        "fi": banner.fi,
        "sv": banner.sv,
        "en": banner.en,
        "in_city": "city" in banner.modes,
        "in_youth": "youth" in banner.modes,
        "ends_at": banner.ends_at,
        "changed_at": banner.changed_at,
        "changed_by": agent.id,
    }
    is_known = connection.execute(update(banners).where(_b.id == banner.id).values(values)).rowcount == 1
    detail: Detail = {"change": "change" if is_known else "set", "banner": banner.id, "kind": banner.kind}
    record(connection, agent, "banner", banner.changed_at, detail=detail)
    if not is_known:
        made = {"id": banner.id, "set_at": banner.changed_at, "set_by": agent.id}
        connection.execute(insert(banners).values({**made, **values}))


def _read(connection: Connection, now: datetime) -> list[Banner]:
    lasting = select(banners).where(or_(_b.ends_at.is_(None), _b.ends_at > now)).order_by(_b.set_at, _b.id)
    return [_to_banner(row) for row in connection.execute(lasting)]


def _to_banner(row: AnyRow) -> Banner:
    modes: dict[Mode, bool] = {"city": row.in_city, "youth": row.in_youth}
    shown_in = frozenset(mode for mode, is_shown in modes.items() if is_shown)
    return Banner(row.id, row.kind, row.fi, row.sv, row.en, shown_in, row.ends_at, row.changed_at)
