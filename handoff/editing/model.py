"""An entry while somebody works on it, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal

from handoff.editing.kinds import T
from handoff.faq.model import Language

RevisionKind = Literal["found", "published", "restored", "withdrawn"]
"""Found: so it stood in the files, without having been published here. Withdrawn: from then on it was in none."""


@dataclass(frozen=True, slots=True)
class Draft(Generic[T]):
    """What an entry is to become. Fields may still be empty.

    `version` is another one each time that it is saved; `base` is the fingerprint of the file that it was written on
    top of, empty for an entry that is not in the files yet. One that `withdraws` has the entry as it was, and takes it
    out of the files.
    """

    entry: T
    version: str
    base: str
    agent_id: str
    agent_name: str
    at: datetime
    withdraws: bool = False


@dataclass(frozen=True, slots=True)
class Revision(Generic[T]):
    """What an entry was from a moment on; numbered from 1 without gaps. Who found it has no name.

    Of a withdrawn one `entry` is what it was before.
    """

    number: int
    kind: RevisionKind
    entry: T
    agent_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reference:
    """What names an entry: a file of the assistant, a practice conversation, or a guide."""

    kind: Literal["assistant", "practice", "guide"]
    name: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two questions in one language; `likeness` is at most 1."""

    language: Language
    first: tuple[str, str]
    second: tuple[str, str]
    likeness: float
