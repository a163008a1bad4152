"""What goes wrong in the year, and when: it is fixed by the year alone, so that each run has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from benchmarks.year.days import DAY, moment_of
from benchmarks.year.recipients import Period

AWAY_UNIT = "culture"


@dataclass(frozen=True, slots=True)
class Troubles:
    """The year's.

    Attributes:
        nobody_looks: When no process watches the alarms: two weekends, from Friday afternoon to Monday morning.
        two_look: When two processes watch and send at once.
        unit_away: First and last day on which nobody of one unit works: two weeks.
        mail_away: When the mail server takes nothing: a night and a day.
    """

    nobody_looks: tuple[Period, ...]
    two_look: tuple[Period, ...]
    unit_away: tuple[date, date]
    mail_away: tuple[Period, ...]


def troubles(start: date, days: int) -> Troubles:
    """Return those of a year, or of fewer days."""

    def monday(part: float) -> date:
        day = start + timedelta(days=int(days * part))
        return day + (7 - day.weekday()) % 7 * DAY

    weekends = [(moment_of(monday(part) - 3 * DAY, 16), moment_of(monday(part), 10)) for part in (0.3, 0.55)]
    away = monday(0.6)
    outage = moment_of(monday(0.4) + DAY, 20)
    both = [(moment_of(monday(part), 0), moment_of(monday(part + 0.12), 0)) for part in (0.1, 0.7)]
    return Troubles(
        nobody_looks=tuple(weekends),
        two_look=tuple(both),
        unit_away=(away, away + 11 * DAY),
        mail_away=((outage, outage + timedelta(hours=22)),),
    )


def is_within(periods: tuple[Period, ...], moment: datetime) -> bool:
    return any(begin <= moment < end for begin, end in periods)
