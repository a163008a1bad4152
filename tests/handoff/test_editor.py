"""The editors' desk over HTTP: who may come in, and what becomes of what they write."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from handoff.faq.content import read_entry
from handoff.settings import ROOT
from tests.handoff.conftest import World, open_world
from tests.handoff.desk import Editor, editor
from tests.support.bot import ScriptedBot

FAQ = ROOT / "data" / "nlu" / "faq"
ENTRY = "boat_berth"
NEW_TITLE = "Veneille paikka"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
async def world(tmp_path: Path, folder: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path / "var", bot, faq=folder) as world:
        yield world


async def test_only_editors_come_in(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        stranger = Editor(session, world.url)
        await stranger.get("/editor/sv")
        assert (stranger.status, stranger.at) == (200, "/editor/sv/-/sign-in")
        await stranger.post("/editor/sv/-/sign-in", username="maija", password="guess")
        assert (stranger.status, "Användarnamnet eller lösenordet" in stranger.page) == (401, True)
        async with session.post(f"{world.url}/editor/fi/{ENTRY}", data={"do": "publish"}) as answer:
            assert answer.url.path == "/editor/fi/-/sign-in"
    agent = await editor(world, "otto", "agent")
    await agent.get("/editor/en")
    assert (agent.status, "You may not edit answers." in agent.page) == (403, True)
    maija = await editor(world, "maija")
    assert (maija.status, maija.at) == (200, "/editor/fi")


async def test_the_list_shows_every_entry_and_finds_one(world: World) -> None:
    maija = await editor(world, "maija")
    assert len(re.findall(r'<th scope="row">', await maija.get("/editor/en"))) == len(list(FAQ.glob("*.yml")))
    assert re.findall(r'href="/editor/en/(\w+)"', await maija.get("/editor/en?q=berth")) == [ENTRY]


async def test_a_draft_is_kept_and_seen_by_nobody_until_it_is_published(world: World, folder: Path) -> None:
    maija, path = await editor(world, "maija"), folder / f"{ENTRY}.yml"
    before = path.read_text(encoding="utf-8")
    await maija.get(f"/editor/fi/{ENTRY}")
    shown = await maija.submit("show", fi__title=NEW_TITLE)
    assert f"<h3>{NEW_TITLE}</h3>" in shown
    assert (await maija.get("/editor/fi?only=drafts")).count('<th scope="row">') == 0
    await maija.get(f"/editor/fi/{ENTRY}")
    saved = await maija.submit("save", fi__title=NEW_TITLE)
    assert "Luonnos on tallennettu" in saved
    assert "<del>" in saved
    assert path.read_text(encoding="utf-8") == before
    assert (await maija.get("/editor/fi?only=drafts")).count('<th scope="row">') == 1
    await maija.get(f"/editor/fi/{ENTRY}")
    assert "Vastaus on julkaistu" in await maija.submit("publish")
    after = path.read_text(encoding="utf-8")
    assert set(after.splitlines()) ^ set(before.splitlines()) == {
        "  title: Venepaikka ja talvisäilytys",
        f"  title: {NEW_TITLE}",
    }
    agent = await world.agent("liisa")
    async with (
        aiohttp.ClientSession(headers={"Cookie": agent.cookie}) as session,
        session.get(f"{world.url}/api/agent/replies/fi") as answer,
    ):
        assert NEW_TITLE in await answer.text()


async def test_who_is_late_is_told_and_sees_both(world: World, folder: Path) -> None:
    maija, otto = await editor(world, "maija"), await editor(world, "otto")
    await maija.get(f"/editor/fi/{ENTRY}")
    await otto.get(f"/editor/en/{ENTRY}")
    await maija.submit("publish", fi__title=NEW_TITLE)
    late = await otto.submit("publish", en__title="A place for boats")
    assert otto.status == 409
    assert "Somebody else has changed this meanwhile" in late
    assert otto.fields["en.title"] == "A place for boats"
    # The form has what the other has published as gone: they have to put it back, or mean it.
    assert f"</span>{NEW_TITLE}</del>" in late
    await otto.submit("publish", fi__title=NEW_TITLE)
    entry = read_entry(ENTRY, (folder / f"{ENTRY}.yml").read_text(encoding="utf-8"))
    assert (entry.answers["fi"].title, entry.answers["en"].title) == (NEW_TITLE, "A place for boats")


async def test_an_entry_without_a_language_is_kept_and_not_published(world: World, folder: Path) -> None:
    maija = await editor(world, "maija")
    await maija.post("/editor/fi", id="bicycle_pumps")
    assert maija.at == "/editor/fi/bicycle_pumps"
    finnish = {"title": "Pumput", "text": "Teksti.", "plain": "Teksti.", "pages": "Sivu | https://www.hel.fi"}
    written = {f"fi__{name}": text for name, text in finnish.items()}
    answer = await maija.submit("publish", **written, area="traffic", owner="X", sources="https://www.hel.fi")
    assert maija.status == 409
    assert "puuttuu: Kysymykset" in answer
    assert '<span class="tongue">SV</span> puuttuu: Otsikko' in answer
    assert not (folder / "bicycle_pumps.yml").exists()
    await maija.get("/editor/fi/bicycle_pumps")
    assert maija.fields["fi.title"] == "Pumput"
    await maija.submit("discard")
    assert (await maija.get("/editor/fi/bicycle_pumps"), maija.status)[1] == 404


async def test_an_older_version_is_brought_back(world: World, folder: Path) -> None:
    maija, path = await editor(world, "maija"), folder / f"{ENTRY}.yml"
    before = path.read_text(encoding="utf-8")
    await maija.get(f"/editor/fi/{ENTRY}")
    await maija.submit("publish", fi__title=NEW_TITLE)
    history = await maija.get(f"/editor/fi/{ENTRY}/history")
    assert "Versio 2: julkaistu" in history
    assert "Maija" in history
    await maija.post(f"/editor/fi/{ENTRY}/history", number="1", seen="2")
    assert path.read_text(encoding="utf-8") == before
    await maija.post(f"/editor/fi/{ENTRY}/history", number="1", seen="2")
    assert maija.status == 409


async def test_what_makes_no_entry_is_told_and_stays_in_the_form(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"/editor/en/{ENTRY}")
    await maija.submit("save", review_by="soon", en__title="Kept")
    assert (maija.status, maija.fields["en.title"]) == (400, "Kept")
    assert "Fill in the day of review." in maija.page
    await maija.post("/editor/en", id="Ei käy!")
    assert (maija.status, "Use only small letters" in maija.page) == (400, True)


async def test_a_long_text_is_saved_or_told_to_be_too_long_and_stays_in_the_form(world: World) -> None:
    """Letters of two bytes, so that a form within its limit is longer than the service takes of others."""
    maija = await editor(world, "maija")
    await maija.get(f"/editor/sv/{ENTRY}")
    saved = await maija.submit("save", sv__plain="å" * 40_000)
    assert (maija.status, "Utkastet är sparat" in saved) == (200, True)
    assert maija.fields["sv.plain"] == "å" * 40_000
    refused = await maija.submit("save", sv__plain="å" * 60_000)
    assert (maija.status, "Det finns för mycket text." in refused) == (400, True)
    assert maija.fields["sv.plain"] == "å" * 60_000
    await maija.submit("save", sv__plain="å" * 100_000)
    assert (maija.status, "Texten är så lång att ingenting sparades." in maija.page) == (413, True)


async def test_an_area_is_called_by_its_name_and_found_by_it(world: World) -> None:
    maija = await editor(world, "maija")
    found = await maija.get("/editor/sv?q=kultur och fritid berth")
    assert ("Kultur och fritid" in found, re.findall(r'href="/editor/sv/(\w+)"', found)) == (True, [ENTRY])
    await maija.get(f"/editor/sv/{ENTRY}")
    assert maija.fields["area"] == "leisure"
    # What the desk has no name for is kept as it is.
    await maija.submit("save", area="harbours")
    assert maija.fields["area"] == "harbours"


async def test_an_answer_is_withdrawn_as_a_draft_and_stays_until_it_is_published(world: World, folder: Path) -> None:
    maija, path = await editor(world, "maija"), folder / f"{ENTRY}.yml"
    await maija.get(f"/editor/fi/{ENTRY}/withdraw")
    assert (maija.status, "Historia säilyy" in maija.page) == (200, True)
    assert "Poistaminen on tallennettu luonnokseksi" in await maija.post(maija.at, **maija.fields)
    assert maija.at == f"/editor/fi/{ENTRY}"
    assert "Käytöstä poistaminen, jonka Maija tallensi" in maija.page
    assert path.exists()
    assert "Poistetaan käytöstä, Maija" in await maija.get("/editor/fi?only=drafts")
    assert "Käytöstä poistaminen, jonka Maija tallensi" in await maija.get("/editor/fi/-/publishing")
    await maija.get(f"/editor/fi/{ENTRY}")
    await maija.submit("discard")
    assert (await maija.get("/editor/fi?only=drafts")).count('<th scope="row">') == 0


async def test_the_history_is_there_before_anybody_has_opened_the_answer(world: World) -> None:
    maija = await editor(world, "maija")
    assert "Versio 1: " in await maija.get(f"/editor/fi/{ENTRY}/history")
    await maija.get("/editor/fi/no_such_answer/history")
    assert maija.status == 404


async def test_a_withdrawn_answer_is_brought_back_from_its_history_as_a_draft(world: World, folder: Path) -> None:
    maija, path = await editor(world, "maija"), folder / f"{ENTRY}.yml"
    await maija.get(f"/editor/fi/{ENTRY}")
    path.unlink()
    assert (await maija.get(f"/editor/fi/{ENTRY}"), maija.status)[1] == 404
    assert f'href="/editor/fi/{ENTRY}/history"' in await maija.get("/editor/fi")
    history = await maija.get(f"/editor/fi/{ENTRY}/history")
    assert "Versio 2: poistettu käytöstä" in history
    await maija.post(f"/editor/fi/{ENTRY}/history", number="2", seen="2")
    assert maija.status == 404
    assert "opitaan koulutuksessa" in await maija.post(f"/editor/fi/{ENTRY}/history", number="1", seen="2")
    assert maija.fields["fi.title"] == "Venepaikka ja talvisäilytys"
    assert not path.exists()
    await maija.post(f"/editor/fi/{ENTRY}/history", number="1", seen="2")
    assert maija.status == 409


@pytest.mark.parametrize(
    ("entry", "by"),
    [
        ("emergency", "bot/components/danger_words.py"),
        ("invoice_question", "Practice conversation"),
        ("cafe_permits", 'href="/editor/en/-/guides/open_cafe"'),
    ],
)
async def test_what_something_names_is_not_withdrawn_and_the_page_says_what(world: World, entry: str, by: str) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"/editor/en/{entry}")
    fields = {name: maija.fields[name] for name in ("seen", "base")}
    page = await maija.get(f"/editor/en/{entry}/withdraw")
    assert ("This cannot be withdrawn." in page, by in page, "<button" in page) == (True, True, False)
    page = await maija.post(f"/editor/en/{entry}/withdraw", **fields)
    assert (maija.status, by in page) == (409, True)
    assert (await maija.get("/editor/fi?only=drafts")).count('<th scope="row">') == 0


async def test_who_is_late_withdraws_nothing(world: World, folder: Path) -> None:
    maija, otto = await editor(world, "maija"), await editor(world, "otto")
    await maija.get(f"/editor/en/{ENTRY}/withdraw")
    await otto.get(f"/editor/en/{ENTRY}")
    await otto.submit("save", en__title="Boats of Otto")
    await maija.post(maija.at, **maija.fields)
    assert (maija.status, "nothing was withdrawn" in maija.page) == (409, True)
    # Whoever looks again is told whose draft goes with it.
    assert "Draft saved by Otto" in maija.page
