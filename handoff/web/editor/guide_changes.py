"""What is different between two states of a guide, in the words of the editors' desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handoff.guides.model import Condition, Guide, Text
from handoff.guides.problems import LANGUAGES, Problem, problems
from handoff.web.editor.changes import Change, differences
from handoff.words import Words


def guide_changes(before: Guide | None, after: Guide) -> list[Change]:
    """Return the fields that differ; fields are named by what they belong to, such as `items.food.sv.todo`."""
    return differences(dict(_fields(before)) if before else {}, dict(_fields(after)))


def _fields(guide: Guide) -> Iterator[tuple[str, str]]:
    yield "owner", guide.owner
    yield "review_by", guide.review_by.isoformat()
    yield "topics", "\n".join(guide.topics)
    yield "sources", "\n".join(guide.sources)
    yield from _texts("", title=guide.title, introduction=guide.introduction)
    yield "questions.order", "\n".join(question.id for question in guide.questions)
    for question in guide.questions:
        place = f"questions.{question.id}"
        yield f"{place}.when", _told(question.when)
        yield from _texts(f"{place}.", text=question.text)
        for language in LANGUAGES:
            lines = [f"{choice.id}: {choice.text[language]}" for choice in question.choices]
            yield f"{place}.{language}.choices", "\n".join(lines)
    yield "items.order", "\n".join(item.id for item in guide.items)
    for item in guide.items:
        place = f"items.{item.id}"
        yield f"{place}.when", _told(item.when)
        yield from _texts(f"{place}.", stage=item.stage, title=item.title, todo=item.todo, ask=item.ask)
        for language in LANGUAGES:
            lines = [f"{link.title[language]} | {link.url[language]}" for link in item.links]
            yield f"{place}.{language}.links", "\n".join(lines)


def _texts(before: str, **texts: Text) -> Iterator[tuple[str, str]]:
    for name, text in texts.items():
        for language in LANGUAGES:
            yield f"{before}{language}.{name}", text[language]


def _told(condition: Condition) -> str:
    return "\n".join(f"{question}: {', '.join(choices)}" for question, choices in condition.items())


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words, and the question or item in the form that it is about; empty for the guide itself."""

    language: str
    text: str
    place: str


def told_problems(guide: Guide, words: Words) -> list[Told]:
    """Return what keeps a guide from being published."""
    return [_problem(problem, guide, words) for problem in problems(guide)]


def _problem(problem: Problem, guide: Guide, words: Words) -> Told:
    kind, _, rest = problem.place.partition(".")
    name, _, field = rest.partition(".")
    label, place = "", ""
    if name:
        names = [each.id for each in guide.questions] if kind == "questions" else [each.id for each in guide.items]
        number = names.index(name)
        label = f"{words[f'one_{kind}']} {number + 1}"
        place = f"{kind}-{number}"
    told = words["fields"].get(field.partition(".")[0] or kind, "")
    text = words["problems"][problem.kind].format(field=told, detail=problem.detail)
    return Told(problem.language, f"{label}: {text}" if label else text, place)
