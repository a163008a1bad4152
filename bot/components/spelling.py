"""Corrects typing errors: a word that no text holds becomes the known word that is one slip away.

Letter n-grams survive one error in a long word, hardly two, and none in a short one. A correction may be wrong (`hero`
is no `zero`), but a word that no text holds tells little as it is, and the sentence vector is taken of what was typed.
"""

from __future__ import annotations

import re
from typing import Dict, Iterable, Iterator, Optional

_WORD = re.compile(r"\w+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

MIN_WORD_LETTERS = 4
"""A shorter word is a slip away from too many."""
MAX_ENDING_LETTERS = 3
"""A word that differs from a known one in its last letters only is inflected, or letter n-grams know it anyway."""
MAX_WORDS = 60
"""A longer text has enough words that are right; each unknown word costs about 0.1 ms."""


class Spelling:
    """Known words, folded (see `features.fold`), each with how common it is."""

    def __init__(self, commonness: Dict[str, float]) -> None:
        self._commonness = {word: common for word, common in commonness.items() if _is_correctable(word)}

    def corrected(self, folded: str) -> str:
        """The folded text with its correctable words corrected; the text itself if there is nothing to correct."""
        if len(_WORD.findall(folded)) > MAX_WORDS:
            return folded
        return _WORD.sub(lambda found: self._correction(found.group()) or found.group(), folded)

    def _correction(self, word: str) -> Optional[str]:
        if word in self._commonness or not _is_correctable(word):
            return None
        near = [known for known in _one_slip_away(word) if known in self._commonness]
        if not near or any(_differ_in_ending(word, known) for known in near):
            return None
        # People seldom miss the first letter.
        return max(near, key=lambda known: (known[0] == word[0], self._commonness[known], known))


def _is_correctable(word: str) -> bool:
    return len(word) >= MIN_WORD_LETTERS and word.isalpha()


def _differ_in_ending(word: str, other: str) -> bool:
    stem = max(MIN_WORD_LETTERS, max(len(word), len(other)) - MAX_ENDING_LETTERS)
    return word[:stem] == other[:stem]


def _one_slip_away(word: str) -> Iterable[str]:
    """All strings that one letter left out, added, exchanged or swapped with its neighbour makes of a word."""
    return set(_slips(word)) - {word}


def _slips(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
