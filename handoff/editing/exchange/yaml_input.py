"""YAML from somebody else: without aliases, by which a small file can mean an endless one, and not deep."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

from handoff.editing.exchange.model import Problem, Unreadable

MAX_DEPTH = 20


def load(text: str) -> Any:
    """Return what the text says.

    Raises:
        Unreadable: no YAML, or more than a file of answers needs.
    """
    depth = 0
    try:
        for event in YAML(typ="safe").parse(text):
            if isinstance(event, AliasEvent):
                raise Unreadable(Problem("entities"))
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise Unreadable(Problem("broken"))
        return YAML(typ="safe").load(text)
    except (YAMLError, ValueError, TypeError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(Problem("broken", cell=f"{mark.line + 1}" if mark else "")) from error
