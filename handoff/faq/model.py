"""An answer to a frequent question, in all three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["fi", "sv", "en"]


@dataclass(frozen=True, slots=True)
class Page:
    """An official page about the matter."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry in one language; `plain` says the same in plain language, `examples` are questions that it answers."""

    title: str
    text: str
    plain: str
    pages: tuple[Page, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic; after `review_by` nobody vouches for its answers. `sources`: where the facts were found."""

    id: str
    area: str
    owner: str
    review_by: date
    sources: tuple[str, ...]
    answers: Mapping[Language, Answer]
