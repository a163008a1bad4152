"""Masking of telephone numbers and e-mail addresses, where whoever writes is to stay anonymous.

The helplines' public numbers stay: that somebody has been given one, or asks about one, is worth knowing. What is a
number and what is a date, a price or a time is told by how it begins: a telephone number by +, 00, 358 or 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from handoff.conversations.masking import Found, replaced

EMAIL_MASK = "●●●@●●●"
PHONE_MASK = "●●● ●●● ●●●●"

_DIGIT = r"(?:[ \-()]{0,2}[0-9])"
_PHONE = re.compile(
    rf"""
    (?<![0-9+]) (?<![0-9][.,:/\-])
    (?![0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{2,4}}(?![0-9]))  # a date
    (?: (?: \+ | 00 ) [1-9] {_DIGIT}{{6,14}}
      | 358 [ \-]? [1-9] {_DIGIT}{{5,10}}
      | \(? 0 [1-9] \)? {_DIGIT}{{5,10}}
    )
    (?![0-9])
    """,
    re.VERBOSE,
)
_EMAIL = re.compile(
    r"[\w.+\-]+ (?: @ | \s? [(\[] (?:at|ät|miuku) [)\]] \s? | \s (?:ät|miuku) \s ) [\w\-]+ (?:\.[\w\-]+)* \.[a-z]{2,}",
    re.VERBOSE | re.IGNORECASE,
)


class ContactDetails:
    """Tells a citizen's contact details from public ones."""

    def __init__(self, public: Iterable[str]) -> None:
        self._public: set[str] = set()
        self.renew(public)

    def renew(self, public: Iterable[str]) -> None:
        """Take other numbers for public from now on."""
        self._public = {_plain_number(number) for number in public}

    def mask(self, text: str) -> str:
        """Return the text with contact details replaced; masking twice changes nothing."""
        return replaced(text, self.find(text))

    def find(self, text: str) -> list[Found]:
        """Return where the text has contact details, from its beginning, and what stands in their place."""
        found = [Found(*match.span(), EMAIL_MASK) for match in _EMAIL.finditer(text)]
        if not any(character.isdigit() for character in text):
            return found
        # Full-width digits are digits, and a space that does not break is a space: one character for one.
        view = "".join(
            plain if len(plain := unicodedata.normalize("NFKC", character)) == 1 else character for character in text
        )
        # An address has its digits for itself: in its place there is nothing that a number could begin or end with.
        for email in found:
            view = view[: email.start] + "@" * (email.end - email.start) + view[email.end :]
        found += [
            Found(*match.span(), PHONE_MASK)
            for match in _PHONE.finditer(view)
            if _plain_number(match.group()) not in self._public
        ]
        return sorted(found)


def _plain_number(number: str) -> str:
    """Return a number as it is dialled in Finland."""
    digits = re.sub(r"[^0-9+]", "", number)
    return re.sub(r"^(\+|00)?3580?", "0", digits)
