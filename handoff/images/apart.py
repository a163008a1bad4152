"""Images are decoded in processes of their own, few at once.

Decoders are where hostile files do their harm: a crash, a hang or a gigabyte of memory there costs one upload, not the
chats of everybody. Starting a process takes a fifth of a second, which nobody notices beside sending a photograph.
"""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from handoff.images.model import SafeImage, Unusable
from handoff.settings import ROOT

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Processes at once: each takes a core for a moment, and two thirds of a gigabyte at worst."""
PATIENCE_S = 60
"""The processor's own limit counts its time on a core; this one counts on the wall, where a busy machine is slower."""
COMMAND = (sys.executable, "-s", "-m", "handoff.images.processing")


class ImageWorkers:
    """Runs the processor."""

    def __init__(self, at_once: int = AT_ONCE, patience_s: float = PATIENCE_S) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="images")
        self._patience_s = patience_s
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False

    async def make_safe(self, content: bytes) -> SafeImage:
        """Return the image made harmless; waits while others are at work.

        Raises:
            Unusable: see `processing.make_safe`; `broken` too if its process dies of it or takes too long.
            RuntimeError: the processor does not work at all, or this has been closed.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, content)

    async def close(self) -> None:
        """End what is running."""
        self._is_closed = True
        for process in list(self._running):
            process.kill()
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _run(self, content: bytes) -> SafeImage:
        pipe = subprocess.PIPE
        # Nothing of the environment: secrets among it are none of the decoders' business.
        with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env={}) as process:
            self._running.add(process)
            try:
                if self._is_closed:
                    raise RuntimeError("closed")
                output, errors = process.communicate(content, timeout=self._patience_s)
            except subprocess.TimeoutExpired as error:
                log.warning("an image took too long")
                raise Unusable("broken") from error
            finally:
                self._running.discard(process)
                process.kill()
        if self._is_closed:
            raise RuntimeError("closed")
        if process.returncode < 0:
            log.warning("an image ended its processor by signal %d", -process.returncode)
            raise Unusable("broken")
        if process.returncode > 0:
            # Whatever an image can cause is an answer or a signal, so what stands here says nothing of one.
            raise RuntimeError(f"the image processor does not work: {errors.decode(errors='replace')[-2000:]}")
        return _read(output)


def _read(output: bytes) -> SafeImage:
    head, _, images = output.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Unusable(told["refused"])
    return SafeImage(told["width"], told["height"], images[: told["full"]], images[told["full"] :])
