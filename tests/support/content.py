"""What the assistant has to say, read from the files that the city's editors write."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML

DATA = Path(__file__).resolve().parents[2] / "data"
_OFFER = re.compile(r"(\[(?P<offer>\w+)\] )?(?P<text>.*)")
ONE_REPLY = """
unknown:
  agent: {fi: nimi, sv: namn, en: name}
  queue: {fi: aihe, sv: ämne, en: topic}
  opens_at: {fi: aika, sv: tid, en: time}
replies:
  hello:
    keywords: [hei]
    titles: {fi: Terve, sv: Hej, en: Hello}
    texts: {fi: "Olen {agent}. {…kysymys}", sv: Hej, en: Hello}
"""
"""A file of canned replies that names no queue."""


def with_mailboxes(folder: Path) -> Path:
    """Write the city's services with a mailbox for each unit, and return where."""
    services = (DATA / "service" / "services.yml").read_text(encoding="utf-8")
    path = folder / "services.yml"
    path.write_text(re.sub(r"- \{id: (\w+),", r"- {id: \1, email: \1@units.example.org,", services), encoding="utf-8")
    return path


def entry(topic: str, language: str) -> dict[str, Any]:
    """Return one language of a topic: title, answer, links, examples."""
    content: dict[str, Any] = _read(DATA / "nlu" / "faq" / f"{topic}.yml")[language]
    return content


def canned_reply(reply_id: str, field: str, language: str) -> str:
    """Return the title (`titles`) or text (`texts`) of a canned reply as the file has it."""
    text: str = _read(DATA / "service" / "replies.yml")["replies"][reply_id][field][language]
    return text


def scenario(scenario_id: str) -> dict[str, Any]:
    """Return a scenario to practise with."""
    found: dict[str, Any] = _read(DATA / "service" / "practice.yml")["scenarios"][scenario_id]
    return found


def find_entry(title: str, language: str) -> dict[str, Any]:
    """Return the language of the topic whose button has this title."""
    topics = (path.stem for path in (DATA / "nlu" / "faq").glob("*.yml"))
    return next(found for topic in topics if (found := entry(topic, language))["title"] == title)


def response(key: str, language: str, offers: Collection[str] | None = None, **values: str) -> str:
    """Return the text of a response, with its places filled in and the lines that are offered; None: all of them."""
    content = _responses()[key][language]
    text: str = content if isinstance(content, str) else content["text"]
    lines = [_OFFER.match(line) for line in text.split("\n")]
    kept = [line["text"] for line in lines if line and (not line["offer"] or offers is None or line["offer"] in offers)]
    return "\n".join(kept).format(**values)


CITY_STEPS = ("kind", "text", "place", "contact", "images", "confirm")
"""Steps of the feedback form that are counted."""
YOUTH_STEPS = ("kind", "text", "confirm")
"""Those of the youth chat, which asks nothing that leads to the writer."""


def form_question(step: str, language: str, steps: Sequence[str] = CITY_STEPS) -> str:
    """Return how the feedback form asks for a step, the city's unless told otherwise."""
    number = f"{steps.index(step) + 1}/{len(steps)}" if step in steps else ""
    ways = response("label/form_ways/email", language)
    return response(f"utter_ask_feedback_{step}", language, form_step=number, form_ways=ways)


def form_choice(step: str, number: int, language: str) -> str:
    """Return the title of a step's button, counted from 0."""
    return titles(f"utter_ask_feedback_{step}", language)[number]


def form_way(way: str, language: str) -> str:
    """Return the title of the button that leads `back`, `later` or to what is to `keep`."""
    buttons = _responses()["utter_ask_feedback_text"][language]["buttons"]
    title: str = next(button["title"] for button in buttons if button.get("offer") == way)
    return title


def links(key: str, language: str) -> list[dict[str, str]]:
    """Return the links of a response."""
    found: list[dict[str, str]] = _responses()[key][language]["links"]
    return found


def titles(key: str, language: str, offers: Collection[str] | None = None) -> list[str]:
    """Return the titles of a response's buttons, and of those that need one only what is offered; None: all."""
    buttons = _responses()[key][language]["buttons"]
    return [each["title"] for each in buttons if offers is None or each.get("offer") in {None, *offers}]


@cache
def _responses() -> dict[str, Any]:
    return {key: value for path in (DATA / "responses").glob("*.yml") for key, value in _read(path).items()}


@cache
def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load(path)
    return content


def shorter_faq(folder: Path, into: Path, questions: int) -> Path:
    """Copy a folder of entries with so many of their questions in each language; return the copy."""
    into.mkdir()
    for path in folder.glob("*.yml"):
        entry = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for language in ("fi", "sv", "en"):
            entry[language]["examples"] = entry[language]["examples"][:questions]
        (into / path.name).write_text(yaml.dump(entry, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    return into
