"""A checklist in one language, ready to be shown, written or printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from handoff.guides.model import Guide, Language
from handoff.guides.path import Choices, checklist, questions_asked
from handoff.guides.problems import is_official
from handoff.web.plain import day_text
from handoff.words import Words


@dataclass(frozen=True, slots=True)
class Page:
    """An official page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do."""

    id: str
    title: str
    todo: str
    ask: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Things that are done at the same time, and when that is."""

    name: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checklist. `situation`: the questions and what was chosen; `overdue` is empty while somebody vouches for it."""

    language: Language
    guide: str
    title: str
    introduction: str
    situation: tuple[tuple[str, str], ...]
    stages: tuple[Stage, ...]
    review: str
    overdue: str
    address: str

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return sum(len(stage.tasks) for stage in self.stages)


def make_sheet(guide: Guide, made: Choices, language: Language, words: Words, *, today: date, address: str) -> Sheet:
    """Return the checklist that follows from the choices made."""
    return Sheet(
        language=language,
        guide=guide.id,
        title=guide.title[language],
        introduction=guide.introduction[language],
        situation=tuple(_situation(guide, made, language)),
        stages=tuple(_stages(guide, made, language)),
        review=words["review"].format(day=day_text(guide.review_by), owner=guide.owner),
        overdue=words["overdue"] if guide.review_by < today else "",
        address=address,
    )


def _situation(guide: Guide, made: Choices, language: Language) -> Sequence[tuple[str, str]]:
    return [
        (question.text[language], choice.text[language])
        for question in questions_asked(guide, made)
        for choice in question.choices
        if made.get(question.id) == choice.id
    ]


def _stages(guide: Guide, made: Choices, language: Language) -> Sequence[Stage]:
    """Return the stages in the guide's order; an item that stands further down joins its stage."""
    order = list(dict.fromkeys(item.stage[language] for item in guide.items))
    items = sorted(checklist(guide, made), key=lambda item: order.index(item.stage[language]))
    return [
        Stage(
            name,
            tuple(
                Task(
                    item.id,
                    item.title[language],
                    item.todo[language],
                    item.ask[language],
                    tuple(
                        Page(link.title[language], link.url[language])
                        for link in item.links
                        if is_official(link.url[language])
                    ),
                )
                for item in group
            ),
        )
        for name, group in groupby(items, key=lambda item: item.stage[language])
    ]
