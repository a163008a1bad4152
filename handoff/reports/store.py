"""Counts the figures in the database: one row per group comes back, however many contacts there were.

Each function runs inside one read operation of `Database`. The day on which a contact was opened is the day of all that
happened in it. docs/reports.md defines the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from handoff.queues.tags import NO_TOPICS, Topics
from handoff.reports.model import (
    SMALL,
    Callbacks,
    Contacts,
    Figures,
    Grouping,
    Mode,
    OneLanguage,
    Period,
    Ratings,
    Spread,
    Waits,
)
from handoff.storage.tables import callback_attempts, callbacks, contacts, queue_stays, ratings

RESOLVED_AFTER = timedelta(days=7)
"""Who has not come back by then had what they needed, or has given up."""
PROMOTES, DETRACTS, SUCCEEDS = 9, 6, 4
"""From 9 of 10 on somebody recommends us, up to 6 the contrary; 4 and 5 of 5 are good."""

UNSERVED = ("left", "closed", "ended", "vanished")
"""Endings of waits; who chose to be called back, or to leave a case, is served in another way."""

_MICROSECONDS = 1_000_000
_k = contacts.c
_s = queue_stays.c
_r = ratings.c
_b = callbacks.c


@dataclass(frozen=True, slots=True)
class Scope:
    """Which contacts count, and by what they are grouped; by nothing: all together, under an empty key."""

    period: Period
    mode: Mode = ""
    by: Grouping | None = None
    language: OneLanguage = ""
    topics: Topics = NO_TOPICS

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What a contact fulfils."""
        found: list[ColumnElement[bool]] = [_k.day.between(self.period.first, self.period.last)]
        if self.mode:
            found.append(_k.mode == self.mode)
        if self.language:
            found.append(_k.language == self.language)
        return found

    @property
    def key(self) -> ColumnElement[Any]:
        """What a contact is grouped by."""
        if self.by is None:
            return literal("")
        return _topic(self.topics) if self.by == "tag" else _k[self.by]


def count(connection: Connection, scope: Scope, now: datetime) -> dict[str, Figures]:
    """Return the figures by group; a group in which there was no contact is missing."""
    by_contacts = _contacts(connection, scope, now)
    by_waits = _waits(connection, scope)
    waiting, handling = _spreads(connection, _claimed_waits(scope)), _spreads(connection, _handling(scope))
    by_callbacks, calling = _callbacks(connection, scope), _spreads(connection, _calls(scope))
    by_ratings = _ratings(connection, scope)
    return {
        key: Figures(
            by_contacts.get(key, Contacts()),
            by_waits.get(key, Waits()),
            waiting.get(key, Spread()),
            handling.get(key, Spread()),
            by_callbacks.get(key, Callbacks()),
            calling.get(key, Spread()),
            by_ratings.get(key, Ratings()),
        )
        for key in sorted({*by_contacts, *by_waits, *by_callbacks})
    }


def daily_parts(connection: Connection, period: Period, by: str) -> dict[date, dict[str, int]]:
    """Return the contacts of each day by their `language`, `mode` or `outcome`."""
    part = _OUTCOME if by == "outcome" else _k[by]
    found: dict[date, dict[str, int]] = {}
    query = select(_k.day, part.label("part"), func.count().label("contacts")).where(*Scope(period).conditions)
    for row in connection.execute(query.group_by(_k.day, part)):
        found.setdefault(row.day, {})[row.part] = row.contacts
    return found


def daily_waiting(connection: Connection, period: Period) -> dict[date, int]:
    """Return the median of the claimed waits of each day, in seconds, where there are enough to tell the public."""
    spreads = _spreads(connection, _claimed_waits(Scope(period, by="day")))
    return {
        date.fromisoformat(day): spread.p50_s
        for day, spread in spreads.items()
        if spread.count >= SMALL and spread.p50_s is not None
    }


def daily_callbacks(connection: Connection, period: Period) -> dict[date, tuple[Callbacks, Spread]]:
    """Return the calls asked for on each day, and how long it took until the first one was made."""
    scope = Scope(period, by="day")
    calling = _spreads(connection, _calls(scope))
    found = _callbacks(connection, scope)
    return {date.fromisoformat(day): (counts, calling.get(day, Spread())) for day, counts in found.items()}


_BY_BOT = _k.bot_answered & ~_k.not_helped & ~_k.turned_away & ~_k.callback_asked & (_k.hand_overs == 0)
_OUTCOME = case((_BY_BOT, "by_bot"), (_k.hand_overs > 0, "handed_over"), else_="other")


def _topic(topics: Topics) -> ColumnElement[str]:
    """What a contact was about: as its agent says, or the queue that a young person chose, or else the first answer.

    What somebody says of it goes before what the bot has made of it.
    """
    said = func.nullif(_k.tag, "")
    derived = [case(tags, value=column) for tags, column in _derived(topics) if tags]
    return func.coalesce(said, *derived, literal(""))


def _derived(topics: Topics) -> tuple[tuple[dict[str, str], ColumnElement[str]], ...]:
    return ((dict(topics.by_queue), _k.queue), (dict(topics.by_entry), _k.answered_entry))


def _contacts(connection: Connection, scope: Scope, now: datetime) -> dict[str, Contacts]:
    later = contacts.alias("later")
    week = literal(RESOLVED_AFTER // timedelta(microseconds=1), BigInteger)
    came_back = (
        select(later.c.seq)
        .where(later.c.conversation_id == _k.conversation_id, later.c.seq > _k.seq)
        .where(_number(later.c.opened_at) <= _number(_k.ended_at) + week)
        .exists()
    )
    answered = or_(_k.first_agent_at.is_not(None), _BY_BOT)
    # Whoever has it deleted cannot be seen coming back.
    known = answered & (_k.ended_at <= now - RESOLVED_AFTER) & (_k.ending != "erased")
    query = select(
        scope.key.label("key"),
        func.count().label("contacts"),
        _sum(_BY_BOT).label("by_bot"),
        _sum(_k.hand_overs > 0).label("handed_over"),
        _sum(_k.turned_away).label("turned_away"),
        _sum(known).label("known"),
        _sum(known & (_k.hand_overs <= 1) & ~came_back).label("resolved"),
    ).where(*scope.conditions)
    return {_key(row): Contacts(**_rest(row)) for row in connection.execute(_grouped(query, scope))}


def _waits(connection: Connection, scope: Scope) -> dict[str, Waits]:
    query = select(
        _key_of_wait(scope).label("key"),
        func.count().label("queued"),
        _sum(_s.ending == "claimed").label("claimed"),
        _sum(_s.ending.in_(UNSERVED)).label("abandoned"),
    )
    query = query.select_from(_waits_of_contacts()).where(*scope.conditions)
    return {_key(row): Waits(**_rest(row)) for row in connection.execute(_grouped(query, scope))}


def _ratings(connection: Connection, scope: Scope) -> dict[str, Ratings]:
    query = select(
        scope.key.label("key"),
        func.count().label("ratings"),
        func.count(_r.succeeded).label("succeeded"),
        func.coalesce(func.sum(_r.succeeded), 0).label("succeeded_sum"),
        _sum(_r.succeeded >= SUCCEEDS).label("succeeded_well"),
        func.count(_r.recommends).label("recommends"),
        _sum(_r.recommends >= PROMOTES).label("promoters"),
        _sum(_r.recommends <= DETRACTS).label("detractors"),
    )
    query = query.select_from(ratings.join(contacts, is_contact_at(_r.conversation_id, _r.at)))
    query = query.where(*scope.conditions)
    return {_key(row): Ratings(**_rest(row)) for row in connection.execute(_grouped(query, scope))}


def _callbacks(connection: Connection, scope: Scope) -> dict[str, Callbacks]:
    query = select(
        _key_of_callback(scope).label("key"),
        func.count().label("callbacks"),
        _sum(_b.state == "done").label("reached"),
        _sum(_b.state == "failed").label("failed"),
        _sum(_b.state.in_(("open", "claimed"))).label("waiting"),
    )
    query = query.select_from(_callbacks_of_contacts()).where(*scope.conditions)
    return {_key(row): Callbacks(**_rest(row)) for row in connection.execute(_grouped(query, scope))}


def _calls(scope: Scope) -> Select[Any]:
    """Return how long it took until those who were called were called for the first time."""
    a = callback_attempts.c
    first = select(func.min(_number(a.at))).where(a.callback_id == _b.id).scalar_subquery()
    query = select(
        _key_of_callback(scope).label("key"), ((first - _number(_b.created_at)) // _MICROSECONDS).label("seconds")
    )
    return query.select_from(_callbacks_of_contacts()).where(*scope.conditions, first.is_not(None))


def _claimed_waits(scope: Scope) -> Select[Any]:
    seconds = (_number(_s.left_at) - _number(_s.queued_at)) // _MICROSECONDS
    query = select(_key_of_wait(scope).label("key"), seconds.label("seconds")).select_from(_waits_of_contacts())
    return query.where(*scope.conditions, _s.ending == "claimed")


def _handling(scope: Scope) -> Select[Any]:
    query = select(scope.key.label("key"), _k.agents_s.label("seconds")).where(*scope.conditions)
    return query.where(_k.first_agent_at.is_not(None), _k.agent_since.is_(None))


def _spreads(connection: Connection, query: Select[Any]) -> dict[str, Spread]:
    """Return the percentiles by nearest rank of a query's `seconds`, by its `key`."""
    times = query.subquery()
    ranked = select(
        times.c.key,
        times.c.seconds,
        func.row_number().over(partition_by=times.c.key, order_by=times.c.seconds).label("rank"),
        func.count().over(partition_by=times.c.key).label("count"),
    ).subquery()

    def percentile(percent: int) -> ColumnElement[int | None]:
        rank = (ranked.c.count * percent + 99) // 100
        return func.max(case((ranked.c.rank == rank, ranked.c.seconds)))

    found = select(
        ranked.c.key,
        func.max(ranked.c.count).label("count"),
        percentile(50).label("p50_s"),
        percentile(90).label("p90_s"),
    ).group_by(ranked.c.key)
    return {_key(row): Spread(**_rest(row)) for row in connection.execute(found)}


def _waits_of_contacts() -> FromClause:
    return queue_stays.join(contacts, is_contact_at(_s.conversation_id, _s.queued_at))


def _callbacks_of_contacts() -> FromClause:
    return callbacks.join(contacts, is_contact_at(_b.conversation_id, _b.created_at))


def is_contact_at(conversation_id: ColumnElement[str], at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a contact is the one that was under way, or the last before."""
    other = contacts.alias("other")
    newest = (
        select(func.max(other.c.seq))
        .where(other.c.conversation_id == conversation_id, other.c.opened_at <= at)
        .scalar_subquery()
    )
    return (_k.conversation_id == conversation_id) & (_k.seq == newest)


def _key_of_wait(scope: Scope) -> ColumnElement[Any]:
    """A wait counts for the queue in which it was waited; its contact's may be a later one."""
    return _s.queue if scope.by == "queue" else scope.key


def _key_of_callback(scope: Scope) -> ColumnElement[Any]:
    """So does a callback for the queue whose people call."""
    return _b.queue if scope.by == "queue" else scope.key


def _grouped(query: Select[Any], scope: Scope) -> Select[Any]:
    """Return the query by its `key`; all together it has one row, since PostgreSQL groups by no constant."""
    return query if scope.by is None else query.group_by("key")


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _number(instant: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(instant, BigInteger)


def _key(row: Any) -> str:
    return row.key.isoformat() if isinstance(row.key, date) else str(row.key)


def _rest(row: Any) -> Mapping[str, Any]:
    return {name: value for name, value in row._asdict().items() if name != "key"}
