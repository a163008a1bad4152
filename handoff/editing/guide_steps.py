"""Changes of a guide's lists: something is added, taken out, or moved up or down."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from handoff.errors import InvalidPayload
from handoff.guides.model import Choice, Guide, Item, Question, Text
from handoff.guides.problems import LANGUAGES

STEP = re.compile(
    r"(?P<verb>add|remove|up|down):(?P<list>questions|items)(\.(?P<at>[0-9]{1,3}))?(?P<choices>\.choices(\.(?P<choice>[0-9]{1,3}))?)?"
)
"""Such as `add:items`, `up:questions.2` or `remove:questions.2.choices.0`; counted from 0."""
T = TypeVar("T")


def stepped(guide: Guide, step: str) -> tuple[Guide, str]:
    """Return the guide after a step, and the question or item that was changed: `questions-2`, or empty.

    What is taken out stays in the conditions that name it: the guide's problems tell so.

    Raises:
        InvalidPayload: no such step, or nothing is there.
    """
    match = STEP.fullmatch(step)
    if match is None:
        raise InvalidPayload
    verb, place = match["verb"], int(match["at"] or 0)
    if match["choices"]:
        if match["list"] != "questions" or match["at"] is None or place >= len(guide.questions):
            raise InvalidPayload
        question = guide.questions[place]
        new = Choice(_new_name("choice", [each.id for each in question.choices]), _nothing())
        choices, _ = _stepped(question.choices, verb, match["choice"], new)
        questions = list(guide.questions)
        questions[place] = replace(question, choices=choices)
        return replace(guide, questions=tuple(questions)), f"questions-{place}"
    if match["list"] == "questions":
        names = [each.id for each in guide.questions]
        asked = Question(_new_name("question", names), _nothing(), {}, ())
        done, at = _stepped(guide.questions, verb, match["at"], asked)
        return replace(guide, questions=done), f"questions-{at}" if done else ""
    names = [each.id for each in guide.items]
    item = Item(_new_name("item", names), {}, _nothing(), _nothing(), _nothing(), _nothing(), ())
    listed, at = _stepped(guide.items, verb, match["at"], item)
    return replace(guide, items=listed), f"items-{at}" if listed else ""


def _stepped(listed: Sequence[T], verb: str, place: str | None, new: T) -> tuple[tuple[T, ...], int]:
    """Return the list after the step, and where to look."""
    if verb == "add":
        return (*listed, new), len(listed)
    if place is None or (at := int(place)) >= len(listed):
        raise InvalidPayload
    rest = [*listed[:at], *listed[at + 1 :]]
    if verb == "remove":
        return tuple(rest), min(at, len(rest) - 1)
    to = min(max(at + (-1 if verb == "up" else 1), 0), len(rest))
    rest.insert(to, listed[at])
    return tuple(rest), to


def _new_name(word: str, names: Collection[str]) -> str:
    number = len(names) + 1
    while f"{word}_{number}" in names:
        number += 1
    return f"{word}_{number}"


def _nothing() -> Text:
    return dict.fromkeys(LANGUAGES, "")
