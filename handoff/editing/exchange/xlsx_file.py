"""Answers as an Excel workbook: how to use it, what concerns all languages, the answers and the questions.

Every cell is a text and formatted as one, so that nothing is taken for a formula, a number or a date, also after
somebody has changed it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from handoff.editing.exchange.model import Parsed, Problem, Unreadable, Words, page_line
from handoff.editing.exchange.tables import MAX_CELL, ErrorValue, Formula, Naming, Table, TableReader, common_of
from handoff.errors import TooLarge
from handoff.faq.content import LANGUAGES
from handoff.faq.model import Entry

MAX_INFLATED = 60_000_000
"""Bytes of all parts: fifteen times the city's answers."""
MAX_PARTS = 200
MAX_ROWS = 50_000
MAX_COLUMNS = 40
WIDTHS = {"id": 28, "language": 10, "title": 32, "text": 80, "plain": 80, "pages": 60, "examples": 100, "area": 16}
OTHER_WIDTH = 44
SHEETS: Mapping[str, tuple[str, ...]] = {
    "topics": ("id", "area", "owner", "review_by", "sources"),
    "answers": ("id", "language", "title", "text", "plain", "pages"),
    "questions": ("id", "language", "examples"),
}
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEADING = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="0000BF")
# Excel reads _x0041_ in a text as the letter of that number; this one is the underscore itself.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Without the halves of characters, which no text may hold.
_CODE = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


# --- out


def write(entries: Sequence[Entry], headings: Words, sheets: Words, guide: Words, language: str) -> bytes:
    """Return the workbook.

    Args:
        headings, sheets: What columns and sheets are called, by language.
        guide: How to use it, by language and then line by line.

    Raises:
        TooLarge: a text does not fit into a cell.
    """
    book = openpyxl.Workbook(write_only=True)
    _add_guide(book.create_sheet(sheets[language]["guide"]), guide)
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(sheets[language][name])
        rows = list(_rows(name, entries))
        sheet.freeze_panes = "C2" if "language" in columns else "B2"
        for place, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column, OTHER_WIDTH)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
        if "language" in columns:
            choice = DataValidation(type="list", formula1=f'"{",".join(LANGUAGES)}"', allow_blank=False)
            choice.add(f"B2:B{len(rows) + 1000}")
            sheet.data_validations.append(choice)
        sheet.append([_cell(sheet, headings[language][column], is_heading=True) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, row[column]) for column in columns])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(name: str, entries: Sequence[Entry]) -> Iterator[dict[str, str]]:
    for entry in entries:
        if name == "topics":
            yield {"id": entry.id, **common_of(entry)}
            continue
        for language, answer in entry.answers.items():
            of_it = {"id": entry.id, "language": language}
            if name == "questions":
                yield from ({**of_it, "examples": example} for example in answer.examples)
                continue
            yield {
                **of_it,
                "title": answer.title,
                "text": answer.text,
                "plain": answer.plain,
                "pages": "\n".join(page_line(page.title, page.url) for page in answer.pages),
            }


def _add_guide(sheet: WriteOnlyWorksheet, guide: Words) -> None:
    sheet.column_dimensions["A"].width = 110
    for language in LANGUAGES:
        lines = list(guide[language].values())
        sheet.append([_cell(sheet, lines[0], is_heading=True)])
        for line in lines[1:]:
            sheet.append([_cell(sheet, line)])
        sheet.append([])


def _cell(sheet: WriteOnlyWorksheet, text: str, *, is_heading: bool = False) -> WriteOnlyCell:
    if len(text) > MAX_CELL:
        raise TooLarge
    cell = WriteOnlyCell(sheet, _CODED.sub("_x005F_", text))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    if is_heading:
        cell.font, cell.fill = _HEADING, _HEADING_FILL
    return cell


# --- in


def read(content: bytes, naming: Naming, guides: Sequence[str]) -> Parsed:
    """Return what the workbook says.

    Args:
        guides: Names of sheets that are not meant to be read.

    Raises:
        Unreadable: it is none, or is made to do harm.
    """
    _check(content)
    reader, is_read = TableReader(naming), False
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            if reader.read(Table(sheet.title, _read_rows(sheet))):
                is_read = True
            elif sheet.title not in guides:
                reader.note_unread(sheet.title)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes openpyxl raise, it is broken
        raise Unreadable(Problem("broken")) from error
    if not is_read:
        raise Unreadable(Problem("no_columns"))
    return Parsed(reader.patches(), tuple(reader.problems), tuple(reader.notes))


def _check(content: bytes) -> None:
    """Look at every part before anything is made of it.

    Raises:
        Unreadable: no workbook, too large when unpacked, or XML with definitions of its own.
    """
    inflated = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.infolist()
            if "xl/workbook.xml" not in parts.namelist():
                raise Unreadable(Problem("other_sheets"))
            if len(names) > MAX_PARTS or len(set(parts.namelist())) != len(names):
                raise Unreadable(Problem("too_big"))
            for part in names:
                parser = _parser() if part.filename.endswith((".xml", ".rels", ".vml")) else None
                with parts.open(part) as opened:
                    # Counted as it is unpacked: what a part says of its size may be a lie.
                    while piece := opened.read(1 << 16):
                        inflated += len(piece)
                        if inflated > MAX_INFLATED:
                            raise Unreadable(Problem("too_big"))
                        if parser is not None:
                            parser.Parse(piece)
                if parser is not None:
                    parser.Parse(b"", True)
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(Problem("broken")) from error
    except ValueError as error:
        raise Unreadable(Problem("broken")) from error


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable(Problem("entities"))

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _read_rows(sheet: Any) -> list[tuple[int, list[Any]]]:
    sheet.reset_dimensions()  # a sheet may say that it has a million rows
    rows = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1), 1):
        if number > MAX_ROWS:
            raise Unreadable(Problem("too_many_rows", sheet.title, figure=str(MAX_ROWS)))
        rows.append((number, [_value(cell) for cell in cells]))
    return rows


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Formula()
    if cell.data_type == "e":
        return ErrorValue(str(cell.value))
    if isinstance(cell.value, str):
        return _CODE.sub(lambda code: chr(int(code[1], 16)), cell.value)
    return cell.value
