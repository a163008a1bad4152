"""Fixed texts over HTTP: what editors write is checked, kept, published and live without a restart."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from handoff.queues.model import Queues
from handoff.settings import ROOT
from tests.handoff.conftest import World, open_world
from tests.handoff.desk import Editor, editor
from tests.support.bot import ScriptedBot

DATA = ROOT / "data"
TEXTS = "/editor/fi/-/texts"
GREETING, EMERGENCY = f"{TEXTS}/small_talk.utter_greet", f"{TEXTS}/help.emergency"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    shutil.copytree(DATA / "responses", folder / "responses")
    for name in ("help", "queues", "replies"):
        shutil.copyfile(DATA / "service" / f"{name}.yml", folder / f"{name}.yml")
    return folder


@pytest.fixture
async def world(tmp_path: Path, folder: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    files = {name: folder / f"{name}.yml" for name in ("help", "queues", "replies")}
    async with open_world(tmp_path / "var", bot, responses=folder / "responses", **files) as world:
        yield world


async def until_shows(browser: Editor, path: str, text: str) -> None:
    """Wait until a page has a text: the service looks at its files once a second."""
    while text not in await browser.get(path):
        await asyncio.sleep(0.1)


def _is_open(queues: Queues, world: World) -> bool:
    (queue,) = queues.of("city")
    return queues.opening(queue, "fi", world.clock()).is_open


async def test_strangers_and_agents_see_no_texts(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        stranger = Editor(session, world.url)
        await stranger.get(GREETING)
        assert stranger.at == "/editor/fi/-/sign-in"
    agent = await editor(world, "otto", "agent")
    await agent.get(GREETING)
    assert agent.status == 403


async def test_the_list_groups_texts_and_finds_one(world: World) -> None:
    maija = await editor(world, "maija")
    everything = await maija.get("/editor/sv/-/texts")
    assert all(name in everything for name in ("Hjälp genast", "Servicetider", "Färdiga svar", "Hälsningar"))
    found = await maija.get("/editor/sv/-/texts?q=rådgivningsbot+helsingfors")
    assert found.count("/-/texts/") == found.count("/-/texts/small_talk.utter_greet")
    assert "/-/texts/small_talk.utter_greet" in found
    assert "/-/texts/queues.city" not in await maija.get("/editor/sv/-/texts?only=replies")
    assert (await maija.get(f"{TEXTS}/help.nobody"), maija.status)[1] == 404


async def test_a_greeting_is_drafted_published_and_brought_back(world: World, folder: Path) -> None:
    maija, path = await editor(world, "maija"), folder / "responses" / "small_talk.yml"
    before = path.read_text(encoding="utf-8")
    await maija.get(GREETING)
    assert maija.fields["sv.buttons.1"] == "Ge respons"
    assert not any("payload" in name or "payload" in text for name, text in maija.fields.items())
    assert '<p class="bubble lines">Moi, olen Luukku.</p>' in await maija.submit("show", fi__text="Moi, olen Luukku.")
    await maija.get(GREETING)
    assert "Luonnos on tallennettu" in await maija.submit("save", fi__text="Moi, olen Luukku.")
    assert path.read_text(encoding="utf-8") == before
    await maija.get(GREETING)
    assert "Teksti on julkaistu" in await maija.submit("publish")
    after = path.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {"    text: Moi, olen Luukku."}
    history = await maija.get(f"{GREETING}/history")
    assert "Versio 2: julkaistu" in history
    await maija.post(f"{GREETING}/history", number="1", seen="2")
    assert path.read_text(encoding="utf-8") == before


async def test_without_swedish_or_with_a_bad_number_nothing_is_published(world: World, folder: Path) -> None:
    maija, path = await editor(world, "maija"), folder / "help.yml"
    before = path.read_bytes()
    await maija.get(EMERGENCY)
    page = await maija.submit("publish", sv__title="", number="12")
    assert maija.status == 409
    assert '<span class="tongue">SV</span> Nimi: puuttuu' in page
    assert "12 ei ole puhelinnumero, johon voi soittaa" in page
    assert path.read_bytes() == before
    await maija.get(EMERGENCY)
    assert (maija.fields["sv.title"], maija.fields["number"]) == ("", "12")


async def test_who_is_late_is_told_and_another_text_of_the_file_is_no_hindrance(world: World) -> None:
    maija, otto = await editor(world, "maija"), await editor(world, "otto")
    await maija.get(EMERGENCY)
    await otto.get(EMERGENCY)
    neighbour = await editor(world, "liisa")
    await neighbour.get(f"{TEXTS}/help.nollalinja")
    await maija.submit("publish", fi__title="112: soita heti")
    await neighbour.submit("publish", en__title="080 005 005: somebody to talk to")
    assert "Teksti on julkaistu" in neighbour.page
    await otto.submit("publish", fi__title="112: hätä")
    assert otto.status == 409
    assert "soita heti</del>" in otto.page
    assert otto.fields["fi.title"] == "112: hätä"


async def test_a_published_number_hours_and_reply_are_live_without_a_restart(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"{TEXTS}/help.nollalinja")
    titles = {"fi__title": "116 006: apua", "sv__title": "116 006: hjälp", "en__title": "116 006: help"}
    await maija.submit("publish", number="116 006", **titles)
    assert "Teksti on julkaistu" in maija.page
    await maija.get(f"{TEXTS}/replies.please_wait")
    await maija.submit("publish", fi__text="Hetki vain, {…montako} minuuttia.")
    await maija.get(f"{TEXTS}/queues.city")
    await maija.submit("publish", hours="2030-01-01 09.00-10.00", callbacks="")
    assert "Teksti on julkaistu" in maija.page
    async with asyncio.timeout(20):
        await until_shows(maija, "/nuoret", '<a href="tel:116006">116 006</a><br>Apua')
        assert "tel:080005005" not in maija.page
    agent = await world.agent("niilo")
    async with aiohttp.ClientSession(headers={"Cookie": agent.cookie}) as session:
        async with asyncio.timeout(20):
            reply = Editor(session, world.url)
            await until_shows(reply, "/api/agent/replies/fi", "Hetki vain, {…montako} minuuttia.")
    # Whoever holds the queues holds the same ones.
    queues = world.service.duty._queues
    async with asyncio.timeout(20):
        while _is_open(queues, world):
            await asyncio.sleep(0.1)


async def test_hours_are_previewed_as_each_language_writes_them(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"{TEXTS}/queues.city")
    shown = await maija.submit("show", hours="mon-fri 09.00-15.00\nholidays as usual\n2026-12-24 closed")
    for told in (
        "ma–pe 09.00–15.00\npyhinä kuten muulloin\n24.12.2026 suljettu",
        "mån–fre 09.00–15.00\nhelgdagar som vanligt\n24.12.2026 stängt",
        "Mon–Fri 09.00–15.00\nholidays as usual\n24.12.2026 closed",
    ):
        assert f'<p class="lines">{told}</p>' in shown
    assert maija.fields["hours"].startswith("mon-fri 09.00-15.00")
    # What is no such line is shown as it stands.
    assert '<p class="lines">2026–99–99 never</p>' in await maija.submit("show", hours="2026-99-99 never")


async def test_a_file_broken_by_hand_keeps_what_was_read_before(world: World, folder: Path) -> None:
    maija = await editor(world, "maija")
    (folder / "help.yml").write_text("lines: {", encoding="utf-8")
    await maija.get(EMERGENCY)
    assert maija.status == 409
    await asyncio.sleep(2.5)
    assert "tel:080005005" in await maija.get("/nuoret")
    shutil.copyfile(DATA / "service" / "help.yml", folder / "help.yml")
    await maija.get(EMERGENCY)
    assert maija.status == 200


async def test_the_links_of_a_text_are_asked_for(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"{TEXTS}/small_talk.utter_lost")
    pages = {name: "https://127.0.0.1:9/sivu" for name in maija.fields if ".addresses." in name}
    assert len(pages) == 3
    shown = await maija.submit("links", **pages)
    assert shown.count('<a href="https://127.0.0.1:9/sivu" rel="noreferrer">https') == 1
    # Where there is none to ask for, nothing is asked.
    assert 'value="links"' not in await maija.get(EMERGENCY)
