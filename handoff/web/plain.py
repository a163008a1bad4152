"""What pages without scripts share: their templates, and how they write days."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handoff.cases.working_days import HELSINKI


def make_templates(*folders: Path) -> Environment:
    """Return the templates of the folders, the first one's before the others': what is put in is text, not markup."""
    templates = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(day=day_text, moment=moment_text)
    return templates


def day_text(day: date) -> str:
    """Return a day as all three languages write it here."""
    return f"{day.day}.{day.month}.{day.year}"


def moment_text(moment: datetime) -> str:
    """Return a moment of Helsinki's clock."""
    local = moment.astimezone(HELSINKI)
    return f"{day_text(local.date())} {local.hour}.{local.minute:02}"
