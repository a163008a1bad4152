"""What a contact can have been about, from the content file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.queues.content import LANGUAGES
from handoff.queues.model import Language, Mode

FIELDS = {"modes", "titles", "entries", "queues"}


class BadTags(ValueError):
    """The file cannot be used; the text names the place."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic of conversations.

    Attributes:
        modes: In which chats agents are offered it.
        entries: FAQ entries that are about it.
        queues: Young people's queues that are about it.
    """

    id: str
    modes: frozenset[Mode]
    titles: Mapping[Language, str]
    entries: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """Which tag a contact gets that no agent has tagged: by the FAQ entry of its first answer, and by queue."""

    by_entry: Mapping[str, str] = field(default_factory=dict)
    by_queue: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tags: Iterable[Tag]) -> Topics:
        """Return what the tags say."""
        tags = tuple(tags)
        return cls(
            {entry: tag.id for tag in tags for entry in tag.entries},
            {queue: tag.id for tag in tags for queue in tag.queues},
        )


NO_TOPICS = Topics()


def read_tags(path: Path) -> tuple[Tag, ...]:
    """Return the tags of a content file, in its order.

    Raises:
        BadTags: something is missing or misspelt, or an entry or queue stands under two tags.
    """
    try:
        content = YAML(typ="safe").load(path)
        tags = tuple(_tag(tag_id, about) for tag_id, about in content["tags"].items())
        for named in ([e for tag in tags for e in tag.entries], [q for tag in tags for q in tag.queues]):
            twice = {one for one in named if named.count(one) > 1}
            if twice:
                raise ValueError(f"under two tags: {', '.join(sorted(twice))}")
    except (YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadTags(f"{path}: {error}") from error
    return tags


def _tag(tag_id: str, about: Mapping[str, Any]) -> Tag:
    modes = frozenset(about["modes"])
    if not modes or not modes <= {"city", "youth"} or not set(about) <= FIELDS:
        raise ValueError(f"{tag_id}: `modes` are city and youth, and there is nothing besides {', '.join(FIELDS)}")
    titles = {language: str(about["titles"][language]) for language in LANGUAGES}
    entries, queues = (tuple(str(one) for one in about.get(name, ())) for name in ("entries", "queues"))
    return Tag(tag_id, modes, titles, entries, queues)
