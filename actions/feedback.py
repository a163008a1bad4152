"""The feedback form: checks each step, goes back and on, and has the whole looked at before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.feedback_steps import (
    ANSWERS,
    UNASKED,
    asked_again,
    feedback_of,
    first_slots,
    given,
    is_anonymous,
    kept,
    next_step,
    number_of,
    offers_of,
    slots_of,
    step_before,
)
from actions.ports import Review, ServicesUnavailable, Signpost, services
from actions.vocabulary import (
    ANONYMOUS,
    COMMANDS,
    CONFIRMATIONS,
    DONE,
    FIELDS,
    KINDS,
    SEND_ANYWAY,
    SKIP,
    UNKNOWN_SERVICE,
    YES_OR_NO,
    choose,
    command,
    consists_of,
    to_send,
)

MIN_TEXT_CHARS, MAX_TEXT_CHARS = 10, 4000
"""Helsinki's own lower limit, and Open311's upper limit for a description."""
MAX_CHARS = {"feedback_place": 200, "feedback_title": 120, "feedback_name": 80}
MAX_EMAIL_CHARS = 254

MIN_TOLD_WORDS = 5
"""So many words instead of a kind of feedback are the feedback itself."""
MIN_OPENING_WORDS = 10
"""A message that begins the form with fewer words only says that one wants to give feedback."""
SHOWN_AGAIN = frozenset({"feedback_text", "feedback_place", "feedback_contact", "feedback_title", "feedback_name"})
"""Earlier answers that are told when their step is asked again: the visitor's own words."""
LOOKED_AT = frozenset({"feedback_misplaced", "feedback_confirm"})
"""Steps before which the service looks at the feedback."""

BELONGS = "belongs_here"
"""Nothing to decide: the text is feedback, or nobody could look."""

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
"""Enough to catch a slip; only a mail that arrives proves an address."""
MASK = "●"
"""What stands for each character that the service has hidden."""

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
        """All answers of the form. Rasa sends no domain, see bot/action_calls.py."""
        return list(ANSWERS)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Check the turn's answers and say what is asked next; what may be the feedback is offered as its text."""
        text = find_told_text(tracker)
        if text is not None:
            quoted_text = json.dumps(text, ensure_ascii=False)
            dispatcher.utter_message(response="utter_feedback_use_as_text", quoted_text=quoted_text)
        before = dict(tracker.slots)
        events: Events = await super().run(dispatcher, tracker, domain)
        after = {**tracker.slots, **{event["name"]: event["value"] for event in events}}
        changes = await self._go_on(tracker, after, is_answered=bool(events))
        # Only what changes: a turn in which any slot is set is an answer to Rasa, and an interruption would be lost.
        changed = [SlotSet(name, value) for name, value in changes.items() if before.get(name) != value]
        return [*events, *changed, SlotSet("requested_slot", next_step({**after, **changes}))]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Check the answers, unless what was typed says where to go."""
        step, message = tracker.get_slot("requested_slot"), tracker.latest_message
        typed = message.get("text") if message.get("intent", {}).get("name") == "inform" else None
        where = command(typed or "")
        if step is None or where is None:
            events: Events = await super().get_validation_events(dispatcher, tracker, domain)
            return events
        tracker.slots[step] = None
        changes = {step: None, **self.validate_feedback_go(where, dispatcher, tracker, domain)}
        tracker.slots.update(changes)
        return [SlotSet(name, value) for name, value in changes.items()]

    async def _go_on(self, tracker: Tracker, slots: Slots, *, is_answered: bool) -> Slots:
        """What the form knows of itself after this turn."""
        anonymous, changes = is_anonymous(tracker), Slots()
        if slots.get("form_offers") is None:
            changes |= first_slots(slots, anonymous=anonymous)
            changes["form_ways"] = await _contact_ways()
        if is_answered and next_step({**slots, **changes}) in LOOKED_AT:
            changes |= await _reviewed(tracker, {**slots, **changes})
        step = next_step({**slots, **changes})
        changes["form_step"] = number_of(step, anonymous=anonymous)
        changes["form_offers"] = offers_of(step, {**slots, **changes}, anonymous=anonymous)
        return changes

    async def validate_feedback_kind(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """One of the kinds, by button or by word. A feedback written instead is kept as the text."""
        code = find_resume_code(tracker)
        if code is not None and tracker.get_slot("feedback_text") is None:
            return await resumed(code, dispatcher, tracker) or {"feedback_kind": None}
        kind = choose(value, KINDS)
        text = value.strip()
        is_told = len(text.split()) >= MIN_TOLD_WORDS and len(text) >= MIN_TEXT_CHARS
        if kind is None and is_told and not given(tracker.slots, "feedback_text"):
            dispatcher.utter_message(response="utter_feedback_text_kept")
            return {"feedback_kind": None, "feedback_text": text}
        if kind is None:
            dispatcher.utter_message(response="utter_feedback_kind_unclear")
        return {"feedback_kind": kind}

    def validate_feedback_text(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """10–4,000 characters, counted without the spaces around. Another text may belong elsewhere."""
        text = value.strip()
        if len(text) < MIN_TEXT_CHARS:
            dispatcher.utter_message(response="utter_feedback_text_too_short", length=len(text))
        elif len(text) > MAX_TEXT_CHARS:
            dispatcher.utter_message(response="utter_feedback_text_too_long", length=len(text))
        else:
            return {"feedback_text": text, "feedback_misplaced": None}
        return {"feedback_text": None}

    def validate_feedback_place(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Anything short, or nothing."""
        return _short("feedback_place", value, dispatcher)

    async def validate_feedback_contact(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """An e-mail address, a telephone number where text messages are sent, or nothing."""
        contact = value.strip()
        # Empty when the form comes back to its summary after a failed sending; masked where the chat is anonymous.
        if not contact or MASK in contact or consists_of(contact, ANONYMOUS):
            return {"feedback_contact": ""}
        if EMAIL.fullmatch(contact) and len(contact) <= MAX_EMAIL_CHARS:
            return {"feedback_contact": contact}
        by_sms = tracker.get_slot("form_ways") == "email_sms"
        if by_sms and "@" not in contact:
            try:
                number = await services().read_phone(contact)
            except ServicesUnavailable:
                dispatcher.utter_message(response="utter_service_trouble")
                return {"feedback_contact": None}
            if number:
                return {"feedback_contact": number}
        dispatcher.utter_message(response=f"utter_feedback_{'contact' if by_sms else 'email'}_invalid")
        return {"feedback_contact": None}

    def validate_feedback_images(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Images are sent beside the conversation: here one only says that there are no more to come."""
        if value == "done" or consists_of(value, DONE):
            return {"feedback_images": "done"}
        if value:
            dispatcher.utter_message(response="utter_feedback_images_unclear")
        return {"feedback_images": None if value else ""}

    def validate_feedback_title(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Anything short, or nothing."""
        return _short("feedback_title", value, dispatcher)

    def validate_feedback_name(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """A name or a pseudonym, or nothing."""
        return _short("feedback_name", value, dispatcher)

    def validate_feedback_publish(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Yes or no; empty: nobody has been asked, which is no."""
        choice = choose(value, YES_OR_NO) if value else ""
        if choice is None:
            dispatcher.utter_message(response="utter_feedback_publish_unclear")
        return {"feedback_publish": choice}

    def validate_feedback_service(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """One of those proposed, by button or by name; `city`: whoever sorts decides; empty: as proposed."""
        proposed = tracker.get_slot("form_services") or []
        if value in {"", "city"} or value in {service["code"] for service in proposed}:
            return {"feedback_service": value}
        if consists_of(value, UNKNOWN_SERVICE):
            return {"feedback_service": "city"}
        typed = value.strip().casefold()
        named = [one["code"] for one in proposed if typed in {name.casefold() for name in one["names"].values()}]
        if not named:
            dispatcher.utter_message(response="utter_feedback_service_unclear")
        return {"feedback_service": named[0] if named else None}

    def validate_feedback_later(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Where to send the code of the saved form: an e-mail address, or nowhere (`none`)."""
        address = value.strip()
        if address in {"", "none", "contact"}:
            return {"feedback_later": address}
        if MASK in address or consists_of(address, f"{ANONYMOUS} {SKIP}"):
            return {"feedback_later": "none"}
        if not EMAIL.fullmatch(address) or len(address) > MAX_EMAIL_CHARS:
            dispatcher.utter_message(response="utter_feedback_email_invalid")
            return {"feedback_later": None}
        return {"feedback_later": address}

    def validate_feedback_misplaced(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """What the sender of a text that belongs elsewhere has decided."""
        if value == BELONGS or to_send(value, SEND_ANYWAY):
            return {"feedback_misplaced": BELONGS if value == BELONGS else "send"}
        dispatcher.utter_message(response="utter_feedback_misplaced_unclear")
        return {"feedback_misplaced": None}

    def validate_feedback_confirm(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Send, or go to the question what to change."""
        choice = to_send(value, CONFIRMATIONS)
        if choice is None:
            dispatcher.utter_message(response="utter_feedback_confirm_unclear")
        return {"feedback_confirm": choice}

    def validate_feedback_correct(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Ask for the field that is to be changed, and then for the summary again."""
        field = choose(value, FIELDS)
        if field is None or (field in UNASKED and is_anonymous(tracker)):
            return {"feedback_correct": None}
        again = {} if field == "nothing" else _ask_again(tracker.slots, field, dispatcher)
        return {"feedback_correct": None, "feedback_confirm": None, **again}

    def validate_feedback_go(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Go back, keep what was answered, or save the form for another time."""
        slots, step = tracker.slots, tracker.get_slot("requested_slot")
        changes: Slots = {}
        if step is not None and value in COMMANDS:
            anonymous = is_anonymous(tracker)
            if value == "later":
                changes = {} if anonymous else _leave(slots, dispatcher)
            elif value == "keep":
                changes = {step: kept(slots)[step]} if step in kept(slots) else {}
            else:
                changes = _back(slots, step, dispatcher, anonymous=anonymous)
        return {"feedback_go": None, **changes}


def _back(slots: Mapping[str, Any], step: str, dispatcher: CollectingDispatcher, *, anonymous: bool) -> Slots:
    if step == "feedback_correct":
        return {"feedback_confirm": None}
    if step == "feedback_misplaced":
        return _ask_again(slots, "feedback_text", dispatcher)
    is_extra = not number_of(step, anonymous=anonymous)
    before = None if is_extra else step_before(step, anonymous=anonymous)
    if is_extra:
        return {step: kept(slots).get(step, "")}
    return {} if before is None else _ask_again(slots, before, dispatcher)


def _leave(slots: Mapping[str, Any], dispatcher: CollectingDispatcher) -> Slots:
    if not given(slots, "feedback_text"):
        dispatcher.utter_message(response="utter_feedback_nothing_to_save")
        return {}
    return {"feedback_later": "contact" if given(slots, "feedback_contact") else None}


def _ask_again(slots: Mapping[str, Any], slot: str, dispatcher: CollectingDispatcher) -> Slots:
    answer = given(slots, slot)
    if answer and slot in SHOWN_AGAIN:
        dispatcher.utter_message(response="utter_feedback_answered_before", answer=answer)
    return asked_again(slots, slot)


def _short(slot: str, value: str, dispatcher: CollectingDispatcher) -> Slots:
    text = value.strip()
    if consists_of(text, SKIP):
        return {slot: ""}
    if len(text) > MAX_CHARS[slot]:
        field = slot.removeprefix("feedback_")
        dispatcher.utter_message(response=f"utter_feedback_{field}_too_long", most=MAX_CHARS[slot])
        return {slot: None}
    return {slot: text}


async def _contact_ways() -> str:
    try:
        return "_".join(await services().contact_ways())
    except ServicesUnavailable:
        return "email"


async def _reviewed(tracker: Tracker, slots: Slots) -> Slots:
    """What the service says of the feedback; without it the form goes on."""
    try:
        review = await services().review_feedback(tracker.sender_id, feedback_of(slots))
    except ServicesUnavailable:
        review = Review()
    proposed = [{"code": service.code, "names": service.names} for service in review.services]
    chosen = slots["feedback_service"]
    names = {"": review.services[0].names if review.services else "", "city": ""}
    names |= {service.code: service.names for service in review.services}
    changes: Slots = {"form_services": proposed, "form_images": str(review.images)}
    # A choice that is no longer among the proposals stays one.
    changes["form_service"] = names.get(chosen, slots.get("form_service") or "")
    if slots.get("feedback_misplaced") is None and review.signpost is None:
        changes["feedback_misplaced"] = BELONGS
    elif slots.get("feedback_misplaced") is None:
        changes["form_signpost"] = _told(review.signpost)
    return changes


def _told(signpost: Signpost | None) -> Slots | None:
    if signpost is None:
        return None
    links = [{"title": title, "url": url} for title, url in signpost.links]
    return {"text": f"{signpost.title}\n{signpost.text}", "links": links}


async def resumed(code: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots | None:
    """The slots of the form saved under a code; None if there is none, which is told."""
    try:
        found = await services().resume_feedback(tracker.sender_id, code)
    except ServicesUnavailable:
        dispatcher.utter_message(response="utter_service_trouble")
        return None
    if isinstance(found, str):
        dispatcher.utter_message(response=f"utter_feedback_code_{found}")
        return None
    dispatcher.utter_message(response="utter_feedback_resumed")
    return slots_of(found)


def find_resume_code(tracker: Tracker) -> str | None:
    """The code of a saved form in the visitor's message."""
    entities = tracker.latest_message.get("entities") or []
    return next((entity["value"] for entity in entities if entity["entity"] == "resume_code"), None)


def find_told_text(tracker: Tracker) -> str | None:
    """What the visitor wrote as something else though it may be the feedback: a question, or a long opening."""
    message, step = tracker.latest_message, tracker.get_slot("requested_slot")
    if given(tracker.slots, "feedback_text"):
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
