"""`./luukku test`: every test of the repository, each in the environment that it belongs to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from handoff.cli.checks import Check, run_all
from handoff.cli.places import RASA_PYTHON, ROOT, SERVICE_PYTHON
from handoff.cli.rasa_server import rasa_environ
from handoff.cli.setup import prepare_tests
from handoff.cli.shell import Command

_BOT_TESTS = ROOT / "tests" / "bot"
_MEMORY = Path("/dev/shm")  # noqa: S108 - each test makes folders of its own in it
_MEMORY_NEEDED = 4 * 2**30


def run_tests(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the tests of the bot, the browser code and the service; return 0 only if all passed.

    Args:
        arguments: For the service's pytest; if a path of tests is among them, only that is run.
    """
    node, model = prepare_tests(environ)
    environ = {**environ, **_temporary_folder(environ), "LUUKKU_TEST_MODEL": str(model)}
    pytest: Command = [SERVICE_PYTHON, "-m", "pytest", *arguments]
    if any(_is_path(argument) for argument in arguments):
        return run_all([Check("tests of the service", pytest, environ)])
    # Two at a time: most of them wait for something. Those of a file stay together, since they share servers.
    beside: Command = ["-n", "2", "--dist", "loadfile"]
    bot: Command = [RASA_PYTHON, "-m", "pytest", "-p", "tests.support.no_skips", _BOT_TESTS]
    return run_all(
        [
            Check("tests of the bot", bot, rasa_environ(environ)),
            Check("tests of the browser code", [node.npm, "test"], node.environ),
            Check("tests of the service", [*pytest, *beside], environ),
        ]
    )


def _temporary_folder(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the setting by which tests write to memory where there is enough of it.

    Every commit waits for the disk: one that is busy with something else would hold up a whole service.
    """
    is_free = (
        "TMPDIR" not in environ and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _MEMORY_NEEDED
    )
    return {"TMPDIR": str(_MEMORY)} if is_free else {}


def _is_path(argument: str) -> bool:
    """Tell a path or test id (`tests/cli/test_ports.py::test_…`) from an option or an option's value."""
    path, _, _ = argument.partition("::")
    return argument.startswith(f"tests{os.sep}") and Path(ROOT, path).exists()
