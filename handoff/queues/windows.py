"""Windows of time in which somebody can be called back, cut from the hours in which a queue is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")

LENGTH = timedelta(hours=2)
"""Short enough to stay by the telephone, long enough to be kept on a busy morning."""
SHORTEST = timedelta(hours=1)
"""What is left of the hours and shorter than this belongs to the window before it."""
NOTICE = timedelta(minutes=30)
"""So much of a window must still be to come: somebody has to see the request first."""
HORIZON = timedelta(days=14)
DAYS = 3
"""Days with windows that are offered: enough to choose from, few enough to read."""

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` to `closes`, UTC."""

    opens: datetime
    closes: datetime


def callback_windows(queue: Iterable[Interval], callers: Iterable[Interval], now: datetime) -> list[Window]:
    """Return the windows that can be offered, in their order.

    Args:
        queue: When the queue is open (UTC), in order.
        callers: When people are called back (UTC), in order.
    """
    within = [list(takewhile(lambda interval: interval[0] < now + HORIZON, hours)) for hours in (queue, callers)]
    offered: list[Window] = []
    days = set()
    for window in _cut(_overlap(*within)):
        if window.closes - now < NOTICE:
            continue
        days.add(window.opens.astimezone(HELSINKI).date())
        if len(days) > DAYS:
            break
        offered.append(window)
    return offered


def _overlap(these: list[Interval], those: list[Interval]) -> list[Interval]:
    both = ((max(one[0], other[0]), min(one[1], other[1])) for one in these for other in those)
    return sorted((opens, closes) for opens, closes in both if opens < closes)


def _cut(intervals: Iterable[Interval]) -> Iterator[Window]:
    for opens, closes in intervals:
        starts = opens
        while starts < closes:
            # By the wall clock: after a change of the clock the windows begin at full hours again.
            ends = (starts.astimezone(HELSINKI) + LENGTH).astimezone(UTC)
            if closes - ends < SHORTEST:
                ends = closes
            yield Window(starts, ends)
            starts = ends
