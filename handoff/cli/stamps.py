"""How a set-up step knows that it need not be done again: a hash of everything that went into it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from handoff.cli.places import ROOT

_NEVER_INPUT = frozenset({"__pycache__", "node_modules", "dist"})


def fingerprint(inputs: Iterable[Path], *, without: Collection[Path] = ()) -> str:
    """Return a hash over names and contents of files and folders; what is missing counts as empty."""
    digest = hashlib.sha256()
    for path in sorted(set(_files(inputs)) - set(without)):
        content = path.read_bytes()
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Tell whether the step with this stamp was last finished with this value."""
    try:
        return stamp.read_text(encoding="ascii") == value
    except FileNotFoundError:
        return False


def write_stamp(stamp: Path, value: str) -> None:
    """Say that the step is finished; only ever called last."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="ascii")


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for path in inputs:
        if path.is_dir():
            yield from _files(child for child in path.iterdir() if child.name not in _NEVER_INPUT)
        elif path.is_file():
            yield path
