"""What staff do with cases. Each step names the version of the case that was seen, so that two never answer at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from handoff.audit.model import Actor
from handoff.audit.store import record
from handoff.cases import life, store
from handoff.cases.catalogue import Catalogue
from handoff.cases.model import PUBLIC_DECIMALS, Act, Case, Event, EventKind
from handoff.cases.notices import Tell, tell_nobody
from handoff.cases.ports import ShowImages, show_nothing
from handoff.clock import Clock
from handoff.conversations.ledger import written
from handoff.conversations.masking import clean
from handoff.errors import Conflict, InvalidPayload, LuukkuError
from handoff.storage.database import Database

Doing = Callable[[Connection, Case, Act], Case]


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as somebody of the staff has it before their eyes."""

    code: str
    version: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with its history, oldest first; the codes of what it follows, or empty, and of its followers."""

    case: Case
    events: tuple[Event, ...]
    merged_into: str = ""
    followers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of one case of many: `error` is empty, or the code of what stood in the way."""

    code: str
    error: str


class CaseDesk:
    """The cases, for those who answer them."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        clock: Clock,
        tell: Tell = tell_nobody,
        show_images: ShowImages = show_nothing,
    ) -> None:
        self._tell = tell
        self._show_images = show_images
        self._database = database
        self._catalogue = catalogue
        self._clock = clock

    async def open(self, agent: Actor, code: str) -> Opened:
        """Return a case with its history; that it was looked at is in the log.

        Raises:
            NotFound: there is no such case.
        """
        now = self._clock()

        def read(connection: Connection) -> Opened:
            case = store.get(connection, code)
            record(connection, agent, "open_case", now, detail={"code": code})
            return _opened(connection, case)

        return await self._database.write(read, key=code)

    async def look_again(self, code: str) -> Opened:
        """Return a case with its history to somebody who has just done something to it, which is in the case.

        Raises:
            NotFound: there is no such case.
        """
        return await self._database.read(lambda c: _opened(c, store.get(c, code)))

    async def take(self, agent: Actor, seen: Seen) -> Case:
        """Make the case the agent's own, and tell its sender that it is in process."""

        def take(connection: Connection, case: Case, act: Act) -> Case:
            if case.status == "received":
                case = life.step(connection, case, "started", act)
            return life.step(connection, case, "assigned", act, {"to": agent.id}, assignee_id=agent.id)

        return await self._do(agent, seen, take)

    async def assign(self, agent: Actor, seen: Seen, assignee_id: str) -> Case:
        """Give the case to a colleague, or with an empty id back to the unit's list."""
        return await self._do(
            agent,
            seen,
            lambda c, case, act: life.step(c, case, "assigned", act, {"to": assignee_id}, assignee_id=assignee_id),
        )

    async def route(self, agent: Actor, seen: Seen, service_code: str) -> Case:
        """Hand the case to a service. What the classifier proposed and what became of it teaches it.

        Raises:
            NotFound: no such case or service.
            Conflict: it has changed, or is done with.
        """
        return await self._do(
            agent,
            seen,
            lambda c, case, act: life.route(c, case, service_code, act, chosen_by="agent", catalogue=self._catalogue),
        )

    async def interim(self, agent: Actor, seen: Seen, text: str) -> Case:
        """Tell the sender how it goes; the promise stays."""
        return await self._say(agent, seen, "interim", text)

    async def answer(self, agent: Actor, seen: Seen, text: str) -> Case:
        """Answer the case; what was merged into it is answered with it."""
        return await self._say(agent, seen, "answered", text)

    async def reject(self, agent: Actor, seen: Seen, text: str) -> Case:
        """End the case without doing what it asks for, and say why."""
        return await self._say(agent, seen, "rejected", text)

    async def transfer(self, agent: Actor, seen: Seen, to: str, text: str) -> Case:
        """End the case here, since somebody outside the city answers for it; `to` names them."""
        return await self._say(agent, seen, "transferred", text, to=written(to))

    async def close(self, agent: Actor, seen: Seen) -> Case:
        """Put an answered case away."""
        return await self._do(agent, seen, lambda c, case, act: life.step(c, case, "closed", act))

    async def reopen(self, agent: Actor, seen: Seen, why: str) -> Case:
        """Open an answered case again."""
        return await self._do(agent, seen, lambda c, case, act: life.reopen(c, case, act, clean(why), self._catalogue))

    async def merge(self, agent: Actor, seen: Seen, into: str) -> Case:
        """Let the case follow another one that is about the same.

        Raises:
            NotFound: there is no such case.
            Conflict: either is done with, or the case has changed.
        """

        def merge(connection: Connection, case: Case, act: Act) -> Case:
            return life.merge(connection, case, store.hold(connection, into, act.at), act)

        return await self._do(agent, seen, merge)

    async def note(self, agent: Actor, code: str, text: str, request_id: str = "") -> Case:
        """Add a note that the sender never sees, once a request; it does not matter who has the case."""
        return await self._add(agent, code, "note", {"text": written(text)}, request_id)

    async def inform(self, agent: Actor, code: str, unit: str, text: str, request_id: str = "") -> Case:
        """Let another unit know of the case by a letter to its mailbox, once a request, without handing it on.

        Raises:
            NotFound: no such case.
            InvalidPayload: no such unit, or one without a mailbox: nobody would be told.
        """
        told = self._catalogue.units.get(unit)
        if told is None or not told.email:
            raise InvalidPayload
        return await self._add(agent, code, "informed", {"unit": unit, "text": clean(text)}, request_id)

    async def publish(
        self, agent: Actor, seen: Seen, *, title: str, text: str, answer: str, images: Collection[str] = ()
    ) -> Case:
        """Show an answered case on the public board, in the words and with the images given here.

        Raises:
            Conflict: its sender has not agreed, or it has no answer.
        """
        shown: dict[str, Any] = {
            "public_title": written(title),
            "public_text": written(text),
            "public_answer": written(answer),
        }

        def publish(connection: Connection, case: Case, act: Act) -> Case:
            if not case.may_publish or case.status not in {"answered", "closed"}:
                raise Conflict
            place: dict[str, Any] = {"public_lat": _rounded(case.lat), "public_lon": _rounded(case.lon)}
            self._show_images(connection, case.id, images)
            return life.step(connection, case, "published", act, published_at=act.at, **shown, **place)

        return await self._do(agent, seen, publish)

    async def unpublish(self, agent: Actor, seen: Seen) -> Case:
        """Take a case off the public board."""
        gone: dict[str, Any] = {
            **dict.fromkeys(("public_title", "public_text", "public_answer"), ""),
            **dict.fromkeys(("published_at", "public_lat", "public_lon")),
        }

        def take_off(connection: Connection, case: Case, act: Act) -> Case:
            self._show_images(connection, case.id, ())
            return life.step(connection, case, "unpublished", act, **gone)

        return await self._do(agent, seen, take_off)

    async def answer_many(self, agent: Actor, seen: Sequence[Seen], text: str) -> list[BulkOutcome]:
        """Answer several cases alike; each by itself, so that one that has changed holds up no other."""
        outcomes = []
        for each in seen:
            try:
                await self.answer(agent, each, text)
                outcomes.append(BulkOutcome(each.code, ""))
            except LuukkuError as error:
                outcomes.append(BulkOutcome(each.code, error.code))
        return outcomes

    async def _say(self, agent: Actor, seen: Seen, kind: EventKind, text: str, **data: str) -> Case:
        said = {"text": written(text), **data}

        def say(connection: Connection, case: Case, act: Act) -> Case:
            if case.service_code == "" and kind == "answered":
                # An answer teaches the classifier, and counts for a service.
                raise Conflict
            return life.step(connection, case, kind, act, said)

        return await self._do(agent, seen, say)

    async def _add(self, agent: Actor, code: str, kind: EventKind, data: dict[str, str], request_id: str) -> Case:
        act = Act(agent.id, self._clock())

        def add(connection: Connection) -> Case:
            case = store.hold(connection, code, act.at)
            if not (request_id and store.is_repeated(connection, case, request_id)):
                store.note_event(connection, case, kind, act, data, origin=request_id or None)
                self._tell(connection, case, act)
            return case

        return await self._database.write(add, key=code)

    async def _do(self, agent: Actor, seen: Seen, doing: Doing) -> Case:
        act = Act(agent.id, self._clock())

        def do(connection: Connection) -> Case:
            case = doing(connection, store.hold(connection, seen.code, act.at, seen.version), act)
            self._tell(connection, case, act)
            return case

        return await self._database.write(do, key=seen.code)


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, PUBLIC_DECIMALS)


def _opened(connection: Connection, case: Case) -> Opened:
    into = store.code_of(connection, case.merged_into) if case.merged_into else ""
    return Opened(case, tuple(store.events(connection, case.id)), into, tuple(store.followers(connection, case.id)))
