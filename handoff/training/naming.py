"""What a model is trained from, the name that follows from it, and which one is live.

Standard library only: the launcher uses it, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

INPUTS = (
    "bot",
    "config.yml",
    *(f"data/{name}" for name in ("crisis", "nlu", "responses", "rules", "vectors.npz")),
    "domain.yml",
    "requirements/rasa.txt",
)
"""Files and folders of a checkout: opening hours and the like in data/service are read by the service alone."""
LIVE = "live"
"""The file in the folder of models that names the one which answers."""
NOT_CONTENT = ("__pycache__",)


def model_name(root: Path) -> str:
    """Return the name of the model that the files of a checkout, or of a copy of them, give.

    It is our own hash and not Rasa's fingerprint, since reading that needs a minute of Rasa's start-up.
    """
    digest = hashlib.sha256()
    for path in _files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return f"{digest.hexdigest()[:20]}.tar.gz"


def live_model(folder: Path) -> str:
    """Return the name of the live model in a folder of models; empty if none was named."""
    try:
        return (folder / LIVE).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def name_live_model(folder: Path, name: str) -> None:
    """Have every Rasa process that follows the folder answer with a model from its next turn on."""
    unfinished = folder / f".{LIVE}.part"
    unfinished.write_text(f"{name}\n", encoding="utf-8")
    unfinished.replace(folder / LIVE)


def _files(root: Path) -> Iterator[Path]:
    for name in INPUTS:
        path = root / name
        if path.is_file():
            yield path
        else:
            # Names that begin with a dot belong to files that are not finished.
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.is_file() and not {*file.parts} & {*NOT_CONTENT} and not file.name.startswith(".")
            )
