"""An entry as the fields of a form: lists are lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handoff.faq.content import LANGUAGES
from handoff.faq.model import Answer, Entry, Page

MAX_CHARS = 60_000
"""Of all fields together: twice the longest entry."""


class BadForm(ValueError):
    """It makes no entry. `why`: "too_long", or "bad_day" of the review."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def to_fields(entry: Entry) -> dict[str, str]:
    """Return the fields of an entry by name, such as `sv.title`."""
    fields = {
        "area": entry.area,
        "owner": entry.owner,
        "review_by": entry.review_by.isoformat(),
        "sources": "\n".join(entry.sources),
    }
    for language, answer in entry.answers.items():
        fields |= {
            f"{language}.title": answer.title,
            f"{language}.text": answer.text,
            f"{language}.plain": answer.plain,
            f"{language}.pages": "\n".join(f"{page.title} | {page.url}" for page in answer.pages),
            f"{language}.examples": "\n".join(answer.examples),
        }
    return fields


def to_entry(entry_id: str, fields: Mapping[str, str]) -> Entry:
    """Return the entry that a form describes; fields that are not in it are empty.

    Raises:
        BadForm: see there.
    """
    if sum(map(len, fields.values())) > MAX_CHARS:
        raise BadForm("too_long")
    try:
        review_by = date.fromisoformat(fields.get("review_by", ""))
    except ValueError as error:
        raise BadForm("bad_day") from error
    return Entry(
        id=entry_id,
        area=fields.get("area", ""),
        owner=fields.get("owner", ""),
        review_by=review_by,
        sources=tuple(_lines(fields.get("sources", ""))),
        answers={
            language: Answer(
                title=fields.get(f"{language}.title", ""),
                text=fields.get(f"{language}.text", ""),
                plain=fields.get(f"{language}.plain", ""),
                pages=tuple(map(_page, _lines(fields.get(f"{language}.pages", "")))),
                examples=tuple(_lines(fields.get(f"{language}.examples", ""))),
            )
            for language in LANGUAGES
        },
    )


def empty(entry_id: str, review_by: date) -> Entry:
    """Return an entry of which nothing has been written."""
    return to_entry(entry_id, {"review_by": review_by.isoformat()})


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _page(line: str) -> Page:
    title, bar, url = line.rpartition("|")
    if not bar and "://" not in url:
        return Page(line, "")
    return Page(title.strip(), url.strip())
