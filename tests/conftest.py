"""What holds for every test that runs on the service's Python."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.no_skips import pytest_make_collect_report, pytest_runtest_makereport
from tests.support.quick_start import quick_start
from tests.support.servers import PostgreSQL, find_postgresql

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport", "quick_start"]


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A server of these tests alone."""
    if find_postgresql() is None:
        pytest.skip("apt-get install postgresql, and this runs too")
    server = PostgreSQL(tmp_path_factory.mktemp("postgresql"))
    server.start()
    yield server
    server.stop()
