"""Opening hours as lines that people can read and write, and as they stand in the file of the queues.

`always`, or a line each: `mon-fri 09.00-11.30, 12.30-16.00`, `holidays as usual`, `2026-12-24 closed`, and
`2027-06-01..2027-08-15 mon-thu 09.00-15.00` for a season.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

ALWAYS, CLOSED, AS_USUAL, HOLIDAYS = "always", "closed", "as usual", "holidays"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_DAYS = re.compile(rf"{_DAY}(?:-{_DAY})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SEASON = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_SPAN = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d-(?:[01]?\d|2[0-4])\.[0-5]\d")


class BadHours(ValueError):
    """A line makes no hours; the text is the line."""


def to_lines(hours: Any) -> str:
    """Return hours of the file as lines."""
    if hours == ALWAYS:
        return ALWAYS
    lines = [f"{days} {_spans_text(spans)}" for days, spans in hours.get("week", {}).items()]
    if HOLIDAYS in hours:
        told = hours[HOLIDAYS]
        lines.append(f"{HOLIDAYS} {AS_USUAL if told == AS_USUAL else _spans_text(told)}")
    for season in hours.get("seasons", ()):
        span = f"{season['first']}..{season['last']}"
        lines += [f"{span} {days} {_spans_text(spans)}" for days, spans in season["week"].items()]
    lines += [f"{day} {_spans_text(spans)}" for day, spans in hours.get("dates", {}).items()]
    return "\n".join(lines)


def from_lines(text: str) -> Any:
    """Return lines as hours of the file, whose reader judges whether they agree with each other.

    Raises:
        BadHours: a line is none of those above.
    """
    if text.strip() == ALWAYS:
        return ALWAYS
    week: dict[str, list[str]] = {}
    seasons: dict[tuple[date, date], dict[str, list[str]]] = {}
    dates: dict[date, list[str]] = {}
    hours: dict[str, Any] = {"week": week}
    for line in filter(None, map(str.strip, text.splitlines())):
        what, _, rest = line.partition(" ")
        season = _SEASON.fullmatch(what)
        if _DAYS.fullmatch(what):
            _put(week, what, _spans(line, rest), line)
        elif what == HOLIDAYS:
            _put(hours, HOLIDAYS, AS_USUAL if rest.strip() == AS_USUAL else _spans(line, rest), line)
        elif season:
            days, _, spans = rest.strip().partition(" ")
            if not _DAYS.fullmatch(days):
                raise BadHours(line)
            of_season = seasons.setdefault((_date(line, season[1]), _date(line, season[2])), {})
            _put(of_season, days, _spans(line, spans), line)
        elif _DATE.fullmatch(what):
            _put(dates, _date(line, what), _spans(line, rest), line)
        else:
            raise BadHours(line)
    if seasons:
        hours["seasons"] = [{"first": first, "last": last, "week": of} for (first, last), of in seasons.items()]
    if dates:
        hours["dates"] = dates
    return hours


def _put(about: dict[Any, Any], name: Any, value: Any, line: str) -> None:
    if name in about:
        raise BadHours(line)
    about[name] = value


def _spans(line: str, text: str) -> list[str]:
    if text.strip() == CLOSED:
        return []
    spans = [span.strip() for span in text.split(",")]
    if not all(_SPAN.fullmatch(span) for span in spans):
        raise BadHours(line)
    return spans


def _date(line: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadHours(line) from None


def _spans_text(spans: Any) -> str:
    return ", ".join(str(span) for span in spans) or CLOSED
