"""Whatever an image does to the process that decodes it, it does to nobody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handoff.images import apart
from handoff.images.apart import ImageWorkers
from handoff.images.model import Unusable
from handoff.images.processing import make_safe
from tests.images.pictures import endless_scans, photograph


@pytest.fixture
async def workers() -> AsyncIterator[ImageWorkers]:
    workers = ImageWorkers()
    yield workers
    await workers.close()


def processors() -> int:
    """Count the children of this process that decode."""
    children = Path("/proc/self/task").glob("*/children")
    ids = [number for path in children for number in path.read_text().split()]
    found = 0
    for number in ids:
        try:
            found += b"handoff.images.processing" in (Path("/proc") / number / "cmdline").read_bytes()
        except OSError:  # over
            continue
    return found


async def test_apart_the_same_comes_out(workers: ImageWorkers) -> None:
    content = photograph(6)
    assert await workers.make_safe(content) == make_safe(content)


@pytest.mark.parametrize(("content", "reason"), [(b"", "unsupported"), (photograph()[:2000], "broken")])
async def test_a_refusal_comes_back(workers: ImageWorkers, content: bytes, reason: str) -> None:
    with pytest.raises(Unusable) as caught:
        await workers.make_safe(content)
    assert caught.value.reason == reason


async def test_no_more_than_two_are_decoded_at_once_while_others_wait(workers: ImageWorkers) -> None:
    waiting = asyncio.gather(*(workers.make_safe(photograph(size=(3000, 2000))) for _ in range(6)))
    seen = set()
    while not waiting.done():
        seen.add(await asyncio.to_thread(processors))
    assert len(await waiting) == 6
    assert max(seen) == apart.AT_ONCE


async def test_an_image_that_takes_forever_is_ended_and_the_next_is_served() -> None:
    content = endless_scans(2000)
    assert len(content) < 3_000_000
    workers = ImageWorkers(1, patience_s=3)
    began = time.monotonic()
    with pytest.raises(Unusable) as caught:
        await workers.make_safe(content)
    assert caught.value.reason == "broken"
    assert time.monotonic() - began < 30
    assert processors() == 0
    assert (await workers.make_safe(photograph())).width == 400
    await workers.close()


async def test_a_processor_that_is_killed_costs_one_upload(
    workers: ImageWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(apart, "COMMAND", (apart.sys.executable, "-c", "import os; os.kill(os.getpid(), 11)"))
        with pytest.raises(Unusable):
            await workers.make_safe(photograph())
    assert (await workers.make_safe(photograph())).width == 400


async def test_a_processor_that_does_not_work_is_our_fault_and_not_the_images(
    workers: ImageWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "COMMAND", (apart.sys.executable, "-c", "import nothing_of_that_name"))
    with pytest.raises(RuntimeError, match="does not work"):
        await workers.make_safe(photograph())


async def test_closing_ends_what_is_running() -> None:
    workers = ImageWorkers(1)
    running = asyncio.create_task(workers.make_safe(endless_scans(2000)))
    while not processors():
        await asyncio.sleep(0.01)
    await workers.close()
    with pytest.raises(RuntimeError, match="closed"):
        await running
    assert processors() == 0
