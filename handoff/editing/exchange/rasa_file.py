"""Answers as a stock Rasa bot reads them: one file with training data, domain and the rule that answers.

An entry is the retrieval intent `faq/<id>`. Its questions are a block for each language, which says the language in
its metadata; its answer is a response for each value of the slot `language`. Rasa itself looks at no metadata: what it
has no place for stands there, so that the file can be read back.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from handoff.editing.exchange import yaml_input
from handoff.editing.exchange.fields import FieldReader
from handoff.editing.exchange.model import Parsed, Problem, ProblemKind, Unreadable
from handoff.faq.content import LANGUAGES
from handoff.faq.model import Answer, Entry, Language

PREFIX, UTTER = "faq/", "utter_faq/"


# --- out


def write(entries: Sequence[Entry]) -> bytes:
    """Return the file."""
    slot = {
        "type": "categorical",
        "values": list(LANGUAGES),
        "initial_value": LANGUAGES[0],
        "influence_conversation": False,
        "mappings": [{"type": "custom"}],
    }
    document = {
        "version": _text("3.1"),
        "intents": ["faq"],
        "actions": ["utter_faq"],
        "slots": {"language": slot},
        "responses": {UTTER + entry.id: [_response(entry, each) for each in entry.answers] for entry in entries},
        "nlu": [
            {
                "intent": PREFIX + entry.id,
                "metadata": {"language": language},
                "examples": LiteralScalarString("".join(f"- {example}\n" for example in answer.examples)),
            }
            for entry in entries
            for language, answer in entry.answers.items()
            if answer.examples
        ],
        "rules": [{"rule": "answer", "steps": [{"intent": "faq"}, {"action": "utter_faq"}]}],
    }
    yaml, written = YAML(), io.BytesIO()
    yaml.width = 1_000_000
    yaml.dump(document, written)
    return written.getvalue()


def _response(entry: Entry, language: Language) -> Mapping[str, Any]:
    answer: Answer = entry.answers[language]
    about: dict[str, Any] = {
        "language": language,
        "title": _text(answer.title),
        "plain": _text(answer.plain),
        "links": [{"title": _text(page.title), "url": _text(page.url)} for page in answer.pages],
    }
    if not answer.examples:
        about["examples"] = []
    if language == next(iter(entry.answers)):
        about["entry"] = {
            "area": _text(entry.area),
            "owner": _text(entry.owner),
            "review_by": entry.review_by.isoformat(),
            "sources": [_text(source) for source in entry.sources],
        }
    condition = [{"type": "slot", "name": "language", "value": language}]
    return {"text": _text(answer.text), "condition": condition, "metadata": about}


def _text(text: str) -> str:
    quoted: str = DoubleQuotedScalarString(text)
    return quoted


# --- in


def read(text: str) -> Parsed:
    """Return what the file says of intents `faq/…`; what else is in it is left alone.

    Raises:
        Unreadable: it is no such file.
    """
    document = yaml_input.load(text)
    if not isinstance(document, Mapping) or not {"nlu", "responses"} & set(document):
        raise Unreadable(Problem("unknown_type"))
    reader = FieldReader()
    said: dict[str, dict[str, dict[str, Any]]] = {}
    responses = document.get("responses") or {}
    for name, variants in responses.items() if isinstance(responses, Mapping) else ():
        if not str(name).startswith(UTTER):
            continue
        for place, variant in enumerate(variants if isinstance(variants, list) else ()):
            where = f"responses.{name}[{place}]"
            about = reader.mapping(reader.mapping(variant, where).get("metadata"), f"{where}.metadata")
            language = _language(reader, about, where)
            of_it = said.setdefault(str(name)[len(UTTER) :], {})
            if "entry" in about:
                common = reader.mapping(about["entry"], f"{where}.metadata.entry")
                of_it[""] = {**of_it.get("", {}), **{key: _day(common, key) for key in common}}
            fields = {key: value for key, value in about.items() if key in {"title", "plain", "links", "examples"}}
            if language:
                renamed = {"examples": "questions"}
                fields = {renamed.get(key, key): value for key, value in fields.items()}
                of_it.setdefault(language, {}).update({**fields, "answer": variant.get("text", "")})
    _read_questions(reader, document.get("nlu") or [], said)
    for entry_id, of_it in said.items():
        languages = {language: fields for language, fields in of_it.items() if language}
        reader.entry({"id": entry_id, **of_it.get("", {}), **languages}, PREFIX + entry_id)
    return reader.parsed()


def _read_questions(reader: FieldReader, nlu: Any, said: dict[str, dict[str, dict[str, Any]]]) -> None:
    for place, block in enumerate(nlu if isinstance(nlu, list) else ()):
        where = f"nlu[{place}]"
        intent = block.get("intent") if isinstance(block, Mapping) else None
        if not isinstance(intent, str) or not intent.startswith(PREFIX):
            continue
        language = _language(reader, reader.mapping(block.get("metadata"), f"{where}.metadata"), where)
        asked = block.get("examples") or ""
        if not isinstance(asked, str):
            reader.tell("wrong_kind", f"{where}.examples")
        elif language:
            lines = [line.removeprefix("-").strip() for line in asked.split("\n") if line.strip()]
            fields = said.setdefault(intent[len(PREFIX) :], {}).setdefault(language, {})
            fields["questions"] = [*fields.get("questions", ()), *lines]


def _language(reader: FieldReader, about: Mapping[str, Any], where: str) -> str:
    language = about.get("language")
    if language in LANGUAGES:
        return str(language)
    kind: ProblemKind = "no_language" if language is None else "bad_language"
    reader.tell(kind, f"{where}.metadata.language", "" if language is None else str(language))
    return ""


def _day(common: Mapping[str, Any], key: str) -> Any:
    """Return a field as JSON has it: YAML makes a day of what is written without quotes."""
    value = common[key]
    return value.isoformat() if isinstance(value, date) else value
