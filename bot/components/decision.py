"""The answering policy: what to do with the classifier's ranking.

Outside a form: sure → answer; unsure → ask back with the likely options; lost → offer other ways. Inside a
form the visitor's words are input for the step, unless they clearly interrupt it. The decision becomes the
message's intent, so the dialogue itself stays a handful of rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.language import Decision as LanguageDecision

RETRIEVAL_INTENT = "faq"
MAX_OPTIONS = 3

OFFERED = frozenset({"wants_human", "give_feedback", "feedback_status"})
"""Intents besides the topics that make sense as a "did you mean" button."""

FREE_TEXT_STEPS = frozenset({"feedback_text", "feedback_place"})
"""Steps where anything may be an answer, so that only a clear question interrupts."""

ANSWERS_OF_STEP = {
    "feedback_kind": frozenset({"thanks", "give_feedback"}),
    "feedback_confirm": frozenset({"affirm", "deny", "give_feedback"}),
}
"""Intents that are an answer to the step: `Thanks` names a kind of feedback, `Yes` confirms the summary."""

CASE_CODE = re.compile(r"\bL\s?K(?:[\s-]*[0-9A-Z]){6,20}\b", re.IGNORECASE)
"""A code as people copy it: with or without dashes, spaced, in lower case. The service checks it."""

CLOSED_STEPS = frozenset({"feedback_kind", "feedback_confirm", "feedback_correct"})
"""Steps answered by a word such as `place`, which may also be the name of a topic."""

MAX_COMMAND_WORDS = 8
MAX_QUESTION_WORDS = 12
MIN_TOPIC_WORDS = 3
"""A longer text in a form is a feedback that contains a question, not a question to the assistant."""

_QUESTION_START = re.compile(
    r"^(mi(ssä|ssa|stä|sta|hin|nne|ten|llo?in|kä|ka|tä|ta|ksi|s|t)|kuka|kene\w+|kuinka|paljonko\w*|onko|voiko\w*|saako\w*|"
    r"var|när|nar|hur|vad|vem|vilken|vilka|vart|kan (jag|man)|får|finns|"
    r"what|where|when|who|how|which|why|can i|do i|is there|are there|does)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Outcome:
    """What the policy decided: `decision` for the record, `intent` for the rules, `options` for the buttons."""

    decision: str
    intent: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormStep:
    """What a form waits for: the slot it asks for, and whether its free text is itself a question."""

    slot: str
    question_expected: bool = False


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnsweringPolicy(GraphComponent):
    """Turns ranking, language and the form under way into one intent that the rules know."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Probabilities; config.yml says where the served values come from.

        `answer_at`, `margin`: answer when the best intent reaches the first and leads by the second.
        `offer_at`: an option is worth a button; below it for all options the assistant is lost.
        `interrupt_at`: within a form only this much outweighs that the words may be an answer.
        """
        return {"answer_at": 0.3, "margin": 0.1, "offer_at": 0.06, "interrupt_at": 0.5}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """A policy with the thresholds of config.yml."""
        return cls(config)

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    def process(self, messages: List[Message]) -> List[Message]:
        """Decide on each message; the form under way comes in the message's metadata."""
        for message in messages:
            if not message.get(TEXT):
                continue
            metadata = message.get("metadata") or {}
            ranking = message.get("intent_ranking") or []
            language = message.get("language_decision") or LanguageDecision("fi")
            form = FormStep(metadata["step"], metadata["question_expected"]) if metadata.get("step") else None
            outcome = self.decide(message.get(TEXT), ranking, language, form)
            self._publish(message, outcome, ranking)
        return messages

    def decide(
        self, text: str, ranking: List[Dict[str, Any]], language: LanguageDecision, form: Optional[FormStep]
    ) -> Outcome:
        """What to do with `text`; `form` is None outside a form."""
        if form is not None:
            return self._decide_in_form(text, ranking, language, form)
        if language.foreign:
            return Outcome("other_language", "other_language")
        if language.requested and not self._is_sure(ranking, RETRIEVAL_INTENT):
            return Outcome("answer", "change_language")
        if CASE_CODE.search(text):
            return Outcome("answer", "feedback_status")
        return self._decide_by_ranking(ranking)

    def _decide_by_ranking(self, ranking: List[Dict[str, Any]]) -> Outcome:
        best, second = ranking[0], ranking[1]
        sure = best["confidence"] >= self._config["answer_at"]
        clear = best["confidence"] - second["confidence"] >= self._config["margin"]
        if sure and (clear or best["name"] == "out_of_scope"):
            return _answer(best["name"])
        options = tuple(
            intent["name"]
            for intent in ranking[: MAX_OPTIONS + 1]
            if intent["confidence"] >= self._config["offer_at"] and is_offered(intent["name"])
        )[:MAX_OPTIONS]
        return Outcome("clarify", "clarify", options) if options else Outcome("lost", "lost")

    def _decide_in_form(
        self, text: str, ranking: List[Dict[str, Any]], language: LanguageDecision, form: FormStep
    ) -> Outcome:
        inform = Outcome("form", "inform")
        words = text.split()
        best = ranking[0]["name"]
        sure = ranking[0]["confidence"] >= self._config["interrupt_at"]
        short = len(words) <= MAX_COMMAND_WORDS
        if language.requested and short and not is_question(text):
            return Outcome("answer", "change_language")
        if sure and short and best in {"stop", "wants_human"}:
            return Outcome("answer", best)
        if best in ANSWERS_OF_STEP.get(form.slot, ()) or CASE_CODE.search(text) or "@" in text:
            return inform
        if form.slot in FREE_TEXT_STEPS:
            asks = is_question(text) and len(words) <= MAX_QUESTION_WORDS and is_offered(best)
            asks = asks and not (form.slot == "feedback_text" and form.question_expected)
            return _answer(best) if sure and asks else inform
        if language.foreign:
            return Outcome("other_language", "other_language")
        is_word = form.slot in CLOSED_STEPS and len(words) < MIN_TOPIC_WORDS and best.startswith(RETRIEVAL_INTENT)
        interrupts = best not in {"affirm", "deny"} and not is_word and (short or is_question(text))
        return _answer(best) if sure and interrupts else inform

    def _is_sure(self, ranking: List[Dict[str, Any]], prefix: str) -> bool:
        return ranking[0]["name"].startswith(prefix) and ranking[0]["confidence"] >= self._config["answer_at"]

    def _publish(self, message: Message, outcome: Outcome, ranking: List[Dict[str, Any]]) -> None:
        confidence = ranking[0]["confidence"] if ranking else 0.0
        for key, value in understanding(outcome, confidence).items():
            message.set(key, value, add_to_output=True)
        code = CASE_CODE.search(message.get(TEXT))
        if code:
            entity = {"entity": "case_code", "value": code.group(), "extractor": "AnsweringPolicy"}
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)


def _answer(intent: str) -> Outcome:
    return Outcome("out_of_scope" if intent == "out_of_scope" else "answer", intent)


def understanding(outcome: Outcome, confidence: float) -> Dict[str, Any]:
    """Rasa's parse data for an outcome, with what the retrieval action `utter_faq` reads to find the topic."""
    name = outcome.intent.split("/")[0]
    data: Dict[str, Any] = {
        "intent": {"name": name, "confidence": confidence},
        "decision": outcome.decision,
        "options": list(outcome.options),
    }
    if name == RETRIEVAL_INTENT:
        data["response_selector"] = {
            "all_retrieval_intents": [RETRIEVAL_INTENT],
            RETRIEVAL_INTENT: {
                "response": {
                    "intent_response_key": outcome.intent,
                    "utter_action": f"utter_{outcome.intent}",
                    "confidence": confidence,
                },
                "ranking": [],
            },
        }
    return data


def is_offered(intent: str) -> bool:
    """Whether an intent can stand on a "did you mean" button."""
    return intent.startswith(f"{RETRIEVAL_INTENT}/") or intent in OFFERED


def is_question(text: str) -> bool:
    """Whether a text has the form of a question in one of the three languages."""
    return text.rstrip().endswith("?") or bool(_QUESTION_START.match(text.strip()))
