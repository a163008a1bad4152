"""Reads guides from their files, and turns them into plain values and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.faq.content import BadFaq
from handoff.guides.model import Choice, Condition, Guide, Item, Link, Question, Text
from handoff.guides.problems import LANGUAGES, problems


def read_guides(folder: Path) -> dict[str, Guide]:
    """Return the guides of a folder by id, in the order of the ids; only files that have changed are read again.

    Raises:
        BadFaq: a file is no YAML, or has a problem.
    """
    return {path.stem: _read(path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yml"))}


@lru_cache(maxsize=128)
def _read(path: Path, _changed_at_ns: int) -> Guide:
    return read_guide(path.stem, path.read_text(encoding="utf-8"))


def read_guide(guide_id: str, content: str) -> Guide:
    """Return the guide that a file's content says.

    Raises:
        BadFaq: as `read_guides`.
    """
    try:
        guide = from_plain(guide_id, YAML(typ="safe").load(content))
    except (YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadFaq(f"{guide_id}: {type(error).__name__} {error}") from error
    check_guide(guide)
    return guide


def check_guide(guide: Guide) -> None:
    """Return if a guide can be shown.

    Raises:
        BadFaq: it has problems; the text names all of them.
    """
    if found := problems(guide):
        told = ", ".join(" ".join(filter(None, (p.kind, p.place, p.language, p.detail))) for p in found)
        raise BadFaq(f"{guide.id}: {told}")


def from_plain(guide_id: str, about: Mapping[str, Any]) -> Guide:
    """Return a guide from plain values; what is left out is empty.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: no guide can be made of them.
    """
    review_by = about["review_by"]
    return Guide(
        id=guide_id,
        owner=_string(about.get("owner")),
        review_by=review_by if isinstance(review_by, date) else date.fromisoformat(review_by),
        topics=tuple(map(_string, about.get("topics") or ())),
        sources=tuple(map(_string, about.get("sources") or ())),
        title=_text(about.get("title")),
        introduction=_text(about.get("introduction")),
        questions=tuple(map(_question, about.get("questions") or ())),
        items=tuple(map(_item, about.get("items") or ())),
    )


def _question(about: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(_string(each["id"]), _text(each.get("text"))) for each in about.get("choices") or ())
    return Question(_string(about["id"]), _text(about.get("text")), _condition(about.get("when")), choices)


def _item(about: Mapping[str, Any]) -> Item:
    return Item(
        id=_string(about["id"]),
        when=_condition(about.get("when")),
        stage=_text(about.get("stage")),
        title=_text(about.get("title")),
        todo=_text(about.get("todo")),
        ask=_text(about.get("ask")),
        links=tuple(Link(_text(each.get("title")), _text(each.get("url"))) for each in about.get("links") or ()),
    )


def _condition(about: Any) -> Condition:
    return {_string(question): tuple(map(_string, choices)) for question, choices in (about or {}).items()}


def _text(about: Any) -> Text:
    return {language: _string((about or {}).get(language)) for language in LANGUAGES}


def _string(value: Any) -> str:
    """Return a text. What YAML takes for something else, such as an unquoted `no`, is refused, not guessed."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value.strip()


def to_plain(guide: Guide) -> dict[str, Any]:
    """Return a guide as plain values, in the order of a file."""
    return {
        "guide": guide.id,
        "owner": guide.owner,
        "review_by": guide.review_by,
        "topics": list(guide.topics),
        "sources": list(guide.sources),
        "title": dict(guide.title),
        "introduction": dict(guide.introduction),
        "questions": [
            {
                "id": question.id,
                **_when(question.when),
                "text": dict(question.text),
                "choices": [{"id": choice.id, "text": dict(choice.text)} for choice in question.choices],
            }
            for question in guide.questions
        ],
        "items": [
            {
                "id": item.id,
                **_when(item.when),
                "stage": dict(item.stage),
                "title": dict(item.title),
                "todo": dict(item.todo),
                "ask": dict(item.ask),
                "links": [{"title": dict(link.title), "url": dict(link.url)} for link in item.links],
            }
            for item in guide.items
        ],
    }


def _when(condition: Condition) -> dict[str, Any]:
    return {"when": {question: list(choices) for question, choices in condition.items()}} if condition else {}
