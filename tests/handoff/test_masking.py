"""Identity codes and card numbers are masked; what only looks like them is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.conversations.masking import CARD_MASK, IDENTITY_MASK, mask

# The population register's own test codes: all fictitious, all with a right check character.
TEST_CODES = (
    *("010594Y9032", "010594Y9021", "020594X903P", "020594X902N", "030594W903B", "030694W9024", "040594V9030"),
    *("040594V902Y", "050594U903M", "050594U902L", "010516B903X", "010516B902W", "020516C903K", "020516C902J"),
    *("030516D9037", "030516D9026", "010501E9032", "020502E902X", "020503F9037", "020504A902E", "020504B904H"),
)


@pytest.mark.parametrize("code", TEST_CODES)
@pytest.mark.parametrize(
    "frame",
    ["{}", "hetuni on {}.", "({})", "tunnus:{},", "{}\n", "{} ja 31.12.2026 klo 15.00"],
)
def test_every_test_code_is_masked_wherever_it_stands(code: str, frame: str) -> None:
    for written in (code, code.lower()):
        masked = mask(frame.format(written))
        assert written not in masked
        assert masked == frame.format(IDENTITY_MASK)


@pytest.mark.parametrize(
    "code",
    [
        "131052-308T",
        "131052-308X",  # the check character does not hold: a typo still identifies
        "131052+308T",
        "131052–308T",  # a word processor's dash
        "131052 - 308T",
        "131052-308 T",
        "131052-3080",
        "131052\u00a0-\u00a0308T",
        "131052 -  308T",
        "131052-\t308T",
        "".join(chr(ord(c) + 0xFEE0) for c in "131052-308T"),  # full-width, as some phones type
        "13.10.1952-308T",
        "13101952-308T",
        "13 10 52-308T",
        "131052\u00ad-308T",
        "131052-308\u200bT",
        "131052\uff0d308T",
        "131052_308T",
        "131052\u2015308T",
        "131052 308T",
        "131052308T",
    ],
)
def test_codes_are_masked_however_they_are_typed(code: str) -> None:
    assert mask(f"Olen {code}, hei") == f"Olen {IDENTITY_MASK}, hei"


@pytest.mark.parametrize(
    "text",
    [
        "Olen syntynyt 13.10.1952",
        "131052",
        "avoinna 010126-311226",
        "09 310 1691",
        "puh. 09 2525 0111",
        "040-1234567",
        "+358 40 123 4567",
        "klo 15.00-16.30",
        "hinta 100-200 e",
        "Y-tunnus 0201256-6",
        "321352-308T",  # no such day
        "131352-308T",  # no such month
        "lasku 1234567890123456",
        "viite 12345 67891 01112 13141",
        "puh. 04012345678",
        "viite 01012345678",
        "Diaarinumero 120526/1234",
        "varattu 04.07.2026-31.12.2026",
        "31.12.2026 - 1500 e",
        "120526 - 1500 e",
        "",
    ],
)
def test_what_is_no_code_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"]
)
def test_card_numbers_are_masked(number: str) -> None:
    assert mask(f"korttini {number} ei toimi") == f"korttini {CARD_MASK} ei toimi"


@pytest.mark.parametrize("beside", ["{} 123", "{} 12/27", "{} 12/27 123", "1 {}", "kortti{}ei"])
@pytest.mark.parametrize("separator", ["", " ", "  ", "-", ".", "\u00a0", "\u2013"])
def test_card_numbers_are_masked_with_whatever_stands_beside_them(beside: str, separator: str) -> None:
    number = separator.join(("4111", "1111", "1111", "1111"))
    assert mask(beside.format(number)) == beside.format(CARD_MASK)


def test_a_code_in_the_middle_of_words_is_masked() -> None:
    assert mask("hetu131052-308Tja") == f"hetu{IDENTITY_MASK}ja"


@given(st.text(max_size=60), st.sampled_from(TEST_CODES), st.text(max_size=60))
def test_masking_twice_changes_nothing_more(before: str, code: str, after: str) -> None:
    once = mask(f"{before} {code} {after}")
    assert code not in once
    assert mask(once) == once
