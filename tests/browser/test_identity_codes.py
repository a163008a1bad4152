"""A personal identity code that somebody types is masked before anything is stored, logged, sent on or shown back."""

from __future__ import annotations

from playwright.async_api import expect

from tests.support.content import form_choice
from tests.support.people import BROWSER_TESTS, People
from tests.support.words import AGENT_ANSWERS, GIVE_FEEDBACK, HUMAN

pytestmark = BROWSER_TESTS

CODE = "131052-308T"
"""The population register's own example; it is nobody's."""
MASKED = "●●●●●●-●●●●"


async def test_a_typed_identity_code_is_nowhere_once_it_is_sent(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await people.chat("fi")
    await visitor.ask(f"Hetuni on {CODE}, mistä saan kirjastokortin?")
    assert (await visitor.told())[0] == ("visitor", f"Hetuni on {MASKED}, mistä saan kirjastokortin?")

    await visitor.ask(GIVE_FEEDBACK["fi"])
    await visitor.press(form_choice("kind", 0, "fi"))
    await visitor.ask(f"Minulle {CODE} ei ole vastattu kirjastosta.")
    await visitor.ask(f"Kirjasto, asiakas {CODE}")
    await visitor.press(form_choice("contact", 0, "fi"))
    (summary,) = await visitor.press(form_choice("images", 1, "fi"))
    assert summary.text.count(MASKED) == 2
    await visitor.press(form_choice("confirm", 0, "fi"))
    (case,) = people.stack.cases(await visitor.token())
    assert (case["text"], case["place"]) == (
        f"Minulle {MASKED} ei ole vastattu kirjastosta.",
        f"Kirjasto, asiakas {MASKED}",
    )

    await visitor.action(HUMAN).click()
    await agent.claim_next()
    await expect(visitor.panel.get_by_text(AGENT_ANSWERS["fi"].format("Administrator"))).to_be_visible()
    await visitor.say(f"Siis {CODE.lower()}.")
    await expect(agent.page.locator("message-log").get_by_text(f"Siis {MASKED}.")).to_be_visible()
    await agent.say(f"Tarkoitatko {CODE}?")
    await expect(visitor.log.get_by_text(f"Tarkoitatko {MASKED}?")).to_be_visible()

    told = await visitor.told()
    assert sum(text.count(MASKED) for _, text in told) >= 6
    for page in (visitor.page, agent.page):
        kept = await page.evaluate("JSON.stringify([localStorage, sessionStorage]) + document.body.innerText")
        assert CODE.lower() not in kept.lower()
    # Databases with their write-ahead logs, and everything that is logged.
    files = {path.name: path.read_bytes() for path in people.stack.folder.iterdir()}
    assert {"luukku.db", "rasa.db", "rasa.log", f"service-{people.stack.service.port}.log"} <= set(files)
    for name in ("luukku.db", "rasa.db"):
        assert any(MASKED.encode() in content for file, content in files.items() if file.startswith(name))
    assert [name for name, content in files.items() if CODE.lower().encode() in content.lower()] == []
