"""How well services are proposed and misplaced matters recognised: `.venv/bin/python -m benchmarks.triage`.

Cross-validated on the examples in `data/triage`, by which everything was chosen, and with `--final` on the texts in
`tests/triage`, by which nothing was.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from handoff.conversations.danger_words import read_danger_words
from handoff.settings import ROOT
from handoff.triage.content import read_examples, read_misplaced
from handoff.triage.keep_vectors import VECTORS
from handoff.triage.misplaced import Misplaced
from handoff.triage.model import KINDS, LANGUAGES, Example, MisplacedExample, Proposals
from handoff.triage.proposer import ServiceProposer
from handoff.triage.vectors import SentenceVectors, load_sentence_vectors

DATA, TESTS = ROOT / "data", ROOT / "tests" / "triage"


@dataclass(frozen=True)
class Row:
    """A text of an evaluation and what it is."""

    language: str
    label: str
    style: str
    text: str


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @classmethod
    def among(cls, hits: Iterable[bool]) -> Share:
        """Count."""
        listed = [bool(hit) for hit in hits]
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.value:.1%} ({self.hits}/{self.of})"


def rows(name: str) -> list[Row]:
    """Read a file of `tests/triage`."""
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(row["lang"], row["label"], row["style"], row["text"]) for row in found]


def examples() -> tuple[Example, ...]:
    """The shipped examples of the services."""
    return read_examples(DATA / "service" / "services.yml", DATA / "triage" / "services")


def misplaced_examples() -> tuple[MisplacedExample, ...]:
    """The shipped examples of what does not belong, and of what only looks so."""
    return read_misplaced(DATA / "triage" / "misplaced")


def proposer(vectors: SentenceVectors | None) -> ServiceProposer:
    """What the service proposes with at its start."""
    fitted = ServiceProposer(examples(), vectors)
    fitted.fit()
    return fitted


def recogniser(vectors: SentenceVectors | None) -> Misplaced:
    """What the service recognises with."""
    fitted = Misplaced(misplaced_examples(), examples(), vectors)
    fitted.fit()
    return fitted


def routing(proposed: Sequence[Proposals], labels: Sequence[str]) -> dict[str, Share]:
    """Judge what was proposed."""
    codes = [[proposal.service_code for proposal in proposals.ranked] for proposals in proposed]
    right = [ranked[0] == label for ranked, label in zip(codes, labels, strict=True)]
    sure = [proposals.is_sure for proposals in proposed]
    return {
        "right": Share.among(right),
        "among three": Share.among(label in ranked[:3] for ranked, label in zip(codes, labels, strict=True)),
        "routed": Share.among(sure),
        "routed, right": Share.among(hit for hit, is_sure in zip(right, sure, strict=True) if is_sure),
    }


def recognition(found: Sequence[str | None], labels: Sequence[str | None]) -> dict[str, Share]:
    """Judge what was recognised; a label is None for what belongs."""
    pairs = list(zip(found, labels, strict=True))
    return {
        "recognised": Share.among(kind is not None for kind, label in pairs if label),
        "… as its kind": Share.among(kind == label for kind, label in pairs if label),
        "false alarms": Share.among(kind is not None for kind, label in pairs if not label),
        **{kind: Share.among(it is not None for it, label in pairs if label == kind) for kind in KINDS},
    }


def by_language(
    judge: Callable[[Sequence[Any], Sequence[Any]], dict[str, Share]],
    results: Sequence[Any],
    labels: Sequence[Any],
    languages: Sequence[str],
) -> dict[str, dict[str, Share]]:
    """Judge each language alone, and all."""
    return {
        language: judge(
            [result for result, it in zip(results, languages, strict=True) if language in {it, "all"}],
            [label for label, it in zip(labels, languages, strict=True) if language in {it, "all"}],
        )
        for language in (*LANGUAGES, "all")
    }


def cross_validation(vectors: SentenceVectors | None) -> dict[str, dict[str, dict[str, Share]]]:
    """Judge on the examples themselves, each unknown together with what says the same."""
    known, fitted = examples(), proposer(vectors)
    found = recogniser(vectors).cross_validated()
    kinds, languages = [kind for _, kind in found], [example.language for example, _ in found]
    return {
        "services": by_language(
            routing,
            fitted.cross_validated(),
            [example.service_code for example in known],
            [example.language for example in known],
        ),
        "does not belong": by_language(recognition, kinds, [example.kind for example, _ in found], languages),
    }


def final(vectors: SentenceVectors | None) -> dict[str, dict[str, dict[str, Share]]]:
    """Judge on the texts in `tests/triage`; of the services' texts each alarm is a false one."""
    asked, fitted, strange, recognised = (
        rows("routing.tsv"),
        proposer(vectors),
        rows("misplaced.tsv"),
        recogniser(vectors),
    )
    danger = read_danger_words(DATA / "service" / "danger" / "learnt.bin")

    def tell(row: Row) -> str | None:
        # As the reception does: words of danger are known from the chats, too.
        return "danger_to_life" if danger.is_alarming(row.text, "city") else recognised.find(row.text, row.language)

    return {
        "services": by_language(
            routing,
            [fitted.propose(row.text, row.language) for row in asked],
            [row.label for row in asked],
            [row.language for row in asked],
        ),
        "does not belong": by_language(
            recognition,
            [tell(row) for row in strange],
            [None if row.label == "none" else row.label for row in strange],
            [row.language for row in strange],
        ),
        "ordinary texts": by_language(
            recognition,
            [tell(row) for row in asked],
            [None] * len(asked),
            [row.language for row in asked],
        ),
    }


def main() -> None:
    """Measure and print, with sentence vectors if they are installed, and by letters alone."""
    measure = final if "--final" in sys.argv else cross_validation
    console = Console()
    vectors = load_sentence_vectors(VECTORS)
    for how, known in {"letters and meaning": vectors, "letters alone": None}.items():
        for what, figures in measure(known).items():
            table = Table("", *figures, title=f"{what}, {how}")
            for name in next(iter(figures.values())):
                if any(shares[name].of for shares in figures.values()):
                    table.add_row(name, *(str(shares[name]) for shares in figures.values()))
            console.print(table)


if __name__ == "__main__":
    main()
