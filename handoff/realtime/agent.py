"""The `/agent` namespace: what a signed-in agent's browser may ask."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from socketio.exceptions import ConnectionRefusedError as Refusal

from handoff.accounts.model import SUPERVISORS, Agent
from handoff.accounts.service import Accounts
from handoff.audit.model import Wanted
from handoff.audit.service import AuditLog
from handoff.conversations.agent_desk import AgentDesk
from handoff.conversations.archive import Archive, WantedClosed
from handoff.conversations.model import AgentActor
from handoff.conversations.pseudonyms import Pseudonyms
from handoff.conversations.upkeep import Upkeep
from handoff.errors import Forbidden, LuukkuError, Unauthenticated
from handoff.queues.model import Queues
from handoff.realtime.hub import Hub
from handoff.realtime.payloads import (
    AgentSend,
    AgentSync,
    AgentTyping,
    Claim,
    CloseByAgent,
    DeskSync,
    FindClosed,
    JudgeCrisis,
    OpenClosed,
    ReadLog,
    ReturnToBot,
    SetAvailability,
)
from handoff.realtime.replies import (
    AGENT_REQUESTS,
    SUPERVISOR_REQUESTS,
    AgentNameView,
    Claimed,
    ClosedFound,
    ClosedOpened,
    DeskIs,
    Done,
    LogIs,
    StateIs,
    Stored,
    Synced,
    View,
)
from handoff.realtime.server import OriginCheck, Server
from handoff.realtime.views import closed_view, desk_view, log_entry_view, message_view, state_view, time_text
from handoff.realtime.wire import acknowledged, refusal, refuse_unknown

NAMESPACE = "/agent"


@dataclass(frozen=True, slots=True)
class _Session:
    agent: Agent
    token: str


@dataclass(slots=True)
class AgentNamespace:
    """Handlers of `/agent`. The session is looked up again at every request: signing out ends all of it."""

    server: Server
    accounts: Accounts
    desk: AgentDesk
    upkeep: Upkeep
    hub: Hub
    queues: Queues
    pseudonyms: Pseudonyms
    archive: Archive
    log: AuditLog
    bot_available: Any
    cookie_name: str
    is_own_origin: OriginCheck
    sessions: dict[str, _Session]

    def register(self) -> None:
        """Put the handlers on the server; a request without a handler does not start."""
        self.server.on("connect", self.connect, namespace=NAMESPACE)
        self.server.on("disconnect", self.disconnect, namespace=NAMESPACE)
        self.server.on("*", refuse_unknown, namespace=NAMESPACE)
        for event, (kind, _reply) in AGENT_REQUESTS.items():
            handler = getattr(self, "on_" + event)
            self.server.on(event, acknowledged(kind, self._signed_in(event, handler)), namespace=NAMESPACE)

    async def connected(self) -> set[str]:
        """Return the ids of the agents who are connected here, after ending the sockets of ended sign-ins."""
        tokens = {session.token for session in self.sessions.values()}
        valid = await self.accounts.valid_sessions(tokens)
        for sid, session in list(self.sessions.items()):
            if session.token not in valid:
                self.sessions.pop(sid, None)
                await self.server.disconnect(sid, namespace=NAMESPACE)
        return {session.agent.id for session in self.sessions.values()}

    async def connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let the agent in with the sign-in's cookie, from our own pages only."""
        try:
            if not self.is_own_origin(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST")):
                raise Unauthenticated
            token = _cookie(environ, self.cookie_name)
            agent = await self.accounts.get_session(token)
            await self.accounts.keep_present([agent.id])
            await self.upkeep.keep_leases({agent.id})
        except LuukkuError as error:
            raise Refusal("refused", refusal(error)) from error
        if not self.server.is_open(sid, NAMESPACE):
            raise Refusal("refused", refusal(Unauthenticated()))
        self.sessions[sid] = _Session(agent, token)
        await self.server.enter_room(sid, f"agent:{agent.id}", namespace=NAMESPACE)

    async def disconnect(self, sid: str, _reason: str) -> None:
        """Forget the socket; presence and ownership run out by themselves unless the agent comes back."""
        self.sessions.pop(sid, None)

    def _signed_in(self, event: str, handler: Any) -> Any:
        async def signed_in(sid: str, payload: Any) -> View:
            session = self.sessions.get(sid)
            if session is None:
                raise Unauthenticated
            agent = await self.accounts.get_session(session.token)
            if event in SUPERVISOR_REQUESTS and agent.role not in SUPERVISORS:
                raise Forbidden
            reply: View = await handler(AgentActor(agent.id, agent.name, agent.role), payload)
            return reply

        return signed_in

    async def on_desk(self, actor: AgentActor, _payload: DeskSync) -> DeskIs:
        """Tell the whole desk."""
        return await self._desk(actor)

    async def on_availability(self, actor: AgentActor, payload: SetAvailability) -> DeskIs:
        """Go on duty, or off; waiting visitors are shown whether anybody is there."""
        await self.accounts.set_availability(actor.id, payload.availability)
        self.hub.desk_changed()
        return await self._desk(actor)

    async def on_claim(self, actor: AgentActor, payload: Claim) -> Claimed:
        """Take a waiting conversation."""
        conversation, page = await self.desk.claim(actor, payload.conversation, payload.version)
        state = state_view(conversation, bot_available=self.bot_available())
        return Claimed(state=state, messages=[message_view(m) for m in page.messages])

    async def on_sync(self, actor: AgentActor, payload: AgentSync) -> Synced:
        """Tell everything after the cursor in one of the agent's own conversations."""
        conversation, page = await self.desk.sync(actor, payload.conversation, payload.after)
        state = state_view(conversation, bot_available=self.bot_available())
        return Synced(state=state, messages=[message_view(m) for m in page.messages], more=page.more)

    async def on_send(self, actor: AgentActor, payload: AgentSend) -> Stored:
        """Store a message."""
        message = await self.desk.send(actor, payload.conversation, payload.id, payload.text)
        return Stored(seq=message.seq, at=time_text(message.at), text=message.text)

    async def on_typing(self, actor: AgentActor, payload: AgentTyping) -> Done:
        """Show the visitor that the agent types."""
        await self.desk.typing(actor, payload.conversation, payload.on)
        return Done()

    async def on_close(self, actor: AgentActor, payload: CloseByAgent) -> StateIs:
        """End the conversation."""
        conversation = await self.desk.close(actor, payload.conversation, payload.version)
        return StateIs(state=state_view(conversation, bot_available=self.bot_available()))

    async def on_return(self, actor: AgentActor, payload: ReturnToBot) -> StateIs:
        """Give the conversation back to the bot."""
        conversation = await self.desk.return_to_bot(actor, payload.conversation, payload.version)
        return StateIs(state=state_view(conversation, bot_available=self.bot_available()))

    async def on_judge_crisis(self, actor: AgentActor, payload: JudgeCrisis) -> DeskIs:
        """Confirm or clear the mark of a danger."""
        await self.desk.judge_crisis(actor, payload.conversation, payload.verdict)
        return await self._desk(actor)

    async def on_find_closed(self, actor: AgentActor, payload: FindClosed) -> ClosedFound:
        """Tell which conversations have ended, without a word of them."""
        wanted = WantedClosed(payload.since, payload.until, payload.queue, payload.language)
        found, before = await self.archive.find(actor, wanted, payload.before)
        return ClosedFound(conversations=[closed_view(one, self.pseudonyms) for one in found], before=before)

    async def on_open_closed(self, actor: AgentActor, payload: OpenClosed) -> ClosedOpened:
        """Tell what was said in a conversation that has ended."""
        page = await self.archive.open(actor, payload.conversation, payload.reason, payload.after)
        return ClosedOpened(messages=[message_view(m) for m in page.messages], more=page.more)

    async def on_audit(self, _actor: AgentActor, payload: ReadLog) -> LogIs:
        """Tell what has been done."""
        wanted = Wanted(payload.agent, payload.action, payload.conversation)
        entries, more = await self.log.page(wanted, payload.before)
        names = [AgentNameView(agent.id, agent.name) for agent in await self.accounts.everybody()]
        return LogIs(entries=[log_entry_view(entry) for entry in entries], more=more, agents=names)

    async def _desk(self, actor: AgentActor) -> DeskIs:
        agent = await self.accounts.get(actor.id)
        return DeskIs(desk=desk_view(agent, await self.desk.handed_over(), self.queues, self.pseudonyms))


def _cookie(environ: dict[str, Any], name: str) -> str:
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""
