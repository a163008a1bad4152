"""The files of the fixed texts: many items in each, written one at a time by several processes.

What is published changes its own lines only. The whole file, as it would be then, is read first by whoever reads it in
the service; one that is refused is never written.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.canned_replies.content import read_replies
from handoff.conversations.help_card import read_help_card
from handoff.editing.kinds import Stored
from handoff.editing.text_gates import TextFinding, findings
from handoff.editing.text_hours import BadHours
from handoff.editing.text_places import Places, find_places
from handoff.editing.texts import BadText, TextItem, dump
from handoff.editing.yaml_text import round_trip
from handoff.queues.content import read_queues

log = logging.getLogger(__name__)

BROKEN = (YAMLError, ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What readers raise of a file that somebody has broken."""
Reader = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was read last."""

    content: bytes
    items: Mapping[str, TextItem]
    used_by: Mapping[str, Sequence[str]]


class TextFiles:
    """Reads and writes them. Every method touches the disk, and belongs in a thread."""

    def __init__(self, *, card: Path, queues: Path, replies: Path, responses: Path) -> None:
        self._readers: dict[str, tuple[Path, Reader]] = {
            "help": (card, read_help_card),
            "queues": (queues, read_queues),
            "replies": (replies, lambda path: read_replies(path, read_queues(queues))),
        }
        self._responses = responses
        self._known: dict[str, _Known] = {}

    def groups(self) -> Sequence[str]:
        """Return the names of the files."""
        return [*self._readers, *(path.stem for path in sorted(self._responses.glob("*.yml")))]

    def fingerprints(self) -> Mapping[str, str]:
        """Return the fingerprint of each item: of itself, since others in its file may change beside it."""
        return {item_id: fingerprint(item) for item_id, item in self.all().items()}

    def all(self) -> Mapping[str, TextItem]:
        """Return every item, in the order of the files.

        Raises:
            BadText: a file cannot be used.
        """
        return {item_id: item for group in self.groups() for item_id, item in self._read(group).items.items()}

    def read(self, entry_id: str) -> Stored[TextItem] | None:
        """Return an item; None if there is no such.

        Raises:
            BadText: its file cannot be used.
        """
        group = entry_id.partition(".")[0]
        item = self._read(group).items.get(entry_id) if group in self.groups() else None
        return None if item is None else Stored(item, fingerprint(item))

    def used_by(self, entry_id: str) -> Sequence[str]:
        """Return the other items in which texts of this one are shown, too."""
        return self._read(entry_id.partition(".")[0]).used_by.get(entry_id, ())

    def findings(self, item: TextItem) -> Sequence[TextFinding]:
        """Return what keeps an item from being published, the last of it what the reader of its file says.

        Raises:
            BadText: the file cannot be used as it is.
        """
        stored = self.read(item.id)
        if stored is None or set(stored.entry.fields) != set(item.fields):
            return [TextFinding("refused", figure="The file has other fields now.")]
        found = findings(item, stored.entry)
        if not found and item != stored.entry:
            try:
                self._check(item, self._path(item.group).read_bytes())
            except BadText as error:
                found = [TextFinding("refused", figure=str(error))]
        return found

    def require_complete(self, item: TextItem) -> None:
        """Return if an item can be published.

        Raises:
            BadText: it cannot; the text names all that is wrong.
        """
        if found := self.findings(item):
            told = ", ".join(f"{finding.kind} {finding.field} {finding.figure}".strip() for finding in found)
            raise BadText(f"{item.id}: {told}")

    def write(self, entry: TextItem, base: str) -> str | None:
        """Write an item's lines into its file, whatever else has changed there; return its fingerprint.

        Whoever reads at that moment sees the file of before or of after, also when the power fails. None is returned,
        and nothing is written, if the item has another fingerprint than `base`, or the file would not be usable.
        """
        path = self._path(entry.group)
        with _locked(path.parent):
            stored = self.read(entry.id)
            if stored is None or stored.fingerprint != base or set(stored.entry.fields) != set(entry.fields):
                return None
            if stored.entry == entry:
                return base
            try:
                content = self._check(entry, path.read_bytes())
            except BadText as error:
                log.warning("a published text is not written: %s", error)
                return None
            _replace(path, content)
        return fingerprint(entry)

    def remove(self, entry_id: str, base: str) -> bool:
        """Return False: a text is a part of its file, and what uses the file needs it."""
        return False

    def path(self, entry_id: str) -> Path:
        """Return the file that a text stands in."""
        return self._path(entry_id.partition(".")[0])

    def _check(self, item: TextItem, before: bytes) -> bytes:
        """Return what a file is with an item in it, after whoever reads the file has done so."""
        content = render(item, before)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{item.group}.yml"
            path.write_bytes(content)
            try:
                _, read = self._readers.get(item.group, (path, _read_response_file))
                read(path)
            except BROKEN as error:
                raise BadText(str(error).replace(f"{folder}/", "")) from error
        return content

    def _read(self, group: str) -> _Known:
        content = self._path(group).read_bytes()
        known = self._known.get(group)
        if known is None or known.content != content:
            try:
                places = find_places(group, round_trip().load(content))
            except BROKEN as error:
                raise BadText(f"{self._path(group).name}: {error}") from error
            known = self._known[group] = _Known(content, places.items(), places.used_by)
        return known

    def _path(self, group: str) -> Path:
        return self._readers[group][0] if group in self._readers else self._responses / f"{group}.yml"


def render(item: TextItem, before: bytes) -> bytes:
    """Return a file with an item in it: comments, order and all other lines stay.

    Raises:
        BadText: the item cannot be written so that it is read again, and nothing else is changed.
    """
    yaml = round_trip()
    document = yaml.load(before)
    places = find_places(item.group, document)
    old, leaves = places.items(), places.leaves[item.id]
    try:
        for name, text in item.fields.items():
            if leaves[name].value != text:
                leaves[name].put(text)
    except (BadHours, KeyError) as error:
        raise BadText(f"{item.id}: {error}") from error
    written = io.BytesIO()
    yaml.dump(document, written)
    content = written.getvalue()
    if _places_of(item.group, content).items() != {**old, item.id: item}:
        raise BadText(f"{item.id}: would not be read as it was written")
    return content


def fingerprint(item: TextItem) -> str:
    """Return what tells an item from what it was before."""
    return hashlib.sha256(dump(item).encode()).hexdigest()


def _places_of(group: str, content: bytes) -> Places:
    return find_places(group, round_trip().load(content))


def _read_response_file(path: Path) -> None:
    """Pass if the assistant can use a file: it reads YAML 1.1, in which an unquoted `no` is no text.

    Raises:
        ValueError: a text is missing, or is read as something else by one of the two.
    """
    contents = []
    for version in ("1.1", "1.2"):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        contents.append(yaml.load(path))
    older, newer = contents
    if older != newer:
        raise ValueError(f"{path.name}: something is no text without quotes")
    for key, texts in newer.items():
        for language in ("fi", "sv", "en"):
            about = texts[language] if isinstance(texts[language], dict) else {"text": texts[language]}
            shown = [about["text"], *(button["title"] for button in about.get("buttons", ()))]
            shown += [link[name] for link in about.get("links", ()) for name in ("title", "url")]
            if not all(isinstance(text, str) and text.strip() for text in shown):
                raise ValueError(f"{path.name}: {key}, {language}: a text is missing")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other processes that publish from writing: a file is replaced as a whole, with what they have put there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, content: bytes) -> None:
    # The suffix keeps the unfinished file away from all that read the folder.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            os.fchmod(unfinished.fileno(), path.stat().st_mode & 0o777)
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
