"""Reads the answers from the files that the assistant is trained with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.faq.model import Answer, Entry, Language, Page

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")


class BadFaq(ValueError):
    """A file cannot be used; the text names it, the language and the field."""


def read_faq(folder: Path) -> dict[str, Entry]:
    """Return the entries of a folder by id, in the order of the ids; only files that have changed are read again.

    Raises:
        BadFaq: a file is no YAML, or lacks something that is shown.
    """
    return {path.stem: _read(path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yml"))}


@lru_cache(maxsize=512)
def _read(path: Path, _changed_at_ns: int) -> Entry:
    try:
        return _entry(path.stem, YAML(typ="safe").load(path))
    except (YAMLError, TypeError, ValueError) as error:
        raise BadFaq(f"{path}: {error}") from error


def read_entry(entry_id: str, content: str) -> Entry:
    """Return the entry that a file's content says.

    Raises:
        BadFaq: as `read_faq`.
    """
    try:
        return _entry(entry_id, YAML(typ="safe").load(content))
    except (YAMLError, TypeError, ValueError) as error:
        raise BadFaq(f"{entry_id}: {error}") from error


def _entry(entry_id: str, about: Any) -> Entry:
    review_by = _field("", about, "review_by")
    if not isinstance(review_by, date):
        raise TypeError(f"review_by: {review_by} is no date such as 2027-05-21")
    answers = {language: _answer(language, _field("", about, language)) for language in LANGUAGES}
    sources = tuple(str(source) for source in about.get("sources") or ())
    return Entry(entry_id, _text("", about, "area"), _text("", about, "owner"), review_by, sources, answers)


def _answer(language: Language, about: Any) -> Answer:
    return Answer(
        title=_text(language, about, "title"),
        text=_text(language, about, "answer"),
        plain=_text(language, about, "plain"),
        pages=tuple(
            Page(_text(f"{language}, links", page, "title"), _text(f"{language}, links", page, "url"))
            for page in _field(language, about, "links")
        ),
        examples=tuple(_example(language, example) for example in _field(language, about, "examples")),
    )


def _example(language: Language, example: Any) -> str:
    if not isinstance(example, str) or not example.strip():
        raise TypeError(f"{language}, examples: {example!r} is empty or no text")
    return example


def _text(where: str, about: Any, name: str) -> str:
    value = _field(where, about, name)
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{where}: `{name}` is empty or no text")
    return value.strip()


def _field(where: str, about: Any, name: str) -> Any:
    if not isinstance(about, Mapping) or about.get(name) is None:
        raise TypeError(f"{where}: `{name}` is missing" if where else f"`{name}` is missing")
    return about[name]
