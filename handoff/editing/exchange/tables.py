"""The answers as tables: which columns there are, and what their cells say.

A row is about one entry and, where it has texts, one language. Rows of the same entry and language add up: the one says
the answer, others the questions. What concerns all languages may stand in any of the entry's rows. So the same reader
takes a workbook of several sheets, a CSV file of one table, and what an editor has made of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl.utils import get_column_letter

from handoff.editing.exchange.model import AnswerPatch, Note, Patch, Problem, ProblemKind, Words, page_line, to_page
from handoff.editing.files import ENTRY_ID
from handoff.faq.content import LANGUAGES
from handoff.faq.model import Entry, Language

COMMON = ("area", "owner", "review_by", "sources")
OF_LANGUAGE = ("title", "text", "plain", "pages", "examples")
COLUMNS = ("id", "language", "title", "text", "plain", "pages", "examples", *COMMON)
LISTS = frozenset({"sources", "pages", "examples"})
MAX_CELL = 30_000
"""Characters in a cell; Excel cuts off what is above 32,767."""
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell whose formula has failed, such as #REF!."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, empty for a file that has one only, and its rows with their numbers."""

    name: str
    rows: Sequence[tuple[int, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Naming:
    """What columns and languages are called, in every language.

    `headings` and `tongues`: by the language of the reader, then by column or language.
    """

    headings: Words
    tongues: Words

    def column(self, text: str) -> str:
        """Return the column of a heading, empty if there is none of that name."""
        return _named(text, self.headings, COLUMNS)

    def language(self, text: str) -> str:
        """Return the language that is meant, empty if none."""
        return _named(text, self.tongues, LANGUAGES)


def _named(text: str, words: Words, keys: Sequence[str]) -> str:
    wanted = " ".join(text.split()).casefold()
    for key in keys:
        if wanted in {key, *(names[key].casefold() for names in words.values())}:
            return key
    return ""


def rows_of(entries: Sequence[Entry]) -> Iterator[dict[str, str]]:
    """Yield a row for each entry and language, with everything; more than one where a cell would be too long."""
    for entry in entries:
        for place, (language, answer) in enumerate(entry.answers.items()):
            questions = list(_filled(answer.examples))
            yield {
                "id": entry.id,
                "language": language,
                "title": answer.title,
                "text": answer.text,
                "plain": answer.plain,
                "pages": "\n".join(page_line(page.title, page.url) for page in answer.pages),
                "examples": questions[0],
                # Once is enough: whoever changes it has one cell to change.
                **({} if place else common_of(entry)),
            }
            for more in questions[1:]:
                yield {"id": entry.id, "language": language, "examples": more}


def common_of(entry: Entry) -> dict[str, str]:
    """Return the cells of what concerns all languages."""
    return {
        "area": entry.area,
        "owner": entry.owner,
        "review_by": entry.review_by.isoformat(),
        "sources": "\n".join(entry.sources),
    }


def _filled(lines: Sequence[str]) -> Iterator[str]:
    """Yield cells of lines, at least one."""
    cell, length = list[str](), 0
    for line in lines:
        if cell and length + len(line) > MAX_CELL:
            yield "\n".join(cell)
            cell, length = [], 0
        cell.append(line)
        length += len(line) + 1
    yield "\n".join(cell)


@dataclass(slots=True)
class TableReader:
    """Collects what tables say of entries."""

    naming: Naming
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _said: dict[str, dict[tuple[str, str], Any]] = field(default_factory=dict)
    """By entry; then by language, empty for what concerns all, and column."""

    def read(self, table: Table) -> bool:
        """Take in a table; False if it has no column of the entries' names, which is for the caller to tell."""
        rows = iter(table.rows)
        columns: Mapping[int, str] = {}
        for number, cells in rows:
            if any(cell not in (None, "") for cell in cells):
                columns = self._columns(table.name, number, cells)
                break
        if "id" not in columns.values():
            return False
        for number, cells in rows:
            found = {
                name: (cells[place], f"{get_column_letter(place + 1)}{number}")
                for place, name in columns.items()
                if place < len(cells)
            }
            if any(cell not in (None, "") for cell, _ in found.values()):
                self._row(table.name, number, found)
        return True

    def note_unread(self, sheet: str) -> None:
        """Tell of a sheet that is not one of these."""
        self.notes.append(Note("unread_sheet", sheet))

    def patches(self) -> tuple[Patch, ...]:
        """Return what has been said, entry by entry, in the order of their first rows."""
        return tuple(self._patch(entry_id) for entry_id in self._said)

    def _columns(self, sheet: str, number: int, cells: Sequence[Any]) -> Mapping[int, str]:
        columns: dict[int, str] = {}
        unknown = []
        for place, cell in enumerate(cells):
            if cell in (None, ""):
                continue
            where, heading = f"{get_column_letter(place + 1)}{number}", str(cell)
            name = self.naming.column(heading)
            if not name:
                unknown.append(Note("unknown_column", sheet, where, heading[:60]))
            elif name in columns.values():
                self.problems.append(Problem("twice_column", sheet, where, heading[:60]))
            else:
                columns[place] = name
        if "id" in columns.values():
            self.notes += unknown
        return columns

    def _row(self, sheet: str, number: int, found: Mapping[str, tuple[Any, str]]) -> None:
        texts: dict[str, str] = {}
        for name, (cell, where) in found.items():
            text = self._text(name, cell, sheet, where)
            if text is not None:
                texts[name] = text
        entry_id, id_cell = texts.get("id", "").strip().lower(), found["id"][1] if "id" in found else f"A{number}"
        if not ENTRY_ID.fullmatch(entry_id):
            kind: ProblemKind = "bad_id" if entry_id else "no_id"
            self._tell(kind, sheet, id_cell, entry_id)
            return
        said = self._said.setdefault(entry_id, {})
        language = self._language(texts, found, sheet, id_cell)
        for name, text in texts.items():
            if name in COMMON or (name in OF_LANGUAGE and language):
                self._say(said, (language if name in OF_LANGUAGE else "", name), text, sheet, found[name][1])

    def _language(
        self, texts: Mapping[str, str], found: Mapping[str, tuple[Any, str]], sheet: str, id_cell: str
    ) -> str:
        """Return the row's language; empty where it needs none, or has a wrong one, which is told."""
        asked = texts.get("language", "").strip()
        language = self.naming.language(asked)
        if asked and not language:
            self._tell("bad_language", sheet, found["language"][1], asked)
        elif not asked and any(texts.get(name, "") for name in OF_LANGUAGE):
            self._tell("no_language", sheet, found["language"][1] if "language" in found else id_cell)
        return language

    def _say(self, said: dict[tuple[str, str], Any], key: tuple[str, str], text: str, sheet: str, where: str) -> None:
        """Keep what a cell says; an empty one says nothing where another row says something."""
        name, before = key[1], said.get(key)
        value: Any = text
        if name == "review_by":
            value = _to_day(text)
            if text.strip() and value is None:
                self._tell("bad_day", sheet, where, text)
                return
        elif name in LISTS:
            value = [line.strip() for line in text.splitlines() if line.strip()]
        if name == "examples":
            said[key] = [*(before or ()), *value]
        elif value and before and value != before:
            self._tell("differs", sheet, where, text)
        elif value or before is None:
            said[key] = value

    def _text(self, name: str, cell: Any, sheet: str, where: str) -> str | None:
        """Return a cell as text; None where it is none, which is told."""
        if cell is None or isinstance(cell, str):
            return cell or ""
        if isinstance(cell, Formula):
            self._tell("formula", sheet, where)
        elif isinstance(cell, ErrorValue):
            self._tell("error_value", sheet, where, cell.text)
        elif isinstance(cell, date) and name == "review_by":
            return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
        elif isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell).is_integer():
            # From 2^53 on a spreadsheet has rounded it.
            if abs(cell) < 2**53:
                return str(int(cell))
            self._tell("not_text", sheet, where, str(cell))
        else:
            self._tell("not_text", sheet, where, str(cell))
        return None

    def _tell(self, kind: ProblemKind, sheet: str, where: str, figure: str = "") -> None:
        self.problems.append(Problem(kind, sheet, where, figure[:60]))

    def _patch(self, entry_id: str) -> Patch:
        said = self._said[entry_id]
        answers: dict[Language, AnswerPatch] = {}
        for language in LANGUAGES:
            fields = {name: said[language, name] for name in OF_LANGUAGE if (language, name) in said}
            if fields:
                answers[language] = AnswerPatch(
                    title=fields.get("title"),
                    text=fields.get("text"),
                    plain=fields.get("plain"),
                    pages=tuple(map(to_page, fields["pages"])) if "pages" in fields else None,
                    examples=tuple(fields["examples"]) if "examples" in fields else None,
                )
        return Patch(
            id=entry_id,
            area=said.get(("", "area")),
            owner=said.get(("", "owner")),
            review_by=said.get(("", "review_by")),
            sources=tuple(said["", "sources"]) if ("", "sources") in said else None,
            answers=answers,
        )


def _to_day(text: str) -> date | None:
    text = text.strip()
    try:
        if found := _DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None
