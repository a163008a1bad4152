"""Young people's feedback by the assistant and by an agent; and what the assistant's own process keeps of them."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.axe import Audit
from tests.support.content import form_choice
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import COMPLAINT, EVENTS, FEEDBACK, LANGUAGES

pytestmark = BROWSER_TESTS

PATHS = {"fi": "/nuoret", "sv": "/sv/unga", "en": "/en/youth"}
ADDRESS, BROWSER = "203.0.113.77", "RecognisableBrowser/7.7"
EMAIL, PHONE = "aada.k@koulu.fi", "040 123 4567"
LONELINESS = "Yksinäisyys"


async def to_summary(visitor: VisitorPage) -> None:
    """Answer everything that the form asks the young: of which kind it is, and what."""
    before = await visitor.shown()
    await visitor.action(FEEDBACK).click()
    await visitor.replies(before)
    await visitor.press(form_choice("kind", 0, visitor.language))
    (summary,) = await visitor.ask(f"{COMPLAINT[visitor.language]} {EMAIL} {PHONE}")
    assert summary.buttons[0] == form_choice("confirm", 0, visitor.language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_assistant_asks_neither_place_nor_address_and_the_case_leads_to_nobody(
    people: People, language: str
) -> None:
    known = {row["code"] for row in people.stack.rows("SELECT code FROM cases")}
    visitor = await people.chat(language, PATHS[language])
    await to_summary(visitor)
    (receipt,) = await visitor.press(form_choice("confirm", 0, language))
    (case,) = [row for row in people.stack.rows("SELECT * FROM cases") if row["code"] not in known]
    assert case["code"] in receipt.text
    assert [case[name] for name in ("conversation_id", "place", "email", "channel")] == [None, "", "", "bot"]
    assert case["text"] == f"{COMPLAINT[language]} ●●●@●●● ●●● ●●● ●●●●"
    ids = {row["id"] for row in people.stack.messages(await visitor.token())}
    assert case["origin"] not in ids


async def test_an_agent_finishes_the_form_of_the_young_without_asking_who_they_are(people: People) -> None:
    known = {row["code"] for row in people.stack.rows("SELECT code FROM cases")}
    agent = await people.agent_on_duty(viewport={"width": 1280, "height": 800})
    visitor = await people.chat("fi", PATHS["fi"])
    await to_summary(visitor)
    await visitor.request_human()
    await visitor.option(LONELINESS).click()
    await agent.claim_next()
    await agent.page.locator("handover-brief").get_by_role("button", name="Viimeistele palautelomake").click()
    fields = agent.page.locator("finish-form").locator("select, textarea, input")
    await expect(fields).to_have_count(2)
    await expect(fields.nth(1)).to_have_value(f"{COMPLAINT['fi']} ●●●@●●● ●●● ●●● ●●●●")
    audit = Audit(agent.page)
    await audit.look("a young person's form")
    assert audit.violations == []
    await agent.page.get_by_role("button", name="Lähetä palaute").click()
    await expect(visitor.newest).to_contain_text(EVENTS["case_received"]["fi"])
    (case,) = [row for row in people.stack.rows("SELECT * FROM cases") if row["code"] not in known]
    assert [case[name] for name in ("conversation_id", "place", "email", "channel")] == [None, "", "", "agent"]
    await expect(visitor.newest).to_contain_text(case["code"])
    await agent.give_away("Päätä")


async def test_no_address_browser_or_contact_detail_reaches_the_assistants_log_and_store(people: People) -> None:
    visitor = await people.chat("fi", PATHS["fi"], user_agent=BROWSER, extra_http_headers={"X-Forwarded-For": ADDRESS})
    said = "oon tosi yksinäinen viikonloppuisin"
    await visitor.ask(f"{said}, mun meili on {EMAIL} ja numero {PHONE}")
    await to_summary(visitor)
    await visitor.press(form_choice("confirm", 0, "fi"))
    folder = people.stack.folder
    log = (folder / "rasa.log").read_bytes()
    store = b"".join(path.read_bytes() for path in folder.glob("rasa.db*"))
    # What was said is in the store, so that the assistant can go on from it, and never in the log.
    assert b"yksin\\u00e4inen" in store or "yksinäinen".encode() in store
    assert said.encode() not in log
    for trace in (ADDRESS, BROWSER, EMAIL, "aada.k", PHONE, "1234567", await visitor.token()):
        assert trace.encode() not in log
        assert trace.encode() not in store
