"""Questions that a deployment's own editors have set aside to test new models with.

They stand in a file of the kind of tests/nlu/development.tsv, and are judged beside the shipped ones. Nothing is learnt
from them. Every method touches the disk, and belongs in a thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from handoff.conversations.misses import key_of
from handoff.conversations.model import Language
from handoff.evaluation.rows import HEADER, Row, parse_rows
from handoff.storage.files import locked, replace_file

STYLE = "inbox"


class OwnRows:
    """The file; where there is none, there are no questions."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[Row]:
        """Return the questions, the oldest first.

        Raises:
            MalformedRows: the file cannot be used.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        return parse_rows(content) if content.count(b"\n") > 1 else []

    def add(self, label: str, asked: Iterable[tuple[Language, str]]) -> None:
        """Add questions of a label, each of one line; one that is there already gets the new label.

        Raises:
            MalformedRows: the file cannot be used; nothing is written.
        """
        new = {_key(language, text): Row(language, label, STYLE, _one_line(text)) for language, text in asked}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self._path.parent):
            kept = [row for row in self.read() if _key(row.language, row.text) not in new]
            self._write([*kept, *new.values()])

    def remove(self, language: str, text: str) -> bool:
        """Remove a question; tell whether it was there.

        Raises:
            MalformedRows: the file cannot be used; nothing is written.
        """
        with locked(self._path.parent):
            before = self.read()
            after = [row for row in before if (row.language, row.text) != (language, text)]
            if len(after) < len(before):
                self._write(after)
            return len(after) < len(before)

    def _write(self, rows: Sequence[Row]) -> None:
        lines = [HEADER, *((row.language, row.label, row.style, row.text) for row in rows)]
        replace_file(self._path, "".join("\t".join(line) + "\n" for line in lines).encode())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _key(language: str, text: str) -> tuple[str, str]:
    return language, key_of(text)
