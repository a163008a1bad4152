"""With LUUKKU_NO_SKIPS set a skipped test counts as failed: CI has everything installed, so nothing may be left out.

A pytest plugin: tests/conftest.py takes it in, and `-p tests.support.no_skips` does for the bot's tests.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

_FORBIDDEN = bool(os.environ.get("LUUKKU_NO_SKIPS"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # An expected failure is reported as skipped too, and is none.
    if _FORBIDDEN and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if _FORBIDDEN and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"skipped although LUUKKU_NO_SKIPS is set: {reason}"
