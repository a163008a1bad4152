"""Cases that are sent on to another real service, over a line that can be cut at the worst moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from aiohttp import web
from sqlalchemy import select

from handoff.cases.desk import Seen
from handoff.cases.model import Case, NewCase
from handoff.open311 import forwards
from handoff.settings import ROOT
from handoff.storage.tables import case_forwards, cases, outbox
from tests.handoff.conftest import World, open_world
from tests.open311.conftest import MAIJA
from tests.support.bot import ScriptedBot

TEXT = "Katuvalo on rikki risteyksessä."


class Line:
    """Passes bytes on to a server; cut, it swallows the answers to what is sent while the server does its work."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname, urlsplit(url).port
        self.cuts = 0
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._pass_on(reader, writer))
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to = await asyncio.open_connection(self._host, self._port)
        try:
            head = await reader.read(65536)
            is_cut = head.startswith(b"POST") and self.cuts > 0
            to.write(head)
            up = asyncio.create_task(self._pump(reader, to))
            if is_cut:
                self.cuts -= 1
                down = asyncio.create_task(there.read(1))  # it has answered: what was sent is stored
                await down
            else:
                down = asyncio.create_task(self._pump(there, writer))
                await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
        finally:
            for each in (writer, to):
                each.transport.abort()
                with suppress(OSError):
                    await each.wait_closed()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while chunk := await source.read(65536):
            sink.write(chunk)
            await sink.drain()


class Pair:
    """Two cities: ours, and the other to which cases about streets are sent on."""

    def __init__(self, ours: World, other: World | None, line: Line | None) -> None:
        # The tests say when it is looked.
        for task in asyncio.all_tasks():
            if task.get_name() == "forwarder":
                task.cancel()
        self.ours = ours
        self.other = other
        self.line = line

    async def case(self, **what: Any) -> Case:
        new = {"origin": str(uuid4()), "kind": "complaint", "text": TEXT, "language": "fi", "channel": "web"}
        return await self.ours.service.office.cases.submit(NewCase(**{**new, "service_code": "171", **what}))

    async def look(self) -> int:
        assert self.ours.service.office.forwarder is not None
        return await self.ours.service.office.forwarder.look()

    async def row(self) -> Any:
        return await self.ours.service.database.read(lambda c: c.execute(select(case_forwards)).first())

    async def there(self) -> list[Any]:
        assert self.other is not None
        return await self.other.service.database.read(lambda c: list(c.execute(select(cases)).all()))

    async def kinds(self, case: Case) -> list[str]:
        events = (await self.ours.service.office.desk.open(MAIJA, case.code)).events
        return [event.kind for event in events]

    async def later(self, **by: float) -> int:
        self.ours.clock.advance(timedelta(**by))
        return await self.look()


def services(folder: Path) -> Path:
    """Return a catalogue in which cases about streets are sent on."""
    original = (ROOT / "data" / "service" / "services.yml").read_text(encoding="utf-8")
    path = folder / "services.yml"
    own = original.replace('code: "171"\n', 'code: "171"\n    forward_to: "171"\n', 1)
    own = own.replace("{id: streets,", "{id: streets, email: kadut@example.org,", 1)
    path.write_text(own, encoding="utf-8")
    return path


@pytest.fixture
async def pair(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(open_world(tmp_path / "other", bot))
        key = await other.service.office.keys.add("Ours")
        line = Line(other.url)
        url = await line.open()
        stack.push_async_callback(line.close)
        ours = await stack.enter_async_context(
            open_world(
                tmp_path / "ours",
                bot,
                services=services(tmp_path),
                open311_forward_url=f"{url}/open311/v2",
                open311_forward_key=key,
                open311_forward_timeout=timedelta(seconds=20),
            )
        )
        yield Pair(ours, other, line)


async def test_a_case_goes_there_and_what_became_of_it_comes_back(pair: Pair) -> None:
    assert pair.other is not None
    case = await pair.case(email="liisa@example.org", contact="email", sender_name="Liisa", lat=60.17, lon=24.94)
    other_service = await pair.case(service_code="174")
    assert await pair.look() == 1
    (there,) = await pair.there()
    assert (there.channel, there.service_code, there.lat, there.email, there.sender_name) == (
        "open311",
        "171",
        60.17,
        "",
        "",
    )
    assert there.text == f"{TEXT}\n\n[{case.id}]"
    row = await pair.row()
    assert (row.state, row.remote_id) == ("sent", there.id)
    assert (await pair.kinds(case))[-1] == "forwarded"
    assert await pair.look() == 0
    assert await pair.later(minutes=31) == 1
    desk = pair.other.service.office.desk
    answered = await desk.answer(MAIJA, Seen(there.code, there.version), "Lamppu on vaihdettu, Liisa.")
    assert answered.status == "answered"
    await pair.later(minutes=31)
    assert (await pair.row()).state == "closed"
    opened = await pair.ours.service.office.desk.open(MAIJA, case.code)
    assert (opened.events[-1].kind, opened.events[-1].data["text"]) == ("forward_closed", "Lähettäjälle on vastattu.")
    # Nobody has answered our sender yet: those who answer are told that they can.
    assert opened.case.is_open
    letters = await pair.ours.service.database.read(
        lambda c: list(c.execute(select(outbox.c.body_text).where(outbox.c.recipient == "kadut@example.org")).scalars())
    )
    assert len(letters) == 1
    assert "Lähettäjälle on vastattu." in letters[0]
    assert await pair.later(hours=24) == 0
    assert "forwarded" not in await pair.kinds(other_service)


async def test_a_line_that_is_cut_after_the_other_side_has_stored_it_makes_no_double(pair: Pair) -> None:
    assert pair.line is not None
    case = await pair.case(lat=60.17, lon=24.94)
    pair.line.cuts = 3
    for _ in range(3):
        await pair.later(hours=1)
        row = await pair.row()
        assert (row.state, row.last_error, row.sending_at is None) == ("pending", "disconnected", False)
    assert len(await pair.there()) == 1
    await pair.later(hours=1)
    (there,) = await pair.there()
    row = await pair.row()
    assert (row.state, row.remote_id, row.sending_at) == ("sent", there.id, None)
    assert (await pair.kinds(case)).count("forwarded") == 1


async def test_what_a_dead_process_was_sending_is_sent_by_another_after_the_lease_and_not_before(pair: Pair) -> None:
    await pair.case(lat=60.17, lon=24.94)
    clock, database = pair.ours.clock, pair.ours.service.database
    taken = await database.write(lambda c: forwards.claim(c, clock(), timedelta(minutes=5)))
    assert taken is not None
    assert taken.sending_at is None
    assert await pair.look() == 0
    assert await pair.later(minutes=6) == 1
    assert len(await pair.there()) == 1
    # What the first one has to say now is not heard.
    news = forwards.News("x", clock(), lambda *_: None)
    await database.write(lambda c: forwards.note_unsure(c, taken, news))
    assert (await pair.row()).state == "sent"


async def test_processes_that_look_at_once_send_a_case_once(pair: Pair) -> None:
    for _ in range(5):
        await pair.case(lat=60.17, lon=24.94)
    assert sum(await asyncio.gather(*(pair.look() for _ in range(4)))) == 5
    assert len(await pair.there()) == 5


async def test_what_is_refused_is_not_tried_again_and_told(pair: Pair) -> None:
    # The other side wants a place.
    case = await pair.case()
    await pair.look()
    row = await pair.row()
    assert (row.state, row.last_error, await pair.there()) == ("refused", "http_400", [])
    assert (await pair.kinds(case))[-1] == "forward_refused"
    assert await pair.later(days=1) == 0


async def test_a_revoked_key_is_no_end_of_the_case(pair: Pair) -> None:
    assert pair.other is not None
    await pair.case(lat=60.17, lon=24.94)
    keys = pair.other.service.office.keys
    (key,) = await keys.everyone()
    await keys.revoke(key.id)
    await pair.look()
    row = await pair.row()
    assert (row.state, row.last_error, row.sending_at) == ("pending", "http_403", None)


async def test_what_is_withdrawn_or_goes_elsewhere_before_is_not_sent(pair: Pair) -> None:
    office = pair.ours.service.office
    gone, moved = await pair.case(), await pair.case()
    await office.cases.withdraw(gone.code)
    await office.desk.route(MAIJA, Seen(moved.code, moved.version), "174")
    young = await pair.case(mode="youth", channel="widget")
    await pair.look()
    assert await pair.there() == []
    for case in (gone, moved, young):
        assert "forwarded" not in await pair.kinds(case)


class Stranger:
    """A GeoReport server without extensions: it keeps what it gets, and may not say so."""

    def __init__(self, *, shows_texts: bool) -> None:
        self.kept: list[dict[str, str]] = []
        self.silent = 0
        self.shows_texts = shows_texts
        self.status = "open"

    async def open(self, stack: AsyncExitStack) -> str:
        app = web.Application()
        app.router.add_post("/requests.json", self._post)
        app.router.add_get("/requests.json", self._list)
        app.router.add_get("/requests/{id}.json", self._one)
        app.router.add_get("/tokens/{token}.json", self._token)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _post(self, request: web.Request) -> web.StreamResponse:
        self.kept.append({name: str(value) for name, value in (await request.post()).items()})
        if self.silent:
            self.silent -= 1
            assert request.transport is not None
            request.transport.abort()
        return web.json_response([{"token": "t/1"}])

    async def _list(self, request: web.Request) -> web.StreamResponse:
        return web.json_response([self._row(number) for number in range(len(self.kept))])

    async def _one(self, request: web.Request) -> web.StreamResponse:
        return web.json_response([self._row(0)])

    async def _token(self, request: web.Request) -> web.StreamResponse:
        return web.json_response([{"service_request_id": 293944, "token": request.match_info["token"]}])

    def _row(self, number: int) -> dict[str, Any]:
        text = self.kept[number]["description"] if self.shows_texts else ""
        notes = "Tehty 010594Y9032"
        return {"service_request_id": number, "description": text, "status": self.status, "status_notes": notes}


async def strangers(tmp_path: Path, bot: ScriptedBot, stack: AsyncExitStack, stranger: Stranger) -> Pair:
    url = await stranger.open(stack)
    own = services(tmp_path)
    ours = await stack.enter_async_context(open_world(tmp_path, bot, services=own, open311_forward_url=url))
    return Pair(ours, None, None)


async def test_a_server_without_extensions_is_asked_before_anything_is_sent_again(
    tmp_path: Path, bot: ScriptedBot
) -> None:
    async with AsyncExitStack() as stack:
        stranger = Stranger(shows_texts=True)
        pair = await strangers(tmp_path, bot, stack, stranger)
        stranger.silent = 1
        await pair.case()
        await pair.look()
        assert (await pair.row()).last_error == "disconnected"
        await pair.later(hours=1)
        row = await pair.row()
        assert (row.state, row.remote_id, len(stranger.kept)) == ("sent", "0", 1)
        # What was lost on the way there is sent again, since it would be seen.
        await pair.ours.service.database.write(
            lambda c: c.execute(case_forwards.update().values(state="pending", remote_id="", sending_at=row.created_at))
        )
        stranger.kept = [{"description": "Muuta"}]
        await pair.later(hours=1)
        assert (len(stranger.kept), (await pair.row()).remote_token) == (2, "t/1")


async def test_where_it_cannot_be_known_whether_it_has_arrived_people_are_told(
    tmp_path: Path, bot: ScriptedBot
) -> None:
    async with AsyncExitStack() as stack:
        stranger = Stranger(shows_texts=False)
        pair = await strangers(tmp_path, bot, stack, stranger)
        stranger.silent = 1
        case = await pair.case()
        await pair.look()
        await pair.later(hours=1)
        assert ((await pair.row()).state, len(stranger.kept)) == ("unsure", 1)
        assert (await pair.kinds(case))[-1] == "forward_unsure"
        assert await pair.later(days=1) == 0


async def test_a_token_becomes_an_id_and_others_words_are_masked(tmp_path: Path, bot: ScriptedBot) -> None:
    async with AsyncExitStack() as stack:
        stranger = Stranger(shows_texts=True)
        pair = await strangers(tmp_path, bot, stack, stranger)
        case = await pair.case()
        await pair.look()
        row = await pair.row()
        assert (row.state, row.remote_id, row.remote_token) == ("sent", "", "t/1")
        await pair.later(minutes=31)
        assert (await pair.row()).remote_id == "293944"
        stranger.status = "closed"
        await pair.later(minutes=31)
        events = (await pair.ours.service.office.desk.open(MAIJA, case.code)).events
        assert events[-1].data["text"] == "Tehty ●●●●●●-●●●●"
        assert [event.kind for event in events].count("forwarded") == 1


async def test_a_server_that_is_away_loses_nothing(tmp_path: Path, bot: ScriptedBot) -> None:
    async with open_world(tmp_path, bot, services=services(tmp_path), open311_forward_url="http://127.0.0.1:9") as ours:
        pair = Pair(ours, None, None)
        await pair.case()
        for _ in range(3):
            await pair.later(hours=1)
            row = await pair.row()
            assert (row.state, row.last_error, row.sending_at) == ("pending", "connect", None)
