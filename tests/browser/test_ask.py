"""Questions that citizens type on the city's pages."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.content import entry, find_entry, links, response, titles
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import Shown, VisitorPage
from tests.support.words import BOT_ANSWERS, LANGUAGES, LAUNCHER

pytestmark = BROWSER_TESTS

QUESTIONS = {
    "library_card": {
        "fi": "Mistä saisin kirjastokortin?",
        "sv": "Var kan jag få ett bibliotekskort?",
        "en": "Where can I get a library card?",
    },
    "daycare_fees": {
        "fi": "Kuinka paljon päivähoito maksaa kuukaudessa?",
        "sv": "Hur mycket kostar dagis i månaden?",
        "en": "How much does daycare cost a month?",
    },
    "resident_parking_permit": {
        "fi": "Miten haen asukaspysäköintitunnusta?",
        "sv": "Hur ansöker jag om boendeparkering?",
        "en": "How do I apply for a resident parking permit?",
    },
    "dental_care": {
        "fi": "Haluan varata ajan hammaslääkärille",
        "sv": "Jag vill boka tid hos tandläkaren",
        "en": "I would like to book a dentist appointment",
    },
    "rental_housing_application": {
        "fi": "Miten haen kaupungin vuokra-asuntoa?",
        "sv": "Hur söker jag en av stadens hyresbostäder?",
        "en": "How do I apply for a city rental flat?",
    },
}
SMALL_TALK = {
    "utter_greet": {"fi": "Hei!", "sv": "Hej!", "en": "Hello!"},
    "utter_bot_challenge": {
        "fi": "Oletko sinä robotti?",
        "sv": "Är du en robot?",
        "en": "Are you a robot?",
    },
    "utter_out_of_scope": {
        "fi": "Kuka voitti eilisen jääkiekko-ottelun?",
        "sv": "Vem vann hockeymatchen i går?",
        "en": "Who won the hockey game yesterday?",
    },
    "utter_thanks": {"fi": "Kiitos avusta!", "sv": "Tack för hjälpen!", "en": "Thanks for your help!"},
    "utter_goodbye": {"fi": "Näkemiin!", "sv": "Hej då!", "en": "Goodbye!"},
}
AUTOMATED = {"fi": "automaattinen", "sv": "automatisk", "en": "automated"}
# What is vague to a model depends on its topics; one at least must be.
VAGUE = {
    "fi": ["paljonko se maksaa", "mistä saan luvan", "haluan varata paikan", "lapsi ja hakemus"],
    "sv": ["vad kostar det", "var får jag tillstånd", "jag vill boka en plats", "barn och ansökan"],
    "en": ["how much does it cost", "where do I get a permit", "I want to book a place", "child and application"],
}
OTHER_LANGUAGES = {
    "Somali": ("fi", "Waxaan rabaa inaan ogaado meesha dugsiga"),
    "Arabic": ("en", "كيف يمكنني الحصول على مكان في المدرسة؟"),
    "Russian": ("sv", "Как записать ребёнка в школу?"),
    "Estonian": ("fi", "Kuidas ma saan lapsele lasteaiakoha?"),
}


def is_answer(message: Shown, content: dict[str, object], language: str) -> bool:
    """Whether the message is this answer, with its links as they must be."""
    shown = [(link["title"], link["url"], link["target"], link["rel"], link["language"]) for link in message.links]
    wanted = [
        (link["title"], link["url"], "_blank", "noopener noreferrer", language)
        for link in content["links"]  # type: ignore[attr-defined]
    ]
    said = (message.author, message.language, message.text)
    return said == ("bot", language, content["answer"]) and shown == wanted and bool(wanted)


async def ask_vaguely(visitor: VisitorPage) -> Shown:
    for text in VAGUE[visitor.language]:
        (answer,) = await visitor.ask(text)
        if answer.text == response("utter_clarify", visitor.language):
            return answer
    pytest.fail("the assistant was sure of every vague question")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_gets_the_citys_answer_with_a_link_to_the_official_page(people: People, language: str) -> None:
    visitor = await people.chat(language)
    # The first question is one of those that the greeting offers.
    offered = await visitor.log.get_by_role("button").all_inner_texts()
    (answer,) = await visitor.press(offered[0])
    assert is_answer(answer, entry("resident_parking_permit", language), language)
    await expect(visitor.option(offered[0])).to_have_count(0)
    for topic, question in QUESTIONS.items():
        (answer,) = await visitor.ask(question[language])
        assert is_answer(answer, entry(topic, language), language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_small_talk_is_answered_and_the_assistant_says_that_it_is_automated(
    people: People, language: str
) -> None:
    visitor = await people.chat(language)
    for key, text in SMALL_TALK.items():
        (answer,) = await visitor.ask(text[language])
        assert (answer.author, answer.text) == ("bot", response(key, language))
        if key == "utter_bot_challenge":
            assert AUTOMATED[language] in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_unsure_assistant_asks_back_and_answers_the_pressed_topic_or_offers_other_ways(
    people: People, language: str
) -> None:
    visitor = await people.chat(language)
    offer = await ask_vaguely(visitor)
    *topics, none = offer.buttons
    assert none == titles("utter_clarify", language)[0]
    assert 1 <= len(topics) <= 3
    (answer,) = await visitor.press(topics[0])
    assert is_answer(answer, find_entry(topics[0], language), language)
    # The offer was taken: its buttons are history now.
    await expect(visitor.option(none)).to_have_count(0)

    # In a conversation of its own: after an answer a vague question goes on about it.
    visitor = await people.chat(language)
    await ask_vaguely(visitor)
    (answer,) = await visitor.press(none)
    assert answer.text == response("utter_lost", language)
    assert answer.buttons == titles("utter_lost", language)
    assert [(link["title"], link["url"]) for link in answer.links] == [
        (link["title"], link["url"]) for link in links("utter_lost", language)
    ]


@pytest.mark.parametrize(("language", "text"), OTHER_LANGUAGES.values(), ids=OTHER_LANGUAGES)
async def test_a_message_in_another_language_is_told_which_ones_the_city_serves_in(
    people: People, language: str, text: str
) -> None:
    visitor = await people.chat(language)
    (answer,) = await visitor.ask(text)
    assert answer.text == response("utter_other_language", language)
    assert all(word in answer.text for word in ("suomeksi", "svenska", "English"))
    # Nothing else has changed: neither the interface nor the next answer.
    (answer,) = await visitor.ask(QUESTIONS["library_card"][language])
    assert is_answer(answer, entry("library_card", language), language)


@pytest.mark.parametrize(("page", "language"), [("fi", "sv"), ("sv", "en"), ("en", "fi")])
async def test_who_writes_another_service_language_is_answered_in_it_by_an_interface_in_it(
    people: People, page: str, language: str
) -> None:
    visitor = await people.chat(page)
    await visitor.ask(QUESTIONS["library_card"][page])
    await visitor.say(QUESTIONS["daycare_fees"][language])
    await expect(visitor.panel).to_have_attribute("lang", language)
    visitor.language = language
    first, first_answer, question, answer = await visitor.in_step()
    assert is_answer(first_answer, entry("library_card", page), page)
    assert is_answer(answer, entry("daycare_fees", language), language)
    assert first.language == page
    assert question.author == "visitor"
    await expect(visitor.panel.get_by_text(BOT_ANSWERS[language])).to_be_visible()
    # The city's own page stays as it is.
    await expect(visitor.page.get_by_role("button", name=LAUNCHER[page])).to_be_visible()


async def test_the_language_buttons_turn_the_interface_and_keep_every_message(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.ask(QUESTIONS["library_card"]["fi"])
    for language in ("sv", "en", "fi"):
        before = await visitor.told()
        await visitor.choose_language(language)
        await expect(visitor.panel.get_by_text(BOT_ANSWERS[language])).to_be_visible()
        assert await visitor.told() == before
        (answer,) = await visitor.ask(QUESTIONS["resident_parking_permit"][language])
        assert is_answer(answer, entry("resident_parking_permit", language), language)


async def test_a_pressed_language_holds_for_words_that_are_the_same_in_every_language(people: People) -> None:
    visitor = await people.chat("fi")
    await visitor.choose_language("en")
    (answer,) = await visitor.ask("Helmet")
    assert answer.language == "en"
    await expect(visitor.panel).to_have_attribute("lang", "en")
