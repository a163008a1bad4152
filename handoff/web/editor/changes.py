"""What is different between two states of an entry, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from handoff.faq.model import Entry
from handoff.web.editor.form import to_fields


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its name, as in the form, and its text in pieces; of lists only the lines that went or came."""

    field: str
    is_list: bool
    pieces: tuple[Piece, ...]


LISTS = ("sources", "pages", "examples", "topics", "links", "choices", "when", "order")


def changes(before: Entry | None, after: Entry) -> list[Change]:
    """Return the fields that differ, in the order of the form; a new entry has all of its fields."""
    return differences(to_fields(before) if before else {}, to_fields(after))


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Return the fields that differ, as above: lists are known by their names."""
    return changed_fields(old, new, is_list=lambda name: name.rpartition(".")[2] in LISTS)


def changed_fields(old: Mapping[str, str], new: Mapping[str, str], *, is_list: Callable[[str], bool]) -> list[Change]:
    """Return the fields that differ, in the order of the new ones, those that are gone last; of lists the lines."""
    found = []
    for name in {**new, **old}:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            pieces = _lines if is_list(name) else _words
            found.append(Change(name, is_list(name), tuple(pieces(before, after))))
    return found


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = before.split(), after.split()
    for what, first, end, new_first, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", " ".join(old[first:end]))
            continue
        if end > first:
            yield Piece("gone", " ".join(old[first:end]))
        if new_end > new_first:
            yield Piece("new", " ".join(new[new_first:new_end]))


def _lines(before: str, after: str) -> Iterator[Piece]:
    old, new = before.splitlines(), after.splitlines()
    yield from (Piece("gone", line) for line in old if line not in new)
    yield from (Piece("new", line) for line in new if line not in old)
