"""A case: feedback that is always answered."""

from __future__ import annotations

import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

CaseKind = Literal["complaint", "thanks", "idea", "question", "other"]
Mode = Literal["city", "youth"]
CaseState = Literal["received", "in_process", "answered", "closed"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code can be read aloud and written down."""
CODE_CHARS = 11
"""55 random bits: among a million cases one try in 36 thousand million finds somebody else's."""
_LOOKALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Feedback as it comes in. `origin` is the turn or request that brings it: the same one makes one case.

    `mode` is that of the chat it comes from: young people's feedback is kept without anything that leads to them.
    """

    mode: Mode
    origin: str
    conversation_id: str | None
    kind: CaseKind
    text: str
    place: str
    email: str
    language: str
    channel: str


@dataclass(frozen=True, slots=True)
class Case:
    """What its sender may know of a case."""

    code: str
    kind: CaseKind
    status: CaseState
    received_on: date
    due_on: date


def make_code() -> str:
    """Return a new tracking code such as `LK-7F3K-Q2M9-0ZXC`; its last character checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))
    return _grouped(body + _check_character(body))


def normalise_code(typed: str) -> str | None:
    """Return the code as it is stored, from however it was typed; None when it cannot be one.

    Case, spaces and dashes do not matter, and O is read as 0, I and L as 1.
    """
    letters = "".join(character for character in typed.upper() if character.isalnum())
    if letters.startswith("LK") and len(letters) == CODE_CHARS + 3:
        letters = letters[2:]
    letters = letters.translate(_LOOKALIKES)
    if len(letters) != CODE_CHARS + 1 or not set(letters) <= set(ALPHABET):
        return None
    if _check_character(letters[:-1]) != letters[-1]:
        return None
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return f"LK-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _check_character(body: str) -> str:
    """Return the Luhn mod N check character (ISO/IEC 7812-1 generalised): catches one wrong or two swapped."""
    n = len(ALPHABET)
    total = 0
    for position, character in enumerate(reversed(body)):
        addend = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += addend // n + addend % n
    return ALPHABET[-total % n]


def add_working_days(start: date, days: int, holidays: AbstractSet[date]) -> date:
    """Return the date that many working days after `start`; Saturdays, Sundays and holidays do not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            days -= 1
    return day
