"""Asking with the code where a feedback stands."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dates import shown_date
from actions.ports import ServicesUnavailable, services

OPEN = frozenset({"received", "in_process"})
"""States in which an answer is still promised."""

Events = list[dict[str, Any]]


class ValidateCaseStatusForm(FormValidationAction):  # type: ignore[misc] # rasa_sdk has no types
    """Looks the code up: an unknown one is asked again."""

    def name(self) -> str:
        """Name in the domain."""
        return "validate_case_status_form"

    def domain_slots(self, domain: dict[str, Any]) -> list[str]:
        """The code alone. Rasa sends no domain, see bot/action_calls.py."""
        return ["case_code"]

    async def validate_case_code(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep a code that a case has. The service reads codes liberally, so it gets what was typed."""
        code = value.strip()
        try:
            found = await services().find_case(code)
        except ServicesUnavailable:
            dispatcher.utter_message(response="utter_service_trouble")
            return {"case_code": None}
        if isinstance(found, str):
            dispatcher.utter_message(response=f"utter_case_{found}")
            return {"case_code": None}
        return {"case_code": code}


class ActionCaseStatusTell(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Tells the status of the case whose code the form has found."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_case_status_tell"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say where the case stands; the promised day only while an answer is due."""
        try:
            case = await services().find_case(tracker.get_slot("case_code"))
        except ServicesUnavailable:
            case = "unknown"
        if isinstance(case, str):
            dispatcher.utter_message(response="utter_service_trouble")
            return [SlotSet("case_code", None)]
        dispatcher.utter_message(
            response="utter_case_status" if case.status in OPEN else "utter_case_status_done",
            case_code=case.code,
            case_kind=case.kind,
            case_status=case.status,
            received_on=shown_date(case.received_on),
            due_on=shown_date(case.due_on),
        )
        return [SlotSet("case_code", None)]


class ActionCaseStatusCancel(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Leaves the status query."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_case_status_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Confirm."""
        dispatcher.utter_message(response="utter_case_status_cancelled")
        return [SlotSet("case_code", None)]
