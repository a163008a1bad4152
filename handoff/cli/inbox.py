"""`./luukku faq inbox`: what the assistant could not answer, in groups."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

from handoff.cli.errors import CommandError
from handoff.clock import utc_now
from handoff.conversations import personal
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.service import Editing
from handoff.editors import make_inbox
from handoff.faq.content import BadFaq
from handoff.inbox.model import Group, Wanted
from handoff.settings import read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate


def groups(*, var: Path, environ: Mapping[str, str], wanted: Wanted) -> list[Group]:
    """Return the groups in the database of `var`, or of LUUKKU_DATABASE_URL, the most usual first.

    Raises:
        CommandError: an entry's file cannot be used.
    """
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    var.mkdir(parents=True, exist_ok=True)
    migrate(settings.sqlalchemy_url)

    async def look() -> list[Group]:
        database = Database(settings.sqlalchemy_url)
        try:
            editing = Editing(FAQ, database, EntryFiles(settings.faq), utc_now)
            inbox = make_inbox(settings, database, editing, utc_now)
            # Nobody else is kept waiting here: all is read first.
            return list((await inbox.overview(wanted, in_full=True)).groups)
        finally:
            await database.close()

    try:
        return asyncio.run(look())
    except BadFaq as error:
        raise CommandError(str(error)) from error


def lines(found: list[Group]) -> Iterator[str]:
    """Yield a line for each group: how often, this week and a week before, languages, reasons, nearest entry, text."""
    for group in found:
        languages = ",".join(sorted(group.languages))
        reasons = ", ".join(f"{reason} {count}" for reason, count in group.reasons.items())
        nearest = group.nearest[0] if group.nearest else "-"
        trend = f"{group.this_week} this week, {group.weekly_before:g} a week before"
        yield f"{group.count:>4}  ({trend})  {languages}  {reasons}  {nearest}  {personal.mask(group.texts[0].text)}"
