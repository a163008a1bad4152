"""One variant, trained and asked in a process that does nothing else."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.nlu.data import Dataset, Question
from benchmarks.nlu.variants import VARIANTS, Pipeline, steps
from bot.components.intent_model import OUT_OF_SCOPE

WARM_UP = 20
OPTIONS = 3
"""As many as the assistant offers when it asks back."""

Ranking = list[dict[str, Any]]


@dataclass(frozen=True)
class Figures:
    """What was measured of one variant; shares from 0 to 1, None where there is nothing to measure."""

    variant: str
    accuracy: dict[str, float]
    """By language, of the questions in scope; "all" is all languages together."""
    among_first: float
    scope_auroc: float | None
    train_s: float
    train_cpu_s: float
    """Of all cores: what other processes took from `train_s` is not in it."""
    train_with_kept_vectors_s: float | None
    message_ms_p50: float
    message_ms_p95: float
    peak_mb: int


def measure(key: str, dataset: Dataset) -> Figures:
    """Train a variant, then ask it every question."""
    variant = VARIANTS[key]
    learnt = [example for example in dataset.learnt if variant.learns_answers or not example.from_answer]
    _tell(f"{variant.title}: learning {len(learnt)} examples of {dataset.name} …")
    with tempfile.TemporaryDirectory(prefix="luukku-nlu-") as folder:
        pipeline = steps(variant, Path(folder) / "vectors.npz")
        began_cpu_s = time.process_time()
        trained, train_s = _timed(lambda: Pipeline.train(pipeline, learnt, Path(folder) / "cold"))
        train_cpu_s = time.process_time() - began_cpu_s
        kept_s = None
        if variant.keeps_vectors:
            trained, kept_s = _timed(lambda: Pipeline.train(pipeline, learnt, Path(folder) / "kept"))
    _tell(f"{variant.title}: trained in {train_s:.1f} s, asking {len(dataset.asked)} questions …")
    _use_one_core()
    for question in dataset.asked[:WARM_UP]:
        trained.rank(question.text)
    answers = [_timed(partial(trained.rank, question.text)) for question in dataset.asked]
    rankings = [ranking for ranking, _ in answers]
    p50, p95 = np.percentile([1000 * seconds for _, seconds in answers], (50, 95))
    accuracy = _accuracy(rankings, dataset.asked)
    _tell(f"{variant.title}: {100 * accuracy['all']:.1f} % right")
    return Figures(
        variant=variant.title,
        accuracy=accuracy,
        among_first=_share_among(rankings, dataset.asked, OPTIONS),
        scope_auroc=_scope_auroc(rankings, dataset.asked),
        train_s=train_s,
        train_cpu_s=train_cpu_s,
        train_with_kept_vectors_s=kept_s,
        message_ms_p50=float(p50),
        message_ms_p95=float(p95),
        peak_mb=_peak_mb(),
    )


def _accuracy(rankings: list[Ranking], asked: list[Question]) -> dict[str, float]:
    shares = {}
    for language in dict.fromkeys(question.language for question in asked):
        of_language = [i for i, question in enumerate(asked) if question.language == language]
        shares[language] = _share_among([rankings[i] for i in of_language], [asked[i] for i in of_language], 1)
    return {**shares, "all": _share_among(rankings, asked, 1)}


def _share_among(rankings: list[Ranking], asked: list[Question], first: int) -> float:
    """How many of the questions in scope have their label among the first of the ranking."""
    hits = [
        question.label in [intent["name"] for intent in ranking[:first]]
        for ranking, question in zip(rankings, asked, strict=True)
        if question.label != OUT_OF_SCOPE
    ]
    return sum(hits) / len(hits)


def _scope_auroc(rankings: list[Ranking], asked: list[Question]) -> float | None:
    """How well the confidence of the best label in scope tells questions in scope from those that are not."""
    in_scope = [question.label != OUT_OF_SCOPE for question in asked]
    if all(in_scope):
        return None
    confidence = [
        max(intent["confidence"] for intent in ranking if intent["name"] != OUT_OF_SCOPE) for ranking in rankings
    ]
    return float(roc_auc_score(in_scope, confidence))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def _use_one_core() -> None:
    """Pin every thread there is: an affinity is a thread's own, and TensorFlow's threads have started by now."""
    core = {max(os.sched_getaffinity(0))}
    for thread in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(thread.name), core)


def _peak_mb() -> int:
    """Most memory that this process has held (Linux's /proc; `getrusage` would count the parent's, too)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    raise LookupError("VmHWM")


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)
