"""What a supervisor's browser may ask besides what any agent's may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from handoff.accounts.model import Skills
from handoff.accounts.people import People
from handoff.accounts.roster import Absence, Shift
from handoff.clock import Clock
from handoff.conversations.agent_desk import AgentDesk
from handoff.conversations.model import AgentActor
from handoff.conversations.supervision import Supervision
from handoff.duty.service import Duty
from handoff.errors import InvalidPayload
from handoff.queues.model import Queues
from handoff.realtime.desk_replies import Claimed
from handoff.realtime.hub import LIVE_ROOM, Hub
from handoff.realtime.payloads import View
from handoff.realtime.replies import Done
from handoff.realtime.roles import has_desk
from handoff.realtime.server import Server
from handoff.realtime.supervisor_payloads import (
    AddAbsence,
    Assign,
    Broadcast,
    CreateAccount,
    ListPeople,
    RemoveAbsence,
    ResetPassword,
    SetActive,
    SetRole,
    SetRoster,
    SetSkills,
    TakeOver,
    Watch,
)
from handoff.realtime.supervisor_replies import Broadcasted, PasswordIs, PeopleAre, PersonView, Watched
from handoff.realtime.supervisor_views import person_view
from handoff.realtime.views import StateViewer, message_view


@dataclass(slots=True)
class SupervisorRequests:
    """Handlers of `/agent` that are for supervisors; the namespace has checked the role."""

    server: Server
    people: People
    duty: Duty
    desk: AgentDesk
    supervision: Supervision
    hub: Hub
    queues: Queues
    units: frozenset[str]
    clock: Clock
    state_view: StateViewer

    async def answer(self, event: str, actor: AgentActor, payload: Any, sid: str) -> View:
        """Answer a request."""
        if isinstance(payload, Watch):
            return await self.watch(payload, sid)
        handler: Callable[[AgentActor, Any], Awaitable[View]] = getattr(self, "on_" + event)
        return await handler(actor, payload)

    async def watch(self, payload: Watch, sid: str) -> Watched:
        """Show the tab the live view from now on, or no more."""
        if not payload.on:
            await self.server.leave_room(sid, LIVE_ROOM, namespace="/agent")
            return Watched(live=None)
        await self.server.enter_room(sid, LIVE_ROOM, namespace="/agent")
        return Watched(live=await self.hub.live())

    async def on_take_over(self, actor: AgentActor, payload: TakeOver) -> Claimed:
        """Take anybody's conversation."""
        taken = await self.supervision.take_over(actor, payload.conversation, payload.version)
        conversation, page = await self.desk.newest(actor, taken)
        state = self.state_view(conversation)
        return Claimed(state=state, messages=[message_view(m) for m in page.messages])

    async def on_assign(self, actor: AgentActor, payload: Assign) -> Done:
        """Give anybody's conversation to an agent or a queue."""
        if bool(payload.queue) == (payload.agent is not None):
            raise InvalidPayload
        if payload.agent is None:
            await self.supervision.put_back(actor, payload.conversation, payload.version, payload.queue)
        else:
            await self.supervision.assign(actor, payload.conversation, payload.version, payload.agent)
        return Done()

    async def on_broadcast(self, actor: AgentActor, payload: Broadcast) -> Broadcasted:
        """Write to everybody who waits."""
        self._check_queues(payload.queues)
        count = await self.supervision.broadcast(
            actor, payload.id, {"fi": payload.fi, "sv": payload.sv, "en": payload.en}, payload.queues
        )
        return Broadcasted(count=count)

    async def on_people(self, _actor: AgentActor, _payload: ListPeople) -> PeopleAre:
        """Tell who has an account."""
        return PeopleAre(people=await self._people())

    async def on_set_skills(self, actor: AgentActor, payload: SetSkills) -> PeopleAre:
        """Set what somebody may be given."""
        self._check_queues(payload.queues)
        if not set(payload.units) <= self.units:
            raise InvalidPayload
        skills = Skills(tuple(payload.queues), tuple(payload.languages), payload.seats, payload.units)
        await self.people.set_skills(payload.agent, skills, by=actor)
        return await self._changed()

    async def on_set_roster(self, actor: AgentActor, payload: SetRoster) -> PeopleAre:
        """Set somebody's week."""
        shifts = [Shift(s.day, time.fromisoformat(s.begins), time.fromisoformat(s.ends)) for s in payload.shifts]
        await self.people.set_shifts(payload.agent, shifts, by=actor)
        return await self._changed()

    async def on_add_absence(self, actor: AgentActor, payload: AddAbsence) -> PeopleAre:
        """Keep an absence; one that has begun takes from the agent what they have."""
        try:
            first, last = date.fromisoformat(payload.first), date.fromisoformat(payload.last)
        except ValueError as error:
            raise InvalidPayload from error
        absence = Absence(payload.id, first, last, payload.kind)
        if await self.people.add_absence(payload.agent, absence, by=actor):
            await self.duty.leave(payload.agent, by=actor, why="absence")
        return await self._changed()

    async def on_remove_absence(self, actor: AgentActor, payload: RemoveAbsence) -> PeopleAre:
        """Let an absence be none."""
        await self.people.remove_absence(payload.agent, payload.id, by=actor)
        return await self._changed()

    async def on_create_account(self, actor: AgentActor, payload: CreateAccount) -> PasswordIs:
        """Add an account."""
        # Nobody answers the young people because an account was made: a supervisor says so.
        skills = Skills(tuple(queue.id for queue in self.queues.of("city")))
        name = payload.name.strip()
        password = await self.people.create(payload.username, name, payload.role, skills, by=actor)
        return PasswordIs(password=password, people=(await self._changed()).people)

    async def on_reset_password(self, actor: AgentActor, payload: ResetPassword) -> PasswordIs:
        """Give somebody a new password."""
        password = await self.people.reset_password(payload.agent, by=actor)
        return PasswordIs(password=password, people=await self._people())

    async def on_set_role(self, actor: AgentActor, payload: SetRole) -> PeopleAre:
        """Change what somebody may do."""
        await self.people.set_role(payload.agent, payload.role, by=actor)
        if not has_desk(payload.role):
            await self.duty.leave(payload.agent, by=actor, why="account")
        return await self._changed()

    async def on_set_active(self, actor: AgentActor, payload: SetActive) -> PeopleAre:
        """Let somebody sign in again, or no more."""
        await self.people.set_active(payload.agent, payload.active, by=actor)
        if not payload.active:
            await self.duty.leave(payload.agent, by=actor, why="account")
        return await self._changed()

    async def _changed(self) -> PeopleAre:
        self.hub.desk_changed()
        return PeopleAre(people=await self._people())

    async def _people(self) -> list[PersonView]:
        now = self.clock()
        return [person_view(person, now) for person in await self.people.everybody()]

    def _check_queues(self, ids: list[str]) -> None:
        if not set(ids) <= {queue.id for queue in self.queues.all()}:
            raise InvalidPayload
