"""What a client asks for in the query of a GET, checked as the document says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import get_args

from handoff.cases.model import CaseState
from handoff.open311.model import (
    MAX_IDS,
    MAX_OFFSET,
    MAX_RADIUS_M,
    MAX_ROWS,
    SHOWN,
    SPAN,
    STATES,
    Box,
    Circle,
    Status,
    Wanted,
)
from handoff.queues.model import Language
from handoff.web.open311.refusals import Refused

LOCALE = re.compile(r"(fi|sv|en)([_-][A-Za-z]{2})?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
"""W3C's subset of ISO 8601, with a zone."""
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
Query = Mapping[str, str]


def read_language(given: Query) -> Language:
    """Return the language that texts are wanted in: Finnish unless said otherwise."""
    locale = given.get("locale", "fi")
    if not LOCALE.fullmatch(locale):
        raise Refused(400, "locale: fi, sv or en, with or without a country")
    return next(language for language in get_args(Language) if locale.startswith(language))


def read_flag(given: Query, name: str) -> bool:
    """Return a flag that is off unless said otherwise."""
    value = given.get(name, "false")
    if value not in {"true", "false"}:
        raise Refused(400, f"{name}: true or false")
    return value == "true"


def read_wanted(given: Query, now: datetime) -> Wanted:
    """Return which requests are asked for.

    Raises:
        Refused: something does not fit the document.
    """
    if "service_request_id" in given:
        ids = _list(given, "service_request_id", ID)
        if len(ids) > MAX_IDS:
            raise Refused(400, f"service_request_id: {MAX_IDS} at once at most")
        return Wanted(ids=ids)
    received, updated = _span(given, "start_date", "end_date"), _span(given, "updated_after", "updated_before")
    if updated == (None, None):
        received = _bounded(received, now, "start_date", "end_date")
    else:
        updated = _bounded(updated, now, "updated_after", "updated_before")
        if received != (None, None):
            received = _bounded(received, now, "start_date", "end_date")
    page = _whole(given, "page", 1, MAX_OFFSET)
    page_size = _whole(given, "page_size", MAX_ROWS, MAX_ROWS)
    if (page - 1) * page_size > MAX_OFFSET:
        raise Refused(400, f"page: pages go up to the {MAX_OFFSET}th request; ask for a shorter span of time")
    return Wanted(
        service_codes=_list(given, "service_code", CODE) if "service_code" in given else (),
        states=_states(given),
        received_from=received[0],
        received_until=received[1],
        updated_from=updated[0],
        updated_until=updated[1],
        box=_box(given),
        circle=_circle(given),
        page=page,
        page_size=page_size,
    )


def read_number(given: Query, name: str, least: float, most: float) -> float | None:
    """Return a number of degrees or metres; None if it is not given."""
    if name not in given:
        return None
    return _number(given[name], name, least, most)


def _number(text: str, name: str, least: float, most: float) -> float:
    if not NUMBER.fullmatch(text) or not least <= float(text) <= most:
        raise Refused(400, f"{name}: a number from {least:g} to {most:g}")
    return float(text)


def _states(given: Query) -> frozenset[CaseState]:
    if "status" not in given:
        return SHOWN
    wanted = given["status"].split(",")
    known: tuple[Status, ...] = get_args(Status)
    if not set(wanted) <= set(known):
        raise Refused(400, "status: open, closed, or both with a comma")
    none: frozenset[CaseState] = frozenset()
    return none.union(*(STATES[status] for status in known if status in wanted))


def _list(given: Query, name: str, each: re.Pattern[str]) -> tuple[str, ...]:
    values = tuple(value.strip() for value in given[name].split(","))
    if not all(each.fullmatch(value) for value in values):
        raise Refused(400, f"{name}: one or more, separated by commas")
    return values


def _whole(given: Query, name: str, default: int, most: int) -> int:
    text = given.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= most:
        raise Refused(400, f"{name}: a whole number from 1 to {most}")
    return int(text)


Span = tuple[datetime | None, datetime | None]


def _span(given: Query, since: str, until: str) -> Span:
    return _moment(given, since), _moment(given, until)


def _moment(given: Query, name: str) -> datetime | None:
    if name not in given:
        return None
    # A plus sign in a query that was not escaped arrives as a blank.
    text = given[name].replace(" ", "+")
    try:
        if MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refused(400, f"{name}: a date and time with its zone, such as 2026-05-01T12:00:00Z")


def _bounded(span: Span, now: datetime, since: str, until: str) -> Span:
    """Return a span of at most ninety days: what is not said follows from what is."""
    begin, end = span
    if begin is None:
        end = end or now
        begin = end - min(SPAN, end - FIRST)
    end = end or min(max(now, begin), begin + min(SPAN, LAST - begin))
    if end - begin > SPAN + timedelta(seconds=1):
        raise Refused(400, f"{since}, {until}: they may not be more than {SPAN.days} days apart")
    return begin, end


def _box(given: Query) -> Box | None:
    if "bbox" not in given:
        return None
    edges = given["bbox"].split(",")
    if len(edges) != 4:
        raise Refused(400, "bbox: west,south,east,north in degrees")
    west, east = (_number(edges[index], "bbox", -180, 180) for index in (0, 2))
    south, north = (_number(edges[index], "bbox", -90, 90) for index in (1, 3))
    return Box(west, south, east, north)


def _circle(given: Query) -> Circle | None:
    lat = read_number(given, "lat", -90, 90)
    lon = read_number(given, "long", -180, 180)
    radius_m = read_number(given, "radius", 0, MAX_RADIUS_M)
    if lat is None and lon is None and radius_m is None:
        return None
    if lat is None or lon is None or radius_m is None:
        raise Refused(400, "lat, long and radius: all three of them, or none")
    return Circle(lat, lon, radius_m)
