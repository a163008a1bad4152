"""`./luukku run` as a whole: the real service, the real assistant, a crash, and a clean stop."""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
import urllib.request
from pathlib import Path

import pytest

from handoff.cli.places import ROOT
from handoff.cli.ports import find_free_port

START_S = 200
"""Training included, should this test be the first to need the model."""


class Run:
    """A running `./luukku run` and what it has printed."""

    def __init__(self, process, port):
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.printed = ""

    async def printed_until(self, text):
        async with asyncio.timeout(START_S):
            while text not in self.printed:
                chunk = await self.process.stdout.read(4096)
                assert chunk, f"it ended:\n{self.printed}"
                self.printed += chunk.decode()

    def health(self):
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as response:
                return json.load(response)
        except OSError:
            return None

    def processes(self):
        """The processes that it started, by name."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid:
                    command = (stat.parent / "cmdline").read_text()
                    found["rasa" if "rasa" in command.split("\0") else "service"] = int(stat.parent.name)
        return found


def arguments(pid):
    return Path(f"/proc/{pid}/cmdline").read_text()


def gone(pids):
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


async def until(condition):
    async with asyncio.timeout(START_S):
        while not (value := await asyncio.to_thread(condition)):
            await asyncio.sleep(0.1)
    return value


@contextlib.asynccontextmanager
async def luukku_run(var):
    port = find_free_port()
    ports = ["--port", port, "--rasa-port", find_free_port(), "--actions-port", find_free_port()]
    process = await asyncio.create_subprocess_exec(
        *map(str, [sys.executable, ROOT / "luukku", "run", *ports, "--var", var]),
        env=os.environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Run(process, port)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.rasa
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc: run the tests on Linux")
async def test_run_starts_everything_survives_crashes_and_stops_cleanly(tmp_path):
    var = tmp_path / "var"
    async with luukku_run(var) as first:
        await first.printed_until("Ctrl-C stops everything.")
        for path in ("/", "/sv", "/en", "/nuoret", "/agent"):
            assert f"{first.url}{path} " in first.printed
        password = re.search(r"password   (\S+)", first.printed)[1]
        assert not (var / "first-administrator.txt").exists()
        assert password not in "".join(log.read_text() for log in (var / "log").iterdir())
        assert first.health() == {"status": "ok", "bot": True}

        before = first.processes()
        token = json.loads((var / "secrets.json").read_text())["rasa_token"]
        assert not any(token in arguments(pid) for pid in before.values())
        os.kill(before["rasa"], signal.SIGKILL)
        os.kill(before["service"], signal.SIGKILL)
        await first.printed_until("service stopped by itself (signal 9); starting it again in 1 s")
        await first.printed_until("rasa stopped by itself (signal 9); starting it again in 1 s")
        assert "rasa stopped by itself (signal 9)" in (var / "log" / "rasa.log").read_text()
        await until(lambda: first.health() == {"status": "ok", "bot": True})
        after = first.processes()
        assert after.keys() == before.keys()
        assert not set(after.values()) & set(before.values())

        first.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(30):
            assert await first.process.wait() == 0
        assert gone(after.values())

    async with luukku_run(var) as second:
        await second.printed_until("Ctrl-C stops everything.")
        assert "password" not in second.printed
        assert "Training" not in second.printed
        left = second.processes()
        second.process.kill()
        await second.process.wait()
        await until(lambda: gone(left.values()))
