"""Where the editable texts stand in the files: found in the document as it is, by a little knowledge of each file.

A text that stands in a file once and is used in several places (a YAML anchor) belongs to the item where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from handoff.editing.text_hours import from_lines, to_lines
from handoff.editing.texts import LANGUAGES, TextItem, tidy
from handoff.editing.yaml_text import folded, quoted, scalar


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value in the document, and how another one is put there."""

    value: str
    put: Callable[[str], None]


@dataclass(slots=True)
class Places:
    """The leaves of a document by item and field, and which other items use the texts of an item."""

    leaves: dict[str, dict[str, Leaf]] = field(default_factory=dict)
    used_by: dict[str, list[str]] = field(default_factory=dict)
    _owners: dict[tuple[int, str], str] = field(default_factory=dict)

    def items(self) -> dict[str, TextItem]:
        """Return every item."""
        return {
            item_id: TextItem(item_id, {name: leaf.value for name, leaf in leaves.items()})
            for item_id, leaves in self.leaves.items()
        }

    def add(self, item_id: str, name: str, about: CommentedMap, key: str) -> None:
        """Add a text, unless it belongs to an item further up."""
        owner = self._owners.setdefault((id(about), key), item_id)
        if owner != item_id:
            if item_id not in self.used_by.setdefault(owner, []):
                self.used_by[owner].append(item_id)
            return
        leaf = Leaf(tidy(name, str(about[key])), lambda text: _put(about, key, text))
        self.leaves.setdefault(item_id, {})[name] = leaf

    def add_leaf(self, item_id: str, name: str, leaf: Leaf) -> None:
        """Add a value that is not simply a text."""
        self.leaves.setdefault(item_id, {})[name] = leaf


def find_places(stem: str, document: Mapping[str, Any]) -> Places:
    """Return the places of a file, by its name; other names are those of the assistant's files."""
    places = Places()
    find = {"help": _help, "queues": _queues, "replies": _replies}.get(stem, _responses)
    find(places, stem, document)
    return places


def _help(places: Places, stem: str, document: Mapping[str, Any]) -> None:
    for line in document["lines"]:
        if "id" not in line:
            continue  # without a name of its own it could not be told from others after a change
        item_id = f"{stem}.{line['id']}"
        for language in filter(line["titles"].__contains__, LANGUAGES):
            places.add(item_id, f"{language}.title", line["titles"], language)
        if line["url"].startswith("tel:"):
            places.add_leaf(item_id, "number", Leaf(line["url"].removeprefix("tel:"), _number_into(line)))
        places.add_leaf(item_id, "checked", Leaf(str(line["checked"]), _checked_into(line)))


def _queues(places: Places, stem: str, document: Mapping[str, Any]) -> None:
    for queue_id, queue in document["queues"].items():
        item_id = f"{stem}.{queue_id}"
        for language in LANGUAGES:
            places.add(item_id, f"{language}.title", queue["titles"], language)
        places.add_leaf(item_id, "hours", Leaf(to_lines(queue["hours"]), _hours_into(queue, "hours")))
        for language in LANGUAGES:
            own = queue.get("languages", {}).get(language)
            leaf = Leaf(to_lines(own["hours"]) if own else "", _own_hours_into(queue, language))
            places.add_leaf(item_id, f"{language}.hours", leaf)
        if queue["mode"] == "city":
            calling = queue.get("callbacks")
            leaf = Leaf("" if calling is None else to_lines(calling), _hours_into(queue, "callbacks"))
            places.add_leaf(item_id, "callbacks", leaf)


def _replies(places: Places, stem: str, document: Mapping[str, Any]) -> None:
    for name, words in document["unknown"].items():
        for language in LANGUAGES:
            places.add(f"{stem}.unknown.{name}", f"{language}.title", words, language)
    for reply_id, reply in document["replies"].items():
        for language in LANGUAGES:
            places.add(f"{stem}.{reply_id}", f"{language}.title", reply["titles"], language)
            places.add(f"{stem}.{reply_id}", f"{language}.text", reply["texts"], language)


def _responses(places: Places, stem: str, document: Mapping[str, Any]) -> None:
    for key, texts in document.items():
        item_id = f"{stem}.{key.replace('/', '-')}"
        is_one = isinstance(texts["fi"], CommentedMap) and texts["fi"] is texts["sv"] is texts["en"]
        for language in LANGUAGES:
            prefix = "" if is_one else f"{language}."
            if isinstance(texts[language], str):
                places.add(item_id, f"{prefix}text", texts, language)
                continue
            for name, about, at in _of_response(texts[language]):
                places.add(item_id, prefix + name, about, at)


def _of_response(about: CommentedMap) -> Iterator[tuple[str, CommentedMap, str]]:
    yield "text", about, "text"
    for number, button in enumerate(about.get("buttons", ()), 1):
        yield f"buttons.{number}", button, "title"
    for number, link in enumerate(about.get("links", ()), 1):
        yield f"links.{number}", link, "title"
        yield f"addresses.{number}", link, "url"


def _put(about: CommentedMap, key: str, text: str) -> None:
    """Write a text in the style of the one before, where that can hold it."""
    before, is_flow = about[key], about.fa.flow_style() is True
    style: Callable[[str], str] = scalar
    if "\n" in text:
        style = quoted if is_flow else LiteralScalarString
    elif isinstance(before, DoubleQuotedScalarString | SingleQuotedScalarString):
        style = quoted
    elif isinstance(before, FoldedScalarString | LiteralScalarString) and not is_flow:
        style = folded
    about[key] = style(text)


def _number_into(line: CommentedMap) -> Callable[[str], None]:
    def put(text: str) -> None:
        line["url"] = f"tel:{text}"

    return put


def _checked_into(line: CommentedMap) -> Callable[[str], None]:
    def put(text: str) -> None:
        line["checked"] = int(text) if text.isdigit() else text

    return put


def _hours_into(queue: CommentedMap, key: str) -> Callable[[str], None]:
    def put(text: str) -> None:
        if not text:
            queue.pop(key, None)
        elif key in queue:
            queue[key] = _flow(from_lines(text))
        else:
            # Before the last one, after which the empty line stands that parts queues.
            queue.insert(list(queue).index("hours"), key, _flow(from_lines(text)))

    return put


def _own_hours_into(queue: CommentedMap, language: str) -> Callable[[str], None]:
    def put(text: str) -> None:
        own = queue.get("languages")
        if text:
            if own is None:
                own = CommentedMap()
                own.fa.set_flow_style()
                queue.insert(list(queue).index("hours"), "languages", own)
            own[language] = _flow({"hours": from_lines(text)})
        elif own is not None:
            own.pop(language, None)
            if not own:
                queue.pop("languages")

    return put


def _flow(value: Any) -> Any:
    """Return hours on one line, as they are written by hand."""
    if isinstance(value, dict):
        mapping = CommentedMap({name: _flow(each) for name, each in value.items()})
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq([_flow(each) for each in value])
        sequence.fa.set_flow_style()
        return sequence
    return value
