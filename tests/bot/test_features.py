"""Features of a text: the numbers of scikit-learn's vectorizers, and words of danger."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.danger_words import URGENT_TOPICS, urgent_topics
from bot.components.features import GRAMS, MIN_TEXTS, Block, TextFeatures, fold
from bot.components.intent_model import IntentModel, ModelSettings

TEXTS = ["Mistä saan kirjastokortin?", "mista saan saan luvan", "En å, i Åbo", "a b", "kirjasto kirjasto", ""]
SCIKIT = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"\w+"},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


@pytest.mark.parametrize("name", SCIKIT)
def test_a_block_weighs_as_scikit_learn_does(name):
    folded = [fold(text) for text in TEXTS]
    block, learnt = Block.learn(name, folded, first_row=0)
    reference = TfidfVectorizer(sublinear_tf=True, min_df=MIN_TEXTS, **SCIKIT[name]).fit(folded)
    assert block.vocabulary == list(reference.get_feature_names_out())
    expected = reference.transform(folded).toarray() * GRAMS[name].weight
    np.testing.assert_allclose(learnt.toarray(), expected, rtol=1e-5, atol=1e-7)
    for row, text in zip(expected, folded, strict=True):
        dense = np.zeros(len(block.vocabulary))
        rows, values = block.weigh(text)
        dense[rows] = values
        np.testing.assert_allclose(dense, row, rtol=1e-5, atol=1e-7)


def test_what_is_learnt_from_texts_is_what_they_weigh():
    texts = [*TEXTS, "isä ei hengitä", "ei hengitä"]
    features, learnt = TextFeatures.learn(texts)
    assert learnt.shape == (len(texts), features.count)
    for row, text in zip(learnt.toarray(), texts, strict=True):
        dense = np.zeros(features.count)
        rows, values = features.weigh(fold(text))
        dense[rows] = values
        np.testing.assert_allclose(row, dense, rtol=1e-5, atol=1e-7)
    assert learnt[:, -len(URGENT_TOPICS) :].count_nonzero() == 2


def test_a_stored_model_ranks_as_the_trained_one(tmp_path):
    texts = ["kirjastokortti", "lainat ja kortti", "uimahalli auki", "uimahallin hinta", "äänestys", "missä äänestän"]
    trained = IntentModel(ModelSettings(sharpness=7.0, meaning_weight=0.0))
    trained.fit(texts, ["library", "library", "swimming", "swimming", "elections", "elections"])
    trained.save(tmp_path)
    stored = IntentModel(ModelSettings(sharpness=7.0, meaning_weight=0.0))
    stored.load(tmp_path)
    for text in (*texts, "kirjasto auki", "xyz", "?"):
        assert stored.ranking(text) == trained.ranking(text)
        assert sum(intent["confidence"] for intent in stored.ranking(text)) == pytest.approx(1)


@pytest.mark.parametrize(
    "text",
    [
        "isä ei hengitä",
        "naapuri on tajuttomana",
        "kaveri sai sydänkohtauksen",
        "hon andas inte",
        "mannen är medvetslös",
        "det brinner i köket",
        "she is unconscious",
        "my father is not breathing",
        "the house is on fire",
    ],
)
def test_words_of_emergencies_are_known(text):
    assert urgent_topics(fold(text)) == ["faq/emergency"]


@pytest.mark.parametrize(
    "text",
    [
        "en halua elää",
        "mieheni pahoinpitelee minua",
        "jag vill inte leva",
        "min sambo slår mig",
        "I want to die",
        "my husband beats me",
    ],
)
def test_words_of_crises_are_known(text):
    assert urgent_topics(fold(text)) == ["faq/crisis_help"]


@pytest.mark.parametrize(
    "text",
    [
        "en tajua tätä lomaketta",
        "kirjastokortti hukassa",
        "missä voin grillata",
        "kristen skola",
        "var får jag boka tid",
        "library card",
        "is there a bus stop",
        "how do I renew a loan",
    ],
)
def test_everyday_words_are_no_danger(text):
    assert urgent_topics(fold(text)) == []
