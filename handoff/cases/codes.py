"""Codes by which a sender follows a case or goes on with a saved form: unguessable, and readable aloud."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code can be read aloud and written down."""
RANDOM_CHARS = 12
"""60 random bits: among a million cases one try in a million million finds somebody else's."""
LENGTHS = (RANDOM_CHARS + 1, 12)
"""Characters with the check character; the shorter codes were given out before and stay good."""
RESUME_CHARS = 16
"""Of a saved form's code, check character included: 75 random bits, and by its length no case's code."""
_LOOKALIKES = str.maketrans("OIL", "011")


class Mistyped(ValueError):
    """It has a code's length and letters, and its check character says that one of them is wrong."""


def make_code() -> str:
    """Return a new tracking code such as `LK-7F3K-Q2M9-0ZXC4`; its last character checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))
    return _grouped(body + _check_character(body))


def read_code(typed: str) -> str | None:
    """Return the code as it is stored, from however it was typed; None where it has no code's length or letters.

    Case, spaces and dashes do not matter, and O is read as 0, I and L as 1.

    Raises:
        Mistyped: a slip of the pen or the ear; a code that is right but unknown is returned.
    """
    letters = "".join(character for character in typed.upper() if character.isalnum())
    if letters.startswith("LK") and len(letters) - 2 in LENGTHS:
        letters = letters[2:]
    letters = letters.translate(_LOOKALIKES)
    if len(letters) not in LENGTHS or not set(letters) <= set(ALPHABET):
        return None
    if _check_character(letters[:-1]) != letters[-1]:
        raise Mistyped
    return _grouped(letters)


def make_resume_code() -> str:
    """Return a new code of a saved form such as `7F3K-Q2M9-0ZXC-41TB`, with a letter and a digit in it.

    By these it is known in a sentence. Its last character checks the others.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(RESUME_CHARS - 1))
        if not body.isdigit() and not body.isalpha():
            return _in_fours(body + _check_character(body))


def read_resume_code(typed: str) -> str | None:
    """Return the code of a saved form, from however it was typed; None where it has none's length or letters.

    Raises:
        Mistyped: as for a case's code.
    """
    letters = "".join(character for character in typed.upper() if character.isalnum()).translate(_LOOKALIKES)
    if len(letters) != RESUME_CHARS or not set(letters) <= set(ALPHABET):
        return None
    if _check_character(letters[:-1]) != letters[-1]:
        raise Mistyped
    return _in_fours(letters)


def _in_fours(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


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
