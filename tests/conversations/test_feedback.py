"""The feedback form, step by step, in all three languages."""

import pytest

from tests.support.content import entry, form_question

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

LANGUAGES = ["fi", "sv", "en"]
BEGIN = {"fi": "haluan antaa palautetta", "sv": "jag vill ge respons", "en": "I want to give feedback"}
COMPLAINT = {"fi": "moite", "sv": "klagomål", "en": "complaint"}
TEXT = {
    "fi": "Leikkipuiston keinu on rikki ja vaarallinen.",
    "sv": "Gungan i lekparken är trasig och farlig.",
    "en": "The swing in the playground is broken and dangerous.",
}
LONG_OPENING = {
    "fi": "Haluan antaa palautetta siitä, että pysäkin katos on ollut kuukausia ilman lasia ja sataa sisään.",
    "sv": "Jag vill ge respons om att hållplatsen har saknat glas i månader och att det regnar in.",
    "en": "I want to give feedback about the shelter at our stop: it has had no glass for months and rain comes in.",
}
NOTHING_MORE = {"place": "", "contact": "", "title": "", "name": "", "may_publish": False, "service": ""}
SKIP = {"fi": "ohita", "sv": "hoppa över", "en": "skip"}
ANONYMOUS = {"fi": "nimettömänä", "sv": "anonymt", "en": "anonymous"}
SEND = {"fi": "joo lähetä", "sv": "ja skicka", "en": "yes send"}
DONE = {"fi": "jatka", "sv": "fortsätt", "en": "continue"}
BACK = {"fi": "takaisin", "sv": "tillbaka", "en": "back"}
LATER = {"fi": "jatkan myöhemmin", "sv": "fortsätt senare", "en": "continue later"}
CANCEL = {"fi": "peruuta", "sv": "avbryt", "en": "cancel"}
NOTHING_SENT = {"fi": "eikä mitään lähetetty", "sv": "ingenting skickades", "en": "nothing was sent"}
CHECK = {
    "fi": "Vaihe 6/6: Tarkista palautteesi.",
    "sv": "Steg 6/6: Kontrollera din respons.",
    "en": "Step 6/6: Please check your feedback.",
}
QUESTION = {
    "fi": "mistä saan asukaspysäköintitunnuksen?",
    "sv": "hur får jag boendeparkeringstillstånd?",
    "en": "how do I get a resident parking permit?",
}
PERSON = {
    "fi": "haluan puhua ihmiselle",
    "sv": "jag vill prata med en människa",
    "en": "I want to talk to a person",
}


def to_summary(conversation):
    language = conversation.language
    for text in (BEGIN, COMPLAINT, TEXT, SKIP, ANONYMOUS, DONE):
        conversation.say(text[language])
    return conversation


def buttons(conversation):
    """Payloads of the last message."""
    return [button["payload"] for button in conversation.reply["messages"][-1]["buttons"]]


def asks(conversation, step):
    """Whether the last message asks for the step, as the form asks for it."""
    language = conversation.reply["messages"][-1]["language"]
    question = form_question(step, language) if step != "confirm" else CHECK[language]
    return conversation.texts[-1].startswith(question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_answers_become_a_case_with_code_and_promised_day(talk, services, language):
    conversation = to_summary(talk(language))
    assert asks(conversation, "confirm")
    assert TEXT[language] in conversation.texts[-1]
    conversation.say(SEND[language])
    assert services.cases == {
        "LK-TEST-0000-0000": {
            "kind": "complaint",
            "text": TEXT[language],
            "language": language,
            **NOTHING_MORE,
        }
    }
    assert "LK-TEST-0000-0000" in conversation.texts[-1]
    assert "24.6.2020" in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_lead_through_the_form(talk, services, language):
    conversation = talk(language)
    conversation.say("ok")
    conversation.choose("/give_feedback")
    conversation.press('/inform{"feedback_kind": "idea"')
    conversation.say(TEXT[language])
    conversation.say("Esplanadi 1")
    conversation.say("kaisa@example.com")
    conversation.press('/inform{"feedback_images": "done"')
    conversation.press('/inform{"feedback_confirm": "send"')
    (case,) = services.cases.values()
    assert case == {
        "kind": "idea",
        "text": TEXT[language],
        "language": language,
        **NOTHING_MORE,
        "place": "Esplanadi 1",
        "contact": "kaisa@example.com",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_correcting_asks_for_that_field_only(talk, services, language):
    conversation = to_summary(talk(language))
    conversation.press('/inform{"feedback_confirm": "correct"')
    assert asks(conversation, "correct")
    conversation.press('/inform{"feedback_correct": "feedback_place"')
    assert asks(conversation, "place")
    conversation.say("Esplanadi 1")
    assert asks(conversation, "confirm")
    assert "Esplanadi 1" in conversation.texts[-1]
    conversation.press('/inform{"feedback_confirm": "send"')
    (case,) = services.cases.values()
    assert (case["place"], case["text"]) == ("Esplanadi 1", TEXT[language])


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("language", LANGUAGES)
def test_cancelling_at_any_step_sends_nothing_and_forgets_everything(talk, services, language, step):
    conversation = talk(language)
    for text in (BEGIN, COMPLAINT, TEXT, SKIP, ANONYMOUS, DONE)[: step + 1]:
        conversation.say(text[language])
    conversation.say(CANCEL[language])
    assert NOTHING_SENT[language] in conversation.texts[-1]
    assert services.cases == {}
    conversation.say(BEGIN[language])
    assert asks(conversation, "kind")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_feedback_starts_fresh(talk, services, language):
    conversation = to_summary(talk(language))
    conversation.say(SEND[language])
    conversation.say(BEGIN[language])
    assert asks(conversation, "kind")
    conversation.press('/inform{"feedback_kind": "thanks"')
    assert asks(conversation, "text")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_in_the_middle_is_answered_and_nothing_is_lost(talk, services, language):
    conversation = talk(language)
    for text in (BEGIN, COMPLAINT, TEXT, SKIP):
        conversation.say(text[language])
    conversation.say(QUESTION[language])
    assert conversation.intent == "faq/resident_parking_permit"
    assert conversation.reply["messages"][0]["links"]
    assert asks(conversation, "contact")
    conversation.say(ANONYMOUS[language])
    conversation.say(DONE[language])
    assert TEXT[language] in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_at_the_text_step_is_answered_and_may_become_the_text(talk, services, language):
    conversation = talk(language)
    conversation.say(BEGIN[language])
    conversation.say(COMPLAINT[language])
    conversation.say(QUESTION[language])
    assert conversation.intent == "faq/resident_parking_permit"
    assert asks(conversation, "text")
    conversation.press('/inform{"feedback_text"')
    assert asks(conversation, "place")
    conversation.say(SKIP[language])
    conversation.say(ANONYMOUS[language])
    conversation.say(DONE[language])
    assert QUESTION[language] in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_the_text_when_the_feedback_is_a_question(talk, services, language):
    conversation = talk(language)
    conversation.say(BEGIN[language])
    conversation.press('/inform{"feedback_kind": "question"')
    conversation.say(QUESTION[language])
    assert conversation.decision == "form"
    assert asks(conversation, "place")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feedback_about_a_topic_is_not_taken_for_a_question(talk, services, language):
    about_parking = {
        "fi": "Asukaspysäköintitunnus on liian kallis ja paikkoja ei ole koskaan vapaana kotikadullani.",
        "sv": "Boendeparkeringstillståndet är för dyrt och det finns aldrig lediga platser på min gata.",
        "en": "The resident parking permit is too expensive and there are never free places on my street.",
    }
    conversation = talk(language)
    conversation.say(BEGIN[language])
    conversation.say(COMPLAINT[language])
    conversation.say(about_parking[language])
    assert asks(conversation, "place")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feedback_written_instead_of_a_kind_is_kept_and_only_the_kind_is_asked(talk, services, language):
    kept = {"fi": "talteen", "sv": "sparade", "en": "kept what you wrote"}
    conversation = talk(language)
    conversation.say(BEGIN[language])
    conversation.say(TEXT[language])
    assert conversation.decision == "form"
    assert kept[language] in conversation.texts[0]
    assert asks(conversation, "kind")
    conversation.say(COMPLAINT[language])
    assert asks(conversation, "place")
    conversation.say(SKIP[language])
    conversation.say(ANONYMOUS[language])
    conversation.say(DONE[language])
    conversation.say(SEND[language])
    assert [(case["kind"], case["text"]) for case in services.cases.values()] == [("complaint", TEXT[language])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_text_at_the_kind_step_never_replaces_the_text_that_is_there(talk, services, language):
    conversation = to_summary(talk(language))
    conversation.press('/inform{"feedback_confirm": "correct"')
    conversation.press('/inform{"feedback_correct": "feedback_kind"')
    conversation.say(LONG_OPENING[language])
    assert asks(conversation, "kind")
    conversation.press('/inform{"feedback_kind": "idea"')
    assert TEXT[language] in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_first_message_is_offered_as_the_text(talk, services, language):
    conversation = talk(language)
    conversation.say(LONG_OPENING[language])
    assert conversation.intent == "give_feedback"
    assert asks(conversation, "kind")
    (offer,) = (
        button["payload"]
        for message in conversation.reply["messages"]
        for button in message["buttons"]
        if button["payload"].startswith('/inform{"feedback_text"')
    )
    conversation.press(offer)
    assert asks(conversation, "kind")
    conversation.press('/inform{"feedback_kind": "complaint"')
    assert asks(conversation, "place")
    conversation.say(SKIP[language])
    conversation.say(ANONYMOUS[language])
    conversation.say(DONE[language])
    assert LONG_OPENING[language] in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_message_that_was_not_understood_is_offered_when_feedback_is_chosen(talk, services, language):
    unclear = {
        "fi": "Siinä se nyt taas nökötti ja kaikki vaan kiersi sen ympäri niin kuin aina ennenkin täällä.",
        "sv": "Nu är det så här igen och alla bara väntar, precis som det har varit hela tiden förut.",
        "en": "There it stood again and everybody just walked around it like they always did round here.",
    }
    conversation = talk(language)
    conversation.say(unclear[language])
    assert conversation.decision in {"clarify", "lost"}
    conversation.choose("/give_feedback")
    conversation.press('/inform{"feedback_text"')
    conversation.press('/inform{"feedback_kind": "other"')
    assert asks(conversation, "place")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_first_message_only_begins_the_form(talk, services, language):
    conversation = talk(language)
    conversation.say(BEGIN[language])
    assert len(conversation.reply["messages"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_in_the_middle_is_answered_at_any_step(talk, services, language):
    danger = {
        "fi": "apua, mies makaa maassa eikä hengitä",
        "sv": "hjälp, en man ligger på marken och andas inte",
        "en": "help, a man is lying on the ground and not breathing",
    }
    conversation = talk(language)
    for text in (BEGIN, COMPLAINT, TEXT):
        conversation.say(text[language])
    conversation.say(danger[language])
    assert conversation.intent == "faq/emergency"
    assert "112" in conversation.texts[0]
    assert asks(conversation, "place")


def test_switching_language_in_the_middle_asks_the_same_step_in_the_new_one(talk, services):
    conversation = talk("fi")
    for text in (BEGIN, COMPLAINT, TEXT):
        conversation.say(text["fi"])
    for language, word in (("sv", "Steg 3/6: Vilken plats"), ("en", "Step 3/6: Which place")):
        conversation.language = language
        conversation.choose("/change_language")
        assert conversation.language == language
        assert asks(conversation, "place")
        assert word in conversation.texts[-1]
    conversation.say("skip")
    conversation.say("anonymous")
    conversation.say("continue")
    assert TEXT["fi"] in conversation.texts[-1]
    assert "complaint" in conversation.texts[-1]


def test_writing_another_language_in_the_middle_goes_on_in_it(talk, services):
    conversation = talk("fi")
    conversation.say(BEGIN["fi"])
    conversation.say("sorry, could we please do this in English")
    assert conversation.language == "en"
    assert asks(conversation, "kind")
    assert conversation.reply["messages"][-1]["language"] == "en"


@pytest.mark.parametrize("place", ["Mannerheimintie 5", "Kallion kirjasto", "Töölönlahden leikkipuisto"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_finnish_name_of_a_place_does_not_turn_the_conversation(talk, services, language, place):
    conversation = talk(language)
    for text in (BEGIN, COMPLAINT, TEXT):
        conversation.say(text[language])
    conversation.say(place)
    assert conversation.language == language
    assert asks(conversation, "contact")
    conversation.say(ANONYMOUS[language])
    conversation.say(DONE[language])
    assert place in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_in_the_middle_keeps_the_form_for_the_return(talk, services, language):
    conversation = talk(language)
    for text in (BEGIN, COMPLAINT, TEXT, PERSON):
        conversation.say(text[language])
    assert services.human_requests == [conversation.id]
    assert conversation.reply["messages"] == []
    conversation.say(SKIP[language])
    assert asks(conversation, "contact")


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nobody_on_duty_the_form_goes_on_at_once(talk, services, language):
    services.human = "no_agents"
    conversation = talk(language)
    conversation.say(BEGIN[language])
    conversation.choose("/wants_human")
    assert asks(conversation, "kind")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["city", "youth"])
def test_while_a_topic_is_to_be_chosen_the_form_asks_nothing_and_stays_where_it_is(talk, services, language, mode):
    services.human = "choose_topic"
    conversation = talk(language)
    conversation.mode = mode
    for text in (BEGIN, COMPLAINT, PERSON):
        conversation.say(text[language])
    assert services.human_requests == [conversation.id]
    assert conversation.reply["messages"] == []
    conversation.say(TEXT[language])
    assert asks(conversation, "place") if mode == "city" else "3/3" in conversation.texts[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_young_can_interrupt_the_form_too_and_stop_it(talk, services, language):
    conversation = talk(language)
    conversation.mode = "youth"
    for text in (BEGIN, COMPLAINT, QUESTION):
        conversation.say(text[language])
    assert conversation.intent == "faq/resident_parking_permit"
    assert entry("resident_parking_permit", language)["answer"] in conversation.texts
    assert "2/3" in conversation.texts[-1]
    conversation.say(CANCEL[language])
    assert NOTHING_SENT[language] in conversation.texts[0]
    conversation.say(TEXT[language])
    assert conversation.decision != "form"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_text_or_address_is_asked_again_with_the_reason(talk, services, language):
    short = {"fi": "lyhyt (5 merkkiä)", "sv": "kort (5 tecken)", "en": "short (5 characters)"}
    example = {"fi": "nimi@esimerkki.fi", "sv": "namn@exempel.fi", "en": "name@example.com"}
    conversation = talk(language)
    conversation.say(BEGIN[language])
    conversation.say(COMPLAINT[language])
    conversation.say("xxxxx")
    assert short[language] in conversation.texts[0]
    assert asks(conversation, "text")
    conversation.say(TEXT[language])
    conversation.say(SKIP[language])
    conversation.say("kaisa@example")
    assert example[language] in conversation.texts[0]
    assert asks(conversation, "contact")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_sending_keeps_what_was_written(talk, services, language):
    conversation = to_summary(talk(language))
    services.available = False
    conversation.say(SEND[language])
    assert services.cases == {}
    assert asks(conversation, "confirm")
    services.available = True
    conversation.say(SEND[language])
    assert [case["text"] for case in services.cases.values()] == [TEXT[language]]


def test_a_button_of_a_form_that_is_over_does_no_harm(talk, services):
    conversation = to_summary(talk("fi"))
    conversation.say(SEND["fi"])
    conversation.choose('/inform{"feedback_confirm": "send"}')
    assert len(services.cases) == 1
    assert conversation.reply["messages"]
