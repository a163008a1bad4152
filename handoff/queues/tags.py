"""What a conversation can have been about, from the content file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.queues.content import LANGUAGES
from handoff.queues.model import Language, Mode


class BadTags(ValueError):
    """The file cannot be used; the text names the place."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic of conversations; `modes`: in which chats it is offered."""

    id: str
    modes: frozenset[Mode]
    titles: Mapping[Language, str]


def read_tags(path: Path) -> tuple[Tag, ...]:
    """Return the tags of a content file, in its order.

    Raises:
        BadTags: something is missing or misspelt.
    """
    try:
        content = YAML(typ="safe").load(path)
        return tuple(_tag(tag_id, about) for tag_id, about in content["tags"].items())
    except (YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadTags(f"{path}: {error}") from error


def _tag(tag_id: str, about: Mapping[str, Any]) -> Tag:
    modes = frozenset(about["modes"])
    if not modes or not modes <= {"city", "youth"} or set(about) != {"modes", "titles"}:
        raise ValueError(f"{tag_id}: `modes` are city and youth, and there is nothing besides `titles`")
    return Tag(tag_id, modes, {language: str(about["titles"][language]) for language in LANGUAGES})
