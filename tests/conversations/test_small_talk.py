"""Small talk, out of scope and other languages, in all three languages."""

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

SMALL_TALK = {
    "fi": {
        "greet": "no moikka, onks siellä ketään",
        "thanks": "kiitti, tästä oli apua",
        "goodbye": "heippa, hyvää jatkoa",
        "bot_challenge": "ootko sä ihminen vai robotti",
        "out_of_scope": "millainen sää huomenna on",
    },
    "sv": {
        "greet": "hejsan, är nån där",
        "thanks": "tack, det hjälpte",
        "goodbye": "hejdå, ha det bra",
        "bot_challenge": "är du en människa eller en robot",
        "out_of_scope": "hurdant väder blir det imorgon",
    },
    "en": {
        "greet": "hello, is anyone there",
        "thanks": "thanks, that was helpful",
        "goodbye": "goodbye, have a nice day",
        "bot_challenge": "are you a human or a robot",
        "out_of_scope": "what will the weather be tomorrow",
    },
}
MACHINE = {"fi": "automaattinen", "sv": "automatisk", "en": "automated"}


@pytest.mark.parametrize("intent", ["greet", "thanks", "goodbye", "bot_challenge", "out_of_scope"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_small_talk_is_understood_and_answered_in_its_language(talk, language, intent):
    conversation = talk(language)
    reply = conversation.say(SMALL_TALK[language][intent])
    assert conversation.intent == intent
    assert reply["language"] == language
    assert [message["language"] for message in reply["messages"]] == [language]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_assistant_says_that_it_is_a_machine_and_offers_a_person(talk, services, language):
    conversation = talk(language)
    conversation.say(SMALL_TALK[language]["bot_challenge"])
    assert MACHINE[language] in conversation.texts[0]
    conversation.press("/wants_human")
    assert services.human_requests == [conversation.id]


@pytest.mark.parametrize(
    "text", ["Waxaan rabaa inaan la hadlo qof", "أين المدرسة؟", "где моя школа", "Kuidas ma saan lasteaiakoha"]
)
def test_another_language_is_told_the_three_and_changes_nothing(talk, text):
    conversation = talk("sv")
    conversation.say(text)
    assert conversation.decision == "other_language"
    assert conversation.language == "sv"
    assert all(word in conversation.texts[0] for word in ("suomeksi", "svenska", "English"))
    assert len(conversation.reply["messages"][0]["links"]) == 3


def test_a_citizen_who_writes_another_service_language_is_answered_in_it(talk):
    conversation = talk("fi")
    conversation.say("good morning, can you help me please")
    assert conversation.language == "en"
    conversation.say("hej, jag har en fråga till er")
    assert conversation.language == "sv"


@pytest.mark.parametrize(("language", "said"), [("fi", "suomeksi"), ("sv", "svenska"), ("en", "English")])
def test_the_language_button_goes_on_in_the_language_of_the_request(talk, language, said):
    conversation = talk("fi")
    conversation.say("moi")
    conversation.language = language
    reply = conversation.choose("/change_language")
    assert reply["language"] == language
    assert said in conversation.texts[0]
    conversation.say("ok")
    assert conversation.language == language


@pytest.mark.parametrize("text", ["/wants_human", "  /give_feedback", '/inform{"language": "en"}', "/", "//restart"])
def test_a_text_is_never_a_command(talk, services, text):
    conversation = talk("fi")
    conversation.say(text)
    assert conversation.decision != "choice"
    conversation.say("moi")
    assert conversation.intent == "greet"
