"""A canned reply: what it says in each language, how it is found, and where it fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["fi", "sv", "en"]

PLACEHOLDERS = frozenset({"agent", "queue", "opens_at"})
"""What the console fills in by itself: `{agent}`. What only the agent knows is a gap with a name: `{…street}`."""
GAP_SIGN = "…"
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """One reply. `queues`: the ids of those in whose conversations it is offered."""

    id: str
    keywords: tuple[str, ...]
    queues: frozenset[str]
    titles: Mapping[Language, str]
    texts: Mapping[Language, str]


@dataclass(slots=True)
class CannedReplies:
    """Every reply in the order of the file; `unknown`: the gap that stands for a placeholder without a value."""

    replies: tuple[CannedReply, ...]
    unknown: Mapping[str, Mapping[Language, str]]

    def renew(self, other: CannedReplies) -> None:
        """Take other replies from now on."""
        self.replies, self.unknown = other.replies, other.unknown


def check_places(text: str) -> None:
    """Pass if every place to be filled in is a placeholder that is known or a gap that is named.

    Raises:
        ValueError: it is neither, or a brace stands alone.
    """
    for place in places(text):
        if place is None:
            raise ValueError("a brace stands alone")
        if place not in PLACEHOLDERS and not place.removeprefix(GAP_SIGN).strip():
            raise ValueError("a gap has no name")
        if place not in PLACEHOLDERS and not place.startswith(GAP_SIGN):
            raise ValueError(f"{{{place}}} is not known; a gap for the agent to fill is written {{{GAP_SIGN}{place}}}")


def places(text: str) -> Iterator[str | None]:
    """Yield what stands between braces; None for a brace without its other half."""
    for found in _BRACES.finditer(text):
        yield found.group(1)
