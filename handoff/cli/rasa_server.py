"""How a Rasa server process is started and asked, by `run` and by `evaluate`."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handoff.cli.places import RASA_PYTHON
from handoff.cli.supervisor import Program

LOOPBACK = "127.0.0.1"

_PROBE_TIMEOUT_S = 2.0
# What waits on loopback must not be asked for through a proxy of the environment.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, kw_only=True)
class RasaServer:
    """One Rasa server on loopback."""

    model: Path
    port: int
    token: str = field(repr=False)
    actions_url: str
    tracker_url: str = field(repr=False)
    live: Path | None = None
    """The file that names the live model, where it may be exchanged."""

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://{LOOPBACK}:{self.port}"

    def program(self, environ: Mapping[str, str], *, log: Path) -> Program:
        """Return the process to start; endpoints.yml and credentials.yml take their values from its environment."""
        # Rasa's own HTTP API stays off; the one channel there is checks the token, which must not be in the arguments,
        # since every account of the machine can read those.
        command = [
            *(str(RASA_PYTHON), "-m", "rasa", "run", "-m", str(self.model), "-i", LOOPBACK, "-p", str(self.port)),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        ]
        settings = {
            "LUUKKU_RASA_TOKEN": self.token,
            "LUUKKU_ACTIONS_URL": self.actions_url,
            "LUUKKU_TRACKER_URL": self.tracker_url,
            "LUUKKU_LIVE_MODEL": str(self.live) if self.live else "",
        }
        return Program("rasa", command, {**rasa_environ(environ), **settings}, log)

    def is_ready(self) -> bool:
        """Tell whether the server has a model loaded."""
        return get_json(f"{self.url}/webhooks/luukku/ready", token=self.token) is not None


def rasa_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for any Rasa process: nothing phones home, and logs are written at once."""
    return {
        **environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
    }


def get_json(url: str, *, token: str = "") -> dict[str, Any] | None:
    """Return what `url` answers with status 200, or None while nothing does."""
    request = urllib.request.Request(url)  # noqa: S310 - http to a server of ours
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with _opener.open(request, timeout=_PROBE_TIMEOUT_S) as response:
            answer: dict[str, Any] = json.load(response)
            return answer
    except (OSError, ValueError, urllib.error.HTTPError):
        return None
