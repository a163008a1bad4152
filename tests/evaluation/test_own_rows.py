"""A deployment's own test questions: a file like the shipped one, added to by several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handoff.evaluation.own_rows import OwnRows
from handoff.evaluation.rows import MalformedRows, Row, parse_rows


def test_without_a_file_there_are_no_questions(tmp_path: Path) -> None:
    own = OwnRows(tmp_path / "var" / "regression.tsv")
    assert own.read() == []


def test_questions_are_kept_in_the_shipped_files_format_and_removed_to_the_last(tmp_path: Path) -> None:
    path = tmp_path / "var" / "regression.tsv"
    OwnRows(path).add("museums", [("fi", "Onko museo  auki\tmaanantaina?"), ("sv", "är museet öppet")])
    expected = [
        Row("fi", "museums", "inbox", "Onko museo auki maanantaina?"),
        Row("sv", "museums", "inbox", "är museet öppet"),
    ]
    assert OwnRows(path).read() == parse_rows(path.read_bytes()) == expected
    assert OwnRows(path).remove("fi", "Onko museo auki maanantaina?")
    assert not OwnRows(path).remove("fi", "Onko museo auki maanantaina?")
    assert OwnRows(path).remove("sv", "är museet öppet")
    assert OwnRows(path).read() == []


def test_the_same_question_has_one_answer_the_latest(tmp_path: Path) -> None:
    own = OwnRows(tmp_path / "regression.tsv")
    own.add("museums", [("en", "When is it open?")])
    own.add("out_of_scope", [("en", "when is it open")])
    assert own.read() == [Row("en", "out_of_scope", "inbox", "when is it open")]


def test_nothing_is_lost_when_several_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "regression.tsv"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: OwnRows(path).add("museums", [("fi", f"kysymys {n}")]), range(40)))
    assert {row.text for row in OwnRows(path).read()} == {f"kysymys {n}" for n in range(40)}


def test_a_file_spoilt_by_hand_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "regression.tsv"
    path.write_text("lang\tlabel\tstyle\ttext\nfi\tmuseums\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(MalformedRows, match="line 2"):
        OwnRows(path).add("museums", [("fi", "uusi")])
    assert path.read_bytes() == before
