"""A Python 3.10 is taken only if it runs; the real one here is that of Rasa's environment."""

import pytest

from handoff.cli.errors import CommandError
from handoff.cli.places import RASA_PYTHON
from handoff.cli.pythons import find_python310, get_python310, probe


@pytest.fixture
def bare(tmp_path):
    """The environment of a machine without any Python 3.10, where nothing can be downloaded."""
    path = tmp_path / "bin"
    path.mkdir()
    nothing = str(tmp_path / "nothing")
    return {"PATH": str(path), "HOME": nothing, "UV_OFFLINE": "1", "UV_PYTHON_INSTALL_DIR": nothing}


def program(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def real_python310(path):
    return program(path, f'exec "{RASA_PYTHON}" "$@"')


def test_one_on_the_path_is_found(bare, tmp_path):
    real_python310(tmp_path / "bin" / "python3.10")
    assert find_python310(bare) == RASA_PYTHON


def test_a_shim_that_fails_is_passed_over_for_the_next_on_the_path(bare, tmp_path):
    program(tmp_path / "bin" / "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    real_python310(tmp_path / "more" / "python3.10")
    assert find_python310(bare) is None
    assert find_python310({**bare, "PATH": f"{bare['PATH']}:{tmp_path / 'more'}"}) == RASA_PYTHON


def test_pyenvs_versions_are_looked_through(bare, tmp_path):
    real_python310(tmp_path / "pyenv" / "versions" / "3.10.13" / "bin" / "python3.10")
    assert find_python310({**bare, "PYENV_ROOT": str(tmp_path / "pyenv")}) == RASA_PYTHON


def test_a_python_of_another_version_is_refused(bare, tmp_path):
    other = program(tmp_path / "python3.10", "echo 3.9; echo /usr/bin/python3.9")
    assert probe(other, bare) is None


def test_a_named_one_that_does_not_run_is_an_error_even_if_another_would(bare, tmp_path):
    real_python310(tmp_path / "bin" / "python3.10")
    with pytest.raises(CommandError, match=r"LUUKKU_PYTHON310=/nowhere/python does not run Python 3\.10"):
        get_python310({**bare, "LUUKKU_PYTHON310": "/nowhere/python"})


def test_a_named_one_wins(bare, tmp_path):
    named = real_python310(tmp_path / "mine")
    assert get_python310({**bare, "LUUKKU_PYTHON310": str(named)}) == RASA_PYTHON


def test_without_any_the_error_says_what_to_install(bare):
    with pytest.raises(CommandError, match=r"Rasa needs Python 3\.10.*pyenv install 3\.10.*LUUKKU_PYTHON310"):
        get_python310(bare)
