"""Names of anonymous visitors for the agents, made of two words of a content file.

A name comes of the conversation's random id and of nothing else. So it is the same on every screen for as long as the
conversation lives, and says nothing of who is behind it or was here before: the next visit has another id.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from ruamel.yaml import YAML

from handoff.conversations.model import Language

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
MIN_WORDS = 50
"""Of each list: two people on one desk at a time then hardly ever have the same name."""

Words = list[dict[Language, str]]


class Pseudonyms:
    """Two lists of words, each word in every language."""

    def __init__(self, firsts: Words, seconds: Words) -> None:
        self._firsts = firsts
        self._seconds = seconds

    def of(self, conversation_id: str) -> dict[Language, str]:
        """Return a conversation's name in every language."""
        number = UUID(conversation_id).int % (len(self._firsts) * len(self._seconds))
        first, second = divmod(number, len(self._seconds))
        return {one: f"{self._firsts[first][one]} {self._seconds[second][one]}" for one in LANGUAGES}


def read_pseudonyms(path: Path) -> Pseudonyms:
    """Return the names of a content file.

    Raises:
        ValueError: a list is too short, or a word is missing in a language or stands twice.
    """
    content = YAML(typ="safe").load(path)
    lists = (content["firsts"], content["seconds"])
    for words in lists:
        if len(words) < MIN_WORDS:
            raise ValueError(f"{path}: {len(words)} words; at least {MIN_WORDS} of each list")
        for language in LANGUAGES:
            if len({str(word.get(language, "")).casefold() for word in words} - {""}) < len(words):
                raise ValueError(f"{path}: a word is missing or stands twice in {language}")
    return Pseudonyms(*lists)
