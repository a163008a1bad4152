"""Texts that a spreadsheet would take for something else: formulas, numbers, dates.

An apostrophe before them, which is how people write such a text into a cell, keeps a CSV file's texts as they are. It
is taken off again, and off those texts alone, so that every text comes back exactly.
"""

from __future__ import annotations

import re

# Also the wide forms of East Asia, which some spreadsheets take as the signs.
_TAKEN = re.compile(r"'*(?:[=+\-@\t\r＝＋－＠]|(?=[^'\d]*\d)[\d\s.,:/%€$£eE+-]+$)")  # noqa: RUF001


def escaped(text: str) -> str:
    """Return the text as a cell that stays a text."""
    return f"'{text}" if _TAKEN.match(text) else text


def unescaped(text: str) -> str:
    """Return what `escaped` was given."""
    return text[1:] if text.startswith("'") and _TAKEN.match(text[1:]) else text
