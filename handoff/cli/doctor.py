"""`./luukku doctor`: what is installed, what is missing, and the one line that gets it."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from handoff.cli import browser, environments, model, pythons
from handoff.cli.console import out
from handoff.cli.errors import CommandError
from handoff.cli.places import RASA_ENVIRONMENT, RASA_PYTHON, ROOT, SERVICE_ENVIRONMENT, shown
from handoff.cli.ports import check_port_free
from handoff.cli.rasa_server import LOOPBACK
from handoff.cli.stamps import is_stamped
from handoff.cli.text_folders import other_folders

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
_PORTS = ((8000, "--port"), (5005, "--rasa-port"), (5055, "--actions-port"))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked for."""

    name: str
    found: str
    """What is there, its version first; empty if nothing is."""
    remedy: str
    """How to get it, in one line."""
    needed_for: str = ""


def examine(environ: Mapping[str, str]) -> list[Finding]:
    """Look for everything, and change nothing."""
    return [
        Finding(name="Python for the service", found=platform.python_version(), remedy=""),
        _python310(environ),
        _environment("service", SERVICE_ENVIRONMENT, "Packages of the service"),
        _environment("rasa", RASA_ENVIRONMENT, "Packages of Rasa"),
        _node(environ),
        _browser_build(),
        _model(),
        *(_port(number, option) for number, option in _PORTS),
        _environment("dev", SERVICE_ENVIRONMENT, "Packages for tests", by="./luukku test", needed_for="tests"),
        _program(environ, "Chromium", _CHROMIUMS, "apt-get install chromium"),
        _program(environ, "Redis", ("redis-server",), "apt-get install redis-server"),
        _postgresql(environ),
        numbers_to_call(ROOT / "data" / "service" / "help.yml", datetime.now(UTC).date()),
        texts_of_both(environ),
    ]


def print_findings(findings: list[Finding]) -> None:
    """Print the findings as one table on standard output."""
    table = Table(title="Luukku: what is here", title_justify="left")
    for heading in ("", "What", "Found", "To get it"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        mark = "[green]✓" if finding.found else "[yellow]–"
        name = f"{finding.name} ({finding.needed_for})" if finding.needed_for else finding.name
        table.add_row(mark, escape(name), escape(finding.found), "" if finding.found else escape(finding.remedy))
    out.print(table)


def _python310(environ: Mapping[str, str]) -> Finding:
    found = pythons.probe(RASA_PYTHON, environ) or pythons.find_python310(environ)
    return Finding(
        name="Python 3.10 for Rasa",
        found=shown(found) if found else "",
        remedy="`./luukku run` downloads it; without a network: `pyenv install 3.10`, or set LUUKKU_PYTHON310",
    )


def _environment(
    name: str, environment: Path, title: str, *, by: str = "./luukku run", needed_for: str = ""
) -> Finding:
    stamp, value = environments.requirements_stamp(name, environment)
    found = shown(environment) if is_stamped(stamp, value) else ""
    return Finding(name=title, found=found, remedy=f"`{by}` installs them", needed_for=needed_for)


def _node(environ: Mapping[str, str]) -> Finding:
    node = browser.find_node(environ)
    return Finding(
        name="Node",
        found=".".join(map(str, node.version)) if node else "",
        remedy="`./luukku run` installs it from a Python package when the browser code must be built",
    )


def _browser_build() -> Finding:
    built = browser.is_built(browser.build_fingerprint())
    return Finding(name="Browser code", found="up to date" if built else "", remedy="`./luukku run` builds it")


def _model() -> Finding:
    path = model.model_path()
    return Finding(
        name="Trained assistant", found=shown(path) if path.is_file() else "", remedy="`./luukku train` trains it"
    )


def _port(number: int, option: str) -> Finding:
    try:
        check_port_free(LOOPBACK, number, option=option)
        found, remedy = "free", ""
    except CommandError as error:
        found, remedy = "", str(error)
    return Finding(name=f"Port {number}", found=found, remedy=remedy)


def _program(environ: Mapping[str, str], name: str, programs: tuple[str, ...], remedy: str) -> Finding:
    for program in programs:
        if path := shutil.which(program, path=environ.get("PATH", "")):
            return Finding(name=name, found=_version(path, environ), remedy="", needed_for="tests")
    return Finding(name=name, found="", remedy=f"`{remedy}`", needed_for="tests")


def _postgresql(environ: Mapping[str, str]) -> Finding:
    """Look for the server: Debian keeps it off the PATH, and `pg_config` may belong to the client alone."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if pg_config := shutil.which("pg_config", path=environ.get("PATH", "")):
        result = subprocess.run(
            [pg_config, "--bindir"], env=environ, capture_output=True, encoding="utf-8", check=False
        )
        folders.append(Path(result.stdout.strip()))
    servers = [folder / "postgres" for folder in folders if (folder / "postgres").is_file()]
    found = _version(str(servers[0]), environ) if servers else ""
    return Finding(name="PostgreSQL", found=found, remedy="`apt-get install postgresql`", needed_for="tests")


def numbers_to_call(path: Path, today: date) -> Finding:
    """Look for helplines' numbers that nobody has held against their source for too long."""
    name = "Numbers to call in danger"
    try:
        from handoff.conversations.help_card import read_help_card  # noqa: PLC0415
    except ModuleNotFoundError:  # of the service's packages none is here yet
        return Finding(name=name, found="", remedy="`./luukku run` installs what reads them")
    numbers = read_help_card(path).sources.values()
    stale = [f"{n.url} at {n.source}, checked {n.checked}" for n in numbers if n.is_stale(today)]
    return Finding(
        name=name,
        found="" if stale else f"checked in {min(number.checked for number in numbers)} or later",
        remedy=f"see whether they still hold, and note it in data/service/help.yml: {'; '.join(stale)}",
    )


def texts_of_both(environ: Mapping[str, str]) -> Finding:
    """Look for folders of texts that editors change and the assistant does not read."""
    name = "Texts of the desk are the assistant's"
    try:
        told = other_folders(environ)
    except ModuleNotFoundError:
        return Finding(name=name, found="", remedy="`./luukku run` installs what reads them")
    except (OSError, ValueError) as error:
        return Finding(name=name, found="", remedy=f"mend what cannot be read: {error}")
    return Finding(
        name=name,
        found="" if told else "the same folders",
        remedy=f"let them name the same folder, or what is published is not spoken: {'; '.join(told)}",
    )


def _version(program: str, environ: Mapping[str, str]) -> str:
    """Return the first version number that a program says of itself, or its path if it says none."""
    try:
        result = subprocess.run(
            [program, "--version"], env=environ, capture_output=True, encoding="utf-8", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return program
    found = re.search(r"\d+(\.\d+)+", result.stdout)
    return found[0] if found else program
