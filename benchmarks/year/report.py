"""The report of the years lived through, as Markdown. No text of a case, no name of a machine, no path."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from benchmarks.year.results import Asked, Lived, Speed

LIMIT_MS = 50.0
"""What every list and the board stay under at their 95th percentile."""
SHOWN = 100
LIBRARIES = ("SQLAlchemy", "psycopg", "holidays")

TITLE = """\
# A year of feedback

Written by `.venv/bin/python -m benchmarks.year`; do not edit."""

INTRODUCTION = """\
{days} days of synthetic feedback, lived through hour by hour on a fake clock by the real services: taking in, the desk,
the watchman and his alarms, letters, outbox and postmen. {verdict}"""

LIVED = """\
Weekly peaks on Mondays, Finnish public holidays, a thin July, duplicates of one incident, senders who add, withdraw and
write again. Staff have working hours, four weeks of holiday in summer and sick days, and see nothing but the service's
own lists; one unit is away for two weeks; 0.3 % of the cases nobody ever answers. On two weekends no process watches
the alarms; in a quarter of the time two processes watch and send at once; for 22 hours the mail server takes nothing,
and now and then it is busy or knows nobody of that name."""

STAND_INS = """\
Two things stand in for the world: recipients who count their letters in place of a mail server, and a seeded proposer
that is sure in 76 % of the cases and then right in 95 %, as the real one was measured to be, in place of its 50 ms a
text. Texts are put together from the services' example sentences and invented streets."""

CHECKED = """\
Every thirty days of the year for whatever has changed, and at the end for everything, from the people's own records and
a calendar of its own (no code of the services):

- **nothing is lost**: each acknowledged feedback is stored once, with its text; no more is stored.
- **events**: numbered without gaps, in the order of time, each from a state that allows it; each acknowledged step is
  there once, and no other. **Every change has an event**: the row is what its events make of it.
- **due days** are those of an independent calendar of working days.
- **alarms**: each promise's reminder, lateness and escalation fired once, at the first look after its moment, and no
  others. **No alarm after the end.**
- **answered or alarmed**: each case is ended, or was alarmed when its day was over.
- **letters**: one for each event that its sender or those who were merged into it should hear of, to the right
  recipient, by the right channel, in the right language, none twice, none after a withdrawal; one to the unit or its
  supervisor at each alarm, to the sorters or theirs while the case has no unit.
- **who was merged is answered**: the case that it follows knows it, and its sender sees and gets the other's answer.
- **one answer wins** where two answer at once. **The board** shows nothing without its sender's leave."""

AGAIN = """\
```sh
{commands}
```

makes databases of its own and exits with 1 if a promise was broken, a query took longer than {limit:.0f} ms at its
95th percentile, or one read all cases row by row. PostgreSQL's programs must be installed. The seed fixes the feedback
and everybody's plans, not the machine's timing."""


def report(lived: Sequence[Lived], speeds: Sequence[Speed]) -> str:
    """Return the whole report."""
    broken = sum(len(one.violations) for one in lived)
    verdict = (
        f"**{broken} violations**" if broken else "Nothing was lost, late in silence or told twice: **no violation**."
    )
    sections = [
        TITLE,
        INTRODUCTION.format(days=" and ".join(sorted({str(one.days) for one in lived})), verdict=verdict),
        _table(("", *(_name(one.version) for one in lived)), _extent(lived)),
        LIVED,
        STAND_INS,
        "## Violations",
        _violations(lived),
        "## What was checked",
        CHECKED,
        _table(("Rule", *(_name(one.version) for one in lived)), _counts(lived, "checked")),
        "## What became of the promises",
        _table(("", *(_name(one.version) for one in lived)), _counts(lived, "kept")),
        "Not kept, of all, by whose they were:",
        _table(("Unit", *(_name(one.version) for one in lived)), _units(lived)),
        "## What happened",
        _table(("Event", *(_name(one.version) for one in lived)), _counts(lived, "events")),
        _table(("Letter", *(_name(one.version) for one in lived)), _counts(lived, "letters")),
        "Refused steps, since somebody else was first or the case was done with:",
        _table(("Step", *(_name(one.version) for one in lived)), _counts(lived, "refused")),
        *_speed(speeds),
        "## Again",
        _again(lived, speeds),
    ]
    return "\n\n".join(sections) + "\n"


def too_slow(speeds: Sequence[Speed]) -> list[str]:
    """Return a line for each query that took too long, or read all cases row by row."""
    return [
        f"{speed.database}: {one.name}: p95 {one.p95_ms:.1f} ms, {one.plan}"
        for speed in speeds
        for one in speed.asked
        if one.p95_ms > LIMIT_MS or one.scans
    ]


def _extent(lived: Sequence[Lived]) -> list[tuple[str, ...]]:
    rows = {
        "cases lived through": [f"{one.cases:,}" for one in lived],
        "days, and days of rest after them": [f"{one.days} + {one.rest_days}" for one in lived],
        "looks at the alarms' clock": [f"{one.looks:,}" for one in lived],
        "alarms caught up more than an hour late": [f"{one.caught_up:,}" for one in lived],
        "letters": [f"{sum(one.letters.values()):,}" for one in lived],
        "violations": [str(len(one.violations)) for one in lived],
        "took, min (processor time of services and people, min)": [
            f"{one.took_s / 60:.0f} ({one.cpu_s / 60:.0f})" for one in lived
        ],
    }
    return [(name, *figures) for name, figures in rows.items()]


def _violations(lived: Sequence[Lived]) -> str:
    rows = [(_name(one.version), *violation) for one in lived for violation in one.violations]
    if not rows:
        return "None."
    more = len(rows) - SHOWN
    return _table(("Database", "Rule", "Case", "Found"), rows[:SHOWN]) + (f"\n\n… and {more} more." if more > 0 else "")


def _counts(lived: Sequence[Lived], field: str) -> list[tuple[str, ...]]:
    every: Counter[str] = Counter()
    for one in lived:
        every.update(getattr(one, field))
    return [(name, *(f"{getattr(one, field).get(name, 0):,}" for one in lived)) for name, _ in every.most_common()]


def _units(lived: Sequence[Lived]) -> list[tuple[str, ...]]:
    names = sorted({unit for one in lived for unit in one.units})
    return [(name, *("{1:,} of {0:,}".format(*one.units.get(name, (0, 0))) for one in lived)) for name in names]


SPEED = """\
With {cases:,} cases ({lived}), {open:,} of them open and {published:,} on the board, each question {asked}
times through the service's own reading threads, in milliseconds. Limit: {limit:.0f} ms at the 95th percentile. The
machine did other things meanwhile: its load was {load:.1f} on {cores} cores, so that what was measured by the clock is
mostly waiting for a core; the processor time of the asking thread (with SQLite all of the work, with PostgreSQL the
client's part) is what a quiet machine takes. {verdict}"""


def _speed(speeds: Sequence[Speed]) -> list[str]:
    sections = ["## How fast it is then"] if speeds else []
    for speed in speeds:
        slow = [one for one in speed.asked if one.p95_ms > LIMIT_MS]
        scans = [one for one in speed.asked if one.scans]
        most = max(one.cpu_ms for one in speed.asked)
        verdict = f"By the clock {len(slow) or 'none'} of {len(speed.asked)} took longer"
        verdict += f", in processor time at most {most:.0f} ms" if most else ""
        verdict += f"; {len(scans) or 'none'} reads all cases row by row."
        copies = speed.cases - speed.lived
        told = "all lived through" if copies <= 0 else f"{speed.lived:,} lived through, {copies:,} copies of them"
        sections += [
            f"### {speed.version}",
            SPEED.format(
                cases=speed.cases,
                lived=told,
                open=speed.open,
                published=speed.published,
                asked=speed.times,
                limit=LIMIT_MS,
                load=speed.load,
                cores=os.cpu_count(),
                verdict=verdict,
            ),
            _table(("Question", "p50", "p95", "Processor, p95", "Rows", "Goes by"), [_row(one) for one in speed.asked]),
        ]
    return sections


def _row(one: Asked) -> tuple[str, ...]:
    p95 = f"**{one.p95_ms:.1f}**" if one.p95_ms > LIMIT_MS else f"{one.p95_ms:.1f}"
    cpu = f"{one.cpu_ms:.1f}" if one.cpu_ms else "–"
    plan = ("**reads everything**: " if one.scans else "") + one.plan
    return (one.name, f"{one.p50_ms:.1f}", p95, cpu, f"{one.rows:,}", plan)


def _again(lived: Sequence[Lived], speeds: Sequence[Speed]) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    where = f"Python {platform.python_version()}, {libraries}."
    size = max((speed.cases for speed in speeds), default=0)
    commands = [
        f".venv/bin/python -m benchmarks.year --database {one.database} --cases {one.cases} \\\n"
        f"    --size {size or one.cases} --days {one.days} --seed {one.seed}"
        for one in lived
    ]
    return AGAIN.format(commands="\n".join(commands), limit=LIMIT_MS) + f"\n\n{where}"


def _name(told: str) -> str:
    return told.split(maxsplit=1)[0]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
