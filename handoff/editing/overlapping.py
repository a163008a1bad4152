"""Pairs of alike questions, looked for in a process of their own.

Letting scikit-learn compare all questions takes some 20 s of a core and several hundred megabytes: in the service's
process that would slow every chat. The process is a nice one, so that it yields to them; what it found holds as long as
the files are the same.

The process itself: `python -m handoff.editing.overlapping FOLDER` prints the pairs as JSON.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from handoff.editing.files import EntryFiles
from handoff.editing.model import Overlap
from handoff.settings import ROOT

log = logging.getLogger(__name__)

NICENESS = 15
PATIENCE_S = 300
"""A busy machine takes many times longer; then something is wrong."""


class Overlapping:
    """The overlaps of a folder's entries."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = EntryFiles(folder)
        self._of = ""
        self._found: Sequence[Overlap] = ()
        self._looking: asyncio.Task[None] | None = None

    async def find(self, within_s: float) -> Sequence[Overlap] | None:
        """Return the pairs of the files as they are now, the most alike first; None if that takes longer.

        It goes on in the background then, once for all who ask.

        Raises:
            RuntimeError: they cannot be compared; the log says why.
        """
        marks = await asyncio.to_thread(self._files.fingerprints)
        of = orjson.dumps(dict(marks)).decode()
        if of == self._of:
            return self._found
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look(of), name="look for overlaps")
        done, _ = await asyncio.wait([self._looking], timeout=within_s)
        if not done:
            return None
        self._looking.result()
        return self._found if self._of == of else None

    async def close(self) -> None:
        """End what is under way."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look(self, of: str) -> None:
        command = ["nice", "-n", str(NICENESS), sys.executable, "-m", __name__, str(self._folder)]
        # One thread, whatever the libraries would like; nothing else of the environment is its business.
        environ = {"PATH": os.environ.get("PATH", os.defpath), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            output, errors = await asyncio.wait_for(process.communicate(), PATIENCE_S)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            log.error("overlaps could not be looked for: %s", errors.decode(errors="replace")[-2000:])
            raise RuntimeError("the entries cannot be compared")
        self._found = [_to_overlap(pair) for pair in orjson.loads(output)]
        self._of = of


def _to_overlap(pair: dict[str, Any]) -> Overlap:
    (first, asked), (second, other) = pair["first"], pair["second"]
    return Overlap(pair["language"], (first, asked), (second, other), pair["likeness"])


def main(folder: str) -> None:
    """Print the pairs."""
    from handoff.editing.overlaps import overlaps  # noqa: PLC0415 - scikit-learn, which the service is kept from

    pairs = overlaps(EntryFiles(Path(folder)).all().values())
    sys.stdout.buffer.write(orjson.dumps([asdict(pair) for pair in pairs]))


if __name__ == "__main__":
    main(sys.argv[1])
