"""What the assistant would make of a question, and why: for editors, who try one.

The question goes the way of a visitor's message, through the same graph, rules and texts, on a tracker that nobody
keeps. Only what the assistant says itself is carried out; where it would call an action or begin a form, that is named
instead. The live turns share the process with it: what takes long is computed in a thread, without the engine of the
sentence vectors, which only the event loop uses.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence

import numpy as np
from rasa.core.actions.action import ActionBotResponse
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.context import Context
from bot.components.crisis import CrisisDetector
from bot.components.decision import AnsweringPolicy, Outcome
from bot.components.embedding import encode
from bot.components.intent_classifier import IntentClassifier
from bot.components.intent_model import OUT_OF_SCOPE, UNCLEAR, IntentModel
from bot.components.language import NEIGHBOURS_OF_SWEDISH, OTHER, LanguageDetector, LanguageModel, words_of
from bot.components.language import Decision as LanguageDecision
from bot.components.language_words import NEUTRAL
from bot.content import LANGUAGES, FaqEntry
from bot.forms import LANGUAGE_SLOT
from bot.likeness import Examples
from bot.messages import shown
from bot.reasons import reasons
from bot.topics import previous_topic, understood_topics

ENTRIES = 5
EXAMPLES = 4
"""Nearest ones of each entry: more says nothing more."""
MAX_ACTIONS = 4
"""Of one turn; a rule has two."""


@dataclass(frozen=True)
class Question:
    """What an editor tries. `before`: what was asked before it, or empty; `brief`: without examples and messages."""

    text: str
    before: str
    language: str
    mode: str
    brief: bool

    @classmethod
    def from_json(cls, body: Any, modes: Sequence[str], max_chars: int) -> Question | None:
        """The question of a request's body; None if there is none in it."""
        values = {"before": "", "brief": False, **body} if isinstance(body, dict) else {}
        question = cls(**{name: values.get(name) for name in cls.__annotations__})
        texts = (question.text, question.before)
        is_valid = (
            all(isinstance(text, str) and len(text) <= max_chars for text in texts)
            and question.text.strip()
            and question.language in LANGUAGES
            and question.mode in modes
            and isinstance(question.brief, bool)
        )
        return question if is_valid else None


class Explainer:
    """Explains questions; keeps the examples of the model at hand from the first question on."""

    def __init__(self) -> None:
        self._examples: Examples | None = None
        self._made_of: tuple[IntentModel, Mapping[str, FaqEntry]] | None = None
        self._making = asyncio.Lock()

    async def explain(self, agent: Agent, question: Question) -> Dict[str, Any]:
        """What becomes of a question, as JSON."""
        processor = agent.processor
        tracker = DialogueStateTracker("tried", processor.domain.slots)
        for event in (ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)):
            tracker.update(event, processor.domain)
        language = question.language
        if question.before.strip():
            before = await _hear(processor, tracker, question.before, language, question.mode)
            await _reply(processor, tracker)
            language = _language_of(before)
        previous = previous_topic(tracker)
        understood = await _hear(processor, tracker, question.text, language, question.mode)
        explained = _understanding(processor, question, language, understood)
        explained["previous"] = previous or ""
        if question.brief:
            return explained
        messages, goes_on = await _reply(processor, tracker)
        explained |= {"messages": messages, "plain": await _plain(processor, tracker), "goes_on": goes_on}
        model = _component(processor, IntentClassifier)._model
        text = _spoken(question.text)
        # The vector is at hand from the classifier; a thread must not ask the engine, which may be at work.
        vector = encode(text) if model._meaning is not None else None
        examples = await self._examples_of(model, processor.nlg.entries())
        return explained | {"entries": await asyncio.to_thread(_entries, model, examples, text, vector)}

    async def _examples_of(self, model: IntentModel, entries: Mapping[str, FaqEntry]) -> Examples:
        async with self._making:
            # Another model or edited entries are other objects.
            if self._examples is None or self._made_of[0] is not model or self._made_of[1] is not entries:
                self._examples = await asyncio.to_thread(Examples, model, entries)
                self._made_of = (model, entries)
            return self._examples


def _component(processor: MessageProcessor, kind: type) -> Any:
    """The component of a class in the loaded model's graph."""
    nodes = processor.graph_runner._instantiated_nodes.values()
    return next(node._component for node in nodes if isinstance(node._component, kind))


def _spoken(text: str) -> str:
    """A text as the graph takes it: one that starts with a slash would be a command."""
    return text.lstrip(" \t\r\n/") or "?"


async def _hear(
    processor: MessageProcessor, tracker: DialogueStateTracker, text: str, language: str, mode: str
) -> Dict[str, Any]:
    """Understand a text and put it on the tracker; everything that the graph made of it."""
    metadata = {
        "language": language,
        "mode": mode,
        "step": None,
        "question_expected": False,
        "previous_topic": previous_topic(tracker),
    }
    message = UserMessage(text=_spoken(text), metadata=metadata)
    data = await processor.parse_message(message, tracker, only_output_properties=False)
    told = {key: value for key, value in data.items() if key not in ("context", "language_decision")}
    heard = UserUttered(text, data["intent"], data["entities"], {**told, "text": text}, metadata=metadata)
    tracker.update(heard, processor.domain)
    tracker.update(SlotSet(LANGUAGE_SLOT, _language_of(data)), processor.domain)
    # Whoever waits for a turn comes first.
    await asyncio.sleep(0)
    return data


async def _reply(processor: MessageProcessor, tracker: DialogueStateTracker) -> tuple[List[Dict[str, Any]], str]:
    """What the assistant says, and the name of what it would go on with: an action of the service, or a form."""
    output, messages = CollectingOutputChannel(), []
    for _ in range(MAX_ACTIONS):
        action, _prediction = processor.predict_next_with_tracker_if_should(tracker)
        name = action.name()
        if name == ACTION_LISTEN_NAME:
            tracker.update(ActionExecuted(name), processor.domain)
            return messages, ""
        if not isinstance(action, ActionBotResponse):
            return messages, name
        events = await action.run(output, processor.nlg, tracker, processor.domain)
        said = [event for event in events if isinstance(event, BotUttered)]
        messages += [shown(event.message(), tracker.get_slot(LANGUAGE_SLOT)) for event in said]
        tracker.update(ActionExecuted(name), processor.domain)
        tracker.update_with_events(events, processor.domain)
    return messages, ""


async def _plain(processor: MessageProcessor, tracker: DialogueStateTracker) -> Dict[str, Any] | None:
    """The answer in plain language, where there was one answer."""
    if len(understood_topics(tracker)) != 1 or tracker.latest_message.intent["name"] != "faq":
        return None
    message = await processor.nlg.generate("utter_plain_language", tracker, "luukku")
    return shown(message, tracker.get_slot(LANGUAGE_SLOT))


def _understanding(
    processor: MessageProcessor, question: Question, current: str, data: Dict[str, Any]
) -> Dict[str, Any]:
    text, mode = _spoken(question.text), question.mode
    language: LanguageDecision = data["language_decision"]
    policy: AnsweringPolicy = _component(processor, AnsweringPolicy)
    ranking, context = data["intent_ranking"], data.get("context") or Context()
    outcome = policy.decide(text, ranking, language, None, context)
    of = {intent["name"]: intent["confidence"] for intent in ranking}
    detector = _component(processor, LanguageDetector)
    return {
        "language": _language_of(data),
        "languages": language_shares(detector._model, text, current, language),
        "ranking": ranking,
        "out_of_scope": of.get(OUT_OF_SCOPE, 0.0),
        "unclear": of.get(UNCLEAR, 0.0),
        "crisis": data.get("crisis", 0.0),
        "alarm": data.get("alarm", False),
        "alarm_at": _component(processor, CrisisDetector)._config["alarm_at"][mode],
        "decision": outcome.decision,
        "intent": outcome.intent,
        "topics": list(_topics(outcome)),
        "options": list(outcome.options),
        "reasons": reasons(policy, text, ranking, language, context, outcome=outcome),
    }


def _topics(outcome: Outcome) -> Sequence[str]:
    return outcome.topics or ((outcome.intent,) if outcome.intent.startswith("faq/") else ())


def _language_of(data: Dict[str, Any]) -> str:
    """The language of the conversation after a message."""
    return next(entity["value"] for entity in data["entities"] if entity["entity"] == "language")


def language_shares(model: LanguageModel, text: str, current: str, decision: LanguageDecision) -> Dict[str, float]:
    """How likely a text is in each of the three languages, and in any other; sums to 1.

    The conversation's language counts beside the words. A script of its own and a language asked for by name are
    certain.
    """
    words = [word for word in words_of(text) if word not in NEUTRAL]
    shares = dict.fromkeys((*LANGUAGES, OTHER), 0.0)
    if decision.requested:
        return {**shares, decision.language: 1.0}
    probabilities = model.probabilities(words, current)
    if decision.foreign and sum(probabilities[language] for language in LANGUAGES) > 0.5:
        return {**shares, OTHER: 1.0}
    for language, probability in probabilities.items():
        ours = "sv" if language in NEIGHBOURS_OF_SWEDISH else language
        shares[ours if ours in LANGUAGES else OTHER] += float(probability)
    return shares


def _entries(model: IntentModel, examples: Examples, text: str, vector: np.ndarray | None) -> List[Dict[str, Any]]:
    """The likeliest entries: probability, the two parts of the score, and the examples that speak for each."""
    words = model._word_scores(text)
    meaning = np.zeros_like(words)
    if vector is not None:
        meaning = model.settings.meaning_weight * model._meaning.scores(vector[None])[0]
    probabilities = model._softmax(words + meaning)
    best = [place for place in np.argsort(-probabilities, kind="stable") if model.intents[place].startswith("faq/")]
    told = []
    for place in best[:ENTRIES]:
        topic = model.intents[place][len("faq/") :]
        told.append(
            {
                "topic": topic,
                "probability": float(probabilities[place]),
                "words": float(words[place]),
                "meaning": float(meaning[place]),
                "examples": examples.nearest(text, vector, topic, EXAMPLES),
                "unlearnt": examples.unlearnt(topic),
            }
        )
    return told
