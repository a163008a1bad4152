"""What the assistant says: FAQ entries and responses, each key holding all three languages.

Both the importer (training) and the NLG (running) read the files through this module, so a text that
trains is a text that can be said. Every defect is an error that names file, language and field: a
citizen must never be the one to find out that a translation is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.exceptions import RasaException

LANGUAGES = ("fi", "sv", "en")
MIN_EXAMPLES = 5
"""Fewer examples than this per language leave a topic untested in five-fold cross-validation."""


class ContentError(RasaException):
    """A content file is defective; the message names every defect found, one a line."""


@dataclass(frozen=True)
class Text:
    """One message in one language, before slots are filled in. A button with an `offer` shows where that is offered."""

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    links: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class FaqEntry:
    """One topic: title, answer and its plain-language variant by language, and the training examples by language."""

    topic: str
    area: str
    titles: dict[str, str]
    answers: dict[str, Text]
    plain: dict[str, Text]
    examples: dict[str, tuple[str, ...]]

    @property
    def intent(self) -> str:
        """Full name of the topic's intent, `faq/<topic>`."""
        return f"faq/{self.topic}"


def read_faq(folder: Path) -> dict[str, FaqEntry]:
    """All FAQ entries by topic.

    Raises:
        ContentError: anything is missing or misspelt in any file; lists all defects.
    """
    entries: dict[str, FaqEntry] = {}
    defects: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        checker = _Checker(path)
        entry = _faq_entry(checker)
        if entry is not None:
            entries[entry.topic] = entry
        defects += checker.defects
    _raise(defects)
    return entries


def read_responses(folder: Path) -> dict[str, dict[str, Text]]:
    """All responses, key → language → text. Keys that start with `label/` are words for slot values.

    Raises:
        ContentError: a language is missing, or a key stands twice (Rasa would silently keep one); lists all defects.
    """
    responses: dict[str, dict[str, Text]] = {}
    origin: dict[str, Path] = {}
    defects: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        checker = _Checker(path)
        for key, languages in checker.content.items():
            if key in origin:
                checker.defect(f"{key} stands already in {origin[key]}")
            origin[key] = path
            texts = {language: checker.text(key, language, languages) for language in LANGUAGES}
            responses[key] = {language: text for language, text in texts.items() if text is not None}
        defects += checker.defects
    _raise(defects)
    return responses


def modified_at(folder: Path) -> float:
    """Newest modification time of the folder and its files, to notice an edit without reading them."""
    return max(path.stat().st_mtime for path in (folder, *folder.glob("*.yml")))


def _raise(defects: list[str]) -> None:
    if defects:
        raise ContentError("\n".join(defects))


class _UniqueKeyLoader(yaml.CSafeLoader):
    """YAML keeps the last of two equal keys without a word; here that is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value} stands twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


class _Checker:
    """Reads one file and collects its defects instead of stopping at the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.defects: list[str] = []
        try:
            content = yaml.load(path.read_text("utf-8"), _UniqueKeyLoader)  # noqa: S506 - derives from CSafeLoader
        except yaml.YAMLError as error:
            content = {}
            self.defect(f"not valid YAML: {' '.join(str(error).split())}")
        if not isinstance(content, dict):
            content = {}
            self.defect("the file must hold keys at the top level")
        self.content: dict[str, Any] = content

    def defect(self, message: str) -> None:
        self.defects.append(f"{self.path}: {message}")

    def text(self, key: str, language: str, languages: Any, field: str = "text") -> Text | None:
        where = f"{key}, {language}"
        block = languages.get(language) if isinstance(languages, dict) else None
        if isinstance(block, str):
            block = {field: block}
        if not isinstance(block, dict):
            self.defect(f"{where}: the language is missing")
            return None
        text = self.words(where, field, block.get(field))
        buttons = self.records(where, "buttons", block.get("buttons", []), ("title", "payload"), ("offer",))
        links = self.records(where, "links", block.get("links", []), ("title", "url"))
        return Text(text, buttons, links)

    def words(self, where: str, field: str, value: Any) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.defect(f"{where}: `{field}` is missing, empty or not text (quote words such as no, yes, on)")
        return ""

    def records(
        self, where: str, field: str, value: Any, keys: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> tuple[dict[str, str], ...]:
        if not isinstance(value, list):
            self.defect(f"{where}: `{field}` must be a list")
            return ()
        return tuple(
            {
                key: self.words(where, f"{field}.{key}", item.get(key) if isinstance(item, dict) else None)
                for key in (*keys, *(key for key in optional if isinstance(item, dict) and key in item))
            }
            for item in value
        )


def _faq_entry(checker: _Checker) -> FaqEntry | None:
    if not checker.content:
        return None
    topic = checker.path.stem
    if checker.content.get("topic") != topic:
        checker.defect(f"`topic` must be the file's name, {topic}")
    area = checker.words(topic, "area", checker.content.get("area"))
    titles, answers, plain, examples = {}, {}, {}, {}
    for language in LANGUAGES:
        answer = checker.text(topic, language, checker.content, field="answer")
        if answer is None:
            continue
        block, where = checker.content[language], f"{topic}, {language}"
        titles[language] = checker.words(where, "title", block.get("title"))
        answers[language] = answer
        plain[language] = Text(checker.words(where, "plain", block.get("plain")), links=answer.links)
        if not answer.links:
            checker.defect(f"{where}: `links` needs at least one official page")
        given = block.get("examples")
        given = given if isinstance(given, list) else []
        examples[language] = tuple(checker.words(where, "examples", example) for example in given)
        if len(given) < MIN_EXAMPLES:
            checker.defect(f"{where}: {len(given)} examples, at least {MIN_EXAMPLES} are needed")
    return FaqEntry(topic, area, titles, answers, plain, examples)
