"""What the simulated people note themselves: what they sent, what they were told and shown. No server is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(slots=True, kw_only=True)
class Sent:
    """One message of one client, from typing it to its acknowledgement.

    `conversation` is empty for visitors, who need not know its id. Times are seconds of the soak.

    Attributes:
        seq: The number acknowledged; 0 while there is none.
        stored_text: The text acknowledged.
        tries: Requests made with this id; `unanswered`: those of which nothing was heard.
        refused: The code of a refusal that no retry can change.
    """

    sender: str
    author: Literal["visitor", "agent"]
    id: str
    text: str
    conversation: str = ""
    seq: int = 0
    stored_text: str = ""
    acknowledged_at: float = 0
    tries: int = 0
    unanswered: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One agent's try to take a waiting conversation. `outcome`: `won`, a refusal's code, or `unknown`."""

    agent: str
    conversation: str
    version: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it first stood on a screen; `is_pushed`: it came by itself, not by asking what was missed."""

    id: str
    author: str
    text: str
    at: float
    is_pushed: bool


@dataclass(slots=True)
class Screen:
    """One conversation in one tab, by number.

    Attributes:
        is_whole: The tab has asked for everything at the very end: nothing may be missing.
        contradictions: Numbers under which two different messages were shown.
    """

    viewer: str
    conversation: str = ""
    shown: dict[int, Shown] = field(default_factory=dict)
    cursor: int = 0
    is_whole: bool = False
    contradictions: list[int] = field(default_factory=list)

    def show(self, message: dict[str, Any], at: float, *, is_pushed: bool) -> None:
        """Put a message of the wire on the screen."""
        seq = message["seq"]
        new = Shown(message["id"], message["author"], message["text"], at, is_pushed)
        old = self.shown.setdefault(seq, new)
        if (old.id, old.author, old.text) != (new.id, new.author, new.text):
            self.contradictions.append(seq)
        while self.cursor + 1 in self.shown:
            self.cursor += 1

    @property
    def has_gap(self) -> bool:
        """Whether something later is there than what follows the cursor."""
        return len(self.shown) > self.cursor


@dataclass(slots=True)
class Records:
    """Everything noted by everybody. `refusals` are counted by request and code."""

    sent: list[Sent] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
