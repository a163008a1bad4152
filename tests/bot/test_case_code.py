"""A case's code within whatever stands around it."""

import pytest

from bot.case_code import CASE_CODE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LK-4F7T-2NRA-8KLX", "LK-4F7T-2NRA-8KLX"),
        ("tunnus on lk 4f7t 2nra 8klx kiitos", "lk 4f7t 2nra 8klx"),
        ("tunnus on lk 4f7t 2nra 8klxz kiitos", "lk 4f7t 2nra 8klxz"),
        ("L K 4F7T2NRA8KLX, what now?", "L K 4F7T2NRA8KLX"),
        ("LK-4F7T-2NRA-8KL", "LK-4F7T-2NRA-8KL"),
        ("LK-4F7T-2NRA-8KLXZ", "LK-4F7T-2NRA-8KLXZ"),
    ],
)
def test_the_code_ends_where_the_code_ends(text, code):
    assert CASE_CODE.search(text).group() == code


@pytest.mark.parametrize("text", ["LK", "lk 12", "talk to somebody today", "kello 12.30", "folk som bor här"])
def test_words_are_no_code(text):
    assert CASE_CODE.search(text) is None
