"""What is wrong with a fixed text: missing, too long, without a place that is filled in, not to be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import NumberParseException, shortnumberinfo

from handoff.canned_replies.model import GAP_SIGN, places
from handoff.editing.text_hours import BadHours, from_lines
from handoff.editing.texts import LANGUAGES, TextItem, parse

Kind = Literal[
    "missing",
    "too_long",
    "brace",
    "places",
    "bad_number",
    "number_not_shown",
    "bad_checked",
    "bad_address",
    "bad_hours",
    "refused",
]
MAX_CHARS = {"buttons": 60, "title": 120, "links": 120, "text": 1000, "hours": 2000, "callbacks": 2000}
"""A button stays on two lines of a telephone; a message is read to its end. Hours: a line for each day off of years."""
MAX_OTHER = 300
FREE_PLACES = frozenset({"replies"})
"""Files whose texts may be given other places to fill in than they had: their reader knows which there are."""

_MARK = re.compile(r"^\[(\w+)\] ", re.MULTILINE)
_CHECKED = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?")
_HOME = "FI"


@dataclass(frozen=True, slots=True)
class TextFinding:
    """One thing; `field` is empty where it concerns all. `figure` is what was counted, found or expected."""

    kind: Kind
    field: str = ""
    figure: str = ""


def findings(item: TextItem, live: TextItem) -> list[TextFinding]:
    """Return all that keeps an item from being published.

    Args:
        live: The item as it stands in its file.
    """
    found = []
    for name, text in item.fields.items():
        if not text:
            found += [] if parse(name).is_optional else [TextFinding("missing", name)]
        else:
            found += _of_field(item, name, text)
    return found + list(_of_places(item, live))


def _of_field(item: TextItem, name: str, text: str) -> Iterator[TextFinding]:
    what = parse(name).what
    if len(text) > MAX_CHARS.get(what, MAX_OTHER):
        yield TextFinding("too_long", name, f"{len(text)} / {MAX_CHARS.get(what, MAX_OTHER)}")
    if what == "number":
        yield from _of_number(item, name, text)
    elif what == "checked" and not _CHECKED.fullmatch(text):
        yield TextFinding("bad_checked", name, text)
    elif what == "addresses" and not re.fullmatch(r"https://[^\s/]+\S*", text):
        yield TextFinding("bad_address", name, text)
    elif what in ("hours", "callbacks"):
        try:
            from_lines(text)
        except BadHours as error:
            yield TextFinding("bad_hours", name, str(error))
    elif what in ("text", "title", "buttons", "links") and None in places(text):
        yield TextFinding("brace", name)


def _of_number(item: TextItem, name: str, number: str) -> Iterator[TextFinding]:
    if not is_number(number):
        yield TextFinding("bad_number", name, number)
    for each, shown in item.fields.items():
        if parse(each).what == "title" and shown and _national(number) not in _digits(shown):
            yield TextFinding("number_not_shown", each, number)


def is_number(text: str) -> bool:
    """Tell whether a number can be called in Finland: also a short one, such as 112."""
    if not re.fullmatch(r"\+?[0-9]{3,15}", text):
        return False
    try:
        number = phonenumbers.parse(text, _HOME)
    except NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) or shortnumberinfo.is_valid_short_number_for_region(number, _HOME)


def _of_places(item: TextItem, live: TextItem) -> Iterator[TextFinding]:
    """Yield the fields whose places to fill in are not those of the other languages, or not those that are filled in.

    What a canned reply may have is judged by its Finnish text, and by the reader of the file.
    """
    for name, text in item.fields.items():
        about = parse(name)
        if about.what not in ("text", "title", "buttons", "links") or not text:
            continue
        first = next((f"{language}{name[2:]}" for language in LANGUAGES if about.language), name)
        model = item if item.group in FREE_PLACES else live
        expected = places_of(model.fields.get(first, "") or live.fields.get(name, ""))
        if places_of(text) != expected:
            yield TextFinding("places", name, " ".join(expected) or "–")


def places_of(text: str) -> list[str]:
    """Return what is filled into a text: `{name}`, gaps of any name as `{…}`, and marks of lines as `[name]`."""
    named = {GAP_SIGN if place.startswith(GAP_SIGN) else place for place in places(text) if place is not None}
    return [f"{{{name}}}" for name in sorted(named)] + [f"[{mark}]" for mark in sorted(_MARK.findall(text))]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _national(number: str) -> str:
    """Return a number as it is dialled in Finland."""
    return _digits(re.sub(r"^\+3580?", "0", number))
