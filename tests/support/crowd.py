"""Conversations that go on by a script while something else happens: every message is answered, or it shows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count as count_up
from typing import Any

from socketio.exceptions import SocketIOError

from tests.support.clients import Client, VisitorClient

PAUSE_S = 8.0
"""Between an answer and the next question: somebody reads."""


class Crowd:
    """What the conversations saw so far: how long each answer took, in s, and what went wrong."""

    def __init__(self) -> None:
        self.waits: list[tuple[float, float]] = []
        """When the question was asked, by `time.monotonic`, and how long its answer took."""
        self.troubles: list[str] = []

    def since(self, moment: float) -> list[float]:
        """Return how long the answers took to what was asked since."""
        return [wait for asked, wait in self.waits if asked >= moment]


async def ask(visitor: VisitorClient, text: str) -> dict[str, Any]:
    """Say something, and return the first message of the assistant that follows."""
    known = set(visitor.seen)
    await visitor.send(text)
    found: list[dict[str, Any]] = []

    def is_answered(_: Client) -> bool:
        new = (message for seq, message in sorted(visitor.seen.items()) if seq not in known)
        found[:] = [message for message in new if message["author"] == "bot"]
        return bool(found)

    await visitor.until(is_answered)
    return found[0]


@asynccontextmanager
async def crowd(url: str, count: int, questions: Sequence[str]) -> AsyncIterator[Crowd]:
    """Let so many conversations go on; at the end each has got the answer to its last question."""
    seen, over = Crowd(), asyncio.Event()

    async def talk(number: int) -> None:
        visitor = await VisitorClient(url).connect()
        try:
            # They do not all ask at once.
            await asyncio.sleep(PAUSE_S * number / count)
            for turn in count_up(number):
                if over.is_set():
                    return
                asked = time.monotonic()
                await ask(visitor, questions[turn % len(questions)])
                seen.waits.append((asked, time.monotonic() - asked))
                await asyncio.sleep(PAUSE_S)
        except (TimeoutError, AssertionError, SocketIOError) as error:
            seen.troubles.append(repr(error))
        finally:
            await visitor.close()

    async with asyncio.TaskGroup() as talks:
        for number in range(count):
            talks.create_task(talk(number))
        try:
            yield seen
        finally:
            over.set()
