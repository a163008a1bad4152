"""Keep programs running: notice a crash, say so, start again with back-off, stop all of them cleanly."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handoff.cli import tether
from handoff.cli.places import ROOT

MAX_LOG_BYTES = 16 * 1024 * 1024
"""A larger log is put aside at the next start, in place of the one put aside before."""


@dataclass(frozen=True)
class Program:
    """What is to be kept running."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    """Gets everything that the program prints, and the supervisor's notes on it."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds."""

    first_s: float = 1.0
    most_s: float = 30.0
    stable_s: float = 60.0
    """A program that ran this long counts as healthy: its next crash is waited for as if it were the first."""
    grace_s: float = 10.0
    """From SIGTERM to SIGKILL; the service ends its turns and its batch of writes in far less."""

    def next_delay_s(self, last_delay_s: float, *, lived_s: float) -> float:
        """Return the wait before the next start: twice the last one, up to a limit, until stable again."""
        if lived_s >= self.stable_s or last_delay_s == 0:
            return self.first_s
        return min(2 * last_delay_s, self.most_s)


class Supervisor:
    """Runs programs until it is told to stop."""

    def __init__(
        self, programs: Sequence[Program], *, announce: Callable[[str], None], patience: Patience | None = None
    ) -> None:
        """`announce` gets one line for each thing that a person should know of."""
        self._programs = programs
        self._announce = announce
        self._patience = patience or Patience()
        self._stopping = asyncio.Event()
        self._running: dict[str, Process] = {}

    def stop(self) -> None:
        """Make `run` stop all programs and return; may be called from a signal handler of the event loop."""
        self._stopping.set()

    async def run(self) -> None:
        """Start all programs and keep them running until `stop`, then end them in reverse order."""
        keepers = [asyncio.create_task(self._keep(program), name=program.name) for program in self._programs]
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            # A keeper ends by itself only with an error of its own, such as a log that cannot be written.
            await asyncio.wait([*keepers, stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stopping.set()
            for program in reversed(self._programs):
                if process := self._running.get(program.name):
                    await end(process, grace_s=self._patience.grace_s)
            stopping.cancel()
            await asyncio.gather(*keepers)

    async def _keep(self, program: Program) -> None:
        delay_s = 0.0
        while not self._stopping.is_set():
            started = time.monotonic()
            exit_code = await self._run_once(program)
            if self._stopping.is_set():
                return
            delay_s = self._patience.next_delay_s(delay_s, lived_s=time.monotonic() - started)
            how = f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
            note = f"{program.name} stopped by itself ({how}); starting it again in {delay_s:g} s"
            self._note(program, note)
            self._announce(f"{note}. What it said last is in {program.log}.")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay_s)

    async def _run_once(self, program: Program) -> int:
        self._note(program, f"starting {program.name}")
        process = await spawn(program)
        self._running[program.name] = process
        try:
            if self._stopping.is_set():
                await end(process, grace_s=self._patience.grace_s)
            return await process.wait()
        finally:
            del self._running[program.name]
            _signal_group(process, signal.SIGKILL)  # what it may have left behind

    @staticmethod
    def _note(program: Program, text: str) -> None:
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='milliseconds')} supervisor: {text}\n")


async def spawn(program: Program) -> Process:
    """Start a program that ends when this process does, however that happens."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    if program.log.exists() and program.log.stat().st_size > MAX_LOG_BYTES:
        program.log.replace(program.log.with_suffix(".old.log"))
    with program.log.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            # -I -S: nothing of the environment's packages is needed, and the start takes 10 ms.
            *(sys.executable, "-I", "-S", tether.__file__, str(os.getpid())),
            *program.command,
            cwd=ROOT,
            env=dict(program.environ),
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            # Its own group: a terminal's Ctrl-C reaches the supervisor alone, which stops all in order.
            start_new_session=True,
        )


async def end(process: Process, *, grace_s: float = Patience.grace_s) -> None:
    """End a spawned program and its whole process group: SIGTERM first, SIGKILL after the grace."""
    _signal_group(process, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), grace_s)
    except TimeoutError:
        _signal_group(process, signal.SIGKILL)
        await process.wait()


def _signal_group(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
