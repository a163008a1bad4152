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
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from handoff.faq.model import Entry, Language
from handoff.triage.vectors import MAX_CHARS, SentenceVectors, load_sentence_vectors

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
        self._of: Mapping[str, Entry] = {}
        self._questions = Questions({})

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
        directions = self._questions_of(entries).seen_from_mean(vectors, texts)
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
        known = self._questions_of(entries)
        if not known.names or not groups:
            return [() for _ in groups]
        vectors = None if rough else self._open()
        if vectors is None:
            first = known.letters().transform([group[0][1] for group in groups])
            alike = (first @ known.rows().T).tocsr()
            return [_best([known.names[place] for place in row.indices], row.data) for row in alike]
        rows = self._likeness(vectors, [text for group in groups for text in group], entries)
        ends = np.cumsum([len(group) for group in groups]).tolist()
        names = list(dict.fromkeys(known.names))
        return [
            _best(names, rows[end - len(group) : end].mean(axis=0)) for end, group in zip(ends, groups, strict=True)
        ]

    def _likeness(self, vectors: SentenceVectors, texts: Sequence[Asked], entries: Mapping[str, Entry]) -> Matrix:
        """Return float32 (texts, entries): to the question of each entry that is most alike. Known ones are kept."""
        known = self._questions_of(entries)
        with self._comparing:
            new = [text for text in dict.fromkeys(texts) if text not in known.likeness]
            if new and known.names:
                directions = known.directions(vectors)
                starts = [place for place, name in enumerate(known.names) if known.names[place - 1 : place] != [name]]
                for start in range(0, len(new), BLOCK):
                    some = new[start : start + BLOCK]
                    alike = known.seen_from_mean(vectors, some) @ directions.T
                    known.likeness.update(zip(some, np.maximum.reduceat(alike, starts, axis=1), strict=True))
            return np.array([known.likeness.get(text, ()) for text in texts], np.float32)

    def _questions_of(self, entries: Mapping[str, Entry]) -> Questions:
        """Return what is known of the entries' questions; made anew when an entry has changed."""
        # What was read of a file that has not changed is the same object.
        if len(entries) != len(self._of) or any(entries[key] is not self._of.get(key) for key in entries):
            self._of, self._questions = dict(entries), Questions(entries)
        return self._questions

    def _open(self) -> SentenceVectors | None:
        if not self._is_open:
            with self._opening:
                if not self._is_open:
                    self._vectors = load_sentence_vectors(self._file)
                    self._is_open = True
        return self._vectors


class Questions:
    """The questions of all entries, and what is computed of them once."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        asked = [
            (entry_id, (language, text))
            for entry_id, entry in entries.items()
            for language, answer in entry.answers.items()
            for text in answer.examples
            # Longer ones are known to the bot in another length, and would all be read anew.
            if len(text) <= MAX_CHARS
        ]
        self.names = [entry_id for entry_id, _ in asked]
        self.asked: list[Asked] = [question for _, question in asked]
        self.likeness: dict[Asked, Matrix] = {}
        self._means: Mapping[Language, Matrix] | None = None
        self._directions: Matrix | None = None
        self._letters: TfidfVectorizer | None = None
        self._rows: Any = None

    def seen_from_mean(self, vectors: SentenceVectors, texts: Sequence[Asked]) -> Matrix:
        """Return float32 (texts, 384), rows of length 1, seen from each language's own mean."""
        raw = vectors.encode_all([text for _, text in texts])
        if self._means is None:
            of: dict[Language, list[str]] = {}
            for language, text in self.asked:
                of.setdefault(language, []).append(text)
            self._means = {language: vectors.encode_all(said).mean(0) for language, said in of.items()}
        if self._means:
            raw = raw - np.array([self._means[language] for language, _ in texts], np.float32)
        directions: Matrix = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        return directions

    def directions(self, vectors: SentenceVectors) -> Matrix:
        """Return those of the questions."""
        if self._directions is None:
            self._directions = self.seen_from_mean(vectors, self.asked)
        return self._directions

    def letters(self) -> TfidfVectorizer:
        """Return what tells the letters of a text."""
        if self._letters is None:
            letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
            self._rows = letters.fit_transform([text for _, text in self.asked])
            self._letters = letters
        return self._letters

    def rows(self) -> Any:
        """Return the letters of the questions, one row each."""
        self.letters()
        return self._rows


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
