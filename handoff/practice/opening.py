"""What stands in a practice conversation before the agent comes: a talk with the assistant, as a real one leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from handoff.conversations.help_card import HelpCard
from handoff.conversations.masking import clean
from handoff.conversations.model import Draft, Language, Link
from handoff.conversations.reply_ids import reply_id
from handoff.conversations.texts import system_event
from handoff.faq.model import Entry
from handoff.practice.model import Exchange, Scenario

SURE, LOST = 0.93, 0.21
"""How sure the assistant was: well above and well below where it begins to answer."""

Said = tuple[Draft, dict[str, Any] | None]
"""A message, and what the bot had understood if it is the bot's."""


def opening(
    scenario: Scenario, conversation_id: str, language: Language, entries: Mapping[str, Entry], card: HelpCard
) -> Iterator[Said]:
    """Yield the messages in their order; the last one says that the visitor waits for a person."""
    for number, exchange in enumerate(scenario.history):
        message_id = str(uuid5(UUID(conversation_id), f"history {number}"))
        text = clean(exchange.said[language])
        yield Draft(id=message_id, author="visitor", text=text, language=language), None
        yield _answer(exchange, message_id, language, entries)
        if scenario.is_danger and number == len(scenario.history) - 1:
            yield card.draft(message_id, scenario.mode, language, offer_human=True), None
    yield system_event("queued", language), None


def _answer(exchange: Exchange, message_id: str, language: Language, entries: Mapping[str, Entry]) -> Said:
    entry = entries.get(exchange.topic)
    if entry is None:
        text = "" if exchange.answer is None else exchange.answer[language]
        understood = _understanding(None, LOST, "lost")
        return Draft(id=reply_id(message_id, 0), author="bot", text=text, language=language), understood
    answer = entry.answers[language]
    draft = Draft(
        id=reply_id(message_id, 0),
        author="bot",
        text=answer.text,
        language=language,
        links=tuple(Link(page.title, page.url) for page in answer.pages),
    )
    return draft, _understanding(f"faq/{exchange.topic}", SURE, "answer")


def _understanding(intent: str | None, confidence: float, decision: str) -> dict[str, Any]:
    return {"intent": intent, "confidence": confidence, "decision": decision, "options": []}
