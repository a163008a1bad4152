"""`./luukku texts`: what it prints."""

from __future__ import annotations

import pytest

from handoff.cli import texts
from handoff.cli.errors import CommandError


def test_a_text_is_a_line_and_is_shown_in_all_languages() -> None:
    files = texts.city_files()
    (line,) = [line for line in texts.lines(texts.items(files, "small_talk")) if "utter_greet" in line]
    assert line.startswith("small_talk.utter_greet ")
    assert "Hei! Olen" in line
    shown = list(texts.shown(files, "help.emergency"))
    assert "number: 112" in shown
    assert [text.partition(".")[0] for text in shown[:3]] == ["fi", "sv", "en"]


def test_what_is_not_there_is_told() -> None:
    files = texts.city_files()
    with pytest.raises(CommandError, match=r"help, queues, replies, answers"):
        texts.items(files, "letters")
    with pytest.raises(CommandError, match=r"help\.nobody"):
        list(texts.shown(files, "help.nobody"))
