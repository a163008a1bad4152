"""The history of the files in the git repository that holds them, beside the one in the database.

Each file that is written or removed is a commit of its own, of that path alone, by the editor. The database is what
counts: git that fails, or is slow, is told in the log and holds nothing up for long.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from pathlib import Path

log = logging.getLogger(__name__)

ADDRESS = "editor@luukku.invalid"
"""Of every author: git asks for an address, and nobody's own belongs into a history that is copied about."""
SETTINGS = (
    *("-c", "user.name=Luukku", "-c", f"user.email={ADDRESS}"),
    # Nothing that whoever set up the repository wants to happen to their own commits.
    *("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "gc.auto=0"),
)
WITHIN_S = 10.0
"""A commit of one file takes some hundredths of a second."""
TRIES, PAUSE_S = 5, 0.2
"""Another process of the service, or somebody at a terminal, may have the repository locked for a moment."""


class GitHistory:
    """Commits files, one at a time; every call starts git and belongs in a thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def keep(self, path: Path, author: str, message: str) -> None:
        """Commit a file as it is now, or that it is gone; nothing if the repository has it so."""
        with self._lock:
            for left in reversed(range(TRIES)):
                try:
                    _commit(path, author, message)
                    return
                except subprocess.CalledProcessError as error:
                    if left == 0:
                        log.warning("git does not have %s: %s", path.name, error.stderr.strip())
                        return
                except (OSError, subprocess.TimeoutExpired) as error:
                    log.warning("git does not have %s: %s", path.name, error)
                    return
                time.sleep(PAUSE_S)


def _commit(path: Path, author: str, message: str) -> None:
    if not _git(path, "status", "--porcelain", "--", path.name):
        return
    _git(path, "add", "--all", "--", path.name)
    name = "".join(c for c in author if c.isprintable() and c not in "<>").strip() or "Luukku"
    _git(path, "commit", "--quiet", f"--author={name} <{ADDRESS}>", f"--message={message}", "--", path.name)


def _git(path: Path, *arguments: str) -> str:
    command = ["git", *SETTINGS, "-C", str(path.parent), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=WITHIN_S)
    return done.stdout
