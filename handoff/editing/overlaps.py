"""Questions of different entries that are so alike that the assistant may take one for the other."""

from __future__ import annotations

from collections.abc import Iterable

from sklearn.feature_extraction.text import TfidfVectorizer

from handoff.editing.model import Overlap
from handoff.faq.model import Entry

ALIKE = 0.7
"""Cosine of what letters two questions share: above it most pairs ask the same."""


def overlaps(entries: Iterable[Entry], least: float = ALIKE) -> list[Overlap]:
    """Return pairs of (entry id, question) across entries, the most alike first; each pair once."""
    entries = list(entries)
    found: list[Overlap] = []
    languages = dict.fromkeys(language for entry in entries for language in entry.answers)
    for language in languages:
        asked = [(entry.id, text) for entry in entries for text in entry.answers[language].examples]
        if not asked:
            continue
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, lowercase=True)
        weights = letters.fit_transform([text for _, text in asked])
        alike = (weights @ weights.T).tocoo()
        found += [
            Overlap(language, asked[row], asked[column], round(float(value), 3))
            for row, column, value in zip(alike.row, alike.col, alike.data, strict=True)
            if row < column and value >= least and asked[row][0] != asked[column][0]
        ]
    return sorted(found, key=lambda each: (-each.likeness, each.language, each.first, each.second))
