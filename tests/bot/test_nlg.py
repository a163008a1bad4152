"""Answers: language, placeholders, links, did-you-mean buttons, and edited files."""

import asyncio
import os
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import nlg
from bot.content import ContentError
from tests.bot.test_content import entry, write

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def folders(tmp_path):
    content = entry()
    for language in ("fi", "sv", "en"):
        content[language] |= {"title": f"Title {language}", "answer": f"Answer {language}."}
    write(tmp_path / "faq", "library_card.yml", content)
    write(
        tmp_path / "responses",
        "all.yml",
        {
            "utter_clarify": {
                language: {"text": "?", "buttons": [{"title": "None", "payload": "/lost"}]}
                for language in ("fi", "sv", "en")
            },
            "utter_second_topic": dict.fromkeys(("fi", "sv", "en"), "Gone."),
            "utter_plain_language": dict.fromkeys(("fi", "sv", "en"), "Which answer?"),
            "utter_summary": dict.fromkeys(("fi", "sv", "en"), "{feedback_kind}: {feedback_text} ({extra})"),
            "utter_offer": {
                language: {"text": "?", "buttons": [{"title": "Use", "payload": '/inform{"feedback_text": {quoted}}'}]}
                for language in ("fi", "sv", "en")
            },
            "utter_form": {
                language: {
                    "text": "Check.\n[place] Place: {feedback_place}\nService: {form_service}",
                    "buttons": [
                        {"title": "Back", "payload": "/back", "offer": "back"},
                        {"title": "Send", "payload": "/send"},
                    ],
                }
                for language in ("fi", "sv", "en")
            },
            "label/feedback_kind/idea": {"fi": "idea", "sv": "idé", "en": "idea"},
            "label/also/topic": {"fi": "Myös: {title}", "sv": "Också: {title}", "en": "Also: {title}"},
        },
    )
    return tmp_path


def responses(folders, domain=DOMAIN):
    config = EndpointConfig(
        type="bot.nlg.ContentResponses", faq=str(folders / "faq"), responses=str(folders / "responses")
    )
    return nlg.ContentResponses(config, domain)


def say(generator, name, *events, **kwargs):
    tracker = DialogueStateTracker.from_events("c1", list(events), slots=DOMAIN.slots)
    return asyncio.run(generator.generate(name, tracker, "luukku", **kwargs))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_answer_comes_in_the_conversations_language_with_its_links(folders, language):
    message = say(responses(folders), "utter_faq/library_card", SlotSet("language", language))
    assert message["text"] == f"Answer {language}."
    assert message["custom"] == {"language": language, "links": [{"title": "Page", "url": "https://www.hel.fi"}]}


def test_values_are_filled_in_and_shown_by_their_words(folders):
    events = [SlotSet("language", "sv"), SlotSet("feedback_kind", "idea"), SlotSet("feedback_text", "{language} & <b>")]
    message = say(responses(folders), "utter_summary", *events, extra="x")
    assert message["text"] == "idé: {language} & <b> (x)"


def test_lines_and_buttons_are_there_where_the_form_offers_them_and_names_come_in_the_language(folders):
    given = [SlotSet("language", "sv"), SlotSet("feedback_place", "Eira [x] {y}")]
    given.append(SlotSet("form_service", {"fi": "Puistot", "sv": "Parker", "en": "Parks"}))
    bare = say(responses(folders), "utter_form", *given)
    assert (bare["text"], [button["title"] for button in bare["buttons"]]) == ("Check.\nService: Parker", ["Send"])
    offered = say(responses(folders), "utter_form", *given, SlotSet("form_offers", ["back", "place"]))
    assert offered["text"] == "Check.\nPlace: Eira [x] {y}\nService: Parker"
    assert [button["title"] for button in offered["buttons"]] == ["Back", "Send"]


def test_a_buttons_payload_takes_quoted_text(folders):
    message = say(responses(folders), "utter_offer", quoted='"how \\"much\\"?"')
    assert message["buttons"][0]["payload"] == '/inform{"feedback_text": "how \\"much\\"?"}'


def test_did_you_mean_shows_titles_in_the_conversations_language(folders):
    asked = UserUttered("x", parse_data={"options": ["faq/library_card", "faq/gone"]})
    message = say(responses(folders), "utter_clarify", asked, SlotSet("language", "sv"))
    assert message["buttons"] == [
        {"title": "Title sv", "payload": "/faq/library_card"},
        {"title": "None", "payload": "/lost"},
    ]


def test_an_edited_answer_is_said_without_training(folders, monkeypatch):
    monkeypatch.setattr(nlg, "RECHECK_AFTER_S", 0.0)
    generator = responses(folders)
    content = entry()
    content["fi"]["answer"] = "Edited."
    write(folders / "faq", "library_card.yml", content)
    os.utime(folders / "faq" / "library_card.yml", (2e9, 2e9))
    assert say(generator, "utter_faq/library_card")["text"] == "Edited."


def test_a_broken_edit_leaves_the_earlier_texts(folders, monkeypatch):
    monkeypatch.setattr(nlg, "RECHECK_AFTER_S", 0.0)
    generator = responses(folders)
    (folders / "faq" / "library_card.yml").write_text("topic: [", "utf-8")
    os.utime(folders / "faq" / "library_card.yml", (2e9, 2e9))
    assert say(generator, "utter_faq/library_card")["text"] == "Answer fi."


def test_a_topic_whose_file_is_taken_away_is_answered_until_the_next_model(folders, monkeypatch):
    monkeypatch.setattr(nlg, "RECHECK_AFTER_S", 0.0)
    generator, path = responses(folders), folders / "faq" / "library_card.yml"
    (folders / "faq" / "other.yml").write_text(
        path.read_text("utf-8").replace("topic: library_card", "topic: other"), "utf-8"
    )
    os.utime(folders / "faq" / "other.yml", (2e9, 2e9))
    path.unlink()
    assert say(generator, "utter_faq/other")["text"] == "Answer fi."
    assert say(generator, "utter_faq/library_card")["text"] == "Answer fi."
    assert say(responses(folders), "utter_second_topic", *asked("other", also="faq/library_card"))["text"] == "Gone."


def test_a_model_with_an_unknown_response_does_not_start(folders):
    domain = Domain.from_dict({"responses": {"utter_gone": [{"text": "x"}]}})
    with pytest.raises(ContentError, match="utter_gone"):
        responses(folders, domain)


def asked(topic, language="fi", **data):
    selector = {"faq": {"response": {"intent_response_key": f"faq/{topic}"}}}
    parse = {"intent": {"name": "faq"}, "response_selector": selector, **data}
    return [SlotSet("language", language), UserUttered("text", parse_data=parse)]


def test_an_answer_offers_its_plain_variant_and_asks_whether_it_helped(folders):
    message = say(responses(folders), "utter_faq/library_card", *asked("library_card"))
    assert [button["payload"] for button in message["buttons"]] == [
        '/plain_language{"topic": "library_card"}',
        '/helped{"topic": "library_card"}',
        '/not_helped{"topic": "library_card"}',
    ]


def test_what_may_have_been_asked_besides_stands_first_below_the_answer(folders):
    events = asked("library_card", "sv", options=["faq/library_card"])
    buttons = say(responses(folders), "utter_faq/library_card", *events)["buttons"]
    assert buttons[0] == {"title": "Också: Title sv", "payload": "/faq/library_card"}
    assert len(buttons) == 4


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_plain_variant_comes_with_the_same_links(folders, language):
    entities = [{"entity": "topic", "value": "library_card"}, {"entity": "language", "value": language}]
    parse = {"intent": {"name": "plain_language"}, "entities": entities}
    events = [SlotSet("language", language), UserUttered(None, entities=entities, parse_data=parse)]
    message = say(responses(folders), "utter_plain_language", *events)
    assert message["text"] == "An easy answer."
    assert message["custom"]["links"] == [{"title": "Page", "url": "https://www.hel.fi"}]
    assert [button["payload"].partition("{")[0] for button in message["buttons"]] == ["/helped", "/not_helped"]


def test_a_topic_that_is_gone_since_training_has_words_too(folders):
    message = say(responses(folders), "utter_second_topic", *asked("library_card", also="faq/closed_down"))
    assert message["text"] == "Gone."
