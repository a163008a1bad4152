"""Content files: what is defective is an error that names file, language and field."""

from pathlib import Path

import pytest
import yaml

from bot.content import ContentError, read_faq, read_responses
from bot.importer import ContentImporter

ROOT = Path(__file__).resolve().parents[2]


def entry(topic="library_card"):
    block = {
        "title": "Title",
        "answer": "An answer. Another sentence.",
        "links": [{"title": "Page", "url": "https://www.hel.fi"}],
        "examples": ["one", "two", "three", "four", "five"],
    }
    return {"topic": topic, "fi": dict(block), "sv": dict(block), "en": dict(block)}


def write(folder, name, content):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml.safe_dump(content), "utf-8")


def test_a_complete_entry_holds_all_languages(tmp_path):
    write(tmp_path, "library_card.yml", entry())
    read = read_faq(tmp_path)["library_card"]
    assert read.intent == "faq/library_card"
    assert set(read.titles) == set(read.answers) == set(read.examples) == {"fi", "sv", "en"}


@pytest.mark.parametrize("field", ["title", "answer", "links", "examples"])
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
