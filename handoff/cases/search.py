"""Finding cases by their words. SQLite and PostgreSQL each have an index of words of their own (migration 0021).

Words are found by their beginnings, since Finnish puts its endings there: "katuvalo" finds "katuvalojen".
"""

from __future__ import annotations

import re
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    bindparam,
    func,
    literal_column,
    select,
    text,
    true,
)

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


def found(connection: Connection, words: str) -> FromClause:
    """Return the cases that have a word that begins like each of these; all where there is none.

    PostgreSQL finds them apart, by OFFSET, before anything else is asked of them: else it may go through another index,
    and split every case on its way into words, since it thinks that each word is in many cases. Where a word is rare
    that takes seconds. Asked for their ids only, it would read all cases to join them.
    """
    if connection.dialect.name == "postgresql" and _words(words):
        return select(cases).where(says(words)).offset(literal_column("0")).subquery()
    return select(cases).where(matches(connection, words)).subquery()


def matches(connection: Connection, words: str, where: Where = "own", most: int = MAX_FOUND) -> ColumnElement[bool]:
    """Return the condition that a case has a word that begins like each of these; true where there is none.

    Args:
        most: Cases that SQLite looks at, the newest.
    """
    found = _words(words)
    if not found:
        return true()
    if connection.dialect.name == "postgresql":
        # Apart, as above.
        of_index = " AND published_at IS NOT NULL" if where == "shown" else ""
        apart = f"SELECT id FROM cases WHERE {_POSTGRESQL[where]} @@ to_tsquery('simple', :words){of_index} OFFSET 0"  # noqa: S608 - constants
        return cases.c.id.in_(text(apart).bindparams(bindparam("words", _query(found))))
    every = " AND ".join(f'"{word}"*' for word in found)
    newest = text(
        "SELECT case_id FROM case_numbers WHERE number IN"
        " (SELECT rowid FROM case_words WHERE case_words MATCH :words ORDER BY rowid DESC LIMIT :most)"
    )
    asked = newest.bindparams(bindparam("words", f"{where} : ({every})"), bindparam("most", most))
    return cases.c.id.in_(asked)


def says(words: str, where: Where = "own") -> ColumnElement[bool]:
    """Return the same condition for PostgreSQL, by its index of words or for a few cases that it splits into words."""
    condition = literal_column(_POSTGRESQL[where]).op("@@", is_comparison=True)
    return condition(func.to_tsquery(literal_column("'simple'"), _query(_words(words))))


def _words(words: str) -> list[str]:
    return re.findall(r"\w+", words.lower())[:MAX_WORDS]


def _query(words: list[str]) -> str:
    # A word of letters and digits is no operator; `:*` is the prefix.
    return " & ".join(f"{word}:*" for word in words)
