"""The youth chat: topics to choose, help at once, and the quick way out, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import WebSocket, expect

from handoff.content import SERVICE
from handoff.conversations.help_card import read_help_card
from handoff.conversations.pseudonyms import read_pseudonyms
from tests.support.axe import Audit
from tests.support.content import YOUTH_STEPS, form_choice, form_question
from tests.support.people import BROWSER_TESTS, People
from tests.support.visitor_page import VisitorPage
from tests.support.words import COMPLAINT, END, EVENTS, FEEDBACK, HUMAN, LANGUAGES, LAUNCHER, PERSON

pytestmark = BROWSER_TESTS

PATH = "/nuoret"
LONELINESS = {"fi": "Yksinäisyys", "sv": "Ensamhet", "en": "Loneliness"}
NOBODY = {"fi": "ei ketään paikalla nyt", "sv": "ingen på plats just nu", "en": "nobody here right now"}
LEAVE_NOW = {"fi": "Poistu heti", "sv": "Lämna genast", "en": "Leave now"}
PATHS = {"fi": PATH, "sv": "/sv/unga", "en": "/en/youth"}
FACTS = {
    "age": {"fi": "alle 29-vuotiaille", "sv": "under 29 år", "en": "under 29"},
    "who": {"fi": "automaattinen avustaja, ei ihminen", "sv": "inte en människa", "en": "not a person"},
    "secret": {
        "fi": "jää sinun ja chatin työntekijöiden väliseksi",
        "sv": "stannar mellan dig och dem som arbetar i chatten",
        "en": "stays between you and those who work in this chat",
    },
    "act": {
        "fi": "työntekijän voi olla pakko kertoa siitä",
        "sv": "kan den som svarar vara tvungen att berätta det vidare",
        "en": "the worker may have to tell about it",
    },
    "exit": {
        "fi": "selaimen historiaan jää tämän sivun osoite",
        "sv": "sidans adress blir kvar i webbläsarens historik",
        "en": "the address of the page stays in the browser’s history",
    },
}
"""What is said on the page and in the greeting before anything else, by the id of the page's paragraph."""
DANGER = {
    "fi": "mä en haluu enää elää, en jaksa tätä",
    "sv": "jag vill inte leva längre, orkar inte mer",
    "en": "i dont want to be alive anymore, i cant do this",
}
IDIOM = "nää läksyt tappaa mut, missä on nuorisotalo Kalliossa?"
TOPICS = 9
KEPT = {
    "fi": "Keskustelu poistetaan palvelusta 2 päivän kuluttua siitä, kun se on lopetettu, "
    "ja muuten 14 päivän kuluttua viimeisestä viestistä.",
    "sv": "Samtalet raderas ur tjänsten 2 dagar efter att det har avslutats, "
    "och annars 14 dagar efter det sista meddelandet.",
    "en": "The conversation is deleted from the service 2 days after it has ended, "
    "and otherwise 14 days after the last message.",
}
NEVER_SENT = "tätä en lähetä kenellekään"
"""What is typed and thought better of."""


async def opened(people: People, language: str = "fi") -> VisitorPage:
    """Return a young person who has opened the chat, in a language."""
    visitor = await people.chat("fi", PATH)
    if language != "fi":
        await visitor.choose_language(language)
    return visitor


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_says_the_same_as_the_greeting_before_anything_is_said(people: People, language: str) -> None:
    visitor = await people.visitor(language, PATHS[language])
    await visitor.visit()
    audit = Audit(visitor.page)
    await audit.look("the young people's page")
    said = {}
    for name, words in FACTS.items():
        said[name] = await visitor.page.locator(f"#{name}").inner_text()
        assert words[language] in said[name]
    numbers = visitor.page.locator(".numbers li")
    lines = read_help_card(SERVICE / "help.yml").lines["youth", language]  # type: ignore[index]
    await expect(numbers).to_have_count(len(lines))
    for place, line in enumerate(lines):
        await expect(numbers.nth(place).get_by_role("link")).to_have_attribute("href", line.url)
        await expect(numbers.nth(place)).to_contain_text("2025")
    await visitor.launcher.click()
    for words in said.values():
        await expect(visitor.log.get_by_text(words)).to_have_count(1)
    await audit.look("the chat on it")
    assert audit.violations == []


async def test_the_languages_of_the_page_lead_to_each_other(people: People) -> None:
    visitor = await people.visitor("fi", PATH)
    await visitor.visit()
    for language in ("sv", "en", "fi"):
        await visitor.page.locator("nav.languages").get_by_role("link", name=f"{language.upper()} –").click()
        await visitor.page.wait_for_url(f"**{PATHS[language]}")
        await expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        await expect(visitor.page.get_by_role("button", name=LAUNCHER[language])).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_greeting_says_what_stays_secret_and_a_topic_leads_to_its_queue(
    people: People, language: str
) -> None:
    agent = await people.agent_on_duty()
    visitor = await opened(people, language)
    for words in FACTS.values():
        await expect(visitor.log.get_by_text(words[language])).to_have_count(1)
    await expect(visitor.log.get_by_text(KEPT[language])).to_have_count(1)
    await expect(visitor.log.locator(".options").first.get_by_role("button")).to_have_count(TOPICS)
    await visitor.option(LONELINESS[language]).click()
    await expect(visitor.log.get_by_text(EVENTS["queued"][language])).to_be_visible()
    await expect(agent.page.locator("queue-list").get_by_text(LONELINESS["fi"])).to_be_visible()
    await agent.claim_next()
    await agent.give_away("Päätä")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_topic_looks_open_while_nobody_is_there(people: People, language: str) -> None:
    visitor = await opened(people, language)
    topics = visitor.log.locator(".options").first.get_by_role("button")
    await expect(topics.filter(has_text=NOBODY[language])).to_have_count(TOPICS)
    agent = await people.agent_on_duty()
    await expect(visitor.option(LONELINESS[language])).to_be_visible()
    await expect(topics.filter(has_text=NOBODY[language])).to_have_count(0)
    audit = Audit(visitor.page)
    await audit.look("topics")
    await agent.page.locator("desk-header select").select_option("away")
    await expect(topics.filter(has_text=NOBODY[language])).to_have_count(TOPICS)
    await audit.look("topics with nobody there")
    assert audit.violations == []


async def test_who_asks_for_a_person_without_a_topic_is_asked_which(people: People) -> None:
    agent = await people.agent_on_duty()
    visitor = await opened(people)
    await visitor.ask("moi")
    await visitor.action(HUMAN).click()
    await expect(visitor.newest).to_have_text("Mistä haluat jutella? Valitse aihe, niin pääset oikeaan jonoon.")
    await visitor.option(LONELINESS["fi"]).click()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
    await agent.claim_next()
    await agent.give_away("Päätä")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_asks_for_a_person_in_the_middle_of_a_form_chooses_a_topic_and_goes_on_with_it_later(
    people: People, language: str
) -> None:
    agent = await people.agent_on_duty()
    visitor = await opened(people, language)
    before = await visitor.shown()
    await visitor.action(FEEDBACK).click()
    await visitor.replies(before)
    await visitor.press(form_choice("kind", 0, language))
    (offer,) = await visitor.ask(PERSON[language])
    assert (offer.author, len(offer.buttons)) == ("system", TOPICS)
    await visitor.option(LONELINESS[language]).click()
    await expect(visitor.newest).to_contain_text(EVENTS["queued"][language])
    await agent.claim_next()
    await agent.give_away("Palauta botille")
    await expect(visitor.newest).to_have_text(form_question("text", language, YOUTH_STEPS))
    (summary,) = await visitor.ask(COMPLAINT[language])
    assert summary.buttons[0] == form_choice("confirm", 0, language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_danger_brings_the_help_card_at_once_with_numbers_to_call(people: People, language: str) -> None:
    visitor = await opened(people, language)
    await visitor.say(DANGER[language])
    card = visitor.log.locator("li.help")
    await expect(card.get_by_role("link").first).to_be_in_viewport()
    await expect(card).to_contain_text(EVENTS["help_card"][language])
    # As large and as dark as what anybody says.
    greeting = visitor.log.locator("li.bot .text").first
    for look in ("color", "font-size"):
        shown = await greeting.evaluate("(text, look) => getComputedStyle(text)[look]", look)
        await expect(card.locator(".text")).to_have_css(look, shown)
    await expect(card.get_by_role("link").first).to_have_attribute("href", "tel:112")
    await expect(card.get_by_role("link").first).not_to_have_attribute("target", "_blank")
    audit = Audit(visitor.page)
    await audit.look("help card")
    assert audit.violations == []


async def test_what_only_sounds_like_danger_brings_no_card(people: People) -> None:
    visitor = await opened(people)
    await visitor.ask(IDIOM)
    await expect(visitor.log.locator("li.help")).to_have_count(0)


async def test_an_agent_sees_the_mark_first_and_confirms_or_clears_it(people: People) -> None:
    agent = await people.agent_on_duty()
    waiting = await people.chat("fi")
    await waiting.request_human()
    await expect(waiting.newest).to_contain_text(EVENTS["queued"]["fi"])
    visitor = await opened(people)
    await visitor.say(DANGER["fi"])
    await visitor.log.locator("li.help").wait_for()
    await visitor.option(LONELINESS["fi"]).or_(visitor.option("Haluan puhua ihmisen kanssa")).first.click()
    await visitor.option(LONELINESS["fi"]).last.click()
    queue = agent.page.locator("queue-list li")
    await expect(queue).to_have_count(2)
    await queue.filter(has_text="Hätä?").get_by_role("button").click()
    question = agent.page.get_by_role("region", name="Onko joku vaarassa?")
    await expect(question).to_be_visible()
    audit = Audit(agent.page)
    await audit.look("asked whether it is a crisis")
    assert audit.violations == []
    await question.get_by_role("button", name="Joku on vaarassa").click()
    await expect(question).to_be_hidden()
    await expect(agent.page.locator("conversation-view header h2")).to_be_focused()
    await expect(agent.page.locator("conversation-view header").get_by_text("Hätä", exact=True)).to_be_visible()
    # A verdict can be taken back, and given again without being asked.
    header = agent.page.locator("conversation-view header")
    await header.get_by_role("button", name="Kukaan ei ole vaarassa").click()
    await expect(header.get_by_text("Ei hätää", exact=True)).to_be_visible()
    await header.get_by_role("button", name="Joku on vaarassa").click()
    await expect(agent.page.locator("conversation-view header").get_by_text("Hätä", exact=True)).to_be_visible()
    await agent.give_away("Päätä")
    await agent.claim_next()
    await agent.give_away("Päätä")


async def test_one_press_of_the_key_only_closes_the_panel(people: People) -> None:
    visitor = await opened(people)
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_visible()
    assert visitor.page.url.endswith(PATH)


@pytest.mark.parametrize("way", ["quick exit", "end"])
async def test_a_new_visit_has_a_new_secret_and_another_name(people: People, way: str) -> None:
    agent = await people.agent_on_duty()
    visitor = await opened(people)
    pseudonyms = read_pseudonyms(SERVICE / "pseudonyms.yml")
    secrets, conversations = [], []
    for visit in range(2):
        await visitor.option(LONELINESS["fi"]).click()
        await expect(visitor.newest).to_contain_text(EVENTS["queued"]["fi"])
        secrets.append(await visitor.token())
        await agent.claim_next()
        conversations.append(people.stack.conversation(secrets[-1])["id"])
        name = pseudonyms.of(conversations[-1])["fi"]
        await expect(agent.page.locator("conversation-view header h2")).to_have_text(name)
        # The list says the same.
        await expect(agent.own.filter(has_text=name)).to_have_count(1)
        await agent.give_away("Päätä")
        if visit == 0:
            await leave(visitor, way)
    assert secrets[0] != secrets[1]
    assert conversations[0] != conversations[1]


async def leave(visitor: VisitorPage, way: str) -> None:
    """Leave by one of the ways, and come back in the same tab."""
    if way == "end":
        await visitor.action(END).click()
        await visitor.panel.get_by_role("button", name="Lopeta keskustelu", exact=True).click()
        await expect(visitor.log.locator(".options").first.get_by_role("button")).to_have_count(TOPICS)
        return
    service = visitor.page.url.removesuffix(PATH)
    await visitor.page.evaluate(
        "to => document.querySelector('luukku-chat').setAttribute('quick-exit', to)", f"{service}/sv"
    )
    await visitor.panel.get_by_role("button", name=LEAVE_NOW["fi"]).click()
    await visitor.page.wait_for_url(f"{service}/sv")
    await visitor.open()


async def test_what_is_typed_leaves_neither_browser_before_it_is_sent(people: People) -> None:
    agent = await people.agent()
    visitor = await people.visitor("fi", PATH)
    sent: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: sent.append(str(payload)))

    for page in (visitor.page, agent.page):
        page.on("websocket", listen)
        page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    await agent.page.reload()
    await agent.go_on_duty()
    await visitor.open()
    await visitor.option(LONELINESS["fi"]).click()
    await agent.claim_next()
    await expect(visitor.panel.get_by_text("Sinulle vastaa Administrator")).to_be_visible()
    # Each sees that the other one types, and not what.
    await visitor.field.press_sequentially(NEVER_SENT)
    await expect(agent.page.locator("conversation-view .typing")).not_to_be_empty()
    await visitor.field.fill("")
    await visitor.say("moi")
    await agent.field().press_sequentially(NEVER_SENT)
    await expect(visitor.panel.get_by_text("kirjoittaa…")).to_be_visible()
    await agent.field().fill("")
    await agent.say("hei hei")
    await expect(visitor.newest).to_have_text("hei hei")
    wire = "\n".join(sent)
    # What is sent is seen here; of what was typed before, not a word of it.
    assert '"moi"' in wire
    assert '"hei hei"' in wire
    for word in ("lähetä", "kenellekään"):
        assert word not in wire
    await agent.give_away("Päätä")
