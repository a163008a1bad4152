"""`open311-key` lets systems send cases to a real service, and no longer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from handoff.cli.errors import CommandError
from handoff.cli.open311_key import add, lines, revoke
from tests.support.service import ServiceProcess


async def test_a_key_opens_the_running_service_until_it_is_revoked(tmp_path: Path) -> None:
    service = await ServiceProcess(tmp_path).start()
    try:
        key = await asyncio.to_thread(add, " Kartta ", var=tmp_path, environ={})
        fields = {
            "api_key": key,
            "service_code": "2809",
            "description": "Kiitos hyvästä palvelusta.",
            "confirmed": "true",
        }
        async with aiohttp.ClientSession(service.url) as http:
            async with http.post("/open311/v2/requests.json", data=fields) as answer:
                assert answer.status == 200
            (line,) = await asyncio.to_thread(lambda: list(lines(var=tmp_path, environ={})))
            assert (line.endswith("  Kartta"), key in line) == (True, False)
            await asyncio.to_thread(revoke, line.split()[0], var=tmp_path, environ={})
            async with http.post("/open311/v2/requests.json", data=fields) as answer:
                assert answer.status == 403
        (line,) = await asyncio.to_thread(lambda: list(lines(var=tmp_path, environ={})))
        assert line.split()[2] != "-"
    finally:
        await service.stop()


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no key nobody"):
        revoke("nobody", var=tmp_path, environ={})
    for name in (" ", "x" * 81):
        with pytest.raises(CommandError, match="80"):
            add(name, var=tmp_path, environ={})
