"""The ways through the feedback form: back, any answer changed, sent elsewhere, and away until another day."""

import pytest

from actions.ports import ProposedService, Review, Signpost
from tests.conversations.test_feedback import (
    BACK,
    BEGIN,
    COMPLAINT,
    DONE,
    LANGUAGES,
    LATER,
    NOTHING_SENT,
    QUESTION,
    SEND,
    TEXT,
    asks,
    buttons,
    to_summary,
)
from tests.support.action_webhook import RESUME_CODE
from tests.support.content import response

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

PARKS = ProposedService("174", {"fi": "Puistot", "sv": "Parker", "en": "Parks"})
STREETS = ProposedService("171", {"fi": "Katujen kunto", "sv": "Gatornas skick", "en": "Condition of streets"})
ELSEWHERE = Signpost("Soita 112", "Palautetta ei lueta heti.", (("Soita 112", "tel:112"),))
KEEP, GO_BACK, GO_LATER = (f'/inform{{"feedback_go": "{way}"' for way in ("keep", "back", "later"))


def change(conversation, field):
    conversation.press('/inform{"feedback_confirm": "correct"')
    conversation.press(f'/inform{{"feedback_correct": "feedback_{field}"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_tells_its_number_of_all(talk, language):
    conversation = talk(language)
    word = {"fi": "Vaihe", "sv": "Steg", "en": "Step"}[language]
    answers = (BEGIN[language], COMPLAINT[language], TEXT[language], "Esplanadi 1", "a@b.fi", DONE[language])
    for number, answer in enumerate(answers, 1):
        conversation.say(answer)
        assert conversation.texts[-1].startswith(f"{word} {number}/6: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_young_are_asked_in_three_steps_and_offered_nothing_that_leads_to_them(talk, services, language):
    conversation = talk(language)
    conversation.mode = "youth"
    for number, answer in enumerate((BEGIN, COMPLAINT, TEXT), 1):
        conversation.say(answer[language])
        assert f"{number}/3" in conversation.texts[-1]
        assert GO_LATER + "}" not in buttons(conversation)
    assert response("label/feedback_contact/", language) not in conversation.texts[-1]
    conversation.press('/inform{"feedback_confirm": "correct"')
    offered = [payload.removeprefix('/inform{"feedback_correct": ') for payload in buttons(conversation)]
    assert offered == ['"feedback_kind"}', '"feedback_text"}', '"nothing"}']
    conversation.press('/inform{"feedback_correct": "nothing"')
    conversation.say(SEND[language])
    (case,) = services.cases.values()
    assert [case[name] for name in ("place", "contact", "name", "may_publish")] == ["", "", "", False]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", [True, False])
def test_back_asks_the_step_before_and_keeps_what_was_answered(talk, services, language, typed):
    conversation = talk(language)
    for answer in (BEGIN, COMPLAINT, TEXT):
        conversation.say(answer[language])
    conversation.say("Esplanadi 1")
    assert asks(conversation, "contact")

    def go_back():
        conversation.say(BACK[language]) if typed else conversation.press(GO_BACK)

    go_back()
    assert asks(conversation, "place")
    assert "Esplanadi 1" in conversation.texts[0]
    go_back()
    assert asks(conversation, "text")
    assert TEXT[language] in conversation.texts[0]
    conversation.press(KEEP)
    assert asks(conversation, "place")
    conversation.press(KEEP)
    assert asks(conversation, "contact")
    conversation.say("kaisa@example.com")
    conversation.say(DONE[language])
    conversation.say(SEND[language])
    (case,) = services.cases.values()
    assert (case["kind"], case["text"], case["place"]) == ("complaint", TEXT[language], "Esplanadi 1")


def test_at_the_first_step_there_is_no_way_back(talk):
    conversation = talk("fi")
    conversation.say(BEGIN["fi"])
    assert GO_BACK + "}" not in buttons(conversation)
    conversation.say(BACK["fi"])
    assert asks(conversation, "kind")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_step_asks_for_is_added_on_the_summary(talk, services, language):
    conversation = to_summary(talk(language))
    for field, answer in (("title", "Keinu rikki"), ("name", "Leikkijä"), ("contact", "kaisa@example.com")):
        change(conversation, field)
        conversation.say(answer)
        assert asks(conversation, "confirm")
        assert answer in conversation.texts[-1]
    change(conversation, "publish")
    conversation.press('/inform{"feedback_publish": "yes"')
    assert asks(conversation, "confirm")
    conversation.say(SEND[language])
    (case,) = services.cases.values()
    assert (case["title"], case["name"], case["may_publish"]) == ("Keinu rikki", "Leikkijä", True)
    assert case["contact"] == "kaisa@example.com"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposed_service_is_shown_and_can_be_changed(talk, services, language):
    services.review = Review((PARKS, STREETS))
    conversation = to_summary(talk(language))
    assert PARKS.names[language] in conversation.texts[-1]
    change(conversation, "service")
    assert buttons(conversation)[:3] == [
        '/inform{"feedback_service": "174"}',
        '/inform{"feedback_service": "171"}',
        '/inform{"feedback_service": "city"}',
    ]
    conversation.press('/inform{"feedback_service": "171"')
    assert STREETS.names[language] in conversation.texts[-1]
    conversation.say(SEND[language])
    (case,) = services.cases.values()
    assert case["service"] == "171"


def test_without_a_correction_the_service_stays_the_citys_to_choose(talk, services):
    services.review = Review((PARKS,))
    conversation = to_summary(talk("fi"))
    conversation.say(SEND["fi"])
    (case,) = services.cases.values()
    assert case["service"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_belongs_elsewhere_is_told_before_it_is_stored_and_sent_all_the_same(talk, services, language):
    services.review = Review(signpost=ELSEWHERE)
    conversation = to_summary(talk(language))
    assert ELSEWHERE.text in conversation.texts[-1]
    assert conversation.reply["messages"][-1]["links"] == [{"title": "Soita 112", "url": "tel:112"}]
    conversation.say(SEND[language].replace("joo ", "").replace("ja ", "").replace("yes ", ""))
    assert asks(conversation, "confirm")
    assert services.cases == {}
    conversation.say(SEND[language])
    assert len(services.cases) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_belongs_elsewhere_is_not_sent_by_who_does_not_want_to(talk, services, language):
    services.review = Review(signpost=ELSEWHERE)
    conversation = to_summary(talk(language))
    conversation.press("/stop")
    assert NOTHING_SENT[language] in conversation.texts[0]
    assert services.cases == {}


def test_a_question_does_not_lead_around_what_belongs_elsewhere(talk, services):
    services.review = Review(signpost=ELSEWHERE)
    conversation = to_summary(talk("fi"))
    conversation.say(QUESTION["fi"])
    assert conversation.intent == "faq/resident_parking_permit"
    assert ELSEWHERE.text in conversation.texts[-1]
    conversation.say("en lähetä sitä")
    assert services.cases == {}


def test_another_text_is_looked_at_anew(talk, services):
    conversation = to_summary(talk("fi"))
    services.review = Review(signpost=ELSEWHERE)
    change(conversation, "text")
    conversation.say("Naapurin lapsi on aina yksin ulkona yöllä.")
    assert ELSEWHERE.text in conversation.texts[-1]
    assert [feedback.text for feedback in services.reviewed][-1].startswith("Naapurin")


def test_the_form_goes_on_without_the_one_who_looks(talk, services):
    services.reviews = False
    conversation = to_summary(talk("fi"))
    assert asks(conversation, "confirm")
    conversation.say(SEND["fi"])
    assert len(services.cases) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_saved_and_goes_on_in_another_conversation_by_its_code(talk, services, language):
    conversation = talk(language)
    for answer in (BEGIN, COMPLAINT, TEXT):
        conversation.say(answer[language])
    conversation.say("Esplanadi 1")
    conversation.press(GO_LATER)
    assert asks(conversation, "later")
    conversation.say("kaisa@example.com")
    assert RESUME_CODE in conversation.texts[-1]
    assert "9.7.2020" in conversation.texts[-1]
    assert services.sent_to == ["kaisa@example.com"]
    assert services.cases == {}
    # The form is over here.
    conversation.say(BEGIN[language])
    assert asks(conversation, "kind")

    another = talk(language)
    another.say(f"{RESUME_CODE.lower()}")
    assert asks(another, "confirm")
    assert TEXT[language] in another.texts[-1]
    assert "Esplanadi 1" in another.texts[-1]
    another.say(SEND[language])
    (case,) = services.cases.values()
    assert (case["kind"], case["text"], case["place"]) == ("complaint", TEXT[language], "Esplanadi 1")


def test_the_code_is_understood_where_the_form_asks_for_the_kind(talk, services):
    conversation = talk("fi")
    for answer in (BEGIN, COMPLAINT, TEXT):
        conversation.say(answer["fi"])
    conversation.say(LATER["fi"])
    conversation.press('/inform{"feedback_later": "none"')
    assert services.sent_to == [""]
    another = talk("fi")
    another.say(BEGIN["fi"])
    another.say(f"koodini on {RESUME_CODE}")
    assert asks(another, "confirm")
    assert TEXT["fi"] in another.texts[-1]


def test_a_contact_that_is_there_gets_the_code_without_being_asked_for(talk, services):
    conversation = to_summary(talk("en"))
    change(conversation, "contact")
    conversation.say("kaisa@example.com")
    conversation.press(GO_LATER)
    assert RESUME_CODE in conversation.texts[-1]
    assert services.sent_to == ["kaisa@example.com"]


def test_an_unknown_and_a_mistyped_code_are_told_apart(talk, services):
    conversation = talk("fi")
    conversation.say(RESUME_CODE)
    assert conversation.texts == [response("utter_feedback_code_unknown", "fi")]
    services.mistyped.add(RESUME_CODE)
    conversation.say(RESUME_CODE)
    assert conversation.texts == [response("utter_feedback_code_mistyped", "fi")]


def test_a_saving_that_fails_keeps_the_form(talk, services):
    conversation = to_summary(talk("fi"))
    conversation.press(GO_LATER)
    services.available = False
    conversation.say("kaisa@example.com")
    assert response("utter_feedback_not_saved", "fi") in conversation.texts
    services.available = True
    assert asks(conversation, "confirm")
    assert TEXT["fi"] in conversation.texts[-1]


def test_a_number_is_taken_where_text_messages_are_sent(talk, services):
    conversation = talk("fi")
    services.ways = ("email", "sms")
    for answer in (BEGIN, COMPLAINT, TEXT):
        conversation.say(answer["fi"])
    conversation.say("Esplanadi 1")
    assert "puhelinnumerosi" in conversation.texts[-1]
    conversation.say("040 12")
    assert response("utter_feedback_contact_invalid", "fi") in conversation.texts
    conversation.say("040 123 4567")
    conversation.say(DONE["fi"])
    assert "+358401234567" in conversation.texts[-1]
    conversation.say(SEND["fi"])
    (case,) = services.cases.values()
    assert case["contact"] == "+358401234567"


def test_a_number_is_none_where_no_text_messages_are_sent(talk):
    conversation = talk("fi")
    for answer in (BEGIN, COMPLAINT, TEXT):
        conversation.say(answer["fi"])
    conversation.say("Esplanadi 1")
    conversation.say("040 123 4567")
    assert response("utter_feedback_email_invalid", "fi") in conversation.texts


def test_images_are_added_beside_the_conversation(talk, services):
    services.review = Review(images=2)
    conversation = talk("fi")
    for answer in (BEGIN, COMPLAINT, TEXT):
        conversation.say(answer["fi"])
    conversation.say("Esplanadi 1")
    conversation.say("nimettömänä")
    assert buttons(conversation)[:2] == ["add_images", '/inform{"feedback_images": "done"}']
    conversation.say("tässä on kuva keinusta joka on rikki")
    assert asks(conversation, "images")
    conversation.say(DONE["fi"])
    assert "Kuvia: 2" in conversation.texts[-1]
