"""When somebody is expected at work: a roster by the week, and absences. Days and times are Helsinki's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from handoff.queues.model import Span, interval, local_day

AbsenceKind = Literal["sick", "holiday", "other"]
"""Why somebody is absent: more than that is nobody's business here."""
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Shift:
    """A span of each week's day, Monday being 0. Ends on the next day when it does not end after it begins."""

    day: int
    begins: time
    ends: time

    def interval(self, day: date) -> tuple[datetime, datetime]:
        """Return when the shift of that day begins and ends (UTC)."""
        return interval(day, Span(self.begins, self.ends))


@dataclass(frozen=True, slots=True)
class Absence:
    """Days without work, both included."""

    id: str
    first: date
    last: date
    kind: AbsenceKind

    def covers(self, day: date) -> bool:
        """Tell whether the day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Roster:
    """Somebody's week, and absences that are not over."""

    shifts: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()

    def is_absent(self, now: datetime) -> bool:
        """Tell whether this is a day of an absence."""
        today = local_day(now)
        return any(absence.covers(today) for absence in self.absences)

    def is_expected(self, now: datetime) -> bool:
        """Tell whether a shift is under way whose day is none of an absence."""
        today = local_day(now)
        return any(
            begins <= now < ends
            # The night shift of yesterday may still be under way.
            for day in (today - timedelta(days=1), today)
            if not any(absence.covers(day) for absence in self.absences)
            for shift in self.shifts
            if shift.day == day.weekday()
            for begins, ends in (shift.interval(day),)
        )


def check_shifts(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return the shifts of a week in their order.

    Raises:
        ValueError: two of them overlap, a night shift into the next day and Sunday's into Monday included.
    """
    ordered = tuple(sorted(shifts, key=lambda shift: (shift.day, shift.begins)))
    minutes = [minute for shift in ordered for minute in _week_minutes(shift)]
    if len(minutes) != len(set(minutes)):
        raise ValueError("shifts overlap")
    return ordered


def _week_minutes(shift: Shift) -> Iterable[int]:
    begins, ends = (at.hour * 60 + at.minute for at in (shift.begins, shift.ends))
    length = ends - begins if ends > begins else ends - begins + DAY_MINUTES
    first = shift.day * DAY_MINUTES + begins
    return (minute % (7 * DAY_MINUTES) for minute in range(first, first + length))
