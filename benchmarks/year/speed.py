"""How fast lists, counts, search, the board and single cases are with very many, and what they go by."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, get_args

from sqlalchemy import Connection, func, select

from benchmarks.measure import percentiles
from benchmarks.year.load import RARE_PLACE
from benchmarks.year.plans import Plan, explained, heard, plan_of
from benchmarks.year.results import Asked, Speed
from handoff.audit.model import Nameless
from handoff.cases import alarms, board, lists
from handoff.cases.desk import CaseDesk
from handoff.cases.lists import ListName, Place, Wanted
from handoff.cases.model import OPEN
from handoff.cases.service import Cases
from handoff.cases.worklists import WORKED_OFF
from handoff.mail import store as outbox
from handoff.storage.database import Database
from handoff.storage.tables import cases, to_microseconds

TIMES = 20
COMMON, RARE = "katu", RARE_PLACE
UNITS = ("streets", "cleaning")
WHOM = Nameless("agent", "streets0", "streets 0")
NAMES: tuple[ListName, ...] = get_args(ListName)
FILTERS: dict[str, dict[str, Any]] = {
    "one service": {"service_code": "2805"},
    "one kind": {"kind": "accessibility"},
    "one language": {"language": "sv"},
    "rare service, kind and language": {"service_code": "199", "kind": "accessibility", "language": "sv"},
    "common words": {"words": COMMON},
    "two common words": {"words": f"{COMMON} paikka"},
    "a rare word": {"words": RARE},
    "a word that nobody wrote": {"words": "merkillisyys"},
    "common words, one service": {"words": COMMON, "service_code": "171"},
}
Question = Callable[[Connection], int]


@dataclass(frozen=True, slots=True)
class Services:
    """What is asked besides the lists."""

    database: Database
    desk: CaseDesk
    cases: Cases


async def measure(services: Services, today: date, now: datetime, *, database: str, version: str, lived: int) -> Speed:
    """Ask everything many times, by the reading threads that the service has."""
    questions = [*_lists(today), ("counts of all lists", _counts(today)), *_board()]
    questions += [("alarms that are due", lambda c: len(alarms.due(c, now)))]
    questions += [("mail that is due", lambda c: outbox.is_any_due(c, ("email", "sms"), now))]
    asked = []
    for name, question in questions:
        rows = await services.database.read(question)
        plan = await services.database.read(lambda c, question=question: plan_of(c, question))  # type: ignore[misc]
        cpu: list[float] = []
        ask = _counted(question, cpu)
        seconds = [await _timed(lambda: services.database.read(ask)) for _ in range(TIMES)]  # noqa: B023
        asked.append(_asked(name, seconds, rows, plan, cpu))
    codes = await services.database.read(
        lambda c: list(c.execute(select(cases.c.code).order_by(cases.c.id).limit(TIMES)).scalars())
    )
    asked.append(await _of_each("a case opened at the desk", services, codes, partial(services.desk.open, WHOM)))
    asked.append(await _of_each("a case followed by its sender", services, codes, services.cases.follow))
    counted = select(
        func.count(cases.c.id),
        func.count(cases.c.id).filter(cases.c.status.in_(sorted(OPEN))),
        func.count(cases.c.published_at),
    )
    every, are_open, are_published = await services.database.read(lambda c: tuple(c.execute(counted).one()))
    return Speed(
        database=database,
        version=version,
        cases=every,
        lived=lived,
        open=are_open,
        published=are_published,
        load=os.getloadavg()[0],
        times=TIMES,
        asked=asked,
    )


async def _of_each(
    name: str, services: Services, codes: Sequence[str], ask: Callable[[str], Awaitable[object]]
) -> Asked:
    """Ask a whole service about one case after another."""
    with heard(services.database.engine) as statements:
        await ask(codes[0])
    plan = await services.database.read(lambda c: explained(c, statements, ("cases", "case_events")))
    return _asked(name, [await _timed(partial(ask, code)) for code in codes], 1, plan)


def _counted(question: Question, cpu: list[float]) -> Question:
    def ask(connection: Connection) -> int:
        began = time.thread_time()
        rows = question(connection)
        cpu.append(time.thread_time() - began)
        return rows

    return ask


def _asked(name: str, seconds: list[float], rows: int, plan: Plan, cpu: Sequence[float] = ()) -> Asked:
    ms = percentiles(seconds)
    cpu_ms = percentiles(cpu)["p95"] if cpu else 0.0
    return Asked(
        name=name, p50_ms=ms["p50"], p95_ms=ms["p95"], cpu_ms=cpu_ms, rows=int(rows), plan=plan.told, scans=plan.scans
    )


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await ask()
    return time.perf_counter() - began


def _lists(today: date) -> list[tuple[str, Question]]:
    found: list[tuple[str, Question]] = []
    for name in NAMES:
        found.append((f"“{name}”, first page", _page(today, name)))
        found.append((f"“{name}”, a page far down", _deep(today, name)))
    for name in ("unit", "open", "all"):
        found += [(f"“{name}”, {what}", _page(today, name, **only)) for what, only in FILTERS.items()]
    return found


def _wanted(name: ListName, **only: Any) -> Wanted:
    return Wanted(name=name, agent_id=WHOM.id, units=UNITS, **only)


def _page(today: date, name: ListName, **only: Any) -> Question:
    return lambda c: len(lists.page(c, _wanted(name, **only), today).cases)


def _deep(today: date, name: ListName) -> Question:
    """Ask for the page that begins behind nine tenths of a list; found once, then asked for as a browser does."""
    place: list[Place] = []

    def ask(connection: Connection) -> int:
        if not place:
            place.append(_far_down(connection, name, today))
        return len(lists.page(connection, _wanted(name), today, place[0]).cases)

    return ask


def _far_down(connection: Connection, name: ListName, today: date) -> Place:
    if name == "all":
        count = connection.execute(select(func.count(cases.c.id))).scalar_one()
        newest = select(cases.c.received_at, cases.c.id).order_by(cases.c.received_at.desc(), cases.c.id.desc())
        row = connection.execute(newest.offset(count * 9 // 10).limit(1)).one()
        return Place(to_microseconds(row.received_at), row.id)
    places: list[Place] = []
    after: Place | None = None
    while (after := lists.page(connection, _wanted(name), today, after).after) is not None:
        places.append(after)
    return places[len(places) * 9 // 10] if places else Place(today.toordinal(), "")


def _counts(today: date) -> Question:
    return lambda c: sum(lists.counts(c, WORKED_OFF, _wanted("open"), today).values())


def _board() -> list[tuple[str, Question]]:
    """What the public board asks: the newest that are published, also by words and by service."""

    def ask(after: Place | None = None, **only: Any) -> Question:
        return lambda c: len(board.page(c, board.Wanted(**only), after).cases)

    def far_down(connection: Connection) -> int:
        if not place:
            c = cases.c
            newest = select(c.published_at, c.id).where(c.published_at.is_not(None)).order_by(c.published_at.desc())
            every = connection.execute(newest).all()
            row = every[len(every) * 9 // 10]
            place.append(Place(to_microseconds(row.published_at), row.id))
        return ask(place[0])(connection)

    place: list[Place] = []
    return [
        ("the board, first page", ask()),
        ("the board, a page far down", far_down),
        ("the board, common words", ask(words=COMMON)),
        ("the board, a rare word", ask(words=RARE)),
        ("the board, one service", ask(service_code="2805")),
        ("the board, common words, one service", ask(words=COMMON, service_code="171")),
        ("the board, one language", ask(language="sv")),
    ]
