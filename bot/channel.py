"""Input channel for the hand-off service: one visitor's message in, the assistant's whole reply out.

The service calls over loopback with a token. A turn is idempotent by message id: the reply is always read
from the tracker, whether the turn has just run or ran before a retry or a restart.
"""

from __future__ import annotations

import hmac
import json
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic
from sanic import response as sanic_response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import action_calls, predictions
from bot.components.decision import Outcome, understanding
from bot.content import LANGUAGES
from bot.explaining import Explainer, Question
from bot.forms import LANGUAGE_SLOT, ending, form_under_way, question_of_step
from bot.live_model import LiveModel
from bot.messages import shown
from bot.nlg import conversation_language
from bot.topics import previous_topic
from bot.tracker_store import BoundedTrackerStore
from bot.waiting import DECISION, LEFT_TO_PERSON, is_served

logger = logging.getLogger(__name__)

action_calls.install()
predictions.install()

MAX_TEXT_CHARS = 4000
MODES = ("city", "youth")
LOCK_RETRY_S = 0.05
"""Rasa's default is to look again after a whole second."""


class TurnError(Exception):
    """A turn that is refused; `code` goes to the caller, nothing has changed."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Turn:
    """One message of a visitor. Exactly one of `text` and `choice` is set.

    `end_form`: a person has finished the form that was under way, so the message is no answer to its step.
    `waiting`: for a person; what the assistant has no answer to is left to that person, and leaves no trace here.
    """

    conversation: str
    message: str
    text: str | None
    choice: str | None
    language: str
    mode: str
    end_form: bool
    waiting: bool

    @classmethod
    def from_json(cls, body: Any) -> Turn:
        """Check a request's body.

        Raises:
            TurnError: 400 `invalid_payload`.
        """
        values = {"end_form": False, "waiting": False, **body} if isinstance(body, dict) else {}
        turn = cls(**{name: values.get(name) for name in cls.__annotations__})
        if not turn._is_valid():
            raise TurnError(400, "invalid_payload")
        return turn

    def _is_valid(self) -> bool:
        given = [content for content in (self.text, self.choice) if content is not None]
        return (
            all(isinstance(name, str) and 0 < len(name) <= 255 for name in (self.conversation, self.message))
            and len(given) == 1
            and isinstance(given[0], str)
            and len(given[0].strip()) > 0
            and len(given[0]) <= MAX_TEXT_CHARS
            and self.language in LANGUAGES
            and self.mode in MODES
            and isinstance(self.end_form, bool)
            and isinstance(self.waiting, bool)
        )


class SilentOutput(OutputChannel):
    """Sends nothing: the reply is read from the tracker after the turn."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel."""
        return LuukkuInput.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """The message is in the tracker already."""


class LuukkuInput(InputChannel):
    """Routes under /webhooks/luukku: `turn`, `look`, `explain`, `ready`, a conversation's form, and erasing one."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel, part of its address."""
        return "luukku"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LuukkuInput:
        """Needs `token`; without one anybody on the machine could speak for every visitor."""
        token = (credentials or {}).get("token")
        if not token or str(token).startswith("${"):
            cls.raise_missing_credentials_exception()
        live = str((credentials or {}).get("live") or "")
        return cls(str(token), None if not live or live.startswith("${") else LiveModel(Path(live)))

    def __init__(self, token: str, live: LiveModel | None = None) -> None:
        self._expected = f"Bearer {token}".encode()
        self._live = live
        self._explainer = Explainer()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's `on_new_message` is not used: it neither returns the tracker nor replays."""
        routes = Blueprint("luukku")
        routes.listener("after_server_start")(self._follow)

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await self._answer(request, lambda: run_turn(_agent(request), Turn.from_json(_body(request))))

        @routes.post("/look")
        async def look(request: Request) -> HTTPResponse:
            return await self._answer(request, lambda: look_at(_agent(request), Look.from_json(_body(request))))

        @routes.post("/explain")
        async def explain(request: Request) -> HTTPResponse:
            return await self._answer(request, lambda: self._explain(_agent(request), _body(request)))

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            async def model() -> dict[str, Any]:
                return {"model": _agent(request).processor.model_filename}

            return await self._answer(request, model)

        @routes.delete("/conversations/<conversation:str>")
        async def erase(request: Request, conversation: str) -> HTTPResponse:
            async def delete() -> dict[str, Any]:
                await _store(_agent(request)).delete(conversation)
                return {}

            return await self._answer(request, delete)

        @routes.get("/conversations/<conversation:str>/form")
        async def form(request: Request, conversation: str) -> HTTPResponse:
            return await self._answer(request, lambda: find_form(_agent(request), conversation))

        @routes.get("/conversations/<conversation:str>/form/question")
        async def question(request: Request, conversation: str) -> HTTPResponse:
            language = request.args.get("language", "")
            return await self._answer(request, lambda: find_question(_agent(request), conversation, language))

        return routes

    async def _follow(self, app: Sanic, _loop: Any) -> None:
        if self._live is not None:
            app.add_task(self._live.follow(app.ctx))

    async def _explain(self, agent: Agent, body: Any) -> dict[str, Any]:
        """What an editor tries, see `bot.explaining`; nothing is kept of it."""
        question = Question.from_json(body, MODES, MAX_TEXT_CHARS)
        if question is None:
            raise TurnError(400, "invalid_payload")
        return await self._explainer.explain(agent, question)

    async def _answer(self, request: Request, work: Callable[[], Awaitable[dict[str, Any]]]) -> HTTPResponse:
        """The one edge where errors become coded answers; the log gets no message text."""
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, self._expected):
            return sanic_response.json({"error": "unauthenticated"}, status=401)
        try:
            return sanic_response.json(await work())
        except TurnError as error:
            return sanic_response.json({"error": error.code}, status=error.status)
        except Exception:
            logger.exception("The request failed.")
            return sanic_response.json({"error": "internal_error"}, status=500)


@dataclass(frozen=True)
class Look:
    """A text that somebody else answers, to be looked at for danger."""

    text: str
    language: str
    mode: str

    @classmethod
    def from_json(cls, body: Any) -> Look:
        """Check a request's body.

        Raises:
            TurnError: 400 `invalid_payload`.
        """
        look = cls(**{name: body.get(name) for name in cls.__annotations__}) if isinstance(body, dict) else None
        if look is None or not isinstance(look.text, str) or not 0 < len(look.text.strip()) <= MAX_TEXT_CHARS:
            raise TurnError(400, "invalid_payload")
        if look.language not in LANGUAGES or look.mode not in MODES:
            raise TurnError(400, "invalid_payload")
        return look


async def look_at(agent: Agent, look: Look) -> dict[str, Any]:
    """Tell whether somebody may be in danger; nothing is kept of it."""
    spoken = UserMessage(
        text=look.text.lstrip(" \t\r\n/") or "?", metadata={"language": look.language, "mode": look.mode}
    )
    return {"alarm": (await agent.processor.parse_message(spoken)).get("alarm", False)}


async def run_turn(agent: Agent, turn: Turn) -> dict[str, Any]:
    """Run one turn, or find the reply of the turn that ran already; see the module's docstring.

    Raises:
        TurnError: 400 `invalid_payload` for a choice the model does not know.
    """
    processor = agent.processor
    async with _locked_tracker(agent, turn.conversation) as tracker:
        reply = find_reply(tracker, turn.message)
        if reply is not None:
            return {**reply, "replayed": True}
        output = SilentOutput()
        if not tracker.events:
            await processor._update_tracker_session(tracker, output)
        if turn.end_form:
            tracker.update_with_events(ending(tracker, processor.domain), processor.domain)
        message = await _user_message(processor, tracker, turn, output)
        if turn.waiting and not is_served(tracker, message.parse_data):
            return await _leave_to_person(processor, tracker, turn, message.parse_data)
        await processor._handle_message_with_tracker(message, tracker)
        await processor.run_action_extract_slots(output, tracker)
        await processor._run_prediction_loop(output, tracker)
        await _store(agent).save(tracker)
        return {**find_reply(tracker, turn.message), "replayed": False}


async def _leave_to_person(
    processor: MessageProcessor, tracker: DialogueStateTracker, turn: Turn, understood: dict[str, Any]
) -> dict[str, Any]:
    """The reply to a message that a person answers. The tracker is changed, and not to be stored."""
    messages = []
    if turn.choice is not None:
        tracker.update(SlotSet(LANGUAGE_SLOT, turn.language))
        message = await processor.nlg.generate(LEFT_TO_PERSON, tracker, LuukkuInput.name())
        messages = [shown(message, turn.language)]
    understanding = {**_understanding(understood), "decision": DECISION}
    return {"language": turn.language, "understanding": understanding, "messages": messages, "replayed": False}


async def find_form(agent: Agent, conversation: str) -> dict[str, Any]:
    """The conversation's form under way, see `form_under_way`."""
    async with _locked_tracker(agent, conversation) as tracker:
        return form_under_way(tracker, agent.processor.domain)


async def find_question(agent: Agent, conversation: str, language: str) -> dict[str, Any]:
    """What asks for the step of the conversation's form: one message, or none without a form.

    Raises:
        TurnError: 400 `invalid_payload` for a language that the assistant does not speak.
    """
    if language not in LANGUAGES:
        raise TurnError(400, "invalid_payload")
    async with _locked_tracker(agent, conversation) as tracker:
        message = await question_of_step(tracker, language, agent.processor.nlg, LuukkuInput.name())
    return {"messages": [] if message is None else [shown(message, language)]}


def find_reply(tracker: DialogueStateTracker, message_id: str) -> dict[str, Any] | None:
    """The reply to a message: what the assistant said between it and the next one. None: not seen, or long ago."""
    utterances: list[BotUttered] = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            utterances.append(event)
        elif isinstance(event, UserUttered):
            if event.message_id == message_id:
                return _reply(event, utterances[::-1], conversation_language(tracker))
            utterances = []
    return None


def _reply(user: UserUttered, utterances: list[BotUttered], language: str) -> dict[str, Any]:
    return {
        "language": language,
        "understanding": _understanding(user.parse_data),
        "messages": [shown(utterance.message(), language) for utterance in utterances],
    }


def _understanding(data: dict[str, Any]) -> dict[str, Any]:
    selected = data.get("response_selector", {}).get("faq", {}).get("response", {})
    return {
        "intent": selected.get("intent_response_key") or data["intent"]["name"],
        "also": data.get("also", ""),
        "confidence": data["intent"]["confidence"],
        "decision": data["decision"],
        "options": data["options"],
        "alarm": data.get("alarm", False),
    }


async def _user_message(
    processor: MessageProcessor, tracker: DialogueStateTracker, turn: Turn, output: OutputChannel
) -> UserMessage:
    """The turn as Rasa's message, parsed already, so that Rasa never reads a command out of a visitor's text."""
    step = tracker.get_slot(REQUESTED_SLOT) if tracker.active_loop_name else None
    message = UserMessage(
        text=turn.text,
        output_channel=output,
        sender_id=turn.conversation,
        input_channel=LuukkuInput.name(),
        message_id=turn.message,
        metadata={
            "language": turn.language,
            "mode": turn.mode,
            "step": step,
            "question_expected": tracker.get_slot("feedback_kind") == "question",
            "previous_topic": previous_topic(tracker),
        },
    )
    if turn.choice is not None:
        message.parse_data = parse_choice(turn.choice, turn.language, processor.domain)
        return message
    # Rasa's graph takes a text that starts with a slash for a command.
    spoken = UserMessage(text=turn.text.lstrip(" \t\r\n/") or "?", metadata=message.metadata)
    message.parse_data = {**await processor.parse_message(spoken, tracker), "text": message.text}
    return message


def parse_choice(payload: str, language: str, domain: Any) -> dict[str, Any]:
    """Parse data of a pressed button: `/intent`, `/faq/<topic>` or `/intent{"entity": "value"}`.

    Raises:
        TurnError: not a payload that the assistant's own buttons can hold.
    """
    name, brace, rest = payload.partition("{")
    intent = name[1:]
    try:
        values = json.loads(brace + rest) if brace else {}
    except ValueError as error:
        raise TurnError(400, "invalid_payload") from error
    known = f"utter_{intent}" in domain.responses if "/" in intent else intent in domain.intents
    if not name.startswith("/") or not known or not set(values) <= set(domain.entities):
        raise TurnError(400, "invalid_payload")
    entities = [{"entity": entity, "value": value} for entity, value in {**values, "language": language}.items()]
    return {"text": None, "entities": entities, **understanding(Outcome("choice", intent), 1.0)}


def _agent(request: Request) -> Agent:
    agent = request.app.ctx.agent
    if agent is None or not agent.is_ready():
        raise TurnError(503, "unavailable")
    return agent


@asynccontextmanager
async def _locked_tracker(agent: Agent, conversation: str) -> AsyncIterator[DialogueStateTracker]:
    """The conversation's tracker, while nobody else uses it: a turn under way is over then."""
    store = _store(agent)
    async with agent.lock_store.lock(conversation, wait_time_in_seconds=LOCK_RETRY_S):
        yield await store.retrieve(conversation) or store.init_tracker(conversation)


def _store(agent: Agent) -> BoundedTrackerStore:
    """The store itself, without the wrapper that would go on in memory when the database fails.

    Half a conversation in memory is worse than an honest error: the service tells the visitor and tries again.
    """
    return agent.tracker_store._tracker_store


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise TurnError(400, "invalid_payload") from error
