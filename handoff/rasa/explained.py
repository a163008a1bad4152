"""What Rasa's channel tells of a question that an editor tries."""

from __future__ import annotations

from typing import Literal

import msgspec


class Button(msgspec.Struct, frozen=True):
    """A button below a message."""

    title: str


class Link(msgspec.Struct, frozen=True):
    """A link below a message."""

    title: str
    url: str


class Said(msgspec.Struct, frozen=True):
    """A message as the widget gets it."""

    text: str
    language: Literal["fi", "sv", "en"]
    buttons: list[Button] = []
    links: list[Link] = []


class Ranked(msgspec.Struct, frozen=True):
    """An intent and its calibrated probability."""

    name: str
    confidence: float


class Reason(msgspec.Struct, frozen=True):
    """A limit of config.yml and what it was compared with; `intent` is what `value` is of.

    `decided`: without it something else would have become of the question.
    """

    limit: str
    met: bool
    value: float | None = None
    needed: float | None = None
    intent: str = ""
    decided: bool = False


class Example(msgspec.Struct, frozen=True):
    """A training example; `likeness` and `pull`: see bot/likeness.py."""

    text: str
    language: Literal["fi", "sv", "en"]
    likeness: float
    pull: float


class Likely(msgspec.Struct, frozen=True):
    """A likely entry. Its score is the sum of what words and meaning say; `unlearnt` examples are not trained yet."""

    topic: str
    probability: float
    words: float
    meaning: float
    examples: list[Example]
    unlearnt: int = 0


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a question.

    `goes_on`: the action or form that would follow, which was not carried out; `entries`, `messages` and `plain` are
    empty where a brief answer was asked for.
    """

    language: Literal["fi", "sv", "en"]
    languages: dict[str, float]
    previous: str = ""
    ranking: list[Ranked]
    out_of_scope: float
    unclear: float
    crisis: float
    alarm: bool
    alarm_at: float
    decision: str
    intent: str
    topics: list[str]
    options: list[str]
    reasons: list[Reason]
    messages: list[Said] = []
    plain: Said | None = None
    goes_on: str = ""
    entries: list[Likely] = []

    @property
    def best(self) -> Ranked:
        """The likeliest intent."""
        return self.ranking[0]


decode_explained = msgspec.json.Decoder(Explained).decode
