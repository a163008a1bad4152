"""Compare the pipeline with Rasa's default and with each part left out: `.venv-rasa/bin/python -m benchmarks.nlu`."""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # Before anything imports TensorFlow.

from tabulate import tabulate

from benchmarks.nlu import data, measurement
from benchmarks.nlu.variants import VARIANTS

MASSIVE_EXAMPLES = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, help="learn at most so many examples per intent and language")
    parser.add_argument("--massive", type=Path, help="folder with massive_<locale>.tsv.gz, instead of the content")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS), help="compare only these")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.massive:
        dataset = data.massive(arguments.massive, arguments.examples or MASSIVE_EXAMPLES)
    else:
        dataset = data.content(arguments.examples)
    results = [measure_alone(key, dataset) for key in arguments.variants]
    if arguments.json:
        counts = {"data": dataset.name, "learnt": len(dataset.learnt), "asked": len(dataset.asked)}
        print(json.dumps({**counts, "variants": [asdict(figures) for figures in results]}, indent=2))
        return
    print(f"{dataset.name}: {len(dataset.learnt)} texts learnt, {len(dataset.asked)} asked\n")
    print(tabulate([row(figures) for figures in results], headers="keys", tablefmt="github", disable_numparse=True))


def measure_alone(key: str, dataset: data.Dataset) -> measurement.Figures:
    """Measure a variant in a fresh process, so that memory, threads and caches are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measurement.measure, key, dataset).result()


def row(figures: measurement.Figures) -> dict[str, str]:
    """Figures as a row of the table."""
    return {
        "variant": figures.variant,
        **{f"{language} %": percent(share) for language, share in figures.accuracy.items()},
        f"first {measurement.OPTIONS} %": percent(figures.among_first),
        "scope AUROC": "–" if figures.scope_auroc is None else f"{figures.scope_auroc:.3f}",
        "training s (CPU s)": f"{figures.train_s:.1f} ({figures.train_cpu_s:.1f})",
        "with kept vectors s": seconds(figures.train_with_kept_vectors_s),
        "ms p50 / p95": f"{figures.message_ms_p50:.1f} / {figures.message_ms_p95:.1f}",
        "peak MB": str(figures.peak_mb),
    }


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def seconds(duration_s: float | None) -> str:
    return "–" if duration_s is None else f"{duration_s:.1f}"


if __name__ == "__main__":
    main()
