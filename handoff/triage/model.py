"""What is learnt from and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Language = Literal["fi", "sv", "en"]
Kind = Literal["rectification_or_appeal", "statutory_complaint", "child_welfare", "danger_to_life", "client_matter"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
KINDS: tuple[Kind, ...] = get_args(Kind)


class Example(NamedTuple):
    """A text whose service is known: written to learn from, or a case of the past that somebody has put right."""

    text: str
    language: str
    service_code: str
    sense: str = ""
    """Texts of one sense say the same in other languages: when one is to be judged, the others must not be known."""


class MisplacedExample(NamedTuple):
    """A text that does not belong here, or one without a kind that does, though it may look otherwise."""

    text: str
    language: str
    kind: Kind | None
    sense: str = ""


class Proposal(NamedTuple):
    """A service, and how probable it is that it is the one: from 0 to 1."""

    service_code: str
    probability: float


@dataclass(frozen=True, slots=True)
class Proposals:
    """Every service, the most probable first. Sure: the first may be given the case without anybody looking."""

    ranked: tuple[Proposal, ...]
    is_sure: bool
