"""Cross-validation: every example is asked of a model that has not seen it, and scored as in a conversation."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.components.intent_model import IntentModel, ModelSettings
from bot.cross_validation import FOLDS, Example, cross_validated, fold_of

ROOT = Path(__file__).resolve().parents[2]
FAQ = ROOT / "data" / "nlu" / "faq"
TOPICS = ("library_card", "swimming_halls", "wilma_login")
SETTINGS = ModelSettings(sharpness=5.5, vectors=(ROOT / "data" / "vectors.npz",))


def of_topic(topic, per_language=15):
    content = yaml.safe_load((FAQ / f"{topic}.yml").read_text("utf-8"))
    return [
        Example(text, f"faq/{topic}", language, from_answer=False)
        for language in ("fi", "sv", "en")
        for text in content[language]["examples"][:per_language]
    ]


@pytest.fixture(scope="module")
def examples():
    return [example for topic in TOPICS for example in of_topic(topic)]


def test_every_example_is_asked_once_of_a_model_that_was_not_trained_with_it(examples, monkeypatch):
    learnt, fit = [], IntentModel.fit
    monkeypatch.setattr(
        IntentModel, "fit", lambda self, texts, *rest: (learnt.append(set(texts)), fit(self, texts, *rest))
    )
    sentence = Example("Kirjastokortin saa kirjastosta.", "faq/library_card", "fi", from_answer=True)
    unseen = [fold.unseen for fold in cross_validated([*examples, sentence], SETTINGS)]
    assert sorted(i for places in unseen for i in places) == list(range(len(examples)))
    for texts, places in zip(learnt, unseen, strict=True):
        assert not texts & {examples[i].text for i in places}
        assert sentence.text in texts


def test_examples_of_different_topics_are_told_apart_though_unseen(examples):
    right = 0
    for fold in cross_validated(examples, SETTINGS):
        best = fold.scores.argmax(axis=1)
        right += sum(
            fold.model.intents[place] == examples[i].intent for i, place in zip(fold.unseen, best, strict=True)
        )
    assert right / len(examples) > 0.85


def test_an_example_of_another_topic_is_taken_for_that_one(examples):
    """Nothing of the label that an example has by mistake reaches the model that is asked it."""
    strays = [i for i, example in enumerate(examples) if example.intent == "faq/swimming_halls"][::15]
    spoilt = [
        Example(example.text, "faq/wilma_login", example.language, from_answer=False) if i in strays else example
        for i, example in enumerate(examples)
    ]
    taken_for = {
        i: fold.model.intents[place]
        for fold in cross_validated(spoilt, SETTINGS)
        for i, place in zip(fold.unseen, fold.scores.argmax(axis=1), strict=True)
    }
    assert {taken_for[i] for i in strays} == {"faq/swimming_halls"}


def test_scores_of_many_are_the_scores_of_each(examples):
    fold = next(cross_validated(examples, SETTINGS))
    texts = [examples[i].text for i in fold.unseen]
    # A kept vector is rounded, the one of a visitor's text is not.
    np.testing.assert_allclose(fold.scores, [fold.model.scores(text) for text in texts], atol=0.05)


def test_folds_are_even_in_each_topic_and_language_and_always_the_same(examples):
    folds = fold_of(examples)
    counts = Counter((example.intent, example.language, fold) for example, fold in zip(examples, folds, strict=True))
    assert set(counts.values()) == {15 // FOLDS}
    np.testing.assert_array_equal(folds, fold_of(examples))


def test_a_topic_of_one_question_is_no_obstacle(examples):
    lonely = Example("Missä on löytötavaratoimisto?", "faq/lost_property", "fi", from_answer=False)
    asked = [i for fold in cross_validated([*examples, lonely], SETTINGS) for i in fold.unseen]
    assert len(examples) in asked
