"""The service as a process of its own, as it runs in a city: started, stopped, killed, started again."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import aiohttp

from handoff.settings import ROOT

START_S = 60
STOP_S = 20
FIRST_PORT, WORKERS, PORTS_EACH = 12_000, 16, 1_250
"""Up to 32,000: Linux gives out 32,768 and above by itself."""
_turn = itertools.count(os.getpid())
"""Where two runs of the tests meet on one machine they seldom begin at the same port."""


def free_port() -> int:
    """Return a port of loopback that nobody listens on, and that nobody else is given before it is used.

    A port of the system's choice may be given to another process, or to the near end of any connection, between this
    answer and its use: then somebody else's server answers there. Each process that runs tests has its own range, below
    those that the system chooses from, and goes through it in turn.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST_PORT + worker % WORKERS * PORTS_EACH
    for _ in range(PORTS_EACH):
        port = first + next(_turn) % PORTS_EACH
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("every port of this process's range is taken")


class ServiceProcess:
    """`python -m handoff` with settings of its own; the same ports and data over every restart."""

    def __init__(self, var: Path, **settings: str) -> None:
        self.var = var
        self.port = free_port()
        self.actions_port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.actions_url = f"http://127.0.0.1:{self.actions_port}/webhook"
        self.starts = 0
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> ServiceProcess:
        """Start the process and wait until it answers."""
        self.var.mkdir(parents=True, exist_ok=True)
        environ = {name: value for name, value in os.environ.items() if not name.startswith("LUUKKU_")}
        environ |= {
            "LUUKKU_VAR": str(self.var),
            "LUUKKU_PORT": str(self.port),
            "LUUKKU_ACTIONS_PORT": str(self.actions_port),
            **{f"LUUKKU_{name.upper()}": value for name, value in self._settings.items()},
        }
        self.starts += 1
        with (self.var / f"service-{self.port}.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "handoff", cwd=ROOT, env=environ, stdout=log, stderr=log
            )
        try:
            async with asyncio.timeout(START_S):
                while not await self.answers():
                    assert self._process.returncode is None, self.log()
                    await asyncio.sleep(0.05)
        except BaseException:
            await self.kill()
            raise
        return self

    async def answers(self) -> bool:
        """Return whether the service answers now."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def kill(self) -> None:
        """End the process with SIGKILL: it cannot finish anything."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask the process to end, and wait for it."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)
            try:
                async with asyncio.timeout(STOP_S):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
                raise AssertionError(f"does not end:\n{self.log()[-3000:]}") from None

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None
        return self._process.pid

    def administrator(self) -> tuple[str, str]:
        """Return the first administrator's name and password."""
        name, password = (self.var / "first-administrator.txt").read_text(encoding="utf-8").split()
        return name, password

    def log(self) -> str:
        """Return what the process has logged."""
        return (self.var / f"service-{self.port}.log").read_text(encoding="utf-8")
