"""Reads the scenarios from their content file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.conversations.model import Language
from handoff.practice.model import Exchange, Line, Scenario, Texts

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
MAX_ID_CHARS = 40
"""The column's."""
_EVERY: AbstractSet[str] = frozenset(LANGUAGES)
_FIELDS = frozenset({"mode", "titles", "trains", "history", "lines", "afterwards", "points"})


class BadScenarios(ValueError):
    """The file cannot be used; the text names the scenario."""


def read_scenarios(path: Path, topics: Collection[str]) -> tuple[Scenario, ...]:
    """Return the scenarios of a content file, in its order.

    Args:
        topics: Those that the assistant answers.
    Raises:
        BadScenarios: a language or a part is missing, a topic is not known, or something is misspelt.
    """
    try:
        content = YAML(typ="safe").load(path)
        return tuple(_scenario(scenario_id, about, topics) for scenario_id, about in content["scenarios"].items())
    except (YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadScenarios(f"{path}: {error}") from error


def _scenario(scenario_id: str, about: Any, topics: Collection[str]) -> Scenario:
    if not scenario_id.replace("_", "").isalpha() or len(scenario_id) > MAX_ID_CHARS:
        raise ValueError(f"{scenario_id}: an id has letters and _, at most {MAX_ID_CHARS}")
    _only(scenario_id, about, _FIELDS | {"danger"}, _FIELDS)
    if about["mode"] not in ("city", "youth"):
        raise ValueError(f"{scenario_id}: `mode` is city or youth")
    history = _some(scenario_id, about, "history")
    return Scenario(
        id=scenario_id,
        mode=about["mode"],
        is_danger=about.get("danger") is True,
        titles=_texts(f"{scenario_id}, titles", about["titles"]),
        trains=_texts(f"{scenario_id}, trains", about["trains"]),
        history=tuple(_exchange(f"{scenario_id}, history", one, topics) for one in history),
        lines=tuple(_line(f"{scenario_id}, lines", one) for one in _some(scenario_id, about, "lines")),
        afterwards=_texts(f"{scenario_id}, afterwards", about["afterwards"]),
        points=tuple(_texts(f"{scenario_id}, points", one) for one in _some(scenario_id, about, "points")),
    )


def _exchange(where: str, about: Any, topics: Collection[str]) -> Exchange:
    _only(where, about, {"said", "topic", "answer"}, {"said"})
    if ("topic" in about) == ("answer" in about):
        raise ValueError(f"{where}: either `topic` or `answer`")
    said = _texts(where, about["said"])
    if "answer" in about:
        return Exchange(said, answer=_texts(where, about["answer"]))
    if about["topic"] not in topics:
        raise ValueError(f"{where}: there is no topic {about['topic']}")
    return Exchange(said, topic=about["topic"])


def _line(where: str, about: Any) -> Line:
    _only(where, about, _EVERY | {"turns_to"}, _EVERY)
    turns_to = about.get("turns_to", {})
    if turns_to:
        _only(f"{where}, turns_to", turns_to, _EVERY, _EVERY)
        if not set(turns_to.values()) <= _EVERY:
            raise ValueError(f"{where}, turns_to: the languages are {', '.join(LANGUAGES)}")
    return Line(_texts(where, {language: about[language] for language in LANGUAGES}), turns_to)


def _texts(where: str, about: Any) -> Texts:
    """Return a text in all three languages."""
    _only(where, about, _EVERY, _EVERY)
    for language in LANGUAGES:
        if not isinstance(about[language], str) or not about[language].strip():
            raise TypeError(f"{where}, {language}: empty or no text")
    return {language: about[language].strip() for language in LANGUAGES}


def _some(scenario_id: str, about: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(about[name], list) or not about[name]:
        raise TypeError(f"{scenario_id}: `{name}` is a list with something in it")
    found: list[Any] = about[name]
    return found


def _only(where: str, about: Any, known: AbstractSet[str], needed: AbstractSet[str]) -> None:
    if not isinstance(about, Mapping):
        raise TypeError(f"{where}: holds no fields")
    if missing := needed - set(about):
        raise ValueError(f"{where}: {', '.join(sorted(missing))} is missing")
    if unknown := set(about) - known:
        raise ValueError(f"{where}: {', '.join(sorted(map(str, unknown)))} may not stand here")
