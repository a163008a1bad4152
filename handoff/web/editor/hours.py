"""Opening hours as each language writes them; in the form they stand as in the file."""

from __future__ import annotations

import re
from datetime import date

from handoff.web.plain import day_text
from handoff.words import Words

DASH = "\N{EN DASH}"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def spoken_hours(lines: str, words: Words) -> str:
    """Return lines of hours, as `handoff.editing.text_hours` has them, in a language.

    Args:
        words: What days, and always, closed, holidays and as usual, are called.
    """
    found = _DATE.sub(_day, lines.replace("..", DASH))
    # What is left of hyphens stands between days or times.
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda word: words[word[0]], found.replace("-", DASH))


def _day(found: re.Match[str]) -> str:
    try:
        return day_text(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
