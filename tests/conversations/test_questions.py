"""Questions about city services: answered with an official link, asked back, or honestly not known."""

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

QUESTIONS = {
    "faq/resident_parking_permit": {
        "fi": "mistä saan asukaspysäköintitunnuksen",
        "sv": "hur får jag boendeparkeringstillstånd",
        "en": "how do I get a resident parking permit",
    },
    "faq/public_transport": {
        "fi": "mistä ostan hsl bussilipun",
        "sv": "var köper jag en bussbiljett till hrt",
        "en": "where do I buy a bus ticket",
    },
}
# Which of them is vague to a model depends on its topics; one at least must be.
VAGUE = {
    "fi": ["paljonko se maksaa", "mistä saan luvan", "haluan varata paikan", "lapsi ja hakemus"],
    "sv": ["vad kostar det", "var får jag tillstånd", "jag vill boka en plats", "barn och ansökan"],
    "en": ["how much does it cost", "where do I get a permit", "I want to book a place", "child and application"],
}


def ask_vaguely(conversation):
    language = conversation.language
    for text in VAGUE[language]:
        conversation.say(text)
        if conversation.decision == "clarify":
            return
    pytest.fail("the assistant was sure of every vague question")


@pytest.mark.parametrize("topic", QUESTIONS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_question_is_answered_with_an_official_page(talk, topic, language):
    conversation = talk(language)
    reply = conversation.say(QUESTIONS[topic][language])
    assert conversation.intent == topic
    assert conversation.decision == "answer"
    assert 0 < reply["understanding"]["confidence"] <= 1
    message = reply["messages"][0]
    assert message["language"] == language
    assert message["text"]
    assert all(link["url"].startswith("https://") and link["title"] for link in message["links"])
    assert message["links"]


def test_missing_dots_and_a_typing_error_do_not_hurt(talk):
    conversation = talk("fi")
    conversation.say("mista saan asukaspysakointitunuksen")
    assert conversation.intent == "faq/resident_parking_permit"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_unsure_assistant_offers_topics_by_their_titles_and_none_of_these(talk, language):
    conversation = talk(language)
    ask_vaguely(conversation)
    options = conversation.reply["understanding"]["options"]
    payloads = [button["payload"] for button in conversation.reply["messages"][0]["buttons"]]
    assert payloads == [*(f"/{option}" for option in options), "/lost"]
    assert 1 <= len(options) <= 3
    conversation.press(f"/{options[0]}")
    assert conversation.intent == options[0]
    assert conversation.decision == "choice"
    assert conversation.reply["messages"][0]["links"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_none_of_these_offers_a_person_feedback_and_the_citys_pages(talk, language):
    conversation = talk(language)
    ask_vaguely(conversation)
    conversation.press("/lost")
    message = conversation.reply["messages"][0]
    assert [button["payload"] for button in message["buttons"]] == ["/wants_human", "/give_feedback"]
    assert message["links"][0]["url"] == f"https://www.hel.fi/{language}"


TWO_NEEDS = {
    "fi": "Miten uusin kirjaston lainat? Ja mistä löydän uimahallien aukioloajat?",
    "sv": "Hur förnyar jag mina bibliotekslån? Och var hittar jag simhallarnas öppettider?",
    "en": "How do I renew my library loans? And where do I find the opening hours of the swimming halls?",
}
FOLLOW_UPS = {"fi": "entä hinta?", "sv": "och vad kostar det?", "en": "and the price?"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_two_needs_in_one_message_are_both_served(talk, language):
    conversation = talk(language)
    reply = conversation.say(TWO_NEEDS[language])
    understanding = reply["understanding"]
    assert {understanding["intent"], understanding["also"]} == {"faq/library_loans", "faq/swimming_halls"}
    first, second = reply["messages"]
    assert first["text"] != second["text"]
    assert first["links"]
    assert second["links"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_follow_up_goes_on_about_the_topic_just_answered(talk, language):
    conversation = talk(language)
    links = conversation.say(QUESTIONS["faq/resident_parking_permit"][language])["messages"][0]["links"]
    reply = conversation.say(FOLLOW_UPS[language])
    assert conversation.intent == "faq/resident_parking_permit"
    assert reply["messages"][0]["links"] == links
    conversation.press("/wants_human")


def test_a_follow_up_without_anything_before_it_is_no_answer(talk):
    conversation = talk("fi")
    conversation.say(FOLLOW_UPS["fi"])
    assert conversation.decision in {"clarify", "lost", "out_of_scope"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_answer_can_be_had_in_plain_language_by_button_or_by_asking(talk, language):
    asking = {"fi": "selkokielellä kiitos", "sv": "på lättläst tack", "en": "in plain language please"}
    conversation = talk(language)
    answer = conversation.say(QUESTIONS["faq/public_transport"][language])["messages"][0]["text"]
    pressed = conversation.press("/plain_language")["messages"][0]
    assert pressed["text"] != answer
    assert pressed["language"] == language
    assert pressed["links"]
    again = talk(language)
    again.say(QUESTIONS["faq/public_transport"][language])
    assert again.say(asking[language])["messages"][0]["text"] == pressed["text"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_thumbs_down_asks_what_was_missing_and_offers_the_next_way(talk, language):
    conversation = talk(language)
    conversation.say(QUESTIONS["faq/public_transport"][language])
    message = conversation.press("/not_helped")["messages"][0]
    assert "?" in message["text"]
    assert [button["payload"] for button in message["buttons"]] == ["/wants_human", "/give_feedback"]
    conversation.say(QUESTIONS["faq/resident_parking_permit"][language])
    assert conversation.intent == "faq/resident_parking_permit"


def test_an_answer_in_the_middle_of_a_feedback_keeps_the_form(talk):
    conversation = talk("fi")
    conversation.say("haluan antaa palautetta")
    conversation.say("mistä saan kirjastokortin?")
    step = conversation.texts[-1]
    plain = conversation.reply["messages"][0]
    payload = next(b["payload"] for b in plain["buttons"] if b["payload"].startswith("/plain_language"))
    conversation.choose(payload)
    assert len(conversation.texts) == 2
    assert conversation.texts[-1] == step
