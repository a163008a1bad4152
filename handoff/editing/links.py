"""Whether the pages to which answers lead are still there."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import Any, Literal

import aiohttp
from yarl import URL

AT_ONCE = 8
WITHIN_S = 10.0
"""An editor waits for it; a city's pages answer in one or two seconds."""
TIME_LIMIT = aiohttp.ClientTimeout(total=20)
State = Literal["there", "gone", "moved", "refused", "unreachable", "late", "inside"]
"""Moved: to another address for good. Refused: the server does not show it to programs; a person has to look. Late: it
had not answered when the time was over. Inside: an address of the service's own network, which was not asked."""

_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 308})


class _Inside(OSError):
    """The address is one that only this machine or its network can reach."""


async def check_links(
    urls: Iterable[str], *, within_s: float | None = None, outside_only: bool = False
) -> Mapping[str, State]:
    """Ask for every page once, a few at a time, and return what became of it.

    Args:
        within_s: Give up then what has not been answered.
        outside_only: Do not let an address, or what it leads on to, reach into the service's own network.
    """
    slots = asyncio.Semaphore(AT_ONCE)
    wanted = sorted(set(urls))

    async def check(session: aiohttp.ClientSession, url: str) -> State:
        async with slots:
            return await _check(session, url)

    connector = aiohttp.TCPConnector(socket_factory=_outside_socket if outside_only else None)
    async with aiohttp.ClientSession(timeout=TIME_LIMIT, connector=connector) as session:
        tasks = {url: asyncio.create_task(check(session, url), name="check a link") for url in wanted}
        try:
            if tasks:
                await asyncio.wait(tasks.values(), timeout=within_s)
            return {url: task.result() if task.done() else "late" for url, task in tasks.items()}
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)


async def check_links_for_editor(urls: Iterable[str]) -> Mapping[str, State]:
    """Ask for the pages behind addresses that somebody has typed; those of other kinds are findings already."""
    https = [url for url in urls if url.startswith("https://")]
    return await check_links(https, within_s=WITHIN_S, outside_only=True)


def _outside_socket(address: tuple[Any, ...]) -> socket.socket:
    family, kind, protocol, _, where = address
    if not ip_address(where[0]).is_global:
        raise _Inside(where[0])
    return socket.socket(family, kind, protocol)


async def _check(session: aiohttp.ClientSession, url: str) -> State:
    try:
        # Not HEAD: many servers answer that with an error.
        async with session.get(url, allow_redirects=True) as answer:
            if answer.status in _GONE:
                return "gone"
            if not answer.ok:
                return "refused"
            is_moved = any(step.status in _MOVED for step in answer.history)
            return "moved" if is_moved and answer.url.path.rstrip("/") != URL(url).path.rstrip("/") else "there"
    except aiohttp.ClientConnectorError as error:
        return "inside" if isinstance(error.os_error, _Inside) else "unreachable"
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return "unreachable"
