"""`add-agent` makes an account that signs in to a real service."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from handoff.cli.add_agent import add_agent
from handoff.cli.errors import CommandError
from tests.support.clients import sign_in
from tests.support.service import ServiceProcess


async def test_who_was_added_while_the_service_runs_can_sign_in(tmp_path: Path) -> None:
    service = await ServiceProcess(tmp_path).start()
    try:
        password = await asyncio.to_thread(add_agent, "maija", "Maija", "agent", var=tmp_path, environ=os.environ)
        assert await sign_in(service.url, "maija", password)
    finally:
        await service.stop()


def test_a_taken_user_name_is_refused(tmp_path: Path) -> None:
    add_agent("maija", "Maija", "agent", var=tmp_path, environ=os.environ)
    with pytest.raises(CommandError, match="maija"):
        add_agent("maija", "Another", "agent", var=tmp_path, environ=os.environ)
