"""What editors work on: answers, and other texts that are kept in files and go live in three languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar


class Item(Protocol):
    """Something with a name of its own, which does not change once it is made."""

    @property
    def id(self) -> str:
        """The name, of up to 60 characters."""


T = TypeVar("T", bound=Item)


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """An item as it stands in its file, and the fingerprint of that file."""

    entry: T
    fingerprint: str


class Files(Protocol[T]):
    """Where the items of a kind are live. Every method touches the disk, and belongs in a thread.

    `read`, `all` and `write` raise `BadFaq` where a file cannot be used.
    """

    def fingerprints(self) -> Mapping[str, str]:
        """Return the fingerprint of each item's file."""

    def all(self) -> Mapping[str, T]:
        """Return every item."""

    def read(self, entry_id: str) -> Stored[T] | None:
        """Return an item; None if there is no such file."""

    def write(self, entry: T, base: str) -> str | None:
        """Write an item unless its file has another fingerprint than `base`; return the new one, or None."""

    def remove(self, entry_id: str, base: str) -> bool:
        """Remove an item unless its file has another fingerprint than `base`; return whether it is gone."""

    def path(self, entry_id: str) -> Path:
        """Return the file in which an item stands."""


Keep = Callable[[Path, str, str], None]
"""Is told of a file that was written or removed: its path, who did it, and what was done. It raises nothing."""


def keep_nothing(_path: Path, _author: str, _message: str) -> None:
    """Keep no history beside the database's."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of item.

    Attributes:
        name: The shelf that drafts and revisions stand on in the database.
        is_name: Whether an item may be called so.
        dump, load: To JSON and back.
        tidied: The item without what would not survive its file, or must not get into it.
        require_complete: Raises `BadFaq` where something is missing, in any language; the text names all of it.
    """

    name: str
    is_name: Callable[[str], bool]
    dump: Callable[[T], str]
    load: Callable[[str], T]
    tidied: Callable[[T], T]
    require_complete: Callable[[T], None]
