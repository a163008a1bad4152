"""Files that others read while they are written."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write a file, which keeps its mode.

    Whoever reads at that moment sees the file of before or of after, also when the power fails.
    """
    # The suffix keeps the unfinished file away from all that read the folder.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            os.fchmod(unfinished.fileno(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    _sync(path.parent)


def remove_file(path: Path) -> None:
    """Remove a file, if it is there; it does not come back when the power fails."""
    path.unlink(missing_ok=True)
    _sync(path.parent)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing: a file is replaced as a whole, with what they have put there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
