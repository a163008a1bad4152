"""Private PostgreSQL and Redis servers on free ports of loopback, each with data of its own that goes with it.

The usual pytest plugins start PostgreSQL as whoever runs the tests; it refuses root, which CI is, so this steps down
to the account that Debian's package makes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.service import free_port

START_S = 30


def find_postgresql() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs, as Debian lays them out or on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = debian[-1] if debian else Path(shutil.which("initdb") or "")
    return found.parent if found.name else None


class Server:
    """A server process; `stop` and `start` again keep its data."""

    stopped_by = signal.SIGTERM

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        self._launch()
        _wait(self._is_up)

    def _launch(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), cwd=self.folder, stdout=log, stderr=log)

    def _is_up(self) -> bool:
        """Tell whether it answers. One that has ended is started again: a client may have had its port for a moment."""
        if self._process is None or self._process.poll() is not None:
            self._launch()
        return self.is_ready()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the server hang: its connections stay open and nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(self.stopped_by)
            self._process.wait(START_S)
            self._process = None


class PostgreSQL(Server):
    """A cluster with trust on loopback."""

    stopped_by = signal.SIGINT  # its SIGTERM waits for every client to leave

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        programs = find_postgresql()
        assert programs is not None
        self._programs = programs
        self._as: list[str] = []
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
            for parent in folder.parents:
                if parent.owner() == "root" and Path(tempfile.gettempdir()) in parent.parents:
                    parent.chmod(0o755)
            self._as = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        initdb = [*self._as, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "luukku", "-A", "trust"]
        subprocess.run([*initdb, "-E", "UTF8", "--locale=C", "--no-sync"], check=True, stdout=subprocess.DEVNULL)

    @property
    def url(self) -> str:
        return f"postgresql://luukku@127.0.0.1:{self.port}/postgres"

    def command(self) -> list[str]:
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        return [*self._as, str(self._programs / "postgres"), "-D", "data", "-p", str(self.port), *settings]

    def is_ready(self) -> bool:
        ask = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ask, check=False).returncode == 0


class Redis(Server):
    """A server that keeps nothing on disk."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]

    def is_ready(self) -> bool:
        ask = ["redis-cli", "-p", str(self.port), "ping"]
        return subprocess.run(ask, check=False, capture_output=True).stdout.strip() == b"PONG"


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
