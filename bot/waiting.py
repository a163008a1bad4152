"""What the assistant says while the visitor waits for a person: what it knows, and nothing else.

A message that it has no answer to is for the person, who reads it on coming; a form is left where it is.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

SERVED = frozenset({"faq", "two_topics", "clarify", "plain_language", "helped"})
"""Intents after the answering policy: answers of topics, asking back which one, and what is said about an answer."""

DECISION = "left_to_person"
LEFT_TO_PERSON = "utter_left_to_person"
"""Told when a button was pressed, which may not just do nothing."""


def is_served(tracker: DialogueStateTracker, understood: dict[str, Any]) -> bool:
    """Tell whether the assistant answers a message, by its parse data, while a person is waited for."""
    return not tracker.active_loop_name and understood["intent"]["name"] in SERVED
