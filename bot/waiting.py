"""What the assistant says while the visitor waits for a person: what it knows, and nothing else.

A message that it has no answer to is for the person, who reads it on coming; a form is left where it is.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.decision import is_question

SERVED = frozenset({"faq", "two_topics", "plain_language", "helped"})
"""Intents after the answering policy: answers of topics, and what is said about an answer."""
ASKS_BACK = "clarify"
"""Served to a question only: words for the person are near to some topic, too."""

DECISION = "left_to_person"
LEFT_TO_PERSON = "utter_left_to_person"
"""Told when a button was pressed, which may not just do nothing."""


def is_served(tracker: DialogueStateTracker, understood: dict[str, Any]) -> bool:
    """Tell whether the assistant answers a message, by its parse data, while a person is waited for."""
    if tracker.active_loop_name:
        return False
    intent = understood["intent"]["name"]
    return intent in SERVED or (intent == ASKS_BACK and is_question(understood["text"]))
