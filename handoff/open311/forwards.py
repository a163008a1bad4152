"""Cases that are sent on to somebody else's server, in the database.

Each function runs inside one operation of `Database`. A row is taken by compare-and-set, under a lease that is longer
than a sending takes. Before anything is sent it is stored that a sending begins: after a crash or a cut line it is
known that the other side may have the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, literal, null, or_, select, update

from handoff.cases import store
from handoff.cases.catalogue import Catalogue
from handoff.cases.model import OPEN, SERVICE, Act, Case, EventKind
from handoff.cases.notices import Tell
from handoff.mail.model import pause_after
from handoff.open311.model import Forward, NotForwarded, Outgoing, Receipt
from handoff.storage.database import AnyRow
from handoff.storage.tables import case_forwards, cases

FOLLOW_EVERY = timedelta(minutes=30)
"""How often it is asked how a request goes: it is worked on by people."""
MAX_ATTEMPTS = 20
"""As for mail: some three days."""


@dataclass(frozen=True, slots=True)
class News:
    """What is noted with everything that becomes of a case on its way: to whom, when, and who is told.

    `to`: the host's name of the other side.
    """

    to: str
    now: datetime
    tell: Tell


_f = case_forwards.c
_DUE_STATES = ("pending", "sent")


def queueing(catalogue: Catalogue) -> Tell:
    """Return what puts a case on its way when it has come to a service whose cases are sent on.

    To be called with each change of a case, in its operation. One that goes to another service before it was sent
    does not go.
    """

    def queue(connection: Connection, changed: Case, act: Act) -> None:
        service = catalogue.services.get(changed.service_code)
        to = service.forward_to if service is not None and changed.is_open else ""
        row = connection.execute(select(case_forwards).where(_f.case_id == changed.id)).first()
        if row is not None and row.state == "pending" and row.sending_at is None and row.service_code != to:
            connection.execute(delete(case_forwards).where(_f.case_id == changed.id))
            row = None
        if row is None and to and connection.execute(select(cases.c.listed).where(cases.c.id == changed.id)).scalar():
            values = {"state": "pending", "attempts": 0, "next_at": act.at, "created_at": act.at}
            connection.execute(insert(case_forwards).values(case_id=changed.id, service_code=to, **values))

    return queue


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(_f.state.in_(_DUE_STATES), _f.next_at <= now, or_(_f.lease_until.is_(None), _f.lease_until <= now))


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Tell whether anything is to be sent or asked now."""
    return connection.execute(select(_f.case_id).where(_is_due(now)).limit(1)).first() is not None


def claim(connection: Connection, now: datetime, lease: timedelta) -> Forward | None:
    """Take what is due longest, for this process alone until the lease is over; None if nothing is.

    What is returned has `sending_at` from before: None where nothing can have arrived.
    """
    locked = select(case_forwards).where(_is_due(now)).order_by(_f.next_at, _f.case_id).limit(1)
    row = connection.execute(locked.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    sending_at = case((_f.state == "pending", func.coalesce(_f.sending_at, literal(now, _f.sending_at.type))))
    taken = update(case_forwards).where(_f.case_id == row.case_id, _f.attempts == row.attempts, _is_due(now))
    values = {"lease_until": now + lease, "attempts": _f.attempts + 1, "sending_at": sending_at}
    if connection.execute(taken.values(**values)).rowcount != 1:
        return None
    return _to_forward(row)


def outgoing(connection: Connection, forward: Forward) -> Outgoing | None:
    """Return what is sent; None if the case is not open any more."""
    row = connection.execute(select(cases).where(cases.c.id == forward.case_id, cases.c.status.in_(OPEN))).first()
    if row is None:
        return None
    return Outgoing(
        reference=row.id,
        service_code=forward.service_code,
        title=row.title,
        text=row.text,
        place=row.place,
        lat=row.lat,
        lon=row.lon,
        language=row.language,
    )


def note_sent(connection: Connection, forward: Forward, news: News, receipt: Receipt) -> None:
    """Note that the other side has the case, and when to ask how it goes."""
    known = {"remote_id": receipt.remote_id[:200], "remote_token": receipt.token[:200]}
    values = {**known, "state": "sent", "attempts": 0, "next_at": news.now + FOLLOW_EVERY, "last_error": ""}
    if _change(connection, forward, {**values, "sending_at": null()}) and not forward.remote_token:
        _note(connection, forward, "forwarded", {"to": news.to, "id": receipt.remote_id or receipt.token}, news)


def note_open(connection: Connection, forward: Forward, news: News) -> None:
    """Note that the other side is still at it."""
    _change(connection, forward, {"attempts": 0, "next_at": news.now + FOLLOW_EVERY, "last_error": ""})


def note_closed(connection: Connection, forward: Forward, news: News, notes: str) -> None:
    """Note that the other side is done, and tell those who answer what it says; the answer is theirs to give."""
    if _change(connection, forward, {"state": "closed", "ended_at": news.now, "last_error": ""}):
        _note(connection, forward, "forward_closed", {"to": news.to, "text": notes}, news)


def note_dropped(connection: Connection, forward: Forward, news: News) -> None:
    """Note that the case needs no sending any more."""
    _change(connection, forward, {"state": "dropped", "ended_at": news.now})


def note_unsure(connection: Connection, forward: Forward, news: News) -> None:
    """Give up, since the other side may have the case and does not let itself be asked: those who answer have to."""
    if _change(connection, forward, {"state": "unsure", "ended_at": news.now}):
        _note(connection, forward, "forward_unsure", {"to": news.to}, news)


def note_failure(connection: Connection, forward: Forward, news: News, why: NotForwarded, *, chance: float) -> None:
    """Note an attempt in vain, and whether the other side may have the case by it."""
    attempts = forward.attempts + 1
    values: dict[str, Any] = {"last_error": why.code[:40], "next_at": news.now + pause_after(attempts, chance)}
    if forward.state == "pending":
        if not why.is_unknown and forward.sending_at is None:
            values["sending_at"] = null()
        if why.is_final or attempts >= MAX_ATTEMPTS:
            kind: EventKind = "forward_refused" if "sending_at" in values else "forward_unsure"
            over = {**values, "state": kind.removeprefix("forward_"), "ended_at": news.now}
            if _change(connection, forward, over):
                _note(connection, forward, kind, {"to": news.to, "code": why.code}, news)
            return
    _change(connection, forward, values)


def _change(connection: Connection, forward: Forward, values: dict[str, Any]) -> bool:
    """Change a row that this process has taken; False if its lease was over and somebody else has taken it."""
    mine = update(case_forwards).where(
        _f.case_id == forward.case_id, _f.state == forward.state, _f.attempts == forward.attempts + 1
    )
    return connection.execute(mine.values(lease_until=null(), **values)).rowcount == 1


def _note(connection: Connection, forward: Forward, kind: EventKind, data: dict[str, str], news: News) -> None:
    act = Act(SERVICE, news.now)
    held = store.hold(connection, store.code_of(connection, forward.case_id), act.at)
    store.note_event(connection, held, kind, act, data)
    news.tell(connection, held, act)


def both(first: Tell, second: Tell) -> Tell:
    """Return what tells both."""

    def tell(connection: Connection, changed: Case, act: Act) -> None:
        first(connection, changed, act)
        second(connection, changed, act)

    return tell


def _to_forward(row: AnyRow) -> Forward:
    return Forward(
        case_id=row.case_id,
        service_code=row.service_code,
        state=row.state,
        attempts=row.attempts,
        sending_at=row.sending_at,
        remote_id=row.remote_id,
        remote_token=row.remote_token,
    )
