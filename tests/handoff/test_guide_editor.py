"""The guides' room at the editors' desk over HTTP, from a form without scripts to what visitors see."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import aiohttp
import pytest

from handoff.guides.content import read_guide
from handoff.settings import ROOT
from handoff.words import read_rooms
from tests.handoff.conftest import World, open_world
from tests.handoff.desk import editor
from tests.support.bot import ScriptedBot

FOLDER = ROOT / "data" / "guides"
WORDS = read_rooms(ROOT / "data" / "service" / "editor", hall="desk")
GUIDE = "/editor/fi/-/guides/open_cafe"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "guides"))


@pytest.fixture
async def world(tmp_path: Path, folder: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path / "var", bot, guides=folder) as world:
        yield world


def contents(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(folder.iterdir())}


async def seen_by_visitors(world: World, path: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(world.url + path) as answer:
        return unescape(await answer.text())


async def test_saving_what_is_there_and_publishing_it_leaves_the_file_as_it_was(world: World, folder: Path) -> None:
    before = contents(folder)
    maija = await editor(world, "maija")
    for name in before:
        await maija.get(f"/editor/fi/-/guides/{name}")
        assert maija.status == 200
        assert WORDS["fi"]["to_mend"] not in maija.page
        await maija.submit("publish")
        assert (maija.status, WORDS["fi"]["guides"]["told"]["published"] in maija.page) == (200, True)
    assert contents(folder) == before


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_room_lists_the_guides_in_every_language(world: World, language: str) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"/editor/{language}/-/guides")
    assert (maija.status, WORDS[language]["guides"]["lead"] in maija.page) == (200, True)
    for name in contents(FOLDER):
        assert f'href="/editor/{language}/-/guides/{name}"' in maija.page
    assert f'<a href="/editor/{language}/-/guides" aria-current="true">' in maija.page


async def test_a_changed_text_is_previewed_published_and_live_and_comments_stay(world: World, folder: Path) -> None:
    path = folder / "open_cafe.yml"
    path.write_text("# Ask the food advice before changing this.\n" + path.read_text("utf-8"), "utf-8")
    maija = await editor(world, "maija")
    await maija.get(GUIDE)
    await maija.submit("show", fi__title="Kahvila <auki>")
    assert maija.at == f"{GUIDE}/preview"
    assert "Kahvila &lt;auki&gt;" in maija.page
    assert "Luonnoksen esikatselu" in maija.page
    assert "Kahvila <auki>" not in await seen_by_visitors(world, "/oppaat")
    await maija.get(GUIDE)
    assert "<ins>" in maija.page
    await maija.submit("publish")
    assert "Kahvila <auki>" in await seen_by_visitors(world, "/oppaat")
    content = path.read_text("utf-8")
    assert content.startswith("# Ask the food advice before changing this.\n")
    assert read_guide("open_cafe", content).title["fi"] == "Kahvila <auki>"
    await maija.get(f"{GUIDE}/history")
    assert (maija.page.count("<li>\n    <h2>"), "Maija" in maija.page) == (2, True)
    await maija.post(maija.at, number="1", seen="2")
    assert WORDS["fi"]["told"]["restored"] in maija.page
    assert "Kahvilan avaaminen" in await seen_by_visitors(world, "/oppaat")


async def test_things_are_added_moved_and_removed_by_buttons(world: World, folder: Path) -> None:
    maija = await editor(world, "maija")
    await maija.get(GUIDE)
    count = len(read_guide("open_cafe", (folder / "open_cafe.yml").read_text("utf-8")).items)
    await maija.submit("add:items")
    assert f'<details id="items-{count}" open>' in maija.page
    await maija.submit("publish")
    assert maija.status == 409
    assert WORDS["fi"]["told"]["not_complete"] in maija.page
    texts = {
        f"items.{count}.{language}.{name}": f"{name} {language}"
        for language in ("fi", "sv", "en")
        for name in ("title", "stage", "todo", "ask")
    }
    texts |= {f"items.{count}.{each}.links": f"Sivu {each} | https://www.example.fi/{each}" for each in ("fi", "sv")}
    await maija.submit("publish", **texts, **{f"items.{count}.when.3.0": "1"})
    assert (maija.status, '<span class="tongue">EN</span>' in maija.page) == (409, True)
    await maija.submit("save", **{f"items.{count}.en.links": "Page en | https://www.example.fi/en"})
    for _ in range(2):
        await maija.submit(f"up:items.{count}")
        await maija.submit(f"down:items.{count - 1}")
    await maija.submit(f"up:items.{count}")
    await maija.submit("publish")
    assert WORDS["fi"]["guides"]["told"]["published"] in maija.page
    guide = read_guide("open_cafe", (folder / "open_cafe.yml").read_text("utf-8"))
    added = guide.items[count - 1]
    assert (len(guide.items), added.title["sv"], added.links[0].url["sv"]) == (
        count + 1,
        "title sv",
        "https://www.example.fi/sv",
    )
    assert added.when == {"alcohol": ("served",)}
    await maija.submit(f"remove:items.{count - 1}")
    await maija.submit("publish")
    assert len(read_guide("open_cafe", (folder / "open_cafe.yml").read_text("utf-8")).items) == count


async def test_a_renamed_choice_is_renamed_in_conditions_and_a_removed_one_is_told(world: World, folder: Path) -> None:
    maija = await editor(world, "maija")
    await maija.get(GUIDE)
    await maija.submit("publish", questions__3__choices__0__id="serves")
    guide = read_guide("open_cafe", (folder / "open_cafe.yml").read_text("utf-8"))
    assert [item.id for item in guide.items if item.when == {"alcohol": ("serves",)}] == ["alcohol_licence"]
    await maija.submit("add:questions.3.choices")
    await maija.submit("remove:questions.3.choices.0")
    assert "alcohol: serves" in maija.page
    await maija.submit("save")  # what is told is not forgotten by saving
    assert "alcohol: serves" in maija.page
    await maija.submit("publish")
    assert maija.status == 409
    assert 'value="alcohol:serves" checked' in maija.page


async def test_who_is_late_is_told_and_keeps_what_was_written(world: World) -> None:
    maija, otto = await editor(world, "maija"), await editor(world, "otto")
    await maija.get(GUIDE)
    await otto.get(GUIDE)
    await maija.submit("save", fi__title="Maijan kahvila")
    await otto.submit("add:items", fi__title="Oton kahvila")
    assert (otto.status, WORDS["fi"]["told"]["changed_meanwhile"] in otto.page) == (409, True)
    assert otto.fields["fi.title"] == "Oton kahvila"
    assert "Maijan" in otto.page
    await otto.submit("save")
    await maija.get(GUIDE)
    assert maija.fields["fi.title"] == "Oton kahvila"


async def test_a_new_guide_is_begun_kept_back_until_complete_and_discarded(world: World, folder: Path) -> None:
    maija = await editor(world, "maija")
    await maija.post("/editor/fi/-/guides", id="Ei käy!")
    assert (maija.status, WORDS["fi"]["wrong_name"] in maija.page) == (400, True)
    await maija.post("/editor/fi/-/guides", id="boat_trip")
    await maija.submit("add:questions", fi__title="Veneretki")
    await maija.submit("add:questions.0.choices")
    await maija.submit("show")
    assert (maija.status, "Veneretki" in maija.page) == (200, True)
    await maija.get("/editor/fi/-/guides/boat_trip")
    await maija.submit("publish")
    assert maija.status == 409
    assert not (folder / "boat_trip.yml").exists()
    await maija.submit("discard")
    assert "boat_trip" not in maija.page


async def test_a_guide_is_withdrawn_after_being_asked_and_brought_back(world: World, folder: Path) -> None:
    before = (folder / "open_cafe.yml").read_bytes()
    maija = await editor(world, "maija")
    await maija.get(f"{GUIDE}/withdraw")
    assert WORDS["fi"]["guides"]["withdraw_hint"] in maija.page
    await maija.post(maija.at, **maija.fields)
    assert (maija.at, WORDS["fi"]["guides"]["told"]["withdrawn"] in maija.page) == ("/editor/fi/-/guides", True)
    assert not (folder / "open_cafe.yml").exists()
    assert "Kahvilan avaaminen" not in await seen_by_visitors(world, "/oppaat")
    await maija.get(f"{GUIDE}/history")
    assert WORDS["fi"]["revisions"]["withdrawn"] in maija.page
    await maija.post(maija.at, number="1", seen="2")
    assert WORDS["fi"]["told"]["restored"] in maija.page
    assert "Kahvilan avaaminen" in await seen_by_visitors(world, "/oppaat")
    # Its comments went with the file; what it says did not.
    assert read_guide("open_cafe", (folder / "open_cafe.yml").read_text("utf-8")) == read_guide(
        "open_cafe", before.decode()
    )


@pytest.mark.parametrize("do", ["up:items.999", "remove:questions", "add:items.1.choices", "up:questions.0.choices.9"])
async def test_a_step_to_nowhere_changes_nothing(world: World, do: str) -> None:
    maija = await editor(world, "maija")
    await maija.get(GUIDE)
    await maija.submit(do)
    assert maija.status == 400
    await maija.get(GUIDE)
    assert WORDS["fi"]["state_live"] in maija.page


async def test_only_editors_come_in(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/editor/sv/-/guides", GUIDE, f"{GUIDE}/preview", f"{GUIDE}/history"):
            async with session.get(world.url + path) as answer:
                assert answer.url.path.endswith("/-/sign-in")


async def test_the_links_of_a_checklist_are_asked_for(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(GUIDE)
    inside = "https://127.0.0.1:9/sivu"
    pages = {name: f"Sivu | {inside}" for name in maija.fields if name.endswith(".links")}
    assert pages
    shown = await maija.submit("links", **pages)
    assert f'{WORDS["fi"]["chat"]["links"]["states"]["inside"]}: <a href="{inside}"' in unescape(shown)
    assert {name: maija.fields[name] for name in pages} == pages
    assert WORDS["fi"]["not_yet"] not in shown
    assert WORDS["fi"]["state_live"] in shown
