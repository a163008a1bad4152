"""Files that keep sentence vectors, so that training computes only those of new texts.

A vector is kept in 8 bits a component, which costs no accuracy. Which engine computed it is kept, too: another one's
vectors are of no use.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zipfile
from pathlib import Path
from typing import Dict, Iterable, List, Sequence

import numpy as np

from bot.components.rounding import Rounded

logger = logging.getLogger(__name__)


def key_of(text: str) -> int:
    """By which a text is found again: 64 bits, so two of a million texts meet with a probability of 1 in 37 million."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def read_all(files: Sequence[Path], engine: str) -> List[Dict[int, Rounded]]:
    """What each file keeps of this engine's vectors, by key."""
    return [_read(file, engine) for file in files]


def _read(file: Path, engine: str) -> Dict[int, Rounded]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            made_by = str(arrays["engine"])
            keys, steps, sizes = arrays["keys"].tolist(), arrays["steps"], arrays["step"]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        logger.warning("%s cannot be read, its vectors are computed anew: %s", file, error)
        return {}
    if made_by != engine:
        logger.warning("%s holds vectors of %s, they are computed anew by %s.", file, made_by, engine)
        return {}
    return {key: Rounded(*kept) for key, *kept in zip(keys, steps, sizes, strict=True)}


def write(file: Path, engine: str, kept: Dict[int, Rounded], keys: Iterable[int]) -> None:
    """Keep the vectors of these keys; a file that cannot be written costs only time."""
    ordered = sorted(set(keys))
    arrays = {
        "engine": np.array(engine),
        "keys": np.array(ordered, np.uint64),
        "steps": np.array([kept[key].steps for key in ordered], np.int8),
        "step": np.array([kept[key].step for key in ordered], np.float32),
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".npz", delete=False) as unfinished:
            np.savez_compressed(unfinished, **arrays)
        Path(unfinished.name).chmod(0o644)
        Path(unfinished.name).replace(file)
    except OSError as error:
        logger.warning("%s cannot be written, the next training computes the vectors anew: %s", file, error)
