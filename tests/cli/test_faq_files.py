"""`./luukku faq export` and `faq import`: out and back without a change, and all that is wrong told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handoff.cli import faq_files
from handoff.cli.errors import CommandError
from tests.editing.entries import HERE, commented


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "faq"
    folder.mkdir()
    shutil.copyfile(HERE / "bicycles.yml", folder / "bicycles.yml")
    (folder / "pumps.yml").write_text(commented().replace("topic: bicycles", "topic: pumps"), encoding="utf-8")
    return {"LUUKKU_FAQ": str(folder)}


@pytest.mark.parametrize("ending", ["xlsx", "csv", "yml", "json"])
def test_what_goes_out_comes_back_without_a_change(tmp_path: Path, environ: dict[str, str], ending: str) -> None:
    file, var = tmp_path / f"answers.{ending}", tmp_path / "var"
    faq_files.export(file, "sv", with_drafts=True, var=var, environ=environ)
    assert faq_files.bring(file, dry_run=False, var=var, environ=environ) == ["0 to change, 2 the same."]


def test_what_a_file_changes_becomes_drafts_once(tmp_path: Path, environ: dict[str, str]) -> None:
    file, var = tmp_path / "changed.csv", tmp_path / "var"
    file.write_text("id;language;title\npumps;sv;Pumpar\nbells;fi;Kellot\n", encoding="utf-8")
    told = ["pumps: changed", "bells: new", "2 to change, 0 the same."]
    for is_dry in (True, False):
        assert faq_files.bring(file, dry_run=is_dry, var=var, environ=environ) == told
    assert faq_files.bring(file, dry_run=False, var=var, environ=environ) == ["0 to change, 2 the same."]
    out = tmp_path / "out.csv"
    faq_files.export(out, "en", with_drafts=True, var=var, environ=environ)
    assert "Pumpar" in out.read_text(encoding="utf-8")
    faq_files.export(out, "en", with_drafts=False, var=var, environ=environ)
    assert "Pumpar" not in out.read_text(encoding="utf-8")


def test_everything_that_is_wrong_is_told_and_nothing_is_taken(tmp_path: Path, environ: dict[str, str]) -> None:
    file, var = tmp_path / "wrong.csv", tmp_path / "var"
    file.write_text("id;language;title;review_by\npumps;sv;Pumpar;\nÄ!;fi;x;\npumps;no;x;soon\n", encoding="utf-8")
    with pytest.raises(CommandError) as told:
        faq_files.bring(file, dry_run=False, var=var, environ=environ)
    assert [line.split(":")[0] for line in str(told.value).splitlines()[1:]] == ["A3", "B4", "D4"]
    file.write_text("id;language;title\npumps;sv;Pumpar\n", encoding="utf-8")
    assert faq_files.bring(file, dry_run=True, var=var, environ=environ)[0] == "pumps: changed"


def test_another_ending_is_refused(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(CommandError, match=r"\.xlsx, \.csv, \.yml, \.json"):
        faq_files.export(tmp_path / "answers.pdf", "fi", with_drafts=True, var=tmp_path, environ=environ)
