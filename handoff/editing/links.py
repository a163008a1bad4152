"""Whether the pages to which answers lead are still there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Literal

import aiohttp
from yarl import URL

AT_ONCE = 8
TIME_LIMIT = aiohttp.ClientTimeout(total=20)
State = Literal["there", "gone", "moved", "refused", "unreachable"]
"""Moved: to another address for good. Refused: the server does not show it to programs; a person has to look."""

_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 308})


async def check_links(urls: Iterable[str]) -> Mapping[str, State]:
    """Ask for every page once, a few at a time, and return what became of it."""
    slots = asyncio.Semaphore(AT_ONCE)
    wanted = sorted(set(urls))

    async def check(session: aiohttp.ClientSession, url: str) -> State:
        async with slots:
            return await _check(session, url)

    async with aiohttp.ClientSession(timeout=TIME_LIMIT) as session:
        states = await asyncio.gather(*(check(session, url) for url in wanted))
    return dict(zip(wanted, states, strict=True))


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
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return "unreachable"
