"""The second, stricter masking: before what somebody wrote may be read by editors and become a question for training.

`masking` and `contact_details` leave what a city's business needs: names, addresses, dates. Here all of it goes, and
rather too much: an editor reads the text, puts it right, and has the last word. What is found here, or was masked
before, is never saved.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from handoff.conversations import masking
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.masking import Found, replaced

Kind = Literal["identity_code", "contact", "iban", "plate", "birth", "address", "name", "masked"]
MARK = "●●●"

_CONTACTS = ContactDetails(())
_LETTER = r"[^\W\d_]"
_CAPITAL = r"[A-ZÅÄÖÆØÜÉ]"
_NAME_WORD = rf"{_CAPITAL}(?:[’']{_CAPITAL})?{_LETTER}+(?:[-’']{_CAPITAL}?{_LETTER}+)*"
_ANY_WORD = rf"{_LETTER}+(?:[-’']{_LETTER}+)*"
_INTRODUCED = (
    r"(?i:\b(?:nimeni\s+on|mun\s+nimi\s+on|minun\s+nimeni\s+on|olen|oon|täällä|terveisin|t\.|yst\.?\s+terv\.?|"
    r"lapseni|poikani|tyttäreni|vaimoni|mieheni|äitini|isäni|jag\s+heter|mitt\s+namn\s+är|jag\s+är|"
    r"hälsningar|mvh|min\s+(?:son|dotter|man|fru|mamma|pappa)|mitt\s+barn|"
    r"my\s+name\s+is|i\s+am|i['’]m|this\s+is|regards|sincerely|my\s+(?:son|daughter|husband|wife|mother|father)|"
    r"herra|rouva|herr|fru|mr\.?|mrs\.?|ms\.?))[\s,:]+"
)
_NAMED = r"(?i:\b(?:nimeni\s+on|mun\s+nimi\s+on|jag\s+heter|mitt\s+namn\s+är|my\s+name\s+is)[\s,:]+)"
_STREET = (
    r"katu|kadun|kadulla|kadulta|kadulle|tie|tien|tiellä|tieltä|tielle|polku|polun|polulla|kuja|kujan|kujalla|"
    r"raitti|raitin|raitilla|kaari|kaaren|kaarella|rinne|rinteen|rinteellä|penger|tori|torin|väylä|väylän|väylällä|"
    r"gatan|gata|vägen|väg|stigen|gränden|gränd|torget|allén|backen|street|st|road|rd|avenue|lane"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("masked", re.compile(r"●[●\s@-]*")),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b", re.IGNORECASE)),
    ("plate", re.compile(r"\b(?:[A-ZÅÄÖ]{2,3}\s?-\s?\d{1,3}|[A-ZÅÄÖ]{3}\s?\d{3})\b", re.IGNORECASE)),
    (
        "birth",
        re.compile(
            r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-]\s?(?:0?[1-9]|1[0-2])[./-]\s?(?:(?:19|20)\d{2}|\d{2})(?!\d)"
            r"|(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
            r"|(?i:\b(?:synt\.?|syntynyt|född|born(?:\s+(?:in|on))?)\s+)(?:19|20)\d{2}"
        ),
    ),
    (
        "address",
        re.compile(
            rf"\b(?:{_LETTER}+(?:{_STREET})|{_LETTER}+\s(?:street|st|road|rd|avenue|lane|väg|gata|tie|katu))"
            rf"\s+\d{{1,4}}(?:\s?-\s?\d{{1,4}})?(?:\s?[a-hj-z](?![^\W\d_]))?"
            rf"(?:\s?(?:as\.?|bst\.?|apt\.?)?\s?\d{{1,4}}(?!\d))?"
            rf"|\b\d{{1,4}}\s{_LETTER}+\s(?:street|st|road|rd|avenue|lane)\b",
            re.IGNORECASE,
        ),
    ),
    ("address", re.compile(rf"(?<!\d)\d{{5}}\s+{_CAPITAL}{_LETTER}+")),
    ("name", re.compile(rf"{_INTRODUCED}(?P<it>{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,3}})")),
    # After these words it is a name in small letters, too.
    ("name", re.compile(rf"{_NAMED}(?P<it>{_ANY_WORD}(?:\s+{_ANY_WORD})?(?:\s+{_NAME_WORD})*)")),
    # A first and a last name within a sentence; the city's own places are put right by the editor.
    ("name", re.compile(rf"(?<=[\w,:;]\s)(?P<it>{_NAME_WORD}\s+{_NAME_WORD}(?:\s+{_NAME_WORD})*)")),
    # Numbers as long as a telephone's that did not look like one before.
    ("contact", re.compile(r"(?<!\d)\d(?:[\s-]?\d){6,}(?!\d)")),
)


class Personal(NamedTuple):
    """A piece of a text that may tell of somebody."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> list[Personal]:
    """Return what may tell of somebody, from the beginning, nothing twice."""
    found = [Personal(piece.start, piece.end, "identity_code") for piece in masking.find(text)]
    found += [Personal(piece.start, piece.end, "contact") for piece in _CONTACTS.find(text)]
    for kind, pattern in _PATTERNS:
        group = "it" if "it" in pattern.groupindex else 0
        found += [Personal(*match.span(group), kind) for match in pattern.finditer(text)]
    kept: list[Personal] = []
    for piece in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
        elif piece.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=piece.end)
    return kept


def mask(text: str) -> str:
    """Return the text with all of it replaced; masking twice changes nothing."""
    return replaced(text, [Found(piece.start, _trimmed(text, piece), MARK) for piece in find(text)])


def _trimmed(text: str, piece: Personal) -> int:
    """Return where a piece ends without the spaces at its end."""
    return piece.start + len(text[piece.start : piece.end].rstrip())
