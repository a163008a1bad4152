"""The way through a guide: what is asked next, and what is to be done once all is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handoff.guides.model import Condition, Guide, Item, Question

Choices = Mapping[str, str]
"""The choice made, by question."""


def choices_made(guide: Guide, asked: Mapping[str, str]) -> dict[str, str]:
    """Return what of `asked` answers a question of the guide that is asked, in the guide's order.

    What names no question or choice, or answers a question that the other answers leave out, is dropped.
    """
    made: dict[str, str] = {}
    for question in guide.questions:
        choice = asked.get(question.id)
        if holds(question.when, made) and any(known.id == choice for known in question.choices):
            made[question.id] = str(choice)
    return made


def questions_asked(guide: Guide, made: Choices) -> list[Question]:
    """Return the questions to answer, as far as the choices made show, answered ones among them."""
    return [question for question in guide.questions if holds(question.when, made)]


def unanswered(guide: Guide, made: Choices) -> list[Question]:
    """Return the questions that are still to be answered; none when the checklist is ready."""
    return [question for question in questions_asked(guide, made) if question.id not in made]


def checklist(guide: Guide, made: Choices) -> list[Item]:
    """Return the things to do."""
    return [item for item in guide.items if holds(item.when, made)]


def holds(condition: Condition, made: Choices) -> bool:
    """Tell whether a condition holds; a question that was not asked answers none."""
    return all(made.get(question) in choices for question, choices in condition.items())


def every_path(guide: Guide, place: int = 0, made: Choices | None = None) -> Iterator[Choices]:
    """Yield all ways to answer a guide's questions; there may be very many."""
    made = made or {}
    if place == len(guide.questions):
        yield made
        return
    question = guide.questions[place]
    if not holds(question.when, made) or not question.choices:
        yield from every_path(guide, place + 1, made)
        return
    for choice in question.choices:
        yield from every_path(guide, place + 1, {**made, question.id: choice.id})
