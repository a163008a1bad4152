"""What a file says of entries, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import msgspec

from handoff.faq.content import LANGUAGES
from handoff.faq.model import Answer, Entry, Language, Page

Format = Literal["xlsx", "csv", "rasa", "json"]
Words = Mapping[str, Mapping[str, str]]
"""Names by language, then by key."""
MAX_TOLD = 100
"""Problems in one report: whoever has more has taken the wrong file."""
MAX_ENTRY_CHARS = 60_000
"""As in the form of an entry, where it would have to be edited."""
ProblemKind = Literal[
    "unknown_type",
    "old_excel",
    "other_sheets",
    "broken",
    "too_big",
    "entities",
    "encoding",
    "no_columns",
    "too_many_rows",
    "twice_column",
    "bad_id",
    "no_id",
    "bad_language",
    "no_language",
    "bad_day",
    "formula",
    "error_value",
    "not_text",
    "differs",
    "too_long",
    "wrong_kind",
    "missing_field",
    "nothing",
]
NoteKind = Literal["unknown_column", "unread_sheet"]


class AnswerPatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said of one language; None where nothing is said, which leaves it as it is."""

    title: str | None = None
    text: str | None = None
    plain: str | None = None
    pages: tuple[tuple[str, str], ...] | None = None
    examples: tuple[str, ...] | None = None


class Patch(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file says of one entry."""

    id: str
    area: str | None = None
    owner: str | None = None
    review_by: date | None = None
    sources: tuple[str, ...] | None = None
    answers: dict[Language, AnswerPatch] = {}

    @property
    def chars(self) -> int:
        """How much text there is."""
        answers = ([getattr(said, name) for name in said.__struct_fields__] for said in self.answers.values())
        return _chars([self.area, self.owner, self.sources, *answers])


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong. `cell` is where: `B7`, or a path such as `entries[3].fi.title`."""

    kind: ProblemKind
    sheet: str = ""
    cell: str = ""
    figure: str = ""


class Note(msgspec.Struct, frozen=True):
    """Something that was left out, and is not wrong."""

    kind: NoteKind
    sheet: str = ""
    cell: str = ""
    figure: str = ""


class Parsed(msgspec.Struct, frozen=True):
    """A whole file. With problems, nothing of it is to be taken."""

    patches: tuple[Patch, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


class Unreadable(Exception):
    """The file cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


def _chars(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    return sum(map(_chars, value)) if isinstance(value, list | tuple) else 0


def patched(entry: Entry, patch: Patch) -> Entry:
    """Return an entry with what a file says of it."""
    common = {
        name: value for name in ("area", "owner", "review_by", "sources") if (value := getattr(patch, name)) is not None
    }
    answers = dict(entry.answers)
    for language, said in patch.answers.items():
        fields = {
            name: value for name in ("title", "text", "plain", "examples") if (value := getattr(said, name)) is not None
        }
        if said.pages is not None:
            fields["pages"] = tuple(Page(title, url) for title, url in said.pages)
        answers[language] = replace(answers[language], **fields)
    return replace(entry, answers=answers, **common)


def whole(entry: Entry) -> Patch:
    """Return a patch that says all of an entry."""
    return Patch(
        id=entry.id,
        area=entry.area,
        owner=entry.owner,
        review_by=entry.review_by,
        sources=entry.sources,
        answers={
            language: AnswerPatch(
                answer.title, answer.text, answer.plain, tuple((p.title, p.url) for p in answer.pages), answer.examples
            )
            for language, answer in entry.answers.items()
        },
    )


def blank(entry_id: str, review_by: date) -> Entry:
    """Return an entry of which nothing has been written."""
    nothing = Answer("", "", "", (), ())
    return Entry(entry_id, "", "", review_by, (), dict.fromkeys(LANGUAGES, nothing))


def page_line(title: str, url: str) -> str:
    """Return a link as a line of a cell."""
    return f"{title} | {url}".strip()


def to_page(line: str) -> tuple[str, str]:
    """Return title and address of what `page_line` made; addresses have no spaces in them."""
    line = line.strip()
    if line == "|" or line.endswith(" |"):
        return line[:-1].strip(), ""
    if " | " in line:
        title, _, url = line.rpartition(" | ")
    elif line.startswith("| "):
        title, url = "", line[2:]
    elif "|" in line:
        title, _, url = line.rpartition("|")
    else:
        title, url = ("", line) if "://" in line else (line, "")
    return title.strip(), url.strip()
