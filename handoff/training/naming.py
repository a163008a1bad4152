"""What a model is trained from, the name that follows from it, and which one is live.

Standard library only: the launcher uses it, too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
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
LEARNT = ".learnt"
"""Ends the name of the file beside a model that holds the fingerprint of what it has learnt."""
_TEXT = re.compile(r"( {2}(?:title|answer|plain|links)|(?:owner|review_by|sources)):")
"""Of an answer, what residents read and what editors note; its lines and those that are indented deeper."""


def model_name(root: Path) -> str:
    """Return the name of the model that the files of a checkout, or of a copy of them, give.

    It is our own hash and not Rasa's fingerprint, since reading that needs a minute of Rasa's start-up.
    """
    return f"{_digest(root, _whole)}.tar.gz"


def learnt_fingerprint(root: Path) -> str:
    """Return what changes only with what a model has to be trained from: not where an answer's text is written anew.

    Texts are read from the files and not from the model, so a model of this fingerprint answers the same questions with
    the texts of today. It has learnt the words of the answers as they were when it was trained, not as they are; that
    is worth a few questions in a hundred, and the next training learns them. Other lines than those that are known to
    be texts are what is learnt: a file written otherwise costs a training, and never a model that is wrong.
    """
    return _digest(root, _learnt)


def note_learnt(model: Path, root: Path) -> None:
    """Keep the fingerprint of what a model has learnt beside it."""
    learnt_file(model).write_text(learnt_fingerprint(root), encoding="ascii")


def learnt_file(model: Path) -> Path:
    """Return where it stands what a model has learnt."""
    return model.with_name(model.name + LEARNT)


def find_model(root: Path, folder: Path) -> Path | None:
    """Return the model of the files of a checkout, or one that differs from it in answers' texts alone.

    Of several such ones it is the live one, or else the newest.
    """
    exact = folder / model_name(root)
    if exact.is_file():
        return exact
    wanted, live = learnt_fingerprint(root), live_model(folder)
    noted = [path for path in folder.glob(f"*{LEARNT}") if path.read_text(encoding="ascii") == wanted]
    models = [model for path in noted if (model := path.with_name(path.name.removesuffix(LEARNT))).is_file()]
    return max(models, key=lambda model: (model.name == live, model.stat().st_mtime), default=None)


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


def _digest(root: Path, what: Callable[[Path, bytes], bytes]) -> str:
    digest = hashlib.sha256()
    for path in _files(root):
        content = what(path.relative_to(root), path.read_bytes())
        digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:20]


def _whole(_name: Path, content: bytes) -> bytes:
    return content


def _learnt(name: Path, content: bytes) -> bytes:
    """Return the lines of a file that are learnt."""
    lines = content.decode(errors="replace").split("\n")
    if name.is_relative_to("data/responses"):
        # Of a response a model knows its name alone.
        return "\n".join(line.partition(":")[0] for line in lines if line[:1] not in {"", " ", "#"}).encode()
    if not name.is_relative_to("data/nlu/faq"):
        return content
    kept, depth = list[str](), -1
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if depth >= 0 and (indent > depth or not line.strip()):
            continue
        depth = -1
        if text := _TEXT.match(line):
            depth = len(text[1]) - len(text[1].lstrip(" "))
        else:
            kept.append(line)
    return "\n".join(kept).encode()


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
