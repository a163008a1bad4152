"""Officialese, and the plain words that say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from handoff.faq.content import LANGUAGES
from handoff.faq.model import Language
from handoff.settings import ROOT

_SPACE = r"\s+"
JARGON = ROOT / "data" / "service" / "jargon.yml"


@dataclass(frozen=True, slots=True)
class Term:
    """What is said in offices, as a pattern, and what to say instead."""

    pattern: re.Pattern[str]
    plain: str


def jargon_of(language: Language, text: str) -> list[tuple[str, str]]:
    """Return the officialese of a text as it stands there, in small letters, and what to say instead; each once."""
    found = {
        match.group().lower(): term.plain for term in _shipped()[language] for match in term.pattern.finditer(text)
    }
    return list(found.items())


def read_jargon(path: Path) -> Mapping[Language, tuple[Term, ...]]:
    """Return the terms of each language; `…*` stands for any ending of a word.

    Raises:
        ValueError: a language is missing or unknown, or a term or its plain word is empty.
    """
    content = YAML(typ="safe").load(path)
    if set(content) != set(LANGUAGES):
        raise ValueError(f"{path}: the languages are to be {', '.join(LANGUAGES)}")
    return {language: tuple(_term(path, *pair) for pair in content[language].items()) for language in LANGUAGES}


def _term(path: Path, said: object, plain: object) -> Term:
    if not isinstance(said, str) or not isinstance(plain, str) or not said.strip("* ") or not plain.strip():
        raise ValueError(f"{path}: {said!r}: {plain!r} are no two texts")
    words = [re.escape(word).replace(r"\*", r"\w*") for word in said.split()]
    return Term(re.compile(rf"\b{_SPACE.join(words)}(?!\w)", re.IGNORECASE), plain)


@cache
def _shipped() -> Mapping[Language, tuple[Term, ...]]:
    """Read once: it changes with the release, as the words of the pages do."""
    return read_jargon(JARGON)
