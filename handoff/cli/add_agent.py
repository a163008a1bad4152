"""`./luukku add-agent`: somebody more who may sign in to the console."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from handoff.accounts.model import Role, Skills
from handoff.accounts.people import new_password
from handoff.accounts.service import Accounts
from handoff.audit.model import SERVICE
from handoff.cli.errors import USAGE, CommandError
from handoff.clock import utc_now
from handoff.errors import Conflict
from handoff.queues.content import read_queues
from handoff.settings import Settings, read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate

EVERY_QUEUE = "all"
LANGUAGES = ("fi", "sv", "en")


def add_agent(
    username: str, name: str, role: Role, *, var: Path, environ: Mapping[str, str], skills: Skills | None = None
) -> str:
    """Add an account to the database of `var`, or of LUUKKU_DATABASE_URL, and return its generated password.

    Args:
        skills: No queue named: the city's and none of the young people's; `all`: every queue.

    Raises:
        CommandError: the user name is taken, or there is no such queue or language.
    """
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    queues = read_queues(settings.queues)
    skills = skills or Skills()
    if skills.queues == (EVERY_QUEUE,):
        skills = replace(skills, queues=())
    elif not skills.queues:
        skills = replace(skills, queues=tuple(queue.id for queue in queues.of("city")))
    _check("queue", skills.queues, [queue.id for queue in queues.all()])
    _check("language", skills.languages, LANGUAGES)
    var.mkdir(parents=True, exist_ok=True)
    migrate(settings.sqlalchemy_url)
    password = new_password()
    try:
        asyncio.run(_add(settings, (username, name, role, password), skills))
    except Conflict as error:
        raise CommandError(f"There is a {username} already; choose another user name.", exit_code=USAGE) from error
    return password


def _check(what: str, named: Iterable[str], known: Iterable[str]) -> None:
    known = tuple(known)
    for one in named:
        if one not in known:
            raise CommandError(f"There is no {what} {one}; there are: {', '.join(known)}.", exit_code=USAGE)


async def _add(settings: Settings, account: tuple[str, str, Role, str], skills: Skills) -> None:
    database = Database(settings.sqlalchemy_url)
    try:
        accounts = Accounts(database, settings, utc_now)
        await accounts.create(*account, by=SERVICE, skills=skills)
    finally:
        await database.close()
