"""An agent's reply becomes the draft of an answer: from the button of the console to the editors' desk."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.test_editor import WORDS
from tests.browser.test_replies import at_work
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS, People
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

ENTRY = "boat_berth"
PROPOSE = {"fi": "Ehdota vastaukseksi", "sv": "Föreslå som svar", "en": "Propose as an answer"}
PROPOSED = {
    "fi": "Vastauksesi on ehdotettu vastausten toimittajille.",
    "sv": "Ditt svar har föreslagits för dem som redigerar svaren.",
    "en": "Your reply has been proposed to the editors of the answers.",
}
ASKED = {
    "fi": ("nimeni on Matti Meikäläinen, saanko yöpyä veneessä", "nimeni on ●●●, saanko yöpyä veneessä"),
    "sv": ("jag heter Anna Ek, får jag sova i båten", "jag heter ●●●, får jag sova i båten"),
    "en": ("my name is John Doe, may I sleep in my boat", "my name is ●●●, may I sleep in my boat"),
}
"""As it is said, and as the editors see it."""
QUESTION = {"fi": "Saanko yöpyä veneessä?", "sv": "Får jag sova i båten?", "en": "May I sleep in my boat?"}
REPLY = {
    "fi": "Veneessä saa yöpyä enintään kolme yötä.",
    "sv": "Du får sova i båten i högst tre nätter.",
    "en": "You may sleep in your boat for three nights at most.",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_agent_proposes_a_reply_that_becomes_the_text_of_a_draft(people: People, language: str) -> None:
    desk, w = await at_work(people, language), WORDS[language]
    i, audit = w["inbox"], Audit(desk.page)
    await desk.visitor.say(ASKED[language][0])
    await expect(desk.page.locator("message-log li.visitor").last).to_contain_text(ASKED[language][0])
    await desk.field.fill(REPLY[language])
    await desk.field.press("Enter")
    # Only the agent's own words can be proposed; the button's name tells which.
    button = desk.page.get_by_role("button", name=PROPOSE[language])
    await expect(button).to_have_count(1)
    await expect(button).to_contain_text(f"{PROPOSE[language]}: {REPLY[language][:20]}")
    await audit.look("may be proposed")
    await button.press("Enter")
    await expect(desk.page.get_by_role("status").filter(has_text=PROPOSED[language])).to_have_count(1)
    # The administrator is an editor, too.
    editor = await desk.page.context.new_page()
    await editor.goto(f"{people.stack.service.url}/editor/{language}/-/inbox")
    await editor.get_by_role("link", name=ASKED[language][1], exact=True).press("Enter")
    await expect(editor.get_by_role("heading", level=1)).to_have_text(i["proposal"])
    await expect(editor.locator("[name=reply]")).to_have_value(REPLY[language])
    await editor.locator("#entry").select_option(ENTRY)
    await editor.locator("[name=question]").fill(QUESTION[language])
    await editor.get_by_role("button", name=i["use_as_text"], exact=True).press("Enter")
    await expect(editor.locator(f"[name='{language}.text']")).to_have_value(REPLY[language])
    examples = await editor.locator(f"[name='{language}.examples']").input_value()
    assert examples.splitlines()[-1] == QUESTION[language]
    await editor.get_by_role("button", name=w["discard"], exact=True).press("Enter")
    await expect(editor.get_by_role("status")).to_have_text(w["told"]["discarded"])
    assert audit.violations == []
