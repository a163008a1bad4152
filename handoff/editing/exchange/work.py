"""What the process that reads and writes files is given and gives back."""

from __future__ import annotations

from datetime import datetime

import msgspec

from handoff.editing.exchange.model import Format, Parsed
from handoff.faq.model import Language

ENDINGS: dict[Format, str] = {"xlsx": ".xlsx", "csv": ".csv", "rasa": ".yml", "json": ".json"}
MAX_FILE = 8_000_000
"""Bytes of an upload: four times the city's answers in the longest format."""


class Vocabulary(msgspec.Struct, frozen=True):
    """What columns, languages and sheets are called, by the language of the reader."""

    headings: dict[str, dict[str, str]]
    tongues: dict[str, dict[str, str]]
    sheets: dict[str, dict[str, str]]
    guide: dict[str, dict[str, str]]


class Work(msgspec.Struct, frozen=True):
    """What is to be done: `content` read, or `entries` (as `codec` writes them) written in a format."""

    vocabulary: Vocabulary
    content: bytes = b""
    format: Format | None = None
    entries: tuple[str, ...] = ()
    language: Language = "fi"
    now: datetime | None = None


class Done(msgspec.Struct, frozen=True):
    """What was read, or written; neither if a text is too long for the format."""

    parsed: Parsed | None = None
    content: bytes | None = None
