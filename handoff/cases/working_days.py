"""Days on which the city works, and the moments that a promise turns on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

HELSINKI = ZoneInfo("Europe/Helsinki")
REMINDER_AT = time(9)
"""When those who answer begin their day."""


def local_day(moment: datetime) -> date:
    """Return the day in Helsinki."""
    return moment.astimezone(HELSINKI).date()


def is_working_day(day: date) -> bool:
    """Tell whether it is neither a weekend nor a public holiday of Finland (Christmas and Midsummer Eve are)."""
    return day.weekday() < 5 and day not in _days_off(day.year)


def add_working_days(start: date, days: int) -> date:
    """Return the working day that many working days after `start`, or before it if negative."""
    step = timedelta(days=1 if days >= 0 else -1)
    day, left = start, abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Return how many working days there are after `start`, up to and with `end`."""
    return sum(is_working_day(start + timedelta(days=day)) for day in range(1, (end - start).days + 1))


def at(day: date, clock: time) -> datetime:
    """Return a moment of Helsinki's clock, in UTC."""
    return datetime.combine(day, clock, HELSINKI).astimezone(UTC)


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))
