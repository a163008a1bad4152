"""A checklist as a plain text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from handoff.web.guides.sheet import Sheet
from handoff.words import Words

WIDTH = 78
"""Columns: what mail programs and terminals show without breaking lines."""


def as_text(sheet: Sheet, words: Words) -> str:
    """Return the checklist, with boxes to tick."""
    return "\n".join(_lines(sheet, words)) + "\n"


def _lines(sheet: Sheet, words: Words) -> Iterator[str]:
    yield from (sheet.title, "=" * len(sheet.title), "")
    if sheet.overdue:
        yield from (_wrapped(sheet.overdue), "")
    yield from (_wrapped(sheet.introduction), "", words["situation"], "-" * len(words["situation"]))
    for question, choice in sheet.situation:
        yield _wrapped(f"{question} {choice}", "- ", "  ")
    for stage in sheet.stages:
        yield from ("", stage.name, "-" * len(stage.name))
        for task in stage.tasks:
            yield from ("", _wrapped(task.title, "[ ] ", "    "), _wrapped(task.todo, "    ", "    "))
            yield _wrapped(f"{words['ask']} {task.ask}", "    ", "    ")
            yield from (f"    {page.title}: {page.url}" for page in task.pages)
    yield from ("", _wrapped(sheet.review), f"{words['address']} {sheet.address}")


def _wrapped(text: str, first: str = "", later: str = "") -> str:
    # A title or an address keeps in one piece what has no space in it.
    return fill(
        text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
