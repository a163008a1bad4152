"""Shows what is stored to the browsers that should see it. A nudge only: the database is the truth.

Rooms: the hash of the secret holds the tabs of one visitor, `mode:<mode>` those of one kind of chat, `agent:<id>`
those of one agent. Across processes
python-socketio's Redis manager carries the events; while Redis is away `catch_up` finds in the database what it
would have brought.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Connection, select

from handoff.accounts.model import Agent
from handoff.accounts.people import read_people
from handoff.accounts.service import Accounts
from handoff.banners.service import Banners
from handoff.callbacks import store
from handoff.callbacks.model import Callback
from handoff.clock import Clock
from handoff.conversations import messages, ownership
from handoff.conversations.live import read_live
from handoff.conversations.model import Audience, Author, Conversation, Language, Message, Mode
from handoff.conversations.pseudonyms import Pseudonyms
from handoff.conversations.rows import colleagues
from handoff.conversations.staffing import staffed
from handoff.errors import LuukkuError
from handoff.practice.model import Scenario
from handoff.queues.model import Queues
from handoff.queues.tags import Tag
from handoff.realtime.callback_views import banner_view, callback_item_views
from handoff.realtime.desk_replies import ConversationMessage, DeskView, ErasedView, NotedView
from handoff.realtime.payloads import View
from handoff.realtime.replies import BannersView, QueuesChanged, StateView, TypingView
from handoff.realtime.server import Server
from handoff.realtime.supervisor_replies import LiveView
from handoff.realtime.supervisor_views import live_view
from handoff.realtime.views import Everywhere, StateViewer, desk_view, message_view
from handoff.realtime.wire import to_dict
from handoff.storage.database import Database
from handoff.storage.tables import callbacks, conversations
from handoff.tasks import end

log = logging.getLogger(__name__)

LIVE_ROOM = "live"
"""The tabs of supervisors who look at the live view."""
TYPING_TTL_MS = 6000
"""Twice the interval at which a typing browser repeats itself."""
HASH_CHARS = 64
"""A room of that many characters is a visitor's; the library's own are shorter."""
TOLD_AT_ONCE = 200
DESK_RETRY_S = 1.0
DESK_DELAY_S = 0.05
"""Changes of the desk within it are shown as one."""
OVERLAP = timedelta(seconds=2)
"""How far `catch_up` looks back past its last look: clocks differ and commits take their time."""


MODES: tuple[Mode, ...] = ("city", "youth")


def mode_room(mode: Mode) -> str:
    """Return the room of everybody who has a chat of this mode open."""
    return f"mode:{mode}"


class Hub:
    """The publisher of one process; `shared`: there may be others."""

    def __init__(
        self,
        server: Server,
        database: Database,
        accounts: Accounts,
        clock: Clock,
        *,
        banners: Banners,
        state_view: StateViewer,
        queues: Queues,
        tags: tuple[Tag, ...],
        pseudonyms: Pseudonyms,
        scenarios: Mapping[str, Scenario],
        shared: bool,
    ) -> None:
        self._server = server
        self._database = database
        self._accounts = accounts
        self._banners = banners
        self._state_view = state_view
        self._clock = clock
        self._desk: asyncio.Task[None] | None = None
        self._desk_again = False
        self._telling: asyncio.Task[None] | None = None
        self._looked_at = clock()
        self._told: dict[str, tuple[object, ...]] = {}
        self._queues = queues
        self._tags = tags
        self._pseudonyms = pseudonyms
        self._scenarios = scenarios
        self._shared = shared
        self._offered: frozenset[tuple[str, str]] = frozenset()

    async def messages(self, audience: Audience, stored: tuple[Message, ...], *, skip_sid: str = "") -> None:
        """Show messages to visitor and agent; `skip_sid` has them already."""
        await self._show(audience, stored, skip_sid=skip_sid or None)

    async def state(self, conversation: Conversation, audience: Audience | None = None) -> None:
        """Show the state to visitor and agent, or to another audience."""
        await self._show_state(conversation, audience)

    async def typing(self, audience: Audience, conversation_id: str, author: Author, on: bool) -> None:
        """Show that somebody is typing, to the other side."""
        view = TypingView(conversation=conversation_id, author=author, on=on, ttl_ms=TYPING_TTL_MS)
        if author != "visitor":
            await self._to_visitor("typing", view, audience)
        else:
            await self._to_agents("typing", view, audience)

    async def noted(self, conversation_id: str, agent_ids: tuple[str, ...]) -> None:
        """Let these agents know that there is a new note."""
        for agent_id in agent_ids:
            await self._to_agent("noted", NotedView(conversation=conversation_id), agent_id)

    async def erased(self, conversation: Conversation) -> None:
        """Let the agents who were in a conversation see it no more."""
        await self._to_agents("erased", ErasedView(conversation=conversation.id), conversation.audience)

    def desk_changed(self) -> None:
        """Show every agent the desk anew, and every waiting visitor their place, soon."""
        self._desk_again = True
        if self._desk is None or self._desk.done():
            self._desk = asyncio.get_running_loop().create_task(self._show_desk(), name="desk")

    async def desk_of(self, agent: Agent) -> DeskView:
        """Return the desk as one agent may see it now."""
        handed_over, callbacks = await self._database.read(lambda c: _read_desk(c, self._clock()))
        return self._desk_view(agent, handed_over, callbacks)

    async def banners_changed(self, *, here_only: bool = False) -> None:
        """Show every visitor, and on every desk, the banners as they are now."""
        for mode in MODES:
            view = BannersView(banners=[banner_view(banner) for banner in self._banners.shown(mode)])
            await self._emit("/visitor", "banners", view, mode_room(mode), here_only=here_only)
        self.desk_changed()

    async def live(self) -> LiveView:
        """Return the live view as it is now."""
        now = self._clock()

        def read(connection: Connection) -> LiveView:
            return live_view(read_live(connection, now), read_people(connection, now), now, self._pseudonyms)

        return await self._database.read(read)

    async def show_live(self) -> None:
        """Show the live view to the tabs that watch it here; other processes do so for theirs."""
        if not self._nobody_in("/agent", LIVE_ROOM, None, here_only=True):
            await self._emit("/agent", "live", await self.live(), LIVE_ROOM, here_only=True)

    async def show_waits(self) -> None:
        """Show those who wait and are connected here what time alone has changed for them, and nobody else anything."""
        if not self._server.manager.rooms.get("/visitor"):
            self._told.clear()
            return
        now = self._clock()
        waiting = [c for c in await self._database.read(lambda c: ownership.handed_over(c, now)) if c.owner == "queue"]
        here = [c for c in waiting if self._is_watched(c.token_hash, [])]
        known, self._told = self._told, {c.id: _told(self._state_view(c)) for c in here}
        for conversation in here:
            if known.get(conversation.id) != self._told[conversation.id]:
                await self._show_state(conversation, here_only=True)

    async def show_offers(self) -> None:
        """Let the young here know when the topics in which somebody answers are others than at the last look."""
        room, now, topics = mode_room("youth"), self._clock(), self._queues.of("youth")
        if self._nobody_in("/visitor", room, None, here_only=True):
            return

        def read(connection: Connection) -> frozenset[tuple[str, str]]:
            ids = [topic.id for topic in topics]
            there = {language: staffed(connection, ids, language, now) for language in get_args(Language)}
            return frozenset(
                (topic.id, language)
                for topic in topics
                for language in get_args(Language)
                if topic.id in there[language] and self._queues.opening(topic, language, now).is_open
            )

        offered = await self._database.read(read)
        if offered != self._offered:
            self._offered = offered
            await self._emit("/visitor", "queues_changed", QueuesChanged(), room, here_only=True)

    def bot_changed(self) -> None:
        """Tell every visitor here that the bot has gone or come back, soon."""
        if self._telling is not None:
            self._telling.cancel()
        self._telling = asyncio.get_running_loop().create_task(self._tell_all(), name="bot changed")

    async def catch_up(self) -> None:
        """Show the browsers of this process what has changed anywhere since the last look."""
        since, looked_at = self._looked_at - OVERLAP, self._clock()
        any_changed, watched = await self._database.read(lambda c: self._read_changed(c, since))
        self._looked_at = looked_at
        for conversation, recent in watched:
            await self._show(conversation.audience, recent, here_only=True)
            await self._show_state(conversation, here_only=True)
        if any_changed:
            self.desk_changed()

    async def close(self) -> None:
        """Drop what is still to be shown."""
        await end(self._desk, self._telling)

    def _read_changed(
        self, connection: Connection, since: datetime
    ) -> tuple[bool, list[tuple[Conversation, tuple[Message, ...]]]]:
        c = conversations.c
        rows = connection.execute(select(c.id, c.token_hash, c.agent_id, c.members).where(c.active_at > since)).all()
        called = select(callbacks.c.id).where(callbacks.c.changed_at > since)
        now = self._clock()
        watched = []
        for row in rows:
            if self._is_watched(row.token_hash, [row.agent_id, *(m.id for m in colleagues(row.members))]):
                conversation = ownership.get_conversation(connection, row.id, now)
                page = messages.page_after(connection, row.id, conversation.last_seq - messages.PAGE_SIZE)
                watched.append((conversation, tuple(m for m in page.messages if m.at > since)))
        return bool(rows) or connection.execute(called).first() is not None, watched

    def _is_watched(self, token_hash: str, agent_ids: list[str]) -> bool:
        rooms = self._server.manager.rooms
        desks = rooms.get("/agent", {})
        return token_hash in rooms.get("/visitor", {}) or any(f"agent:{agent_id}" in desks for agent_id in agent_ids)

    async def _tell_all(self) -> None:
        here = [name for name in self._server.manager.rooms.get("/visitor", {}) if name and len(name) == HASH_CHARS]
        for start in range(0, len(here), TOLD_AT_ONCE):
            some, now = here[start : start + TOLD_AT_ONCE], self._clock()
            try:
                told = await self._database.read(lambda c: ownership.get_by_tokens(c, some, now))  # noqa: B023
            except LuukkuError:
                log.warning("could not tell everybody that the bot has changed", exc_info=True)
                return
            for conversation in told:
                await self._show_state(conversation, here_only=True)

    async def _show(
        self, audience: Audience, stored: tuple[Message, ...], *, skip_sid: str | None = None, here_only: bool = False
    ) -> None:
        for message in stored:
            view = message_view(message)
            await self._to_visitor("message", view, audience, skip_sid=skip_sid, here_only=here_only)
            if audience.agent_ids:
                wrapped = ConversationMessage(conversation=message.conversation_id, message=view)
                await self._to_agents("message", wrapped, audience, here_only=here_only)

    async def _show_state(
        self, conversation: Conversation, audience: Audience | None = None, *, here_only: bool = False
    ) -> None:
        view = self._state_view(conversation)
        if conversation.owner == "queue":
            self._told[conversation.id] = _told(view)
        audience = audience or conversation.audience
        await self._to_visitor("state", view, audience, here_only=here_only)
        await self._to_agents("state", view, audience, here_only=here_only)

    async def _show_desk(self) -> None:
        while self._desk_again:
            await asyncio.sleep(DESK_DELAY_S)
            self._desk_again = False
            now = self._clock()
            try:
                handed_over, callbacks = await self._database.read(lambda c: _read_desk(c, now))  # noqa: B023
                present = await self._accounts.present()
                await self.show_live()
                await self.show_offers()
            except LuukkuError:
                log.warning("the desk could not be read; tried again", exc_info=True)
                self._desk_again = True
                await asyncio.sleep(DESK_RETRY_S)
                continue
            for agent in present:
                await self._to_agent("desk", self._desk_view(agent, handed_over, callbacks), agent.id)
            for conversation in handed_over:
                if conversation.owner == "queue":
                    await self._show_state(conversation)

    def _desk_view(self, agent: Agent, handed_over: list[Conversation], callbacks: list[Callback]) -> DeskView:
        items = callback_item_views(callbacks, agent)
        banners = [banner_view(banner) for banner in self._banners.shown()]
        everywhere = Everywhere(self._queues, self._tags, banners, self._pseudonyms, self._scenarios)
        return desk_view(agent, handed_over, items, everywhere)

    async def _to_visitor(self, event: str, view: View, audience: Audience, **how: Any) -> None:
        await self._emit("/visitor", event, view, audience.token_hash, **how)

    async def _to_agents(self, event: str, view: View, audience: Audience, **how: Any) -> None:
        for agent_id in audience.agent_ids:
            await self._to_agent(event, view, agent_id, **how)

    async def _to_agent(self, event: str, view: View, agent_id: str, **how: Any) -> None:
        await self._emit("/agent", event, view, f"agent:{agent_id}", **how)

    async def _emit(
        self, namespace: str, event: str, view: View, room: str, *, skip_sid: str | None = None, here_only: bool = False
    ) -> None:
        if self._nobody_in(namespace, room, skip_sid, here_only=here_only):
            return
        await self._server.emit(
            event,
            to_dict(view),
            room=room,
            namespace=namespace,
            skip_sid=skip_sid,
            ignore_queue=here_only,
        )

    def _nobody_in(self, namespace: str, room: str, skip_sid: str | None, *, here_only: bool) -> bool:
        """Tell whether a room has nobody to show anything to: most have one tab, which has its acknowledgement."""
        if self._shared and not here_only:
            return False  # another process may have somebody
        present = self._server.manager.rooms.get(namespace, {}).get(room, ())
        return not present or (len(present) == 1 and skip_sid in present)


def _told(state: StateView) -> tuple[object, ...]:
    """Return what a waiting visitor is told that can change without anybody doing anything."""
    return state.queue_place, state.wait_s, state.is_late, state.callback, state.agents_available, state.agents_here


def _read_desk(connection: Connection, now: datetime) -> tuple[list[Conversation], list[Callback]]:
    return ownership.handed_over(connection, now, with_practice=True), store.live(connection)
