"""What one answer is worth.

A row that is in scope is

- `right`: answered with the row's label, in the row's language;
- `offered`: asked back in the row's language, with the label among the buttons, or answered with the label beside
  something else: the visitor has to choose;
- `wrong`: answered with something else, or answered or asked back in another language;
- `missed`: neither wrong information nor the right way on: lost, held for out of scope or for another language,
  asked back without the label among the buttons, or a label that the assistant does not have.

A row with two labels is `right` when both are answered and nothing else, `offered` when each of them is answered or
among the buttons, and `missed` when one of them alone is answered: that is no wrong information.

A row that is out of scope is `answered` when it gets an answer as if it were in scope, else `declined`: to ask
back or to be lost gives nobody wrong information.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from handoff.conversations.model import BotReply, Understanding
from handoff.evaluation.calibration import Guess
from handoff.evaluation.rows import OUT_OF_SCOPE, Row

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


def judge(row: Row, reply: BotReply, known: AbstractSet[str]) -> Judgement:
    """Compare what a row asks for with what the assistant made of it.

    Args:
        known: The labels that the assistant has at all.
    """
    understanding = reply.understanding
    answers = _answers(understanding)
    same_language = reply.language == row.language and all(draft.language == row.language for draft in reply.drafts)
    given = "+".join(answers) or understanding.decision
    if not same_language:
        given = f"{given} ({reply.language})"
    if row.label == OUT_OF_SCOPE:
        return Judgement("answered" if set(answers) - {OUT_OF_SCOPE} else "declined", given)
    if not known >= set(row.topics):
        outcome: InScope = "missed"
    elif not same_language:
        outcome = "wrong" if answers or understanding.decision == "clarify" else "missed"
    else:
        outcome = _compare(set(row.topics), set(answers), {to_label(option) for option in understanding.options})
    return Judgement(outcome, given, _guess(row, understanding))


def _answers(understanding: Understanding) -> list[str]:
    """Return the labels that were answered; `also` is the second topic of a message with two needs."""
    if understanding.decision != "answer":
        return []
    intents = (understanding.intent, understanding.also)
    return [to_label(intent) for intent in intents if intent]


def _compare(wanted: set[str], answered: set[str], offered: set[str]) -> InScope:
    if answered == wanted:
        return "right"
    if wanted <= answered | offered:
        return "offered"
    return "missed" if answered <= wanted else "wrong"


def _guess(row: Row, understanding: Understanding) -> Guess | None:
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
    return Guess(understanding.confidence, to_label(best) in row.topics)


def to_label(intent: str) -> str:
    """Return the label of an intent: a topic goes by its bare name."""
    return intent.removeprefix(_TOPIC_PREFIX)
