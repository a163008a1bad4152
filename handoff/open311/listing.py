"""What others may see of the cases: the one place that decides it, for lists, single cases and images.

A filter reads nothing but what is shown: a place is looked for in rounded positions of published cases, or asking again
and again would find the door behind them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from handoff.cases.working_days import at
from handoff.images.model import Image
from handoff.images.service import Images
from handoff.open311.model import SHOWN, Box, Circle, Listed, Wanted
from handoff.storage.database import AnyRow, Database
from handoff.storage.tables import cases, images

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6,371 km."""
END_OF_DAY = time(23, 59, 59)
IDS_AT_ONCE = 500

_c = cases.c
_COLUMNS = (
    _c.id,
    _c.status,
    _c.service_code,
    _c.unit,
    _c.received_at,
    _c.updated_at,
    _c.due_on,
    _c.merged_into,
    _c.published_at,
    _c.public_title,
    _c.public_text,
    _c.public_answer,
    _c.public_lat,
    _c.public_lon,
)
_IS_SEEN = and_(_c.listed, _c.status.in_(sorted(SHOWN)))


class Listing:
    """The cases as everybody may see them."""

    def __init__(self, database: Database, images: Images) -> None:
        self._database = database
        self._images = images

    async def find(self, wanted: Wanted) -> list[Listed]:
        """Return what is asked for, the newest first; by the change where changes are asked for."""
        return await self._database.read(lambda c: _read(c, query_of(wanted)))

    async def find_image(self, image_id: str) -> Image | None:
        """Return an image that everybody may see; None for any other."""

        def read(connection: Connection) -> Image | None:
            query = (
                select(images.c.case_id)
                .join(cases, _c.id == images.c.case_id)
                .where(images.c.id == image_id, images.c.public, _IS_SEEN, _c.published_at.is_not(None))
            )
            case_id = connection.execute(query).scalar()
            if case_id is None:
                return None
            return next((each for each in self._images.of_case(connection, case_id) if each.id == image_id), None)

        return await self._database.read(read)


def query_of(wanted: Wanted) -> Select[Any]:
    """Return the statement for what is asked for. Each has an index that its order can be read from, or a place's."""
    query = select(*_COLUMNS)
    if wanted.ids:
        return query.where(_c.id.in_(wanted.ids), _IS_SEEN).order_by(_c.received_at.desc(), _c.id)
    conditions: list[ColumnElement[bool]] = [_c.listed, _c.status.in_(sorted(wanted.states))]
    if wanted.service_codes:
        conditions.append(_c.service_code.in_(wanted.service_codes))
    for column, since, until in (
        (_c.received_at, wanted.received_from, wanted.received_until),
        (_c.updated_at, wanted.updated_from, wanted.updated_until),
    ):
        if since is not None:
            conditions.append(column >= since)
        if until is not None:
            conditions.append(column <= until)
    if wanted.box is not None:
        conditions += _within(wanted.box)
    if wanted.circle is not None:
        conditions += _around(wanted.circle)
    by_change = wanted.updated_from is not None or wanted.updated_until is not None
    order = _c.updated_at if by_change else _c.received_at
    query = query.where(*conditions).order_by(order.desc(), _c.id).limit(wanted.page_size)
    return query.offset((wanted.page - 1) * wanted.page_size)


def _within(box: Box) -> list[ColumnElement[bool]]:
    return [
        _c.public_lat.is_not(None),
        _c.public_lat.between(box.south, box.north),
        _c.public_lon.between(box.west, box.east),
    ]


def _around(circle: Circle) -> list[ColumnElement[bool]]:
    """Flat within the circle: at `MAX_RADIUS_M` wrong by 40 m at most, which is less than the positions are rounded."""
    shrunk = max(math.cos(math.radians(circle.lat)), 0.01)
    lat_reach = circle.radius_m / METRES_PER_DEGREE
    lon_reach = lat_reach / shrunk
    box = Box(circle.lon - lon_reach, circle.lat - lat_reach, circle.lon + lon_reach, circle.lat + lat_reach)
    north, east = _c.public_lat - circle.lat, (_c.public_lon - circle.lon) * shrunk
    return [*_within(box), north * north + east * east <= lat_reach * lat_reach]


def _read(connection: Connection, query: Select[Any]) -> list[Listed]:
    rows = connection.execute(query).all()
    pictures = _public_images(connection, [row.id for row in rows if row.published_at is not None])
    seen = _seen(connection, [row.merged_into for row in rows if row.merged_into])
    return [
        _to_listed(row, pictures.get(row.id, ()), row.merged_into if row.merged_into in seen else "") for row in rows
    ]


def _public_images(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for some in _portions(ids):
        query = select(images.c.case_id, images.c.id).where(images.c.case_id.in_(some), images.c.public)
        for row in connection.execute(query.order_by(images.c.position)):
            found[row.case_id].append(row.id)
    return {case_id: tuple(names) for case_id, names in found.items()}


def _seen(connection: Connection, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for some in _portions(ids):
        found |= set(connection.execute(select(_c.id).where(_c.id.in_(some), _IS_SEEN)).scalars())
    return found


def _portions(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE)]


def _to_listed(row: AnyRow, pictures: tuple[str, ...], follows: str) -> Listed:
    return Listed(
        id=row.id,
        state=row.status,
        service_code=row.service_code,
        unit=row.unit,
        received_at=row.received_at,
        updated_at=row.updated_at,
        expected_at=at(row.due_on, END_OF_DAY),
        title=row.public_title,
        text=row.public_text,
        answer=row.public_answer,
        lat=row.public_lat,
        lon=row.public_lon,
        images=pictures,
        follows=follows,
    )
