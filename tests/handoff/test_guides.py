"""The guides over HTTP: questions, the checklist, what is taken away from it, and the answers that lead there."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from handoff.guides.content import read_guides
from handoff.guides.path import checklist, choices_made, every_path
from handoff.guides.problems import LANGUAGES
from handoff.settings import ROOT
from handoff.words import read_words
from tests.handoff.conftest import World, open_world
from tests.support.bot import ScriptedBot, reply

FOLDER = ROOT / "data" / "guides"
GUIDES = read_guides(FOLDER)
WORDS = read_words(ROOT / "data" / "service" / "guides.yml")
CAFE = {
    "company": "not_yet",
    "premises": "other_use",
    "works": "planned",
    "alcohol": "served",
    "terrace": "city_land",
    "music": "played",
    "staff": "hired",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "guides"))


@pytest.fixture
async def world(tmp_path: Path, folder: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path / "var", bot, guides=folder, public_url="https://luukku.example") as world:
        yield world


@pytest.fixture
async def http(world: World) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(world.url) as session:
        yield session


async def get(http: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with http.get(path) as answer:
        return answer.status, unescape(await answer.text())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_guide_is_found_answered_and_listed_in_every_language(
    http: aiohttp.ClientSession, language: str
) -> None:
    w, guide = WORDS[language], GUIDES["open_cafe"]
    status, page = await get(http, w["path"])
    assert status == 200
    for each in GUIDES.values():
        assert f'href="{w["path"]}/{each.id}"' in page
        assert each.title[language] in page
    status, page = await get(http, f"{w['path']}/open_cafe")
    assert (status, guide.questions[0].text[language] in page) == (200, True)
    assert "checked" not in page
    status, page = await get(http, f"{w['path']}/open_cafe?{urlencode(CAFE)}")
    assert status == 200
    for item in checklist(guide, CAFE):
        for text in (item.title, item.todo, item.ask):
            assert text[language] in page
        for link in item.links:
            assert f'href="{link.url[language]}"' in page
    assert GUIDES["open_cafe"].items[1].title[language] not in page
    other = next(each for each in LANGUAGES if each != language)
    assert f'href="{WORDS[other]["path"]}/open_cafe?{urlencode(CAFE)}"' in page


async def test_a_question_that_a_choice_brings_is_asked_next(http: aiohttp.ClientSession) -> None:
    _, page = await get(http, "/guides/street_event")
    assert 'name="traffic"' not in page
    _, page = await get(http, "/guides/street_event?place=street&structures=none&public=open&sound=quiet&food=none")
    assert WORDS["en"]["more"] in page
    assert 'href="#traffic-changed"' in page
    assert 'id="place-street" name="place" value="street" checked' in page
    _, page = await get(
        http, "/guides/street_event?place=street&traffic=changed&structures=none&public=open&sound=quiet&food=none"
    )
    assert "Notify the traffic arrangements" in page


async def test_answers_are_changed_with_those_given_before_them(http: aiohttp.ClientSession) -> None:
    _, page = await get(http, f"/guides/open_cafe?{urlencode(CAFE)}")
    change = re.search(r'href="([^"]*change=1)"', page)
    assert change
    status, page = await get(http, change[1])
    assert (status, page.count(" checked")) == (200, len(CAFE))
    assert WORDS["en"]["more"] not in page


@pytest.mark.parametrize("form", ["txt", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_checklist_is_taken_away(http: aiohttp.ClientSession, language: str, form: str) -> None:
    w = WORDS[language]
    async with http.get(f"{w['path']}/open_cafe/{form}?{urlencode(CAFE)}") as answer:
        text = unescape(await answer.text())
        assert answer.status == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="open_cafe-{language}.{form}"'
        assert answer.charset == "utf-8"
    flat = " ".join(text.split())
    for item in checklist(GUIDES["open_cafe"], CAFE):
        for told in (item.title[language], item.todo[language], item.ask[language], item.links[0].url[language]):
            assert told in flat
    assert f"https://luukku.example{w['path']}/open_cafe?{urlencode(CAFE)}" in text
    if form == "html":
        assert f'<html lang="{language}">' in text
        assert not re.search(r"<(script|link|img|iframe)\b|\bsrc=|@import|url\(", text)


@pytest.mark.parametrize("guide", sorted(GUIDES))
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pdf_is_tagged_and_says_its_language_and_title(
    http: aiohttp.ClientSession, language: str, guide: str
) -> None:
    made = max(every_path(GUIDES[guide]), key=lambda made: len(checklist(GUIDES[guide], made)))
    async with http.get(f"{WORDS[language]['path']}/{guide}/pdf?{urlencode(made)}") as answer:
        content = await answer.read()
        assert (answer.status, answer.content_type) == (200, "application/pdf")
    assert content.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/DisplayDocTitle true", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert mark in content
    assert f"/Lang({language})".encode() in content.replace(b"/Lang (", b"/Lang(")
    assert GUIDES[guide].title[language].encode() in content  # in its XMP metadata
    # Every font is embedded, and every link has words for it.
    assert content.count(b"/FontDescriptor ") >= 1
    assert content.count(b"/FontFile3 ") == len(re.findall(rb"/Type ?/FontDescriptor", content))
    assert content.count(b"/Subtype /Link") == content.count(b"/Contents (") + content.count(b"/Contents <")


@pytest.mark.parametrize(
    "query",
    [
        "company=%3Cscript%3Ealert(1)%3C/script%3E",
        "company=has%00&premises=" + "x" * 4000,
        "company=has&company=not_yet&" + "a=b&" * 200,
        "%3Cscript%3E=1&change=%3Cb%3E",
        "company=%ff%fe&premises=%23panic()",
        urlencode({**CAFE, "music": "#sys.inputs"}),
        urlencode({"__proto__": "x", "company": "../../etc/passwd"}),
    ],
)
async def test_what_no_form_sends_asks_the_questions_again(http: aiohttp.ClientSession, query: str) -> None:
    async with http.get(f"/oppaat/open_cafe?{query}") as answer:
        page = await answer.text()
        assert answer.status == 200
    for hostile in ("<script", "<b>", "passwd", "panic", "sys.inputs", "xxxx", "a=b"):
        assert hostile not in page
    assert '<form method="get"' in page
    for form in ("txt", "html", "pdf"):
        async with http.get(f"/oppaat/open_cafe/{form}?{query}", allow_redirects=False) as answer:
            assert answer.status == 303
            assert re.fullmatch(r"/oppaat/open_cafe(\?[a-z_=&]*)?", answer.headers["Location"])


@pytest.mark.parametrize("path", ["/guides/nothing", "/guides/nothing/pdf", "/guides/open_cafe/exe", "/guides/..%2Fx"])
async def test_what_is_not_there_is_not_found(http: aiohttp.ClientSession, path: str) -> None:
    status, page = await get(http, path)
    assert status == 404
    assert "Traceback" not in page


async def test_a_changed_file_is_live_at_once_and_a_broken_one_changes_nothing(
    http: aiohttp.ClientSession, folder: Path
) -> None:
    path = folder / "open_cafe.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("en: Opening a café", "en: <b>Open & shut</b>"), "utf-8")
    async with http.get("/guides") as answer:
        assert "&lt;b&gt;Open &amp; shut&lt;/b&gt;" in await answer.text()
    path.write_text("guide: [", "utf-8")
    assert "Open & shut" in (await get(http, "/guides"))[1]
    async with http.get(f"/guides/open_cafe/pdf?{urlencode(CAFE)}") as answer:
        assert (answer.status, b"&lt;b>Open &amp; shut" in (await answer.read()).replace(b"&gt;", b">")) == (200, True)


async def test_texts_are_never_read_as_the_markup_of_the_pdf(http: aiohttp.ClientSession, folder: Path) -> None:
    path = folder / "open_cafe.yml"
    hostile = '#panic("x") $a$ \\ `raw` *b* <label> @ref #include "/etc/passwd"'
    content = path.read_text(encoding="utf-8").replace("en: Start the company", f"en: '{hostile}'")
    path.write_text(content, "utf-8")
    assert hostile in (await get(http, f"/guides/open_cafe?{urlencode(CAFE)}"))[1]
    async with http.get(f"/guides/open_cafe/pdf?{urlencode(CAFE)}") as answer:
        assert (answer.status, answer.content_type) == (200, "application/pdf")


async def test_an_overdue_guide_says_so(world: World, http: aiohttp.ClientSession) -> None:
    path = f"/guides/open_cafe?{urlencode(CAFE)}"
    assert WORDS["en"]["overdue"] not in (await get(http, path))[1]
    world.clock.advance(timedelta(days=800))
    assert WORDS["en"]["overdue"] in (await get(http, path))[1]


async def test_a_page_that_has_not_changed_is_not_sent_again(http: aiohttp.ClientSession) -> None:
    async with http.get("/guides/open_cafe") as answer:
        tag = answer.headers["ETag"]
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in answer.headers
    async with http.get("/guides/open_cafe", headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304


def test_the_longest_list_leaves_out_what_does_not_concern_one() -> None:
    made = choices_made(GUIDES["open_cafe"], CAFE)
    assert made == CAFE
    left_out = {item.id for item in GUIDES["open_cafe"].items} - {
        item.id for item in checklist(GUIDES["open_cafe"], made)
    }
    assert left_out == {"find_premises", "terrace_on_plot"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_leads_to_the_guide_of_its_topic(world: World, language: str) -> None:
    page = {"title": "Official", "url": "https://www.hel.fi"}

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        said = reply(f"Answer to {body['text']}", language=language, links=[page])
        said["understanding"]["intent"] = str(body["text"])
        return said

    world.bot.answer = answer
    visitor = await world.visitor(language=language)
    for text, guide in (("faq/cafe_permits", "open_cafe"), ("faq/library_card", ""), ("greet", "")):
        await visitor.send(text)
        links = (await visitor.told(f"Answer to {text}"))["links"]
        expected = [page]
        if guide:
            w, title = WORDS[language], GUIDES[guide].title[language]
            expected.append(
                {"title": f"{w['checklist']}: {title}", "url": f"https://luukku.example{w['path']}/{guide}"}
            )
        assert links == expected
