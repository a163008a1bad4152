"""Reads the queues from their content file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import holidays
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.queues.model import ALWAYS, Hours, Language, Queue, Queues, Season, Span, Week

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class BadQueues(ValueError):
    """The file cannot be used; the text names the place."""


def read_queues(path: Path) -> Queues:
    """Return the queues of a content file.

    Raises:
        BadQueues: something is missing, misspelt or contradicts itself.
    """
    try:
        content = YAML(typ="safe").load(path)
        queues = {queue_id: _queue(queue_id, about) for queue_id, about in content["queues"].items()}
    except (YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadQueues(f"{path}: {error}") from error
    for mode in ("city", "youth"):
        if not any(queue.mode == mode for queue in queues.values()):
            raise BadQueues(f"{path}: no queue of the mode {mode}")
    return Queues(queues, is_public_holiday)


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday of Finland."""
    return day in _holidays(day.year)


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))


def _queue(queue_id: str, about: Mapping[str, Any]) -> Queue:
    _only(queue_id, about, {"mode", "titles", "hours", "languages", "callbacks"})
    if about["mode"] not in ("city", "youth"):
        raise ValueError(f"{queue_id}: `mode` is city or youth")
    titles = {language: str(about["titles"][language]) for language in LANGUAGES}
    usual = _hours(queue_id, about["hours"])
    particular = about.get("languages", {})
    _only(f"{queue_id}, languages", particular, set(LANGUAGES))
    hours = {
        language: _hours(f"{queue_id}, {language}", particular[language]["hours"]) if language in particular else usual
        for language in LANGUAGES
    }
    callbacks = None
    if "callbacks" in about:
        if about["mode"] == "youth":
            raise ValueError(f"{queue_id}: the youth chat keeps no telephone numbers, so nobody is called back")
        callbacks = _hours(f"{queue_id}, callbacks", about["callbacks"])
    return Queue(queue_id, about["mode"], titles, hours, callbacks)


def _hours(where: str, about: Any) -> Hours:
    if about == "always":
        return ALWAYS
    _only(where, about, {"week", "holidays", "seasons", "dates"})
    on_holidays = about.get("holidays", [])
    return Hours(
        week=_week(where, about["week"]),
        seasons=tuple(_season(where, season) for season in about.get("seasons", ())),
        on_holidays=None if on_holidays == "as usual" else _spans(where, on_holidays),
        dates={_date(where, day): _spans(where, spans) for day, spans in about.get("dates", {}).items()},
    )


def _season(where: str, about: Mapping[str, Any]) -> Season:
    _only(where, about, {"first", "last", "week"})
    season = Season(_date(where, about["first"]), _date(where, about["last"]), _week(where, about["week"]))
    if season.first > season.last:
        raise ValueError(f"{where}: a season ends before it begins")
    return season


def _week(where: str, about: Mapping[str, Any]) -> Week:
    """Return the week of `{mon-fri: [09.00-16.00], sat: []}`."""
    days: dict[int, tuple[Span, ...]] = {}
    for names, spans in about.items():
        first, _, last = names.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"{where}: {names} are no days of the week")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            if day in days:
                raise ValueError(f"{where}: {DAYS[day]} stands twice")
            days[day] = _spans(where, spans)
    return Week(days)


def _spans(where: str, texts: Any) -> tuple[Span, ...]:
    """Return the spans of `[09.00-11.30, 13.00-16.00]`."""
    spans = []
    for text in texts:
        opens, _, closes = str(text).partition("-")
        spans.append(Span(_time(where, opens), _time(where, closes)))
    for earlier, later in pairwise(spans):
        if not earlier.opens < earlier.closes <= later.opens:
            raise ValueError(f"{where}: {', '.join(map(str, texts))} overlap or are not in order")
    return tuple(spans)


def _time(where: str, text: str) -> time:
    """Return a time of day; 24.00 is midnight."""
    hours, _, minutes = text.strip().partition(".")
    try:
        return time(int(hours) % 24 if int(hours) == 24 and int(minutes) == 0 else int(hours), int(minutes))
    except ValueError:
        raise ValueError(f"{where}: {text.strip()} is no time such as 09.00") from None


def _date(where: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{where}: {value} is no date such as 2026-12-24") from None


def _only(where: str, about: Any, known: set[str]) -> None:
    if not isinstance(about, Mapping) or set(about) - known:
        raise ValueError(f"{where}: only {', '.join(sorted(known))} may stand here")
