"""`./luukku check`: everything that is checked without running the service."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass

from handoff.cli.console import say
from handoff.cli.places import RASA_PYTHON, ROOT, SERVICE_ENVIRONMENT, SERVICE_PYTHON
from handoff.cli.rasa_server import rasa_environ
from handoff.cli.setup import prepare_tests
from handoff.cli.shell import Command


@dataclass(frozen=True)
class Check:
    """One program whose exit code 0 means that all is well."""

    name: str
    command: Command
    environ: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """What came of one check."""

    name: str
    exit_code: int
    seconds: float

    def __str__(self) -> str:
        outcome = "passed" if self.exit_code == 0 else f"FAILED (exit code {self.exit_code})"
        return f"{self.name}: {outcome} in {self.seconds:.0f} s"


def run_checks(environ: Mapping[str, str]) -> int:
    """Run every check, whatever came of those before; return 0 only if all passed."""
    node, _ = prepare_tests(environ)
    validate: Command = [RASA_PYTHON, "-m", "rasa", "data", "validate", "--domain", "domain.yml", "--data", "data"]
    return run_all(
        [
            Check("lint", [SERVICE_PYTHON, "-m", "ruff", "check", "."], environ),
            Check("format", [SERVICE_PYTHON, "-m", "ruff", "format", "--check", "."], environ),
            Check("types of Python", [SERVICE_PYTHON, "-m", "mypy"], environ),
            Check("import rules", [SERVICE_PYTHON, SERVICE_ENVIRONMENT / "bin" / "lint-imports"], environ),
            Check("types of TypeScript", [node.npm, "run", "check"], node.environ),
            Check("data of the assistant", [*validate, "--config", "config.yml"], rasa_environ(environ)),
        ]
    )


def run_all(checks: list[Check]) -> int:
    """Run checks one after the other with their output shown, then sum up; return 0 only if all passed."""
    results = [_run(check) for check in checks]
    for result in results:
        say(str(result), style="green" if result.exit_code == 0 else "bold red")
    return 0 if all(result.exit_code == 0 for result in results) else 1


def _run(check: Check) -> Result:
    say(f"── {check.name} ──", style="bold")
    started = time.monotonic()
    exit_code = subprocess.run(check.command, cwd=ROOT, env=check.environ, check=False).returncode
    return Result(check.name, exit_code, time.monotonic() - started)
