"""Faster and safer calls of custom actions than Rasa 3.6 makes.

Rasa checks and compiles the JSON schema of action answers anew on every call (17 ms), opens a new HTTP
session each time, waits up to five minutes, gives up at once when the service restarts, and when a call fails
it goes on without a word to the visitor, leaving the values of a form unchecked. `install` replaces these pieces
of `RemoteAction` and `EndpointConfig`; nothing else of Rasa is touched. Rasa 3.6.21 is the last release and pinned
by hash.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import aiohttp
import rasa
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction, create_bot_utterance
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

logger = logging.getLogger(__name__)

ACTION_TIMEOUT_S = 10
"""An action stores a case or queues a conversation: far below a second. The visitor waits meanwhile."""

RESTART_S = 8
"""How long a call is tried again while nobody listens: a crashed service is back in two or three seconds, on a busy
machine in six. Whoever waits for the turn waits 10 s, and an action tried again does nothing twice."""
TRY_AGAIN_S = 0.5

EMPTY_DOMAIN = {"version": "3.1"}
"""Sent instead of the domain, which no action reads and which is longer than all else. Today's rasa-sdk refuses a
call without any, and Rasa 3.6 would send it whole to every validation."""

_run = RemoteAction.run
_answer_validator = validator_for(RemoteAction.action_response_format_spec())(
    RemoteAction.action_response_format_spec()
)


def install() -> None:
    """Put the replacements in place; doing it again changes nothing."""
    RemoteAction._action_call_format = _action_call_format
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction.run = _run_or_apologise
    EndpointConfig.session = _kept_session


def _action_call_format(self: RemoteAction, tracker: DialogueStateTracker, _domain: Any) -> dict[str, Any]:
    """The same request as Rasa's, with an empty domain."""
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": tracker.current_state(EventVerbosity.ALL),
        "version": rasa.__version__,
        "domain": EMPTY_DOMAIN,
    }


def _validate_action_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
    """The same check as Rasa's, with a validator compiled once."""
    _answer_validator.validate(result)
    return True


class _KeptSession:
    """A client session that `async with` hands out without closing: connections stay alive between calls."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        return None


def _kept_session(self: EndpointConfig) -> _KeptSession:
    """One session per endpoint. It lives as long as the process; Rasa has one event loop."""
    kept = self.__dict__.get("_kept_session")
    if kept is None or kept.closed:
        auth = aiohttp.BasicAuth(**self.basic_auth) if self.basic_auth else None
        timeout = aiohttp.ClientTimeout(total=ACTION_TIMEOUT_S)
        kept = _KeptSession(aiohttp.ClientSession(headers=self.headers, auth=auth, timeout=timeout))
        self.__dict__["_kept_session"] = kept
    return kept


async def _run_or_apologise(
    self: RemoteAction, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Any
) -> list[Event]:
    """Run the action; if it cannot be run, say so and take back what it should have checked.

    A form's unchecked value would otherwise count as valid. Emptied, the form asks for it again.
    """
    try:
        return await _run_over_restart(self, output_channel, nlg, tracker, domain)
    except ActionExecutionRejection:
        raise
    except (RasaException, TimeoutError, aiohttp.ClientError) as error:
        # No traceback: it would add nothing, and Rasa's message may quote the action's answer.
        logger.error("Custom action %s failed: %s", self.name(), type(error).__name__)  # noqa: TRY400
        message = await nlg.generate("utter_service_trouble", tracker, output_channel.name())
        message["utter_action"] = "utter_service_trouble"
        unchecked = _slots_of_turn(tracker) if self.name().startswith("validate_") else []
        return [create_bot_utterance(message), *(SlotSet(name, None) for name in unchecked)]


async def _run_over_restart(action: RemoteAction, *arguments: Any) -> list[Event]:
    """Run the action, again while the connection fails: the service that died in the middle asks for the same turn."""
    deadline = time.monotonic() + RESTART_S
    while True:
        try:
            return await _run(action, *arguments)
        except RasaException as error:
            # Rasa words the failure anew; what happened stands behind its exception.
            if not isinstance(error.__context__, aiohttp.ClientConnectionError) or time.monotonic() > deadline:
                raise
        await asyncio.sleep(TRY_AGAIN_S)


def _slots_of_turn(tracker: DialogueStateTracker) -> list[str]:
    names = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, SlotSet) and event.key not in {REQUESTED_SLOT, "language"}:
            names.append(event.key)
    return list(dict.fromkeys(names))
