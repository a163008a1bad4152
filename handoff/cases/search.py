"""Finding cases by their words. SQLite and PostgreSQL each have an index of words of their own (migration 0021).

Words are found by their beginnings, since Finnish puts its endings there: "katuvalo" finds "katuvalojen".
"""

from __future__ import annotations

import re
from typing import Literal

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, text, true

from handoff.storage.tables import cases

MAX_WORDS = 8
MAX_FOUND = 2000
"""So many at most, the newest: whoever finds more has to say more."""
Where = Literal["own", "shown"]
"""The sender's words and place, or those that the public board shows."""

_POSTGRESQL: dict[Where, str] = {
    "own": "to_tsvector('simple', title || ' ' || text || ' ' || place)",
    "shown": "to_tsvector('simple', public_title || ' ' || public_text || ' ' || public_answer)",
}
"""As the indexes have it, to the letter."""


def matches(connection: Connection, words: str, where: Where = "own") -> ColumnElement[bool]:
    """Return the condition that a case has a word that begins like each of these; true where there is none."""
    found = re.findall(r"\w+", words.lower())[:MAX_WORDS]
    if not found:
        return true()
    if connection.dialect.name == "postgresql":
        # A word of letters and digits is no operator; `:*` is the prefix.
        query = " & ".join(f"{word}:*" for word in found)
        condition = literal_column(_POSTGRESQL[where]).op("@@", is_comparison=True)
        return condition(func.to_tsquery(literal_column("'simple'"), query))
    every = " AND ".join(f'"{word}"*' for word in found)
    newest = text(
        "SELECT case_id FROM case_numbers WHERE number IN"
        " (SELECT rowid FROM case_words WHERE case_words MATCH :words ORDER BY rowid DESC LIMIT :most)"
    )
    asked = newest.bindparams(bindparam("words", f"{where} : ({every})"), bindparam("most", MAX_FOUND))
    return cases.c.id.in_(asked)
