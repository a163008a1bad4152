"""Asking with the code where a feedback stands."""

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

ASK = {
    "fi": "missä vaiheessa palautteeni on",
    "sv": "hur går det med min respons",
    "en": "what is the status of my feedback",
}
MISTYPED = {"fi": "kirjoitusvirhe", "sv": "skrivfel", "en": "typing error"}
CANCEL = {"fi": "peruuta", "sv": "avbryt", "en": "cancel"}
RECEIVED = {"fi": "vastaanotettu", "sv": "mottagen", "en": "received"}


@pytest.fixture
def code(services):
    services.cases["LK-7H2K-9QPM-3XWD"] = {"kind": "idea"}
    return "LK-7H2K-9QPM-3XWD"


@pytest.mark.parametrize("typed", ["LK-7H2K-9QPM-3XWD", "lk 7h2k 9qpm 3xwd", "  lk7h2k9qpm3xwd "])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_status_is_told_with_dates(talk, code, language, typed):
    conversation = talk(language)
    conversation.say(ASK[language])
    conversation.say(typed)
    text = conversation.texts[-1]
    assert code in text
    assert RECEIVED[language] in text
    assert "9.6.2020" in text
    assert "24.6.2020" in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_code_within_the_question_is_used_at_once(talk, code, language):
    conversation = talk(language)
    conversation.say(f"{ASK[language]} {code.lower()}")
    assert code in conversation.texts[-1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_unknown_code_is_asked_again_and_can_be_left(talk, code, language):
    conversation = talk(language)
    conversation.say(ASK[language])
    conversation.say("LK-0000-0000-0000")
    assert len(conversation.texts) == 2
    assert conversation.reply["messages"][-1]["buttons"][0]["payload"] == "/stop"
    conversation.say(CANCEL[language])
    conversation.say(f"{ASK[language]} {code}")
    assert code in conversation.texts[-1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_slip_in_the_code_is_told_apart_from_an_unknown_one(talk, services, code, language):
    services.mistyped.add("LK-7H2K-9QPM-3XWE")
    conversation = talk(language)
    conversation.say(ASK[language])
    conversation.say("LK-7H2K-9QPM-3XWE")
    assert MISTYPED[language] in conversation.texts[-2]
    conversation.say(code)
    assert code in conversation.texts[-1]


def test_from_a_status_query_to_a_feedback(talk, code):
    conversation = talk("en")
    conversation.say(ASK["en"])
    conversation.say("give feedback")
    assert conversation.reply["messages"][-1]["buttons"][0]["payload"].startswith('/inform{"feedback_kind"')
