"""Telephone numbers as people type them."""

from __future__ import annotations

import re

_E164 = re.compile(r"\+[1-9][0-9]{5,14}")
_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]+")
COUNTRY = "+358"


def read_phone(typed: str) -> str | None:
    """Return a number in E.164, one without a country's code as Finnish; None if it can be none."""
    digits = _SEPARATORS.sub("", typed)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"{COUNTRY}{digits[1:]}"
    return digits if _E164.fullmatch(digits) else None
