"""Masking of personal identity codes and payment card numbers, before a text is stored or sent anywhere.

For an identity code the pattern decides, not the check character: a mistyped code still identifies its owner. Where
the pattern alone could be a date and a price as well (spaces around the sign, dots in the date, no sign at all), a
letter at the end or a right check character decides. Card numbers are masked where the Luhn check holds.

The patterns look at a plain view of the text: full-width digits as digits, invisible characters left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

IDENTITY_MASK = "●●●●●●-●●●●"
CARD_MASK = "●●●● ●●●● ●●●● ●●●●"

_DASH = r"\-\u2010-\u2015\u2212_"
_IDENTITY_CODE = re.compile(
    rf"""
    (?<![0-9])
    (?P<day>0[1-9]|[12][0-9]|3[01]) (?P<dot>[ .]?)
    (?P<month>0[1-9]|1[0-2]) (?P=dot)
    (?P<century>18|19|20)? (?P<year>[0-9]{{2}})
    (?P<before>\s{{0,3}}) (?P<sign>[+{_DASH}A-FU-Ya-fu-y]?) (?P<after>\s{{0,3}})
    (?P<number>[0-9]{{3}}) \s? (?P<check>[0-9A-Za-z])
    (?![0-9])
    """,
    re.VERBOSE,
)
_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

_SEPARATOR = rf"[ .{_DASH}]{{1,2}}"
# In one piece, or printed as cards print it: 4-4-4-4, and 4-6-5 or 4-6-4 for those that begin with 3.
_CARD = re.compile(
    rf"(?<![0-9])(?:[2-6][0-9]{{12,18}}"
    rf"|[2-6][0-9]{{3}}(?:{_SEPARATOR}[0-9]{{4}}){{3}}"
    rf"|3[0-9]{{3}}{_SEPARATOR}[0-9]{{6}}{_SEPARATOR}[0-9]{{4,5}})(?![0-9])"
)


class Found(NamedTuple):
    """A piece of a text that is to be masked, and what is to stand in its place."""

    start: int
    end: int
    mark: str


_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])


def clean(text: str) -> str:
    """Return the text masked, and without control characters, which some databases and all readers refuse.

    Everything that somebody typed goes through here before it is stored.
    """
    return mask(text.translate(_CONTROLS))


def mask(text: str) -> str:
    """Return the text with every identity code and card number replaced; masking twice changes nothing."""
    return replaced(text, find(text))


def find(text: str) -> list[Found]:
    """Return where the text has identity codes and card numbers, from its beginning, and what stands in their place."""
    if not any(character.isdigit() for character in text):
        return []
    view, origin = _plain(text)
    found: list[Found] = []
    for start, stop, mark in sorted(_find(view)):
        if not found or origin[start] >= found[-1].end:
            found.append(Found(origin[start], origin[stop - 1] + 1, mark))
    return found


def replaced(text: str, found: Iterable[Found]) -> str:
    """Return the text with a mark in place of each piece; they are in order and do not overlap."""
    masked: list[str] = []
    end = 0
    for piece in found:
        masked += (text[end : piece.start], piece.mark)
        end = piece.end
    return "".join(masked) + text[end:]


def _find(view: str) -> Iterator[tuple[int, int, str]]:
    for match in _IDENTITY_CODE.finditer(view):
        if _is_identity_code(match):
            yield *match.span(), IDENTITY_MASK
    for match in _CARD.finditer(view):
        if _luhn_holds([int(character) for character in match.group() if character.isdigit()]):
            yield *match.span(), CARD_MASK


def _plain(text: str) -> tuple[str, range | list[int]]:
    """Return the text as the patterns see it, and for each of its characters where it comes from."""
    if text.isascii():
        return text, range(len(text))
    view: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if unicodedata.category(character) == "Cf":  # soft hyphens, zero-width spaces
            continue
        for plain in unicodedata.normalize("NFKC", character):
            view.append(plain)
            origin.append(index)
    return "".join(view), origin


def _is_identity_code(match: re.Match[str]) -> bool:
    loose = match["before"] or match["after"] or match["dot"] or match["century"]
    if match["sign"] and not loose:
        return True
    right = _check_character(match) == match["check"].upper()
    if not match["sign"]:
        return right and match["check"].isalpha()
    return right or match["check"].isalpha()


def _check_character(match: re.Match[str]) -> str:
    digits = match["day"] + match["month"] + match["year"] + match["number"]
    return _CHECK_CHARACTERS[int(digits) % 31]


def _luhn_holds(digits: list[int]) -> bool:
    """Check the last digit of a payment card number (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if position % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
