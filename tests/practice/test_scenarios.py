"""The scenarios that a city writes: whole in three languages, and said in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from handoff.conversations.masking import clean
from handoff.practice.content import LANGUAGES, BadScenarios, read_scenarios
from handoff.practice.model import MAX_TYPES_S, Scenario, Texts, line_id, owed_line, typing_time
from handoff.settings import ROOT

FILE = ROOT / "data" / "service" / "practice.yml"
TOPICS = {path.stem for path in (ROOT / "data" / "nlu" / "faq").glob("*.yml")}
SCENARIOS = read_scenarios(FILE, TOPICS)
ONE = """
scenarios:
  one:
    mode: city
    titles: {fi: a, sv: b, en: c}
    trains: {fi: a, sv: b, en: c}
    history: [{said: {fi: a, sv: b, en: c}, topic: library_card}]
    lines: [{fi: a, sv: b, en: c}]
    afterwards: {fi: a, sv: b, en: c}
    points: [{fi: a, sv: b, en: c}]
"""
CONVERSATION = "0b8f3c1e-5d5c-4f6e-9a51-2f1f5d0c7c1e"


def texts(scenario: Scenario) -> Iterator[Texts]:
    yield from (scenario.titles, scenario.trains, scenario.afterwards, *scenario.points)
    for exchange in scenario.history:
        yield exchange.said
        if exchange.answer is not None:
            yield exchange.answer
    yield from (line.texts for line in scenario.lines)


def read(folder: Path, content: str) -> tuple[Scenario, ...]:
    path = folder / "practice.yml"
    path.write_text(content, encoding="utf-8")
    return read_scenarios(path, TOPICS)


def test_there_is_something_for_every_chat_and_a_danger_to_judge() -> None:
    assert len(SCENARIOS) >= 5
    assert {scenario.mode for scenario in SCENARIOS} == {"city", "youth"}
    assert any(scenario.is_danger for scenario in SCENARIOS)
    assert any(line.turns_to for scenario in SCENARIOS for line in scenario.lines)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_a_scenario_speaks_three_languages_and_makes_up_no_figure(scenario: Scenario) -> None:
    assert len(scenario.lines) >= 3
    assert len(scenario.points) >= 3
    for every in texts(scenario):
        assert set(every) == set(LANGUAGES)
        assert len(set(every.values())) == len(LANGUAGES), every
        for text in every.values():
            assert len(text) <= 400
            # Prices, numbers to call and dates would be taken for the city's word; what is masked is nobody's.
            assert not re.search(r"\d|https?:|@", clean(text)), text


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("mode: city", "mode: work", "`mode` is city or youth"),
        ("trains: {fi: a, sv: b, en: c}", "trains: {fi: a, sv: b}", "one, trains: en is missing"),
        ("titles: {fi: a, sv: b, en: c}", "titles: {fi: a, sv: 1, en: c}", "one, titles, sv: empty or no text"),
        ("topic: library_card", "topic: library_cart", "there is no topic library_cart"),
        ("topic: library_card", "topic: library_card, answer: {fi: a, sv: b, en: c}", "either `topic` or `answer`"),
        ("points: [{fi: a, sv: b, en: c}]", "points: []", "`points` is a list with something in it"),
        ("lines: [{", "lines: [{turns_to: {fi: sv, sv: fi, en: et}, ", "the languages are fi, sv, en"),
        ("lines: [{", "lines: [{turns_to: {fi: sv}, ", "one, lines, turns_to: en, sv is missing"),
        ("afterwards", "afterward", "one: afterwards is missing"),
        ("    mode: city", "    mode: city\n    price: 1", "one: price may not stand here"),
        ("  one:", "  One 1:", "an id has letters and _"),
        ("scenarios:", "scenario:", "scenarios"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert read(tmp_path, ONE)[0].id == "one"
    assert right in ONE
    with pytest.raises(BadScenarios, match=re.escape(said)):
        read(tmp_path, ONE.replace(right, wrong))


def test_no_id_stands_twice() -> None:
    with FILE.open(encoding="utf-8") as file:
        assert list(YAML(typ="safe").load(file)["scenarios"]) == [scenario.id for scenario in SCENARIOS]


@pytest.mark.parametrize(
    ("authors", "number"),
    [
        ("", None),
        ("v b v b s", None),
        ("v b s s a", 0),
        ("v b s s a a a", 0),
        ("v b s s a v", None),
        ("v b s s a v a", 1),
        ("v b s s a a v a s", 2 - 1),
        ("v b s s a v a v a v a", 3),
    ],
)
def test_what_is_owed_follows_from_who_has_spoken(authors: str, number: int | None) -> None:
    names = {"v": "visitor", "b": "bot", "s": "system", "a": "agent"}
    assert owed_line([names[one] for one in authors.split()]) == number  # type: ignore[misc]


def test_a_script_ends_with_the_word_for_whoever_writes_on(tmp_path: Path) -> None:
    (scenario,) = read(tmp_path, ONE.replace("afterwards: {fi: a", "afterwards: {fi: z"))
    said = [scenario.line(number) for number in range(3)]
    assert [line and line.texts["fi"] for line in said] == ["a", "z", None]


def test_a_line_has_the_same_id_whoever_says_it() -> None:
    assert line_id(CONVERSATION, 1) == line_id(CONVERSATION, 1) != line_id(CONVERSATION, 2)
    assert line_id(CONVERSATION, 1)[14] == "5"  # of a version that no browser makes


def test_a_long_line_takes_longer_and_none_takes_long() -> None:
    assert typing_time("ok") < typing_time("ok" * 20) < typing_time("ok" * 1000)
    assert typing_time("ok" * 1000).total_seconds() == MAX_TYPES_S
