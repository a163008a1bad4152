"""Images over HTTP: in within limits, out only to whom they belong, never as anything but an image."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from handoff.images.model import MAX_BYTES
from handoff.images.service import Images
from handoff.realtime import limits
from handoff.realtime.limits import AddressKeys, Limit, Limiter
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.web import images as routes
from handoff.web.edge import add_headers
from handoff.web.images import DRAFT_HEADER, DraftImages
from tests.images.conftest import DRAFT, OTHER, Clock, files, put_case
from tests.images.pictures import MARKER, decoded, photograph

CITY = "https://city.example"
OWN = {DRAFT_HEADER: DRAFT}
SHORT_TOKEN = (
    b'--x\r\nContent-Disposition: form-data; name="draft"\r\n\r\nshort\r\n'
    b'--x\r\nContent-Disposition: form-data; name="image"\r\n\r\n\xff\xd8\r\n--x--\r\n'
)


class Site:
    """The routes, served; and a browser."""

    def __init__(self, url: str, images: Images, database: Database, folder: Path) -> None:
        self.url = url
        self.images = images
        self.database = database
        self.folder = folder
        self.browser = aiohttp.ClientSession()

    async def ask(self, method: str, path: str, **how: Any) -> tuple[int, Any, Any]:
        """Return status, headers and body."""
        if isinstance(how.get("data"), bytes):
            how["data"] = io.BytesIO(how["data"])
        async with self.browser.request(method, self.url + path, **how) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, answer.headers, await (answer.json() if is_json else answer.read())

    async def upload(self, content: Any, **headers: str) -> tuple[int, Any]:
        status, _, body = await self.ask("POST", "/images", data=content, headers={**OWN, **headers})
        return status, body


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    url = f"sqlite:///{tmp_path / 'luukku.db'}"
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    images = Images(database, tmp_path / "images", Clock())
    settings = Settings(var=tmp_path, allowed_origins=(CITY,))
    app = web.Application(client_max_size=64 * 1024)  # as the service has it
    app.on_response_prepare.append(add_headers)
    DraftImages(images, Limiter(), AddressKeys(0, "secret"), settings).add_routes(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site = Site(f"http://127.0.0.1:{runner.addresses[0][1]}", images, database, tmp_path / "images")
    yield site
    await site.browser.close()
    await runner.cleanup()
    await images.close()
    await database.close()


def form(content: bytes, **fields: str) -> aiohttp.FormData:
    data = aiohttp.FormData()
    for name, value in fields.items():
        data.add_field(name, value)
    data.add_field("image", io.BytesIO(content), filename="../../etc/passwd.php", content_type="text/html")
    return data


async def test_an_image_is_uploaded_as_a_body_or_in_a_form(site: Site) -> None:
    status, image = await site.upload(photograph())
    assert (status, image["position"], image["width"], image["height"]) == (201, 1, 400, 300)
    other = photograph(size=(640, 480))
    status, _, second = await site.ask("POST", "/images", data=form(other, draft=DRAFT))
    assert (status, second["position"], second["width"]) == (201, 2, 640)
    status, _, third = await site.ask("POST", "/images", data=form(photograph(8)), headers=OWN)
    assert (status, third["position"]) == (201, 3)
    names = {f"{one['id']}{ending}" for one in (image, second, third) for ending in (".jpg", ".small.jpg")}
    assert files(site.folder) == names


async def test_an_image_is_sent_as_an_image_and_nothing_else(site: Site) -> None:
    _, image = await site.upload(photograph())
    for query, size in (("", (400, 300)), ("?size=full", (400, 300)), ("?size=thumbnail", (320, 240))):
        status, headers, body = await site.ask("GET", f"/images/{image['id']}{query}", headers=OWN)
        assert status == 200
        assert decoded(body).size == size
        assert MARKER.encode() not in body
        assert headers["Content-Type"] == "image/jpeg"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Disposition"] == "inline"
        assert headers["Content-Security-Policy"] == "default-src 'none'"
        assert headers["Cache-Control"] == "private, no-cache"
        status, _, body = await site.ask(
            "GET", f"/images/{image['id']}{query}", headers={**OWN, "If-None-Match": headers["ETag"]}
        )
        assert (status, body) == (304, b"")
    assert (await site.ask("GET", f"/images/{image['id']}?size=huge", headers=OWN))[0] == 400


async def test_an_image_is_its_drafts_alone(site: Site) -> None:
    _, image = await site.upload(photograph())
    path = f"/images/{image['id']}"
    for method in ("GET", "DELETE"):
        assert (await site.ask(method, path, headers={DRAFT_HEADER: OTHER}))[::2] == (404, {"error": "not_found"})
        for headers in ({}, {DRAFT_HEADER: ""}, {DRAFT_HEADER: "x"}):
            assert (await site.ask(method, path, headers=headers))[::2] == (400, {"error": "invalid_payload"})
    case = await site.database.write(put_case)
    assert (await site.ask("GET", path, headers=OWN))[0] == 200
    await site.database.write(lambda c: site.images.attach(c, DRAFT, case))
    for method in ("GET", "DELETE"):
        assert (await site.ask(method, path, headers=OWN))[0] == 404
    assert (await site.upload(photograph(3)))[1] == {"error": "conflict"}


async def test_an_image_is_deleted(site: Site) -> None:
    _, image = await site.upload(photograph())
    path = f"/images/{image['id']}"
    assert (await site.ask("DELETE", path, headers=OWN))[0] == 204
    assert (await site.ask("GET", path, headers=OWN))[0] == 404
    assert files(site.folder) == set()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "unsupported_image"),
        (b"<html><script>alert(1)</script>", 415, "unsupported_image"),
        (photograph()[:3000], 422, "broken_image"),
        (b"\0" * (MAX_BYTES + 1), 413, "too_large"),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_code(site: Site, content: bytes, status: int, code: str) -> None:
    assert await site.upload(content, **{"Content-Type": "image/jpeg"}) == (status, {"error": code})
    assert (await site.ask("POST", "/images", data=form(content, draft=DRAFT)))[::2] == (status, {"error": code})
    assert files(site.folder) == set()


async def test_ten_megabytes_to_the_byte_are_taken(site: Site) -> None:
    content = photograph()
    content += b"\0" * (MAX_BYTES - len(content))
    assert (await site.upload(content))[0] == 201
    assert (await site.ask("POST", "/images", data=form(content, draft=OTHER)))[0] == 201


async def test_a_sixth_image_is_refused(site: Site) -> None:
    for number in range(5):
        assert (await site.upload(photograph(size=(40 + number, 40))))[0] == 201
    assert await site.upload(photograph(size=(80, 40))) == (409, {"error": "too_many_images"})


@pytest.mark.parametrize("is_form", [False, True])
async def test_an_endless_upload_is_refused_while_it_still_comes(site: Site, is_form: bool) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        if is_form:
            yield b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
        while True:
            sent += 64 * 1024
            yield b"\xff\xd8\xff\xe0" * 16 * 1024
            await asyncio.sleep(0)

    headers = {"Content-Type": "multipart/form-data; boundary=x"} if is_form else {}
    async with asyncio.timeout(20):
        assert await site.upload(endless(), **headers) == (413, {"error": "too_large"})
    # What the kernels' buffers and one more chunk hold, on top.
    assert sent < 2 * MAX_BYTES


async def test_an_upload_that_never_ends_by_itself_is_ended(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "READ_S", 0.2)

    async def hesitating() -> AsyncIterator[bytes]:
        yield b"\xff\xd8\xff"
        await asyncio.sleep(60)

    async with asyncio.timeout(20):
        assert (await site.upload(hesitating()))[0] == 408


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no parts",
        b"--x\r\n\r\n\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="draft"\r\n\r\n' + DRAFT.encode() + b"\r\n--x--\r\n",
        SHORT_TOKEN,
        b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\n\r\n--y--\r\n--x--\r\n",
        b'--x\r\nContent-Length: no\r\nContent-Disposition: form-data; name="image"\r\n\r\nx\r\n--x--\r\n',
    ],
)
async def test_a_form_without_draft_or_image_is_refused(site: Site, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    status, _, answer = await site.ask("POST", "/images", data=body, headers=headers)
    assert (status, answer) == (400, {"error": "invalid_payload"})


async def test_a_multipart_body_without_a_boundary_is_refused(site: Site) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    assert (await site.ask("POST", "/images", data=b"x", headers=headers))[::2] == (400, {"error": "invalid_payload"})


async def test_a_client_that_goes_in_the_middle_leaves_nothing_and_frees_its_place(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(routes, "OF_ONE_ADDRESS", 1)
    _, writer = await asyncio.open_connection("127.0.0.1", int(site.url.rpartition(":")[2]))
    head = f"POST /images HTTP/1.1\r\nHost: x\r\n{DRAFT_HEADER}: {DRAFT}\r\nContent-Length: 1000\r\n\r\n"
    writer.write(head.encode() + photograph()[:500])
    await writer.drain()
    async with asyncio.timeout(10):
        while (await site.upload(photograph()))[0] != 429:
            await asyncio.sleep(0.01)
        writer.close()
        await writer.wait_closed()
        while (answer := await site.upload(photograph()))[0] == 429:
            await asyncio.sleep(0.01)
    assert answer[0] == 201
    assert "request failed" not in caplog.text


async def test_too_many_uploads_are_refused_before_they_are_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IMAGES", Limit("image", 2, 3600))
    monkeypatch.setattr(limits, "ADDRESS_IMAGES", Limit("address-image", 4, 3600))
    other = {DRAFT_HEADER: OTHER}
    assert [(await site.upload(photograph()))[0] for _ in range(3)] == [201, 201, 429]
    assert (await site.upload(photograph(), **other))[0] == 201
    status, headers, body = await site.ask("POST", "/images", data=photograph(), headers=other)
    assert (status, body["error"]) == (429, "rate_limited")
    assert int(headers["Retry-After"]) > 0


async def test_pages_of_the_city_may_use_it_and_others_may_not(site: Site) -> None:
    for origin, allowed in ((CITY, CITY), ("https://evil.example", None)):
        how = {**OWN, "Origin": origin}
        for method, path, data in (
            ("OPTIONS", "/images", None),
            ("POST", "/images", photograph()),
            ("POST", "/images", b"no image"),
            ("OPTIONS", "/images/" + "0" * 36, None),
            ("DELETE", "/images/" + "0" * 36, None),
        ):
            _, headers, _ = await site.ask(method, path, data=data, headers=how)
            assert headers.get("Access-Control-Allow-Origin") == allowed, (method, path)
            assert headers["Vary"] == "Origin"
            assert "Access-Control-Allow-Credentials" not in headers
    _, headers, _ = await site.ask("OPTIONS", "/images", headers={"Origin": CITY})
    assert DRAFT_HEADER in headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/images/..%2f..%2fluukku.db", "/images/a/b", "/images/", "/images/x.jpg"])
async def test_no_path_leads_to_a_file(site: Site, path: str) -> None:
    assert (await site.ask("GET", path, headers=OWN))[0] in {404, 405}
