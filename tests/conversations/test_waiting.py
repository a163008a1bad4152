"""Waiting for a person, the visitor may go on asking: the assistant answers what it knows and leaves the rest."""

from uuid import uuid4

import pytest

from tests.conversations.test_feedback import BEGIN, COMPLAINT, LANGUAGES, asks
from tests.support.content import entry, response

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

QUESTION = {
    "fi": "Miten saan kirjastokortin?",
    "sv": "Hur får jag ett lånekort till biblioteket?",
    "en": "How do I get a library card?",
}
FOR_THE_PERSON = {
    "fi": "Moi, tulisitko pian, kiitos",
    "sv": "Hej, kom snart är du snäll",
    "en": "Hi, please come soon",
}
AFTER = {"fi": "selkokielellä kiitos", "sv": "på lättläst tack", "en": "in plain language please"}


def wait(server, conversation, *, text=None, choice=None, message=None):
    """Say something, or press a button, while the conversation waits."""
    return server.turn(
        conversation=conversation.id,
        message=message or str(uuid4()),
        text=text,
        choice=choice,
        language=conversation.language,
        mode="city",
        waiting=True,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_answered_and_the_talk_about_it_goes_on(talk, server, language):
    conversation = talk(language)
    answer = wait(server, conversation, text=QUESTION[language])
    assert answer["understanding"]["intent"] == "faq/library_card"
    assert answer["messages"][0]["text"] == entry("library_card", language)["answer"]
    plain = wait(server, conversation, text=AFTER[language])
    assert plain["understanding"]["intent"] == "plain_language"
    assert plain["messages"][0]["text"] != answer["messages"][0]["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_a_person_can_answer_is_left_to_the_person(talk, server, language):
    conversation = talk(language)
    conversation.say(QUESTION[language])
    for text in (FOR_THE_PERSON[language], BEGIN[language]):
        answer = wait(server, conversation, text=text)
        assert answer["messages"] == []
        assert answer["understanding"]["decision"] == "left_to_person"
    # Nothing has begun, and nothing stands between a question and what was asked before.
    conversation.say(AFTER[language])
    assert conversation.intent == "plain_language"


def test_the_assistant_asks_back_whoever_asks_and_nobody_else(talk, server):
    conversation = talk("sv")
    for text, decision in (("Jag är här när du hinner", "left_to_person"), ("När är det öppet?", "clarify")):
        answer = wait(server, conversation, text=text)
        assert (answer["understanding"]["decision"], bool(answer["messages"])) == (decision, decision == "clarify")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", ["/lost", "/wants_human", "/give_feedback", "/feedback_status", "/not_helped"])
def test_a_button_never_does_just_nothing(talk, server, language, choice):
    conversation = talk(language)
    (said,) = wait(server, conversation, choice=choice)["messages"]
    assert said["text"] == response("utter_left_to_person", language)
    assert said["language"] == language


def test_a_topics_button_gives_its_answer(talk, server):
    conversation = talk("sv")
    (said,) = wait(server, conversation, choice="/faq/library_card")["messages"]
    assert said["text"] == entry("library_card", "sv")["answer"]


def test_a_form_is_left_where_it_is(talk, server):
    conversation = talk("fi")
    conversation.say(BEGIN["fi"])
    conversation.say(COMPLAINT["fi"])
    assert asks(conversation, "text")
    for text in ("Tämä on työntekijälle, ei palautteeksi", QUESTION["fi"]):
        assert wait(server, conversation, text=text)["messages"] == []
    form = server.request("GET", f"/webhooks/luukku/conversations/{conversation.id}/form")[1]
    assert form["step"] == "feedback_text"
    assert {name: value for name, value in form["slots"].items() if value} == {"feedback_kind": "complaint"}


def test_danger_is_seen_all_the_same(talk, server):
    conversation = talk("fi")
    assert wait(server, conversation, text="en halua enää elää")["understanding"]["alarm"] is True


def test_an_answer_is_repeated_for_the_same_message(talk, server):
    conversation = talk("en")
    message = str(uuid4())
    first = wait(server, conversation, text=QUESTION["en"], message=message)
    assert wait(server, conversation, text=QUESTION["en"], message=message) == {**first, "replayed": True}
