"""Figures as a table to download, by RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as a table, with an empty cell for None."""
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    return table.getvalue()


def cell(value: float | None, language: str) -> str:
    """Return a figure as the language writes it: a decimal point would make a Finnish spreadsheet see a date."""
    text = "" if value is None else str(value)
    return text if language == "en" else text.replace(".", ",")
