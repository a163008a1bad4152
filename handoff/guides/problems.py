"""What keeps a guide from being published: a text that is missing, a condition that leads nowhere, a dead end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from handoff.guides.model import CHANGE, NAME, Condition, Guide, Item, Language, Text
from handoff.guides.path import checklist, every_path, questions_asked

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
MAX_PATHS = 4000
"""More ways through a guide are more than anybody can check; twelve questions of two choices are about as many."""

Kind = Literal[
    "missing",
    "bad_link",
    "same_name",
    "bad_name",
    "unknown_choice",
    "few_choices",
    "never_asked",
    "never_listed",
    "empty_path",
    "too_many_paths",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing. `place` is the field's name in the editors' form; `detail` what was found there."""

    kind: Kind
    place: str
    language: str = ""
    detail: str = ""


def problems(guide: Guide) -> list[Problem]:
    """Return everything; a guide without problems has all texts, and leads everybody to a checklist."""
    found = [*_missing(guide), *_names(guide)]
    known = {question.id: {choice.id for choice in question.choices} for question in guide.questions}
    for number, question in enumerate(guide.questions):
        before = {each.id: known[each.id] for each in guide.questions[:number]}
        found += _of_condition(f"questions.{question.id}.when", question.when, before)
        if len(question.choices) < 2:
            found.append(Problem("few_choices", f"questions.{question.id}.choices"))
    for item in guide.items:
        found += _of_condition(f"items.{item.id}.when", item.when, known)
    return found or list(_of_paths(guide))


def _of_paths(guide: Guide) -> Iterator[Problem]:
    paths = list(islice(every_path(guide), MAX_PATHS + 1))
    if len(paths) > MAX_PATHS:
        yield Problem("too_many_paths", "questions")
        return
    asked: set[str] = set()
    listed: set[str] = set()
    for made in paths:
        items = checklist(guide, made)
        asked |= {question.id for question in questions_asked(guide, made)}
        listed |= {item.id for item in items}
        if not items:
            yield Problem("empty_path", "items", detail=", ".join(f"{name}: {choice}" for name, choice in made.items()))
    for question in guide.questions:
        if question.id not in asked:
            yield Problem("never_asked", f"questions.{question.id}.when")
    for item in guide.items:
        if item.id not in listed:
            yield Problem("never_listed", f"items.{item.id}.when")


def _of_condition(place: str, condition: Condition, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    for question, choices in condition.items():
        unknown = [choice for choice in choices if choice not in known.get(question, ())]
        if unknown or not choices:
            yield Problem("unknown_choice", place, detail=f"{question}: {', '.join(unknown)}")


def _names(guide: Guide) -> Iterator[Problem]:
    groups = {"questions": [each.id for each in guide.questions], "items": [each.id for each in guide.items]}
    groups |= {f"questions.{each.id}.choices": [choice.id for choice in each.choices] for each in guide.questions}
    for place, names in groups.items():
        for name in dict.fromkeys(names):
            if not NAME.fullmatch(name) or name == CHANGE:
                yield Problem("bad_name", place, detail=name)
            if names.count(name) > 1:
                yield Problem("same_name", place, detail=name)


def _missing(guide: Guide) -> Iterator[Problem]:
    for name in ("owner", "sources", "questions", "items"):
        if not getattr(guide, name):
            yield Problem("missing", name)
    yield from _untold("title", guide.title)
    yield from _untold("introduction", guide.introduction)
    for question in guide.questions:
        yield from _untold(f"questions.{question.id}.text", question.text)
        for choice in question.choices:
            yield from _untold(f"questions.{question.id}.choices.{choice.id}", choice.text)
    for item in guide.items:
        yield from _missing_of(item)


def _missing_of(item: Item) -> Iterator[Problem]:
    place = f"items.{item.id}"
    for name, text in (("title", item.title), ("todo", item.todo), ("stage", item.stage), ("ask", item.ask)):
        yield from _untold(f"{place}.{name}", text)
    if not item.links:
        yield Problem("missing", f"{place}.links")
    for link in item.links:
        yield from _untold(f"{place}.links", link.title)
        for language in LANGUAGES:
            if not is_official(url := link.url[language]):
                yield Problem("bad_link", f"{place}.links", language, url)


def _untold(place: str, text: Text) -> Iterator[Problem]:
    for language in LANGUAGES:
        if not text[language]:
            yield Problem("missing", place, language)


def is_official(url: str) -> bool:
    """Tell whether an address can be a page that may be linked to: https, with a host, without anything hidden."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc and " " not in url
    except ValueError:
        return False
