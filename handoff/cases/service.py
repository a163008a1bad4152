"""The sender's side of the cases: taking feedback in, telling how it goes, taking more in, and taking it back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from handoff.audit.model import Actor, Detail
from handoff.audit.store import record
from handoff.cases import alarms, life, store
from handoff.cases.catalogue import Catalogue
from handoff.cases.codes import make_code, read_code
from handoff.cases.model import DONE, OPEN, SENDER, SERVICE, SHOWN_TO_SENDER, Act, Case, Event, NewCase
from handoff.cases.notices import Tell, tell_nobody
from handoff.cases.ports import NO_PROPOSAL, Attach, Proposal, Proposer, attach_nothing
from handoff.cases.working_days import local_day
from handoff.clock import Clock
from handoff.conversations.case_origins import unlinked
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.ledger import written
from handoff.conversations.masking import clean
from handoff.errors import Conflict, NotFound
from handoff.storage.database import Database
from handoff.tasks import apart

log = logging.getLogger(__name__)

PROPOSED_WITHIN_S = 3.0
_NOT_STORED = {"mode", "service_code", "is_for_sorters", "draft"}
_CLEANED = ("title", "text", "place", "email", "phone", "sender_name")


@dataclass(frozen=True, slots=True)
class Followed:
    """What its sender may see of a case: how it stands, and what happened to it, oldest first."""

    case: Case
    events: tuple[Event, ...]


class Cases:
    """The cases, for those who send them."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        clock: Clock,
        *,
        contacts: ContactDetails,
        proposer: Proposer = NO_PROPOSAL,
        tell: Tell = tell_nobody,
        attach: Attach = attach_nothing,
    ) -> None:
        self._attach = attach
        self._tell = tell
        self._contacts = contacts
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._proposer = proposer

    async def submit(self, new: NewCase, *, by: Actor | None = None) -> Case:
        """Store a case, masked, and return it with its code and the promised day of the answer.

        The same origin again returns the case that it made the first time. From the youth chat neither contact, name,
        place nor conversation are kept, whatever the browser has sent.

        Args:
            by: The agent who sends it for the citizen, if one does.
        Raises:
            NotFound: the chosen service does not exist.
        """
        return await self._database.write(await self.storing(new, by=by), key=new.origin)

    async def storing(self, new: NewCase, *, by: Actor | None = None) -> Callable[[Connection], Case]:
        """Return the write operation of `submit`, for whoever does something else in the same one.

        Raises:
            NotFound: the chosen service does not exist.
        """
        if new.service_code and new.service_code not in self._catalogue.services:
            raise NotFound
        cleaned: dict[str, Any] = {name: clean(getattr(new, name)) for name in _CLEANED}
        new = replace(new, **cleaned)
        if new.mode == "youth":
            new = self._anonymous(new)
        proposal = Proposal() if new.service_code else await self._propose(new)
        now, code = self._clock(), make_code()

        def store_case(connection: Connection) -> Case:
            known = store.find_by_origin(connection, new.origin)
            return known or self._store(connection, new, code, now, proposal=proposal, by=by)

        return store_case

    async def find(self, typed_code: str) -> Case | None:
        """Return the case of a code, however it was typed; None when there is none.

        Raises:
            Mistyped: the code has a slip in it.
        """
        code = read_code(typed_code)
        return None if code is None else await self._database.read(lambda c: store.find(c, code))

    async def follow(self, typed_code: str) -> Followed | None:
        """Return a case with its timeline; None when there is none.

        What was merged into another shows how the other goes on.

        Raises:
            Mistyped: the code has a slip in it.
        """
        code = read_code(typed_code)
        return None if code is None else await self._database.read(lambda c: _follow(c, code))

    async def supplement(self, code: str, request_id: str, text: str) -> Case:
        """Add what the sender has to add; an answered case opens again for 30 days after its answer.

        Raises:
            NotFound: there is no such case.
            Conflict: it was withdrawn or transferred, or its answer is older: it would have to be a new case.
            InvalidPayload: nothing of the text can be read.
        """
        text, act = written(text), Act(SENDER, self._clock())

        def add(connection: Connection) -> Case:
            case = store.hold(connection, code, act.at)
            if store.is_repeated(connection, case, request_id):
                return case
            if case.status == "merged":
                return self._supplement_followed(connection, case, request_id, text, act)
            if case.status in DONE:
                case = life.reopen(connection, case, act, "supplement", self._catalogue)
            elif case.status not in OPEN:
                raise Conflict
            store.note_event(connection, case, "supplement", act, {"text": text}, origin=request_id)
            self._tell(connection, case, act)
            return case

        return await self._database.write(add, key=code)

    async def withdraw(self, code: str) -> Case:
        """Take a case back for its sender, with what leads to them; a second time changes nothing.

        Raises:
            NotFound: there is no such case.
            Conflict: it is answered or otherwise done with.
        """
        act = Act(SENDER, self._clock())

        def take_back(connection: Connection) -> Case:
            case = store.hold(connection, code, act.at)
            if case.status == "withdrawn":
                return case
            nothing: dict[str, Any] = {"email": "", "phone": "", "sender_name": "", "contact": "none"}
            case = life.step(connection, case, "withdrawn", act, may_publish=False, **nothing)
            self._tell(connection, case, act)
            return case

        return await self._database.write(take_back, key=code)

    async def _propose(self, new: NewCase) -> Proposal:
        """Return what is proposed in time; nobody waits for the classifier, which learns when it is first needed."""
        try:
            return await asyncio.wait_for(apart(self._proposer.propose, new), PROPOSED_WITHIN_S)
        except TimeoutError:
            log.warning("no service was proposed in time: the sorters read the case")
            return Proposal()

    def _anonymous(self, new: NewCase) -> NewCase:
        nothing: dict[str, Any] = dict.fromkeys(("place", "email", "phone", "sender_name"), "")
        return replace(
            new,
            origin=unlinked(new.origin),
            conversation_id=None,
            title=self._contacts.mask(new.title),
            text=self._contacts.mask(new.text),
            contact="none",
            may_publish=False,
            lat=None,
            lon=None,
            draft="",
            **nothing,
        )

    def _store(
        self, connection: Connection, new: NewCase, code: str, now: datetime, *, proposal: Proposal, by: Actor | None
    ) -> Case:
        act, today = Act(SENDER if by is None else by.id, now), local_day(now)
        given = {name: value for name, value in asdict(new).items() if name not in _NOT_STORED}
        given["conversation_id"] = store.kept_conversation(connection, new.conversation_id)
        case = store.add(
            connection,
            {
                **given,
                "listed": new.mode != "youth",
                "code": code,
                "status": "received",
                "service_code": "",
                "proposal": orjson.dumps(proposal.ranked).decode(),
                "received_at": now,
                "updated_at": now,
                "promised_from": today,
                "due_on": self._catalogue.due_on(today, new.kind, ""),
            },
        )
        if new.draft:
            self._attach(connection, new.draft, case.id)
        store.note_event(connection, case, "received", act, {"channel": new.channel})
        if new.service_code:
            chosen_by = "sender" if by is None else "agent"
            case = life.route(connection, case, new.service_code, act, chosen_by=chosen_by, catalogue=self._catalogue)
        elif proposal.sure and not new.is_for_sorters:
            itself = Act(SERVICE, now)
            case = life.route(
                connection, case, proposal.sure, itself, chosen_by="classifier", catalogue=self._catalogue
            )
        else:
            alarms.schedule(connection, case.id, case.due_on, now)
        self._tell(connection, case, act)
        if by is not None:
            detail: Detail = {"kind": new.kind, "code": code}
            record(connection, by, "finish_form", now, conversation_id=given["conversation_id"] or "", detail=detail)
        return case

    def _supplement_followed(self, connection: Connection, case: Case, request_id: str, text: str, act: Act) -> Case:
        """What is added to a case that follows another is read where the answer is given."""
        store.note_event(connection, case, "supplement", act, {"text": text}, origin=request_id)
        followed = store.hold(connection, store.code_of(connection, case.merged_into), act.at)
        while followed.status == "merged":
            followed = store.hold(connection, store.code_of(connection, followed.merged_into), act.at)
        if followed.status in DONE:
            followed = life.reopen(connection, followed, act, "supplement", self._catalogue)
        elif followed.status not in OPEN:
            raise Conflict
        data = {"text": text, "of": case.code}
        store.note_event(connection, followed, "supplement", act, data, origin=request_id)
        self._tell(connection, followed, act)
        return case


def _follow(connection: Connection, code: str) -> Followed | None:
    case = store.find(connection, code)
    if case is None:
        return None
    shown = [event for event in store.events(connection, case.id) if event.kind in SHOWN_TO_SENDER]
    followed = case
    while followed.status == "merged":
        merged_at = next(event.at for event in reversed(shown) if event.kind == "merged")
        followed = store.get(connection, store.code_of(connection, followed.merged_into))
        after = [event for event in store.events(connection, followed.id) if event.at >= merged_at]
        # What the other's sender has written is theirs.
        shown += [event for event in after if event.kind in SHOWN_TO_SENDER - {"received", "supplement"}]
    in_order = sorted(shown, key=lambda event: event.at)
    return Followed(replace(case, status=followed.status, due_on=followed.due_on), tuple(in_order))
