"""The questions of an evaluation: a tab-separated file of single questions or of follow-ups, as its header says.

- `lang label style text`: each row is asked in a conversation of its own. A label `a+b` names two needs in one message.
- `lang label first text`: `first` is asked before `text` in the same conversation, and only the second answer counts. A
  label `new:<topic>` says that the second question is about something else than the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from handoff.conversations.model import Language

HEADER = ("lang", "label", "style", "text")
FOLLOW_UP_HEADER = ("lang", "label", "first", "text")
SAME_TOPIC, NEW_TOPIC = "same topic", "new topic"
"""The styles of follow-ups."""
OUT_OF_SCOPE = "out_of_scope"
_NEW_PREFIX = "new:"
_MAX_TOPICS = 2
LANGUAGES: tuple[Language, ...] = get_args(Language)


class MalformedRows(ValueError):
    """The file cannot be evaluated; the text names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what it is about.

    Attributes:
        label: A topic's name, an intent's name, two of them joined by `+`, or `out_of_scope`.
        style: How it is written (`typo`, `dialect` …), or what kind of follow-up it is; may be empty.
        first: What is said before `text` in the same conversation; empty if nothing is.
    """

    language: Language
    label: str
    style: str
    text: str
    first: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        """What has to be answered: one label, or both of a message with two needs."""
        return tuple(self.label.split("+"))


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
    header = tuple(lines[0].split("\t"))
    if header not in {HEADER, FOLLOW_UP_HEADER}:
        headers = " or ".join(", ".join(known) for known in (HEADER, FOLLOW_UP_HEADER))
        raise MalformedRows(f"line 1 must be the header {headers}, separated by tabs")
    parse = _parse_follow_up if header == FOLLOW_UP_HEADER else _parse
    rows = [parse(_fields(line, number), number) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    if not rows:
        raise MalformedRows("there is no row below the header")
    return rows


def _fields(line: str, number: int) -> list[str]:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) != len(HEADER):
        raise MalformedRows(f"line {number} has {len(fields)} fields instead of {len(HEADER)}")
    return fields


def _parse(fields: list[str], number: int) -> Row:
    lang, label, style, text = fields
    return _checked(Row(_language(lang, number), label, style, text), number)


def _parse_follow_up(fields: list[str], number: int) -> Row:
    lang, label, first, text = fields
    if not first:
        raise MalformedRows(f"line {number} has no first question")
    style = NEW_TOPIC if label.startswith(_NEW_PREFIX) else SAME_TOPIC
    return _checked(Row(_language(lang, number), label.removeprefix(_NEW_PREFIX), style, text, first), number)


def _language(lang: str, number: int) -> Language:
    language = next((known for known in LANGUAGES if known == lang), None)
    if language is None:
        raise MalformedRows(f"line {number} has the language {lang!r} instead of one of {', '.join(LANGUAGES)}")
    return language


def _checked(row: Row, number: int) -> Row:
    if not row.label or not row.text:
        raise MalformedRows(f"line {number} has no {'text' if row.label else 'label'}")
    topics = row.topics
    if len(topics) > 1 and (len(topics) > _MAX_TOPICS or len(set(topics) - {"", OUT_OF_SCOPE}) != len(topics)):
        raise MalformedRows(f"line {number} has the label {row.label!r}, which does not name two topics")
    return row
