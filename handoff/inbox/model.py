"""What is in the inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from handoff.faq.model import Language

Reason = Literal["missed", "clarified", "not_helped", "handed_over"]
REASONS: tuple[Reason, ...] = get_args(Reason)
How = Literal["added", "started", "out_of_scope", "tested", "dropped"]
Trend = Literal["new", "more", "same", "fewer"]

WEEK = timedelta(days=7)
WEEKS_BEFORE = 4
"""With so many weeks a week is compared: one of holidays does not decide."""
CLEARLY = 1.5
"""So many times as often is more; the other way round fewer."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of somebody, masked; `entries`: what the bot has answered or offered."""

    key: str
    text: str
    language: Language
    reason: Reason
    entries: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """The same text, however many have written it; `said` is not empty."""

    key: str
    text: str
    language: Language
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that ask the same, the most usual one first; `nearest`: entries by likeness, which may be none."""

    texts: tuple[Text, ...]
    this_week: int
    weekly_before: float
    nearest: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return by what it is found: its first text's key."""
        return self.texts[0].key

    @property
    def count(self) -> int:
        """Return how many messages it has."""
        return sum(len(text.said) for text in self.texts)

    @property
    def languages(self) -> Mapping[Language, int]:
        """Return how many messages are in which language."""
        return Counter(said.language for text in self.texts for said in text.said)

    @property
    def reasons(self) -> Mapping[Reason, int]:
        """Return why they are here, and how often, the most usual reason first."""
        return dict(Counter(said.reason for text in self.texts for said in text.said).most_common())

    @property
    def entries(self) -> Mapping[str, int]:
        """Return what the bot has answered or offered, and how often, the most usual first."""
        return dict(Counter(entry for text in self.texts for said in text.said for entry in said.entries).most_common())

    @property
    def trend(self) -> Trend:
        """Tell whether it is asked more often this week than in those before."""
        if not self.weekly_before:
            return "new"
        if self.this_week >= CLEARLY * self.weekly_before:
            return "more"
        return "fewer" if self.this_week * CLEARLY <= self.weekly_before else "same"


@dataclass(frozen=True, slots=True)
class Failures:
    """How often an answer did not help, and how often a question that got it was taken to a person."""

    not_helped: int = 0
    handed_over: int = 0

    @property
    def count(self) -> int:
        """Both."""
        return self.not_helped + self.handed_over


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen; empty: all. `days`: not older."""

    reason: str = ""
    language: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A text that an editor has read, and may have changed. `key` is that of the message it was."""

    key: str
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What was done by one press of a button."""

    id: str
    how: How
    entry_id: str
    count: int
    agent_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """An agent's reply to a question, strictly masked, that may become an answer."""

    id: str
    question: str
    reply: str
    language: Language
    agent_name: str
    at: datetime


def make_group(texts: Sequence[Text], now: datetime) -> Group:
    """Return texts as a group, the most usual first."""
    ordered = tuple(sorted(texts, key=lambda text: (-len(text.said), text.text)))
    ages = [now - said.at for text in ordered for said in text.said]
    before = sum(WEEK <= age < WEEK * (1 + WEEKS_BEFORE) for age in ages)
    return Group(ordered, sum(age < WEEK for age in ages), before / WEEKS_BEFORE)
