"""`./luukku faq`: what it prints."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from handoff.cli import faq
from handoff.cli.errors import CommandError
from tests.editing.entries import HERE, commented


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copyfile(HERE / "bicycles.yml", tmp_path / "bicycles.yml")
    other = commented().replace("topic: bicycles", "topic: pumps").replace("- cykelställ", "- något annat")
    (tmp_path / "pumps.yml").write_text(other, encoding="utf-8")
    return tmp_path


def test_an_entry_is_a_line(folder: Path) -> None:
    first, second = faq.lines(faq.entries(folder, []))
    assert first == "bicycles  traffic        2027-05-21  fi   6  sv   5  en   5  Pyörät"
    assert second.startswith("pumps     ")
    assert [entry.id for entry in faq.entries(folder, ["pumps"])] == ["pumps"]


def test_what_is_wrong_is_told_with_its_place(folder: Path) -> None:
    told = list(faq.problems(faq.entries(folder, ["bicycles"]), date(2027, 6, 1)))
    assert told[0] == "bicycles: was to be reviewed by 2027-05-21"
    assert "bicycles, sv: 5 questions, where a dozen show more ways of asking" in told
    assert "bicycles, en: the answer has 8 words; 35 to 95 fit a telephone" in told


def test_alike_questions_are_told_of_a_topic_and_all_others(folder: Path) -> None:
    every = faq.entries(folder, [])
    told = list(faq.overlapping(every, faq.entries(folder, ["pumps"])))
    assert "sv: bicycles “cyklar på gatan” and pumps “cyklar på gatan” (1.00)" in told
    assert len(told) == 15


def test_a_topic_that_is_not_there_and_a_broken_file_are_told(folder: Path) -> None:
    with pytest.raises(CommandError, match="no topic cars"):
        faq.entries(folder, ["cars"])
    (folder / "cars.yml").write_text("topic: cars", encoding="utf-8")
    with pytest.raises(CommandError, match=r"cars\.yml"):
        faq.entries(folder, [])
