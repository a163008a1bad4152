"""Entries as JSON, as drafts and revisions are kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import orjson

from handoff.faq.model import Answer, Entry, Page


def dump(entry: Entry) -> str:
    """Return it as JSON."""
    return orjson.dumps(asdict(entry)).decode()


def load(content: str) -> Entry:
    """Return what `dump` was given."""
    about = orjson.loads(content)
    return Entry(
        id=about["id"],
        area=about["area"],
        owner=about["owner"],
        review_by=date.fromisoformat(about["review_by"]),
        sources=tuple(about["sources"]),
        answers={
            language: Answer(
                title=answer["title"],
                text=answer["text"],
                plain=answer["plain"],
                pages=tuple(Page(**page) for page in answer["pages"]),
                examples=tuple(answer["examples"]),
            )
            for language, answer in about["answers"].items()
        },
    )
