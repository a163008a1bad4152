"""A Redis that goes in the middle of a request, by whatever error it is met."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from handoff import app
from handoff.errors import RateLimited
from handoff.realtime.limits import Limit, Limiter

CLOSED = RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")
"""What uvloop says when redis-py writes to a connection that has just been closed."""


class GoneRedis:
    """Every request fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def pipeline(self, **_how: Any) -> GoneRedis:
        return self

    def incr(self, _name: str) -> None:
        pass

    def expire(self, _name: str, _seconds: int) -> None:
        pass

    async def execute(self) -> Any:
        raise self._error

    async def ping(self) -> Any:
        raise self._error


GONE = pytest.mark.parametrize("error", [CLOSED, RedisConnectionError("refused")], ids=["closed", "refused"])


@GONE
async def test_each_process_counts_alone(error: Exception) -> None:
    limiter = Limiter(GoneRedis(error))  # type: ignore[arg-type]
    limit = Limit("request", 2, 3600)
    await limiter.check(limit, "somebody")
    await limiter.check(limit, "somebody")
    with pytest.raises(RateLimited):
        await limiter.check(limit, "somebody")


@GONE
async def test_the_database_is_looked_into_instead(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "POLL_S", 0)
    looked = asyncio.Semaphore(0)

    async def catch_up() -> None:
        looked.release()

    service: Any = SimpleNamespace(
        settings=SimpleNamespace(heartbeat=timedelta(hours=1)), hub=SimpleNamespace(catch_up=catch_up)
    )
    task = asyncio.create_task(app._catch_up(service, GoneRedis(error)))  # type: ignore[arg-type]
    try:
        async with asyncio.timeout(5):
            await looked.acquire()
            await looked.acquire()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
