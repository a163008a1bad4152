"""A guide's file, written again with its comments, its order and whatever was not changed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from handoff.editing.yaml_text import WIDTH, folded, round_trip, scalar, set_list
from handoff.guides.content import read_guide, to_plain
from handoff.guides.model import Guide

SHORT = WIDTH - 20
"""Characters of a text that stays on its line; longer ones are folded."""


def render_guide(guide: Guide, before: str = "") -> str:
    """Return the content of a guide's file; arguments, result and errors as `yaml_text.render`."""
    yaml = round_trip()
    document = yaml.load(before) if before else CommentedMap()
    if not before or read_guide(guide.id, before) != guide:
        _change_map(document, to_plain(guide))
    written = io.StringIO()
    yaml.dump(document, written)
    content = written.getvalue()
    if read_guide(guide.id, content) != guide:
        raise AssertionError(f"{guide.id} would be read as something else than what was written")
    return content


def _change_map(about: CommentedMap, wanted: Mapping[str, Any]) -> None:
    for name in [name for name in about if name not in wanted]:
        del about[name]
    for place, (name, value) in enumerate(wanted.items()):
        if isinstance(value, Mapping):
            if not isinstance(about.get(name), CommentedMap):
                about.insert(place, name, CommentedMap())
            _change_map(about[name], value)
        elif isinstance(value, list):
            if not isinstance(about.get(name), CommentedSeq):
                about.insert(place, name, CommentedSeq())
            _change_list(about, name, value)
        elif name not in about or _plain(about[name]) != value:
            about[name] = _written(value) if isinstance(value, str) else value


def _change_list(about: CommentedMap, name: str, wanted: Sequence[Any]) -> None:
    if all(isinstance(value, str) for value in wanted) and all(isinstance(value, str) for value in about[name]):
        set_list(about, name, wanted)
        return
    # What has a name is known by it wherever it has been moved to, and takes its comments along.
    listed = about[name]
    named = {each["id"]: each for each in listed if "id" in each}
    kept = [
        named.get(value["id"]) if "id" in value else listed[place] if place < len(listed) else None
        for place, value in enumerate(wanted)
    ]
    changed = [each if each is not None else CommentedMap() for each in kept]
    for each, value in zip(changed, wanted, strict=True):
        _change_map(each, value)
    if len(changed) != len(listed) or any(new is not old for new, old in zip(changed, listed, strict=True)):
        comment = listed.ca.comment
        about[name] = CommentedSeq(changed)
        about[name].ca.comment = comment


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _written(text: str) -> str:
    return folded(text) if len(text) > SHORT else scalar(text)
