"""An empty database for each of very many sequences."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.storage.migrate import migrate


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("editing") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path
