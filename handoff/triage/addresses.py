"""Whether two addresses are the same place, as people write them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

ALIKE = 0.85
"""Of two spellings of a street's name: one slip in seven letters."""
NEXT_DOOR = 4
"""House numbers of one side of a street go up by two: two houses on."""

# Written short, with a full stop or at the end of the name: `Hämeenk. 5`, `Mannerheimv 3`.
_ENDINGS = {"k": "katu", "t": "tie", "p": "polku", "kj": "kuja", "g": "gatan", "v": "vägen", "st": "street"}
_SHORT = re.compile(r"^(?P<name>\w{4,}?)(?P<short>kj|st|k|t|p|g|v)\.$")
_NUMBER = re.compile(r"^(\d{1,4})")
_POSTAL_CODE = re.compile(r"\b\d{5}\b.*")


class Address(NamedTuple):
    """A street's name in lower case, unabbreviated, and the house's number, if it has one."""

    street: str
    number: int | None


def read_address(text: str) -> Address | None:
    """Return street and number of an address, without flat, postal code and town; None if there is no name."""
    street: list[str] = []
    for word in _POSTAL_CODE.sub("", text.lower()).split(",")[0].replace("’", "'").split():
        number = _NUMBER.match(word)
        if number and street:
            return Address(" ".join(street), int(number[1]))
        street.append(_unabbreviated(word))
    return Address(" ".join(street), None) if street else None


def nearness(first: Address, second: Address) -> float:
    """Return how near two addresses are: 1 for the same house, 0 for another street or far along the same one.

    A street's Finnish and Swedish names are not known to be the same.
    """
    if SequenceMatcher(None, first.street, second.street).ratio() < ALIKE:
        return 0.0
    if first.number is None or second.number is None:
        return 0.5  # Somewhere in the same street: alike texts must make up for it.
    apart = abs(first.number - second.number)
    return 1.0 if apart == 0 else 0.6 if apart <= NEXT_DOOR else 0.0


def _unabbreviated(word: str) -> str:
    found = _SHORT.match(word)
    return found["name"] + _ENDINGS[found["short"]] if found else word.strip(".;:")
