"""Masking of personal identity codes and payment card numbers, before a text is stored or sent anywhere.

The pattern decides, not the check character: a mistyped code still identifies its owner. Card numbers are
masked only where the Luhn check holds, since long numbers of invoices and orders look the same.
"""

from __future__ import annotations

import re

IDENTITY_MASK = "●●●●●●-●●●●"
CARD_MASK = "●●●● ●●●● ●●●● ●●●●"

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
# ddmmyy, the century sign, a three-digit number and the check character (any letter or digit: a typo identifies too).
_IDENTITY_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{{2}}"
    rf"[ ]?[+{_DASHES}A-FU-Ya-fu-y][ ]?[0-9]{{3}}[ ]?[0-9A-Za-z](?![0-9A-Za-z])"
)
_CARD = re.compile(rf"(?<![0-9A-Za-z])[0-9](?:[ {_DASHES}]?[0-9]){{12,18}}(?![0-9A-Za-z])")


def mask(text: str) -> str:
    """Return the text with every identity code and card number replaced; masking twice changes nothing."""
    if not any(character.isdigit() for character in text):
        return text
    return _CARD.sub(_mask_card, _IDENTITY_CODE.sub(IDENTITY_MASK, text))


def _mask_card(match: re.Match[str]) -> str:
    digits = [int(character) for character in match.group() if character.isdigit()]
    return CARD_MASK if _luhn_holds(digits) else match.group()


def _luhn_holds(digits: list[int]) -> bool:
    """Check the last digit of a payment card number (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if position % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
