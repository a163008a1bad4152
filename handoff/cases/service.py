"""Taking feedback in and telling its status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import holidays
import orjson
from ruamel.yaml import YAML
from sqlalchemy import Connection, insert, select

from handoff.audit.model import Actor, Detail
from handoff.audit.store import record
from handoff.cases.model import Case, CaseKind, NewCase, add_working_days, make_code, normalise_code
from handoff.clock import Clock
from handoff.conversations.case_origins import unlinked
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.masking import clean
from handoff.storage.database import AnyRow, Database
from handoff.storage.tables import case_events, cases, conversations

HELSINKI = ZoneInfo("Europe/Helsinki")


class Feedback:
    """The cases."""

    def __init__(self, database: Database, promises: dict[str, int], clock: Clock, *, contacts: ContactDetails) -> None:
        self._contacts = contacts
        self._database = database
        self._promises = promises
        self._clock = clock

    async def submit(self, new: NewCase, *, by: Actor | None = None) -> Case:
        """Store a case, masked, and return it with its code and the promised day of the answer.

        The same origin again returns the case that it made the first time. From the youth chat neither e-mail, place
        nor conversation are kept, whatever the browser has sent.

        Args:
            by: The agent who sends it for the citizen, if one does.
        """
        return await self._database.write(self.storing(new, by=by), key=new.origin)

    def storing(self, new: NewCase, *, by: Actor | None = None) -> Callable[[Connection], Case]:
        """Return the write operation of `submit`, for whoever does something else in the same one."""
        now = self._clock()
        received_on = now.astimezone(HELSINKI).date()
        new = replace(new, text=clean(new.text), place=clean(new.place), email=clean(new.email))
        if new.mode == "youth":
            new = self._anonymous(new)
        due_on = self._due_on(received_on, new.kind)
        code = make_code()
        return lambda connection: _store(connection, new, code, now, due_on, by=by)

    async def find(self, typed_code: str) -> Case | None:
        """Return the case of a code, however it was typed; None when there is none."""
        code = normalise_code(typed_code)
        if code is None:
            return None
        row = await self._database.read(lambda c: c.execute(select(cases).where(cases.c.code == code)).first())
        return None if row is None else _to_case(row)

    def _anonymous(self, new: NewCase) -> NewCase:
        text, origin = self._contacts.mask(new.text), unlinked(new.origin)
        return replace(new, origin=origin, conversation_id=None, text=text, place="", email="")

    def _due_on(self, received_on: date, kind: CaseKind) -> date:
        years = {received_on.year, received_on.year + 1}
        days_off = {day for year in years for day in holidays.country_holidays("FI", years=year)}
        return add_working_days(received_on, self._promises[kind], days_off)


def read_promises(path: Path) -> dict[str, int]:
    """Return the promised working days of each kind, from the dated content file."""
    content = YAML(typ="safe").load(path)
    return {kind: int(promise["working_days"]) for kind, promise in content["promises"].items()}


def _store(connection: Connection, new: NewCase, code: str, now: datetime, due_on: date, *, by: Actor | None) -> Case:
    row = connection.execute(select(cases).where(cases.c.origin == new.origin)).first()
    if row is not None:
        return _to_case(row)
    known = connection.execute(select(conversations.c.id).where(conversations.c.id == new.conversation_id)).scalar()
    case_id = str(uuid4())
    row = connection.execute(
        insert(cases)
        .values(
            id=case_id,
            code=code,
            origin=new.origin,
            conversation_id=known,
            kind=new.kind,
            status="received",
            text=new.text,
            place=new.place,
            email=new.email,
            language=new.language,
            channel=new.channel,
            service_code="",
            received_at=now,
            due_on=due_on,
        )
        .returning(cases)
    ).one()
    connection.execute(
        insert(case_events).values(
            case_id=case_id,
            seq=1,
            kind="received",
            actor="sender" if by is None else by.id,
            at=now,
            data=orjson.dumps({"channel": new.channel}).decode(),
        )
    )
    if by is not None:
        detail: Detail = {"kind": new.kind, "code": code}
        record(connection, by, "finish_form", now, conversation_id=known or "", detail=detail)
    return _to_case(row)


def _to_case(row: AnyRow) -> Case:
    return Case(row.code, row.kind, row.status, row.received_at.astimezone(HELSINKI).date(), row.due_on)
