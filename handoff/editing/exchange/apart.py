"""Runs the reading and writing of files in a process of its own, one at a time."""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE

import msgspec

from handoff.editing.exchange.model import Parsed, Problem
from handoff.editing.exchange.work import Done, Work
from handoff.errors import TooLarge, Unavailable
from handoff.settings import ROOT

log = logging.getLogger(__name__)

PATIENCE_S = 120
COMMAND = (sys.executable, "-s", "-m", "handoff.editing.exchange.formats")


class ExchangeWorker:
    """One process at a time: editors wait for each other rather than residents for editors."""

    def __init__(self) -> None:
        self._free = asyncio.Lock()

    async def read(self, work: Work) -> Parsed:
        """Return what a file says; one that ends the process, or takes too long, cannot be read."""
        done = await self._do(work)
        return done.parsed if done is not None and done.parsed is not None else Parsed(problems=(Problem("broken"),))

    async def write(self, work: Work) -> bytes:
        """Return a file.

        Raises:
            TooLarge: a text does not fit into the format.
            Unavailable: the machine is too busy.
        """
        done = await self._do(work)
        if done is None:
            raise Unavailable
        if done.content is None:
            raise TooLarge
        return done.content

    async def _do(self, work: Work) -> Done | None:
        async with self._free:
            # Nothing of the environment: secrets among it are none of a file's business.
            process = await asyncio.create_subprocess_exec(
                *COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT, env={}
            )
            try:
                async with asyncio.timeout(PATIENCE_S):
                    output, errors = await process.communicate(msgspec.msgpack.encode(work))
            except TimeoutError:
                log.warning("a file took too long")
                return None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode:
            log.warning("a file ended its process: %d %s", process.returncode, errors.decode(errors="replace")[-2000:])
            return None
        return msgspec.msgpack.decode(output, type=Done)
