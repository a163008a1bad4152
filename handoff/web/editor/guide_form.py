"""A guide as the fields of a form.

Questions, choices and items are known by their place, such as `items.3.sv.todo`, so that each may be renamed; a
condition is a box for each choice of each question, `items.3.when.0.1`, and names them by place as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from handoff.guides.model import Choice, Condition, Guide, Item, Link, Question, Text
from handoff.guides.problems import LANGUAGES
from handoff.web.editor.form import BadForm

MAX_CHARS = 120_000
"""Of all fields together: five times the longest guide that is shipped."""
MAX_LISTED = 60
"""Questions, choices of one, or items: more are no guide any more."""
_GONE = re.compile(r"(?P<question>[a-z0-9_]+):(?P<choice>[a-z0-9_]+)")


def to_fields(guide: Guide) -> dict[str, str]:
    """Return the fields of a guide by name; of boxes those that are ticked."""
    fields = {
        "owner": guide.owner,
        "review_by": guide.review_by.isoformat(),
        "topics": "\n".join(guide.topics),
        "sources": "\n".join(guide.sources),
        **_texts("", title=guide.title, introduction=guide.introduction),
    }
    for number, question in enumerate(guide.questions):
        place = f"questions.{number}"
        fields |= {f"{place}.id": question.id, **_texts(f"{place}.", text=question.text)}
        fields |= _boxes(place, question.when, guide.questions)
        for each, choice in enumerate(question.choices):
            fields |= {f"{place}.choices.{each}.id": choice.id, **_texts(f"{place}.choices.{each}.", text=choice.text)}
    for number, item in enumerate(guide.items):
        place = f"items.{number}"
        fields |= {f"{place}.id": item.id, **_boxes(place, item.when, guide.questions)}
        fields |= _texts(f"{place}.", stage=item.stage, title=item.title, todo=item.todo, ask=item.ask)
        for language in LANGUAGES:
            lines = [f"{link.title[language]} | {link.url[language]}".strip() for link in item.links]
            fields[f"{place}.{language}.links"] = "\n".join(lines)
    return fields


def to_guide(guide_id: str, fields: Mapping[str, str]) -> Guide:
    """Return the guide that a form describes; fields that are not in it are empty.

    Raises:
        BadForm: see there.
    """
    if sum(map(len, fields.values())) > MAX_CHARS:
        raise BadForm("too_long")
    try:
        review_by = date.fromisoformat(fields.get("review_by", ""))
    except ValueError as error:
        raise BadForm("bad_day") from error
    questions = [
        Question(_name(fields, f"questions.{number}.id"), _text(fields, f"questions.{number}.", "text"), {}, choices)
        for number in _numbers(fields, "questions")
        for choices in [tuple(_choices(fields, f"questions.{number}.choices"))]
    ]
    return Guide(
        id=guide_id,
        owner=fields.get("owner", ""),
        review_by=review_by,
        topics=tuple(_lines(fields.get("topics", ""))),
        sources=tuple(_lines(fields.get("sources", ""))),
        title=_text(fields, "", "title"),
        introduction=_text(fields, "", "introduction"),
        questions=tuple(
            Question(each.id, each.text, _condition(fields, f"questions.{number}", questions), each.choices)
            for number, each in enumerate(questions)
        ),
        items=tuple(_item(fields, f"items.{number}", questions) for number in _numbers(fields, "items")),
    )


def empty(guide_id: str, review_by: date) -> Guide:
    """Return a guide of which nothing has been written."""
    return to_guide(guide_id, {"review_by": review_by.isoformat()})


def gone(condition: Condition, questions: Sequence[Question]) -> list[str]:
    """Return what a condition names that is not there any more, as `question:choice`."""
    known = {(question.id, choice.id) for question in questions for choice in question.choices}
    named = ((question, choice) for question, choices in condition.items() for choice in choices)
    return [f"{question}:{choice}" for question, choice in named if (question, choice) not in known]


def _texts(before: str, **texts: Text) -> dict[str, str]:
    return {f"{before}{language}.{name}": text[language] for language in LANGUAGES for name, text in texts.items()}


def _boxes(place: str, condition: Condition, questions: Sequence[Question]) -> dict[str, str]:
    ticked = {
        f"{place}.when.{number}.{each}": "1"
        for number, question in enumerate(questions)
        for each, choice in enumerate(question.choices)
        if choice.id in condition.get(question.id, ())
    }
    return ticked | {f"{place}.when.gone.{number}": name for number, name in enumerate(gone(condition, questions))}


def _condition(fields: Mapping[str, str], place: str, questions: Sequence[Question]) -> Condition:
    condition: dict[str, tuple[str, ...]] = {}
    for number, question in enumerate(questions):
        ticked = [c.id for each, c in enumerate(question.choices) if f"{place}.when.{number}.{each}" in fields]
        if ticked:
            condition[question.id] = tuple(ticked)
    for number in range(MAX_LISTED):
        match = _GONE.fullmatch(fields.get(f"{place}.when.gone.{number}", ""))
        if match:
            condition[match["question"]] = (*condition.get(match["question"], ()), match["choice"])
    return condition


def _choices(fields: Mapping[str, str], place: str) -> Iterator[Choice]:
    for number in _numbers(fields, place):
        yield Choice(_name(fields, f"{place}.{number}.id"), _text(fields, f"{place}.{number}.", "text"))


def _item(fields: Mapping[str, str], place: str, questions: Sequence[Question]) -> Item:
    pages = [[_page(line) for line in _lines(fields.get(f"{place}.{each}.links", ""))] for each in LANGUAGES]
    links = [
        Link(
            {each: title for each, (title, _) in zip(LANGUAGES, told, strict=True)},
            {each: url for each, (_, url) in zip(LANGUAGES, told, strict=True)},
        )
        for told in zip_longest(*pages, fillvalue=("", ""))
    ]
    return Item(
        id=_name(fields, f"{place}.id"),
        when=_condition(fields, place, questions),
        stage=_text(fields, f"{place}.", "stage"),
        title=_text(fields, f"{place}.", "title"),
        todo=_text(fields, f"{place}.", "todo"),
        ask=_text(fields, f"{place}.", "ask"),
        links=tuple(links),
    )


def _numbers(fields: Mapping[str, str], place: str) -> Iterator[int]:
    """Yield the places of a list: from 0, as long as there is a name field."""
    for number in range(MAX_LISTED):
        if f"{place}.{number}.id" not in fields:
            return
        yield number


def _name(fields: Mapping[str, str], name: str) -> str:
    return fields[name].strip().lower()


def _text(fields: Mapping[str, str], before: str, name: str) -> Text:
    return {language: fields.get(f"{before}{language}.{name}", "") for language in LANGUAGES}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _page(line: str) -> tuple[str, str]:
    title, bar, url = line.rpartition("|")
    if not bar and "://" not in url:
        return line, ""
    return title.strip(), url.strip()
