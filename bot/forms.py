"""A form under way while a person answers: what is filled in, its question once more, and its end."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

LANGUAGE_SLOT = "language"
BOOKKEEPING_PREFIX = "form_"
"""Of slots that hold what a form knows of itself, and none of the visitor's answers."""


def form_under_way(tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Name of the form, the slot it asks for, and its filled slots; all empty when there is no form."""
    name = tracker.active_loop_name
    if not name:
        return {"form": None, "step": None, "slots": {}}
    values = {slot: tracker.get_slot(slot) for slot in domain.required_slots_for_form(name)}
    filled = {
        slot: value for slot, value in values.items() if value is not None and not slot.startswith(BOOKKEEPING_PREFIX)
    }
    return {"form": name, "step": tracker.get_slot(REQUESTED_SLOT), "slots": filled}


async def question_of_step(
    tracker: DialogueStateTracker, language: str, nlg: NaturalLanguageGenerator, channel: str
) -> dict[str, Any] | None:
    """The message that asks for the form's step, in this language; None when no form is under way.

    The tracker is changed, and not to be stored: asking again is no event of the dialogue.
    """
    step = tracker.get_slot(REQUESTED_SLOT)
    if not tracker.active_loop_name or step is None:
        return None
    tracker.update(SlotSet(LANGUAGE_SLOT, language))
    message: dict[str, Any] = await nlg.generate(f"utter_ask_{step}", tracker, channel)
    return message


def ending(tracker: DialogueStateTracker, domain: Domain) -> list[Event]:
    """Events that end the form and empty its slots, as if the visitor had cancelled it; none without a form."""
    name = tracker.active_loop_name
    if not name:
        return []
    return [
        ActionExecuted(ACTION_DEACTIVATE_LOOP_NAME),
        ActiveLoop(None),
        SlotSet(REQUESTED_SLOT, None),
        *(SlotSet(slot, None) for slot in domain.required_slots_for_form(name)),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
