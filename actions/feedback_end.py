"""How a feedback form ends: sent, saved for another time, or cancelled; and how a saved one goes on."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dates import shown_date
from actions.feedback import find_resume_code, resumed
from actions.feedback_steps import SLOTS, feedback_of
from actions.ports import ServicesUnavailable, services

Events = list[dict[str, Any]]


class ActionFeedbackSubmit(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Stores the feedback as a case, or keeps the form for another time; tells so only after it happened."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_feedback_submit"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Send or save; if that fails, nothing written is lost: the form goes back to where it was."""
        send_to = tracker.get_slot("feedback_later")
        try:
            if send_to:
                await self._save(send_to, dispatcher, tracker)
            else:
                await self._submit(dispatcher, tracker)
        except ServicesUnavailable:
            dispatcher.utter_message(response="utter_feedback_not_saved" if send_to else "utter_feedback_not_sent")
            undone = {"feedback_later": ""} if send_to else {"feedback_confirm": None}
            return [*(SlotSet(name, value) for name, value in undone.items()), FollowupAction("feedback_form")]
        return emptied_slots()

    async def _submit(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        turn = tracker.latest_message["message_id"]
        receipt = await services().submit_feedback(tracker.sender_id, turn, feedback_of(tracker.slots))
        dispatcher.utter_message(
            response="utter_feedback_sent", case_code=receipt.code, due_on=shown_date(receipt.due_on)
        )

    async def _save(self, send_to: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        feedback, turn = feedback_of(tracker.slots), tracker.latest_message["message_id"]
        address = {"none": "", "contact": feedback.contact}.get(send_to, send_to)
        saved = await services().save_feedback(tracker.sender_id, turn, feedback, address)
        dispatcher.utter_message(
            response="utter_feedback_saved_and_mailed" if saved.is_mailed else "utter_feedback_saved",
            resume_code=saved.code,
            kept_until=shown_date(saved.kept_until),
        )


class ActionFeedbackCancel(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Forgets what was written, so that the next feedback starts fresh."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_feedback_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Empty the slots and confirm that nothing was sent."""
        dispatcher.utter_message(response="utter_feedback_cancelled")
        return emptied_slots()


class ActionFeedbackResume(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Goes on with a form by the code that it was saved under."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_feedback_resume"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Fill in what was saved; the form then asks for what is missing, or shows its summary."""
        found = await resumed(find_resume_code(tracker) or "", dispatcher, tracker)
        if found is None:
            return []
        return [*(SlotSet(name, value) for name, value in found.items()), FollowupAction("feedback_form")]


def emptied_slots() -> Events:
    """Events that empty every slot of the form."""
    return [SlotSet(slot, None) for slot in SLOTS]
