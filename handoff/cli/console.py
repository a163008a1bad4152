"""What a person sees: lines and progress on standard error, results on standard output.

Without a terminal (CI, a pipe) every progress bar degrades to a plain line at its start and one at its end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from handoff.cli.errors import CommandError

out = Console()
err = Console(stderr=True)


class Step(Protocol):
    """A long piece of work under way, as its code reports on it."""

    def show(self, detail: str = "", *, done: float | None = None, total: float | None = None) -> None:
        """Show how far the work is; without `total` the bar only says that something moves."""


class _Bar:
    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(escape(title), total=None, detail="")

    def show(self, detail: str = "", *, done: float | None = None, total: float | None = None) -> None:
        self._progress.update(self._task, detail=escape(detail), completed=done, total=total)


class _Silent:
    def show(self, detail: str = "", *, done: float | None = None, total: float | None = None) -> None:
        """Nothing: a bar that cannot be redrawn would fill a log."""


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show one piece of long work with its progress, and how long it took.

    A failure inside leaves no "done" behind.
    """
    started = time.monotonic()
    if err.is_terminal:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("[dim]{task.fields[detail]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=err, transient=True) as progress:
            yield _Bar(progress, title)
    else:
        say(f"{title} …")
        yield _Silent()
    say(f"{title}: done in {time.monotonic() - started:.1f} s")


def say(text: str, *, style: str = "") -> None:
    """Print one line on standard error, whatever characters it holds."""
    err.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def say_error(error: CommandError) -> None:
    """Print the line that a command ends with."""
    say(f"Luukku: {error}", style="bold red")


def say_tail(log: Path, lines: int = 15) -> None:
    """Print the end of a log: in CI nobody can open the file."""
    text = log.read_text(encoding="utf-8", errors="replace")
    for line in text.splitlines()[-lines:]:
        say(f"  {line}", style="dim")
