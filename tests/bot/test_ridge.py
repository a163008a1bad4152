"""Kernel ridge regression of many examples: as if the kernel had been decomposed as a whole."""

import numpy as np
import pytest
from scipy.linalg import solve

from bot.components import ridge
from bot.components.meaning import RIDGE, _kernel
from bot.components.ridge import ridge_weights

EXAMPLES, INTENTS = 1200, 20


@pytest.fixture
def few(monkeypatch):
    """What is many elsewhere is few here, so that a test takes no minute."""
    monkeypatch.setattr(ridge, "FEW", 300)
    monkeypatch.setattr(ridge, "LANDMARKS", 200)


def examples(twins=0):
    """Unit vectors around one centre per intent, in the order of the intents, and their targets."""
    random = np.random.default_rng(0)
    of_intent = np.arange(EXAMPLES) * INTENTS // EXAMPLES
    vectors = random.normal(size=(INTENTS, 24))[of_intent] + random.normal(size=(EXAMPLES, 24))
    if twins:
        vectors[:twins] = vectors[0]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), (of_intent[:, None] == np.arange(INTENTS)).astype(np.float32)


def exact(vectors, targets):
    kernel = _kernel(vectors, vectors).astype(np.float64)
    return solve(kernel + RIDGE * np.eye(len(kernel)), targets, assume_a="pos")


@pytest.mark.parametrize("twins", [0, 150], ids=["all different", "many alike"])
def test_scores_are_those_of_the_exact_solution(few, twins):
    vectors, targets = examples(twins)
    found = ridge_weights(_kernel(vectors, vectors), targets, RIDGE)
    kernel = _kernel(vectors, vectors)
    assert np.abs(kernel @ found - kernel @ exact(vectors, targets)).max() < 3e-3


def test_an_intent_without_examples_gets_no_weight(few):
    vectors, targets = examples()
    targets[:, 3] = 0
    found = ridge_weights(_kernel(vectors, vectors), targets, RIDGE)
    assert not found[:, 3].any()
    assert np.isfinite(found).all()


def test_the_same_examples_give_the_same_weights(few):
    vectors, targets = examples()
    one, other = (ridge_weights(_kernel(vectors, vectors), targets, RIDGE) for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_few_examples_are_solved_exactly():
    vectors, targets = examples()
    found = ridge_weights(_kernel(vectors, vectors), targets, RIDGE)
    np.testing.assert_allclose(found, exact(vectors, targets), atol=1e-3)
