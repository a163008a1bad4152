"""The steps of the feedback form: their order and numbers, what each may offer, and how one goes back.

Answers are slots `feedback_…`, None until they are given and empty where they were skipped; what the form knows of
itself is in slots `form_…`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.ports import Feedback

STEPS = (
    "feedback_kind",
    "feedback_text",
    "feedback_place",
    "feedback_contact",
    "feedback_images",
    "feedback_confirm",
)
"""Those that are counted, the summary last."""
UNASKED = ("feedback_place", "feedback_contact", "feedback_images")
"""Not asked where whoever writes is to stay anonymous, and not kept by the service either."""
EXTRAS = ("feedback_title", "feedback_name", "feedback_publish", "feedback_service", "feedback_later")
"""Asked only by who chooses them."""
ORDER = (*STEPS[:-1], *EXTRAS, "feedback_misplaced", "feedback_confirm")
"""As in the domain, whose order holds after an interruption."""
ANSWERS = (*ORDER, "feedback_correct", "feedback_go")
BOOKKEEPING = (
    "form_step",
    "form_offers",
    "form_kept",
    "form_ways",
    "form_service",
    "form_services",
    "form_signpost",
    "form_images",
)
SLOTS = (*ANSWERS, *BOOKKEEPING)

OPEN_FIELDS = ("place", "contact", "images", "title", "name", "publish")
"""Offered where nobody has to stay anonymous."""

Slots = dict[str, Any]


def is_anonymous(tracker: Tracker) -> bool:
    """Whether this is the youth chat: each of the visitor's messages says so."""
    said = [event for event in tracker.events if event["event"] == "user"]
    return bool(said) and (said[-1].get("metadata") or {}).get("mode") == "youth"


def counted_steps(*, anonymous: bool) -> tuple[str, ...]:
    """The steps that are counted."""
    return tuple(step for step in STEPS if not anonymous or step not in UNASKED)


def first_slots(slots: Mapping[str, Any], *, anonymous: bool) -> Slots:
    """What a form that has just begun needs: extras that nobody has asked for are not missing."""
    skipped = (*EXTRAS, *UNASKED) if anonymous else EXTRAS
    return {slot: "" for slot in skipped if slots.get(slot) is None}


def next_step(slots: Mapping[str, Any]) -> str | None:
    """The slot to ask for; None: the form is done with."""
    if slots.get("feedback_later"):
        return None
    if slots.get("form_offers") is not None and slots.get("feedback_later") is None:
        # Whoever wants to leave is asked nothing else any more.
        return "feedback_later"
    missing = next((slot for slot in ORDER if slots.get(slot) is None), None)
    if missing is None and slots["feedback_confirm"] == "correct":
        return "feedback_correct"
    return missing


def number_of(step: str | None, *, anonymous: bool) -> str:
    """`3/6`; empty for what is not counted."""
    steps = counted_steps(anonymous=anonymous)
    return f"{steps.index(step) + 1}/{len(steps)}" if step in steps else ""


def offers_of(step: str | None, slots: Mapping[str, Any], *, anonymous: bool) -> list[str]:
    """What the step's question may offer besides its own answers."""
    offers = [] if anonymous else list(OPEN_FIELDS)
    if slots.get("form_services"):
        offers.append("service")
    if step != STEPS[0]:
        offers.append("back")
    if kept(slots).get(step or ""):
        offers.append("keep")
    if not anonymous and step != "feedback_later" and given(slots, "feedback_text"):
        offers.append("later")
    return offers


def step_before(step: str, *, anonymous: bool) -> str | None:
    """The counted step before a counted one."""
    steps = counted_steps(anonymous=anonymous)
    place = steps.index(step)
    return steps[place - 1] if place else None


def kept(slots: Mapping[str, Any]) -> dict[str, str]:
    """Earlier answers to steps that are asked again."""
    return dict(slots.get("form_kept") or {})


def given(slots: Mapping[str, Any], slot: str) -> str:
    """An answer, also an earlier one to a step that is asked again; empty if there is none."""
    value = slots.get(slot)
    return str(kept(slots).get(slot, "") if value is None else value)


def asked_again(slots: Mapping[str, Any], slot: str) -> Slots:
    """Empty a slot so that it is asked for, and keep what was answered."""
    value = slots.get(slot)
    return {slot: None} if value is None else {slot: None, "form_kept": {**kept(slots), slot: value}}


def feedback_of(slots: Mapping[str, Any]) -> Feedback:
    """The form's answers."""
    return Feedback(
        kind=given(slots, "feedback_kind"),
        text=given(slots, "feedback_text"),
        language=slots["language"],
        place=given(slots, "feedback_place"),
        contact=given(slots, "feedback_contact"),
        title=given(slots, "feedback_title"),
        name=given(slots, "feedback_name"),
        may_publish=given(slots, "feedback_publish") == "yes",
        service=given(slots, "feedback_service"),
    )


def slots_of(feedback: Feedback) -> Slots:
    """The slots of a form that was saved; what cannot be left out is asked for."""
    return {
        "feedback_kind": feedback.kind or None,
        "feedback_text": feedback.text or None,
        "feedback_place": feedback.place,
        "feedback_contact": feedback.contact,
        "feedback_images": "done",
        "feedback_title": feedback.title,
        "feedback_name": feedback.name,
        "feedback_publish": "yes" if feedback.may_publish else "",
        "feedback_service": feedback.service,
        "feedback_later": "",
    }
