"""Words in three languages from a content file: one that is missing in a language ends the start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

LANGUAGES = ("fi", "sv", "en")
Words = Mapping[str, Any]
"""Texts of one language by name; groups of them are mappings in it."""


def read_words(path: Path) -> dict[str, Words]:
    """Return the words by language.

    Raises:
        ValueError: a text is missing in a language; names all such places.
    """
    content = YAML(typ="safe").load(path)
    missing = [name for name, texts in _leaves(content) if set(texts) != set(LANGUAGES) or not all(texts.values())]
    if missing:
        raise ValueError(f"{path}: not in every language: {', '.join(missing)}")
    return {language: _of(content, language) for language in LANGUAGES}


def read_rooms(folder: Path, *, hall: str) -> dict[str, Words]:
    """Return the words of a folder by language: those of the file `hall`, and each other file's under its name.

    Raises:
        ValueError: as above.
    """
    words = {language: dict(texts) for language, texts in read_words(folder / f"{hall}.yml").items()}
    for path in sorted(folder.glob("*.yml")):
        if path.stem != hall:
            for language, texts in read_words(path).items():
                words[language][path.stem] = texts
    return dict(words)


def _leaves(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, value in content.items():
        if _is_leaf(value):
            yield above + name, value
        else:
            yield from _leaves(value, f"{above}{name}.")


def _of(content: Mapping[str, Any], language: str) -> Words:
    return {name: value[language] if _is_leaf(value) else _of(value, language) for name, value in content.items()}


def _is_leaf(value: Mapping[str, Any]) -> bool:
    return any(isinstance(text, str) for text in value.values())
