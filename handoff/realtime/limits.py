"""Rate limits: so many requests in a window, per key; shared through Redis where there is one."""

from __future__ import annotations

import hmac
import logging
import time
from dataclasses import dataclass

from aiohttp import web
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
CALLBACK = Limit("callback", 10, 3600)
IMAGES = Limit("image", 30, 3600)
"""Five to a form, each removed and chosen anew as often as anybody does."""
ADDRESS_CONNECTIONS = Limit("address-connection", 600, 60)
ADDRESS_MESSAGES = Limit("address-message", 300, 10)
ADDRESS_FEEDBACK = Limit("address-feedback", 60, 3600)
ADDRESS_CALLBACKS = Limit("address-callback", 60, 3600)
ADDRESS_CODES = Limit("address-code", 120, 300)
ADDRESS_IMAGES = Limit("address-image", 300, 3600)
"""A secret is easily made, an address less so. Whole schools and libraries share one, so these are wide."""
SIGN_IN_NAME = Limit("sign-in-name", 8, 300)
SIGN_IN_ADDRESS = Limit("sign-in-address", 30, 300)
"""Guessing passwords takes centuries; a forgetful agent waits five minutes, and an office shares an address."""

REDIS_AWAY = (RedisError, RuntimeError)
"""How a Redis that has gone is met: uvloop refuses to write to a connection that has just closed by a RuntimeError,
and the library passes that on as it is."""
REST_S = 5.0
"""How long a Redis that has failed is left alone: asking it again at each request would slow all of them."""
MAX_KEYS = 100_000
"""Counters kept in memory in one generation; at twice as many the older half is forgotten."""


class Limiter:
    """Counts requests per key in fixed windows. Keys are never stored longer than their counters."""

    def __init__(self, redis: Redis | None = None) -> None:
        self._redis = redis
        self._rests_until = 0.0
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        self._older: dict[tuple[str, str], tuple[int, int]] = {}

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
        if self._redis is None or time.monotonic() < self._rests_until:
            return 0
        name = f"luukku:limit:{limit.name}:{key}:{window}"
        try:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.incr(name)
            pipeline.expire(name, limit.window_s * 2)
            count, _ = await pipeline.execute()
        except REDIS_AWAY as error:
            log.warning("counting alone: %s", type(error).__name__)
            self._rests_until = time.monotonic() + REST_S
            return 0
        return int(count)

    def _count_here(self, limit: Limit, key: str, window: int) -> int:
        name = (limit.name, key)
        seen, count = self._counts.get(name) or self._older.get(name) or (window, 0)
        count = count + 1 if seen == window else 1
        if len(self._counts) >= MAX_KEYS:
            self._older, self._counts = self._counts, {}
        self._counts[name] = (window, count)
        return count


class AddressKeys:
    """Turns addresses into keys that mean nothing outside this process's life: no address is kept.

    Args:
        proxies: How many proxies of our own stand in front, each adding the address it saw to X-Forwarded-For.
        secret: Shared by the processes that count together.
    """

    def __init__(self, proxies: int, secret: str) -> None:
        self._proxies = proxies
        self._secret = secret.encode()

    def key(self, request: web.BaseRequest) -> str:
        """Return the key of whoever sent the request."""
        address = request.remote or ""
        if self._proxies:
            seen = request.headers.get("X-Forwarded-For", "").split(",")
            address = seen[-min(self._proxies, len(seen))].strip() or address
        return hmac.new(self._secret, address.encode(), "sha256").hexdigest()[:32]
