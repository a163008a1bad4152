"""Makes reports, as objects, as a table to download, and as open data."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handoff.audit.model import Actor, Detail
from handoff.audit.store import record
from handoff.clock import Clock
from handoff.errors import InvalidPayload
from handoff.queues.model import Language, Queues
from handoff.queues.tags import Tag, Topics
from handoff.queues.windows import HELSINKI
from handoff.reports import comments, store
from handoff.reports.comments import Comments
from handoff.reports.content import LANGUAGES, ReportWords, Wording
from handoff.reports.model import (
    SMALL,
    Callbacks,
    Figures,
    Group,
    Grouping,
    Mode,
    OneLanguage,
    Period,
    Report,
    Spread,
    disclosed,
    may_tell_callbacks,
)
from handoff.reports.tables import BYTE_ORDER_MARK, as_csv, cell
from handoff.storage.database import Database

OPEN_DAYS = 365
OPEN_FOR = timedelta(hours=1)
"""So long the open data are given out before they are counted again: anybody may ask for them, however often."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "language": ("fi", "sv", "en"),
    "mode": ("city", "youth"),
    "outcome": ("by_bot", "handed_over", "other"),
}
"""By what the open data tell the contacts apart, in the order in which small ones are hidden."""
NO_CALLBACKS = (Callbacks(), Spread())
CALLBACK_PARTS = ("reached", "failed", "other")


class Reports:
    """The reports of this service."""

    def __init__(
        self, database: Database, queues: Queues, tags: tuple[Tag, ...], words: ReportWords, clock: Clock
    ) -> None:
        self._database = database
        self._titles: Mapping[Grouping, Mapping[str, Wording]] = {
            "queue": {"": words.without["queue"], **{queue.id: queue.titles for queue in queues.all()}},
            "tag": {"": words.without["tag"], **{tag.id: tag.titles for tag in tags}},
            "language": words.languages,
        }
        self._topics = Topics.of(tags)
        self._words = words
        self._clock = clock
        self._counting = asyncio.Lock()
        self._open_data: tuple[datetime, dict[str, Any]] | None = None

    async def make(self, period: Period, by: Grouping, mode: Mode, language: OneLanguage = "") -> Report:
        """Return a report; by day every day has a group, by whatever else those that occur, the greatest first.

        Raises:
            InvalidPayload: the period is none, or longer than a year.
        """
        if not period.is_valid():
            raise InvalidPayload

        def count(connection: Connection) -> Report:
            now = self._clock()
            everything = store.Scope(period, mode, language=language, topics=self._topics)
            (total,) = store.count(connection, everything, now).values()
            found = store.count(connection, replace(everything, by=by), now)
            if by == "day":
                groups = [Group(day.isoformat(), found.get(day.isoformat(), Figures())) for day in period.days()]
            else:
                groups = [Group(key, figures) for key, figures in found.items()]
                groups.sort(key=lambda group: -group.figures.contacts.contacts)
            return Report(period, by, mode, language, total, groups)

        return await self._database.read(count)

    async def comments(
        self,
        actor: Actor,
        period: Period,
        mode: Mode,
        language: OneLanguage = "",
        *,
        queue: str | None = None,
        before: str = "",
    ) -> Comments:
        """Return what people wrote beside their quick feedback, and note in the log who reads it.

        Raises:
            InvalidPayload: no period, or no cursor.
        """
        if not period.is_valid():
            raise InvalidPayload
        asked: Detail = {"from": period.first.isoformat(), "to": period.last.isoformat(), "mode": mode}
        asked |= {"language": language, **({} if queue is None else {"queue": queue})}

        def read(connection: Connection) -> Comments:
            found = comments.read(connection, store.Scope(period, mode, language=language), queue, before)
            detail = {name: value for name, value in asked.items() if value or name == "queue"}
            detail["comments"] = len(found.comments)
            record(connection, actor, "read_comments", self._clock(), detail=detail)
            return found

        try:
            return await self._database.write(read)
        except (ValueError, OverflowError) as error:
            raise InvalidPayload from error

    def titles(self, by: Grouping) -> Mapping[str, Wording]:
        """Return the names of all groups that the content files know, by their keys."""
        return self._titles[by]

    def title(self, by: Grouping, key: str) -> Wording:
        """Return a group's name in every language; a day, and what has left the content files, is called by its key."""
        unnamed: Wording = dict.fromkeys(LANGUAGES, key)
        return self._titles.get(by, {}).get(key, unnamed)

    def as_csv(self, report: Report, language: Language) -> str:
        """Return the report as a table (RFC 4180) with a mark by which spreadsheets know UTF-8, the total last."""
        words = self._words
        names = [report.by, *Figures().published()]
        rows = [[words.headings[name][language] for name in names]]
        rows += [
            [self.title(report.by, group.key)[language], *_cells(group.figures, language)] for group in report.groups
        ]
        rows.append([words.total[language], *_cells(report.total, language)])
        return BYTE_ORDER_MARK + as_csv(rows)

    async def open_data(self) -> dict[str, Any]:
        """Return daily counts of the last year up to yesterday, small ones hidden."""
        async with self._counting:
            now = self._clock()
            if self._open_data is None or self._open_data[0] <= now - OPEN_FOR:
                self._open_data = (now, await self._count_open_data(now))
            return self._open_data[1]

    async def _count_open_data(self, now: datetime) -> dict[str, Any]:
        yesterday = now.astimezone(HELSINKI).date() - timedelta(days=1)
        period = Period(yesterday - timedelta(days=OPEN_DAYS - 1), yesterday)

        def count(connection: Connection) -> list[dict[str, Any]]:
            parts = {by: store.daily_parts(connection, period, by) for by in PARTS}
            waiting, callbacks = store.daily_waiting(connection, period), store.daily_callbacks(connection, period)
            return [
                _open_day(day, {by: parts[by][day] for by in PARTS}, waiting.get(day), callbacks.get(day, NO_CALLBACKS))
                for day in sorted(parts["language"])
            ]

        return {
            "title": self._words.title,
            "description": self._words.description,
            "license": self._words.license,
            "fewer_than_are_null": SMALL,
            "updated_at": now.isoformat(timespec="seconds"),
            "days": await self._database.read(count),
        }


def _open_day(
    day: date, parts: Mapping[str, Mapping[str, int]], wait_p50_s: int | None, callbacks: tuple[Callbacks, Spread]
) -> dict[str, Any]:
    contacts = sum(parts["language"].values())
    is_told = contacts >= SMALL
    told: dict[str, dict[str, int | None]] = {
        by: disclosed({name: parts[by].get(name, 0) for name in names}) if is_told else dict.fromkeys(names)
        for by, names in PARTS.items()
    }
    # That there were waits enough would tell of contacts whose number is hidden.
    handed_over = told["outcome"]["handed_over"]
    return {
        "day": day.isoformat(),
        "contacts": contacts if is_told else None,
        **{f"by_{by}": found for by, found in told.items()},
        "wait_p50_s": None if handed_over is None else wait_p50_s,
        **_open_callbacks(*callbacks, handed_over),
    }


def _open_callbacks(callbacks: Callbacks, calling: Spread, handed_over: int | None) -> dict[str, Any]:
    parts: dict[str, int | None] = dict.fromkeys(CALLBACK_PARTS)
    is_told = may_tell_callbacks(callbacks.callbacks, handed_over)
    if is_told:
        other = callbacks.callbacks - callbacks.reached - callbacks.failed
        parts = disclosed({"reached": callbacks.reached, "failed": callbacks.failed, "other": other})
    return {
        "callbacks": callbacks.callbacks if is_told else None,
        "callbacks_by_outcome": parts,
        # Whoever was reached was called.
        "called_p50_s": calling.p50_s if parts["reached"] is not None else None,
    }


def _cells(figures: Figures, language: Language) -> list[str]:
    return [cell(value, language) for value in figures.published().values()]
