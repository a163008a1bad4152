"""Which texts ask the same, in whatever language, and which entry is nearest to them.

By sentence vectors, each seen from the mean of its language (see `handoff.triage.meaning`); where the package is
missing, or while new texts are still being read, by their letters, which do not reach from one language to another.

A group is a text with all that are near it: whichever of those left has the most messages near it is taken first. Each
text is in one group, and everything in a group is near its middle, so that no chain of small steps joins what is
different.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from handoff.faq.model import Entry, Language
from handoff.triage.vectors import SentenceVectors, load_sentence_vectors

log = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float32]

NEAR = 0.45
"""Cosine from which two texts ask the same, whatever there are answers to."""
NEAR_BY_ENTRY, LIKE_ENTRY = 0.2, 0.4
"""Less is enough for texts that are most like the same entry, each by at least the second. Of 500 questions in three
languages (tests/nlu/final.tsv) 62 in 100 then get into a group of several, nine in ten with their like; two questions
for one entry in different languages meet ten times as often as by NEAR alone."""
NEAR_LETTERS = 0.4
NEAREST = 3
BLOCK = 512
"""Rows of likeness in memory at once."""
AT_ONCE = 50
"""So many new texts, half a second of a core, are waited for; more are read in the background."""

Asked = tuple[Language, str]


class Senses:
    """Compares texts. Every method takes a core for a while and belongs in a thread; it may be used by several."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opening = threading.Lock()
        self._vectors: SentenceVectors | None = None
        self._is_open = False
        self._comparing = threading.Lock()
        self._compared: list[tuple[str, Asked]] = []
        self._rows: dict[Asked, Matrix] = {}
        self._means: tuple[tuple[Asked, ...], Mapping[Language, Matrix]] = ((), {})

    def unread(self, texts: Sequence[str]) -> int:
        """Return how many texts are still to be read; 0 also where nothing reads them."""
        vectors = self._open()
        return 0 if vectors is None else vectors.unknown(texts)

    def read(self, texts: Sequence[str]) -> None:
        """Read texts, so that they are known."""
        vectors = self._open()
        if vectors is not None:
            vectors.encode_all(texts)

    def by_meaning(self) -> bool:
        """Tell whether meaning can be compared at all."""
        return self._open() is not None

    def groups(
        self, texts: Sequence[Asked], weights: Sequence[int], entries: Mapping[str, Entry], *, rough: bool
    ) -> list[list[int]]:
        """Return groups of texts, as their places.

        Args:
            weights: How often each is said.
            rough: By letters alone.
        """
        if not texts:
            return []
        vectors = None if rough else self._open()
        weight = np.array(weights, np.float32)
        if vectors is None:
            return _stars(_near_by_letters([text for _, text in texts]), weight)
        directions = self._directions(vectors, texts, entries)
        likeness = self._likeness(vectors, texts, entries)
        best, like = (likeness.argmax(axis=1), likeness.max(axis=1)) if likeness.size else (weight, weight * 0)
        near = np.empty((len(texts), len(texts)), np.bool_)
        for start in range(0, len(texts), BLOCK):
            rows = slice(start, start + BLOCK)
            cosines = directions[rows] @ directions.T
            for_one = (best[rows, np.newaxis] == best) & (np.minimum(like[rows, np.newaxis], like) >= LIKE_ENTRY)
            near[rows] = (cosines >= NEAR) | (for_one & (cosines >= NEAR_BY_ENTRY))
        return _stars(near, weight)

    def nearest(
        self, groups: Sequence[Sequence[Asked]], entries: Mapping[str, Entry], *, rough: bool
    ) -> list[tuple[str, ...]]:
        """Return for each group the ids of the entries whose questions are most alike, the most alike first."""
        asked = _questions(entries)
        if not asked or not groups:
            return [() for _ in groups]
        vectors = None if rough else self._open()
        if vectors is not None:
            names = list(dict.fromkeys(entry_id for entry_id, _ in asked))
            return [_best(names, self._likeness(vectors, group, entries).mean(axis=0)) for group in groups]
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        known = letters.fit_transform([text for _, (_, text) in asked])
        first = letters.transform([group[0][1] for group in groups])
        alike = (first @ known.T).tocsr()
        return [_best([asked[place][0] for place in row.indices], row.data) for row in alike]

    def _likeness(self, vectors: SentenceVectors, texts: Sequence[Asked], entries: Mapping[str, Entry]) -> Matrix:
        """Return float32 (texts, entries): to the question of each entry that is most alike. Known ones are kept."""
        asked = _questions(entries)
        with self._comparing:
            if asked != self._compared:
                self._compared, self._rows = asked, {}
            new = [text for text in dict.fromkeys(texts) if text not in self._rows]
            if new and asked:
                known = self._directions(vectors, [question for _, question in asked], entries)
                names = [entry_id for entry_id, _ in asked]
                starts = [place for place, name in enumerate(names) if not place or names[place - 1] != name]
                for start in range(0, len(new), BLOCK):
                    some = new[start : start + BLOCK]
                    alike = self._directions(vectors, some, entries) @ known.T
                    self._rows.update(zip(some, np.maximum.reduceat(alike, starts, axis=1), strict=True))
            return np.array([self._rows.get(text, ()) for text in texts], np.float32)

    def _directions(self, vectors: SentenceVectors, texts: Sequence[Asked], entries: Mapping[str, Entry]) -> Matrix:
        """Return float32 (texts, 384), rows of length 1, seen from each language's own mean."""
        means = self._means_of(vectors, entries)
        raw = vectors.encode_all([text for _, text in texts])
        if means:
            raw = raw - np.array([means[language] for language, _ in texts], np.float32)
        directions: Matrix = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        return directions

    def _means_of(self, vectors: SentenceVectors, entries: Mapping[str, Entry]) -> Mapping[Language, Matrix]:
        """Return the mean of each language's questions; made anew when they have changed."""
        asked = tuple(question for _, question in _questions(entries))
        if asked != self._means[0]:
            of: dict[Language, list[str]] = {}
            for language, text in asked:
                of.setdefault(language, []).append(text)
            self._means = (asked, {language: vectors.encode_all(texts).mean(0) for language, texts in of.items()})
        return self._means[1]

    def _open(self) -> SentenceVectors | None:
        if not self._is_open:
            with self._opening:
                if not self._is_open:
                    self._vectors = load_sentence_vectors(self._file)
                    self._is_open = True
        return self._vectors


def _questions(entries: Mapping[str, Entry]) -> list[tuple[str, Asked]]:
    return [
        (entry_id, (language, text))
        for entry_id, entry in entries.items()
        for language, answer in entry.answers.items()
        for text in answer.examples
    ]


def _near_by_letters(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
    try:
        rows = letters.fit_transform(texts)
    except ValueError:  # not a word in any of them
        return np.eye(len(texts), dtype=np.bool_)
    near: npt.NDArray[np.bool_] = (rows @ rows.T >= NEAR_LETTERS).toarray()
    np.fill_diagonal(near, val=True)
    return near


def _stars(near: npt.NDArray[np.bool_], weight: Matrix) -> list[list[int]]:
    """Return groups, each a middle with what is near it and in no group yet; the middle comes first."""
    np.fill_diagonal(near, val=True)
    order = np.argsort(-(near @ weight), kind="stable")
    is_free = np.ones(len(weight), np.bool_)
    groups: list[list[int]] = []
    for middle in order.tolist():
        if is_free[middle]:
            members = near[middle] & is_free
            is_free &= ~members
            groups.append([middle, *(place for place in np.flatnonzero(members).tolist() if place != middle)])
    return groups


def _best(names: Sequence[str], likeness: Matrix) -> tuple[str, ...]:
    """Return the entries whose best question is most alike."""
    best: dict[str, None] = {}
    for place in np.argsort(-likeness).tolist():
        if len(best) == NEAREST or likeness[place] <= 0:
            break
        best.setdefault(names[place])
    return tuple(best)
