"""A form that was left half-way for a person: seen from outside, asked on at its step, or ended."""

from uuid import uuid4

import pytest

from tests.conversations.test_feedback import ANONYMOUS, BEGIN, COMPLAINT, DONE, LANGUAGES, SEND, SKIP, TEXT, asks
from tests.support.content import form_question, response

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

NO_FORM = {"form": None, "step": None, "slots": {}}
CODE = {
    "fi": "Missä vaiheessa palautteeni on?",
    "sv": "Hur går det med min respons?",
    "en": "What is the status of my feedback?",
}
MANY = 12
"""So many turns, and the older part of the tracker has been compacted."""


def path(conversation, rest=""):
    return f"/webhooks/luukku/conversations/{conversation.id}/form{rest}"


def form_of(server, conversation):
    status, form = server.request("GET", path(conversation))
    assert status == 200
    return form


def question_of(server, conversation, language):
    status, answer = server.request("GET", path(conversation, f"/question?language={language}"))
    assert status == 200
    return answer["messages"]


def left_at_place(talk, language):
    """A feedback with its kind and text given, left when a person was asked for."""
    conversation = talk(language)
    for text in (BEGIN, COMPLAINT, TEXT):
        conversation.say(text[language])
    conversation.choose("/wants_human")
    assert conversation.reply["messages"] == []
    return conversation


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_that_was_left_tells_its_step_and_what_is_filled_in(talk, server, language):
    conversation = left_at_place(talk, language)
    extras = dict.fromkeys(("title", "name", "publish", "service", "later"), "")
    slots = {"feedback_kind": "complaint", "feedback_text": TEXT[language]}
    slots |= {f"feedback_{name}": value for name, value in extras.items()}
    left = {"form": "feedback_form", "step": "feedback_place", "slots": slots}
    assert form_of(server, conversation) == left
    conversation.say(SKIP[language])
    slots["feedback_place"] = ""
    assert form_of(server, conversation) == {**left, "step": "feedback_contact", "slots": slots}


def test_a_number_that_was_given_for_text_messages_is_in_the_form_that_was_left(talk, server, services):
    services.ways = ("email", "sms")
    conversation = talk("fi")
    for text in (BEGIN["fi"], COMPLAINT["fi"], TEXT["fi"], SKIP["fi"], "040 123 4567"):
        conversation.say(text)
    conversation.choose("/wants_human")
    assert form_of(server, conversation)["slots"]["feedback_contact"] == "+358401234567"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_step_is_asked_again_in_the_conversations_language_and_nothing_changes(talk, server, services, language):
    conversation = left_at_place(talk, "fi")
    before = form_of(server, conversation)
    (question,) = question_of(server, conversation, language)
    assert question["text"] == form_question("place", language)
    assert question["language"] == language
    ways = [f'/inform{{"feedback_go": "{way}"}}' for way in ("back", "later")]
    assert [button["payload"] for button in question["buttons"]] == [
        '/inform{"feedback_place": "skip"}',
        *ways,
        "/stop",
    ]
    assert question_of(server, conversation, language) == [question]
    assert form_of(server, conversation) == before
    conversation.say("Esplanadi 1")
    assert asks(conversation, "contact")
    conversation.say(ANONYMOUS["fi"])
    conversation.say(DONE["fi"])
    conversation.say(SEND["fi"])
    (case,) = services.cases.values()
    assert (case["kind"], case["text"], case["place"]) == ("complaint", TEXT["fi"], "Esplanadi 1")


def test_the_summary_is_asked_again_with_what_was_given(talk, server):
    conversation = left_at_place(talk, "fi")
    conversation.say("Esplanadi 1")
    conversation.say(ANONYMOUS["fi"])
    conversation.say(DONE["fi"])
    (question,) = question_of(server, conversation, "sv")
    assert "Esplanadi 1" in question["text"]
    assert response("label/feedback_kind/complaint", "sv") in question["text"]


def test_without_a_form_there_is_nothing_to_see_or_to_ask(talk, server):
    conversation = talk("fi")
    assert form_of(server, conversation) == NO_FORM
    conversation.say("moi")
    assert form_of(server, conversation) == NO_FORM
    assert question_of(server, conversation, "fi") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_a_person_has_finished_is_over_with_the_next_turn(talk, server, services, language):
    conversation = left_at_place(talk, language)
    message = {"conversation": conversation.id, "message": str(uuid4()), "language": language, "mode": "city"}
    turn = {**message, "text": SKIP[language], "choice": None, "end_form": True}
    first = server.turn(**turn)
    assert first["messages"]
    assert first["understanding"]["decision"] != "form"
    assert form_of(server, conversation) == NO_FORM
    assert server.turn(**turn) == {**first, "replayed": True}
    # What was written before is no part of the next feedback.
    conversation.say(BEGIN[language])
    assert asks(conversation, "kind")
    conversation.say(COMPLAINT[language])
    assert asks(conversation, "text")
    assert services.cases == {}


def test_a_form_once_ended_stays_so_in_a_long_conversation(talk, server):
    conversation = left_at_place(talk, "fi")
    ending = {"conversation": conversation.id, "language": "fi", "mode": "city", "text": "moi", "choice": None}
    server.turn(**ending, message=str(uuid4()), end_form=True)
    for _ in range(MANY):
        conversation.say("moi")
    assert form_of(server, conversation) == NO_FORM
    assert conversation.intent == "greet"


def test_a_status_query_is_a_form_too(talk, server):
    conversation = talk("en")
    conversation.say(CODE["en"])
    assert form_of(server, conversation) == {"form": "case_status_form", "step": "case_code", "slots": {}}
    (question,) = question_of(server, conversation, "en")
    assert question["text"] == response("utter_ask_case_code", "en")


def test_a_form_is_seen_and_asked_by_the_service_only(talk, server):
    conversation = left_at_place(talk, "fi")
    for rest in ("", "/question?language=fi"):
        assert server.request("GET", path(conversation, rest), token="another")[0] == 401
    assert server.request("GET", path(conversation, "/question?language=de")) == (400, {"error": "invalid_payload"})
    broken = {"conversation": conversation.id, "message": str(uuid4()), "language": "fi", "mode": "city"}
    status, answer = server.request(
        "POST", "/webhooks/luukku/turn", {**broken, "text": "moi", "choice": None, "end_form": "yes"}
    )
    assert (status, answer) == (400, {"error": "invalid_payload"})
