"""Answers as CSV, the way Excel writes and opens it in Finland and Sweden: semicolons, UTF-8 with its mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from handoff.editing.exchange.escaping import escaped, unescaped
from handoff.editing.exchange.model import Parsed, Problem, Unreadable, Words
from handoff.editing.exchange.tables import COLUMNS, Naming, Table, TableReader, rows_of
from handoff.faq.model import Entry

DELIMITERS = ";,\t"
MAX_ROWS = 50_000
# A date is left as it is: it is to be one.
_AS_IS = frozenset({"review_by"})


def write(entries: Sequence[Entry], headings: Words, language: str) -> bytes:
    """Return the file: a row for each entry and language, its questions one below the other in a cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([headings[language][name] for name in COLUMNS])
    for row in rows_of(entries):
        cells = {name: cell if name in _AS_IS else escaped(cell) for name, cell in row.items()}
        writer.writerow([cells.get(name, "") for name in COLUMNS])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def read(content: bytes, naming: Naming) -> Parsed:
    """Return what the file says.

    Raises:
        Unreadable: it is no table.
    """
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(Problem("unknown_type"))
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        rows = _rows(rest, first.strip()[-1])
    else:
        rows = max((_rows(text, delimiter) for delimiter in DELIMITERS), key=lambda rows: _known(rows, naming))
    if isinstance(rows, Unreadable):
        raise rows
    if len(rows) > MAX_ROWS:
        raise Unreadable(Problem("too_many_rows", figure=str(MAX_ROWS)))
    reader = TableReader(naming)
    numbered = [(number, [unescaped(cell) for cell in row]) for number, row in enumerate(rows, 1)]
    if not reader.read(Table("", numbered)):
        raise Unreadable(Problem("no_columns"))
    return Parsed(reader.patches(), tuple(reader.problems), tuple(reader.notes))


def _decoded(content: bytes) -> str:
    # UTF-16 is Excel's "Unicode text"; "CSV" without UTF-8 in its name is Windows' Western Europe.
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if is_wide else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(Problem("encoding"))


def _rows(text: str, delimiter: str) -> list[list[str]] | Unreadable:
    """Return the rows; what keeps them from being read is told by the row that it begins in."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)  # noqa: PERF402 - how many there are is told, should one be broken
    except csv.Error:
        return Unreadable(Problem("broken", cell=f"A{len(rows) + 1}"))
    return rows


def _known(rows: list[list[str]] | Unreadable, naming: Naming) -> int:
    """Return how many columns are known by their headings; -1 if there are no rows."""
    if isinstance(rows, Unreadable):
        return -1
    heading = next((row for row in rows if any(row)), [])
    return sum(bool(naming.column(unescaped(cell))) for cell in heading)
