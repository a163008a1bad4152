"""What one answer is worth.

A row that is in scope is

- `right`: answered with the row's label, in the row's language;
- `offered`: asked back in the row's language, with the label among the buttons;
- `wrong`: answered with something else, or answered or asked back in another language;
- `missed`: neither wrong information nor the right way on: lost, held for out of scope or for another language,
  asked back without the label among the buttons, or a label that the assistant does not have.

A row that is out of scope is `answered` when it gets an answer as if it were in scope, else `declined`: to ask
back or to be lost gives nobody wrong information.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from handoff.conversations.model import BotReply, Understanding
from handoff.evaluation.calibration import Guess
from handoff.evaluation.rows import Row

OUT_OF_SCOPE = "out_of_scope"
_TOPIC_PREFIX = "faq/"

InScope = Literal["right", "offered", "wrong", "missed"]
Outcome = InScope | Literal["answered", "declined"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one row came to.

    Attributes:
        given: A label or a decision such as `lost`, as `… (sv)` if in another language.
        guess: The best intent of a row in scope that was answered or asked back, for the calibration.
    """

    outcome: Outcome
    given: str
    guess: Guess | None = None


def judge(row: Row, reply: BotReply, known: Collection[str]) -> Judgement:
    """Compare what a row asks for with what the assistant made of it.

    Args:
        known: The labels that the assistant has at all.
    """
    understanding = reply.understanding
    answer = to_label(understanding.intent or "") if understanding.decision == "answer" else ""
    same_language = reply.language == row.language and all(draft.language == row.language for draft in reply.drafts)
    given = answer or understanding.decision
    if not same_language:
        given = f"{given} ({reply.language})"
    if row.label == OUT_OF_SCOPE:
        return Judgement("answered" if answer and answer != OUT_OF_SCOPE else "declined", given)
    guess = _guess(row.label, understanding)
    if row.label not in known:
        return Judgement("missed", given, guess)
    if answer:
        return Judgement("right" if answer == row.label and same_language else "wrong", given, guess)
    if understanding.decision == "clarify":
        options = [to_label(option) for option in understanding.options]
        return Judgement(_judge_options(row.label in options, same_language), given, guess)
    return Judgement("missed", given, guess)


def _guess(label: str, understanding: Understanding) -> Guess | None:
    """Return the best intent's worth, if the message was answered or asked back.

    The confidence is always the best intent's. Its name is told when it was answered; when it was asked back it is the
    first option, save for an intent that no button offers, such as a greeting, which stays unseen here.
    """
    if understanding.decision == "answer":
        best = understanding.intent or ""
    elif understanding.decision == "clarify" and understanding.options:
        best = understanding.options[0]
    else:
        return None
    return Guess(understanding.confidence, to_label(best) == label)


def _judge_options(label_among_them: bool, same_language: bool) -> InScope:
    if not same_language:
        return "wrong"
    return "offered" if label_among_them else "missed"


def to_label(intent: str) -> str:
    """Return the label of an intent: a topic goes by its bare name."""
    return intent.removeprefix(_TOPIC_PREFIX)
