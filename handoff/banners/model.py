"""A banner: what everybody who has the chat open is told at once, in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["outage", "rush"]
Mode = Literal["city", "youth"]


@dataclass(frozen=True, slots=True)
class Banner:
    """Shown in the chats of `modes` until `ends_at`, or until somebody ends it; `id` is made by the browser."""

    id: str
    kind: Kind
    fi: str
    sv: str
    en: str
    modes: frozenset[Mode]
    ends_at: datetime | None
    changed_at: datetime

    def is_shown(self, now: datetime) -> bool:
        """Tell whether it has not ended yet."""
        return self.ends_at is None or now < self.ends_at
