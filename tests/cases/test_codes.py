"""Tracking codes: long enough not to be guessed, and read however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.case_code import CASE_CODE, RESUME_CODE
from handoff.cases.codes import (
    ALPHABET,
    RANDOM_CHARS,
    RESUME_CHARS,
    Mistyped,
    _check_character,
    make_code,
    make_resume_code,
    read_code,
    read_resume_code,
)
from handoff.settings import ROOT

OLD = "LK-7F3K-Q2M9-0ZX"


def test_a_code_cannot_be_guessed() -> None:
    assert RANDOM_CHARS * (len(ALPHABET) - 1).bit_length() >= 60


def test_a_code_has_the_form_that_citizens_are_told() -> None:
    responses = YAML(typ="safe").load(ROOT / "data" / "responses" / "case_status.yml")
    form = "".join("X" if character.isalnum() else character for character in make_code().removeprefix("LK"))
    for question in responses["utter_ask_case_code"].values():
        assert f" LK{form}" in question["text"]


def test_a_code_is_found_however_it_is_typed() -> None:
    code = make_code()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code} ", code[3:]):
        assert read_code(typed) == code


def test_a_code_given_out_before_is_found_too() -> None:
    code = OLD + _check_character(OLD[3:].replace("-", ""))
    assert read_code(code.lower()) == code


def test_look_alikes_are_read_as_what_they_look_like() -> None:
    code = next(code for code in iter(make_code, None) if "0" in code and "1" in code)
    assert read_code("LK" + code[2:].replace("0", "O").replace("1", "I")) == code


@given(st.integers(3, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_a_slip(position: int, character: str) -> None:
    code = make_code()
    if code[position] in {"-", character}:
        return
    with pytest.raises(Mistyped):
        read_code(code[:position] + character + code[position + 1 :])


@pytest.mark.parametrize("typed", ["", "LK", "hei", "LK-1234", "12345678901234567890", "ÄÖÅ"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_the_assistant_finds_a_code_in_a_message() -> None:
    code = make_code()
    for typed in (code, code.lower(), code.replace("-", " ")):
        found = CASE_CODE.search(f"Missä on {typed} nyt")
        assert found is not None
        assert read_code(found[0]) == code


def test_the_code_of_a_saved_form_cannot_be_guessed_and_is_no_cases_code() -> None:
    assert (RESUME_CHARS - 1) * (len(ALPHABET) - 1).bit_length() >= 60
    code = make_resume_code()
    assert read_code(code) is None
    assert read_resume_code(make_code()) is None


def test_the_code_of_a_saved_form_is_found_however_it_is_typed() -> None:
    code = make_resume_code()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code} "):
        assert read_resume_code(typed) == code


@given(st.integers(0, RESUME_CHARS - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_saved_forms_code_is_noticed(place: int, wrong: str) -> None:
    letters = make_resume_code().replace("-", "")
    if letters[place] == wrong:
        return
    with pytest.raises(Mistyped):
        read_resume_code(letters[:place] + wrong + letters[place + 1 :])


def test_the_assistant_recognises_the_code_of_a_saved_form_in_a_sentence_and_no_words() -> None:
    for _ in range(200):
        code = make_resume_code()
        for text in (
            f"koodini on {code}.",
            f"jatkan tätä {code.lower()}",
            code.replace("-", ""),
            code.replace("-", " "),
        ):
            assert RESUME_CODE.search(text), text
        assert not CASE_CODE.search(code)
    for words in ("milloin talo tulee auki", "kuva 1234 test abcd tänään", "4000 1234 5678 9012", "LK-7F3K-Q2M9-0ZXC4"):
        assert not RESUME_CODE.search(words), words
