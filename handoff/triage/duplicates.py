"""Suspects that somebody has already sent a case: at the same place, about the same, and still open.

A suspicion is shown to whoever sorts; nothing is joined or closed by it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.triage.addresses import nearness, read_address
from handoff.triage.vectors import Vector

NEAR_M = 150.0
FAR_EDGE = 0.25
"""How much less a place at the edge of this counts: a pin on a map is put roughly."""
EARTH_RADIUS_M = 6_371_000.0
NOT_AFTER = timedelta(days=90)
"""What was sent a season ago and is open still is seldom the same: snow lies where there was a hole."""
SUSPICIOUS_AT = 0.5
"""At one place a quarter alike is enough, in one street without numbers half; set on the pairs in the tests."""
UNLIKE, SAME = 0.08, 0.28
"""Between these the cosine of two meanings says how alike they are. Of shipped examples that say something else about
one service half lie below the first, and three in four below the middle; of those that say the same in Finnish and
English seven in ten lie above the second."""
SAME_LETTERS = 0.6
"""Two tellings of one thing in one language seldom share more of their letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """What of a case tells whether it is the same as another. `received_at` is aware."""

    id: str
    text: str
    language: str
    service_code: str
    received_at: datetime
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Suspicion:
    """An open case that may be the same, and how suspicious it is: from SUSPICIOUS_AT to 1."""

    case_id: str
    score: float


def find_suspicions(
    new: PlacedText, open_cases: Iterable[PlacedText], meaning: Callable[[str, str], Vector] | None = None
) -> list[Suspicion]:
    """Return the open cases that may be the same as a new one, the most suspicious first.

    Args:
        new: without an address and coordinates nothing is suspicious.
        open_cases: of any service and place; those elsewhere cost nothing.
        meaning: `Meaning.of`; without it texts in different languages are not alike.
    """
    found: list[Suspicion] = []
    for case in open_cases:
        if case.id == new.id or case.service_code != new.service_code:
            continue
        if abs(new.received_at - case.received_at) > NOT_AFTER:
            continue
        near = place_likeness(new, case)
        score = math.sqrt(near * text_likeness(new, case, meaning)) if near else 0.0
        if score >= SUSPICIOUS_AT:
            found.append(Suspicion(case.id, round(score, 3)))
    return sorted(found, key=lambda suspicion: -suspicion.score)


def place_likeness(first: PlacedText, second: PlacedText) -> float:
    """Return how surely two places are one, by coordinates or by address, whichever speaks more for it: 0 to 1."""
    distance = distance_m(first, second)
    by_coordinates = 0.0 if distance is None or distance > NEAR_M else 1 - FAR_EDGE * distance / NEAR_M
    one, other = read_address(first.address), read_address(second.address)
    by_address = nearness(one, other) if one and other else 0.0
    return max(by_coordinates, by_address)


def distance_m(first: PlacedText, second: PlacedText) -> float | None:
    """Return the metres between two places, None where one has no coordinates; exact enough within a city."""
    if first.latitude is None or first.longitude is None or second.latitude is None or second.longitude is None:
        return None
    north = math.radians(second.latitude - first.latitude)
    east = math.radians(second.longitude - first.longitude) * math.cos(math.radians(first.latitude))
    return EARTH_RADIUS_M * math.hypot(north, east)


def text_likeness(first: PlacedText, second: PlacedText, meaning: Callable[[str, str], Vector] | None = None) -> float:
    """Return how alike two texts are, from 0 to 1: by meaning or by letters, whichever finds more."""
    by_letters = min(_shared_letters(first.text, second.text) / SAME_LETTERS, 1.0)
    if meaning is None or by_letters == 1:
        return by_letters
    cosine = float(meaning(first.text, first.language) @ meaning(second.text, second.language))
    return max(by_letters, min(max((cosine - UNLIKE) / (SAME - UNLIKE), 0.0), 1.0))


def _shared_letters(first: str, second: str) -> float:
    """Return the cosine of how often each three letters within words occur."""
    one, other = _threes(first), _threes(second)
    shared = sum(count * other[letters] for letters, count in one.items())
    lengths = math.sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return shared / lengths if lengths else 0.0


def _threes(text: str) -> Counter[str]:
    padded = [f" {word} " for word in re.findall(r"\w+", text.lower())]
    return Counter(word[start : start + 3] for word in padded for start in range(len(word) - 2))
