"""The `luukku` script and the commands, as a person runs them."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from handoff.cli.places import RASA_PYTHON, ROOT, SERVICE_ENVIRONMENT
from handoff.cli.ports import find_free_port


def luukku(*arguments, root=ROOT, python=sys.executable, **environ):
    return subprocess.run(
        [python, root / "luukku", *arguments],
        env={**os.environ, **environ},
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path):
    """A fresh checkout with the command line's own packages and nothing else set up."""
    root = tmp_path / "luukku"
    root.mkdir()
    shutil.copy2(ROOT / "luukku", root)
    for folder in ("handoff", "requirements"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    environment = root / ".venv"
    environment.mkdir()
    for part in ("bin", "lib", "pyvenv.cfg", ".luukku-cli"):
        (environment / part).symlink_to(SERVICE_ENVIRONMENT / part)
    return root


def test_help_names_every_command():
    result = luukku("--help")
    assert result.returncode == 0
    for command in ("run", "test", "train", "doctor", "evaluate"):
        assert f" {command} " in result.stdout


def test_a_reason_that_the_inbox_does_not_have_is_refused(tmp_path):
    result = luukku("faq", "inbox", "--reason", "bored", "--var", str(tmp_path))
    assert result.returncode == 2
    assert "'missed'" in result.stderr
    assert not list(tmp_path.iterdir())


def test_any_python_gets_into_the_environment_by_itself():
    result = luukku("doctor", python=os.path.realpath(sys.executable))
    assert result.returncode == 0, result.stderr
    assert "Luukku: what is here" in result.stdout


def test_an_old_python_looks_for_a_newer_one_that_runs(tmp_path):
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    newer = tmp_path / "python3.11"
    newer.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for program in (shim, newer):
        program.chmod(0o755)
    result = luukku("--help", python=RASA_PYTHON, PATH=str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert "Usage: luukku" in result.stdout


def test_an_old_python_alone_says_what_to_install(tmp_path):
    result = luukku("--help", python=RASA_PYTHON, PATH=str(tmp_path))
    assert result.returncode == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Luukku: needs Python 3.11 or newer, and this is 3.10")
    assert "apt-get install python3.11" in line


def test_an_environment_without_its_packages_is_one_line(checkout):
    (checkout / ".venv" / "lib").unlink()
    result = luukku("--help", root=checkout, python=checkout / ".venv/bin/python")
    assert result.returncode == 1
    assert result.stderr == "Luukku: `.venv` lacks typer: remove the folder `.venv` and start again.\n"


@pytest.mark.parametrize("option", ["--port", "--rasa-port", "--actions-port"])
def test_run_on_a_busy_port_is_one_line_and_changes_nothing(tmp_path, option):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        others = {"--port", "--rasa-port", "--actions-port"} - {option}
        free = [part for other in others for part in (other, str(find_free_port()))]
        result = luukku("run", option, port, *free, "--var", str(tmp_path / "var"))
    assert result.returncode == 2
    assert (
        result.stderr
        == f"Luukku: Port {port} on 127.0.0.1 is busy: stop what uses it, or choose another with {option}.\n"
    )
    assert not (tmp_path / "var").exists()


def test_without_python_3_10_the_set_up_ends_with_one_line(checkout, tmp_path):
    result = luukku("train", root=checkout, python=checkout / ".venv/bin/python", LUUKKU_PYTHON310="/nowhere/python")
    assert result.returncode == 1
    assert (
        result.stderr == "Luukku: LUUKKU_PYTHON310=/nowhere/python does not run Python 3.10: correct it or unset it.\n"
    )


def test_where_python_3_10_cannot_be_downloaded_the_set_up_says_what_to_do(checkout, tmp_path):
    nowhere = str(tmp_path / "nowhere")
    result = luukku(
        "train",
        root=checkout,
        python=checkout / ".venv/bin/python",
        LUUKKU_PYTHON310="",
        PATH=nowhere,
        HOME=nowhere,
        PYENV_ROOT=nowhere,
        UV_OFFLINE="1",
        UV_PYTHON_INSTALL_DIR=nowhere,
    )
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Luukku: Rasa needs Python 3.10, which was not found and could not be downloaded")
    assert "Traceback" not in result.stderr


def test_a_damaged_file_for_evaluation_is_one_line(tmp_path):
    file = tmp_path / "questions.tsv"
    file.write_text("lang\tlabel\ttext\n")
    result = luukku("evaluate", str(file))
    assert result.returncode == 2
    headers = "lang, label, style, text or lang, label, first, text"
    assert result.stderr == f"Luukku: {file}: line 1 must be the header {headers}, separated by tabs.\n"
    missing = luukku("evaluate", str(tmp_path / "nowhere.tsv"))
    assert missing.returncode == 2
    assert missing.stderr == f"Luukku: {tmp_path / 'nowhere.tsv'} cannot be read: No such file or directory.\n"
