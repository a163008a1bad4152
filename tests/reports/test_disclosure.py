"""What is hidden from the public cannot be worked out from what is told."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from handoff.reports.model import SMALL, disclosed, may_tell_callbacks

UP_TO = 32
"""Beyond it the sums only grow: what is hidden is at most three parts, each below this."""


@pytest.mark.parametrize("names", [("city", "youth"), ("fi", "sv", "en")])
def test_every_hidden_part_could_have_any_of_several_sizes(names: tuple[str, ...]) -> None:
    """Do what somebody would who knows the total and the rule: list everything that would have looked the same."""
    same: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for sizes in product(range(UP_TO), repeat=len(names)):
        if SMALL <= sum(sizes) < UP_TO:
            shown = disclosed(dict(zip(names, sizes, strict=True)))
            same[sum(sizes), tuple(shown.values())].append(sizes)
    for (_, shown), possible in same.items():
        for part, told in enumerate(shown):
            if told is None:
                assert len({sizes[part] for sizes in possible}) >= SMALL


OUTCOMES, MODES, CALLS_UP_TO = ("by_bot", "handed_over", "other"), ("city", "youth"), 24


def test_the_number_of_calls_gives_no_hidden_part_away() -> None:
    """List every day again: calls are asked for in the city's chat only, and by nobody whom the bot answers alone."""
    same: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for by_bot, handed_over, other in product(range(CALLS_UP_TO), repeat=3):
        total = by_bot + handed_over + other
        if not SMALL <= total < CALLS_UP_TO:
            continue
        outcomes = disclosed(dict(zip(OUTCOMES, (by_bot, handed_over, other), strict=True)))
        for youth in range(total + 1):
            modes = disclosed({"city": total - youth, "youth": youth})
            for calls in range(min(handed_over + other, total - youth) + 1):
                told = calls if may_tell_callbacks(calls, outcomes["handed_over"]) else None
                shown = (total, *outcomes.values(), *modes.values(), told)
                same[shown].append((by_bot, handed_over, other, total - youth, youth))
    seen = 0
    for (_, *shown, told), possible in same.items():
        seen += told is not None
        for part, shown_part in enumerate(shown):
            if shown_part is None:
                assert len({sizes[part] for sizes in possible}) >= SMALL
    assert seen


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"fi": 40, "sv": 12, "en": 9}, {"fi": 40, "sv": 12, "en": 9}),
        # One small part: the first of the others goes with it.
        ({"fi": 40, "sv": 4, "en": 9}, {"fi": None, "sv": None, "en": 9}),
        ({"fi": 3, "sv": 12, "en": 9}, {"fi": None, "sv": None, "en": 9}),
        # Two small ones that are 0 or 4 each, as their sum would tell: all go.
        ({"fi": 40, "sv": 0, "en": 0}, {"fi": None, "sv": None, "en": None}),
        ({"fi": 40, "sv": 4, "en": 4}, {"fi": None, "sv": None, "en": None}),
        ({"fi": 5, "sv": 5, "en": 5}, {"fi": 5, "sv": 5, "en": 5}),
    ],
)
def test_small_parts_are_hidden_with_others(parts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert disclosed(parts) == shown
