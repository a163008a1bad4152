"""Content files: what is defective is an error that names file, language and field; and the city's own are sound.

No failure message quotes an evaluation row: who tunes the assistant must not see the final ones.
"""

import re
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from statistics import fmean

import pytest
import yaml

from bot.components.features import fold
from bot.content import LANGUAGES, ContentError, read_faq, read_responses
from bot.importer import ContentImporter

ROOT = Path(__file__).resolve().parents[2]
NLU = ROOT / "data" / "nlu"
ENTRIES = sorted((NLU / "faq").glob("*.yml"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SENTENCE_END = re.compile(r"""(?<=[.!?])["”’»)]*\s+""")

TODAY = date(2026, 11, 23)
"""The day on which the content was last gone through as a whole; a day that moves would break tests by itself."""
LONGEST_UNREVIEWED_MONTHS = 24
FEWEST_EXAMPLES = 12
"""Fewer leave styles of writing out in a language."""
ANSWER_WORDS, PLAIN_WORDS = range(35, 96), range(25, 76)
"""An answer fits a telephone's screen; fewer words leave out where to turn."""
LONGEST_MEAN_SENTENCE, LONGEST_PLAIN_SENTENCE = 18, 14
"""Words: what the languages' plain-writing guides ask for, for everybody and for plain language."""


def entry(topic="library_card"):
    block = {
        "title": "Title",
        "answer": "An answer. Another sentence.",
        "plain": "An easy answer.",
        "links": [{"title": "Page", "url": "https://www.hel.fi"}],
        "examples": ["one", "two", "three", "four", "five"],
    }
    return {"topic": topic, "area": "leisure", "fi": dict(block), "sv": dict(block), "en": dict(block)}


def write(folder, name, content):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml.safe_dump(content), "utf-8")


def test_a_complete_entry_holds_all_languages(tmp_path):
    write(tmp_path, "library_card.yml", entry())
    read = read_faq(tmp_path)["library_card"]
    assert read.intent == "faq/library_card"
    assert set(read.titles) == set(read.answers) == set(read.plain) == set(read.examples) == {"fi", "sv", "en"}


def test_the_plain_answer_leads_to_the_same_pages(tmp_path):
    write(tmp_path, "library_card.yml", entry())
    read = read_faq(tmp_path)["library_card"]
    assert read.plain["sv"].text == "An easy answer."
    assert read.plain["sv"].links == read.answers["sv"].links


@pytest.mark.parametrize("field", ["title", "answer", "plain", "links", "examples"])
def test_a_missing_field_is_named_with_file_and_language(tmp_path, field):
    content = entry()
    del content["sv"][field]
    write(tmp_path, "library_card.yml", content)
    with pytest.raises(ContentError) as error:
        read_faq(tmp_path)
    assert "library_card.yml" in str(error.value)
    assert "sv" in str(error.value)
    assert field in str(error.value)


def test_every_defect_is_told_at_once(tmp_path):
    content = entry()
    del content["fi"]
    content["en"]["examples"] = ["one", False]
    write(tmp_path, "library_card.yml", content)
    write(tmp_path, "dental_care.yml", entry("library_loans"))
    with pytest.raises(ContentError) as error:
        read_faq(tmp_path)
    message = str(error.value)
    assert "library_card, fi: the language is missing" in message
    assert "2 examples, at least 5" in message
    assert "quote words such as no" in message
    assert "`topic` must be the file's name, dental_care" in message


def test_a_response_in_two_files_is_an_error(tmp_path):
    write(tmp_path, "a.yml", {"utter_x": {"fi": "x", "sv": "x", "en": "x"}})
    write(tmp_path, "b.yml", {"utter_x": {"fi": "y", "sv": "y", "en": "y"}})
    with pytest.raises(ContentError, match=r"utter_x stands already in .*a\.yml"):
        read_responses(tmp_path)


def test_a_response_twice_in_one_file_is_an_error(tmp_path):
    (tmp_path / "a.yml").write_text("utter_x: {fi: x, sv: x, en: x}\nutter_x: {fi: y, sv: y, en: y}\n", "utf-8")
    with pytest.raises(ContentError, match="the key utter_x stands twice"):
        read_responses(tmp_path)


def test_a_response_without_a_language_is_an_error(tmp_path):
    write(tmp_path, "a.yml", {"utter_x": {"fi": "x", "en": "x"}})
    with pytest.raises(ContentError, match=r"a\.yml: utter_x, sv: the language is missing"):
        read_responses(tmp_path)


def test_the_importer_makes_intents_and_responses_of_the_files(tmp_path):
    write(tmp_path / "faq", "library_card.yml", entry())
    write(tmp_path / "responses", "a.yml", {"utter_x": {"fi": "x", "sv": "x", "en": "x"}})
    importer = ContentImporter(faq=str(tmp_path / "faq"), responses=str(tmp_path / "responses"))
    data = importer.get_nlu_data()
    assert data.retrieval_intents == {"faq"}
    languages = [message.get("metadata")["intent"]["language"] for message in data.intent_examples]
    assert {language: languages.count(language) >= 5 for language in ("fi", "sv", "en")} == dict.fromkeys(
        ("fi", "sv", "en"), True
    )
    assert set(importer.get_domain().responses) == {"utter_faq/library_card", "utter_x"}


def test_the_projects_own_content_is_sound():
    assert len(read_faq(ROOT / "data/nlu/faq")) >= 15
    responses = read_responses(ROOT / "data/responses")
    for key, texts in responses.items():
        shapes = {(tuple(button["payload"] for button in text.buttons), len(text.links)) for text in texts.values()}
        assert len(shapes) == 1, f"{key}: buttons or links differ between languages"


@cache
def contents():
    """Every entry's file as it stands, by topic."""
    return {path.stem: read_yaml(path) for path in ENTRIES}


def read_yaml(path):
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def blocks():
    """Every language of every entry, with where it stands."""
    return [
        (f"{topic}, {language}", content[language]) for topic, content in contents().items() for language in LANGUAGES
    ]


def training_examples():
    """(intent, text) of every example, small talk and out of scope included."""
    faq = [
        (f"faq/{topic}", text)
        for topic, content in contents().items()
        for language in LANGUAGES
        for text in content[language]["examples"]
    ]
    return faq + [example for path in sorted(NLU.glob("*.yml")) for example in examples_of(path)]


def examples_of(path):
    """(intent, text) of the examples in one of Rasa's own files; none marks an entity."""
    return [
        (block["intent"], line.removeprefix("- "))
        for block in read_yaml(path)["nlu"]
        for line in block["examples"].splitlines()
    ]


def normalised(text):
    """The text without what the classifier does not look at: capitals, dots and accents, punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def sentence_lengths(text):
    """Words in each sentence."""
    return [len(sentence.split()) for sentence in SENTENCE_END.split(text.strip())]


def test_every_entry_has_a_title_an_answer_and_a_plain_answer_in_every_language():
    for topic, content in read_faq(NLU / "faq").items():
        for texts in (content.titles, content.answers, content.plain):
            assert set(texts) == set(LANGUAGES), topic


def test_every_language_of_an_entry_has_examples_enough():
    few = [where for where, block in blocks() if len(block["examples"]) < FEWEST_EXAMPLES]
    assert not few


def test_placeholders_agree_between_languages():
    texts = {
        f"{topic}, {field}": [content[language][field] for language in LANGUAGES]
        for topic, content in contents().items()
        for field in ("answer", "plain")
    }
    for key, languages in read_responses(ROOT / "data" / "responses").items():
        texts[key] = [languages[language].text for language in LANGUAGES]
    differing = [
        where
        for where, translations in texts.items()
        if len({frozenset(PLACEHOLDER.findall(t)) for t in translations}) > 1
    ]
    assert not differing


def test_every_entry_says_when_it_is_to_be_reviewed_and_where_it_comes_from():
    for topic, content in contents().items():
        review_by, sources = content.get("review_by"), content.get("sources")
        assert isinstance(review_by, date), topic
        months = (review_by.year - TODAY.year) * 12 + review_by.month - TODAY.month
        assert review_by >= TODAY, f"{topic} was to be reviewed by {review_by}"
        assert months <= LONGEST_UNREVIEWED_MONTHS, f"{topic} would go unreviewed until {review_by}"
        assert sources, f"{topic} names no source"
        assert all(source.startswith("https://") for source in sources), topic


def test_no_example_stands_in_two_intents():
    intents = defaultdict(set)
    for intent, text in training_examples():
        intents[normalised(text)].add(intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_example_of_a_topic_or_out_of_scope_is_asked_in_an_evaluation():
    assert leaks() == []


def leaks():
    """Lines of evaluation files whose judged text was learnt.

    Greetings and commands may coincide: there are only so many ways to say hello. So may the first question of a
    follow-up, which is not judged.
    """
    learnt = {
        normalised(text)
        for intent, text in training_examples()
        if intent.startswith("faq/") or intent == "out_of_scope"
    }
    files = [*sorted((ROOT / "tests" / "nlu").glob("*.tsv")), ROOT / "tests" / "evaluation" / "citizens.tsv"]
    assert len(files) > 1
    return [
        f"{file.name}, line {number}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1)
        if normalised(line.rpartition("\t")[2]) in learnt
    ]


@pytest.mark.parametrize(("field", "words"), [("answer", ANSWER_WORDS), ("plain", PLAIN_WORDS)])
def test_answers_are_neither_long_nor_empty_of_content(field, words):
    lengths = {where: len(block[field].split()) for where, block in blocks()}
    assert {where: length for where, length in lengths.items() if length not in words} == {}


def test_sentences_of_answers_are_short_on_average():
    means = {where: fmean(sentence_lengths(block["answer"])) for where, block in blocks()}
    assert {where: mean for where, mean in means.items() if mean > LONGEST_MEAN_SENTENCE} == {}


def test_every_sentence_of_a_plain_answer_is_short():
    longest = {where: max(sentence_lengths(block["plain"])) for where, block in blocks()}
    assert {where: length for where, length in longest.items() if length > LONGEST_PLAIN_SENTENCE} == {}
