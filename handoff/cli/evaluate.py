"""`./luukku evaluate FILE`: start the trained assistant by itself, ask it every question, print what came of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from handoff.cli.console import out
from handoff.cli.errors import USAGE, CommandError
from handoff.cli.setup import prepare_evaluation
from handoff.evaluation.report import Counts, OutOfScopeCounts, Report, sum_up
from handoff.evaluation.rows import MalformedRows, Row, parse_rows


def read_rows(file: Path) -> list[Row]:
    """Return the rows of a file.

    Raises:
        CommandError: it cannot be read or is malformed.
    """
    try:
        return parse_rows(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", exit_code=USAGE) from error
    except MalformedRows as error:
        raise CommandError(f"{file}: {error}.", exit_code=USAGE) from error


def evaluate(file: Path, environ: Mapping[str, str]) -> Report:
    """Set up what is missing, ask the trained assistant every row of a file and sum up the answers."""
    rows = read_rows(file)
    model = prepare_evaluation(environ)
    # It needs the service's packages, which are there only now for certain.
    from handoff.cli.assistant import ask

    judgements = asyncio.run(ask(rows, model, environ))
    return sum_up(zip(rows, judgements, strict=True))


def print_report(report: Report, *, as_json: bool) -> None:
    """Print the report on standard output, as one JSON object or as tables."""
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))  # noqa: T201 - rich would wrap it
        return
    out.print(_outcomes("Language", report.languages))
    if report.styles:
        out.print(_outcomes("Style", report.styles))
    if report.out_of_scope:
        out.print(_out_of_scope(report.out_of_scope))
    if report.confusions:
        table = _table("Confusions", "Label", "Given")
        table.add_column("Rows", justify="right")
        for label, given, count in report.confusions:
            table.add_row(label, given, str(count))
        out.print(table)


def _outcomes(heading: str, counts: Mapping[str, Counts]) -> Table:
    table = _table(f"Questions in scope, by {heading.lower()}", heading)
    for column in ("Rows", "Right", "Offered", "Wrong", "Missed"):
        table.add_column(column, justify="right")
    for name, count in counts.items():
        shares = (f"{part} ({part / count.n:.1%})" for part in (count.right, count.offered, count.wrong, count.missed))
        table.add_row(name, str(count.n), *shares)
    return table


def _out_of_scope(counts: Mapping[str, OutOfScopeCounts]) -> Table:
    table = _table("Questions out of scope", "Language")
    for column in ("Rows", "Falsely answered"):
        table.add_column(column, justify="right")
    for language, count in counts.items():
        table.add_row(language, str(count.n), f"{count.answered} ({count.answered / count.n:.1%})")
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading)
    return table
