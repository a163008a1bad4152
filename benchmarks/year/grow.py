"""Makes a lived-through database as large as it is to be measured: copies of its cases, and a backlog of open ones."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    func,
    insert,
    select,
    update,
)

from benchmarks.year.days import DAY, local_day
from benchmarks.year.load import RARE_PLACE
from handoff.cases.codes import make_code
from handoff.storage.tables import case_events, cases

OPEN = 3000
"""So many are open while it is measured: two weeks' feedback, as after a July without hands."""
AT_ONCE = 1000
SHIFTED_US = 10 * 86_400 * 1_000_000
"""A copy is younger than its case by up to ten days, so that what is alike does not stand together."""
_SHIFTED = ("received_at", "updated_at", "done_at", "published_at")
_copies = Table(
    "copies",
    MetaData(),
    Column("old", String(36), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("new", String(36)),
    Column("code", String(20)),
    Column("origin", String(36)),
    Column("token", String(16)),
    Column("shift", BigInteger),
    prefixes=["TEMPORARY"],
)


def grow(url: str, size: int, seed: int) -> date:
    """Add copies until there are so many, let the newest be open, and return the day on which to look at them."""
    chance = random.Random(f"grow {seed}")
    engine = create_engine(url)
    with engine.begin() as connection:
        lived = list(connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars())
        if len(lived) < size:
            _copy(connection, lived, size, chance)
        today = local_day(connection.execute(select(func.max(cases.c.received_at))).scalar_one())
        _open(connection, min(OPEN, size // 2), today, chance)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            # As its own autovacuum does before long.
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    return today


def _copy(connection: Connection, lived: list[str], size: int, chance: random.Random) -> None:
    _copies.create(connection)
    rows = [
        {
            "old": lived[number % len(lived)],
            "number": number,
            "new": _uuid(chance),
            "code": make_code(),
            "origin": _uuid(chance),
            "token": f"{number:016}",
            "shift": chance.randint(1, SHIFTED_US),
        }
        for number in range(size - len(lived))
    ]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(_copies), rows[start : start + AT_ONCE])
    new = {"id": _copies.c.new, "code": _copies.c.code, "origin": _copies.c.origin, "reply_token": _copies.c.token}
    new |= {name: cases.c[name] + _copies.c.shift for name in _SHIFTED}
    # What happens three times a year does not happen more often in a larger table.
    new |= {
        name: func.replace(cases.c[name], RARE_PLACE, "Tuulikatu")
        for name in ("text", "place", "public_title", "public_text")
    }
    columns = [column.name for column in cases.columns]
    copied = select(*(new.get(name, cases.c[name]) for name in columns)).join(_copies, _copies.c.old == cases.c.id)
    connection.execute(insert(cases).from_select(columns, copied))
    columns = [column.name for column in case_events.columns]
    copied = select(*(_copies.c.new if name == "case_id" else case_events.c[name] for name in columns))
    connection.execute(
        insert(case_events).from_select(columns, copied.join(_copies, _copies.c.old == case_events.c.case_id))
    )


def _open(connection: Connection, count: int, today: date, chance: random.Random) -> None:
    is_open = cases.c.status.in_(("received", "in_process"))
    connection.execute(update(cases).where(is_open).values(status="closed", done_at=cases.c.updated_at))
    newest = select(cases.c.id, cases.c.unit, cases.c.received_at).where(cases.c.unit != "")
    rows = connection.execute(newest.order_by(cases.c.received_at.desc(), cases.c.id).limit(count)).all()
    changed = (
        update(cases)
        .where(cases.c.id == bindparam("of"))
        .values(
            status=bindparam("is"),
            done_at=None,
            merged_into="",
            due_on=bindparam("due"),
            escalated_at=bindparam("escalated"),
            assignee_id=bindparam("whose"),
            unit=bindparam("whom"),
        )
    )
    values = []
    for row in rows:
        is_unsorted = chance.random() < 0.15
        is_taken = not is_unsorted and chance.random() < 0.4
        values.append(
            {
                "of": row.id,
                "is": "in_process" if is_taken else "received",
                "due": today + chance.randint(-10, 7) * DAY,
                "escalated": row.received_at if chance.random() < 0.1 else None,
                "whose": f"{row.unit}{chance.randint(0, 2)}" if is_taken else "",
                "whom": "" if is_unsorted else row.unit,
            }
        )
    for start in range(0, len(values), AT_ONCE):
        connection.execute(changed, values[start : start + AT_ONCE])


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
