"""Feedback given in the conversation: step by step to a case with a code, and asking where it stands."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.async_api import FilePayload, expect

from handoff.cases.catalogue import read_catalogue
from handoff.settings import ROOT
from tests.support.axe import Audit
from tests.support.content import entry, form_choice, form_question, form_way, response, titles
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
KIND_COMPLAINT, KIND_THANKS, KIND_IDEA = range(3)
"""Buttons of the first step, in their order."""
NO_MORE = 1
"""Of the images."""
SEND, CHANGE = 0, 1
"""Buttons of the summary."""
FIELDS = ("place", "images", "service", "contact", "title", "name", "publish")

CORRECTIONS = ("kind", "text", "place", "images", "service", "contact", "title", "name", "publish")
SHOWN = (
    *("form_step", "form_images", "form_service"),
    *(f"feedback_{name}" for name in ("kind", "text", "place", "contact", "title", "name", "publish")),
)
APPEAL = {
    "fi": "Haluan tehdä oikaisuvaatimuksen päätöksestä, joka koski päivähoitopaikkaa.",
    "sv": "Jag vill begära omprövning av beslutet om barnets dagvårdsplats.",
    "en": "I want to claim a revision of the decision about my child's daycare place.",
}
RESUME_CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
IMAGES = {
    "fi": ("Valitse kuvat", "Poista kuva 1", "Takaisin keskusteluun"),
    "sv": ("Välj bilder", "Ta bort bild 1", "Tillbaka till samtalet"),
    "en": ("Choose images", "Remove image 1", "Back to the conversation"),
}
UNSUPPORTED = re.compile("415")
TOO_MANY = re.compile("409")
NO_IMAGE = {
    "fi": "muistio.txt: tiedosto ei ole",
    "sv": "muistio.txt: filen är ingen",
    "en": "muistio.txt: the file is no",
}


def asks(message: Shown, step: str, language: str, *offers: str) -> bool:
    """Whether the message is the form's question of this step, with these ways on."""
    buttons = titles(f"utter_ask_feedback_{step}", language, (*FIELDS, *offers))
    return (message.text, message.buttons) == (form_question(step, language), buttons)


def lines(message: Shown) -> dict[str, str]:
    """Return what a summary says, by the name of its line."""
    return dict(line.split(": ", 1) for line in message.text.split("\n")[1:])


def line(field: str, language: str) -> str:
    """Return the name of a field's line."""
    text = response("utter_ask_feedback_confirm", language, **{**dict.fromkeys(SHOWN, ""), field: "here"})
    return next(one.split(": ")[0] for one in text.split("\n") if one.endswith(": here"))


async def change(visitor: VisitorPage, field: str) -> list[Shown]:
    """Choose on the summary what is to be changed, and return how it is asked for."""
    await press(visitor, "confirm", CHANGE)
    return await press(visitor, "correct", CORRECTIONS.index(field))


def cancel(language: str) -> str:
    return titles("utter_ask_feedback_text", language, ())[-1]


async def uploaded(visitor: VisitorPage, count: int) -> None:
    await expect(visitor.panel.locator(".images li")).to_have_count(count)


def picture(shade: int = 0) -> FilePayload:
    stream = BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 90)).save(stream, "PNG")
    return {"name": f"keinu{shade}.png", "mimeType": "image/png", "buffer": stream.getvalue()}


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
async def test_feedback_is_changed_sent_and_asked_after_by_its_code(people: People, language: str) -> None:
    await people.stack.until_learnt()
    visitor = await people.chat(language)
    assert asks(await begin(visitor), "kind", language)
    assert asks((await press(visitor, "kind", KIND_COMPLAINT))[0], "text", language, "back")
    assert asks((await visitor.ask(COMPLAINT[language]))[0], "place", language, "back", "later")
    assert asks((await press(visitor, "place", 0))[0], "contact", language, "back", "later")

    told_off, question = await visitor.ask("kaisa@example")
    assert told_off.text == response("utter_feedback_email_invalid", language)
    assert asks(question, "contact", language, "back", "later")
    assert asks((await visitor.ask("kaisa@example.com"))[0], "images", language, "back", "later")
    (summary,) = await press(visitor, "images", NO_MORE)
    assert "6/6" in summary.text, summary.text
    shown = lines(summary)
    assert shown[line("feedback_kind", language)] == label("feedback_kind", "complaint", language)
    assert shown[line("feedback_text", language)] == COMPLAINT[language]
    assert shown[line("feedback_place", language)] == label("feedback_place", "", language)
    assert shown[line("feedback_contact", language)] == "kaisa@example.com"

    assert asks((await change(visitor, "place"))[0], "place", language, "back", "later")
    assert lines((await visitor.ask("Esplanadi 1"))[0])[line("feedback_place", language)] == "Esplanadi 1"
    # The service was proposed by the text; another of the three is chosen.
    (question,) = await change(visitor, "service")
    proposed = question.buttons[:3]
    assert shown[line("form_service", language)] == proposed[0]
    (summary,) = await visitor.press(proposed[1])
    assert lines(summary)[line("form_service", language)] == proposed[1]

    (receipt,) = await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    code, due_on = case["code"], city_date(date.fromisoformat(case["due_on"]))
    assert CODE.fullmatch(code)
    assert receipt.text == response("utter_feedback_sent", language, case_code=code, due_on=due_on)
    stored = [case[name] for name in ("kind", "text", "place", "email", "language", "status", "channel")]
    assert stored == ["complaint", COMPLAINT[language], "Esplanadi 1", "kaisa@example.com", language, "received", "bot"]
    catalogue = read_catalogue(ROOT / "data" / "service" / "services.yml")
    assert catalogue.service_name(case["service_code"], language) == proposed[1]

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
    assert asks(question, "place", language, "back", "later")
    await visitor.ask("Esplanadi 1")
    await press(visitor, "contact", 0)
    (summary,) = await press(visitor, "images", NO_MORE)
    assert lines(summary)[line("feedback_place", language)] == "Esplanadi 1"
    await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    assert (case["kind"], case["place"], case["email"]) == ("idea", "Esplanadi 1", "")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_cancelled_form_sends_nothing_and_begins_afresh(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await begin(visitor)
    await press(visitor, "kind", KIND_COMPLAINT)
    await visitor.ask(COMPLAINT[language])
    (cancelled,) = await visitor.press(cancel(language))
    assert cancelled.text == response("utter_feedback_cancelled", language)
    assert people.stack.cases(await visitor.token()) == []
    assert asks(await begin(visitor), "kind", language)
    (cancelled,) = await visitor.press(cancel(language))
    assert cancelled.text == response("utter_feedback_cancelled", language)


@pytest.mark.parametrize(("page", "language"), [("fi", "sv"), ("sv", "en"), ("en", "fi")])
async def test_the_form_goes_on_in_the_language_switched_to(people: People, page: str, language: str) -> None:
    visitor = await people.chat(page)
    await begin(visitor)
    await press(visitor, "kind", KIND_THANKS)
    await visitor.choose_language(language)
    (question,) = await visitor.ask(COMPLAINT[language])
    assert asks(question, "place", language, "back", "later")
    await press(visitor, "place", 0)
    await press(visitor, "contact", 0)
    await press(visitor, "images", NO_MORE)
    (receipt,) = await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    assert (case["kind"], case["text"], case["language"]) == ("thanks", COMPLAINT[language], language)
    assert case["code"] in receipt.text
    assert receipt.language == language


async def to_images(visitor: VisitorPage, text: str) -> Shown:
    """Answer until images are asked for."""
    await begin(visitor)
    await press(visitor, "kind", KIND_COMPLAINT)
    await visitor.ask(text)
    await press(visitor, "place", 0)
    (question,) = await press(visitor, "contact", 0)
    return question


@pytest.mark.parametrize("language", LANGUAGES)
async def test_steps_are_counted_and_one_goes_back_with_what_was_answered(people: People, language: str) -> None:
    visitor = await people.chat(language, viewport={"width": 320, "height": 640})
    question = await to_images(visitor, COMPLAINT[language])
    assert "5/6" in question.text
    (question,) = await visitor.press(form_way("back", language))
    assert "4/6" in question.text
    (question,) = await visitor.press(form_way("back", language))
    assert "3/6" in question.text
    answered, question = await visitor.press(form_way("back", language))
    assert COMPLAINT[language] in answered.text
    assert asks(question, "text", language, "back", "keep", "later")
    (question,) = await visitor.press(form_way("keep", language))
    assert "3/6" in question.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_images_are_added_removed_kept_over_a_reload_and_sent(people: People, language: str) -> None:
    choose, remove, done = IMAGES[language]
    visitor = await people.chat(language, viewport={"width": 320, "height": 640})
    audit = Audit(visitor.page)
    await to_images(visitor, COMPLAINT[language])
    await visitor.option(form_choice("images", 0, language)).click()
    await audit.look("no images")
    field = visitor.panel.get_by_label(choose, exact=True)
    await expect(field).to_be_enabled()
    await field.set_input_files([picture(10), picture(20), picture(30)])
    await uploaded(visitor, 3)
    await visitor.panel.get_by_role("button", name=remove, exact=True).click()
    await uploaded(visitor, 2)
    people.watches[-1].allow(UNSUPPORTED)
    no_image = FilePayload(name="muistio.txt", mimeType="text/plain", buffer=b"only words")
    await field.set_input_files([no_image])
    await expect(visitor.panel.get_by_role("alert")).to_contain_text(NO_IMAGE[language])
    await audit.look("images")
    assert not await visitor.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    await visitor.reload()
    await visitor.option(form_choice("images", 0, language)).click()
    await uploaded(visitor, 2)
    await visitor.panel.get_by_role("button", name=done, exact=True).click()
    (summary,) = await press(visitor, "images", NO_MORE)
    assert lines(summary)[line("form_images", language)] == "2"
    await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    assert len(people.stack.rows("SELECT id FROM images WHERE case_id = ?", case["id"])) == 2
    assert audit.violations == []


async def test_no_more_than_five_images_are_taken(people: People) -> None:
    visitor = await people.chat("en")
    await to_images(visitor, COMPLAINT["en"])
    await visitor.option(form_choice("images", 0, "en")).click()
    field = visitor.panel.get_by_label("Choose images", exact=True)
    # Files can be given to a field before it takes any: by a test, not by a person.
    await expect(field).to_be_enabled()
    people.watches[-1].allow(TOO_MANY)
    await field.set_input_files([picture(shade) for shade in range(10, 70, 10)])
    await uploaded(visitor, 5)
    await expect(visitor.panel.get_by_role("alert")).to_contain_text("there are 5 images already.")
    await expect(field).to_be_disabled()
    await expect(visitor.panel.get_by_text("There are 5 images already. Remove one")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_belongs_elsewhere_is_told_with_the_way_there_before_it_is_stored(
    people: People, language: str
) -> None:
    await people.stack.until_learnt()
    visitor = await people.chat(language)
    await to_images(visitor, APPEAL[language])
    (told,) = await press(visitor, "images", NO_MORE)
    assert told.links
    assert told.buttons == titles("utter_ask_feedback_misplaced", language)
    assert people.stack.cases(await visitor.token()) == []
    (summary,) = await press(visitor, "misplaced", 0)
    assert "6/6" in summary.text
    await press(visitor, "confirm", SEND)
    (case,) = people.stack.cases(await visitor.token())
    assert case["text"] == APPEAL[language]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_form_is_saved_and_goes_on_in_another_browser_by_its_code(people: People, language: str) -> None:
    visitor = await people.chat(language)
    await to_images(visitor, COMPLAINT[language])
    (question,) = await visitor.press(form_way("later", language))
    assert question.text == response("utter_ask_feedback_later", language)
    (saved,) = await press(visitor, "later", 0)
    found = RESUME_CODE.search(saved.text)
    assert found
    assert found.group() not in str(people.stack.rows("SELECT * FROM saved_forms"))

    elsewhere = await people.chat(language)
    told, summary = await elsewhere.ask(found.group().lower())
    assert told.text == response("utter_feedback_resumed", language)
    assert lines(summary)[line("feedback_text", language)] == COMPLAINT[language]
    await press(elsewhere, "confirm", SEND)
    (case,) = people.stack.cases(await elsewhere.token())
    assert case["text"] == COMPLAINT[language]
    (told,) = await elsewhere.ask(found.group())
    assert told.text == response("utter_feedback_code_unknown", language)
