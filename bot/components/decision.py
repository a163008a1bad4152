"""The answering policy: what to do with the classifier's ranking.

Outside a form: sure → answer; unsure → ask back with the likely options; lost → offer other ways. Inside a
form the visitor's words are input for the step, unless they clearly interrupt it. Words that may mean danger to
life are never answered with anything else. The decision becomes the message's intent, so the dialogue itself
stays a handful of rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.case_code import CASE_CODE, RESUME_CODE
from bot.components.context import Context
from bot.components.danger_words import URGENT_TOPICS, urgent_topics
from bot.components.features import fold
from bot.components.language import Decision as LanguageDecision
from bot.components.places import names_another

RETRIEVAL_INTENT = "faq"
MAX_OPTIONS = 3

OFFERED = frozenset({"wants_human", "give_feedback", "feedback_status", "bot_challenge"})
"""Intents besides the topics that make sense as a "did you mean" button."""

COURTESIES = frozenset({"greet", "thanks", "goodbye"})
"""To ask back "did you mean hello" helps nobody, and a courtesy too many hurts nobody."""

URGENT = frozenset(URGENT_TOPICS)
"""Topics about danger to life."""

NAMES_112 = frozenset({*URGENT, "faq/health_advice_now", "faq/child_welfare_report", "faq/mental_health_support"})
"""Topics whose answers tell when to call 112 and whom else: one in an urgent one's place does no harm."""

FREE_TEXT_STEPS = frozenset({"feedback_text", "feedback_place", "feedback_title", "feedback_name"})
"""Steps where anything may be an answer, so that only a clear question interrupts."""

PLACE_STEP = "feedback_place"
"""Places mostly have Finnish names, whatever language is spoken about them."""

ANSWERS_OF_STEP = {
    "feedback_kind": frozenset({"thanks", "give_feedback"}),
    "feedback_contact": frozenset({"deny", "give_feedback"}),
    "feedback_images": frozenset({"affirm", "deny"}),
    "feedback_publish": frozenset({"affirm", "deny"}),
    "feedback_later": frozenset({"deny"}),
    "feedback_misplaced": frozenset({"affirm", "deny", "give_feedback"}),
    "feedback_confirm": frozenset({"affirm", "deny", "give_feedback"}),
}
"""Intents that are an answer to the step: `Thanks` names a kind of feedback, `Yes` confirms the summary."""

TYPED_BUTTONS = frozenset(
    {
        *("ohita", "hoppa över", "hoppa over", "skip"),
        *("nimettömänä", "nimettomana", "anonymt", "anonymous", "anonymously"),
        *("takaisin", "edellinen", "tillbaka", "föregående", "foregaende", "back", "go back", "previous"),
        *("pidä entinen", "pida entinen", "behåll", "behåll det gamla", "keep it", "keep it as it is"),
        *("jatkan myöhemmin", "jatka myöhemmin", "myöhemmin", "tallenna", "fortsätt senare", "senare", "spara"),
        *("continue later", "later", "save"),
        *("jatka", "valmis", "fortsätt", "klar", "continue", "done"),
    }
)
"""Words of buttons that answer a step; to a classifier `skip` is near to stopping, and `anonymous` to a topic."""

CLOSED_STEPS = frozenset(
    {
        *("feedback_kind", "feedback_contact", "feedback_images", "feedback_publish", "feedback_service"),
        *("feedback_later", "feedback_misplaced", "feedback_confirm", "feedback_correct"),
    }
)
"""Steps answered by a word such as `place`, which may also be the name of a topic."""

MAX_COMMAND_WORDS = 8
MAX_QUESTION_WORDS = 12
MIN_TOPIC_WORDS = 3
"""A longer text in a form is a feedback that contains a question, not a question to the assistant."""

_NUMBER = re.compile(r"[+(]?[0-9][0-9\s()+-]{4,}")
"""Of a telephone, as far as its look tells; which only an answer to a form's step can be."""

_QUESTION_START = re.compile(
    r"^(mi(ssä|ssa|stä|sta|hin|nne|ten|llo?in|kä|ka|tä|ta|ksi|s|t)|kuka|kene\w+|kuinka|paljonko\w*|onko|voiko\w*|saako\w*|"
    r"var|när|nar|hur|vad|vem|vilken|vilka|vart|kan (jag|man)|får|finns|"
    r"what|where|when|who|how|which|why|can i|do i|is there|are there|does)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Outcome:
    """What the policy decided: `decision` for the record, `intent` for the rules, `options` for the buttons.

    Beside an answer the one option is what the message may ask for, too. `topics` are intents of topics that `intent`
    does not name itself: two at once, or the one a follow-up is about; `confidence` is then theirs, and else the best
    intent's.
    """

    decision: str
    intent: str
    options: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    confidence: Optional[float] = None


_ONE_QUESTION = Context()


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

        `answer_at`: answer when the best intent reaches it; beyond a half it leads clearly, too.
        `scope_odds`: and when it is this many times as likely as that the question is out of scope, or
        `elsewhere_odds` times where another town or a company is named.
        `decline_at`: decline a question as out of scope; below it, offer what it may have meant all the same.
        `both_at`: so sure must each half of a message be for two answers.
        `also_at`: beside the answer, offer what a half of the message is this sure of, or
        `rival_at`: what the whole message may mean with this probability.
        `courtesy_at`: so much is enough for a greeting, thanks or a goodbye that leads.
        `offer_at`: an option is worth a button; below it for all options the assistant is lost.
        `urgent_at`: an urgent topic this likely is credible, as one is of which a word of danger stands in the text.
        `interrupt_at`: within a form only this much outweighs that the words may be an answer.
        """
        return {
            "answer_at": 0.5,
            "scope_odds": 30.0,
            "elsewhere_odds": 1e4,
            "decline_at": 0.9,
            "both_at": 0.93,
            "also_at": 0.9,
            "rival_at": 0.1,
            "courtesy_at": 0.5,
            "offer_at": 0.002,
            "urgent_at": 0.02,
            "interrupt_at": 0.75,
        }

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
            context = message.get("context") or Context()
            outcome = self.decide(message.get(TEXT), ranking, language, form, context)
            if outcome.decision == "form" and form is not None and form.slot == PLACE_STEP:
                _stay_in(metadata["language"], message)
            self._publish(message, outcome, ranking)
        return messages

    def decide(
        self,
        text: str,
        ranking: List[Dict[str, Any]],
        language: LanguageDecision,
        form: Optional[FormStep],
        context: Context = _ONE_QUESTION,
    ) -> Outcome:
        """What to do with `text`; `form` is None outside a form."""
        if form is not None:
            return self._decide_in_form(text, ranking, language, form)
        if language.foreign:
            return Outcome("other_language", "other_language")
        if language.requested and not (is_topic(ranking[0]["name"]) and self._is_sure(text, ranking)):
            return Outcome("answer", "change_language")
        if CASE_CODE.search(text):
            return Outcome("answer", "feedback_status")
        if RESUME_CODE.search(text):
            return Outcome("answer", "resume_feedback")
        return (
            self._two_topics(text, ranking, context)
            or self._follow_up(text, ranking, context)
            or self._with_second_need(self._decide_by_ranking(text, ranking), ranking, context)
        )

    def _two_topics(self, text: str, ranking: List[Dict[str, Any]], context: Context) -> Optional[Outcome]:
        """Both answers, if each half surely asks for another topic. Danger is dealt with alone."""
        needs = context.needs
        topics = [need[0]["name"] for need in needs]
        sure = all(
            is_topic(need[0]["name"])
            and need[0]["confidence"] >= self._config["both_at"]
            and self._is_in_scope(text, need)
            for need in needs
        )
        # A second topic that the whole message hardly speaks of is a circumstance of the first, not a need.
        spoken_of = {intent["name"] for intent in ranking[:2]}
        if len(set(topics)) != 2 or not sure or not spoken_of.issuperset(topics):
            return None
        if self._credible_urgent(text, ranking):
            return None
        # What the whole message is most about comes first.
        topics.sort(key=lambda topic: topic != ranking[0]["name"])
        confidence = min(need[0]["confidence"] for need in needs)
        return Outcome("answer", "two_topics", topics=tuple(topics), confidence=confidence)

    def _with_second_need(self, outcome: Outcome, ranking: List[Dict[str, Any]], context: Context) -> Outcome:
        """The answer to one need, with a button for another that the message may have. Danger stands alone."""
        if not is_topic(outcome.intent) or outcome.intent in URGENT:
            return outcome
        parts = [need[0] for need in [*context.needs, context.also] if need]
        told = [part["name"] for part in parts if part["confidence"] >= self._config["also_at"]]
        rivals = [intent["name"] for intent in ranking if intent["confidence"] >= self._config["rival_at"]]
        options = [name for name in told + rivals if name != outcome.intent and is_offered(name)]
        return replace(outcome, options=tuple(options[:1]))

    def _follow_up(self, text: str, ranking: List[Dict[str, Any]], context: Context) -> Optional[Outcome]:
        """More about the topic just answered, if the text by itself says nothing surely."""
        after = context.ranking_after
        by_itself = self._is_sure(text, ranking) and ranking[0]["name"] != "out_of_scope"
        if not after or by_itself or self._credible_urgent(text, after):
            return None
        if after[0]["name"] != context.previous or not self._is_sure(text, after):
            return None
        return Outcome("answer", "follow_up", topics=(context.previous,), confidence=after[0]["confidence"])

    def _decide_by_ranking(self, text: str, ranking: List[Dict[str, Any]]) -> Outcome:
        best = ranking[0]["name"]
        urgent = self._credible_urgent(text, ranking)
        if self._is_sure(text, ranking) and (best in NAMES_112 or not urgent):
            return _answer(best)
        # What is surely unclear leaves little to the topics: they are weighed among themselves.
        rest = sum(intent["confidence"] for intent in ranking if intent["name"] != "unclear")
        likely = [
            intent["name"]
            for intent in ranking
            if intent["confidence"] >= self._config["offer_at"] * rest and is_offered(intent["name"])
        ]
        options = likely[:MAX_OPTIONS]
        unlisted = [topic for topic in urgent if topic not in options]
        options = options[: MAX_OPTIONS - len(unlisted)] + unlisted
        return Outcome("clarify", "clarify", tuple(options)) if options else Outcome("lost", "lost")

    def _is_sure(self, text: str, ranking: List[Dict[str, Any]]) -> bool:
        best, confidence = ranking[0]["name"], ranking[0]["confidence"]
        if best == "unclear":
            return False
        if best == "out_of_scope":
            return confidence >= self._config["decline_at"]
        if best in COURTESIES:
            # A longer text wants something, however politely.
            return confidence >= self._config["courtesy_at"] and len(text.split()) <= MAX_COMMAND_WORDS
        if best in URGENT:
            # Two urgent topics that vie with each other leave no doubt that it is urgent.
            confidence = sum(intent["confidence"] for intent in ranking if intent["name"] in URGENT)
        return confidence >= self._config["answer_at"] and (not is_topic(best) or self._is_in_scope(text, ranking))

    def _is_in_scope(self, text: str, ranking: List[Dict[str, Any]]) -> bool:
        """Whether the best topic stands far enough above `out_of_scope`: near misses sound much like one."""
        beyond = sum(intent["confidence"] for intent in ranking if intent["name"] == "out_of_scope")
        # Danger is answered wherever it is: people's and districts' names are towns' names, too.
        is_elsewhere = ranking[0]["name"] not in NAMES_112 and names_another(fold(text))
        odds = self._config["elsewhere_odds" if is_elsewhere else "scope_odds"]
        return ranking[0]["confidence"] >= odds * beyond

    def _credible_urgent(self, text: str, ranking: List[Dict[str, Any]]) -> List[str]:
        ranked = [
            intent["name"]
            for intent in ranking
            if intent["name"] in URGENT and intent["confidence"] >= self._config["urgent_at"]
        ]
        return ranked + [topic for topic in urgent_topics(fold(text)) if topic not in ranked]

    def _decide_in_form(
        self, text: str, ranking: List[Dict[str, Any]], language: LanguageDecision, form: FormStep
    ) -> Outcome:
        best = ranking[0]["name"]
        sure = ranking[0]["confidence"] >= self._config["interrupt_at"]
        short = len(text.split()) <= MAX_COMMAND_WORDS
        typed_button = text.strip(" .!").lower() in TYPED_BUTTONS
        if language.requested and short and not is_question(text):
            return Outcome("answer", "change_language")
        if sure and not typed_button and (best in URGENT or (short and best in {"stop", "wants_human"})):
            return _answer(best)
        is_code = CASE_CODE.search(text) or RESUME_CODE.search(text)
        is_answer = (
            best in ANSWERS_OF_STEP.get(form.slot, ()) or is_code or "@" in text or _NUMBER.fullmatch(text.strip())
        )
        if typed_button or is_answer:
            return Outcome("form", "inform")
        if language.foreign and form.slot not in FREE_TEXT_STEPS:
            return Outcome("other_language", "other_language")
        return _answer(best) if sure and _interrupts(text, best, form) else Outcome("form", "inform")

    def _publish(self, message: Message, outcome: Outcome, ranking: List[Dict[str, Any]]) -> None:
        confidence = ranking[0]["confidence"] if ranking else 0.0
        if outcome.confidence is not None:
            confidence = outcome.confidence
        for key, value in understanding(outcome, confidence).items():
            message.set(key, value, add_to_output=True)
        text = message.get(TEXT)
        for name, found in (("case_code", CASE_CODE.search(text)), ("resume_code", RESUME_CODE.search(text))):
            if found:
                entity = {"entity": name, "value": found.group(), "extractor": "AnsweringPolicy"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)


def _stay_in(language: str, message: Message) -> None:
    """Take back what the words seemed to say about their language."""
    entities = [
        {**entity, "value": language} if entity["entity"] == "language" else entity
        for entity in message.get(ENTITIES, [])
    ]
    message.set(ENTITIES, entities, add_to_output=True)


def _interrupts(text: str, intent: str, form: FormStep) -> bool:
    """Whether a text that surely has this intent leaves the form for a moment, rather than answers its step."""
    words = len(text.split())
    asks = is_question(text)
    if form.slot in FREE_TEXT_STEPS:
        is_the_text = form.slot == "feedback_text" and form.question_expected
        return asks and words <= MAX_QUESTION_WORDS and is_offered(intent) and not is_the_text
    if form.slot in CLOSED_STEPS and is_topic(intent):
        # Whoever tells about a topic instead of choosing a kind is writing the feedback already.
        return asks or (words >= MIN_TOPIC_WORDS and form.slot != "feedback_kind")
    return intent not in {"affirm", "deny"} and (asks or words <= MAX_COMMAND_WORDS)


def _answer(intent: str) -> Outcome:
    return Outcome("out_of_scope" if intent == "out_of_scope" else "answer", intent)


def understanding(outcome: Outcome, confidence: float) -> Dict[str, Any]:
    """Rasa's parse data for an outcome, with what the retrieval action `utter_faq` reads to find the topic."""
    name = outcome.intent.split("/")[0]
    topics = (outcome.intent,) if name == RETRIEVAL_INTENT else outcome.topics
    data: Dict[str, Any] = {
        "intent": {"name": name, "confidence": confidence},
        "also": topics[1] if len(topics) > 1 else "",
        "decision": outcome.decision,
        "options": list(outcome.options),
    }
    if topics:
        data["response_selector"] = {
            "all_retrieval_intents": [RETRIEVAL_INTENT],
            RETRIEVAL_INTENT: {
                "response": {
                    "intent_response_key": topics[0],
                    "utter_action": f"utter_{topics[0]}",
                    "confidence": confidence,
                },
                "ranking": [],
            },
        }
    return data


def is_topic(intent: str) -> bool:
    """Whether an intent is a topic with an answer of its own."""
    return intent.startswith(f"{RETRIEVAL_INTENT}/")


def is_offered(intent: str) -> bool:
    """Whether an intent can stand on a "did you mean" button."""
    return is_topic(intent) or intent in OFFERED


def is_question(text: str) -> bool:
    """Whether a text has the form of a question in one of the three languages."""
    return text.rstrip().endswith("?") or bool(_QUESTION_START.match(text.strip()))
