"""`./luukku open311-key`: which systems may send cases over Open311."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from handoff.cli.errors import USAGE, CommandError
from handoff.clock import utc_now
from handoff.errors import NotFound
from handoff.open311.keys import MAX_NAME, Open311Keys
from handoff.settings import read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate

T = TypeVar("T")


def add(name: str, *, var: Path, environ: Mapping[str, str]) -> str:
    """Add a key to the database of `var`, or of LUUKKU_DATABASE_URL, and return it.

    Raises:
        CommandError: the name is empty or too long.
    """
    if not 0 < len(name.strip()) <= MAX_NAME:
        raise CommandError(f"Name the system in at most {MAX_NAME} characters.", exit_code=USAGE)
    return _with_keys(lambda keys: keys.add(name.strip()), var, environ)


def lines(*, var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each key: id, since when, until when, whose."""
    for key in _with_keys(lambda keys: keys.everyone(), var, environ):
        until = "-" if key.revoked_at is None else f"{key.revoked_at:%Y-%m-%d}"
        yield f"{key.id}  {key.created_at:%Y-%m-%d}  {until:10}  {key.name}"


def revoke(key_id: str, *, var: Path, environ: Mapping[str, str]) -> None:
    """Let a key open nothing any more.

    Raises:
        CommandError: there is no such key.
    """
    try:
        _with_keys(lambda keys: keys.revoke(key_id), var, environ)
    except NotFound as error:
        raise CommandError(f"There is no key {key_id}; `open311-key list` shows them.", exit_code=USAGE) from error


def _with_keys(do: Callable[[Open311Keys], Awaitable[T]], var: Path, environ: Mapping[str, str]) -> T:
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    var.mkdir(parents=True, exist_ok=True)
    migrate(settings.sqlalchemy_url)

    async def work() -> T:
        database = Database(settings.sqlalchemy_url)
        try:
            return await do(Open311Keys(database, utc_now))
        finally:
            await database.close()

    return asyncio.run(work())
