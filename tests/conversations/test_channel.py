"""The channel's contract: token, validation, replay, one turn at a time, restart, erasing."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]


def turn(**changes):
    message = {"conversation": str(uuid4()), "message": str(uuid4()), "text": "moi", "choice": None}
    return {**message, "language": "fi", "mode": "city", **changes}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/webhooks/luukku/turn"),
        ("POST", "/webhooks/luukku/look"),
        ("GET", "/webhooks/luukku/ready"),
        ("DELETE", "/webhooks/luukku/conversations/x"),
    ],
)
def test_every_route_needs_the_token(server, method, path):
    assert server.request(method, path, turn(), token="wrong") == (401, {"error": "unauthenticated"})


@pytest.mark.parametrize(
    "changes",
    [
        {"text": None},
        {"choice": "/greet"},
        {"text": "x" * 4001},
        {"text": "   "},
        {"text": 5},
        {"language": "et"},
        {"mode": "adult"},
        {"conversation": None},
        {"text": None, "choice": "greet"},
        {"text": None, "choice": "/no_such_intent"},
        {"text": None, "choice": "/faq/no_such_topic"},
        {"text": None, "choice": '/inform{"no_such_entity": "x"}'},
        {"text": None, "choice": "/inform{"},
    ],
)
def test_a_malformed_turn_is_refused_with_a_code(server, changes):
    body = turn(**changes)
    assert server.request("POST", "/webhooks/luukku/turn", body) == (400, {"error": "invalid_payload"})


@pytest.mark.parametrize(
    "changes", [{"text": None}, {"text": "  "}, {"text": "x" * 4001}, {"language": "et"}, {"mode": "adult"}]
)
def test_a_malformed_look_is_refused_with_a_code(server, changes):
    body = {"text": "moi", "language": "fi", "mode": "youth", **changes}
    assert server.request("POST", "/webhooks/luukku/look", body) == (400, {"error": "invalid_payload"})


def test_ready_names_the_model(server):
    status, body = server.request("GET", "/webhooks/luukku/ready")
    assert (status, body) == (200, {"model": server.model.name})


def test_the_same_message_again_gives_the_same_reply_without_another_turn(server, talk, services):
    conversation = talk("en")
    for text in ("give feedback", "complaint", "the bus was very late", "skip", "anonymous", "continue"):
        conversation.say(text)
    message = str(uuid4())
    first = conversation.say("send", message=message)
    again = conversation.say("send", message=message)
    assert first["replayed"] is False
    assert again == {**first, "replayed": True}
    assert len(services.cases) == 1


def test_the_same_message_twice_at_once_runs_one_turn(server, services):
    body = turn(text="haluan puhua ihmiselle")
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: server.turn(**body), range(4)))
    assert sorted(reply["replayed"] for reply in replies) == [False, True, True, True]
    assert services.human_requests == [body["conversation"]]


def test_a_restart_in_the_middle_of_a_form_loses_nothing(server, talk, services):
    conversation = talk("sv")
    conversation.say("jag vill ge respons")
    conversation.say("idé")
    message = str(uuid4())
    first = conversation.say("Fler bänkar i parkerna, tack.", message=message)
    server.kill()
    server.start()
    assert conversation.say("Fler bänkar i parkerna, tack.", message=message) == {**first, "replayed": True}
    conversation.say("hoppa över")
    conversation.say("anonymt")
    conversation.say("fortsätt")
    conversation.say("skicka")
    assert [case["text"] for case in services.cases.values()] == ["Fler bänkar i parkerna, tack."]


def test_a_long_conversation_keeps_its_form(server, talk, services):
    conversation = talk("en")
    for text in ("give feedback", "idea", "More benches in the parks, please."):
        conversation.say(text)
    for _ in range(25):
        conversation.say("hello")
    conversation.say("skip")
    conversation.say("anonymous")
    conversation.say("continue")
    conversation.say("send")
    assert [case["text"] for case in services.cases.values()] == ["More benches in the parks, please."]


def test_an_erased_conversation_starts_anew(server, talk, services):
    conversation = talk("en")
    conversation.say("give feedback")
    assert server.request("DELETE", f"/webhooks/luukku/conversations/{conversation.id}") == (200, {})
    conversation.say("idea")
    assert conversation.decision != "form"


def test_no_text_reaches_the_log(server, talk, services):
    conversation = talk("en")
    for text in ("give feedback", "complaint", "Zanzibar quokka dishwasher", "Unlikely Street 7", "zq@example.com"):
        conversation.say(text)
    log = server.log_path.read_text("utf-8")
    assert "Rasa server is up and running" in log
    assert not [secret for secret in ("quokka", "Unlikely Street", "zq@example.com") if secret in log]
