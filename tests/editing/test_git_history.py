"""What is published is committed in the repository that holds the files: that file alone, by its editor."""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handoff.audit.model import Nameless
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.git_history import ADDRESS, GitHistory
from handoff.editing.service import Editing
from handoff.faq.model import Entry
from handoff.storage.database import Database
from tests.editing.entries import HERE

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MAIJA = Nameless("agent", "1", "Maija <Mäki>")
ENTRY = "bicycles"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Ylläpito", "-c", "user.email=yp@luukku.invalid", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The entries' folder in a repository that has other changes in it, also some that wait to be committed."""
    folder = tmp_path / "repository" / "faq"
    folder.mkdir(parents=True)
    shutil.copyfile(HERE / f"{ENTRY}.yml", folder / f"{ENTRY}.yml")
    (folder.parent / "other.txt").write_text("first", encoding="utf-8")
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "add", "--all")
    git(folder.parent, "commit", "--quiet", "--message=First")
    (folder.parent / "other.txt").write_text("second", encoding="utf-8")
    git(folder.parent, "add", "other.txt")
    return folder


@pytest.fixture
async def editing(folder: Path, tmp_path: Path, migrated_database: Path) -> AsyncIterator[Editing[Entry]]:
    shutil.copyfile(migrated_database, tmp_path / "test.db")
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    yield Editing(FAQ, database, EntryFiles(folder), lambda: NOW, keep=GitHistory().keep)
    await database.close()


async def retitle(editing: Editing[Entry], title: str) -> None:
    opened = await editing.open(ENTRY)
    assert opened.live is not None
    entry = opened.live.entry
    changed = replace(entry, answers={**entry.answers, "fi": replace(entry.answers["fi"], title=title)})
    draft = await editing.save(MAIJA, changed, seen="", base=opened.base)
    await editing.publish(MAIJA, ENTRY, draft.version)


async def withdraw(editing: Editing[Entry]) -> None:
    draft = await editing.withdraw(MAIJA, ENTRY, seen="", base=(await editing.open(ENTRY)).base)
    await editing.publish(MAIJA, ENTRY, draft.version)


async def test_a_publication_a_withdrawal_and_what_is_brought_back_are_commits(
    editing: Editing[Entry], folder: Path
) -> None:
    await retitle(editing, "Pyörien paikat")
    await withdraw(editing)
    await editing.restore(MAIJA, ENTRY, 1, 3)
    told = git(folder, "log", "--format=%an <%ae>: %s", "-3").splitlines()
    author = f"Maija Mäki <{ADDRESS}>"
    assert told == [
        f"{author}: faq/{ENTRY}: revision 4 restored",
        f"{author}: faq/{ENTRY}: revision 3 withdrawn",
        f"{author}: faq/{ENTRY}: revision 2 published",
    ]
    for commit in ("HEAD", "HEAD~1", "HEAD~2"):
        assert git(folder, "show", "--format=", "--name-only", commit) == f"faq/{ENTRY}.yml"
    assert 'title: "Pyörien paikat"' in git(folder, "show", f"HEAD~2:faq/{ENTRY}.yml")
    # What somebody else was about to commit still waits for them.
    assert git(folder.parent, "status", "--porcelain") == "M  other.txt"


async def test_what_another_process_has_written_is_committed_by_who_settles(
    editing: Editing[Entry], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_arguments: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(GitHistory, "keep", die)
        patch.setattr(EntryFiles, "write", die)
        with pytest.raises(OSError):  # noqa: PT011 - the process ends
            await retitle(editing, "Pyörien paikat")
    await editing.settle()
    assert git(folder, "log", "--format=%s", "-1") == f"faq/{ENTRY}: revision 2 published"


@pytest.mark.parametrize("spoil", ["locked", "no repository", "no git"])
async def test_git_that_fails_is_logged_and_stops_nothing(
    editing: Editing[Entry],
    folder: Path,
    spoil: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("handoff.editing.git_history.PAUSE_S", 0)
    if spoil == "locked":
        (folder.parent / ".git" / "index.lock").touch()
    elif spoil == "no repository":
        shutil.rmtree(folder.parent / ".git")
    else:
        monkeypatch.setenv("PATH", str(folder))
    with caplog.at_level(logging.WARNING):
        await retitle(editing, "Pyörien paikat")
    assert 'title: "Pyörien paikat"' in (folder / f"{ENTRY}.yml").read_text(encoding="utf-8")
    assert f"git does not have {ENTRY}.yml" in caplog.text
    assert [revision.number for revision in await editing.history(ENTRY)] == [2, 1]
