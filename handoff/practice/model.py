"""A scenario to practise with, and what its visitor has to say next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from handoff.conversations.model import Author, Language, Mode

Texts = Mapping[Language, str]
"""The same in every language."""

READS_S = 1.0
"""Before this nobody has read an answer, let alone begun to write."""
CHARS_PER_S = 40
"""Faster than people type: an agent learns from what is said, not from waiting for it."""
MAX_TYPES_S = 3.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the visitor has said to the assistant, and the answer: a topic's, or words of its own for not knowing."""

    said: Texts
    topic: str = ""
    answer: Texts | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What the visitor says to the agent; `turns_to`: in which language from now on, by the one until now."""

    texts: Texts
    turns_to: Mapping[Language, Language]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One visitor.

    Attributes:
        trains: What an agent learns with it, in a sentence.
        is_danger: The assistant has suspected that somebody is in danger.
        history: What was said with the assistant, oldest first.
        lines: What the visitor says, each after an answer of the agent's.
        afterwards: The last word to an agent who writes on.
        points: What a good conversation would have had in it.
    """

    id: str
    mode: Mode
    is_danger: bool
    titles: Texts
    trains: Texts
    history: tuple[Exchange, ...]
    lines: tuple[Line, ...]
    afterwards: Texts
    points: tuple[Texts, ...]

    def line(self, number: int) -> Line | None:
        """Return the line of this number, counted from 0; None when the visitor has nothing left to say."""
        script = (*self.lines, Line(self.afterwards, {}))
        return script[number] if number < len(script) else None


@dataclass(frozen=True, slots=True)
class Debrief:
    """What came of a practice; `first_answer`: after the claim, None if nothing was answered."""

    scenario: Scenario
    first_answer: timedelta | None
    answers: int


def owed_line(authors: Sequence[Author]) -> int | None:
    """Return the number of the line that the visitor owes, from 0; None if it is the agent's turn.

    Args:
        authors: Of all messages in their order. Before the agent's first the visitor spoke with the assistant.
    """
    spoken = [author for author in authors if author in ("visitor", "agent")]
    if not spoken or spoken[-1] != "agent":
        return None
    return spoken[spoken.index("agent") :].count("visitor")


def line_id(conversation_id: str, number: int) -> str:
    """Return the id of the visitor's line: whoever says it, and however often, it is stored once."""
    return str(uuid5(UUID(conversation_id), f"line {number}"))


def typing_time(text: str) -> timedelta:
    """Return for how long the visitor is seen typing a line."""
    return timedelta(seconds=min(len(text) / CHARS_PER_S, MAX_TYPES_S))
