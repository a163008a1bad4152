"""Tracking codes and promised dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from handoff.cases.model import ALPHABET, add_working_days, make_code, normalise_code
from handoff.cases.service import read_promises
from handoff.settings import ROOT


def test_a_code_has_the_form_that_citizens_are_told() -> None:
    responses = YAML(typ="safe").load(ROOT / "data" / "responses" / "case_status.yml")
    form = "".join("X" if character.isalnum() else character for character in make_code().removeprefix("LK"))
    for question in responses["utter_ask_case_code"].values():
        assert f" LK{form}" in question["text"]


def test_a_code_is_found_however_it_is_typed() -> None:
    code = make_code()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code} ", code[3:]):
        assert normalise_code(typed) == code


def test_look_alikes_are_read_as_what_they_look_like() -> None:
    code = next(code for code in iter(make_code, None) if "0" in code and "1" in code)
    assert normalise_code("LK" + code[2:].replace("0", "O").replace("1", "I")) == code


@given(st.integers(3, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position: int, character: str) -> None:
    code = make_code()
    if code[position] in {"-", character}:
        return
    assert normalise_code(code[:position] + character + code[position + 1 :]) is None


@pytest.mark.parametrize("typed", ["", "LK", "hei", "LK-1234", "12345678901234567890", "ÄÖÅ"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise_code(typed) is None


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # a Saturday
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 12, 22), 3, date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # over the New Year
    ],
)
def test_the_promise_counts_working_days_only(start: date, days: int, due: date) -> None:
    holidays = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}
    assert add_working_days(start, days, holidays) == due


def test_every_kind_has_a_promise() -> None:
    promises = read_promises(ROOT / "data" / "service" / "promises.yml")
    assert set(promises) == {"complaint", "thanks", "idea", "question", "other"}
    assert all(0 < days <= 10 for days in promises.values())
