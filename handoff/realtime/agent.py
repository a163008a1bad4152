"""The `/agent` namespace: what a signed-in agent's browser may ask."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from socketio.exceptions import ConnectionRefusedError as Refusal

from handoff.accounts.model import Agent
from handoff.accounts.service import Accounts
from handoff.audit.model import Wanted
from handoff.audit.service import AuditLog
from handoff.banners.service import Banners
from handoff.callbacks.service import Callbacks
from handoff.conversations.agent_desk import AgentDesk, Destination, NewNote
from handoff.conversations.archive import Archive, WantedClosed
from handoff.conversations.model import AgentActor
from handoff.conversations.pseudonyms import Pseudonyms
from handoff.conversations.upkeep import Upkeep
from handoff.duty.service import Duty
from handoff.errors import Forbidden, InvalidPayload, LuukkuError, Unauthenticated
from handoff.queues.tags import Tag
from handoff.realtime.brief import BriefRequests
from handoff.realtime.case_desk import CaseRequests
from handoff.realtime.desk_replies import (
    AgentNameView,
    BriefIs,
    Claimed,
    ClosedFound,
    ClosedOpened,
    ColleaguesAre,
    DebriefIs,
    DeskIs,
    LogIs,
    NotesAre,
    ScenariosAre,
)
from handoff.realtime.hub import Hub
from handoff.realtime.payloads import (
    AddNote,
    AgentSend,
    AgentSync,
    AgentTyping,
    AnswerInvitation,
    Claim,
    ClaimCallback,
    CloseByAgent,
    Decline,
    DeskSync,
    EndBanner,
    EndPractice,
    FindClosed,
    FinishCallback,
    FinishDay,
    FinishForm,
    Invite,
    JudgeCrisis,
    Leave,
    ListColleagues,
    ListNotes,
    ListScenarios,
    LogAttempt,
    OpenClosed,
    Practise,
    ProposeAnswer,
    ReadLog,
    ReleaseCallback,
    ReturnToBot,
    Seen,
    SetAvailability,
    SetBanner,
    Transfer,
    View,
    WantBrief,
    WantDebrief,
)
from handoff.realtime.practice import PracticeRequests
from handoff.realtime.replies import Done, FeedbackReceived, StateIs, Stored, Synced
from handoff.realtime.requests import AGENT_REQUESTS, CASE_REQUESTS
from handoff.realtime.roles import ADMINISTRATION, has_desk, may_ask
from handoff.realtime.server import OriginCheck, Server
from handoff.realtime.supervisor import SupervisorRequests
from handoff.realtime.views import (
    StateViewer,
    closed_queue_views,
    closed_view,
    log_entry_view,
    message_view,
    note_view,
    present_agent_view,
    time_text,
)
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
    duty: Duty
    desk: AgentDesk
    briefs: BriefRequests
    practice: PracticeRequests
    cases: CaseRequests
    supervisor: SupervisorRequests
    upkeep: Upkeep
    hub: Hub
    callbacks: Callbacks
    banners: Banners
    tags: tuple[Tag, ...]
    pseudonyms: Pseudonyms
    archive: Archive
    log: AuditLog
    state_view: StateViewer
    cookie_name: str
    is_own_origin: OriginCheck
    sessions: dict[str, _Session]

    def register(self) -> None:
        """Put the handlers on the server; a request without a handler does not start."""
        self.server.on("connect", self.connect, namespace=NAMESPACE)
        self.server.on("disconnect", self.disconnect, namespace=NAMESPACE)
        self.server.on("*", refuse_unknown, namespace=NAMESPACE)
        for event, (kind, _reply) in AGENT_REQUESTS.items():
            self.server.on(event, acknowledged(kind, self._signed_in(event)), namespace=NAMESPACE)

    async def connected(self) -> set[str]:
        """Return the ids of the agents who are connected here, after ending the sockets of ended sign-ins."""
        # Who connects while this is looked up has just been let in, and is no part of the answer.
        looked_at = dict(self.sessions)
        valid = await self.accounts.valid_sessions({session.token for session in looked_at.values()})
        for sid, session in looked_at.items():
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
            if not has_desk(agent.role):
                raise Forbidden
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

    def _signed_in(self, event: str) -> Any:
        async def signed_in(sid: str, payload: Any) -> View:
            session = self.sessions.get(sid)
            if session is None:
                raise Unauthenticated
            agent = await self.accounts.get_session(session.token)
            actor = AgentActor(agent.id, agent.name, agent.role)
            if not may_ask(actor.role, event):
                raise Forbidden
            if event in CASE_REQUESTS:
                return await self.cases.answer(event, actor, payload)
            handler = getattr(self, "on_" + event, None)
            if handler is None:
                return await self._supervise(event, actor, payload, sid)
            reply: View = await handler(actor, payload)
            return reply

        return signed_in

    async def _supervise(self, event: str, actor: AgentActor, payload: Any, sid: str) -> View:
        reply = await self.supervisor.answer(event, actor, payload, sid)
        if event in ADMINISTRATION:
            # Whose sign-ins have ended with it is let in no longer.
            await self.connected()
        return reply

    async def on_desk(self, actor: AgentActor, _payload: DeskSync) -> DeskIs:
        """Tell the whole desk."""
        return await self._desk(actor)

    async def on_availability(self, actor: AgentActor, payload: SetAvailability) -> DeskIs:
        """Go on duty, or off; waiting visitors are shown whether anybody is there."""
        await self.duty.set_availability(actor, payload.availability)
        return await self._desk(actor)

    async def on_finish_day(self, actor: AgentActor, _payload: FinishDay) -> DeskIs:
        """Go away for the day, and leave nobody waiting."""
        await self.duty.set_availability(actor, "away", why="day")
        return await self._desk(actor)

    async def on_claim(self, actor: AgentActor, payload: Claim) -> Claimed:
        """Take a waiting conversation."""
        conversation, page = await self.desk.claim(actor, payload.conversation, payload.version)
        state = self.state_view(conversation)
        return Claimed(state=state, messages=[message_view(m) for m in page.messages])

    async def on_sync(self, actor: AgentActor, payload: AgentSync) -> Synced:
        """Tell everything after the cursor in one of the agent's own conversations."""
        conversation, page = await self.desk.sync(actor, payload.conversation, payload.after)
        state = self.state_view(conversation)
        return Synced(state=state, messages=[message_view(m) for m in page.messages], more=page.more)

    async def on_send(self, actor: AgentActor, payload: AgentSend) -> Stored:
        """Store a message."""
        message = await self.desk.send(actor, payload.conversation, payload.id, payload.text, payload.faq)
        return Stored(seq=message.seq, at=time_text(message.at), text=message.text)

    async def on_typing(self, actor: AgentActor, payload: AgentTyping) -> Done:
        """Show the visitor that the agent types."""
        await self.desk.typing(actor, payload.conversation, payload.on)
        return Done()

    async def on_seen(self, actor: AgentActor, payload: Seen) -> Done:
        """Show the visitor what has been seen."""
        await self.desk.seen(actor, payload.conversation, payload.seq)
        return Done()

    async def on_close(self, actor: AgentActor, payload: CloseByAgent) -> StateIs:
        """End the conversation."""
        conversation = await self.desk.close(actor, payload.conversation, payload.version, self._check_tag(payload.tag))
        return StateIs(state=self.state_view(conversation))

    async def on_return(self, actor: AgentActor, payload: ReturnToBot) -> StateIs:
        """Give the conversation back to the bot."""
        conversation = await self.desk.return_to_bot(actor, payload.conversation, payload.version)
        return StateIs(state=self.state_view(conversation))

    async def on_transfer(self, actor: AgentActor, payload: Transfer) -> StateIs:
        """Give the conversation to another queue or to a colleague."""
        if bool(payload.queue) == (payload.agent is not None):
            raise InvalidPayload
        to = Destination(payload.queue, payload.agent)
        note = None if payload.note is None else NewNote(payload.note.id, payload.note.text)
        conversation = await self.desk.transfer(actor, payload.conversation, payload.version, to, note)
        return StateIs(state=self.state_view(conversation))

    async def on_decline(self, actor: AgentActor, payload: Decline) -> DeskIs:
        """Let go of what is held for the agent."""
        await self.desk.decline(actor, payload.conversation)
        return await self._desk(actor)

    async def on_colleagues(self, actor: AgentActor, _payload: ListColleagues) -> ColleaguesAre:
        """Tell who else is there, and which queues are closed."""
        taken = await self.desk.seats_taken()
        present = [agent for agent in await self.accounts.present() if agent.id != actor.id]
        return ColleaguesAre(
            colleagues=[present_agent_view(agent, taken[agent.id]) for agent in present],
            closed=closed_queue_views(self.state_view.queues, self.state_view.clock()),
        )

    async def on_invite(self, actor: AgentActor, payload: Invite) -> DeskIs:
        """Ask a colleague in."""
        await self.desk.invite(actor, payload.conversation, payload.agent)
        return await self._desk(actor)

    async def on_answer_invitation(self, actor: AgentActor, payload: AnswerInvitation) -> DeskIs:
        """Come in, or decline."""
        await self.desk.answer_invitation(actor, payload.conversation, accept=payload.accept)
        return await self._desk(actor)

    async def on_leave(self, actor: AgentActor, payload: Leave) -> DeskIs:
        """Go out of a colleague's conversation."""
        await self.desk.leave(actor, payload.conversation)
        return await self._desk(actor)

    async def on_note(self, actor: AgentActor, payload: AddNote) -> NotesAre:
        """Write a note."""
        await self.desk.note(actor, payload.conversation, payload.id, payload.text)
        return await self._notes(actor, payload.conversation)

    async def on_notes(self, actor: AgentActor, payload: ListNotes) -> NotesAre:
        """Tell the notes."""
        return await self._notes(actor, payload.conversation)

    async def on_propose_answer(self, actor: AgentActor, payload: ProposeAnswer) -> Done:
        """Give a reply to the editors."""
        await self.desk.propose_answer(actor, payload.conversation, payload.seq)
        return Done()

    async def on_judge_crisis(self, actor: AgentActor, payload: JudgeCrisis) -> DeskIs:
        """Confirm or clear the mark of a danger."""
        await self.desk.judge_crisis(actor, payload.conversation, payload.verdict)
        return await self._desk(actor)

    async def on_brief(self, actor: AgentActor, payload: WantBrief) -> BriefIs:
        """Tell what there is to know at a glance."""
        return await self.briefs.brief(actor, payload)

    async def on_finish_form(self, actor: AgentActor, payload: FinishForm) -> FeedbackReceived:
        """Send the feedback that the visitor began."""
        return await self.briefs.finish_form(actor, payload)

    async def on_claim_callback(self, actor: AgentActor, payload: ClaimCallback) -> DeskIs:
        """Take a callback."""
        await self.callbacks.claim(actor, payload.callback)
        return await self._desk(actor)

    async def on_release_callback(self, actor: AgentActor, payload: ReleaseCallback) -> DeskIs:
        """Put a callback back on the list."""
        await self.callbacks.release(actor, payload.callback)
        return await self._desk(actor)

    async def on_log_attempt(self, actor: AgentActor, payload: LogAttempt) -> DeskIs:
        """Note what came of one call."""
        await self.callbacks.log_attempt(actor, payload.callback, payload.id, payload.outcome)
        return await self._desk(actor)

    async def on_finish_callback(self, actor: AgentActor, payload: FinishCallback) -> DeskIs:
        """End a callback."""
        await self.callbacks.finish(actor, payload.callback, payload.ending)
        return await self._desk(actor)

    async def on_set_banner(self, actor: AgentActor, payload: SetBanner) -> DeskIs:
        """Tell everybody something, or change it."""
        texts = (payload.fi, payload.sv, payload.en)
        modes = frozenset(payload.modes)
        await self.banners.set(actor, payload.id, kind=payload.kind, texts=texts, modes=modes, ends_at=payload.ends_at)
        await self.hub.banners_changed()
        return await self._desk(actor)

    async def on_end_banner(self, actor: AgentActor, payload: EndBanner) -> DeskIs:
        """Tell it no more."""
        await self.banners.end(actor, payload.id)
        await self.hub.banners_changed()
        return await self._desk(actor)

    async def on_find_closed(self, actor: AgentActor, payload: FindClosed) -> ClosedFound:
        """Tell which conversations have ended, without a word of them."""
        wanted = WantedClosed(payload.since, payload.until, payload.queue, payload.language)
        found, before = await self.archive.find(actor, wanted, payload.before)
        return ClosedFound(conversations=[closed_view(one, self.pseudonyms) for one in found], before=before)

    async def on_open_closed(self, actor: AgentActor, payload: OpenClosed) -> ClosedOpened:
        """Tell what was said in a conversation that has ended."""
        page, notes = await self.archive.open(actor, payload.conversation, payload.reason, payload.after)
        views = [message_view(m) for m in page.messages]
        return ClosedOpened(messages=views, more=page.more, notes=[note_view(note) for note in notes])

    async def on_scenarios(self, _actor: AgentActor, payload: ListScenarios) -> ScenariosAre:
        """Tell what can be practised."""
        return self.practice.scenarios(payload)

    async def on_practise(self, actor: AgentActor, payload: Practise) -> DeskIs:
        """Begin to practise."""
        await self.practice.practise(actor, payload)
        return await self._desk(actor)

    async def on_end_practice(self, actor: AgentActor, payload: EndPractice) -> DeskIs:
        """End it."""
        await self.practice.end(actor, payload)
        return await self._desk(actor)

    async def on_debrief(self, actor: AgentActor, payload: WantDebrief) -> DebriefIs:
        """Tell what came of it."""
        return await self.practice.debrief(actor, payload)

    async def on_audit(self, _actor: AgentActor, payload: ReadLog) -> LogIs:
        """Tell what has been done."""
        wanted = Wanted(payload.agent, payload.action, payload.conversation)
        entries, more = await self.log.page(wanted, payload.before)
        names = [AgentNameView(agent.id, agent.name) for agent in await self.accounts.everybody()]
        return LogIs(entries=[log_entry_view(entry) for entry in entries], more=more, agents=names)

    async def _desk(self, actor: AgentActor) -> DeskIs:
        return DeskIs(desk=await self.hub.desk_of(await self.accounts.get(actor.id)))

    async def _notes(self, actor: AgentActor, conversation_id: str) -> NotesAre:
        return NotesAre(notes=[note_view(note) for note in await self.desk.notes(actor, conversation_id)])

    def _check_tag(self, tag: str) -> str:
        if tag and all(one.id != tag for one in self.tags):
            raise InvalidPayload
        return tag


def _cookie(environ: dict[str, Any], name: str) -> str:
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""
