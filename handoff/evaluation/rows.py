"""The questions of an evaluation: a tab-separated file with the header `lang label style text`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from handoff.conversations.model import Language

HEADER = ("lang", "label", "style", "text")
LANGUAGES: tuple[Language, ...] = get_args(Language)


class MalformedRows(ValueError):
    """The file cannot be evaluated; the text names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what it is about.

    Attributes:
        label: A topic's name, an intent's name, or `out_of_scope`.
        style: How it is written (`typo`, `dialect` …); may be empty.
    """

    language: Language
    label: str
    style: str
    text: str


def parse_rows(content: bytes) -> list[Row]:
    """Return the rows of a file's content; quotes are text like any other, blank lines are passed over.

    Raises:
        MalformedRows: not UTF-8, another header, or a line that is not a row.
    """
    try:
        # Split at line feeds only: `splitlines` would cut texts at characters such as U+2028.
        lines = [line.removesuffix("\r") for line in content.decode("utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise MalformedRows(f"line {number} is not UTF-8") from error
    if tuple(lines[0].split("\t")) != HEADER:
        raise MalformedRows(f"line 1 must be the header {', '.join(HEADER)}, separated by tabs")
    rows = [_parse(line, number) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    if not rows:
        raise MalformedRows("there is no row below the header")
    return rows


def _parse(line: str, number: int) -> Row:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) != len(HEADER):
        raise MalformedRows(f"line {number} has {len(fields)} fields instead of {len(HEADER)}")
    lang, label, style, text = fields
    language = next((known for known in LANGUAGES if known == lang), None)
    if language is None:
        raise MalformedRows(f"line {number} has the language {lang!r} instead of one of {', '.join(LANGUAGES)}")
    if not label or not text:
        raise MalformedRows(f"line {number} has no {'text' if label else 'label'}")
    return Row(language, label, style, text)
