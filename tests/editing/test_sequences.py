"""Whatever two editors, a crash and somebody with a text editor do in whatever order: files and history agree."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
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
from handoff.editing.service import Editing, Opened
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
        st.tuples(st.just("withdraw"), st.integers(0, 1), st.none()),
        st.tuples(st.just("look, withdraw and publish"), st.integers(0, 1), st.none()),
        st.tuples(st.just("restore"), st.integers(1, 4), st.none()),
        st.tuples(st.just("by hand"), st.just(0), st.one_of(_entry, st.none())),
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
    """What is live, the versions of it, and what is to become of it; None: in no file."""

    live: list[Entry | None]
    draft: Entry | None = None
    is_drafted: bool = False

    def note(self, draft: Entry | None, *, is_drafted: bool = True) -> None:
        self.draft, self.is_drafted = draft, is_drafted


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
        # What an editor does at one go comes about more often than its steps by themselves.
        for each in ("look", "withdraw", "publish") if what == "look, withdraw and publish" else (what,):
            await edit(editing, expected, screens[number], each, entry)


async def edit(editing: Editing, expected: Expected, screen: Screen, what: str, entry: Entry | None) -> None:
    """Do what an editor does with what is on their screen."""
    opened = await look(editing)
    fresh = Screen(screen.editor, opened.draft.version if opened.draft else "", opened.base)
    if what == "look":
        screen.seen, screen.base = fresh.seen, fresh.base
    elif what == "save":
        assert entry is not None
        saving = editing.save(screen.editor, entry, seen=screen.seen, base=screen.base)
        if screen != fresh:
            return await refused(saving)
        screen.seen = (await saving).version
        expected.note(tidied(entry))
    elif what == "withdraw":
        await withdraw(editing, expected, screen, is_fresh=screen == fresh)
    elif what == "discard":
        discarding = editing.discard(ENTRY, screen.seen)
        if screen.seen != fresh.seen:
            return await refused(discarding)
        await discarding
        screen.seen = ""
        expected.note(None, is_drafted=False)
    else:
        publishing = editing.publish(screen.editor, ENTRY, screen.seen)
        if opened.draft is None or screen.seen != fresh.seen or opened.draft.base != fresh.base:
            return await refused(publishing)
        with crashing() if "crash" in what else nullcontext():
            await publishing
        expected.live.append(expected.draft)
        expected.note(None, is_drafted=False)
    return None


async def withdraw(editing: Editing, expected: Expected, screen: Screen, *, is_fresh: bool) -> None:
    withdrawing = editing.withdraw(screen.editor, ENTRY, seen=screen.seen, base=screen.base)
    if expected.live[-1] is None or not is_fresh:
        return await refused(withdrawing)
    screen.seen = (await withdrawing).version
    return expected.note(None)


async def look(editing: Editing) -> Opened:
    try:
        return await editing.open(ENTRY)
    except NotFound:
        return Opened(None, None)


@contextmanager
def crashing() -> Iterator[None]:
    """Have the process end before it touches the files."""
    with patch.multiple(EntryFiles, write=crash, remove=crash), suppress(Crash):
        yield


def crash(*_call: object) -> None:
    raise Crash


async def restore(editing: Editing, expected: Expected, number: int) -> None:
    restoring = editing.restore(EDITORS[0], ENTRY, number, len(expected.live))
    if number > len(expected.live) or expected.live[number - 1] is None:
        with pytest.raises(NotFound):
            await restoring
    else:
        await restoring
        expected.live.append(expected.live[number - 1])


def by_hand(folder: Path, expected: Expected, entry: Entry | None) -> None:
    """Change the file with a text editor, or delete it."""
    before, path = content(folder), folder / f"{ENTRY}.yml"
    if entry is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(render(tidied(entry), before), encoding="utf-8")
    if content(folder) != before:
        expected.live.append(tidied(entry) if entry else None)


async def refused(doing: Awaitable[object]) -> None:
    with pytest.raises((Conflict, NotFound)):
        await doing


async def check(editing: Editing, folder: Path, expected: Expected) -> None:
    opened, history = await look(editing), await editing.history(ENTRY)
    assert (opened.live.entry if opened.live else None) == expected.live[-1]
    assert (opened.draft is not None) == expected.is_drafted
    assert (None if opened.draft is None or opened.draft.withdraws else opened.draft.entry) == expected.draft
    assert [None if each.kind == "withdrawn" else each.entry for each in reversed(history)] == expected.live
    assert [revision.number for revision in reversed(history)] == list(range(1, len(expected.live) + 1))
    assert list(await editing.withdrawn()) == ([] if opened.live else [ENTRY])
    text = content(folder)
    assert bool(text) == (opened.live is not None)
    if opened.live is not None:
        assert render(opened.live.entry, text) == text
        assert yaml.safe_load(text)["topic"] == ENTRY


def content(folder: Path) -> str:
    path = folder / f"{ENTRY}.yml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_files_and_history_agree_after_every_step(migrated_database: Path, steps: Sequence[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), migrated_database, steps))
