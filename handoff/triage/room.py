"""All that triage has learnt, opened together: it imports scikit-learn, so whoever needs it imports it late."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handoff.triage.content import read_examples, read_misplaced
from handoff.triage.meaning import Meaning
from handoff.triage.misplaced import Misplaced
from handoff.triage.proposer import ServiceProposer
from handoff.triage.vectors import load_sentence_vectors


@dataclass(frozen=True, slots=True)
class Room:
    """What proposes, what recognises, and what compares; the last is None without sentence vectors."""

    proposer: ServiceProposer
    misplaced: Misplaced
    meaning: Meaning | None


def open_room(data: Path) -> Room:
    """Learn what is shipped, in some two seconds.

    Args:
        data: the folder with `service/services.yml` and `triage`.
    Raises:
        BadExamples: the examples cannot be used.
    """
    examples = read_examples(data / "service" / "services.yml", data / "triage" / "services")
    vectors = load_sentence_vectors(data / "triage" / "vectors.npz")
    proposer = ServiceProposer(examples, vectors)
    misplaced = Misplaced(read_misplaced(data / "triage" / "misplaced"), examples, vectors)
    proposer.fit()
    misplaced.fit()
    return Room(proposer, misplaced, Meaning(vectors, examples) if vectors else None)
