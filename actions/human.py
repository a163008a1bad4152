"""A person is wanted in the conversation."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.ports import ServicesUnavailable, services

logger = logging.getLogger(__name__)

ON_THE_WAY = frozenset({"queued", "choose_topic"})
"""Outcomes after which the form's question is not asked again: it would come between the visitor and the person, or put
the topics out of reach, of which one is to be pressed.
"""


class ActionRequestHuman(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Asks the service for a person. What the visitor sees comes from the service, unless that is impossible."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_request_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Queue the conversation; a form under way goes on at its step unless a person is on the way."""
        try:
            outcome = await services().request_human(tracker.sender_id, tracker.latest_message["message_id"])
        except ServicesUnavailable:
            outcome = "unavailable"
        logger.info("Person requested in conversation %s: %s", tracker.sender_id, outcome)
        if outcome == "unavailable":
            dispatcher.utter_message(response="utter_human_unavailable")
        form = tracker.active_loop_name
        if form is None:
            return []
        # Rasa notes the interruption as a rejected form. Activated again, it goes on: at once, or, while a person
        # is on the way, with the visitor's first message after the return, or instead of a topic.
        return [ActiveLoop(form), FollowupAction("action_listen" if outcome in ON_THE_WAY else form)]
