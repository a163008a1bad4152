"""The figures of a report, and what of them the public may see. docs/reports.md defines each, with an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Mode = Literal["", "city", "youth"]
OneLanguage = Literal["", "fi", "sv", "en"]
Grouping = Literal["day", "queue", "language", "tag"]
GROUPINGS: tuple[Grouping, ...] = ("day", "queue", "language", "tag")

MAX_DAYS = 366
"""A year at once, a leap year too: more would keep the database from its other readers."""
SMALL = 5
"""Fewer than so many are not told to the public."""


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, None of nothing."""
    return round_half_up(100 * part / whole) if whole else None


def round_half_up(value: float) -> int:
    """Return the nearest whole number, the greater one if there are two: as people count, unlike `round`."""
    return int((value + 0.5) // 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Dates of Helsinki, both included."""

    first: date
    last: date

    def is_valid(self) -> bool:
        """Tell whether the dates are in order and not too many."""
        return self.first <= self.last and (self.last - self.first).days < MAX_DAYS

    def days(self) -> list[date]:
        """Return every date of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: of `count` times, seconds that half and nine tenths of them did not exceed."""

    count: int = 0
    p50_s: int | None = None
    p90_s: int | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """Counts of contacts. `known` are those answered of which one can tell by now whether they were resolved."""

    contacts: int = 0
    by_bot: int = 0
    handed_over: int = 0
    turned_away: int = 0
    known: int = 0
    resolved: int = 0


@dataclass(frozen=True, slots=True)
class Waits:
    """Counts of waits in a queue."""

    queued: int = 0
    claimed: int = 0
    abandoned: int = 0


@dataclass(frozen=True, slots=True)
class Ratings:
    """Counts of quick feedback: who said how it succeeded, from 1 to 5, and who whether to recommend, from 0 to 10."""

    ratings: int = 0
    succeeded: int = 0
    succeeded_sum: int = 0
    succeeded_well: int = 0
    recommends: int = 0
    promoters: int = 0
    detractors: int = 0


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Counts of calls asked for: somebody was reached, it was given up, or it is still to be made; others withdrawn."""

    callbacks: int = 0
    reached: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted of one group."""

    contacts: Contacts = Contacts()
    waits: Waits = Waits()
    waiting: Spread = Spread()
    handling: Spread = Spread()
    callbacks: Callbacks = Callbacks()
    calling: Spread = Spread()
    ratings: Ratings = Ratings()

    def published(self) -> dict[str, int | float | None]:
        """Return the figures by their published names, in the order of a table; None where there is nothing to tell.

        Shares are per cent, the mean has one decimal, times are seconds.
        """
        contacts, waits, callbacks, ratings = self.contacts, self.waits, self.callbacks, self.ratings
        mean = ratings.succeeded_sum / ratings.succeeded if ratings.succeeded else None
        return {
            "contacts": contacts.contacts,
            "by_bot": contacts.by_bot,
            "handed_over": contacts.handed_over,
            "turned_away": contacts.turned_away,
            "queued": waits.queued,
            "claimed": waits.claimed,
            "answer_rate": percent(waits.claimed, waits.queued),
            "abandoned": waits.abandoned,
            "abandonment": percent(waits.abandoned, waits.queued),
            "wait_p50_s": self.waiting.p50_s,
            "wait_p90_s": self.waiting.p90_s,
            "handled": self.handling.count,
            "handling_p50_s": self.handling.p50_s,
            "handling_p90_s": self.handling.p90_s,
            "callbacks": callbacks.callbacks,
            "callbacks_reached": callbacks.reached,
            "callbacks_failed": callbacks.failed,
            "callbacks_waiting": callbacks.waiting,
            "called": self.calling.count,
            "called_p50_s": self.calling.p50_s,
            "called_p90_s": self.calling.p90_s,
            "resolution_known": contacts.known,
            "resolved": contacts.resolved,
            "resolution": percent(contacts.resolved, contacts.known),
            "ratings": ratings.ratings,
            "succeeded_mean": None if mean is None else round_half_up(mean * 10) / 10,
            "succeeded_well": percent(ratings.succeeded_well, ratings.succeeded),
            "recommendation": percent(ratings.promoters - ratings.detractors, ratings.recommends),
        }


FIELDS = tuple(Figures().published())
"""The published names."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a day (as in ISO 8601), queue, language or tag; an empty key: those without."""

    key: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked for, its groups in order, and all of them together."""

    period: Period
    by: Grouping
    mode: Mode
    language: OneLanguage
    total: Figures
    groups: Sequence[Group]


def disclosed(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the parts of a total that is known, without those that are small, and so that these cannot be worked out.

    Whoever knows the total, the other parts and this rule is left with several possibilities for each hidden one. One
    hidden part would be the rest, and two that add up to nearly nothing, or to nearly twice the limit, would both be
    known from that; so the first of the others are hidden, too, until the hidden ones hold enough. Their order is
    fixed: "the smallest of the others" would itself say something of its size.
    """
    hidden = {name for name, count in parts.items() if count < SMALL}
    for name in parts:
        held = sum(parts[other] for other in hidden)
        if not hidden or (len(hidden) > 1 and held >= 2 * SMALL):
            break
        hidden.add(name)
    return {name: None if name in hidden else count for name, count in parts.items()}


def may_tell_callbacks(callbacks: int, handed_over: int | None) -> bool:
    """Tell whether the public may know how many calls of a day's contacts were asked for.

    Nobody asks for one in the youth chat, and nobody who does is answered by the assistant alone: many calls would tell
    that few contacts were such. So at least as many must be handed over, and that be told: then ten others are known.
    """
    return handed_over is not None and SMALL <= callbacks <= handed_over
