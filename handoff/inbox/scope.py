"""The file of what is out of scope: questions are added to their language's list, and everything else stays."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from handoff.faq.model import Language
from handoff.storage.files import replace_file

INTENT = "out_of_scope"
_WRITING = threading.Lock()


class BadScope(ValueError):
    """The file cannot be used; the text says why."""


class ScopeFile:
    """Rasa's own kind of training data: an item for each language, whose `examples` are lines that begin with a dash.

    Every method touches the disk, and belongs in a thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def examples(self) -> Mapping[str, Sequence[str]]:
        """Return the questions by language.

        Raises:
            BadScope: see there.
        """
        items = _items(self._load(self._read()))
        return {language: _lines(item["examples"]) for language, item in items.items()}

    def add(self, texts: Sequence[tuple[Language, str]]) -> int:
        """Add questions that are not there yet, at the end of their lists; return how many were.

        Whoever reads at that moment sees the file of before or of after, also when the power fails.

        Raises:
            BadScope: see there.
        """
        with _WRITING:
            before = self._read()
            document = self._load(before)
            items, added = _items(document), 0
            for language, text in texts:
                line = " ".join(text.split())
                if language not in items:
                    raise BadScope(f"{self._path} has no questions in {language!r}")
                examples = str(items[language]["examples"])
                if line and line.casefold() not in {each.casefold() for each in _lines(examples)}:
                    items[language]["examples"] = LiteralScalarString(f"{examples.rstrip()}\n- {line}\n")
                    added += 1
            if added:
                self._write(document, before)
            return added

    def _read(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError as error:
            raise BadScope(f"{self._path}: {error.strerror}") from error

    def _load(self, content: str) -> object:
        return _yaml().load(content)

    def _write(self, document: object, before: str) -> None:
        written = io.StringIO()
        _yaml().dump(document, written)
        content = written.getvalue()
        # What was there is there still, in its order: a file that this cannot write faithfully is left alone.
        lines = iter(content.splitlines())
        if not all(line in lines for line in before.splitlines()):
            raise BadScope(f"{self._path} has something that would be lost; add the questions by hand")
        replace_file(self._path, content.encode())


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _items(document: object) -> dict[str, dict[str, str]]:
    """Return the items of the intent by language."""
    listed = document.get("nlu", ()) if isinstance(document, dict) else ()
    items = {item["metadata"]["language"]: item for item in listed if item.get("intent") == INTENT}
    if not items:
        raise BadScope(f"no item of the intent {INTENT}")
    return items


def _lines(examples: str) -> list[str]:
    return [line.removeprefix("- ").strip() for line in str(examples).splitlines() if line.startswith("- ")]
