"""Live through the year and write its report: `python -m benchmarks.year [--cases 60000] [--database both]`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import text

from benchmarks.year import report
from benchmarks.year.days import DAY, moment_of
from benchmarks.year.grow import grow
from benchmarks.year.results import load_lived, load_speed, save
from benchmarks.year.speed import Services, measure
from benchmarks.year.year import Span, Year
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from tests.support.servers import PostgreSQL

START = date(2027, 1, 1)
REST_DAYS = 45
"""After the year: everything is answered, and put away thirty days later."""
CHECKED_EVERY = 30


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    cases: int
    size: int
    days: int
    database: str
    seed: int
    figures: Path
    report: Path
    only_report: bool


def main() -> int:
    """Run, write the report, and return 1 if a promise was broken, or a query was slow or read everything."""
    options = _options()
    # A mail server that is away says so for each of thousands of letters.
    logging.getLogger("handoff.mail").setLevel(logging.CRITICAL)
    kinds = ["sqlite", "postgresql"] if options.database == "both" else [options.database]
    for kind in [] if options.only_report else kinds:
        with _served(kind) as url:
            migrate(url)
            asyncio.run(run(url, kind, options))
    lived, speeds = load_lived(options.figures), load_speed(options.figures)
    options.report.write_text(report.report(lived, speeds), encoding="utf-8")
    broken = [f"{one.database}: {' '.join(violation)}" for one in lived for violation in one.violations]
    broken += report.too_slow(speeds)
    for line in broken:
        print(line)
    print(f"{len(broken)} broken promises and slow queries; {options.report} is written")
    return 1 if broken else 0


async def run(url: str, kind: str, options: Options) -> None:
    """Live through the year on one database, and measure what it has become."""
    span = Span(
        cases=options.cases,
        start=START,
        days=options.days,
        rest_days=REST_DAYS,
        seed=options.seed,
        checked_every=CHECKED_EVERY,
    )
    year = Year(url, span)
    try:
        version = await _version(year.city.database)
        await year.live()
        stored = await year.rest()
        save(year.result(stored, kind, version), options.figures)
        await measure_at(url, kind, year, options)
    finally:
        await year.city.close()


async def measure_at(url: str, kind: str, year: Year, options: Options) -> None:
    """Make it as large as it is to be, and ask."""
    city, now = year.city, year.city.clock()
    today = await asyncio.to_thread(grow, url, options.size, options.seed)
    city.clock.now = max(now, moment_of(today + DAY, 0))
    services = Services(city.database, city.desk, city.cases)
    # What people remember of a year takes the collector a second to look through, which is no query's.
    gc.collect()
    gc.freeze()
    version = await _version(city.database)
    speed = await measure(services, today, city.clock(), database=kind, version=version, lived=options.cases)
    save(speed, options.figures)


async def _version(database: Database) -> str:
    if database.engine.dialect.name == "sqlite":
        return "SQLite " + await database.read(lambda c: c.execute(text("SELECT sqlite_version()")).scalar_one())
    told: str = await database.read(lambda c: c.execute(text("SHOW server_version")).scalar_one())
    return f"PostgreSQL {told.split(maxsplit=1)[0]}"


@contextmanager
def _served(kind: str) -> Iterator[str]:
    """Yield the address of an empty database that goes with the run."""
    with tempfile.TemporaryDirectory(prefix="luukku-year-") as temporary:
        folder = Path(temporary)
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'year.db'}"
            return
        server = PostgreSQL(folder)
        server.start()
        try:
            yield server.url.replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.stop()


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="benchmarks.year", description=__doc__)
    parser.add_argument("--cases", type=int, default=60_000, help="how many are lived through")
    parser.add_argument("--size", type=int, default=60_000, help="how many there are while it is measured")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--figures", type=Path, default=Path("var/year"), help="where figures are kept for the report")
    parser.add_argument("--report", type=Path, default=Path("docs/year.md"))
    parser.add_argument("--only-report", action="store_true", help="write the report anew from the kept figures")
    return Options(**vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
