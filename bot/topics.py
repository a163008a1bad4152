"""Which topics a turn is about: what was asked, what a button names, or what was talked about just before."""

from __future__ import annotations

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TOPIC_RESPONSES = {
    "utter_first_topic": 0,
    "utter_second_topic": 1,
    "utter_follow_up": 0,
    "utter_plain_language": 0,
    "utter_not_helped": 0,
}
"""Responses about a topic of the turn, and which of its topics; without one they say what their file holds."""

REMEMBERED_TURNS = 2
"""A follow-up refers to what was just said; two messages later people name the subject again."""

_PREFIX = "faq/"


def understood_topics(tracker: DialogueStateTracker) -> list[str]:
    """Topics of the latest message, the first one first; those before it if it names none."""
    message = tracker.latest_message
    if message is None:
        return []
    previous = (message.metadata or {}).get("previous_topic")
    return _topics_of(message) or ([previous] if previous else [])


def previous_topic(tracker: DialogueStateTracker) -> str | None:
    """The topic that was answered last, if that was in one of the latest turns."""
    turns = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            topics = _topics_of(event)
            if topics:
                return topics[-1]
            turns += 1
            if turns == REMEMBERED_TURNS:
                return None
    return None


def _topics_of(message: UserUttered) -> list[str]:
    data = message.parse_data or {}
    first = data.get("response_selector", {}).get("faq", {}).get("response", {}).get("intent_response_key")
    topics = [intent[len(_PREFIX) :] for intent in (first, data.get("also")) if intent]
    topics += [entity["value"] for entity in message.entities or [] if entity.get("entity") == "topic"]
    return topics
