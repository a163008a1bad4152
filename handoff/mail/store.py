"""The outbox's table. Each function runs inside one write operation of `Database`, or of whoever queues a message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, literal_column, or_, select, update

from handoff.audit.model import SERVICE, Actor
from handoff.audit.store import record
from handoff.conversations.masking import clean
from handoff.errors import Conflict, NotFound
from handoff.mail.model import (
    BAD_ADDRESS,
    CHANNELS,
    LOST,
    MAX_ATTEMPTS,
    NOT_CONFIGURED,
    TOO_OLD,
    Channel,
    DeadLetter,
    NewMail,
    NotSent,
    Parcel,
    Waiting,
    is_deliverable,
    masked_recipient,
    pause_after,
)
from handoff.storage.database import AnyRow
from handoff.storage.tables import outbox

BATCH = 200
"""Messages forgotten in one operation: one UPDATE of some milliseconds."""

_o = outbox.c
# Written into the statement: the index of what waits is used only where it can be seen that nothing else is asked for.
_IS_PENDING = _o.state == literal_column("'pending'")
_EMPTIED = {"recipient": "", "subject": "", "body_text": "", "body_html": "", "reply_to": "", "in_reply_to": ""}


def queue(connection: Connection, new: NewMail, now: datetime) -> None:
    """Put a message into the outbox, masked: it is on its way if the caller's operation holds, and only then.

    One that nobody can be reached by is a dead letter at once: whatever else the operation does is not undone by it.
    """
    is_good = is_deliverable(new.channel, new.recipient)
    connection.execute(
        insert(outbox).values(
            id=new.id,
            case_id=new.case_id,
            channel=new.channel,
            recipient=new.recipient[:254],
            language=new.language,
            subject=clean(new.subject),
            body_text=clean(new.text),
            body_html=clean(new.html),
            message_id=new.message_id,
            reply_to=new.reply_to,
            in_reply_to=new.in_reply_to or _first_message_id(connection, new),
            created_at=now,
            state="pending" if is_good else "dead",
            attempts=0,
            next_at=now,
            last_error="" if is_good else BAD_ADDRESS,
            ended_at=None if is_good else now,
        )
    )


def _first_message_id(connection: Connection, new: NewMail) -> str:
    """Return that of the first mail to the same person about the same case, under which mail programs gather them."""
    if new.case_id is None or new.channel != "email":
        return ""
    first = (
        select(_o.message_id)
        .where(_o.case_id == new.case_id, _o.channel == "email", _o.recipient == new.recipient)
        .order_by(_o.created_at, _o.id)
        .limit(1)
    )
    return connection.execute(first).scalar() or ""


def _is_due(channels: Collection[Channel], now: datetime) -> ColumnElement[bool]:
    return and_(
        _IS_PENDING,
        _o.channel.in_(channels),
        _o.next_at <= now,
        or_(_o.lease_until.is_(None), _o.lease_until <= now),
    )


def is_any_due(connection: Connection, channels: Collection[Channel], now: datetime) -> bool:
    """Tell whether anything is to be sent by these channels now."""
    return connection.execute(select(_o.id).where(_is_due(channels, now)).limit(1)).first() is not None


def claim(connection: Connection, channels: Collection[Channel], now: datetime, lease: timedelta) -> Parcel | None:
    """Take the message that is due longest, for this process alone until the lease is over; None if none is due."""
    due = _is_due(channels, now)
    # What another process is just taking is passed over. SQLite has one writer and no such locks.
    locked = select(_o.id).order_by(_o.next_at, _o.id).limit(1).with_for_update(skip_locked=True)
    lost = connection.execute(locked.where(due, _o.attempts >= MAX_ATTEMPTS)).scalar()
    if lost is not None:
        connection.execute(update(outbox).where(_o.id == lost).values(**_dead(LOST, now)))
    taken = connection.execute(locked.where(due, _o.attempts < MAX_ATTEMPTS)).scalar()
    if taken is None:
        return None
    row = connection.execute(
        update(outbox)
        .where(_o.id == taken, due)
        .values(lease_until=now + lease, attempts=_o.attempts + 1)
        .returning(outbox)
    ).first()
    return None if row is None else _to_parcel(row)


def note_sent(connection: Connection, mail_id: str, now: datetime) -> None:
    """Note that a message was taken by its server, whoever has taken it up or given it up meanwhile."""
    sent = update(outbox).where(_o.id == mail_id, _o.state.in_(("pending", "dead")))
    connection.execute(sent.values(state="sent", lease_until=None, last_error="", ended_at=now))


def note_failure(connection: Connection, parcel: Parcel, why: NotSent, now: datetime, chance: float) -> bool:
    """Note an attempt in vain; return whether the message is given up.

    Of an attempt whose lease was over, so that somebody else has taken the message, nothing is noted.
    """
    is_over = why.is_final or parcel.attempts >= MAX_ATTEMPTS
    again = {"lease_until": None, "last_error": why.code[:40], "next_at": now + pause_after(parcel.attempts, chance)}
    mine = and_(_o.id == parcel.mail.id, _o.state == "pending", _o.attempts == parcel.attempts)
    values = _dead(why.code, now) if is_over else again
    noted = connection.execute(update(outbox).where(mine).values(**values))
    return is_over and noted.rowcount == 1


def _is_unmarked(channels: Collection[Channel]) -> ColumnElement[bool]:
    return and_(_o.channel.not_in(channels), _o.last_error != NOT_CONFIGURED)


def _is_marked_in_vain(channels: Collection[Channel]) -> ColumnElement[bool]:
    return and_(_o.channel.in_(channels), _o.last_error == NOT_CONFIGURED)


def is_to_mark(connection: Connection, channels: Collection[Channel]) -> bool:
    """Tell whether `mark_not_configured` would change anything."""
    either = or_(_is_unmarked(channels), _is_marked_in_vain(channels))
    return connection.execute(select(_o.id).where(_IS_PENDING, either).limit(1)).first() is not None


def mark_not_configured(connection: Connection, channels: Collection[Channel]) -> None:
    """Let what waits for a channel other than these show that it is not there, and nothing else."""
    waiting = update(outbox).where(_IS_PENDING)
    connection.execute(waiting.where(_is_unmarked(channels)).values(last_error=NOT_CONFIGURED))
    connection.execute(waiting.where(_is_marked_in_vain(channels)).values(last_error=""))


def overview(connection: Connection, configured: Collection[Channel]) -> list[Waiting]:
    """Return what waits and what was given up, for every channel."""
    counted = {
        row.channel: row
        for row in connection.execute(
            select(
                _o.channel,
                func.count(case((_o.state == "pending", 1))).label("pending"),
                func.count(case((and_(_o.state == "pending", _o.attempts > 0), 1))).label("failing"),
                func.count(case((_o.state == "dead", 1))).label("dead"),
                func.min(case((_o.state == "pending", _o.created_at))).label("oldest"),
            )
            .where(_o.state.in_(("pending", "dead")))
            .group_by(_o.channel)
        )
    }
    return [
        Waiting(
            channel=channel,
            is_configured=channel in configured,
            pending=row.pending if row else 0,
            failing=row.failing if row else 0,
            dead=row.dead if row else 0,
            oldest=row.oldest if row else None,
        )
        for channel in CHANNELS
        for row in [counted.get(channel)]
    ]


def dead_letters(connection: Connection, limit: int) -> list[DeadLetter]:
    """Return what was given up, the newest first."""
    query = select(outbox).where(_o.state == "dead").order_by(_o.ended_at.desc(), _o.id).limit(limit)
    return [
        DeadLetter(
            id=row.id,
            case_id=row.case_id,
            channel=row.channel,
            recipient=masked_recipient(row.recipient),
            language=row.language,
            subject=row.subject,
            error=row.last_error,
            attempts=row.attempts,
            created_at=row.created_at,
            ended_at=row.ended_at,
        )
        for row in connection.execute(query)
    ]


def retry(connection: Connection, actor: Actor, mail_id: str, now: datetime) -> None:
    """Put a dead letter on its way again, as if it had never been tried.

    Raises:
        NotFound: there is no such message.
        Conflict: it is no dead letter (any more), or nobody can be reached by its address.
    """
    row = _get_dead(connection, mail_id)
    if row.last_error == BAD_ADDRESS:
        raise Conflict
    _change_dead(connection, row, {"state": "pending", "attempts": 0, "next_at": now, "ended_at": None})
    _record(connection, actor, row, "retry", now)


def drop(connection: Connection, actor: Actor, mail_id: str, now: datetime) -> None:
    """Give a dead letter up for good: its text and recipient go.

    Raises:
        NotFound, Conflict: as above.
    """
    row = _get_dead(connection, mail_id)
    _change_dead(connection, row, {**_EMPTIED, "state": "dropped", "ended_at": now})
    _record(connection, actor, row, "drop", now)


def erase_case(connection: Connection, case_id: str, now: datetime) -> None:
    """Let nothing more go out about a case, and forget the texts and recipients of what has: it is being erased."""
    of_case = _o.case_id == case_id
    connection.execute(update(outbox).where(of_case).values(**_EMPTIED))
    unsent = and_(of_case, _o.state.in_(("pending", "dead")))
    connection.execute(update(outbox).where(unsent).values(state="dropped", lease_until=None, ended_at=now))


def forget_old(connection: Connection, keep: timedelta, now: datetime) -> int:
    """Forget a batch of what has been kept long enough, and return how many; ids and times stay.

    A message that has waited so long is given up first: what it says is no longer so. A dead letter that nobody has
    decided about is dropped.
    """
    give_up = and_(_o.state == "pending", _o.created_at <= now - keep, _o.lease_until.is_(None))
    is_off = _o.last_error == NOT_CONFIGURED
    values = _dead(TOO_OLD, now)
    connection.execute(
        update(outbox).where(give_up).values(**{**values, "last_error": case((is_off, NOT_CONFIGURED), else_=TOO_OLD)})
    )
    due = select(_o.id).where(_o.ended_at <= now - keep, _o.recipient != "").limit(BATCH)
    ids = connection.execute(due.with_for_update(skip_locked=True)).scalars().all()
    if ids:
        state = case((_o.state == "dead", "dropped"), else_=_o.state)
        connection.execute(update(outbox).where(_o.id.in_(ids)).values(**_EMPTIED, state=state))
        record(connection, SERVICE, "mail", now, detail={"change": "forget", "count": len(ids)})
    return len(ids)


def _dead(code: str, now: datetime) -> dict[str, object]:
    return {"state": "dead", "lease_until": None, "last_error": code[:40], "ended_at": now}


def _get_dead(connection: Connection, mail_id: str) -> AnyRow:
    row = connection.execute(select(outbox).where(_o.id == mail_id)).first()
    if row is None:
        raise NotFound
    if row.state != "dead":
        raise Conflict
    return row


def _change_dead(connection: Connection, row: AnyRow, values: dict[str, object]) -> None:
    """Change a dead letter, unless somebody else has just done so."""
    changed = connection.execute(update(outbox).where(_o.id == row.id, _o.state == "dead").values(**values))
    if changed.rowcount != 1:
        raise Conflict


def _record(connection: Connection, actor: Actor, row: AnyRow, change: str, now: datetime) -> None:
    detail: dict[str, str | int] = {"change": change, "mail": row.id, "error": row.last_error}
    record(connection, actor, "mail", now, detail={**detail, **({"case": row.case_id} if row.case_id else {})})


def _to_parcel(row: AnyRow) -> Parcel:
    mail = NewMail(
        id=row.id,
        case_id=row.case_id,
        channel=row.channel,
        recipient=row.recipient,
        language=row.language,
        subject=row.subject,
        text=row.body_text,
        html=row.body_html,
        message_id=row.message_id,
        reply_to=row.reply_to,
        in_reply_to=row.in_reply_to,
    )
    return Parcel(mail=mail, created_at=row.created_at, attempts=row.attempts)
