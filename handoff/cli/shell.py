"""Run one program of the set-up: everything that it prints goes to a log, and its lines to a progress bar."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from handoff.cli.console import say_tail
from handoff.cli.errors import CommandError
from handoff.cli.places import ROOT, shown

Command = list[str | Path]
"""A program and its arguments."""


def run_logged(
    command: Command,
    *,
    log: Path,
    environ: Mapping[str, str],
    on_line: Callable[[str], None] | None = None,
) -> int:
    """Run `command` at the root of the checkout and return its exit code; `log` is written anew."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w", encoding="utf-8") as lines,
        subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            lines.write(line)
            lines.flush()
            if on_line is not None:
                on_line(line.rstrip())
    return process.returncode


def check_done(exit_code: int, *, log: Path, what: str, advice: str) -> None:
    """Return if a logged program ended well.

    Raises:
        CommandError: it did not; the end of its log has been shown.
    """
    if exit_code != 0:
        say_tail(log)
        raise CommandError(f"{what} (exit code {exit_code}): {advice}; all of it is in {shown(log)}.")
