"""What is learnt from: complete in three languages, and none of it asked in an evaluation."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from benchmarks.triage import DATA, examples, misplaced_examples, rows
from handoff.triage.content import BadExamples, read_examples, read_misplaced
from handoff.triage.model import KINDS, LANGUAGES
from handoff.triage.signposts import BadSignposts, read_signposts

CATALOGUE = DATA / "service" / "services.yml"
SIGNPOSTS = DATA / "service" / "misplaced.yml"


def normalised(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_every_service_has_many_examples_in_every_language() -> None:
    counts = Counter((example.service_code, example.language) for example in examples())
    codes = {str(service["code"]) for service in YAML(typ="safe").load(CATALOGUE)["services"]}
    assert counts.keys() == {(code, language) for code in codes for language in LANGUAGES}
    assert min(counts.values()) > 25


def test_every_kind_has_examples_and_what_only_looks_like_it_in_every_language() -> None:
    counts = Counter((example.kind, example.language) for example in misplaced_examples())
    assert counts.keys() == {(kind, language) for kind in (*KINDS, None) for language in LANGUAGES}
    assert min(counts.values()) >= 25


def test_a_text_stands_at_the_same_place_in_each_language() -> None:
    for known in (examples(), misplaced_examples()):
        assert set(Counter(example.sense for example in known).values()) == {len(LANGUAGES)}


def test_no_example_is_asked_in_an_evaluation() -> None:
    learnt = {normalised(example.text) for example in examples()}
    learnt |= {normalised(example.text) for example in misplaced_examples()}
    names = (f"{of}{half}.tsv" for of in ("routing", "misplaced") for half in ("", "_development"))
    asked = [normalised(row.text) for name in names for row in rows(name)]
    assert len(asked) >= 500
    assert learnt.isdisjoint(asked)


def test_no_example_stands_for_two_services() -> None:
    services: dict[str, set[str]] = {}
    for example in examples():
        services.setdefault(normalised(example.text), set()).add(example.service_code)
    assert {text: codes for text, codes in services.items() if len(codes) > 1} == {}


def test_evaluations_are_spread_over_languages_and_labels() -> None:
    routing, misplaced = rows("routing.tsv"), rows("misplaced.tsv")
    assert set(Counter(row.language for row in routing).values()) == {120}
    assert set(Counter(row.label for row in routing).values()) == {24}
    assert len(misplaced) >= 200
    assert sum(row.label == "none" for row in misplaced) >= 80
    assert {row.label for row in misplaced} == {*KINDS, "none"}


def test_a_service_without_examples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExamples, match="2809"):
        read_examples(CATALOGUE, tmp_path)


def test_a_kind_without_examples_in_a_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"{KINDS[0]}.yml").write_text("fi: [yksi]\nsv: [ett]\n", "utf-8")
    with pytest.raises(BadExamples, match="en must be a list"):
        read_misplaced(tmp_path)


def test_each_kind_says_in_each_language_where_to_go_instead() -> None:
    signposts = read_signposts(SIGNPOSTS)
    assert signposts.keys() == {(kind, language) for kind in KINDS for language in LANGUAGES}
    assert len({signpost.text for signpost in signposts.values()}) == len(signposts)
    for kind in ("child_welfare", "danger_to_life", "client_matter"):
        assert all("112" in signposts[kind, language].text for language in LANGUAGES)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("client_matter:", "client:", "client_matter"),
        ("sv: Är någon i fara? Ring 112", 'sv: " "', "in sv"),
        ("url: tel:116117", "url: http://116117.fi", "neither a page nor a number"),
        ("checked: 2025\n", "checked: lately\n", "a source is needed"),
    ],
)
def test_a_signpost_that_leads_nowhere_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "misplaced.yml"
    content = SIGNPOSTS.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")
    with pytest.raises(BadSignposts, match=problem):
        read_signposts(path)
