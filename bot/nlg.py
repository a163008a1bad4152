"""Rasa's answers, read in process from the same content files the importer trains from.

Compared with Rasa's own NLG: one key holds all languages and the conversation's language chooses, an
edited file is noticed while running, and official links travel beside the text in `custom`.
"""

from __future__ import annotations

import json
import logging
import re
import time
from pathlib import Path
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content import LANGUAGES, ContentError, FaqEntry, Text, modified_at, read_faq, read_responses
from bot.topics import TOPIC_RESPONSES, understood_topics

logger = logging.getLogger(__name__)

RECHECK_AFTER_S = 1.0
"""Looking at the time stamps of some 90 files takes 0.3 ms: once a second costs nothing, once a message would show."""

ANSWER_BUTTONS = ("plain_language", "helped", "not_helped")
"""Below every answer; a plain variant needs no plain variant of its own."""

_OFFERED_LINE = re.compile(r"^\[(\w+)\] (.*\n?)", re.MULTILINE)

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class ContentResponses(NaturalLanguageGenerator):
    """Chooses, translates and fills in the messages of the assistant.

    Raises:
        ContentError: at start, when the model uses a response that the files do not hold.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        self._faq_folder = Path(endpoint_config.kwargs.get("faq", "data/nlu/faq"))
        self._responses_folder = Path(endpoint_config.kwargs.get("responses", "data/responses"))
        self._faq: dict[str, FaqEntry] = {}
        self._responses: dict[str, dict[str, Text]] = {}
        self._modified_at = 0.0
        self._checked_at = 0.0
        self._faq: dict[str, FaqEntry] = {}
        self._load()
        unknown = [name for name in domain.responses if not self._find(name)]
        if unknown:
            raise ContentError(f"The model was trained with responses that no file holds: {', '.join(sorted(unknown))}")

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """The message for `utter_action` in the conversation's language.

        Placeholders `{name}` are filled from `kwargs`, then slots; a value with a word of its own
        (`label/<name>/<value>`) is shown by that word, and of a value in all languages the conversation's. Lines and
        buttons with an offer are there if the slot `form_offers` has it.

        Raises:
            ContentError: no file holds the response.
        """
        self._reload_if_changed()
        entry = self._entry(utter_action, tracker)
        translations = self._translations(utter_action, entry)
        if translations is None:
            raise ContentError(f"No file holds the response {utter_action}.")
        language = conversation_language(tracker)
        message = translations[language]
        values = {**tracker.current_slot_values(), **kwargs}
        if entry:
            values["topic_title"] = entry.titles[language]
            message = self._with_ways_on(utter_action, message, entry, language)
        offers = values.get("form_offers") or []
        buttons = [
            {"title": self._fill(button["title"], values, language), "payload": _fill_raw(button["payload"], values)}
            for button in message.buttons
            if button.get("offer") in {None, *offers}
        ]
        if utter_action == "utter_clarify":
            buttons = self._option_buttons(tracker, language) + buttons
        elif utter_action.startswith("utter_faq/"):
            buttons = self._second_need_buttons(tracker, language) + buttons
        elif utter_action == "utter_ask_feedback_service":
            buttons = _service_buttons(values, language) + buttons
        links = list(message.links)
        if utter_action == "utter_ask_feedback_misplaced":
            links += (values.get("form_signpost") or {}).get("links", [])
        return {
            "text": self._fill(_offered_lines(message.text, offers), values, language),
            "buttons": buttons,
            "custom": {"language": language, "links": links},
        }

    def entries(self) -> dict[str, FaqEntry]:
        """The entries as the files have them now, by topic; another object whenever a file has changed."""
        self._reload_if_changed()
        return self._faq

    def _find(self, name: str) -> dict[str, Text] | None:
        if name.startswith("utter_faq/"):
            entry = self._faq.get(name[len("utter_faq/") :])
            return entry.answers if entry else None
        return self._responses.get(name)

    def _entry(self, name: str, tracker: DialogueStateTracker) -> FaqEntry | None:
        """The topic that a response is about, if it is about one."""
        if name.startswith("utter_faq/"):
            return self._faq.get(name[len("utter_faq/") :])
        place = TOPIC_RESPONSES.get(name)
        if place is None:
            return None
        topics = understood_topics(tracker)
        return self._faq.get(topics[place]) if place < len(topics) else None

    def _translations(self, name: str, entry: FaqEntry | None) -> dict[str, Text] | None:
        if entry and name == "utter_plain_language":
            return entry.plain
        if entry and name in ("utter_first_topic", "utter_second_topic"):
            return entry.answers
        return self._find(name)

    def _with_ways_on(self, name: str, message: Text, entry: FaqEntry, language: str) -> Text:
        """A text about a topic, with the topic's links, and below an answer: its plain variant, whether it helped."""
        intents = ANSWER_BUTTONS[1:] if name == "utter_plain_language" else ANSWER_BUTTONS
        payload = json.dumps({"topic": entry.topic})
        ways = tuple(
            {"title": self._title(intent, language) or intent, "payload": f"/{intent}{payload}"} for intent in intents
        )
        return Text(message.text, message.buttons or ways, message.links or entry.answers[language].links)

    def _second_need_buttons(self, tracker: DialogueStateTracker, language: str) -> list[dict[str, str]]:
        """A button for what the message may ask for besides what was just answered."""
        words = self._label("also", "topic", language) or "{title}"
        buttons = self._option_buttons(tracker, language)
        return [{**button, "title": self._fill(words, {"title": button["title"]}, language)} for button in buttons]

    def _option_buttons(self, tracker: DialogueStateTracker, language: str) -> list[dict[str, str]]:
        """Buttons for the intents that the answering policy found likely, best first."""
        options = tracker.latest_message.parse_data.get("options", []) if tracker.latest_message else []
        titles = ((intent, self._title(intent, language)) for intent in options)
        return [{"title": title, "payload": f"/{intent}"} for intent, title in titles if title]

    def _title(self, intent: str, language: str) -> str | None:
        if intent.startswith("faq/"):
            entry = self._faq.get(intent[len("faq/") :])
            return entry.titles[language] if entry else None
        return self._label("intent", intent, language)

    def _label(self, name: str, value: Any, language: str) -> str | None:
        translations = self._responses.get(f"label/{name}/{value}")
        return translations[language].text if translations else None

    def _fill(self, text: str, values: dict[str, Any], language: str) -> str:
        def value_of(match: re.Match[str]) -> str:
            name = match.group(1)
            value = values.get(name)
            if isinstance(value, dict):
                value = value.get(language) or value.get("text")
            return self._label(name, value, language) or ("" if value is None else str(value))

        return _PLACEHOLDER.sub(value_of, text)

    def _load(self) -> None:
        # The time stamp is taken first: a file saved while we read is then read again.
        self._modified_at = self._newest()
        faq, self._responses = read_faq(self._faq_folder), read_responses(self._responses_folder)
        # A topic whose file is taken away is answered until the model that knows it has been exchanged.
        self._faq = {**self._faq, **faq}

    def _newest(self) -> float:
        return max(modified_at(self._faq_folder), modified_at(self._responses_folder))

    def _reload_if_changed(self) -> None:
        now = time.monotonic()
        if now - self._checked_at < RECHECK_AFTER_S:
            return
        self._checked_at = now
        try:
            if self._newest() != self._modified_at:
                self._load()
                logger.info("Content files have changed: read again.")
        except (ContentError, OSError) as error:
            # Half-saved or defective: go on with what was good, and say so once per change.
            logger.error("Content files have changed but are not usable, the earlier texts stay: %s", error)  # noqa: TRY400


def conversation_language(tracker: DialogueStateTracker) -> str:
    """Language of the conversation. The channel sets the slot with every message: the default is for a bare shell."""
    language = tracker.get_slot("language")
    return language if language in LANGUAGES else LANGUAGES[0]


def _offered_lines(text: str, offers: list[str]) -> str:
    """The text without the lines about what is not offered: `[place] Place: …` is for who is asked for a place."""
    return _OFFERED_LINE.sub(lambda line: line.group(2) if line.group(1) in offers else "", text).rstrip()


def _service_buttons(values: dict[str, Any], language: str) -> list[dict[str, str]]:
    """A button for each proposed service."""
    return [
        {"title": service["names"][language], "payload": "/inform" + json.dumps({"feedback_service": service["code"]})}
        for service in values.get("form_services") or []
    ]


def _fill_raw(payload: str, values: dict[str, Any]) -> str:
    """Fill a button's payload. The values come JSON-quoted from the action, and labels must not replace them."""
    return _PLACEHOLDER.sub(lambda match: str(values.get(match.group(1), "")), payload)
