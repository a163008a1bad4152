"""Which Node builds the browser code."""

import pytest

from handoff.cli.browser import OLDEST_NODE, find_node


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Make machines with one `node` (by what it does when asked for its version), with npm beside it or not."""
    monkeypatch.setattr("handoff.cli.browser.SERVICE_ENVIRONMENT", tmp_path / "environment")

    def make(node, *, npm=True, folder="bin"):
        programs = {"node": node} | ({"npm": "exit 0"} if npm else {})
        (tmp_path / folder).mkdir(parents=True)
        for name, script in programs.items():
            (tmp_path / folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / folder / name).chmod(0o755)
        return {"PATH": str(tmp_path / "bin")}

    return make


def test_a_new_node_on_the_path_is_taken_and_put_first_for_npms_own_scripts(machine, tmp_path):
    node = find_node(machine("echo v22.1.0"))
    assert node.version == (22, 1)
    assert node.npm == tmp_path / "bin" / "npm"
    assert node.environ["PATH"].split(":")[0] == str(tmp_path / "bin")


@pytest.mark.parametrize(
    "node", [f"echo v{OLDEST_NODE[0]}.{OLDEST_NODE[1] - 1}.9", "echo v8.0.0", "exit 127", "echo hello"]
)
def test_one_that_is_old_or_does_not_run_is_passed_over(machine, node):
    assert find_node(machine(node)) is None


def test_one_without_npm_is_passed_over(machine):
    assert find_node(machine("echo v22.1.0", npm=False)) is None


def test_the_one_in_the_environment_stands_in_for_an_old_one_on_the_path(machine, tmp_path):
    machine("echo v24.0.0", folder="environment/bin")
    node = find_node(machine("echo v18.0.0"))
    assert node.npm == tmp_path / "environment" / "bin" / "npm"
    assert node.environ["PATH"] == f"{tmp_path}/environment/bin:{tmp_path}/bin"
