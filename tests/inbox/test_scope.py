"""Questions are added to the file of what is out of scope, and nothing else of it changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handoff.inbox.scope import BadScope, ScopeFile
from handoff.settings import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(ROOT / "data" / "nlu" / "out_of_scope.yml", tmp_path / "out_of_scope.yml"))


def test_a_question_is_one_more_line_in_its_language(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    scope = ScopeFile(path)
    assert scope.add([("fi", "missä  on kuu: tänään"), ("sv", "var är månen"), ("fi", "Missä on KUU: tänään")]) == 2
    after = path.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        "      - missä on kuu: tänään",
        "      - var är månen",
    ]
    assert len(after.splitlines()) == len(before.splitlines()) + 2
    assert "var är månen" in scope.examples()["sv"]
    assert list(path.parent.iterdir()) == [path]


def test_what_is_there_already_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    scope = ScopeFile(path)
    assert scope.add([("en", scope.examples()["en"][0])]) == 0
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_used_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "out_of_scope.yml"
    with pytest.raises(BadScope):
        ScopeFile(path).add([("fi", "kuu")])
    path.write_text("nlu: []\n", encoding="utf-8")
    with pytest.raises(BadScope):
        ScopeFile(path).add([("fi", "kuu")])
    assert path.read_text(encoding="utf-8") == "nlu: []\n"
