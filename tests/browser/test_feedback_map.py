"""The feedback form's map: off unless set up, loaded when asked for, usable by mouse and by keyboard."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, expect
from sqlalchemy import create_engine, select

from handoff.settings import ROOT
from handoff.storage.tables import cases
from handoff.words import read_words
from tests.support.axe import Audit
from tests.support.people import BROWSER_TESTS
from tests.support.service import ServiceProcess
from tests.support.words import LANGUAGES

pytestmark = BROWSER_TESTS

WORDS = read_words(ROOT / "data" / "service" / "feedback_pages.yml")
CENTRE = (60.1699, 24.9384)


def grey_tile() -> bytes:
    """Return a PNG of one grey pixel."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header, pixel = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\xcc")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


class Tiles:
    """A server of tiles that counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def serve(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_get("/{z}/{x}/{y}.png", self._tile)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        return runner, f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"

    async def _tile(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return web.Response(body=grey_tile(), content_type="image/png")


@pytest_asyncio.fixture(loop_scope="session")
async def tiles() -> AsyncIterator[tuple[Tiles, str]]:
    tiles = Tiles()
    runner, url = await tiles.serve()
    yield tiles, url
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def service(tmp_path: Path, tiles: tuple[Tiles, str]) -> AsyncIterator[ServiceProcess]:
    process = ServiceProcess(tmp_path / "var", map_tiles=tiles[1], map_attribution="Esimerkkikaupunki")
    await process.start()
    yield process
    await process.stop()


def stored_points(service: ServiceProcess) -> list[tuple[float | None, float | None]]:
    engine = create_engine(f"sqlite:///{service.var / 'luukku.db'}")
    with engine.connect() as connection:
        rows = connection.execute(select(cases.c.lat, cases.c.lon).order_by(cases.c.received_at)).all()
    engine.dispose()
    return [(row.lat, row.lon) for row in rows]


async def send(page: Page, language: str) -> None:
    t = WORDS[language]
    await page.get_by_label(t["kinds"]["complaint"], exact=True).check()
    await page.locator("#text").fill("Katuvalo on rikki tässä kohdassa.")
    await page.get_by_role("button", name=t["continue"]).click()
    await page.get_by_role("button", name=t["send"]).click()
    await expect(page.get_by_role("heading", name=t["done_title"])).to_be_visible()


async def test_a_point_is_picked_by_mouse_and_by_keyboard_and_taken_away_again(
    service: ServiceProcess, tiles: tuple[Tiles, str], browser: Browser
) -> None:
    t = WORDS["fi"]
    page = await browser.new_page(viewport={"width": 320, "height": 800})
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    try:
        await page.goto(f"{service.url}/palaute")
        opener = page.get_by_role("button", name=t["map"]["open"])
        await expect(opener).to_be_visible()
        assert tiles[0].asked == []
        await opener.click()
        place = page.get_by_role("application", name=t["map"]["label"])
        await expect(place).to_be_focused()
        await expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
        await page.keyboard.press("Enter")
        chosen = page.get_by_role("status").filter(has_text=f"{CENTRE[0]:.6f}, {CENTRE[1]:.6f}")
        await expect(chosen).to_be_visible()
        await page.get_by_role("button", name=t["map"]["remove"]).click()
        await expect(chosen).to_be_hidden()
        await expect(page.locator("input[name=lat]")).to_have_value("")
        await place.click(position={"x": 80, "y": 120})
        await expect(page.locator(".pin")).to_be_visible()
        lat, lon = [float(await page.locator(f"input[name={name}]").input_value()) for name in ("lat", "lon")]
        assert lat > CENTRE[0]
        assert lon < CENTRE[1]
        await send(page, "fi")
        assert stored_points(service) == [(lat, lon)]
        assert refused == []
    finally:
        await page.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_open_map_is_accessible_and_fits_a_narrow_screen(
    service: ServiceProcess, browser: Browser, language: str
) -> None:
    t = WORDS[language]
    page = await browser.new_page(viewport={"width": 320, "height": 800})
    audit = Audit(page)
    try:
        await page.goto(service.url + t["paths"]["form"])
        await page.get_by_role("button", name=t["map"]["open"]).click()
        await expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
        await page.keyboard.press("Enter")
        await audit.look("map")
        assert not await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
        assert audit.violations == []
    finally:
        await page.close()


async def test_without_scripts_and_without_tiles_the_place_is_an_address(
    service: ServiceProcess, tmp_path: Path, browser: Browser
) -> None:
    plain = await browser.new_page(java_script_enabled=False)
    await plain.goto(f"{service.url}/palaute")
    await expect(plain.locator("[data-tiles]")).to_be_hidden()
    await send(plain, "fi")
    await plain.close()
    assert stored_points(service) == [(None, None)]
    without = ServiceProcess(tmp_path / "without")
    await without.start()
    try:
        page = await browser.new_page()
        await page.goto(f"{without.url}/palaute")
        assert await page.locator("[data-tiles], script").count() == 0
        await page.close()
    finally:
        await without.stop()
