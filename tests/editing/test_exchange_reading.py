"""What is read of files that people and their spreadsheets have made, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from handoff.editing.exchange.apart import ExchangeWorker
from handoff.editing.exchange.model import AnswerPatch, Patch, Problem
from handoff.editing.exchange.tables import COLUMNS
from handoff.editing.exchange.work import MAX_FILE, Work
from tests.editing.entries import LANGUAGES
from tests.editing.test_exchange_round_trip import VOCABULARY, back

EXCEL_DAY = datetime(2027, 5, 21)  # noqa: DTZ001 - as it stands in a cell
TITLE = (Patch("bicycles", answers={"sv": AnswerPatch(title="Cyklar på ön")}),)


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return changed.getvalue()


def told(content: bytes) -> list[tuple[str, str, str]]:
    parsed = back(content)
    assert (parsed.patches == ()) == (parsed.problems != ())
    return [(problem.kind, problem.sheet, problem.cell) for problem in parsed.problems]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_as_spreadsheets_write_it(delimiter: str, encoding: str) -> None:
    rows = [["Rubrik", "SPRÅK", "Kortnamn", ""], ["Cyklar på ön", "svenska", "bicycles", ""], ["", "", "", ""]]
    rows[1][1] = VOCABULARY.tongues["sv"]["sv"]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert back(text.encode(encoding)).patches == TITLE


def test_a_line_that_names_the_separator_is_understood() -> None:
    assert back("sep=;\r\nid;language;title\r\nbicycles;sv;Cyklar på ön\r\n".encode()).patches == TITLE


def test_a_heading_is_one_columns_alone_in_every_language() -> None:
    owners: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for column in COLUMNS:
            owners.setdefault(VOCABULARY.headings[language][column].casefold(), set()).add(column)
    assert [heading for heading, columns in owners.items() if len(columns) > 1] == []


def test_rows_of_an_answer_add_up_in_whatever_order() -> None:
    questions = [
        ["Question", "Language", "Questions", "Short name"],
        [1, "sv", "en", "bicycles"],
        [2, "sv", "två\ntre", "bicycles"],
    ]
    parsed = back(
        workbook(b=questions, a=[["Kieli", "Otsikko", "Tunnus"], ["SV", "Cyklar på ön", "bicycles"]], own=[["x"]])
    )
    assert parsed.patches == (
        Patch("bicycles", answers={"sv": AnswerPatch("Cyklar på ön", examples=("en", "två", "tre"))}),
    )
    assert [(note.kind, note.sheet, note.cell) for note in parsed.notes] == [
        ("unknown_column", "b", "A1"),
        ("unread_sheet", "own", ""),
    ]


def test_what_excel_makes_of_texts_is_taken_or_told() -> None:
    heading = ["id", "language", "title", "review_by", "text"]
    assert back(workbook(a=[heading, ["bicycles", "fi", 112, EXCEL_DAY, 7.0]])).patches == (
        Patch("bicycles", review_by=date(2027, 5, 21), answers={"fi": AnswerPatch("112", "7")}),
    )
    assert back(b"id;review_by\nbicycles;21.5.2027\n").patches[0].review_by == date(2027, 5, 21)
    wrong = [
        ["bicycles", "fi", 1.5, "soon", EXCEL_DAY],
        ["bicycles", "sv", "=1+1", 5, True],
        ["bicycles", "en", 10**16, None, None],
    ]
    assert told(workbook(a=[heading, *wrong])) == [
        ("not_text", "a", "C2"),
        ("not_text", "a", "E2"),
        ("bad_day", "a", "D2"),
        ("formula", "a", "C3"),
        ("not_text", "a", "E3"),
        ("bad_day", "a", "D3"),
        ("not_text", "a", "C4"),
    ]


def test_everything_wrong_is_told_with_its_cell() -> None:
    rows = [
        ["Tunnus", "Kieli", "Otsikko", "title", "Vastuutaho"],
        ["Ei käy", "fi", "x", "", ""],
        ["", "fi", "x", "", ""],
        ["bicycles", "no", "x", "", "A"],
        ["bicycles", "", "x", "", "B"],
    ]
    assert told("\n".join(";".join(row) for row in rows).encode()) == [
        ("twice_column", "", "D1"),
        ("bad_id", "", "A2"),
        ("no_id", "", "A3"),
        ("bad_language", "", "B4"),
        ("no_language", "", "B5"),
        ("differs", "", "E5"),
    ]
    assert len(told(b"id;language\n" + b"!;fi\n" * 5000)) == 100


def test_json_and_yaml_are_told_by_their_path() -> None:
    entries = '[{"id": "bicycles", "fi": {"title": 5, "links": [{"url": 1}]}}, {"id": "A"}, 7, {"id": "bicycles"}]'
    assert told(f'{{"entries": {entries}}}'.encode()) == [
        ("wrong_kind", "", "entries[0].fi.title"),
        ("wrong_kind", "", "entries[0].fi.links[0].url"),
        ("bad_id", "", "entries[1].id"),
        ("wrong_kind", "", "entries[2]"),
        ("no_id", "", "entries[2].id"),
        ("differs", "", "entries[3].id"),
    ]
    yaml = b"nlu:\n- intent: faq/bicycles\n  examples: |\n    - a\n"
    assert told(yaml) == [("no_language", "", "nlu[0].metadata.language")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "nothing"),
        (b"\xd0\xcf\x11\xe0rest", "old_excel"),
        (b"PK\x03\x04rest", "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "unknown_type"),
        (b"x" * (MAX_FILE + 1), "too_big"),
        (b"a;b\n1;2\n", "no_columns"),
        (b'id;title\n"bicycles;x\n', "broken"),
        (b'{"entries": ', "broken"),
        (b"[" * 100, "no_columns"),
        (b'{"a":' * 5000, "broken"),
        (b"nlu: &a [*a]\n", "entities"),
        (b"nlu: " + b"[" * 1000, "broken"),
        (b"nlu: !!python/object:os.system {}\n", "broken"),
        (b"id;language;text\nbicycles;fi;" + b"x" * 60_001, "too_long"),
    ],
)
def test_what_is_no_file_of_answers_is_refused(content: bytes, kind: str) -> None:
    assert [problem.kind for problem in back(content).problems] == [kind]


def test_workbooks_that_are_made_to_do_harm_are_refused() -> None:
    good, sheet = (
        workbook(a=[["id", "language", "title"], ["bicycles", "sv", "Cyklar på ön"]]),
        "xl/worksheets/sheet1.xml",
    )
    assert back(good).patches == TITLE
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert told(with_part(good, sheet, lambda xml: entity + xml)) == [("entities", "", "")]
    assert told(with_part(good, sheet, lambda xml: (entity + b"<x/>").decode().encode("utf-16"))) == [
        ("entities", "", "")
    ]
    assert told(with_part(good, sheet, lambda xml: xml + b" " * 70_000_000)) == [("too_big", "", "")]
    assert told(with_part(good, sheet, lambda xml: xml[:-20])) == [("broken", "", "")]
    # It says that it has a million rows, or has its second row there.
    wide = with_part(good, sheet, lambda xml: xml.replace(b"A1:C2", b"A1:XFD1048576"))
    assert back(wide).patches == TITLE
    far = with_part(good, sheet, lambda xml: xml.replace(b'r="2"', b'r="1048576"').replace(b'2"', b'1048576"'))
    assert [problem.kind for problem in back(far).problems] in (["too_many_rows"], ["nothing"])
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert told(document.getvalue()) == [("other_sheets", "", "")]


async def test_files_are_read_in_a_process_of_their_own() -> None:
    worker = ExchangeWorker()
    parsed = await worker.read(Work(VOCABULARY, content="id;language;title\nbicycles;sv;Cyklar på ön\n".encode()))
    assert parsed.patches == TITLE
    parsed = await worker.read(Work(VOCABULARY, content=b"nothing"))
    assert parsed.problems == (Problem("no_columns"),)
