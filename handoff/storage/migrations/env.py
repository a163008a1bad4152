"""Alembic's environment: one connection, one transaction, one process at a time."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import text

from handoff.storage.database import make_engine
from handoff.storage.tables import Instant, metadata

LOCK = 7_001_205
"""An arbitrary number that every process of this service agrees on."""


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write an Instant as what it is in the database: migrations import nothing that may change."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


def run() -> None:
    """Migrate. SQLite's write lock and PostgreSQL's advisory lock keep two processes from doing it at once."""
    engine = make_engine(context.config.attributes["url"], writer=True)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, render_item=render_item)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            context.run_migrations()
    engine.dispose()


run()
