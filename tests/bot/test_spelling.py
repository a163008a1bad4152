"""Typing errors: what is corrected, and what must not be."""

import pytest

from bot.components.features import fold
from bot.components.intent_model import IntentModel, ModelSettings
from bot.components.spelling import MAX_WORDS, Spelling

KNOWN = {
    "fi": ["kirjasto", "kirjastokortti", "lainaus", "lasku", "paivahoito"],
    "sv": ["bibliotek", "bostad", "ansokan"],
    "en": ["library", "permit", "years", "street", "card"],
}


@pytest.fixture(scope="module")
def spelling():
    return Spelling({word: 1.0 for words in KNOWN.values() for word in words})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kirjatsokortti", "kirjastokortti"),
        ("kirjstokortti", "kirjastokortti"),
        ("kirrjastokortti", "kirjastokortti"),
        ("kirjaatokortti", "kirjastokortti"),
        ("päiävhoito", "paivahoito"),
        ("anökan", "ansokan"),
        ("libary crad", "library card"),
        ("premit for new yaers", "permit for new years"),
    ],
)
def test_one_slip_in_a_word_is_corrected(spelling, typed, meant):
    assert spelling.corrected(fold(typed)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "kirjastokortti",  # known
        "kirjastossa laskut",  # inflected: other endings of known words
        "bostaden",
        "car cad crd",  # too short to tell
        "los 123 l4sku",  # digits are no typing errors
        "aurinkoinen sää",  # like nothing known
        "",
        "?!",
    ],
)
def test_what_is_no_slip_stays(spelling, text):
    assert spelling.corrected(fold(text)) == fold(text)


def test_the_commoner_of_two_words_is_meant():
    spelling = Spelling({"tanka": -5.0, "tacka": -2.0})
    assert spelling.corrected("taxka") == "tacka"


def test_a_first_letter_is_seldom_wrong():
    spelling = Spelling({"street": -5.0, "treets": -2.0, "atreet": -1.0})
    assert spelling.corrected("steet") == "street"


def test_a_page_of_text_is_left_as_it_is(spelling):
    page = "libary " * (MAX_WORDS + 1)
    assert spelling.corrected(page) == page


def test_a_misspelt_word_counts_as_the_word_that_was_meant():
    texts = ["library card", "card of the library", "parking permit", "permit to park", "pool hours", "hours of pools"]
    intents = ["library", "library", "parking", "parking", "swimming", "swimming"]
    sure = {}
    for corrects in (True, False):
        model = IntentModel(ModelSettings(meaning_weight=0.0, spelling=corrects))
        model.fit(texts, intents)
        sure[corrects] = model.probabilities("premit")[model.intents.index("parking")]
    assert sure[True] > sure[False]
