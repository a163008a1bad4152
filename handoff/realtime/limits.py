"""Rate limits: so many requests in a window, per key; shared through Redis where there is one."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff.errors import RateLimited

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` requests in each window of `window_s` seconds."""

    name: str
    count: int
    window_s: int


VISITOR_REQUESTS = Limit("request", 60, 10)
"""Everything else, typing signs and resumes on a flickering line included."""
FEEDBACK = Limit("feedback", 10, 3600)
SIGN_IN = Limit("sign-in", 8, 300)
"""Per name and per address: guessing passwords takes centuries, a forgetful agent waits five minutes."""

MAX_KEYS = 100_000
"""Counters kept in memory; when there are more, those of past windows go."""


class Limiter:
    """Counts requests per key in fixed windows."""

    def __init__(self, redis: Redis | None = None) -> None:
        self._redis = redis
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}

    async def check(self, limit: Limit, key: str) -> None:
        """Count one request.

        Raises:
            RateLimited: the window is full; says when the next one begins.
        """
        now = time.time()
        window = int(now // limit.window_s)
        count = await self._count_shared(limit, key, window) or self._count_here(limit, key, window)
        if count > limit.count:
            raise RateLimited(retry_after_s=round((window + 1) * limit.window_s - now, 1))

    async def _count_shared(self, limit: Limit, key: str, window: int) -> int:
        """Return the count among all processes; 0 when Redis is away, and then each process counts alone."""
        if self._redis is None:
            return 0
        name = f"luukku:limit:{limit.name}:{key}:{window}"
        try:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.incr(name)
            pipeline.expire(name, limit.window_s * 2)
            count, _ = await pipeline.execute()
        except RedisError as error:
            log.warning("counting alone: %s", type(error).__name__)
            return 0
        return int(count)

    def _count_here(self, limit: Limit, key: str, window: int) -> int:
        if len(self._counts) > MAX_KEYS:
            newest: dict[str, int] = {}
            for (name, _), (seen, _) in self._counts.items():
                newest[name] = max(seen, newest.get(name, 0))
            self._counts = {k: v for k, v in self._counts.items() if v[0] == newest[k[0]]}
        seen, count = self._counts.get((limit.name, key), (window, 0))
        count = count + 1 if seen == window else 1
        self._counts[limit.name, key] = (window, count)
        return count
