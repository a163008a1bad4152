"""Real servers, started for these tests alone."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.support.bot import ScriptedBot, scripted_bot
from tests.support.servers import Redis


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("apt-get install redis-server, and this runs too")
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def bot() -> AsyncIterator[ScriptedBot]:
    async with scripted_bot() as bot:
        yield bot
