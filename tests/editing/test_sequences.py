"""Whatever two editors, a crash and somebody with a text editor do in whatever order: files and history agree."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.audit.model import Nameless
from handoff.editing.entries import FAQ, tidied
from handoff.editing.files import EntryFiles
from handoff.editing.service import Editing
from handoff.editing.yaml_text import render
from handoff.errors import Conflict, NotFound
from handoff.faq.content import read_entry
from handoff.faq.model import Entry
from handoff.storage.database import Database
from tests.editing.entries import HERE, entries

ENTRY = "bicycles"
SEQUENCES = int(os.environ.get("LUUKKU_EDIT_SEQUENCES", "25"))
"""Five hundred take ten minutes of a core: to be run after a change of what they go through."""
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
EDITORS = tuple(Nameless("agent", name, name) for name in ("Maija", "Otto"))
_entry = entries(ENTRY)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.integers(0, 1), _entry),
        st.tuples(st.just("look"), st.integers(0, 1), st.none()),
        st.tuples(st.just("publish"), st.integers(0, 1), st.none()),
        st.tuples(st.just("publish and crash"), st.integers(0, 1), st.none()),
        st.tuples(st.just("discard"), st.integers(0, 1), st.none()),
        st.tuples(st.just("restore"), st.integers(1, 4), st.none()),
        st.tuples(st.just("by hand"), st.just(0), _entry),
    ),
    min_size=1,
    max_size=10,
)
Step = tuple[str, int, Entry | None]


class Crash(Exception):
    """The process ends."""


@dataclass
class Screen:
    """What an editor has before them, which may be old."""

    editor: Nameless
    seen: str = ""
    base: str = ""


@dataclass
class Expected:
    """What is live, the versions of it, and what is to become of it."""

    live: list[Entry]
    draft: Entry | None = None


async def run(folder: Path, migrated: Path, steps: Sequence[Step]) -> None:
    shutil.copyfile(HERE / f"{ENTRY}.yml", folder / f"{ENTRY}.yml")
    shutil.copyfile(migrated, folder / "test.db")
    database, files = Database(f"sqlite:///{folder / 'test.db'}"), EntryFiles(folder)
    try:
        editing = Editing(FAQ, database, files, lambda: NOW)
        await editing.settle()
        expected = Expected([read_entry(ENTRY, content(folder))])
        screens = [Screen(editor) for editor in EDITORS]
        for step in steps:
            await take(editing, folder, expected, screens, step)
            await check(editing, folder, expected)
    finally:
        await database.close()
    assert not list(folder.glob(".*.part"))  # noqa: ASYNC240 - two files


async def take(editing: Editing, folder: Path, expected: Expected, screens: Sequence[Screen], step: Step) -> None:
    """Do one step, and what it should do to what is expected."""
    what, number, entry = step
    if what == "by hand":
        by_hand(folder, expected, entry)
    elif what == "restore":
        await restore(editing, expected, number)
    else:
        await edit(editing, expected, screens[number], what, entry)


async def edit(editing: Editing, expected: Expected, screen: Screen, what: str, entry: Entry | None) -> None:
    """Do what an editor does with what is on their screen."""
    opened = await editing.open(ENTRY)
    fresh = Screen(screen.editor, opened.draft.version if opened.draft else "", opened.base)
    if what == "look":
        screen.seen, screen.base = fresh.seen, fresh.base
    elif what == "save":
        assert entry is not None
        saving = editing.save(screen.editor, entry, seen=screen.seen, base=screen.base)
        if screen != fresh:
            return await refused(saving)
        screen.seen, expected.draft = (await saving).version, tidied(entry)
    elif what == "discard":
        discarding = editing.discard(ENTRY, screen.seen)
        if screen.seen != fresh.seen:
            return await refused(discarding)
        await discarding
        screen.seen, expected.draft = "", None
    else:
        publishing = editing.publish(screen.editor, ENTRY, screen.seen)
        if opened.draft is None or screen.seen != fresh.seen or opened.draft.base != fresh.base:
            return await refused(publishing)
        with patch.object(EntryFiles, "write", crash if "crash" in what else EntryFiles.write), suppress(Crash):
            await publishing
        expected.live.append(opened.draft.entry)
        expected.draft = None
    return None


def crash(*_call: object) -> None:
    raise Crash


async def restore(editing: Editing, expected: Expected, number: int) -> None:
    restoring = editing.restore(EDITORS[0], ENTRY, number, len(expected.live))
    if number > len(expected.live):
        with pytest.raises(NotFound):
            await restoring
    else:
        await restoring
        expected.live.append(expected.live[number - 1])


def by_hand(folder: Path, expected: Expected, entry: Entry | None) -> None:
    """Change the file with a text editor."""
    assert entry is not None
    before = content(folder)
    (folder / f"{ENTRY}.yml").write_text(render(tidied(entry), before), encoding="utf-8")
    if content(folder) != before:
        expected.live.append(tidied(entry))


async def refused(doing: Awaitable[object]) -> None:
    with pytest.raises(Conflict):
        await doing


async def check(editing: Editing, folder: Path, expected: Expected) -> None:
    opened, history = await editing.open(ENTRY), await editing.history(ENTRY)
    assert opened.live is not None
    assert opened.live.entry == expected.live[-1]
    assert (opened.draft.entry if opened.draft else None) == expected.draft
    assert [revision.entry for revision in reversed(history)] == expected.live
    assert [revision.number for revision in reversed(history)] == list(range(1, len(expected.live) + 1))
    text = content(folder)
    assert render(opened.live.entry, text) == text
    assert yaml.safe_load(text)["topic"] == ENTRY


def content(folder: Path) -> str:
    return (folder / f"{ENTRY}.yml").read_text(encoding="utf-8")


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_files_and_history_agree_after_every_step(migrated_database: Path, steps: Sequence[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), migrated_database, steps))
