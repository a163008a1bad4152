"""`./luukku test`: every test of the repository, each in the environment that it belongs to."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handoff.cli.console import say
from handoff.cli.places import RASA_PYTHON, ROOT, SERVICE_PYTHON
from handoff.cli.rasa_server import rasa_environ
from handoff.cli.setup import prepare_tests
from handoff.cli.shell import Command

_BOT_TESTS = ROOT / "tests" / "bot"


@dataclass(frozen=True)
class _Suite:
    name: str
    command: Command
    environ: Mapping[str, str]


@dataclass(frozen=True)
class _Result:
    name: str
    exit_code: int
    seconds: float

    def __str__(self) -> str:
        outcome = "passed" if self.exit_code == 0 else f"FAILED (exit code {self.exit_code})"
        return f"{self.name}: {outcome} in {self.seconds:.0f} s"


def run_tests(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the suites one after the other, each to its end; return 0 only if all of them passed."""
    node = prepare_tests(environ)
    service = _Suite("service", [SERVICE_PYTHON, "-m", "pytest", *arguments], environ)
    if any(_is_path(argument) for argument in arguments):
        suites = [service]
    else:
        bot: Command = [RASA_PYTHON, "-m", "pytest", "-p", "tests.support.no_skips", _BOT_TESTS]
        suites = [
            _Suite("bot", bot, rasa_environ(environ)),
            _Suite("browser code", [node.npm, "test"], node.environ),
            service,
        ]
    results = [_run(suite) for suite in suites]
    for result in results:
        say(str(result), style="green" if result.exit_code == 0 else "bold red")
    return 0 if all(result.exit_code == 0 for result in results) else 1


def _run(suite: _Suite) -> _Result:
    say(f"── tests of the {suite.name} ──", style="bold")
    started = time.monotonic()
    exit_code = subprocess.run(suite.command, cwd=ROOT, env=suite.environ, check=False).returncode
    return _Result(suite.name, exit_code, time.monotonic() - started)


def _is_path(argument: str) -> bool:
    """Tell a path or test id (`tests/cli/test_ports.py::test_…`) from an option or an option's value."""
    return argument.startswith(f"tests{os.sep}") and Path(ROOT, argument.split("::", maxsplit=1)[0]).exists()
