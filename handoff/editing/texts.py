"""A fixed text as editors work on it: a flat mapping of fields, such as `sv.text`, or `number` for all languages.

The name of a field says what it is: `fi.buttons.2` is the Finnish title of the second button.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import orjson

from handoff.conversations.masking import clean
from handoff.faq.content import BadFaq

LANGUAGES = ("fi", "sv", "en")
ITEM_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_.-]{1,50}")
"""The name of a file, a dot, and the place in it."""
LINES = frozenset({"text", "hours", "callbacks"})
"""Fields of more than one line."""


class BadText(BadFaq):
    """A file of fixed texts, or what would become of one, cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class TextItem:
    """One text with what belongs to it, in all languages."""

    id: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The name of the file that it stands in."""
        return self.id.partition(".")[0]

    def title(self, language: str) -> str:
        """Return what the item is called in lists."""
        names = (f"{language}.title", f"{language}.text", "text", "fi.title", "sv.title", "en.title")
        return next((self.fields[name] for name in names if self.fields.get(name)), self.id)


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a field says: whose language (empty: all), what, and of a list which, from 1."""

    language: str
    what: str
    place: str

    @property
    def is_optional(self) -> bool:
        """Whether it may be empty: without hours of their own, a language and the callers have those of the queue."""
        return self.what == "callbacks" or (self.what == "hours" and bool(self.language))


def parse(name: str) -> Name:
    """Return what the name of a field says."""
    first, *rest = name.split(".")
    language, rest = (first, rest) if first in LANGUAGES else ("", [first, *rest])
    return Name(language, rest[0] if rest else "", rest[1] if len(rest) > 1 else "")


def dump(item: TextItem) -> str:
    """Return it as JSON."""
    return orjson.dumps({"id": item.id, "fields": dict(item.fields)}).decode()


def load(content: str) -> TextItem:
    """Return what `dump` was given."""
    return TextItem(**orjson.loads(content))


def tidied(item: TextItem) -> TextItem:
    """Return an item masked, with single spaces; a telephone number without any."""
    return replace(item, fields={name: tidy(name, text) for name, text in item.fields.items()})


def tidy(name: str, text: str) -> str:
    """Return the text of a field as it is kept."""
    what = parse(name).what
    shown = clean("".join(c if c.isprintable() or c == "\n" else " " for c in text.replace("\r\n", "\n")))
    if what == "number":
        return re.sub(r"[\s()–-]", "", shown)
    if what not in LINES:
        return " ".join(shown.split())
    lines = "\n".join(" ".join(line.split()) for line in shown.split("\n")).strip()
    return re.sub(r"\n{3,}", "\n\n", lines)
