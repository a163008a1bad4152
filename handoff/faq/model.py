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
    """An entry in one language; `plain` says the same in plain language."""

    title: str
    text: str
    plain: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic; after `review_by` nobody vouches for its answers."""

    id: str
    review_by: date
    answers: Mapping[Language, Answer]
