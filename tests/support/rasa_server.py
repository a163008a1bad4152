"""A real Rasa server for tests: trains if the data has changed, starts, stops, is killed and starts again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from handoff.cli.model import ensure_model
from handoff.cli.places import RASA_PYTHON, ROOT
from handoff.cli.rasa_server import rasa_environ
from tests.support.service import free_port

START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 15


def trained_model() -> Path:
    """Path of a model of the present data; trains one when there is none. `LUUKKU_TEST_MODEL` names another."""
    given = os.environ.get("LUUKKU_TEST_MODEL")
    return Path(given) if given else ensure_model(rasa_environ(os.environ))


class RasaServer:
    """One Rasa process on a port of its own.

    Args:
        model: trained model, see `trained_model`.
        actions_url: action webhook, such as `http://127.0.0.1:5055/webhook`.
        tracker_url: SQLAlchemy URL of the tracker store; outlives the process.
        token: bearer token of the channel, also sent to the webhook.
        log_path: file that the process's output is appended to.
        credentials: Rasa's file of input channels.
        root: the folder that it runs in, whose content it speaks.
        live: the file that names the model to answer with, where it is to be exchanged.
        endpoints: Rasa's file of everything else, which names the folders of the texts.
    """

    def __init__(
        self,
        model: Path,
        actions_url: str,
        tracker_url: str,
        token: str,
        log_path: Path,
        *,
        credentials: Path = ROOT / "credentials.yml",
        root: Path = ROOT,
        live: Path | None = None,
        endpoints: Path = ROOT / "endpoints.yml",
    ) -> None:
        self.model = model
        self.actions_url = actions_url
        self.tracker_url = tracker_url
        self.token = token
        self.log_path = log_path
        self.credentials = credentials
        self.root = root
        self.live = live
        self.endpoints = endpoints
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process and wait until its model is loaded."""
        command = [RASA_PYTHON, "-m", "rasa", "run", "-m", self.model, "-i", "127.0.0.1", "-p", str(self.port)]
        command += ["--endpoints", self.endpoints, "--credentials", self.credentials]
        environment = rasa_environ(os.environ) | {
            "LUUKKU_RASA_TOKEN": self.token,
            "LUUKKU_ACTIONS_URL": self.actions_url,
            "LUUKKU_TRACKER_URL": self.tracker_url,
            "LUUKKU_LIVE_MODEL": str(self.live or ""),
            # The bot's packages are those of the folder that it runs in.
            "PYTHONPATH": str(self.root),
        }
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.root, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Rasa did not start:\n{self.log_path.read_text()[-4000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask the process to end and wait for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start on the same port."""
        self.stop()
        self.start()

    def is_ready(self) -> bool:
        """Whether a model is loaded."""
        try:
            return self.request("GET", "/webhooks/luukku/ready")[0] == 200
        except OSError:
            return False

    def turn(self, **payload: Any) -> dict[str, Any]:
        """Run one turn and return the reply; anything but 200 is an AssertionError."""
        status, body = self.request("POST", "/webhooks/luukku/turn", payload)
        assert status == 200, (status, body)
        return body

    def request(self, method: str, path: str, payload: Any = None, token: str | None = None) -> tuple[int, Any]:
        """One HTTP request with the bearer token (or another): status and parsed JSON."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if payload is None else json.dumps(payload).encode(),
            headers={"Authorization": f"Bearer {self.token if token is None else token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
