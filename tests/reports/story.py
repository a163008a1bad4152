"""Sixteen conversations of two days in June, told by the service's own operations at times of our choosing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from handoff.audit.model import VISITOR
from handoff.callbacks import store as calls
from handoff.callbacks.model import Ending, NewCallback, Outcome
from handoff.conversations import contact_facts, erasing, messages, ownership, rating
from handoff.conversations.model import AgentActor, BotReply, Draft, Language, Mode, Understanding, Visitor
from handoff.conversations.unsaid import case_event
from handoff.queues.content import read_queues
from handoff.queues.model import HELSINKI
from handoff.queues.tags import Topics, read_tags
from handoff.settings import ROOT, Settings
from handoff.storage.database import Database
from handoff.storage.tables import agents, conversations

QUEUES = read_queues(Settings().queues)
TOPICS = Topics.of(read_tags(ROOT / "data" / "service" / "tags.yml"))
MAIJA, PEKKA = AgentActor("maija", "Maija"), AgentActor("pekka", "Pekka")
TURN_TIME = LEASE = timedelta(seconds=90)


def at(day: int, clock: str) -> datetime:
    """Return a moment of June 2026 by the clock of Helsinki."""
    return datetime.fromisoformat(f"2026-06-{day:02} {clock}").replace(tzinfo=HELSINKI).astimezone(UTC)


@dataclass
class Teller:
    """Lets things happen in a database."""

    database: Database
    tokens: Any = field(default_factory=lambda: count(1))

    async def begin(self) -> Teller:
        for agent in (MAIJA, PEKKA):
            values = {
                "username": agent.id,
                "role": "agent",
                "password_hash": "",
                "availability": "available",
                "seats": 9,
            }
            row = {"id": agent.id, "name": agent.name, "present_until": at(30, "23:59"), "created_at": at(1, "00:00")}
            await self.do(lambda c, row={**values, **row}: c.execute(insert(agents).values(row)))
        return self

    async def on_duty(self, there: bool) -> None:
        availability = "available" if there else "away"
        await self.do(lambda c: c.execute(update(agents).values(availability=availability)))

    async def silence(self, day: int) -> None:
        """Let the upkeep pass on a day at noon."""
        await self.do(lambda c: contact_facts.end_silent(c, at(day, "12:00")))

    def person(self, language: Language = "fi", mode: Mode = "city") -> Person:
        return Person(self, Visitor(f"{next(self.tokens):064}", language, mode))

    async def calls(
        self, callback_id: str, outcomes: list[tuple[datetime, Outcome]], ending: Ending, by: AgentActor = MAIJA
    ) -> None:
        """Let an agent take a callback, call, and end it."""
        first, last = outcomes[0][0], outcomes[-1][0]
        await self.do(lambda c: calls.claim(c, by, callback_id, first))
        for now, outcome in outcomes:
            await self.do(
                lambda c, now=now, outcome=outcome: calls.log_attempt(
                    c, by, callback_id, str(uuid4()), outcome, now=now
                )
            )
        await self.do(lambda c: calls.finish(c, by, callback_id, ending, last))

    async def do(self, operation: Callable[[Connection], Any]) -> Any:
        return await self.database.write(operation)


@dataclass
class Person:
    """A visitor, with the agents' doings in the same conversation."""

    teller: Teller
    visitor: Visitor

    async def asks(self, now: datetime, intent: str, decision: str = "answer") -> None:
        """Write something that the bot understands so."""
        language = self.visitor.language
        draft = Draft(id=str(uuid4()), author="visitor", text="…", language=language)
        answer = Draft(id=str(uuid4()), author="bot", text="…", language=language)
        reply = BotReply(language, (answer,), Understanding(intent, 0.9, decision))

        def turn(c: Connection) -> None:
            appended = messages.append_from_visitor(c, self.visitor, draft, now=now, turn_time=TURN_TIME)
            assert appended.turn is not None
            messages.finish_turn(c, appended.turn, reply, now=now, turn_time=TURN_TIME)

        await self.teller.do(turn)

    async def wants_human(self, now: datetime, queue: str = "") -> str:
        request = await self.teller.do(lambda c: ownership.request_human(c, self.visitor, QUEUES, now, queue_id=queue))
        return str(request.outcome)

    async def leaves_queue(self, now: datetime) -> None:
        await self.teller.do(lambda c: ownership.leave_queue(c, self.visitor, now))

    async def leaves_case(self, now: datetime) -> None:
        def leave(c: Connection) -> None:
            conversation = ownership.access(c, self.visitor, None, now)
            told = case_event(conversation.language, str(uuid4()), "code", now.date())
            ownership.take_out(c, conversation, told, now, actor=VISITOR)

        await self.teller.do(leave)

    async def wants_call(self, now: datetime) -> str:
        """Ask to be called in the first window; return the callback's id."""
        queue, callback_id = QUEUES.of("city")[0], str(uuid4())
        window = QUEUES.callback_windows(queue, self.visitor.language, now)[0]
        new = NewCallback(callback_id, "+358401234567", window.opens, window.closes, "")
        await self.teller.do(lambda c: calls.request(c, self.visitor, new, QUEUES, now))
        return callback_id

    async def wants_no_call(self, callback_id: str, now: datetime) -> None:
        await self.teller.do(lambda c: calls.withdraw(c, self.visitor, callback_id, now))

    async def is_claimed(self, now: datetime, by: AgentActor = MAIJA) -> None:
        await self._by(lambda c, row: ownership.claim(c, by, row.id, row.version, now=now, lease=LEASE))

    async def is_returned(self, now: datetime, by: AgentActor = MAIJA) -> None:
        await self._by(lambda c, row: ownership.return_to_bot(c, by, row.id, row.version, now))

    async def is_closed(self, now: datetime, tag: str = "", by: AgentActor = MAIJA) -> None:
        await self._by(lambda c, row: ownership.close_by_agent(c, by, row.id, row.version, now, tag=tag))

    async def loses_agent(self, now: datetime) -> None:
        assert await self.teller.do(lambda c: ownership.requeue_lost(c, now))

    async def closes(self, now: datetime) -> None:
        await self.teller.do(lambda c: ownership.close_by_visitor(c, self.visitor, now))

    async def erases(self, now: datetime) -> None:
        await self.teller.do(lambda c: erasing.erase(c, self.visitor, now))

    async def rates(self, now: datetime, succeeded: int | None, recommends: int | None) -> None:
        given = rating.Rating(succeeded, recommends, "")
        await self.teller.do(lambda c: rating.rate(c, self.visitor, given, now))

    async def _by(self, operation: Callable[[Connection, Any], Any]) -> None:
        def with_row(c: Connection) -> None:
            row = c.execute(select(conversations).where(conversations.c.token_hash == self.visitor.token_hash)).one()
            operation(c, row)

        await self.teller.do(with_row)


async def tell(database: Database) -> None:
    """Tell the story, in the order of time."""
    teller = await Teller(database).begin()
    await _tell_first_day(teller)
    f, j = await _tell_second_day(teller)
    await teller.silence(4)

    await f.asks(at(7, "15:00:00"), "faq/library_loans")
    await f.closes(at(7, "15:01:00"))
    await j.asks(at(11, "16:00:00"), "lost", "lost")
    await teller.silence(14)


async def _tell_first_day(teller: Teller) -> None:
    a, b, e = (teller.person() for _ in range(3))
    c, k = teller.person("sv"), teller.person("sv")
    d, p = teller.person("en"), teller.person("sv", "youth")
    # A: the bot's answer is enough.
    await a.asks(at(1, "10:00:00"), "faq/library_card")
    await a.asks(at(1, "10:01:00"), "helped", "choice")
    # B: it is not, and Maija's is: 60 s of waiting, 300 s of handling.
    await b.asks(at(1, "10:05:00"), "faq/resident_parking_permit")
    await b.asks(at(1, "10:05:30"), "not_helped", "choice")
    assert await b.wants_human(at(1, "10:06:00")) == "queued"
    await b.is_claimed(at(1, "10:07:00"))
    # C: asks for a person at once, and gives up waiting.
    assert await c.wants_human(at(1, "10:10:00")) == "queued"
    await b.is_closed(at(1, "10:12:00"), "transport_and_parking")
    await c.leaves_queue(at(1, "10:13:00"))
    await b.rates(at(1, "10:20:00"), 5, 10)
    # K: is called back instead of waiting on: after 7,200 s in vain, later with success.
    assert await k.wants_human(at(1, "10:30:00")) == "queued"
    called = await k.wants_call(at(1, "10:32:00"))
    await teller.calls(called, [(at(1, "12:32:00"), "no_answer"), (at(1, "13:00:00"), "reached")], "done")
    # D: needs a person twice: 120 s and 240 s of waiting, 120 s and 600 s of handling.
    await d.asks(at(1, "11:00:00"), "lost", "lost")
    assert await d.wants_human(at(1, "11:01:00")) == "queued"
    await d.is_claimed(at(1, "11:03:00"))
    await d.is_returned(at(1, "11:05:00"))
    assert await d.wants_human(at(1, "11:06:00")) == "queued"
    await d.is_claimed(at(1, "11:10:00"), PEKKA)
    await d.is_closed(at(1, "11:20:00"), "housing", PEKKA)
    await d.rates(at(3, "08:00:00"), 2, 6)
    # E: the bot has an answer, but a person is wanted and nobody is there.
    await teller.on_duty(False)
    await e.asks(at(1, "23:50:00"), "faq/daycare_fees")
    assert await e.wants_human(at(1, "23:51:00")) == "no_agents"
    # P: young, and nobody is there.
    assert await p.wants_human(at(1, "23:55:00"), "hobbies") == "no_agents"
    await teller.on_duty(True)


async def _tell_second_day(teller: Teller) -> tuple[Person, Person]:
    """Return those who come back later."""
    f, h, i, l = (teller.person() for _ in range(4))  # noqa: E741
    g, n = teller.person("sv"), teller.person("sv")
    m, j, o = teller.person("en"), teller.person("en", "youth"), teller.person("fi", "youth")
    # In UTC it is the first still. F: comes back five days later.
    await f.asks(at(2, "00:10:00"), "faq/library_loans")
    await f.closes(at(2, "00:20:00"))
    # G: 30 s of waiting, 90 s of handling until the agent's connection is lost; 180 s and 60 s with the next one.
    assert await g.wants_human(at(2, "09:00:00")) == "queued"
    await g.is_claimed(at(2, "09:00:30"))
    await g.loses_agent(at(2, "09:02:00.500"))
    await g.is_claimed(at(2, "09:05:00.500"), PEKKA)
    await g.is_closed(at(2, "09:06:00.500"), by=PEKKA)
    await g.rates(at(2, "09:07:00"), None, 8)
    # L: the bot has an answer, but a call is wanted; after 3,600 s nobody is reached, nor later.
    await l.asks(at(2, "09:30:00"), "faq/library_card")
    called = await l.wants_call(at(2, "09:31:00"))
    await teller.calls(called, [(at(2, "10:31:00"), "no_answer"), (at(2, "11:00:00"), "wrong_number")], "failed")
    # N: asks for a call, and takes it back.
    called = await n.wants_call(at(2, "11:30:00"))
    await n.wants_no_call(called, at(2, "11:40:00"))
    # H: ends the conversation while waiting.
    assert await h.wants_human(at(2, "12:00:00")) == "queued"
    await h.closes(at(2, "12:04:00"))
    # I: has it deleted.
    await i.asks(at(2, "13:00:00"), "faq/library_card")
    await i.erases(at(2, "13:05:00"))
    # J: young; 600 s of waiting, 1,200 s of handling; comes back after more than a week.
    assert await j.wants_human(at(2, "14:00:00"), "loneliness") == "queued"
    await j.is_claimed(at(2, "14:10:00"))
    await j.is_closed(at(2, "14:30:00"))
    await j.rates(at(2, "14:31:00"), 4, 9)
    # M: is still to be called.
    assert await m.wants_human(at(2, "15:00:00")) == "queued"
    await m.wants_call(at(2, "15:01:00"))
    # O: young; the bot has an answer, and there is nobody in time.
    await o.asks(at(2, "17:00:00"), "faq/mental_health_support")
    assert await o.wants_human(at(2, "17:01:00"), "loneliness") == "queued"
    await o.leaves_queue(at(2, "17:09:00"))
    return f, j
