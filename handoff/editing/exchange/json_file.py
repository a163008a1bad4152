"""Answers as open data: what residents can read, under an open licence. `answers.schema.json` describes it.

Who in the city is responsible and where the facts were found is for the editors: it is not written, but taken in where
a file has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from handoff.editing.exchange.fields import FieldReader
from handoff.editing.exchange.model import Parsed, Problem, Unreadable
from handoff.faq.model import Entry

LICENCE = {"id": "CC-BY-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
VERSION = 1


def write(entries: Sequence[Entry], now: datetime) -> bytes:
    """Return the file."""
    document = {
        "format": "luukku-answers",
        "version": VERSION,
        "license": LICENCE,
        "exported_at": now.isoformat(timespec="seconds"),
        "entries": [_entry(entry) for entry in entries],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _entry(entry: Entry) -> dict[str, Any]:
    languages: dict[str, Any] = {
        language: {
            "title": answer.title,
            "answer": answer.text,
            "plain": answer.plain,
            "links": [{"title": page.title, "url": page.url} for page in answer.pages],
            "questions": list(answer.examples),
        }
        for language, answer in entry.answers.items()
    }
    return {"id": entry.id, "area": entry.area, "review_by": entry.review_by.isoformat(), **languages}


def read(content: bytes) -> Parsed:
    """Return what the file says.

    Raises:
        Unreadable: it is no such file.
    """
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable(Problem("broken", cell=str(error.lineno))) from error
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise Unreadable(Problem("missing_field", cell="entries"))
    if document.get("version", VERSION) != VERSION:
        raise Unreadable(Problem("wrong_kind", cell="version", figure=str(document["version"])[:60]))
    reader = FieldReader()
    for place, about in enumerate(entries):
        reader.entry(about, f"entries[{place}]")
    return reader.parsed()
