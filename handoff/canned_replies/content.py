"""Reads the canned replies from their content file."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.canned_replies.model import PLACEHOLDERS, CannedReplies, CannedReply, Language, check_places
from handoff.queues.model import Queues

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
MODES = ("city", "youth")
MAX_CHARS = 1000
"""A reply leaves room in a message, which holds 4,000, for the agent's own words."""


class BadReplies(ValueError):
    """The file cannot be used; the text names the entry."""


def read_replies(path: Path, queues: Queues) -> CannedReplies:
    """Return the replies of a content file.

    Raises:
        BadReplies: a language is missing, a placeholder or a queue is not known, or something is misspelt.
    """
    try:
        content = YAML(typ="safe").load(path)
        _only("the file", content, {"unknown", "replies"}, {"unknown", "replies"})
        _only("unknown", content["unknown"], PLACEHOLDERS, PLACEHOLDERS)
        unknown = {name: _in_all("unknown", content["unknown"], name) for name in sorted(PLACEHOLDERS)}
        replies = tuple(_reply(reply_id, about, queues) for reply_id, about in content["replies"].items())
    except (YAMLError, TypeError, ValueError, AttributeError) as error:
        raise BadReplies(f"{path}: {error}") from error
    return CannedReplies(replies, unknown)


def _reply(reply_id: str, about: Any, queues: Queues) -> CannedReply:
    _only(reply_id, about, {"keywords", "titles", "texts", "modes", "queues"}, {"titles", "texts"})
    texts = _in_all(reply_id, about, "texts")
    for language, text in texts.items():
        try:
            check_places(text)
        except ValueError as error:
            raise ValueError(f"{reply_id}, {language}: {error}") from error
    return CannedReply(
        id=reply_id,
        keywords=tuple(str(keyword) for keyword in about.get("keywords", ())),
        queues=_queues(reply_id, about, queues),
        titles=_in_all(reply_id, about, "titles"),
        texts=texts,
    )


def _queues(reply_id: str, about: Mapping[str, Any], queues: Queues) -> frozenset[str]:
    """Return the queues that are named, or else those of the modes that are named, or else all."""
    if "queues" not in about:
        modes = about.get("modes", MODES)
        if set(modes) - set(MODES):
            raise ValueError(f"{reply_id}: `modes` are city and youth")
        return frozenset(queue.id for queue in queues.all() if queue.mode in modes)
    if "modes" in about:
        raise ValueError(f"{reply_id}: either `modes` or `queues`")
    if strangers := set(about["queues"]) - {queue.id for queue in queues.all()}:
        raise ValueError(f"{reply_id}: there is no queue {', '.join(sorted(map(str, strangers)))}")
    return frozenset(about["queues"])


def _in_all(where: str, about: Mapping[str, Any], name: str) -> dict[Language, str]:
    """Return the texts of a field in all three languages."""
    languages: AbstractSet[str] = set(LANGUAGES)
    _only(f"{where}, {name}", about[name], languages, languages)
    for language in LANGUAGES:
        text = about[name][language]
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{where}, {name}, {language}: empty or no text (quote words such as no, yes, on)")
        if len(text) > MAX_CHARS:
            raise ValueError(f"{where}, {name}, {language}: longer than {MAX_CHARS} characters")
    return {language: about[name][language].strip() for language in LANGUAGES}


def _only(where: str, about: Any, known: AbstractSet[str], needed: AbstractSet[str]) -> None:
    if not isinstance(about, Mapping):
        raise TypeError(f"{where}: holds no fields")
    if missing := needed - set(about):
        raise ValueError(f"{where}: {', '.join(sorted(missing))} is missing")
    if unknown := set(about) - known:
        raise ValueError(f"{where}: {', '.join(sorted(map(str, unknown)))} may not stand here")
