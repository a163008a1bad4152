"""Text messages reach a real HTTP gateway, and what it answers decides whether they are tried again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from handoff.mail.carriers import make_carriers
from handoff.mail.model import NotSent, Parcel
from handoff.mail.postman import Postman
from handoff.mail.sms import HttpSmsCarrier
from handoff.settings import Settings
from handoff.storage.database import Database
from tests.mail.conftest import NOW, Clock, a_mail, put, row

NUMBER = "+358401234567"


@dataclass
class Gateway:
    """Takes messages; `status` is what it answers, None never."""

    url: str = ""
    status: int | None = 202
    got: list[tuple[str, Any]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    never: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("Authorization", ""), await request.json()))
        if self.status is None:
            await self.never.wait()
        return web.Response(status=self.status or 500, headers={"Location": "/elsewhere"})

    async def take_elsewhere(self, request: web.Request) -> web.Response:
        self.elsewhere.append(request.headers.get("Authorization", ""))
        return web.Response()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway()
    app = web.Application()
    app.router.add_post("/messages", gateway.take)
    app.router.add_route("*", "/elsewhere", gateway.take_elsewhere)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    gateway.url = f"http://127.0.0.1:{runner.addresses[0][1]}/messages"
    yield gateway
    gateway.never.set()
    await runner.cleanup()


def settings(gateway: Gateway, **how: Any) -> Settings:
    return Settings(sms_url=gateway.url, sms_token="salaisuus", **how)


def sms(**how: Any) -> Any:
    return a_mail(NUMBER, channel="sms", html="", text="Asiaasi LK-1 on vastattu.", **how)


async def test_a_queued_text_message_is_posted_with_the_token(
    database: Database, gateway: Gateway, clock: Clock
) -> None:
    message = sms()
    await put(database, message)
    assert await Postman(database, make_carriers(settings(gateway)), clock).deliver_due() == 1
    body = {"id": message.id, "to": NUMBER, "text": "Asiaasi LK-1 on vastattu.", "language": "fi"}
    assert gateway.got == [("Bearer salaisuus", body)]
    assert (await row(database, message.id)).state == "sent"


@pytest.mark.parametrize(
    ("status", "is_final", "concerns_all"),
    [
        (400, True, False),
        (422, True, False),
        (401, False, True),
        (404, False, True),
        (429, False, False),
        (500, False, False),
        (503, False, False),
    ],
)
async def test_an_answer_says_whether_it_is_worth_another_try(
    gateway: Gateway, status: int, is_final: bool, concerns_all: bool
) -> None:
    gateway.status = status
    with pytest.raises(NotSent) as refused:
        await HttpSmsCarrier(settings(gateway)).send(Parcel(mail=sms(), created_at=NOW, attempts=1))
    assert refused.value.code == f"http_{status}"
    assert (refused.value.is_final, refused.value.concerns_all) == (is_final, concerns_all)


async def test_a_redirection_is_not_followed(gateway: Gateway) -> None:
    gateway.status = 307
    with pytest.raises(NotSent, match="http_307"):
        await HttpSmsCarrier(settings(gateway)).send(Parcel(mail=sms(), created_at=NOW, attempts=1))
    assert gateway.elsewhere == []


async def test_a_gateway_that_does_not_answer_is_left_after_a_time(gateway: Gateway) -> None:
    gateway.status = None
    carrier = HttpSmsCarrier(settings(gateway, sms_timeout=timedelta(seconds=0.2)))
    with pytest.raises(NotSent) as refused:
        await carrier.send(Parcel(mail=sms(), created_at=NOW, attempts=1))
    assert (refused.value.code, refused.value.is_final) == ("timeout", False)


async def test_a_gateway_that_is_away_is_tried_again(unused_tcp_port: int) -> None:
    carrier = HttpSmsCarrier(Settings(sms_url=f"http://127.0.0.1:{unused_tcp_port}/"))
    with pytest.raises(NotSent) as refused:
        await carrier.send(Parcel(mail=sms(), created_at=NOW, attempts=1))
    assert (refused.value.code, refused.value.is_final, refused.value.concerns_all) == ("connect", False, True)
