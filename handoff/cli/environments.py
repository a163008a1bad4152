"""The two Python environments, installed by uv from hash-pinned requirement files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handoff.cli.console import Step, step
from handoff.cli.errors import CommandError
from handoff.cli.places import (
    RASA_ENVIRONMENT,
    RASA_PYTHON,
    REQUIREMENTS,
    SERVICE_ENVIRONMENT,
    SERVICE_PYTHON,
    UV,
    setup_log,
)
from handoff.cli.pythons import get_python310, probe
from handoff.cli.shell import Command, check_done, run_logged
from handoff.cli.stamps import fingerprint, is_stamped, write_stamp

_SIZES = {"KiB": 1 / 1024, "MiB": 1.0, "GiB": 1024.0}


@dataclass
class UvProgress:
    """How far `uv pip install` is, read from the lines that it prints when it has no terminal.

    uv names downloads of 1 MiB and more only; of Rasa's 900 MiB they are all but 20.
    """

    total_mib: float = 0.0
    done_mib: float = 0.0
    phase: str = "resolving"
    under_way: dict[str, float] = field(default_factory=dict)

    def feed(self, line: str) -> None:
        """Take one line of uv's output into account."""
        line = line.strip()
        if found := re.fullmatch(r"Downloading (\S+) \(([\d.]+)(KiB|MiB|GiB)\)", line):
            name, size = found[1], float(found[2]) * _SIZES[found[3]]
            self.under_way[name] = size
            self.total_mib += size
        elif found := re.fullmatch(r"Downloaded (\S+)", line):
            self.done_mib += self.under_way.pop(found[1], 0.0)
        elif found := re.fullmatch(r"(Resolved|Prepared|Installed) (\d+) packages? in .*", line):
            self.phase = {
                "Resolved": f"downloading {found[2]} packages",
                "Prepared": f"installing {found[2]} packages",
                "Installed": f"installed {found[2]} packages",
            }[found[1]]
        elif found := re.fullmatch(r"Building (\S+)", line):
            self.phase = f"building {found[1]}"

    def show_on(self, bar: Step) -> None:
        """Show the largest download under way, or else the phase."""
        if self.under_way:
            largest = max(self.under_way, key=lambda name: self.under_way[name])
            detail = f"{self.done_mib:.0f}/{self.total_mib:.0f} MiB, {largest}"
        else:
            detail = self.phase
        bar.show(detail, done=self.done_mib, total=self.total_mib or None)


def ensure_service_packages(environ: Mapping[str, str]) -> None:
    """Install what the service needs beside the command line's own packages."""
    _ensure_installed("service", SERVICE_PYTHON, SERVICE_ENVIRONMENT, environ, title="Packages of the service")


def ensure_development_packages(environ: Mapping[str, str]) -> None:
    """Install what tests and checks need."""
    _ensure_installed("dev", SERVICE_PYTHON, SERVICE_ENVIRONMENT, environ, title="Packages for tests")


def ensure_node_package(environ: Mapping[str, str]) -> None:
    """Install Node from its wheel, for a machine that has none."""
    _ensure_installed("node", SERVICE_PYTHON, SERVICE_ENVIRONMENT, environ, title="Node for the browser build")


def ensure_rasa(environ: Mapping[str, str], *, for_tests: bool = False) -> None:
    """Make Rasa's environment with a Python 3.10 and install Rasa into it."""
    if probe(RASA_PYTHON, environ) is None:
        python = get_python310(environ)
        shutil.rmtree(RASA_ENVIRONMENT, ignore_errors=True)
        log = setup_log("rasa-environment")
        exit_code = run_logged([UV, "venv", "--python", python, RASA_ENVIRONMENT], log=log, environ=environ)
        check_done(exit_code, log=log, what=".venv-rasa could not be made", advice="check the disk's space and rights")
    _ensure_installed("rasa", RASA_PYTHON, RASA_ENVIRONMENT, environ, title="Packages of Rasa")
    if for_tests:
        _ensure_installed("rasa-test", RASA_PYTHON, RASA_ENVIRONMENT, environ, title="Packages for tests of the bot")


def requirements_stamp(name: str, environment: Path) -> tuple[Path, str]:
    """Return the stamp of one requirement file in one environment, and the value it has when up to date."""
    return environment / f".luukku-{name}", fingerprint([REQUIREMENTS / f"{name}.txt"])


def _ensure_installed(name: str, python: Path, environment: Path, environ: Mapping[str, str], *, title: str) -> None:
    stamp, value = requirements_stamp(name, environment)
    if is_stamped(stamp, value):
        return
    if not UV.exists():
        raise CommandError("uv is missing from .venv: start through `./luukku`, which installs it.")
    log = setup_log(f"install-{name}")
    install: Command = [
        UV,
        "pip",
        "install",
        "--python",
        python,
        "--require-hashes",
        # Once here instead of at each start: Rasa and TensorFlow are five thousand modules, six seconds to compile.
        "--compile-bytecode",
        "-r",
        REQUIREMENTS / f"{name}.txt",
    ]
    with step(title) as bar:
        progress = UvProgress()

        def on_line(line: str) -> None:
            progress.feed(line)
            progress.show_on(bar)

        # uv's cache first: pinned by hash, nothing in it can be stale, and the set-up then needs no network.
        exit_code = run_logged([*install, "--offline"], log=log, environ=environ)
        if exit_code != 0:
            exit_code = run_logged(install, log=log, environ=environ, on_line=on_line)
        check_done(
            exit_code,
            log=log,
            what=f"requirements/{name}.txt could not be installed",
            advice="check the network and the disk's space, then start again",
        )
    write_stamp(stamp, value)
