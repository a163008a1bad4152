"""Secrets that are made once per installation and kept in `var/`."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from handoff.cli.errors import CommandError


def rasa_token(var: Path) -> str:
    """Return the token between the service and Rasa, made on the first call.

    The file is readable by its owner only, from its first byte on.
    """
    path = var / "secrets.json"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path)
    token = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"rasa_token": token}, file)
    return token


def _read(path: Path) -> str:
    try:
        token = json.loads(path.read_text(encoding="ascii"))["rasa_token"]
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is damaged: remove it, a new one is made.") from error
    return str(token)
