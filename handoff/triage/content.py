"""Reads what is learnt from: the catalogue's own words, and the examples in `data/triage`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.triage.model import KINDS, LANGUAGES, Example, MisplacedExample


class BadExamples(ValueError):
    """A file cannot be used; the text names it and what is wrong."""


def read_examples(catalogue: Path, folder: Path) -> tuple[Example, ...]:
    """Return what is known of each service: its name with its description, then the texts of `<folder>/<code>.yml`.

    Raises:
        BadExamples: a service has no file or a file no service, or examples in a language are missing.
    """
    services = {str(service["code"]): service for service in _load(catalogue)["services"]}
    files = {path.stem: path for path in folder.glob("*.yml")}
    if services.keys() != files.keys():
        raise BadExamples(f"{folder}: services and files differ in {sorted(services.keys() ^ files.keys())}")
    examples: list[Example] = []
    for code, service in services.items():
        for language in LANGUAGES:
            words = f"{service['name'][language]}. {service['description'][language]}"
            examples.append(Example(words, language, code, f"{code}, description"))
        examples += [
            Example(text, language, code, sense) for text, language, sense in _texts(files[code], _load(files[code]))
        ]
    return tuple(examples)


def read_misplaced(folder: Path) -> tuple[MisplacedExample, ...]:
    """Return the texts of `<folder>/<kind>.yml`; those under `not` have no kind.

    Raises:
        BadExamples: a kind has no file, or examples in a language are missing.
    """
    examples: list[MisplacedExample] = []
    for kind in KINDS:
        path = folder / f"{kind}.yml"
        content = _load(path)
        for about, label in ((content, kind), (content.get("not", {}), None)):
            for text, language, sense in _texts(path, about):
                examples.append(MisplacedExample(text, language, label, f"{sense}, {label}"))
    return tuple(examples)


def read_singles(path: Path) -> tuple[tuple[Example, ...], tuple[MisplacedExample, ...]]:
    """Return texts in one language alone, `lang label text` between tabs: of services, and of what is misplaced.

    A label is a service's code, a kind, or `none` for what belongs to feedback though it may look otherwise.

    Raises:
        BadExamples: a line is none.
    """
    services: list[Example] = []
    misplaced: list[MisplacedExample] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()[1:], 2):
        try:
            language, label, text = line.split("\t")
        except ValueError as error:
            raise BadExamples(f"{path}:{number}: a language, a label and a text are needed, between tabs") from error
        kind = next((kind for kind in KINDS if kind == label), None)
        if language not in LANGUAGES or not text.strip():
            raise BadExamples(f"{path}:{number}: the language is unknown or there is no text")
        if kind is not None or label == "none":
            misplaced.append(MisplacedExample(text, language, kind))
        else:
            services.append(Example(text, language, label))
    return tuple(services), tuple(misplaced)


def _texts(path: Path, about: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        texts = about.get(language)
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
            raise BadExamples(f"{path}: {language} must be a list of texts, in quotes where YAML reads something else")
        for place, text in enumerate(texts):
            yield text, language, f"{path.stem}, {place}"


def _load(path: Path) -> Any:
    try:
        return YAML(typ="safe").load(path)
    except (OSError, YAMLError) as error:
        raise BadExamples(f"{path}: {error}") from error
