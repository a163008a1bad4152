"""What somebody means to do later."""

from __future__ import annotations

import heapq
from datetime import datetime
from itertools import count


class Agenda:
    """Intentions with their time."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, str, str]] = []
        self._numbers = count()

    def add(self, at: datetime, what: str, code: str) -> None:
        heapq.heappush(self._heap, (at, next(self._numbers), what, code))

    def is_due(self, now: datetime) -> bool:
        return bool(self._heap) and self._heap[0][0] <= now

    def take_due(self, now: datetime) -> list[tuple[str, str]]:
        """Return what is due by now and to which case, and forget it."""
        due = []
        while self.is_due(now):
            _, _, what, code = heapq.heappop(self._heap)
            due.append((what, code))
        return due
