"""A guide: questions about one's situation, and the things to do that follow from the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["fi", "sv", "en"]
Text = Mapping[Language, str]
"""The same in each language; empty only in a draft."""
Condition = Mapping[str, tuple[str, ...]]
"""By question: the choices of which one has to be made. All questions count; without any, it always holds."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What questions, choices and items may be called: they stand in addresses."""
CHANGE = "change"
"""In an address: the questions are shown although all are answered. So no question may be called that."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """Is asked when `when` holds, which names questions before it only."""

    id: str
    text: Text
    when: Condition
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An official page, in each language."""

    title: Text
    url: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, listed when `when` holds: `stage` says at what time, `todo` what, and `ask` whom to ask."""

    id: str
    when: Condition
    stage: Text
    title: Text
    todo: Text
    ask: Text
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide; after `review_by` nobody vouches for it.

    Attributes:
        topics: The frequent questions whose answers lead to it.
        sources: Where the facts were found.
        questions: In the order in which they are asked.
        items: In the order in which they are done.
    """

    id: str
    owner: str
    review_by: date
    topics: tuple[str, ...]
    sources: tuple[str, ...]
    title: Text
    introduction: Text
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
