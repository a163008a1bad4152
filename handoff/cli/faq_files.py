"""`./luukku faq export` and `faq import`: the answers as files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from handoff.audit.model import Nameless
from handoff.cli.errors import USAGE, CommandError
from handoff.clock import utc_now
from handoff.editing.entries import FAQ
from handoff.editing.exchange.model import Format
from handoff.editing.exchange.service import Exchange
from handoff.editing.exchange.words import vocabulary
from handoff.editing.exchange.work import ENDINGS, MAX_FILE
from handoff.editing.files import EntryFiles
from handoff.editing.service import ChangedMeanwhile, Editing
from handoff.errors import TooLarge
from handoff.faq.content import LANGUAGES, BadFaq
from handoff.settings import ROOT, read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.web.editor.files import problem_text
from handoff.words import Words, read_rooms

T = TypeVar("T")
EDITOR = Nameless("service", "", "./luukku faq import")
"""Whose drafts they are; nobody has signed in."""


def export(file: Path, language: str, *, with_drafts: bool, var: Path, environ: Mapping[str, str]) -> None:
    """Write the answers into a file.

    Raises:
        CommandError: no format has the file's ending, there is no such language, or a text is too long for a cell.
    """
    format_ = _format(file)
    known = next((each for each in LANGUAGES if each == language), None)
    if known is None:
        raise CommandError(f"Headings are in {', '.join(LANGUAGES)}, not in {language}.", exit_code=USAGE)

    async def work(exchange: Exchange) -> bytes:
        return await exchange.export(format_, known, with_drafts=with_drafts)

    try:
        content = _with_exchange(work, var, environ)
    except TooLarge as error:
        raise CommandError("A text is too long for a cell: take another format.") from error
    file.write_bytes(content)


def bring(file: Path, *, dry_run: bool, var: Path, environ: Mapping[str, str]) -> Sequence[str]:
    """Make drafts of what a file changes; return a line for each entry that does, and one for all.

    Raises:
        CommandError: something in the file is wrong, or others have changed an answer at the same moment.
    """
    if file.stat().st_size > MAX_FILE:
        raise CommandError(f"{file} is too big: {MAX_FILE:,} bytes at most.")
    content = file.read_bytes()

    async def work(exchange: Exchange) -> Sequence[str]:
        words = _words()["en"]["files"]
        parsed = await exchange.read(content)
        if parsed.problems:
            told = [problem_text(problem, words) for problem in parsed.problems]
            raise CommandError("\n".join([f"{file} could not be imported, and nothing was changed:", *told]))
        plan = await exchange.plan(parsed.patches)
        if not dry_run:
            await exchange.take(
                EDITOR, parsed.patches, {each.patch.id: (each.seen, each.base) for each in plan.changed}
            )
        lines = [f"{each.patch.id}: {'changed' if each.before else 'new'}" for each in plan.changed]
        return [*lines, f"{len(plan.changed)} to change, {plan.same} the same."]

    try:
        return _with_exchange(work, var, environ)
    except ChangedMeanwhile as error:
        raise CommandError(f"Changed by others at this moment, so nothing was: {', '.join(error.ids)}.") from error


def _format(file: Path) -> Format:
    for format_, ending in ENDINGS.items():
        if file.suffix.lower() in {ending, ".yaml" if format_ == "rasa" else ending}:
            return format_
    raise CommandError(f"{file}: end its name with {', '.join(ENDINGS.values())}.", exit_code=USAGE)


def _words() -> Mapping[str, Words]:
    return read_rooms(ROOT / "data" / "service" / "editor", hall="desk")


def _with_exchange(do: Callable[[Exchange], Awaitable[T]], var: Path, environ: Mapping[str, str]) -> T:
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    var.mkdir(parents=True, exist_ok=True)
    migrate(settings.sqlalchemy_url)

    async def work() -> T:
        database = Database(settings.sqlalchemy_url)
        try:
            editing = Editing(FAQ, database, EntryFiles(settings.faq), utc_now)
            return await do(Exchange(editing, vocabulary(_words()), utc_now))
        finally:
            await database.close()

    try:
        return asyncio.run(work())
    except BadFaq as error:
        raise CommandError(str(error)) from error
