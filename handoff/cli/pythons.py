"""Find a Python 3.10 that really runs, for Rasa's environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from handoff.cli.console import say
from handoff.cli.errors import CommandError
from handoff.cli.places import UV, setup_log
from handoff.cli.shell import Command, run_logged

_WANTED = "3.10"
_PROBE = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"


def get_python310(environ: Mapping[str, str]) -> Path:
    """Return a Python 3.10: named by LUUKKU_PYTHON310, on the PATH, of pyenv, of uv, or installed by uv now.

    Raises:
        CommandError: LUUKKU_PYTHON310 names something else, or there is none and uv cannot get one.
    """
    if named := environ.get("LUUKKU_PYTHON310"):
        if python := probe(Path(named), environ):
            return python
        raise CommandError(f"LUUKKU_PYTHON310={named} does not run Python 3.10: correct it or unset it.")
    if python := find_python310(environ):
        return python
    say("Python 3.10 for Rasa is not on this machine: getting it with `uv python install 3.10` …")
    exit_code = run_logged([UV, "python", "install", _WANTED], log=setup_log("python"), environ=environ)
    if exit_code == 0 and (python := _find_of_uv(environ)):
        return python
    raise CommandError(
        "Rasa needs Python 3.10, which was not found and could not be downloaded:"
        " install it (for example with `pyenv install 3.10`) or set LUUKKU_PYTHON310 to its path."
    )


def find_python310(environ: Mapping[str, str]) -> Path | None:
    """Return the first Python 3.10 on this machine that runs, without installing anything."""
    for candidate in _candidates(environ):
        if python := probe(candidate, environ):
            return python
    return _find_of_uv(environ)


def probe(candidate: Path, environ: Mapping[str, str]) -> Path | None:
    """Return the real path of `candidate` if it runs and is Python 3.10.

    It must be run to know: pyenv puts a shim with this name on the PATH that fails when no 3.10 is active.
    """
    if not candidate.is_file():
        return None
    try:
        result = subprocess.run(
            [candidate, "-c", _PROBE], env=environ, capture_output=True, encoding="utf-8", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version, _, executable = result.stdout.strip().partition("\n")
    return Path(executable) if result.returncode == 0 and version == _WANTED else None


def _candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    for folder in environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder) / f"python{_WANTED}"
    pyenv = Path(environ.get("PYENV_ROOT") or Path(environ.get("HOME", "/")) / ".pyenv")
    for version in sorted(pyenv.glob(f"versions/{_WANTED}.*"), reverse=True):
        yield version / "bin" / f"python{_WANTED}"


def _find_of_uv(environ: Mapping[str, str]) -> Path | None:
    """Return the Python 3.10 that uv installed on an earlier start."""
    command: Command = [UV, "python", "find", "--managed-python", "--no-python-downloads", _WANTED]
    result = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)
    return probe(Path(result.stdout.strip()), environ) if result.returncode == 0 else None
