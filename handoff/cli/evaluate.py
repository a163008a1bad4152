"""`./luukku evaluate FILE`: start the trained assistant by itself, ask it every question, print what came of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich import box
from rich.table import Table

from handoff.cli.console import out
from handoff.cli.errors import USAGE, CommandError
from handoff.cli.setup import prepare_evaluation
from handoff.evaluation.calibration import Bin
from handoff.evaluation.intervals import Interval
from handoff.evaluation.picture import draw_calibration
from handoff.evaluation.report import Counts, OutOfScopeCounts, Report, sum_up
from handoff.evaluation.rows import MalformedRows, Row, parse_rows

BAR_WIDTH = 30
"""Characters for 100 %: leaves a terminal of 80 columns room for the numbers."""


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


def check_folder(picture: Path) -> None:
    """Check before the long work that the picture will have a place.

    Raises:
        CommandError: its folder is missing.
    """
    if not picture.parent.is_dir():
        raise CommandError(f"{picture} cannot be written: there is no folder {picture.parent}.", exit_code=USAGE)


def write_calibration(report: Report, picture: Path) -> None:
    """Draw the calibration into an SVG file.

    Raises:
        CommandError: it cannot be written.
    """
    try:
        picture.write_text(draw_calibration(report.calibration), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{picture} cannot be written: {error.strerror}.") from error


def print_report(report: Report, *, as_json: bool) -> None:
    """Print the report on standard output, as one JSON object or as tables."""
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))  # noqa: T201 - rich would wrap it
        return
    for table in _tables(report):
        out.print(table)
        out.print()


def _tables(report: Report) -> Iterator[Table]:
    yield _outcomes("Language", report.languages, report.intervals["languages"])
    if report.styles:
        yield _outcomes("Style", report.styles, report.intervals["styles"])
    if report.out_of_scope:
        yield _out_of_scope("Language", report.out_of_scope, report.intervals["out_of_scope"])
    if report.out_of_scope_styles:
        yield _out_of_scope("Style", report.out_of_scope_styles, report.intervals["out_of_scope_styles"])
    if any(part.count for part in report.calibration):
        yield _calibration(report.calibration)
    if report.confusions:
        yield _confusions(report.confusions)


_Intervals = Mapping[str, Mapping[str, Interval]]


def _outcomes(heading: str, counts: Mapping[str, Counts], intervals: _Intervals) -> Table:
    table = _table(f"Questions in scope, by {heading.lower()}: % (95 % interval)", heading)
    for column in ("Rows", "Right", "Right or offered", "Wrong", "Missed"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, count in counts.items():
        shares = [
            show_share(part, count.n, intervals[name][key])
            for key, part in (
                ("right", count.right),
                ("right_or_offered", count.right_or_offered),
                ("wrong", count.wrong),
            )
        ]
        table.add_row(name, str(count.n), *shares, f"{100 * count.missed / count.n:.1f}")
    return table


def _out_of_scope(heading: str, counts: Mapping[str, OutOfScopeCounts], intervals: _Intervals) -> Table:
    table = _table(f"Questions out of scope, by {heading.lower()}: % (95 % interval)", heading)
    for column in ("Rows", "Falsely answered"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, count in counts.items():
        table.add_row(name, str(count.n), show_share(count.answered, count.n, intervals[name]["answered"]))
    return table


def show_share(count: int, n: int, interval: Interval) -> str:
    """Return a share and its interval in per cent, such as `87.4 (84.0–90.2)`."""
    low, high = interval
    return f"{100 * count / n:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def _confusions(confusions: Sequence[tuple[str, str, int]]) -> Table:
    table = _table("Confusions", "Label", "Given")
    table.add_column("Rows", justify="right")
    for label, given, count in confusions:
        table.add_row(label, given, str(count))
    return table


def _calibration(bins: Sequence[Bin]) -> Table:
    table = _table("Calibration: how often the best intent is right (█), and should be by its confidence (│)")
    for column in ("Confidence", "Rows", "Mean %", "Right %"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("")
    for part in bins:
        numbers = [f"{100 * share:.1f}" for share in (part.mean_confidence, part.share_right) if share is not None]
        table.add_row(f"{part.low:.1f}–{part.high:.1f}", str(part.count), *(numbers or ["", ""]), show_bar(part))
    return table


def show_bar(part: Bin) -> str:
    """Return the share right as a bar of blocks, with a line where the mean confidence would end it."""
    if part.mean_confidence is None or part.share_right is None:
        return ""
    bar = ("█" * round(part.share_right * BAR_WIDTH)).ljust(BAR_WIDTH)
    mark = round(part.mean_confidence * BAR_WIDTH)
    return f"{bar[:mark]}│{bar[mark:]}".rstrip()


def _table(title: str, *headings: str) -> Table:
    # Without a frame the widest table fits a terminal of 80 columns.
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, collapse_padding=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
