"""`./luukku add-agent`: somebody more who may sign in to the console."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path

from handoff.accounts.model import Role
from handoff.accounts.service import Accounts
from handoff.cli.errors import USAGE, CommandError
from handoff.clock import utc_now
from handoff.errors import Conflict
from handoff.settings import Settings, read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate


def add_agent(username: str, name: str, role: Role, *, var: Path, environ: Mapping[str, str]) -> str:
    """Add an account to the database of `var`, or of LUUKKU_DATABASE_URL, and return its generated password.

    Raises:
        CommandError: the user name is taken.
    """
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    var.mkdir(parents=True, exist_ok=True)
    migrate(settings.sqlalchemy_url)
    password = secrets.token_urlsafe(15)
    try:
        asyncio.run(_add(settings, username, name, role, password))
    except Conflict as error:
        raise CommandError(f"There is a {username} already; choose another user name.", exit_code=USAGE) from error
    return password


async def _add(settings: Settings, username: str, name: str, role: Role, password: str) -> None:
    database = Database(settings.sqlalchemy_url)
    try:
        await Accounts(database, settings, utc_now).create(username, name, role, password)
    finally:
        await database.close()
