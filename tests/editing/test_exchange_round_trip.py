"""Whatever goes out in whichever format comes back exactly: the city's own answers, and much worse ones."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from handoff.editing import codec
from handoff.editing.entries import tidied
from handoff.editing.exchange import formats
from handoff.editing.exchange.escaping import escaped, unescaped
from handoff.editing.exchange.model import Format, Parsed, blank, page_line, patched, to_page, whole
from handoff.editing.exchange.words import vocabulary
from handoff.editing.exchange.work import Work
from handoff.faq.content import read_faq
from handoff.faq.model import Answer, Entry, Page
from handoff.settings import ROOT
from handoff.words import read_rooms
from tests.editing.entries import LANGUAGES

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "rasa", "json")
VOCABULARY = vocabulary(read_rooms(ROOT / "data" / "service" / "editor", hall="desk"))
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
FAQ = ROOT / "data" / "nlu" / "faq"
SCHEMA = ROOT / "docs" / "editors" / "answers.schema.json"

PIECES = st.sampled_from(
    [
        *("=1+1", "+358", "-", "@SUM(A1)", "'", "''=x", "1.5", "112", "2027-05-21", "1e5", "50 %", "\uff1d1"),
        *(";", ",", '"', '""', "äöå", "€", "_x0041_", "_x005F_", "|", "- x", "#", "&a", "*a", "[Espoo](city)", "{x}"),
        *("true", "no", "null", "\n", "\t", "\r\n", "<b>", "&amp;", "\u2028", "\x0b", "%7C", "https://www.hel.fi"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=5).map(" ".join), st.lists(PIECES, max_size=3).map("".join), st.text())
URLS = st.sampled_from(["https://www.hel.fi/?a=1|2;b", "", "https://www.hel.fi/=x", "x|y"])


def answers() -> st.SearchStrategy[Answer]:
    """Return answers that editors may have as drafts: also empty ones."""
    pages = st.lists(st.builds(Page, TEXTS, URLS), max_size=3).map(tuple)
    examples = st.lists(TEXTS, max_size=5).map(tuple)
    return st.builds(Answer, title=TEXTS, text=TEXTS, plain=TEXTS, pages=pages, examples=examples)


ENTRIES = st.builds(
    Entry,
    id=st.just("bicycles"),
    area=TEXTS,
    owner=TEXTS,
    review_by=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    sources=st.lists(TEXTS, max_size=3).map(tuple),
    answers=st.fixed_dictionaries({language: answers() for language in LANGUAGES}),
)


def out(format_: Format, *entries: Entry, language: str = "fi") -> bytes:
    work = Work(VOCABULARY, format=format_, entries=tuple(map(codec.dump, entries)), language=language, now=NOW)  # type: ignore[arg-type]
    return formats.write(work)


def back(content: bytes) -> Parsed:
    return formats.read(content, VOCABULARY)


@pytest.fixture(scope="module")
def city() -> dict[str, Entry]:
    return {entry_id: tidied(entry) for entry_id, entry in read_faq(FAQ).items()}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_citys_answers_come_back_as_they_are(city: dict[str, Entry], format_: Format) -> None:
    assert len(city) >= 83
    assert all(len(answer.examples) > 12 for entry in city.values() for answer in entry.answers.values())
    parsed = back(out(format_, *city.values()))
    assert (parsed.problems, parsed.notes) == ((), ())
    assert [patch.id for patch in parsed.patches] == list(city)
    for patch in parsed.patches:
        begun = blank(patch.id, NOW.date())
        if format_ == "json":  # has nothing of the editors' own in it
            assert (patch.owner, patch.sources) == (None, None)
            begun = patched(begun, type(patch)(patch.id, owner=city[patch.id].owner, sources=city[patch.id].sources))
        assert patched(begun, patch) == city[patch.id]


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entry=ENTRIES, language=st.sampled_from(LANGUAGES))
def test_nasty_texts_come_back_as_they_are(format_: Format, entry: Entry, language: str) -> None:
    entry = tidied(entry)
    parsed = back(out(format_, entry, language=language))
    assert parsed.problems == ()
    (patch,) = parsed.patches
    # Over another entry, so that what the file does not say would be seen.
    begun = blank(entry.id, NOW.date())
    if format_ == "json":
        begun = patched(begun, type(patch)(patch.id, owner=entry.owner, sources=entry.sources))
    assert tidied(patched(begun, patch)) == entry


@given(text=st.one_of(TEXTS, st.from_regex(r"'*[=+\-@\t1.]*", fullmatch=True)))
def test_an_escaped_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(title=TEXTS.map(lambda text: " ".join(text.split())), url=URLS)
def test_a_link_is_a_line(title: str, url: str) -> None:
    assert to_page(page_line(title, url)) == (title, url)


def test_a_whole_entry_is_a_patch_of_everything(city: dict[str, Entry]) -> None:
    for entry in city.values():
        assert patched(blank(entry.id, NOW.date()), whole(entry)) == entry


def test_no_cell_of_a_workbook_is_a_formula_and_all_are_text(city: dict[str, Entry]) -> None:
    nasty = Answer("=1+1", "-2", "+3", (Page("@x", "https://www.hel.fi"),), ("=HYPERLINK(1)", "112", "1.5"))
    entry = Entry("bicycles", "=a", "@b", date(2027, 5, 21), ("+c",), dict.fromkeys(LANGUAGES, nasty))
    book = openpyxl.load_workbook(io.BytesIO(out("xlsx", entry, language="sv")))
    assert book.sheetnames == ["Anvisning", "Gemensamt", "Svar", "Frågor"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format, cell.alignment.wrap_text) for cell in cells} == {("s", "@", True)}
    assert [book[name].freeze_panes for name in book.sheetnames[1:]] == ["B2", "C2", "C2"]
    guide = " ".join(str(row[0].value) for row in book["Anvisning"].iter_rows(max_col=1))
    for language in LANGUAGES:
        assert VOCABULARY.guide[language]["title"] in guide


def test_csv_opens_in_a_finnish_excel(city: dict[str, Entry]) -> None:
    content = out("csv", *city.values())
    assert content.startswith(b"\xef\xbb\xbfTunnus;Kieli;Otsikko;")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 1 + 3 * len(city)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_open_data_keeps_to_its_schema_and_has_nothing_of_the_editors(city: dict[str, Entry]) -> None:
    content = out("json", *city.values())
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    document = json.loads(content)
    assert [error.message for error in validator.iter_errors(document)] == []
    assert document["license"]["id"] == "CC-BY-4.0"
    assert not {"owner", "sources"} & {name for entry in document["entries"] for name in entry}
    del document["entries"][0]["fi"]["title"]
    assert not validator.is_valid(document)
