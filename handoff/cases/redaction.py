"""Proposes the words in which a case can be published: what leads to people is replaced by a mark that everybody sees.

A proposal and no more: whoever publishes reads it, and finds what no rule does, such as a neighbour's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from handoff.conversations import masking
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.masking import Found

What = Literal["identity_code", "contact", "name", "address"]
Field = Literal["title", "text", "answer"]
MARK = "●●●"
"""In place of a name or an address; codes and contact details have masks of their own shape."""

_WORD = r"[^\W\d_]+(?:[-’'][^\W\d_]+)*"
_NAME = rf"(?![a-zåäöéü]){_WORD}"
_INTRODUCED = re.compile(
    rf"""
    \b (?i:
        nimeni[ ]on | (?:minä[ ])?olen | terveisin | terveiset | t\. | terv\.
      | jag[ ]heter | mitt[ ]namn[ ]är | med[ ]vänliga?[ ]hälsning(?:ar)? | hälsningar | mvh
      | my[ ]name[ ]is | I[ ]am | I[’']m | regards | yours[ ]sincerely | sincerely
    ) [,:]? \s+
    (?P<name> {_NAME} (?: [ ] {_NAME} ){{0,2}} )
    """,
    re.VERBOSE,
)
"""What follows the words with which people say who they are, where it is written like a name."""
_STREET = re.compile(
    r"""
    (?<!\w)
    (?P<street>
      [^\W\d_] [^\W\d_\-]* (?i:
          katu|kadun|kadulla|kadulta|kadulle|tie|tien|tiellä|tieltä|tielle|kuja|kujan|kujalla|kujalta|polku|polun|polulla
        |raitti|raitin|raitilla|kaari|kaaren|kaarella|rinne|rinteen|rinteellä|tori|torin|torilla|ranta|rannan|rannalla
        |gatan|gata|vägen|väg|gränden|gränd|stigen|stig|bågen|backen|torget|stranden
      )
      | (?: [A-ZÅÄÖ]\w+ [ ] ){1,2} (?: Street|Road|Lane|Avenue )
    )
    [ ] (?P<number> [0-9]{1,3} (?: [ ]? [a-zA-Z] (?! \w ) )? (?: [ ] [0-9]{1,3} )? ) (?! [.:,\-]? [0-9] ) (?! \w )
    """,
    re.VERBOSE,
)
"""A street with a number: somebody's home unless it is the case's place. A street alone is a place like any other."""
_NO_NAMES = frozenset({
    "asukas", "kuntalainen", "äiti", "isä", "mummo", "vanhempi", "invånare", "mamma", "pappa", "förälder", "resident",
    "mother", "father", "parent", "the",
})  # fmt: skip
"""With which people sign instead of a name."""
_ENDING = r"[^\W\d_]{0,4}"
"""What Finnish puts after a name. A longer word that begins like it is another one."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be published of a case, and what is known of its sender and place."""

    title: str
    text: str
    answer: str
    place: str = ""
    sender_name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was masked: where it stood in the field as it came, and where its mark stands in the proposal."""

    field: Field
    what: What
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The words that are proposed, and all that was masked in them, field by field from the beginning."""

    title: str
    text: str
    answer: str
    masked: tuple[Span, ...]


class _Find(NamedTuple):
    start: int
    end: int
    what: What
    mark: str


def propose(source: Source, contacts: ContactDetails) -> Proposal:
    """Return the texts of a case with what leads to people masked.

    Masked are identity codes, numbers of cards, telephone numbers, e-mail addresses (`contacts` knows the public ones,
    which stay), the names that the sender gave, in the form or in the text, wherever they stand, and addresses other
    than the case's place.
    """
    names = _names(source)
    texts: dict[Field, str] = {}
    spans: list[Span] = []
    given: dict[Field, str] = {"title": source.title, "text": source.text, "answer": source.answer}
    for field, text in given.items():
        finds = _finds(text, source.place, names, contacts)
        texts[field] = masking.replaced(text, (Found(find.start, find.end, find.mark) for find in finds))
        spans += _spans(field, finds)
    return Proposal(texts["title"], texts["text"], texts["answer"], tuple(spans))


def _finds(text: str, place: str, names: list[re.Pattern[str]], contacts: ContactDetails) -> list[_Find]:
    """Return what is to be masked, from the beginning; what overlaps is one piece, under the mark of its first."""
    found = [
        *(_Find(start, end, "identity_code", mark) for start, end, mark in masking.find(text)),
        *(_Find(start, end, "contact", mark) for start, end, mark in contacts.find(text)),
        *(_Find(*match.span(), "name", MARK) for name in names for match in name.finditer(text)),
        *_addresses(text, place),
    ]
    kept: list[_Find] = []
    for find in sorted(found, key=lambda find: (find.start, -find.end)):
        if kept and find.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(find.end, kept[-1].end))
        else:
            kept.append(find)
    return kept


def _spans(field: Field, finds: list[_Find]) -> Iterator[Span]:
    longer = 0
    for find in finds:
        start = find.start + longer
        yield Span(field, find.what, find.start, find.end, start, start + len(find.mark))
        longer += len(find.mark) - (find.end - find.start)


def _names(source: Source) -> list[re.Pattern[str]]:
    """Return patterns of the names that the sender gave: each of their parts, with what Finnish puts after it."""
    given = [source.sender_name]
    for text in (source.title, source.text):
        given += [match["name"] for match in _INTRODUCED.finditer(text)]
    parts = {part for name in given for part in re.findall(_WORD, name) if _is_name(part)}
    return [re.compile(rf"\b{_stem(part)}\b") for part in sorted(parts)]


def _is_name(part: str) -> bool:
    """Tell whether a word is written like a name; one of two letters would mask half of a text."""
    return len(part) > 2 and part[0].isupper() and part.lower() not in _NO_NAMES


def _stem(name: str) -> str:
    """Return the pattern of a name and its cases: Virtanen is Virtasen and Virtaselle, Maija Maijan and Maijalle."""
    if name.endswith("nen"):
        return rf"{re.escape(name[:-3])}(?:nen|s[^\W\d_]{{1,5}})"
    return rf"{re.escape(name)}{_ENDING}"


def _addresses(text: str, place: str) -> Iterator[_Find]:
    """Return addresses with a number, but not the case's own, in whatever case it is written."""
    own = {_address_key(match) for match in _STREET.finditer(place)}
    for match in _STREET.finditer(text):
        if _address_key(match) not in own:
            yield _Find(*match.span(), "address", MARK)


def _address_key(match: re.Match[str]) -> tuple[str, str]:
    """Return what is the same of an address in all its cases: the beginning of the street, and the house."""
    house = re.match(r"[0-9]+", match["number"])
    return match["street"].lower()[:5], house.group() if house else ""
