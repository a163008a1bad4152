"""The feedback form: checks each step, and sends or drops what was written."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dates import shown_date
from actions.ports import ServicesUnavailable, services
from actions.vocabulary import ANONYMOUS, CONFIRMATIONS, FIELDS, KINDS, SKIP, choose, consists_of

logger = logging.getLogger(__name__)

MIN_TEXT_CHARS, MAX_TEXT_CHARS = 10, 4000
"""Helsinki's own lower limit, and Open311's upper limit for a description."""
MAX_PLACE_CHARS = 200
MAX_EMAIL_CHARS = 254

MIN_TOLD_WORDS = 5
"""So many words instead of a kind of feedback are the feedback itself."""
MIN_OPENING_WORDS = 10
"""A message that begins the form with fewer words only says that one wants to give feedback."""

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
"""Enough to catch a slip; only a mail that arrives proves an address."""
MASK = "●"
"""What stands for each character that the service has hidden."""

ASKED = ("feedback_kind", "feedback_text", "feedback_place", "feedback_email", "feedback_confirm")
SLOTS = (*ASKED, "feedback_correct")
UNASKED = ("feedback_place", "feedback_email")
"""Not asked where whoever writes is to stay anonymous, and not kept by the service either."""

Events = list[dict[str, Any]]
Slots = dict[str, Any]


class ValidateFeedbackForm(FormValidationAction):  # type: ignore[misc] # rasa_sdk has no types
    """Checks the answer of each step. A refused answer becomes None, and the form asks for it again.

    Optional answers that were skipped are empty strings: None would be asked again.
    """

    def name(self) -> str:
        """Name in the domain."""
        return "validate_feedback_form"

    def domain_slots(self, domain: dict[str, Any]) -> list[str]:
        """All slots of the form. Rasa sends no domain, see bot/action_calls.py."""
        return list(SLOTS)

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[str]:
        """The steps in order; what to correct is asked only after `Correct`."""
        asked = [slot for slot in ASKED if slot not in UNASKED or not is_anonymous(tracker)]
        if tracker.get_slot("feedback_confirm") == "correct":
            return [*asked[:-1], "feedback_correct", "feedback_confirm"]
        return asked

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Check the turn's answers; what may be the feedback itself is offered as its text."""
        text = find_told_text(tracker)
        if text is not None:
            quoted_text = json.dumps(text, ensure_ascii=False)
            dispatcher.utter_message(response="utter_feedback_use_as_text", quoted_text=quoted_text)
        events: Events = await super().run(dispatcher, tracker, domain)
        if is_anonymous(tracker):
            # Once: a turn in which any slot is set is an answer to Rasa, and an interruption would never be seen.
            return [*(SlotSet(slot, "") for slot in UNASKED if tracker.get_slot(slot) is None), *events]
        return events

    def validate_feedback_kind(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """One of the five kinds, by button or by word. A feedback written instead is kept as the text."""
        kind = choose(value, KINDS)
        text = value.strip()
        is_told = len(text.split()) >= MIN_TOLD_WORDS and len(text) >= MIN_TEXT_CHARS
        if kind is None and is_told and tracker.get_slot("feedback_text") is None:
            dispatcher.utter_message(response="utter_feedback_text_kept")
            return {"feedback_kind": None, "feedback_text": text}
        if kind is None:
            dispatcher.utter_message(response="utter_feedback_kind_unclear")
        return {"feedback_kind": kind}

    def validate_feedback_text(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """10–4,000 characters, counted without the spaces around."""
        text = value.strip()
        if len(text) < MIN_TEXT_CHARS:
            dispatcher.utter_message(response="utter_feedback_text_too_short", length=len(text))
        elif len(text) > MAX_TEXT_CHARS:
            dispatcher.utter_message(response="utter_feedback_text_too_long", length=len(text))
        else:
            return {"feedback_text": text}
        return {"feedback_text": None}

    def validate_feedback_place(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Anything short, or nothing."""
        place = value.strip()
        if consists_of(place, SKIP):
            return {"feedback_place": ""}
        if len(place) > MAX_PLACE_CHARS:
            dispatcher.utter_message(response="utter_feedback_place_too_long")
            return {"feedback_place": None}
        return {"feedback_place": place}

    def validate_feedback_email(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """An e-mail address, or nothing."""
        email = value.strip()
        # Empty when the form comes back to its summary after a failed sending; masked where the chat is anonymous.
        if not email or MASK in email or consists_of(email, ANONYMOUS):
            return {"feedback_email": ""}
        if len(email) > MAX_EMAIL_CHARS or not EMAIL.fullmatch(email):
            dispatcher.utter_message(response="utter_feedback_email_invalid")
            return {"feedback_email": None}
        return {"feedback_email": email}

    def validate_feedback_confirm(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Send, or go to the question what to correct."""
        choice = choose(value, CONFIRMATIONS)
        if choice is None:
            dispatcher.utter_message(response="utter_feedback_confirm_unclear")
        return {"feedback_confirm": choice}

    def validate_feedback_correct(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Empty the field that is to be corrected, so that the form asks for it and then for the summary again."""
        field = choose(value, FIELDS)
        if field is None:
            return {"feedback_correct": None}
        emptied = {} if field == "nothing" else {field: None}
        return {"feedback_correct": None, "feedback_confirm": None, **emptied}


class ActionFeedbackSubmit(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Stores the feedback as a case and tells code and promised day, only after it happened."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_feedback_submit"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Send; if that fails, nothing written is lost: the form goes back to its summary."""
        kind, text, place, email, _ = (tracker.get_slot(slot) for slot in ASKED)
        try:
            receipt = await services().submit_feedback(
                tracker.sender_id,
                tracker.latest_message["message_id"],
                kind=kind,
                text=text,
                place=place,
                email=email,
                language=tracker.get_slot("language"),
            )
        except ServicesUnavailable:
            dispatcher.utter_message(response="utter_feedback_not_sent")
            return [SlotSet("feedback_confirm", None), FollowupAction("feedback_form")]
        dispatcher.utter_message(
            response="utter_feedback_sent", case_code=receipt.code, due_on=shown_date(receipt.due_on)
        )
        return emptied_slots()


class ActionFeedbackCancel(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Forgets what was written, so that the next feedback starts fresh."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_feedback_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Empty the slots and confirm that nothing was sent."""
        dispatcher.utter_message(response="utter_feedback_cancelled")
        return emptied_slots()


def emptied_slots() -> Events:
    """Events that empty every slot of the form."""
    return [SlotSet(slot, None) for slot in SLOTS]


def is_anonymous(tracker: Tracker) -> bool:
    """Whether this is the youth chat: each of the visitor's messages says so."""
    said = [event for event in tracker.events if event["event"] == "user"]
    return bool(said) and (said[-1].get("metadata") or {}).get("mode") == "youth"


def find_told_text(tracker: Tracker) -> str | None:
    """What the visitor wrote as something else though it may be the feedback: a question, or a long opening."""
    message, step = tracker.latest_message, tracker.get_slot("requested_slot")
    if tracker.get_slot("feedback_text") is not None:
        return None
    text = message.get("text") or ""
    if step is None:
        text = text or _text_not_understood(tracker)
        return text if len(text.split()) >= MIN_OPENING_WORDS else None
    is_topic = message.get("intent", {}).get("name") == "faq" and message.get("decision") == "answer"
    is_told = is_topic and step in {"feedback_kind", "feedback_text"} and len(text) >= MIN_TEXT_CHARS
    return text if is_told else None


def _text_not_understood(tracker: Tracker) -> str:
    """The text before a pressed `Give feedback`, if the assistant had asked back or was lost."""
    typed = [event for event in tracker.events if event["event"] == "user" and event.get("text")]
    decision = typed[-1]["parse_data"].get("decision") if typed else None
    return str(typed[-1]["text"]) if decision in {"clarify", "lost"} else ""
