"""An entry's file: read, and written again with its comments, its order and whatever was not changed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from handoff.faq.content import read_entry
from handoff.faq.model import Answer, Entry

WIDTH = 120
"""Columns of a folded text."""
INDENT = 4
_PLAIN = re.compile(r"[^\W\d_][\w ,.!?()/€–-]*[\w.!?)]|https?://[\w./?=&%~+-]+")
_NOT_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
"""What the older YAML, by which Rasa reads, takes for something else than text; also with a capital."""


def render(entry: Entry, before: str = "") -> str:
    """Return the content of an entry's file.

    Args:
        before: Its content until now, whose comments, order and styles stay; empty for a new file.
    Returns:
        Content from which the same entry is read; for an unchanged entry `before` to the letter.
    Raises:
        BadFaq: the content until now cannot be read.
    """
    yaml = round_trip()
    document = yaml.load(before) if before else _new(entry)
    if not before or read_entry(entry.id, before) != entry:
        _change(document, entry)
    written = io.StringIO()
    yaml.dump(document, written)
    content = written.getvalue()
    if read_entry(entry.id, content) != entry:
        raise AssertionError(f"{entry.id} would be read as something else than what was written")
    return content


def round_trip() -> YAML:
    """Return what reads a file and writes it again to the letter."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # examples stay on their lines; texts are folded where this says, below
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _new(entry: Entry) -> CommentedMap:
    return CommentedMap({"topic": entry.id, "area": "", "owner": "", "review_by": entry.review_by})


def _change(document: CommentedMap, entry: Entry) -> None:
    _set(document, "area", entry.area)
    _set(document, "owner", entry.owner)
    if document.get("review_by") != entry.review_by:
        document["review_by"] = entry.review_by
    if entry.sources or "sources" in document:
        set_list(document, "sources", entry.sources)
    for language, answer in entry.answers.items():
        _change_answer(document.setdefault(language, CommentedMap()), answer)


def _change_answer(about: CommentedMap, answer: Answer) -> None:
    _set(about, "title", answer.title)
    for name, text in (("answer", answer.text), ("plain", answer.plain)):
        if name not in about or about[name].strip() != text:
            about[name] = folded(text)
    if [(page["title"], page["url"]) for page in about.get("links", ())] != [(p.title, p.url) for p in answer.pages]:
        links = about.setdefault("links", CommentedSeq())
        del links[len(answer.pages) :]
        for place, page in enumerate(answer.pages):
            if place == len(links):
                links.append(CommentedMap())
            _set(links[place], "title", page.title)
            _set(links[place], "url", page.url)
    set_list(about, "examples", answer.examples)


def _set(about: CommentedMap, name: str, text: str) -> None:
    """Change a text if it is another one: it keeps its quotes otherwise."""
    if name not in about or about[name].strip() != text:
        about[name] = scalar(text)


def set_list(about: CommentedMap, name: str, texts: Sequence[str]) -> None:
    """Change a list item by item, so that comments stay with their own."""
    listed = about.setdefault(name, CommentedSeq())
    if listed is None:
        listed = about[name] = CommentedSeq()
    changes = SequenceMatcher(None, [str(text) for text in listed], list(texts), autojunk=False).get_opcodes()
    for what, first, end, new_first, new_end in reversed(changes):
        if what == "equal":
            continue
        for place in reversed(range(first, end)):
            _drop(listed, place)
        for text in reversed(texts[new_first:new_end]):
            listed.insert(first, scalar(text))


def _drop(listed: CommentedSeq, place: int) -> None:
    """Delete an item with the comment on its line; comments on lines below it stay with what follows."""
    token = (listed.ca.items.get(place) or [None])[0]
    _, _, below = token.value.partition("\n") if token is not None else ("", "", "")
    del listed[place]
    if not below.strip():
        return
    if place < len(listed):
        told = [line.strip().removeprefix("#").removeprefix(" ") for line in below.strip().splitlines()]
        listed.yaml_set_comment_before_after_key(place, before="\n".join(told), indent=INDENT)
    elif place:
        token.value = f"\n{below}"
        listed.ca.items[place - 1] = [token, None]


def scalar(text: str) -> str:
    """Return a text as it is written on a line, with quotes where it would be read as something else."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    return text if is_plain else quoted(text)


def quoted(text: str) -> str:
    """Return a text to be written in quotes."""
    done: str = DoubleQuotedScalarString(text)
    return done


def folded(text: str) -> str:
    """Return a text of one paragraph, broken between words at the width of the page."""
    if "  " in text or not text or not text.isprintable():
        return quoted(text)
    broken: Any = FoldedScalarString(text)
    breaks, start = [], 0
    while len(text) - start > WIDTH - INDENT:
        space = text.rfind(" ", start, start + WIDTH - INDENT + 1)
        if space < 0:
            space = text.find(" ", start)
        if space < 0:
            break
        breaks.append(space)
        start = space + 1
    broken.fold_pos = breaks
    done: str = broken
    return done
