"""A real Rasa server for tests: trains if the data has changed, starts, stops, is killed and starts again."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
MODELS = ROOT / "var" / "models"
TRAINED_FROM = ("config.yml", "domain.yml", "data", "bot")

START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 15


def trained_model() -> Path:
    """Path of a model of the present data; trains one when there is none. `LUUKKU_TEST_MODEL` names another."""
    given = os.environ.get("LUUKKU_TEST_MODEL")
    if given:
        return Path(given)
    model = MODELS / f"test-{_fingerprint()}.tar.gz"
    if not model.exists():
        MODELS.mkdir(parents=True, exist_ok=True)
        command = [RASA, "train", "--domain", "domain.yml", "--data", "data", "--config", "config.yml"]
        command += ["--out", MODELS, "--fixed-model-name", model.name.removesuffix(".tar.gz")]
        finished = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
        if finished.returncode != 0 or not model.exists():
            raise RuntimeError(f"training failed:\n{finished.stdout[-3000:]}\n{finished.stderr[-3000:]}")
    return model


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RasaServer:
    """One Rasa process on a port of its own.

    Args:
        model: trained model, see `trained_model`.
        actions_url: action webhook, such as `http://127.0.0.1:5055/webhook`.
        tracker_url: SQLAlchemy URL of the tracker store; outlives the process.
        token: bearer token of the channel, also sent to the webhook.
        log_path: file that the process's output is appended to.
        credentials: Rasa's file of input channels.
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
    ) -> None:
        self.model = model
        self.actions_url = actions_url
        self.tracker_url = tracker_url
        self.token = token
        self.log_path = log_path
        self.credentials = credentials
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process and wait until its model is loaded."""
        command = [RASA, "run", "-m", self.model, "-i", "127.0.0.1", "-p", str(self.port)]
        command += ["--endpoints", "endpoints.yml", "--credentials", self.credentials]
        environment = _environment() | {
            "LUUKKU_RASA_TOKEN": self.token,
            "LUUKKU_ACTIONS_URL": self.actions_url,
            "LUUKKU_TRACKER_URL": self.tracker_url,
        }
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
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


def _environment() -> dict[str, str]:
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **quiet, "PYTHONPATH": str(ROOT)}


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in TRAINED_FROM:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.rglob("*.yml")) + sorted(path.rglob("*.py"))
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
