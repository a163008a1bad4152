"""Bring a database to the newest migration."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from handoff.settings import ROOT

MIGRATIONS = ROOT / "handoff" / "storage" / "migrations"


def alembic_config(url: str) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Run every migration that the database does not have yet; several processes may try at once."""
    command.upgrade(alembic_config(url), "head")
