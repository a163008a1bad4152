"""What runs apart: its result, its error, and that nobody waits for it at the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from handoff.settings import ROOT
from handoff.tasks import apart

LEAVES_IT_BEHIND = """
import asyncio, threading
from handoff.tasks import apart

async def main():
    waiting = asyncio.ensure_future(apart(threading.Event().wait))
    await asyncio.sleep(0)

asyncio.run(main())
"""


async def test_a_result_and_an_error_come_back_from_another_thread() -> None:
    assert await apart(threading.get_ident) != threading.get_ident()
    with pytest.raises(ValueError, match="invalid literal"):
        await apart(int, "kuoppa")


async def test_who_waits_no_longer_is_not_told() -> None:
    may_end, has_ended = threading.Event(), threading.Event()

    def compute() -> None:
        may_end.wait()
        has_ended.set()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(apart(compute), 0.01)
    may_end.set()
    assert await asyncio.to_thread(has_ended.wait, 5)


def test_a_process_ends_while_something_runs_apart() -> None:
    subprocess.run([sys.executable, "-c", LEAVES_IT_BEHIND], check=True, cwd=ROOT, timeout=20)
