"""Folders of items, a file each: those of the entries Rasa and the agents' console read, too."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from handoff.editing.kinds import Stored, T
from handoff.editing.yaml_text import render
from handoff.faq.content import read_entry, read_faq
from handoff.faq.model import Entry

ENTRY_ID = re.compile(r"[a-z][a-z0-9_]{1,58}[a-z0-9]")
"""Names of topics, which are names of files, too."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """How items of a kind are read and written.

    Attributes:
        read_all: Every item of a folder, by id.
        read: An item's id and its file's content, to the item.
        render: An item and its file's content until now, to the content.
    """

    read_all: Callable[[Path], Mapping[str, T]]
    read: Callable[[str, str], T]
    render: Callable[[T, str], str]


class YamlFiles(Generic[T]):
    """Reads and writes the files of a folder. Every method touches the disk, and belongs in a thread."""

    def __init__(self, folder: Path, reading: Reading[T]) -> None:
        self._folder = folder
        self._reading = reading

    def fingerprints(self) -> Mapping[str, str]:
        """Return the fingerprint of each entry's file."""
        return {path.stem: _fingerprint(path.read_bytes()) for path in sorted(self._folder.glob("*.yml"))}

    def all(self) -> Mapping[str, T]:
        """Return every entry; only files that have changed are read again.

        Raises:
            BadFaq: a file cannot be used.
        """
        return self._reading.read_all(self._folder)

    def read(self, entry_id: str) -> Stored[T] | None:
        """Return an entry; None if there is no such file.

        Raises:
            BadFaq: the file cannot be used.
        """
        content = self._content(entry_id)
        if content is None:
            return None
        return Stored(self._reading.read(entry_id, content), _fingerprint(content.encode()))

    def write(self, entry: T, base: str) -> str | None:
        """Write an entry into its file, whose comments and order stay; return the fingerprint.

        Whoever reads at that moment sees the file of before or of after, also when the power fails.

        Args:
            base: The fingerprint that the file has to have, empty where there is to be none; None is returned if it has
                another one, and nothing is written.
        """
        before = self._content(entry.id)
        if base != (_fingerprint(before.encode()) if before is not None else ""):
            return None
        content = self._reading.render(entry, before or "").encode()
        path = self.path(entry.id)
        # The suffix keeps the unfinished file away from all that read the folder.
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", suffix=".part", delete=False) as unfinished:
            try:
                unfinished.write(content)
                unfinished.flush()
                os.fsync(unfinished.fileno())
                os.fchmod(unfinished.fileno(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
                Path(unfinished.name).replace(path)
            except BaseException:
                Path(unfinished.name).unlink(missing_ok=True)
                raise
        _sync(self._folder)
        return _fingerprint(content)

    def remove(self, entry_id: str, base: str) -> bool:
        """Remove an entry's file, if it has this fingerprint; return whether there is none any more."""
        content = self._content(entry_id)
        if content is not None:
            if _fingerprint(content.encode()) != base:
                return False
            self.path(entry_id).unlink(missing_ok=True)
            _sync(self._folder)
        return True

    def _content(self, entry_id: str) -> str | None:
        try:
            return self.path(entry_id).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def path(self, entry_id: str) -> Path:
        """Return an entry's file.

        Raises:
            ValueError: no name of an entry.
        """
        if not ENTRY_ID.fullmatch(entry_id):
            raise ValueError(f"{entry_id!r} is no name of an entry")
        return self._folder / f"{entry_id}.yml"


class EntryFiles(YamlFiles[Entry]):
    """The folder of the entries."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Reading(read_faq, read_entry, render))


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
