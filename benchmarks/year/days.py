"""Finland's working days, worked out anew from the law: what the services' promises are compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
DAY = timedelta(days=1)


def local_day(moment: datetime) -> date:
    return moment.astimezone(HELSINKI).date()


def moment_of(day: date, hour: int) -> datetime:
    """Return an hour of Helsinki's clock as a moment in UTC."""
    return datetime.combine(day, time(hour), HELSINKI).astimezone(UTC)


def easter(year: int) -> date:
    """Return Easter Sunday (the Gregorian computus of Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    leap, of_leap = divmod(century, 4)
    golden = year % 19
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, of_quarter = divmod(of_century, 4)
    weekday = (32 + 2 * of_leap + 2 * quarter - moon - of_quarter) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def days_off(year: int) -> frozenset[date]:
    """Return the days on which nobody works though they are no Saturday or Sunday, and some that are."""
    sunday = easter(year)
    midsummer_eve = next(day for day in _days(date(year, 6, 19), 7) if day.weekday() == 4)
    fixed = {date(year, month, day) for month, day in ((1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26))}
    return frozenset(fixed | {sunday - 2 * DAY, sunday + DAY, sunday + 39 * DAY, midsummer_eve})


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in days_off(day.year)


def working_day_after(day: date, count: int) -> date:
    """Return the working day that many after a day."""
    following = (each for each in (day + n * DAY for n in range(1, 400)) if is_working_day(each))
    return next(islice(following, count - 1, None))


def working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    return next(each for each in (day - n * DAY for n in range(1, 30)) if is_working_day(each))


def _days(start: date, count: int) -> list[date]:
    return [start + n * DAY for n in range(count)]
