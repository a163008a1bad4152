"""An entry's file keeps what was not changed, and can be read by Rasa's older YAML whatever is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from handoff.editing.entries import tidied
from handoff.editing.yaml_text import WIDTH, render
from handoff.faq.content import read_entry
from handoff.faq.model import Entry
from handoff.settings import ROOT
from tests.editing.entries import commented, entries

FAQ = sorted((ROOT / "data" / "nlu" / "faq").glob("*.yml"))


@pytest.mark.parametrize("path", FAQ, ids=lambda path: path.stem)
def test_an_unchanged_entry_is_written_as_it_was(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert render(read_entry(path.stem, content), content) == content


def test_only_the_changed_line_changes() -> None:
    content = commented()
    entry = read_entry("bicycles", content)
    swedish = replace(entry.answers["sv"], examples=("cykelställ", "ny fråga", *entry.answers["sv"].examples[1:]))
    written = render(replace(entry, answers={**entry.answers, "sv": swedish}), content)
    assert set(written.splitlines()) - set(content.splitlines()) == {"    - ny fråga"}
    assert set(content.splitlines()) - set(written.splitlines()) == set()


def test_comments_stay_with_their_questions() -> None:
    content = commented()
    entry = read_entry("bicycles", content)
    finnish = entry.answers["fi"]
    kept = replace(finnish, examples=tuple(each for each in finnish.examples if each != "pyöräteline"))
    written = render(replace(entry, answers={**entry.answers, "fi": kept}), content)
    lines = written.splitlines()
    assert lines[lines.index("    - missä on pyöräpumppu") - 1].strip() == "# asked at the library"
    assert "# The address is that of the whole city." in written


@pytest.mark.parametrize("word", ["no", "Yes", "ON", "null", "~", "1", "1.5", "2027-05-21", "- a", "a: b", "#1", "[x]"])
def test_a_word_that_looks_like_something_else_stays_a_word(word: str) -> None:
    entry = read_entry("bicycles", commented())
    english = replace(entry.answers["en"], title=word, text=word, examples=(word, *entry.answers["en"].examples))
    written = render(replace(entry, answers={**entry.answers, "en": english}), commented())
    read = yaml.safe_load(written)["en"]
    assert (read["title"], read["answer"], read["examples"][0]) == (word, word, word)


def test_a_long_text_is_broken_between_words() -> None:
    entry = read_entry("bicycles", commented())
    text = "Pyörän voi jättää telineeseen. " * 20 + "loppu"
    finnish = replace(entry.answers["fi"], text=text)
    written = render(replace(entry, answers={**entry.answers, "fi": finnish}), commented())
    folded = [line for line in written.splitlines() if "telineeseen" in line]
    assert len(folded) > 4
    assert max(map(len, folded)) <= WIDTH
    assert yaml.safe_load(written)["fi"]["answer"] == text


@settings(max_examples=150, deadline=None)
@given(entries("bicycles"), entries("bicycles"))
def test_whatever_is_written_is_read_again_by_both(first: Entry, second: Entry) -> None:
    content = render(tidied(first))
    again = render(tidied(second), content)
    assert read_entry("bicycles", again) == tidied(second)
    old_yaml: dict[str, Any] = yaml.safe_load(again)
    for language, answer in tidied(second).answers.items():
        assert old_yaml[language]["examples"] == list(answer.examples)
        assert old_yaml[language]["answer"].strip() == answer.text
    assert render(tidied(second), again) == again
