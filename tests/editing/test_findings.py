"""What is wrong with an entry is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from handoff.editing.findings import Finding, findings, missing_of
from handoff.editing.jargon import JARGON, jargon_of, read_jargon
from handoff.editing.markup import markup_of
from handoff.editing.model import Revision
from handoff.editing.overlaps import overlaps
from handoff.faq.content import read_entry, read_faq
from handoff.faq.model import Entry, Language, Page
from handoff.settings import ROOT
from tests.editing.entries import commented

REVIEW = date(2027, 5, 21)
TODAY = REVIEW - timedelta(days=200)
SENTENCE = {
    "fi": "Pyörän voi jättää telineeseen kadun varrelle. ",
    "sv": "Du kan lämna din cykel i ett ställ vid gatan. ",
    "en": "You can leave your bicycle in a rack in the street. ",
}


def sound() -> Entry:
    """Return an entry that nothing is wrong with."""
    entry = read_entry("bicycles", commented())
    answers = {
        language: replace(
            answer,
            text=(SENTENCE[language] * 8).strip(),
            plain=(SENTENCE[language] * 6).strip(),
            examples=tuple(f"{answer.examples[0]} {number}" for number in range(12)),
        )
        for language, answer in entry.answers.items()
    }
    return replace(entry, answers=answers)


def changed(language: Language, **what: Any) -> Entry:
    entry = sound()
    return replace(entry, answers={**entry.answers, language: replace(entry.answers[language], **what)})


def test_nothing_is_said_of_a_sound_entry() -> None:
    assert findings(sound(), TODAY) == []


@pytest.mark.parametrize(
    ("entry", "finding"),
    [
        (replace(sound(), owner=""), Finding("missing", field="owner")),
        (replace(sound(), sources=()), Finding("missing", field="sources")),
        (changed("sv", text=""), Finding("missing", "sv", "text")),
        (changed("sv", pages=()), Finding("missing", "sv", "pages")),
        (changed("sv", pages=(Page("", "https://www.hel.fi"),)), Finding("missing", "sv", "pages")),
        (changed("en", examples=("one", "two")), Finding("missing", "en", "examples", "2")),
        (changed("en", examples=tuple("abcdef")), Finding("few_examples", "en", "examples", "6")),
        (changed("sv", title="En <i>ny</i> rubrik"), Finding("markup", "sv", "title", "<i> </i>")),
        (
            changed("en", text=f"{SENTENCE['en'] * 7}See **this** [page](https://www.hel.fi) &amp; that."),
            Finding("markup", "en", "text", "**this** [page](https://www.hel.fi) &amp;"),
        ),
        (
            changed("fi", plain=f"{SENTENCE['fi'] * 5}Lähetä paperi välittömästi."),
            Finding("jargon", "fi", "plain", "välittömästi → heti"),
        ),
        (changed("fi", text="Liian lyhyt."), Finding("answer_length", "fi", "text", "2")),
        (changed("fi", text="sana " * 40), Finding("long_sentences", "fi", "text", "40")),
        (changed("fi", plain="sana " * 30), Finding("long_plain_sentence", "fi", "plain", "30")),
        (
            changed("fi", plain=SENTENCE["fi"] * 5 + "Saavutettavuusselosteeseen, palvelusuunnitelmaluonnos, a. "
                    "Lumenkaatopaikkaselvitykset."),
            Finding("long_words", "fi", "plain",
                    "Saavutettavuusselosteeseen, palvelusuunnitelmaluonnos, Lumenkaatopaikkaselvitykset"),
        ),
    ],
)  # fmt: skip
def test_each_is_found_alone(entry: Entry, finding: Finding) -> None:
    assert findings(entry, TODAY) == [finding]


def test_the_day_of_review_is_told_before_and_after() -> None:
    assert findings(sound(), REVIEW - timedelta(days=30)) == [Finding("review_soon", figure="2027-05-21")]
    assert findings(sound(), REVIEW + timedelta(days=1)) == [Finding("review_passed", figure="2027-05-21")]


def test_only_what_is_missing_or_would_show_as_markup_keeps_from_publishing() -> None:
    assert missing_of(changed("fi", text="Liian lyhyt.")) == []
    assert missing_of(changed("fi", text="Liian lyhyt, välittömästi.")) == []
    assert missing_of(changed("fi", text="<p>Liian lyhyt.</p>")) == [Finding("markup", "fi", "text", "<p> </p>")]
    assert missing_of(changed("sv", plain="")) == [Finding("missing", "sv", "plain")]


def revision(number: int, entry: Entry) -> Revision:
    return Revision(number, "published", entry, "Maija", datetime(2026, 11, number, tzinfo=UTC))


def test_a_language_that_was_not_changed_with_the_others_is_behind() -> None:
    first, second = sound(), changed("fi", text=(SENTENCE["fi"] * 7).strip())
    history = [revision(2, second), revision(1, first)]
    behind = [each for each in findings(second, TODAY, history) if each.kind == "translation_behind"]
    assert behind == [Finding("translation_behind", each, figure="2026-11-02") for each in ("sv", "en")]
    swedish = replace(second.answers["sv"], text=(SENTENCE["sv"] * 7).strip())
    third = replace(second, answers={**second.answers, "sv": swedish})
    history = [revision(3, third), *history]
    behind = [each for each in findings(third, TODAY, history) if each.kind == "translation_behind"]
    assert behind == [Finding("translation_behind", each, figure="2026-11-03") for each in ("fi", "en")]


def test_alike_questions_of_two_entries_are_a_pair_in_their_language() -> None:
    first = changed("fi", examples=("mistä saan pysäköintitunnuksen", "pyöräteline"))
    second = replace(changed("fi", examples=("mistä saan pysäköintitunnuksen?", "bussin aikataulu")), id="parking")
    (pair,) = [each for each in overlaps([first, second]) if each.language == "fi"]
    assert pair.first == ("bicycles", "mistä saan pysäköintitunnuksen")
    assert pair.second == ("parking", "mistä saan pysäköintitunnuksen?")
    assert pair.likeness > 0.9


@pytest.mark.parametrize("text", ["a < b > c", "1 <2", "5 * 3 * 2", "- ensin", "R&D; tai Q&A", "maija_m__x", "[1] (2)"])
def test_what_only_looks_like_markup_is_none(text: str) -> None:
    assert markup_of(text) == []


def test_officialese_is_found_whole_with_its_endings_and_in_its_language_only() -> None:
    assert jargon_of("en", "Submitting is easy; Prior  to that, wait. The notes are subpriors.") == [
        ("prior  to", "before"),
        ("submitting", "send, give"),
    ]
    assert jargon_of("fi", "Prior to") == []
    assert jargon_of("sv", "Inkomster och inkommit") == [("inkommit", "kommit")]


def test_the_terms_are_two_dozen_and_more_in_each_language_and_their_plain_words_are_plain() -> None:
    for language, terms in read_jargon(JARGON).items():
        assert len(terms) >= 25
        assert [term.plain for term in terms if jargon_of(language, term.plain)] == []


def test_a_list_of_terms_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "jargon.yml"
    for content in ("fi: {a: b}", "fi: {a: b}\nsv: {a: b}\nen: {'*': b}", "fi: {a: b}\nsv: {a: b}\nen: {a: ''}"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ValueError, match=r"jargon\.yml"):
            read_jargon(path)


def test_the_shipped_entries_lack_nothing() -> None:
    for entry in read_faq(ROOT / "data" / "nlu" / "faq").values():
        assert missing_of(entry) == [], entry.id
