"""Which file is which, and the process of its own in which files are read and written.

Reading a workbook takes seconds of a core, and is where hostile files do their harm: a process with limits costs one
upload, not the chats of everybody. Its input and output are one message each, `Work` and `Done`.
"""

from __future__ import annotations

import os
import re
import resource
import sys

import msgspec

from handoff.editing import codec
from handoff.editing.exchange import csv_file, json_file, rasa_file, xlsx_file
from handoff.editing.exchange.model import MAX_ENTRY_CHARS, MAX_TOLD, Parsed, Problem, Unreadable
from handoff.editing.exchange.tables import Naming
from handoff.editing.exchange.work import MAX_FILE, Done, Vocabulary, Work
from handoff.errors import TooLarge
from handoff.faq.model import Entry

MAX_ENTRIES = 1_000
MEMORY_BYTES = 1_500_000_000
PROCESSOR_S = 60
NICENESS = 10
_RASA = re.compile(r"^(?:version|nlu|responses|intents)\s*:", re.MULTILINE)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def write(work: Work) -> bytes:
    """Return the file.

    Raises:
        TooLarge: a text does not fit into a cell.
    """
    entries: list[Entry] = [codec.load(content) for content in work.entries]
    words = work.vocabulary
    match work.format:
        case "xlsx":
            return xlsx_file.write(entries, words.headings, words.sheets, words.guide, work.language)
        case "csv":
            return csv_file.write(entries, words.headings, work.language)
        case "rasa":
            return rasa_file.write(entries)
        case _:
            assert work.now is not None
            return json_file.write(entries, work.now)


def read(content: bytes, vocabulary: Vocabulary) -> Parsed:
    """Return what a file says and what is wrong with it, whichever of the formats it is by its content."""
    try:
        parsed = _read(content, vocabulary)
    except Unreadable as error:
        parsed = Parsed(problems=(error.problem,))
    problems = [*parsed.problems, *_too_long(parsed)]
    if not problems and not parsed.patches:
        problems = [Problem("nothing")]
    patches = () if problems else parsed.patches
    return Parsed(patches, tuple(problems[:MAX_TOLD]), parsed.notes[:MAX_TOLD])


def _read(content: bytes, vocabulary: Vocabulary) -> Parsed:
    if len(content) > MAX_FILE:
        raise Unreadable(Problem("too_big"))
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(Problem("old_excel"))
    if content.startswith(b"PK\x03\x04"):
        return xlsx_file.read(
            content,
            Naming(vocabulary.headings, vocabulary.tongues),
            [names["guide"] for names in vocabulary.sheets.values()],
        )
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        return json_file.read(content)
    if not start:
        raise Unreadable(Problem("nothing"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return csv_file.read(content, Naming(vocabulary.headings, vocabulary.tongues))
    return (
        rasa_file.read(text)
        if _RASA.search(text)
        else csv_file.read(content, Naming(vocabulary.headings, vocabulary.tongues))
    )


def _too_long(parsed: Parsed) -> list[Problem]:
    if len(parsed.patches) > MAX_ENTRIES:
        return [Problem("too_big")]
    long = [patch.id for patch in parsed.patches if patch.chars > MAX_ENTRY_CHARS]
    return [Problem("too_long", cell=entry_id, figure=str(MAX_ENTRY_CHARS)) for entry_id in long]


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    os.nice(NICENESS)
    work = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Work)
    try:
        done = Done(content=write(work)) if work.format else Done(parsed=read(work.content, work.vocabulary))
    except TooLarge:
        done = Done()
    except MemoryError:
        done = Done(parsed=Parsed(problems=(Problem("too_big"),)))
    sys.stdout.buffer.write(msgspec.msgpack.encode(done))


if __name__ == "__main__":
    _main()
