"""What an editor tries is what a visitor would get, and leaves no trace."""

from uuid import uuid4

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]


def explain(server, text, **how):
    body = {"text": text, "language": "fi", "mode": "city", **how}
    status, told = server.request("POST", "/webhooks/luukku/explain", body)
    assert status == 200, told
    return told


def test_it_needs_the_token_and_a_question(server):
    body = {"text": "moi", "language": "fi", "mode": "city"}
    path = "/webhooks/luukku/explain"
    assert server.request("POST", path, body, token="wrong") == (401, {"error": "unauthenticated"})
    assert server.request("POST", path, {**body, "text": " "}) == (400, {"error": "invalid_payload"})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mistä saan kirjastokortin?", "fi"),
        ("båtplats pris", "sv"),
        ("mitä maksaa", "fi"),
        ("best pizza recipe", "en"),
        ("hello", "en"),
        ("¿Dónde puedo obtener una tarjeta de la biblioteca?", "fi"),
        ("miten uusin lainat ja missä on lähin uimahalli?", "fi"),
    ],
)
def test_it_says_what_a_visitor_is_told(server, talk, text, language):
    conversation = talk(language)
    reply, told = conversation.say(text), explain(server, text, language=language)
    assert told["messages"] == reply["messages"]
    assert (told["language"], told["decision"]) == (reply["language"], reply["understanding"]["decision"])
    assert told["options"] == reply["understanding"]["options"]
    assert told["goes_on"] == ""


def test_a_first_question_counts_as_it_does_in_a_conversation(server, talk):
    conversation = talk("fi")
    conversation.say("venepaikka hinta")
    reply = conversation.say("entä hinta")
    told = explain(server, "entä hinta", before="venepaikka hinta")
    assert (told["intent"], told["previous"], told["messages"]) == ("follow_up", "boat_berth", reply["messages"])
    assert explain(server, "entä hinta")["intent"] != "follow_up"


def test_what_would_be_done_is_named_and_not_done(server, services):
    told = explain(server, "haluan puhua ihmisen kanssa")
    assert (told["goes_on"], told["messages"]) == ("action_request_human", [])
    assert services.human_requests == []
    assert explain(server, "haluan antaa palautetta")["goes_on"] == "feedback_form"


def test_the_examples_that_speak_for_it_are_told(server):
    first = explain(server, "haen venepaikkaa")["entries"][0]
    assert (first["topic"], first["unlearnt"]) == ("boat_berth", 0)
    assert first["examples"][0]["text"] == "Miten haen venepaikkaa?"
    assert first["examples"][0]["language"] == "fi"
    assert [each["likeness"] for each in first["examples"]] == sorted(
        (each["likeness"] for each in first["examples"]), reverse=True
    )
    swedish = explain(server, "var ansöker man om båtplats", language="sv")["entries"][0]
    assert swedish["examples"][0]["language"] == "sv"


def test_danger_is_told_by_the_limit_of_the_chat(server):
    told = explain(server, "haluan kuolla", mode="youth")
    assert (told["alarm"], told["alarm_at"]) == (True, 0.15)
    assert explain(server, "Mistä saan kirjastokortin?")["alarm"] is False


def test_nothing_is_kept(server, talk):
    explain(server, "Zanzibar quokka dishwasher", before="Unlikely Street 7")
    assert "quokka" not in server.log_path.read_text("utf-8")
    # The tracker of what was tried is nobody's conversation.
    status, form = server.request("GET", "/webhooks/luukku/conversations/tried/form")
    assert (status, form["form"]) == (200, None)
    message = str(uuid4())
    reply = server.turn(
        conversation="tried", message=message, text="entä hinta", choice=None, language="fi", mode="city"
    )
    assert reply["understanding"]["intent"] != "follow_up"


def test_a_brief_one_has_the_decision_only(server):
    told = explain(server, "venepaikka hinta", brief=True)
    assert (told["intent"], "entries" in told, "messages" in told) == ("faq/boat_berth", False, False)
