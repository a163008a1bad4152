"""Ownership under any order of events: never two owners, never a word from a non-owner, nothing lost or doubled.

Hypothesis plays visitors, agents, the bot's turns (that finish late, die, or run twice) and the clock, against the real
tables and statements. Beside them stands the plainest model of who owns what; after each step both must agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule
from sqlalchemy import Connection, StaticPool, create_engine, insert, select, update

from handoff.audit.model import VISITOR
from handoff.callbacks import store as callbacks
from handoff.callbacks.model import NewCallback
from handoff.content import SERVICE
from handoff.conversations import (
    closing,
    colleagues,
    crisis,
    erasing,
    messages,
    notes,
    ownership,
    presence,
    reassigning,
    transfer,
    vanishing,
)
from handoff.conversations.help_card import read_help_card
from handoff.conversations.model import AgentActor, BotReply, Draft, Owner, Turn, Visitor
from handoff.conversations.presence import PLACE_KEPT, PRESENCE
from handoff.conversations.reply_ids import reply_id
from handoff.conversations.rows import colleagues as colleagues_of
from handoff.conversations.unsaid import case_event
from handoff.errors import Conflict, NoSeat, NotFound, QueueClosed
from handoff.queues.model import ALWAYS, Hours, Queue, Queues, Week
from handoff.storage.tables import agents, conversations, metadata

T = TypeVar("T")

LEASE = timedelta(seconds=60)
TURN_TIME = timedelta(seconds=30)
HELD = timedelta(seconds=45)
UNSEEN = timedelta(seconds=100)
SEATS = 2
VISITORS = tuple(Visitor(token, "fi") for token in ("visitor one", "visitor two", "visitor three"))
AGENTS = tuple(AgentActor(str(uuid4()), name) for name in ("Aino", "Eero", "Maija"))

CARD = read_help_card(SERVICE / "help.yml")


def queues(hours: Hours) -> Queues:
    """Return the city's queue, open at these hours."""
    titles = {"fi": "", "sv": "", "en": ""}
    return Queues(
        {"city": Queue("city", "city", titles, {"fi": hours, "sv": hours, "en": hours})}, is_holiday=lambda _day: False
    )


QUEUES, CLOSED = queues(ALWAYS), queues(Hours(Week({})))

visitors = st.sampled_from(VISITORS)
desk = st.sampled_from(AGENTS)
behind = st.sampled_from((0, 0, 0, 1))
"""How many versions an agent's screen is behind what is true."""


@dataclass
class Told:
    """What the model knows of a conversation.

    Attributes:
        waits: In the queue: whether it never had an agent, and since when; those that lost theirs come first.
        said: (author, id) in order, without the service's own messages.
        owed: Ids of the visitor's messages that the bot has yet to answer, its own ones and those of the queue.
        held: While it waits: for whom, until when, and whether a colleague's transfer.
        members, asked: Colleagues in it and asked into it.
        there_until: Until when the visitor counts as there, while it waits or an agent has it.
        place: Since when it had waited when they were taken out for not being there, and when that was.
        served: An agent has had it in this contact.
        danger: Somebody may be in danger.
        called: A callback is asked for.
    """

    id: str
    owner: Owner = "bot"
    agent: AgentActor | None = None
    version: int = 0
    closed: bool = False
    lease_until: datetime | None = None
    waits: tuple[bool, datetime] | None = None
    said: list[tuple[str, str]] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)
    held: tuple[AgentActor, datetime, bool] | None = None
    members: list[AgentActor] = field(default_factory=list)
    asked: list[AgentActor] = field(default_factory=list)
    there_until: datetime | None = None
    place: tuple[datetime, datetime] | None = None
    served: bool = False
    danger: bool = False
    called: bool = False

    def is_there(self, now: datetime) -> bool:
        """Whether the visitor counts as there."""
        return self.there_until is not None and self.there_until > now

    def queue_up(self, now: datetime) -> None:
        """Wait, as somebody who has asked for a person."""
        kept = self.place is not None and self.place[1] > now - PLACE_KEPT
        since = self.place[0] if self.place is not None and kept else now
        self.give("queue")
        self.waits = not self.danger, since
        self.there_until = now + PRESENCE

    def go_to_the_front(self, now: datetime) -> None:
        """Wait before others, for as long as before if it waited already."""
        since = self.waits[1] if self.waits else now
        self.give("queue")
        self.waits = False, since

    def held_for(self, now: datetime) -> AgentActor | None:
        """For whom it is held now."""
        return self.held[0] if self.held is not None and self.held[1] > now else None

    def may_speak(self, agent: AgentActor) -> bool:
        """Whether an agent is in it."""
        return self.agent == agent or agent in self.members

    def give(self, owner: Owner, agent: AgentActor | None = None, *, closed: bool = False) -> None:
        """Change hands: what the bot has not answered by now, it never will."""
        self.owner, self.agent, self.closed = owner, agent, closed
        self.version += 1
        self.owed = []
        self.lease_until = None
        self.waits = None
        self.held = None
        self.members, self.asked = [], []
        self.place = None
        self.served = not closed and (self.served or owner == "agent")


class Ownership(RuleBasedStateMachine):
    """See the module's docstring."""

    turns = Bundle("turns")
    """Turns that some process is running."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        metadata.create_all(self.engine)
        self.now = datetime(2026, 11, 25, 8, tzinfo=UTC)
        self.told: dict[str, Told] = {}

    @initialize()
    def people_come_to_work(self) -> None:
        rows = [
            {
                "id": agent.id,
                "username": agent.name,
                "name": agent.name,
                "role": "agent",
                "password_hash": "",
                "availability": "available",
                "present_until": self.now + timedelta(days=30),
                "seats": SEATS,
                "created_at": self.now,
            }
            for agent in AGENTS
        ]
        self.write(lambda c: c.execute(insert(agents), rows))

    def teardown(self) -> None:
        """Whatever happened, the bot answers what it still owes."""
        for _ in range(100):
            self.now += TURN_TIME * 2
            owed = self.write(lambda c: messages.take_owed_turns(c, now=self.now, turn_time=TURN_TIME, limit=10))
            if not owed:
                break
            for turn in owed:
                self.bot_answers(turn)
        assert all(not told.owed for told in self.told.values())
        self.engine.dispose()

    def write(self, operation: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return operation(connection)

    def refused(self, operation: Callable[[Connection], object]) -> bool:
        """Whether the operation is refused; it then may not have changed anything, which the invariants notice."""
        try:
            self.write(operation)
        except (Conflict, NotFound, NoSeat, QueueClosed):
            return True
        return False

    def id_of(self, visitor: Visitor) -> str:
        query = select(conversations.c.id).where(conversations.c.token_hash == visitor.token_hash)
        found: str = self.write(lambda c: c.execute(query).scalar_one())
        return found

    def of_turn(self, turn: Turn) -> Told | None:
        """Return the turn's conversation, unless it has been erased meanwhile."""
        told = self.told.get(turn.token_hash)
        return told if told is not None and told.id == turn.conversation_id else None

    def of(self, visitor: Visitor) -> Told | None:
        return self.told.get(visitor.token_hash)

    # --- the visitor

    @rule(target=turns, visitor=visitors, repeats=st.booleans())
    def visitor_sends(self, visitor: Visitor, repeats: bool) -> object:
        known = self.of(visitor)
        earlier = [id_ for author, id_ in known.said if author == "visitor"] if known else []
        message_id = earlier[-1] if repeats and earlier else str(uuid4())
        draft = Draft(id=message_id, author="visitor", text="apua", language="fi")
        appended = self.write(
            lambda c: messages.append_from_visitor(c, visitor, draft, now=self.now, turn_time=TURN_TIME)
        )
        told = self.told.setdefault(visitor.token_hash, Told(appended.message.conversation_id))
        assert appended.duplicate == (message_id in earlier)
        if appended.duplicate:
            return multiple()
        assert appended.reopened == told.closed
        if told.closed:
            told.closed = told.danger = False
        told.said.append(("visitor", message_id))
        if told.owner != "agent":
            told.owed.append(message_id)
        assert appended.turn is None or told.owner != "agent"
        assert appended.turn is None or appended.turn.waiting == (told.owner == "queue")
        return multiple() if appended.turn is None else appended.turn

    @rule(visitor=visitors)
    def visitor_asks_for_a_person(self, visitor: Visitor) -> None:
        request = self.write(lambda c: ownership.request_human(c, visitor, QUEUES, self.now))
        told = self.told.setdefault(visitor.token_hash, Told(request.conversation.id))
        assert (request.change is not None) == (told.owner == "bot")
        if told.owner == "bot":
            told.queue_up(self.now)

    @rule(visitor=visitors)
    def visitor_is_seen(self, visitor: Visitor) -> None:
        """At a heartbeat of the process that has a socket of theirs."""
        self.write(lambda c: presence.renew(c, {visitor.token_hash}, self.now))
        told = self.of(visitor)
        if told is not None and told.owner != "bot":
            told.there_until = self.now + PRESENCE

    @rule(visitor=visitors)
    def visitor_asks_to_be_called(self, visitor: Visitor) -> None:
        (window, *_) = QUEUES.callback_windows(QUEUES.of("city")[0], "fi", self.now)
        new = NewCallback(str(uuid4()), "+358401234567", window.opens, window.closes, "")
        told = self.of(visitor)
        refused = self.refused(lambda c: callbacks.request(c, visitor, new, QUEUES, self.now))
        assert refused == (told is not None and (told.owner == "agent" or told.called))
        if refused:
            return
        if told is None:
            told = self.told.setdefault(visitor.token_hash, Told(self.id_of(visitor)))
        told.called = True
        if told.owner == "queue":
            told.give("bot")

    @rule(visitor=visitors)
    def visitor_leaves_a_case_instead_of_waiting(self, visitor: Visitor) -> None:
        told = self.of(visitor)
        if told is None or told.owner != "queue":
            return

        def leave(connection: Connection) -> None:
            conversation = ownership.access(connection, visitor, None, self.now)
            draft = case_event("fi", str(uuid4()), "code", self.now.date())
            ownership.take_out(connection, conversation, draft, self.now, actor=VISITOR)

        self.write(leave)
        told.give("bot")

    @rule(visitor=visitors)
    def visitor_has_it_erased(self, visitor: Visitor) -> None:
        assert self.refused(lambda c: erasing.erase(c, visitor, self.now)) == (self.of(visitor) is None)
        self.told.pop(visitor.token_hash, None)

    @rule(visitor=visitors)
    def somebody_may_be_in_danger(self, visitor: Visitor) -> None:
        told = self.of(visitor)
        if told is None:
            return
        self.write(lambda c: crisis.suspect(c, told.id, str(uuid4()), CARD, self.now))
        told.danger = True
        if told.waits:
            told.waits = False, told.waits[1]

    @rule(visitor=visitors)
    def visitor_leaves_the_queue(self, visitor: Visitor) -> None:
        told = self.of(visitor)
        waits = told is not None and told.owner == "queue"
        assert self.refused(lambda c: ownership.leave_queue(c, visitor, self.now)) != waits
        if told is not None and waits:
            told.give("bot")

    @rule(visitor=visitors)
    def visitor_ends_it(self, visitor: Visitor) -> None:
        told = self.of(visitor)
        assert self.refused(lambda c: ownership.close_by_visitor(c, visitor, self.now)) == (told is None)
        if told is not None and not told.closed:
            told.give("bot", closed=True)

    # --- the bot

    @rule(target=turns, turn=consumes(turns))
    def bot_answers(self, turn: Turn) -> object:
        told = self.of_turn(turn)
        drafts = tuple(
            Draft(id=reply_id(turn.message_id, number), author="bot", text="vastaus", language="fi")
            for number in range(2)
        )
        stored, following, _ = self.write(
            lambda c: messages.finish_turn(c, turn, BotReply("fi", drafts), now=self.now, turn_time=TURN_TIME)
        )
        if told is None:
            assert (stored, following) == ((), None)
            return multiple()
        in_time = told.owner != "agent" and told.version == turn.version and turn.message_id in told.owed
        assert bool(stored) == in_time
        if in_time:
            assert told.owed[0] == turn.message_id, "answered out of order"
            told.owed.pop(0)
            told.said += [("bot", message.id) for message in stored]
            assert (following is None) == (not told.owed)
        return multiple() if following is None else following

    @rule(turn=consumes(turns))
    def a_process_dies(self, turn: Turn) -> None:
        """Its turn stays owed."""

    @rule(target=turns)
    def another_process_takes_over(self) -> object:
        """Also from one that is only slow: then both will answer, and one of them too late."""
        return multiple(*self.write(lambda c: messages.take_owed_turns(c, now=self.now, turn_time=TURN_TIME, limit=10)))

    @rule(turn=turns)
    def bot_hands_over(self, turn: Turn) -> None:
        told = self.of_turn(turn)
        over = told is None or told.closed or turn.message_id not in told.owed
        assert over == self.refused(
            lambda c: ownership.request_human_for_turn(c, turn.conversation_id, turn.message_id, QUEUES, self.now)
        )
        if told is not None and not over and told.owner == "bot":
            told.queue_up(self.now)

    # --- agents

    @rule(agent=desk, visitor=visitors, behind=behind)
    def agent_claims(self, agent: AgentActor, visitor: Visitor, behind: int) -> None:
        told = self.of(visitor)
        if told is None:
            return
        version = told.version - behind
        refused = self.refused(lambda c: ownership.claim(c, agent, told.id, version, now=self.now, lease=LEASE))
        held_for = told.held_for(self.now)
        full = held_for is None and not told.danger and self.owned_by(agent) >= SEATS
        assert refused == (told.owner != "queue" or behind > 0 or held_for not in (None, agent) or full)
        if not refused:
            told.give("agent", agent)
            told.lease_until = self.now + LEASE

    @rule(agent=desk, visitor=visitors, repeats=st.booleans())
    def agent_sends(self, agent: AgentActor, visitor: Visitor, repeats: bool) -> None:
        told = self.of(visitor)
        if told is None:
            return
        earlier = [id_ for author, id_ in told.said if author == "agent"]
        message_id = earlier[-1] if repeats and earlier else str(uuid4())
        draft = Draft(id=message_id, author="agent", name=agent.name, text="hei", language="fi")
        refused = self.refused(lambda c: messages.append_from_agent(c, agent, told.id, draft, now=self.now))
        assert refused == (not told.may_speak(agent))
        if not refused and message_id not in earlier:
            told.said.append(("agent", message_id))

    @rule(agent=desk, visitor=visitors, behind=behind, closes=st.booleans())
    def agent_lets_go(self, agent: AgentActor, visitor: Visitor, behind: int, closes: bool) -> None:
        told = self.of(visitor)
        if told is None:
            return
        let_go = ownership.close_by_agent if closes else ownership.return_to_bot
        version = told.version - behind
        refused = self.refused(lambda c: let_go(c, agent, told.id, version, self.now))
        assert refused == (told.agent != agent or behind > 0)
        if not refused:
            told.give("bot", closed=closes)

    @rule(agent=desk, visitor=visitors, to=desk, behind=behind)
    def agent_transfers_to_a_colleague(self, agent: AgentActor, visitor: Visitor, to: AgentActor, behind: int) -> None:
        told = self.of(visitor)
        if told is None:
            return
        version = told.version - behind
        refused = self.refused(
            lambda c: transfer.to_colleague(c, agent, told.id, version, self.now, to=to.id, held=HELD)
        )
        assert refused == (told.agent != agent or to == agent or behind > 0)
        if not refused:
            told.go_to_the_front(self.now)
            told.held = to, self.now + HELD, True

    @rule(agent=desk, visitor=visitors, behind=behind)
    def agent_transfers_to_the_queue(self, agent: AgentActor, visitor: Visitor, behind: int) -> None:
        told = self.of(visitor)
        if told is None:
            return
        version = told.version - behind
        refused = self.refused(
            lambda c: transfer.to_other_queue(c, agent, told.id, version, self.now, queue_id="city", queues=QUEUES)
        )
        assert refused == (told.agent != agent or behind > 0)
        if not refused:
            told.go_to_the_front(self.now)

    @rule(agent=desk, visitor=visitors)
    def agent_declines(self, agent: AgentActor, visitor: Visitor) -> None:
        told = self.of(visitor)
        if told is None:
            return
        refused = self.refused(lambda c: transfer.decline(c, agent, told.id, self.now))
        assert refused == (told.held_for(self.now) != agent)
        if not refused:
            told.held = None

    @rule()
    def waiting_conversations_are_offered(self) -> None:
        """Each to one agent with a free seat; what is held stays held, and nobody gets more than there are seats."""
        lapsed = [told for told in self.told.values() if told.held is not None and told.held[1] <= self.now]
        assert self.write(lambda c: transfer.let_offers_lapse(c, self.now)) == len(lapsed)
        for told in lapsed:
            told.held = None
        self.write(lambda c: transfer.offer_waiting(c, self.now, HELD))
        for conversation in self.write(lambda c: ownership.handed_over(c, self.now)):
            told = self.told[conversation.token_hash]
            if conversation.offer is not None and told.held is None:
                agent = next(one for one in AGENTS if one.id == conversation.offer.to)
                assert self.owned_by_or_held_for(agent) < SEATS
                told.held = agent, conversation.offer.until, False
        free = any(self.owned_by_or_held_for(agent) < SEATS for agent in AGENTS)
        waiting = [told for told in self.told.values() if told.owner == "queue"]
        assert not free or all(told.held for told in waiting if told.is_there(self.now) or told.danger)

    @rule(agent=desk, visitor=visitors, colleague=desk)
    def agent_asks_a_colleague_in(self, agent: AgentActor, visitor: Visitor, colleague: AgentActor) -> None:
        told = self.of(visitor)
        if told is None:
            return
        refused = self.refused(lambda c: colleagues.invite(c, agent, told.id, colleague.id, self.now))
        assert refused == (told.agent != agent or told.may_speak(colleague))
        if not refused and colleague not in told.asked:
            told.asked.append(colleague)

    @rule(agent=desk, visitor=visitors, accept=st.booleans())
    def colleague_answers(self, agent: AgentActor, visitor: Visitor, accept: bool) -> None:
        told = self.of(visitor)
        if told is None:
            return
        refused = self.refused(lambda c: colleagues.answer(c, agent, told.id, accept=accept, now=self.now))
        assert refused == (agent not in told.asked)
        if not refused:
            told.asked.remove(agent)
            told.members += [agent] if accept else []

    @rule(agent=desk, visitor=visitors)
    def colleague_leaves(self, agent: AgentActor, visitor: Visitor) -> None:
        told = self.of(visitor)
        if told is None:
            return
        refused = self.refused(lambda c: colleagues.leave(c, agent, told.id, self.now))
        assert refused == (agent not in told.members)
        if not refused:
            told.members.remove(agent)

    @rule(agent=desk, visitor=visitors)
    def agent_notes(self, agent: AgentActor, visitor: Visitor) -> None:
        told = self.of(visitor)
        if told is None:
            return
        refused = self.refused(lambda c: notes.add(c, agent, told.id, self.now, note_id=str(uuid4()), text="muista"))
        assert refused == (not told.may_speak(agent))

    @rule(agent=desk)
    def agent_goes_for_the_day(self, agent: AgentActor) -> None:
        """What they have goes to the front, what is held for them to all, and colleagues go on without them."""
        self.write(lambda c: reassigning.hand_over(c, agent, QUEUES, self.now, by=agent, why="day"))
        for told in self.told.values():
            if told.held_for(self.now) == agent:
                told.held = None
            if told.agent == agent:
                told.go_to_the_front(self.now)
            told.members = [one for one in told.members if one != agent]
            told.asked = [one for one in told.asked if one != agent]

    # --- supervisors

    @rule(agent=desk, visitor=visitors, behind=behind)
    def supervisor_takes_over(self, agent: AgentActor, visitor: Visitor, behind: int) -> None:
        told = self.of(visitor)
        if told is None:
            return
        version = told.version - behind
        refused = self.refused(lambda c: reassigning.take_over(c, agent, told.id, version, self.now, lease=LEASE))
        assert refused == (told.owner == "bot" or behind > 0 or told.agent == agent)
        if not refused:
            stay = ([one for one in people if one != agent] for people in (told.members, told.asked))
            members, asked = stay
            told.give("agent", agent)
            told.members, told.asked = members, asked
            told.lease_until = self.now + LEASE

    @rule(agent=desk, visitor=visitors, to=desk, behind=behind)
    def supervisor_assigns(self, agent: AgentActor, visitor: Visitor, to: AgentActor, behind: int) -> None:
        told = self.of(visitor)
        if told is None:
            return
        version = told.version - behind
        refused = self.refused(lambda c: reassigning.assign(c, agent, told.id, version, self.now, to=to.id, held=HELD))
        assert refused == (told.owner == "bot" or behind > 0 or to in (agent, told.agent))
        if not refused:
            told.go_to_the_front(self.now)
            told.held = to, self.now + HELD, True

    @rule(agent=desk, visitor=visitors, behind=behind, is_closed=st.booleans())
    def supervisor_puts_back(self, agent: AgentActor, visitor: Visitor, behind: int, is_closed: bool) -> None:
        told = self.of(visitor)
        if told is None:
            return
        version, hours = told.version - behind, CLOSED if is_closed else QUEUES
        refused = self.refused(
            lambda c: reassigning.put_back(c, agent, told.id, version, self.now, queue_id="city", queues=hours)
        )
        assert refused == (told.owner == "bot" or behind > 0 or is_closed)
        if not refused:
            told.go_to_the_front(self.now)

    @rule(agent=desk)
    def agent_is_seen(self, agent: AgentActor) -> None:
        self.write(lambda c: ownership.renew_leases(c, [agent.id], self.now + LEASE))
        for told in self.told.values():
            if told.agent == agent:
                told.lease_until = self.now + LEASE

    @rule(visitor=visitors)
    def visitor_asks_while_nobody_is_on_duty(self, visitor: Visitor) -> None:
        """Nothing is promised: the conversation stays where it is."""
        self.write(lambda c: c.execute(update(agents).values(availability="away")))
        request = self.write(lambda c: ownership.request_human(c, visitor, QUEUES, self.now))
        told = self.told.setdefault(visitor.token_hash, Told(request.conversation.id))
        assert request.outcome == ("no_agents" if told.owner == "bot" else "queued")
        self.write(lambda c: c.execute(update(agents).values(availability="available")))

    # --- the clock

    @rule(is_anybody_here=st.booleans())
    def the_hours_end(self, is_anybody_here: bool) -> None:
        """Out go those for whom nobody is there, and those whom nobody has served and who are in no danger."""
        if not is_anybody_here:
            self.write(lambda c: c.execute(update(agents).values(availability="away")))
        self.write(lambda c: closing.end_waits(c, CLOSED, self.now))
        self.write(lambda c: c.execute(update(agents).values(availability="available")))
        for told in self.told.values():
            stays = told.held_for(self.now) is not None or (is_anybody_here and (told.served or told.danger))
            if told.owner == "queue" and not stays:
                told.give("bot")

    @rule()
    def vanished_visitors_are_noticed(self) -> None:
        self.write(lambda c: vanishing.take_out_vanished(c, QUEUES, self.now, unseen={"city": UNSEEN, "youth": UNSEEN}))
        since = self.now - UNSEEN
        for told in self.told.values():
            if told.waits and not told.danger and told.there_until is not None:
                queued_at = told.waits[1]
                if told.there_until < since and queued_at < since:
                    told.give("bot")
                    told.place = queued_at, self.now

    @rule(seconds=st.integers(1, 90) | st.just(4000))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def vanished_agents_are_noticed(self) -> None:
        self.write(lambda c: ownership.requeue_lost(c, self.now))
        for told in self.told.values():
            if told.lease_until is not None and told.lease_until < self.now:
                told.go_to_the_front(self.now)

    # --- what must hold after each step

    def owned_by(self, agent: AgentActor) -> int:
        return sum(told.agent == agent for told in self.told.values())

    def owned_by_or_held_for(self, agent: AgentActor) -> int:
        return self.owned_by(agent) + sum(told.held_for(self.now) == agent for told in self.told.values())

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        rows = self.write(lambda c: c.execute(select(conversations)).all())
        assert {row.token_hash for row in rows} == self.told.keys()
        for row in rows:
            told = self.told[row.token_hash]
            agent_id = told.agent.id if told.agent else None
            assert (row.owner, row.agent_id, row.version) == (told.owner, agent_id, told.version)
            assert (row.closed_at is not None) == told.closed
            assert (row.lease_until is not None) == (row.owner == "agent") == (row.agent_id is not None)
            assert (row.queued_at is not None) == (row.owner == "queue")
            assert row.lease_until == told.lease_until
            assert row.owner == "bot" or row.visitor_until == told.there_until
            assert row.place_since == (told.place[0] if told.place else None)
            assert (row.queue_language == "") == (row.owner == "bot")
            assert [one.id for one in colleagues_of(row.members)] == [one.id for one in told.members]
            assert [one.id for one in colleagues_of(row.invited)] == [one.id for one in told.asked]
            assert row.offered_to == (told.held[0].id if told.held else None)
            assert bool(told.owed) == (row.owner != "agent" and row.visitor_seq > row.answered_seq)

    @invariant()
    def everything_said_is_there_once_and_in_order(self) -> None:
        for told in self.told.values():
            page = self.write(lambda c, id_=told.id: messages.page_after(c, id_, 0))
            if page.more:
                continue
            assert [message.seq for message in page.messages] == [*range(1, len(page.messages) + 1)]
            said = [(message.author, message.id) for message in page.messages if message.author != "system"]
            assert said == told.said

    @invariant()
    def the_queue_is_in_order(self) -> None:
        """Whoever lost an agent first, then who has waited longest; and each is told the place that the desk shows."""
        waiting = [c for c in self.write(lambda c: ownership.handed_over(c, self.now)) if c.owner == "queue"]
        expected = sorted((*told.waits, told.id) for told in self.told.values() if told.waits)
        assert [c.id for c in waiting] == [id_ for *_, id_ in expected]
        for place, conversation in enumerate(waiting, start=1):
            own = self.write(lambda c, id_=conversation.id: ownership.get_conversation(c, id_, self.now))
            assert own.queue_place == conversation.queue_place == place


TestOwnership = pytest.mark.timeout(400)(Ownership.TestCase)
TestOwnership.settings = settings(max_examples=40, stateful_step_count=60, deadline=None)
