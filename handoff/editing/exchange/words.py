"""What the columns and sheets of files are called, from the words of the editors' desk."""

from __future__ import annotations

from collections.abc import Mapping

from handoff.editing.exchange.work import Vocabulary
from handoff.words import Words

ROOM = "files"


def vocabulary(words: Mapping[str, Words]) -> Vocabulary:
    """Return the names by language: fields are called what the desk calls them."""
    return Vocabulary(
        headings={
            language: {**texts["fields"], "id": texts["name"], "language": texts[ROOM]["language"]}
            for language, texts in words.items()
        },
        tongues={language: dict(texts["tongues"]) for language, texts in words.items()},
        sheets={language: dict(texts[ROOM]["sheets"]) for language, texts in words.items()},
        guide={language: dict(texts[ROOM]["guide"]) for language, texts in words.items()},
    )
