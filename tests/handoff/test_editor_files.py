"""The editors' files over HTTP: out, shown, taken; what is wrong, what others changed meanwhile."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import aiohttp
import pytest

from handoff.editing.exchange.model import Patch
from handoff.faq.content import read_faq
from handoff.web.editor.files import Kept, packed
from tests.editing.entries import HERE, commented
from tests.handoff.conftest import World, open_world
from tests.handoff.desk import Editor, editor
from tests.handoff.test_editor import FAQ
from tests.support.bot import ScriptedBot

FILES = "/editor/en/-/files"
CHANGED = "Short name;Language;Title;Owner\nbicycles;en;Bikes | wheels;Traffic\nbells;fi;Kellot;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(FAQ, tmp_path / "faq"))
    shutil.copyfile(HERE / "bicycles.yml", folder / "bicycles.yml")
    (folder / "pumps.yml").write_text(commented().replace("topic: bicycles", "topic: pumps"), encoding="utf-8")
    return folder


@pytest.fixture
async def world(tmp_path: Path, folder: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path / "var", bot, faq=folder) as world:
        yield world


async def upload(browser: Editor, content: bytes, at: str = FILES) -> str:
    form = aiohttp.FormData()
    form.add_field("file", io.BytesIO(content), filename="answers")
    return await send(browser, at, form)


async def take(browser: Editor, kept: str) -> str:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("kept", kept)
    return await send(browser, f"{FILES}/take", form)


async def send(browser: Editor, at: str, form: aiohttp.FormData) -> str:
    headers = {"Origin": browser.url}
    async with browser.session.post(browser.url + at, data=form, headers=headers) as answer:
        return await browser._see(answer)


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    assert found is not None, page
    return unescape(found[1])


async def drafts(browser: Editor) -> list[str]:
    page = await browser.get("/editor/en?only=drafts")
    return re.findall(r'<span class="aside">(\w+)</span></th>', page)


async def test_a_file_goes_out_and_comes_back_without_a_change(world: World, folder: Path) -> None:
    maija, count = await editor(world, "maija"), len(read_faq(folder))
    assert 'href="/editor/en/-/files" aria-current="true"' in await maija.get(FILES)
    for format_, kind in (("xlsx", "spreadsheetml"), ("csv", "text/csv"), ("rasa", "yaml"), ("json", "json")):
        async with maija.session.get(f"{maija.url}{FILES}/export?format={format_}&which=drafts") as answer:
            content = await answer.read()
            assert kind in answer.headers["Content-Type"]
            assert "attachment" in answer.headers["Content-Disposition"]
        page = await upload(maija, content)
        assert (maija.status, "There is nothing to save" in page) == (200, True)
        assert f"stay the same: {count}" in page
    assert await drafts(maija) == []


async def test_a_file_is_shown_and_then_taken_as_drafts(world: World, folder: Path) -> None:
    maija, before = await editor(world, "maija"), (folder / "bicycles.yml").read_text(encoding="utf-8")
    shown = await upload(maija, CHANGED.encode("cp1252"))
    assert "Answers that change: 2" in shown
    assert "<ins>" in shown
    assert ", new answer" in shown
    assert await drafts(maija) == []
    page = await take(maija, kept_in(shown))
    assert (maija.at, "saved as drafts" in page) == (FILES, True)
    assert await drafts(maija) == ["bells", "bicycles"]
    await maija.get("/editor/en/bicycles")
    assert (maija.fields["en.title"], maija.fields["owner"]) == ("Bikes | wheels", "Traffic")
    assert (folder / "bicycles.yml").read_text(encoding="utf-8") == before
    await maija.get("/editor/en/bells")
    assert await maija.submit("publish")
    assert (maija.status, (folder / "bells.yml").exists()) == (409, False)


async def test_what_others_changed_meanwhile_is_told_and_nothing_is_taken(world: World) -> None:
    maija, otto = await editor(world, "maija"), await editor(world, "otto")
    kept = kept_in(await upload(maija, CHANGED.encode()))
    await otto.get("/editor/en/bicycles")
    await otto.submit("save", sv__title="Ottos cyklar")
    page = await take(maija, kept)
    assert (maija.status, "nothing was saved" in page) == (409, True)
    assert 'href="/editor/en/bicycles"' in page
    assert await drafts(maija) == ["bicycles"]
    # Who has seen it now may take it; what the file does not say stays as the other has it.
    await take(maija, kept_in(page))
    await maija.get("/editor/en/bicycles")
    assert (maija.fields["en.title"], maija.fields["sv.title"]) == ("Bikes | wheels", "Ottos cyklar")
    await take(maija, kept)
    assert maija.status == 200, "taking the same twice changes nothing"


async def test_what_is_wrong_is_told_in_the_editors_language(world: World) -> None:
    maija = await editor(world, "maija")
    wrong = "Tunnus;Kieli;Otsikko\nbicycles;fi;Uusi\nÄ;fi;x\nbicycles;no;x\n".encode()
    for language, told in (("fi", "ei kelpaa tunnukseksi"), ("sv", "duger inte"), ("en", "is no short name")):
        page = await upload(maija, wrong, f"/editor/{language}/-/files")
        assert maija.status == 400
        assert re.search(rf"<li>A3: [^<]*{told}", page)
        assert "<li>B4: " in page
    assert await drafts(maija) == []
    assert "Choose a file." in await upload(maija, b"")
    assert "too big" in await upload(maija, b"x" * 8_000_001)
    assert maija.status == 413
    page = await upload(maija, b"id;what\nbicycles;1\n")
    assert "B1: unknown column or field “what”" in page


async def test_only_editors_take_and_only_what_is_one(world: World) -> None:
    agent, maija = await editor(world, "otto", "agent"), await editor(world, "maija")
    for browser, status in ((agent, 403), (maija, 400)):
        await take(browser, "AAAA")
        assert browser.status == status
    await upload(agent, CHANGED.encode())
    assert agent.status == 403
    await take(maija, packed(Kept((Patch("../../etc"),), {})))
    assert maija.status == 400
    assert await drafts(maija) == []
