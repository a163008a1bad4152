"""A copy of what the assistant is trained from, with the drafts in it, and the process that trains and asks it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from handoff.editing.files import EntryFiles
from handoff.editing.model import Draft
from handoff.evaluation.rows import Row
from handoff.faq.model import Entry
from handoff.settings import ROOT, Settings
from handoff.training.model import Progress
from handoff.training.naming import INPUTS, model_name

TETHER = ROOT / "handoff" / "cli" / "tether.py"
"""Ends what it becomes when this process ends."""
LOWEST_PRIORITY = "19"
PATIENCE_S = 5.0
LOG_END = 2000
"""Characters of a log that are kept where a training fails."""


class TrainingFailed(Exception):
    """The process has ended without a result; the text is the end of its log."""


class Candidate:
    """One candidate in a folder of its own. What touches the disk belongs in a thread."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._model = folder / "candidate.tar.gz"
        self._results = folder / "results.json"

    def prepare(self, drafts: Sequence[Draft[Entry]], rows: Sequence[Row]) -> None:
        """Lay out the copy: the files as they are live, each draft in place of its entry, and none that is withdrawn.

        Raises:
            BadFaq: a file cannot be used.
        """
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / "data").mkdir(parents=True)
        for name in INPUTS:
            source, target = self._settings.project / name, self._folder / name
            if name == "data/nlu":
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("faq"))
                shutil.copytree(self._settings.faq, target / "faq")
            elif not target.parent.is_symlink():
                target.parent.mkdir(exist_ok=True)
                target.symlink_to(source)
        # Sentence vectors that one training has computed are the next one's.
        (self._folder / "var").symlink_to(self._settings.var)
        files = EntryFiles(self._folder / "data" / "nlu" / "faq")
        for draft in drafts:
            stored = files.read(draft.entry.id)
            base = stored.fingerprint if stored else ""
            if draft.withdraws:
                files.remove(draft.entry.id, base)
            else:
                files.write(draft.entry, base)
        asked = [{"text": row.text, "language": row.language} for row in rows]
        (self._folder / "rows.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")

    async def train(self, live: Path | None) -> AsyncIterator[Progress]:
        """Train and ask, with what the live chat leaves of the processor; yield how far it is.

        The process ends when nobody takes what this yields any more, and with this process.

        Raises:
            TrainingFailed: see there.
        """
        command = [sys.executable, str(TETHER), str(os.getpid()), "nice", "-n", LOWEST_PRIORITY]
        command += [str(self._settings.rasa_python), "-m", "bot.candidate", "--rows", "rows.json"]
        command += ["--out", str(self._model), "--results", str(self._results)]
        command += ["--live", str(live)] if live else []
        log = self._folder / "training.log"
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self._folder,
                env=_environ(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
            )
        try:
            assert process.stdout is not None
            async for line in process.stdout:
                with suppress(ValueError, TypeError, KeyError):
                    yield Progress(**json.loads(line))
            if await process.wait() != 0:
                raise TrainingFailed(log.read_text(encoding="utf-8", errors="replace")[-LOG_END:])
        finally:
            await _end(process)

    def results(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return what the models made of the rows."""
        found: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(self._results.read_text(encoding="utf-8"))
        return found

    def keep_model(self) -> str:
        """Put the model beside the others; return its name, which its data gives."""
        name = model_name(self._folder)
        self._settings.models.mkdir(parents=True, exist_ok=True)
        target = self._settings.models / name
        if not target.exists():
            unfinished = target.with_suffix(".part")
            shutil.copyfile(self._model, unfinished)
            unfinished.replace(target)
        return name

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _environ() -> dict[str, str]:
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUNBUFFERED": "1"}


async def _end(process: asyncio.subprocess.Process) -> None:
    for stop in (process.terminate, process.kill):
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), PATIENCE_S)
