"""Queues and their opening hours, on the clock of Helsinki with its daylight saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from handoff.queues.windows import HELSINKI, Window, callback_windows

Language = Literal["fi", "sv", "en"]
Mode = Literal["city", "youth"]

DAYS_AHEAD = 400
"""How far an opening is looked for: past a year's break there is none to promise."""

IsHoliday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Span:
    """From `opens` to `closes` by the wall clock; `closes` at midnight or earlier than `opens` is the next day's."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Week:
    """Spans by day of the week, Monday being 0."""

    days: Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Season:
    """Another week from `first` to `last`, both included."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True, slots=True)
class Hours:
    """When a queue is open. The more particular holds: a date before a holiday, that before a season, before the week.

    Attributes:
        on_holidays: Spans on public holidays; None: as on any day.
        dates: Spans of single days; none: closed.
    """

    week: Week
    seasons: tuple[Season, ...] = ()
    on_holidays: tuple[Span, ...] | None = ()
    dates: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans_on(self, day: date, is_holiday: IsHoliday) -> tuple[Span, ...]:
        """Return the spans that begin on a day."""
        if day in self.dates:
            return self.dates[day]
        if self.on_holidays is not None and is_holiday(day):
            return self.on_holidays
        for season in self.seasons:
            if season.first <= day <= season.last:
                return season.week.days.get(day.weekday(), ())
        return self.week.days.get(day.weekday(), ())

    def closes_at(self, now: datetime, is_holiday: IsHoliday) -> datetime | None:
        """Return when what is open now closes (UTC), or None while closed. Spans that touch are one."""
        closes: datetime | None = None
        for opens, until in self.intervals(now, is_holiday):
            if closes is None:
                if opens <= now < until:
                    closes = until
            elif opens <= closes < until:
                closes = until
            elif opens > closes:
                break
        return closes

    def opens_next(self, now: datetime, is_holiday: IsHoliday) -> datetime | None:
        """Return when it opens after it has been closed (UTC): if open now, after closing; None if that never is."""
        closes: datetime | None = None
        for opens, until in self.intervals(now, is_holiday):
            if opens > now and (closes is None or opens > closes):
                return opens
            if until > now:
                closes = until if closes is None else max(closes, until)
        return None

    def opens_at(self, now: datetime, is_holiday: IsHoliday) -> datetime | None:
        """Return when it opens next (UTC), or None if it is open or never opens."""
        for opens, until in self.intervals(now, is_holiday):
            if opens > now:
                return opens
            if now < until:
                return None
        return None

    def closes_within(self, now: datetime, until: datetime, is_holiday: IsHoliday) -> bool:
        """Tell whether it is closed at any moment from `now` to `until`. Looks no further, as `closes_at` must."""
        open_until = now
        for opens, closes in self.intervals(now, is_holiday):
            if opens > open_until:
                break
            open_until = max(open_until, closes)
            if open_until > until:
                return False
        return True

    def intervals(self, now: datetime, is_holiday: IsHoliday) -> Iterator[tuple[datetime, datetime]]:
        """Yield intervals in UTC, in the order in which they open, from the day before `now` on."""
        first = local_day(now) - timedelta(days=1)
        for ahead in range(DAYS_AHEAD):
            day = first + timedelta(days=ahead)
            for span in sorted(self.spans_on(day, is_holiday), key=lambda span: span.opens):
                opens, closes = interval(day, span)
                # A span within the hour that spring skips has no time in it.
                if opens < closes:
                    yield opens, closes


ALWAYS = Hours(Week({day: (Span(time(0), time(0)),) for day in range(7)}), on_holidays=None)


@dataclass(frozen=True, slots=True)
class Queue:
    """What people wait in; `hours` by the language in which they are served.

    Attributes:
        callbacks: When people are called back, within the hours; None: as long as it is open.
    """

    id: str
    mode: Mode
    titles: Mapping[Language, str]
    hours: Mapping[Language, Hours]
    callbacks: Hours | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a queue is open for a language at a moment: until when, or from when again; None: nobody knows."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None


class Queues:
    """Every queue, in the order in which they are offered."""

    def __init__(self, queues: Mapping[str, Queue], is_holiday: IsHoliday) -> None:
        self._queues = dict(queues)
        self._is_holiday = is_holiday

    def renew(self, other: Queues) -> None:
        """Take the titles and hours of others from now on.

        Raises:
            ValueError: they are not the same queues; conversations and agents belong to those that there are.
        """
        if {(queue.id, queue.mode) for queue in self.all()} != {(queue.id, queue.mode) for queue in other.all()}:
            raise ValueError("other queues than those of the start: they are there after the next one")
        self._queues = {queue.id: queue for queue in other.all()}

    def all(self) -> list[Queue]:
        """Return every queue."""
        return list(self._queues.values())

    def of(self, mode: Mode) -> list[Queue]:
        """Return the queues of a mode."""
        return [queue for queue in self._queues.values() if queue.mode == mode]

    def find(self, queue_id: str, mode: Mode) -> Queue | None:
        """Return a queue of the mode."""
        queue = self._queues.get(queue_id)
        return queue if queue is not None and queue.mode == mode else None

    def only(self, mode: Mode) -> Queue | None:
        """Return the mode's queue where it has one only, so that there is nothing to choose."""
        queues = self.of(mode)
        return queues[0] if len(queues) == 1 else None

    def opening(self, queue: Queue, language: Language, now: datetime) -> Opening:
        """Tell whether the queue is open."""
        hours = queue.hours[language]
        closes_at = hours.closes_at(now, self._is_holiday)
        if closes_at is not None:
            return Opening(is_open=True, closes_at=closes_at)
        return Opening(is_open=False, opens_at=hours.opens_at(now, self._is_holiday))

    def opens_next(self, queue: Queue, language: Language, now: datetime) -> datetime | None:
        """Return when the queue opens the next time that it has been closed; None if it never closes."""
        return queue.hours[language].opens_next(now, self._is_holiday)

    def closes_within(self, queue: Queue, language: Language, now: datetime, until: datetime) -> bool:
        """Tell whether the queue is closed at any moment from `now` to `until`."""
        return queue.hours[language].closes_within(now, until, self._is_holiday)

    def callback_windows(self, queue: Queue, language: Language, now: datetime) -> list[Window]:
        """Return when somebody can be called back; never in the youth chat, where no telephone numbers are kept."""
        if queue.mode == "youth":
            return []
        hours = queue.hours[language]
        open_hours, calling = (h.intervals(now, self._is_holiday) for h in (hours, queue.callbacks or hours))
        return callback_windows(open_hours, calling, now)


def interval(day: date, span: Span) -> tuple[datetime, datetime]:
    """Return when the span of a day begins and ends, in UTC."""
    last = day if span.closes > span.opens else day + timedelta(days=1)
    return _utc(day, span.opens), _utc(last, span.closes)


def local_day(now: datetime) -> date:
    """Return the day that it is in Helsinki."""
    return now.astimezone(HELSINKI).date()


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, HELSINKI).astimezone(UTC)
