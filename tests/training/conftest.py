"""One small assistant for all tests of this folder; each starts with its first model and its first answers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.project import Project, make_project


@pytest.fixture(scope="package")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def project(first: Project, tmp_path: Path) -> Project:
    shutil.copytree(first.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")
