"""Bytes of the built widget as browsers load them, gzip."""

from __future__ import annotations

import gzip

from handoff.web.pages import WIDGET

LANGUAGE = "fi"


def measure() -> dict[str, int]:
    """Return the launcher's bytes, and those of everything that opening the chat in one language loads."""
    launcher = _size("luukku.js")
    return {"launcher": launcher, "opened": launcher + _size("visitor-panel-*.js") + _size(f"visitor-{LANGUAGE}-*.js")}


def _size(pattern: str) -> int:
    (path,) = WIDGET.glob(pattern)
    return len(gzip.compress(path.read_bytes(), 9))
