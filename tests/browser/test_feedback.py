"""Feedback given in the conversation: step by step to a case with a code, and asking where it stands."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.support.content import entry, form_choice, form_question, response, titles
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import Shown, VisitorPage
from tests.support.words import COMPLAINT, FEEDBACK, LANGUAGES, QUESTION

pytestmark = BROWSER_TESTS

CODE = re.compile(r"LK(-[0-9A-Z]{4}){2}-[0-9A-Z]{5}")
STATUS = {
    "fi": "Missä vaiheessa palautteeni on?",
    "sv": "Hur går det med min respons?",
    "en": "What is the status of my feedback?",
}
KIND_COMPLAINT, KIND_THANKS, KIND_IDEA, _, _, CANCEL = range(6)
"""Buttons of the first step, in their order."""
SEND, CORRECT = 0, 1
"""Buttons of the summary."""


def asks(message: Shown, step: str, language: str) -> bool:
    """Whether the message is the form's question of this step."""
    buttons = titles(f"utter_ask_feedback_{step}", language)
    return (message.text, message.buttons) == (form_question(step, language), buttons)


def sums_up(message: Shown, language: str, **values: str) -> bool:
    """Whether the message is the form's summary of these values."""
    shown = {f"feedback_{name}": value for name, value in values.items()}
    key = "utter_ask_feedback_confirm"
    return (message.text, message.buttons) == (response(key, language, **shown), titles(key, language))


def label(name: str, value: str, language: str) -> str:
    return response(f"label/{name}/{value}", language)


def city_date(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


async def press(visitor: VisitorPage, step: str, button: int) -> list[Shown]:
    return await visitor.press(form_choice(step, button, visitor.language))


async def begin(visitor: VisitorPage) -> Shown:
    """Press the panel's own button, which asks the assistant for feedback in words."""
    before = await visitor.shown()
    await visitor.action(FEEDBACK).click()
    (question,) = await visitor.replies(before)
    return question


@pytest.mark.parametrize("language", LANGUAGES)
async def test_feedback_is_corrected_sent_and_asked_after_by_its_code(people: People, language: str) -> None:
    visitor = await people.chat(language)
    assert asks(await begin(visitor), "kind", language)
    assert asks((await press(visitor, "kind", KIND_COMPLAINT))[0], "text", language)
    assert asks((await visitor.ask(COMPLAINT[language]))[0], "place", language)
    assert asks((await press(visitor, "place", 0))[0], "email", language)

    told_off, question = await visitor.ask("kaisa@example")
    assert told_off.text == response("utter_feedback_contact_invalid", language)
    assert asks(question, "email", language)
    values = {"kind": label("feedback_kind", "complaint", language), "text": COMPLAINT[language]}
    values |= {"place": label("feedback_place", "", language), "email": "kaisa@example.com"}
    assert sums_up((await visitor.ask("kaisa@example.com"))[0], language, **values)

    assert asks((await press(visitor, "confirm", CORRECT))[0], "correct", language)
    assert asks((await press(visitor, "correct", 2))[0], "place", language)
    assert sums_up((await visitor.ask("Esplanadi 1"))[0], language, **values | {"place": "Esplanadi 1"})

    (receipt,) = await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    code, due_on = case["code"], city_date(date.fromisoformat(case["due_on"]))
    assert CODE.fullmatch(code)
    assert receipt.text == response("utter_feedback_sent", language, case_code=code, due_on=due_on)
    stored = [case[name] for name in ("kind", "text", "place", "email", "language", "status", "channel")]
    assert stored == ["complaint", COMPLAINT[language], "Esplanadi 1", "kaisa@example.com", language, "received", "bot"]

    (question,) = await visitor.ask(STATUS[language])
    assert question.text == response("utter_ask_case_code", language)
    (status,) = await visitor.ask(code.lower().replace("-", " "))
    assert status.text == response(
        "utter_case_status",
        language,
        case_code=code,
        case_kind=label("case_kind", "complaint", language),
        received_on=city_date(datetime.now(ZoneInfo("Europe/Helsinki")).date()),
        case_status=label("case_status", "received", language),
        due_on=due_on,
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_in_the_middle_is_answered_and_the_form_goes_on_where_it_was(
    people: People, language: str
) -> None:
    visitor = await people.chat(language)
    await begin(visitor)
    await press(visitor, "kind", KIND_IDEA)
    await visitor.ask(COMPLAINT[language])
    answer, question = await visitor.ask(QUESTION[language])
    assert answer.text == entry("library_card", language)["answer"]
    assert asks(question, "place", language)
    await visitor.ask("Esplanadi 1")
    (summary,) = await press(visitor, "email", 0)
    values = {"kind": label("feedback_kind", "idea", language), "text": COMPLAINT[language], "place": "Esplanadi 1"}
    assert sums_up(summary, language, **values, email=label("feedback_contact", "", language))
    await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    assert (case["kind"], case["place"], case["email"]) == ("idea", "Esplanadi 1", "")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_cancelled_form_sends_nothing_and_begins_afresh(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await begin(visitor)
    await press(visitor, "kind", KIND_COMPLAINT)
    await visitor.ask(COMPLAINT[language])
    (cancelled,) = await press(visitor, "place", 1)
    assert cancelled.text == response("utter_feedback_cancelled", language)
    assert people.stack.cases(await visitor.token()) == []
    assert asks(await begin(visitor), "kind", language)
    (cancelled,) = await press(visitor, "kind", CANCEL)
    assert cancelled.text == response("utter_feedback_cancelled", language)


@pytest.mark.parametrize(("page", "language"), [("fi", "sv"), ("sv", "en"), ("en", "fi")])
async def test_the_form_goes_on_in_the_language_switched_to(people: People, page: str, language: str) -> None:
    visitor = await people.chat(page)
    await begin(visitor)
    await press(visitor, "kind", KIND_THANKS)
    await visitor.choose_language(language)
    (question,) = await visitor.ask(COMPLAINT[language])
    assert asks(question, "place", language)
    await press(visitor, "place", 0)
    await press(visitor, "email", 0)
    (receipt,) = await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    assert (case["kind"], case["text"], case["language"]) == ("thanks", COMPLAINT[language], language)
    assert case["code"] in receipt.text
    assert receipt.language == language
