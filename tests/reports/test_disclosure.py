"""What is hidden from the public cannot be worked out from what is told."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from handoff.reports.model import SMALL, disclosed

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
