import os
import socket
from datetime import date

import pytest

from handoff.cli.doctor import examine, numbers_to_call, texts_of_both
from handoff.cli.places import ROOT


@pytest.fixture(scope="module")
def here():
    return {finding.name: finding for finding in examine(os.environ)}


def test_what_is_installed_is_found_with_its_version(here):
    assert here["Python for the service"].found.startswith("3.")
    assert here["Python 3.10 for Rasa"].found == ".venv-rasa/bin/python"


def test_on_an_empty_path_every_program_comes_with_the_line_that_installs_it(tmp_path):
    findings = {finding.name: finding for finding in examine({"PATH": str(tmp_path)})}
    for name, package in {"Chromium": "chromium", "Redis": "redis-server"}.items():
        assert not findings[name].found
        assert findings[name].remedy == f"`apt-get install {package}`"


def test_everything_that_may_be_missing_says_how_to_get_it(tmp_path):
    for finding in examine({"PATH": str(tmp_path)}):
        assert finding.found or finding.remedy, finding.name


def test_a_busy_port_is_named_with_the_option_that_changes_it(here):
    name = next((name for name in ("Port 5055", "Port 5005", "Port 8000") if here[name].found), None)
    assert name, "all of Luukku's ports are in use on this machine"
    with socket.create_server(("127.0.0.1", int(name.split()[1]))):
        busy = next(finding for finding in examine(os.environ) if finding.name == name)
    assert not busy.found
    assert "is busy: stop what uses it, or choose another with --" in busy.remedy


def test_numbers_to_call_that_nobody_has_checked_for_long_are_named_with_their_source(here):
    assert here["Numbers to call in danger"].found
    old = numbers_to_call(ROOT / "data" / "service" / "help.yml", date(2030, 1, 1))
    assert not old.found
    assert "tel:112 at https://112.fi, checked 2025" in old.remedy


def test_folders_that_only_the_desk_or_only_the_assistant_uses_are_named(here, tmp_path):
    assert here["Texts of the desk are the assistant's"].found
    same = {"LUUKKU_RESPONSES": str(ROOT / "data" / ".." / "data" / "responses")}
    assert texts_of_both(same).found
    other = texts_of_both({"LUUKKU_RESPONSES": str(tmp_path)})
    assert not other.found
    for place in ("endpoints.yml, nlg", "config.yml, importers"):
        assert f"{place}, responses: data/responses, but LUUKKU_RESPONSES: {tmp_path}" in other.remedy
    assert "faq" not in other.remedy


def test_a_project_of_its_own_is_held_against_its_own_files(tmp_path):
    (tmp_path / "config.yml").write_text("importers: [{name: x, faq: answers, responses: said}]", encoding="utf-8")
    (tmp_path / "endpoints.yml").write_text("nlg: {type: x, faq: answers, responses: elsewhere}", encoding="utf-8")
    own = {"LUUKKU_PROJECT": tmp_path, "LUUKKU_FAQ": tmp_path / "answers", "LUUKKU_RESPONSES": tmp_path / "said"}
    found = texts_of_both({name: str(path) for name, path in own.items()})
    assert found.remedy.count("LUUKKU_") == 1
    assert "endpoints.yml, nlg, responses: elsewhere" in found.remedy
