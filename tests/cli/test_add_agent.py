"""`add-agent` makes an account that signs in to a real service."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from handoff.accounts.model import Skills
from handoff.cli.add_agent import add_agent
from handoff.cli.errors import CommandError
from tests.support.clients import AgentClient, sign_in
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


async def test_skills_and_seats_are_kept(tmp_path: Path) -> None:
    skills = Skills(("city", "loneliness"), ("sv",), 2)
    await asyncio.to_thread(add_agent, "maija", "Maija", "agent", var=tmp_path, environ={}, skills=skills)
    service = await ServiceProcess(tmp_path).start()
    try:
        password = await asyncio.to_thread(add_agent, "saara", "Saara", "supervisor", var=tmp_path, environ={})
        boss = await AgentClient(service.url, await sign_in(service.url, "saara", password)).connect()
        people = (await boss.do("people", {}))["people"]
        await boss.close()
        (maija,) = [one for one in people if one["username"] == "maija"]
        assert (maija["queues"], maija["languages"], maija["seats"]) == (["city", "loneliness"], ["sv"], 2)
        # Who was given no queues serves the city's, and none of the young people's.
        (saara,) = [one for one in people if one["username"] == "saara"]
        assert (saara["queues"], saara["languages"]) == (["city"], [])
    finally:
        await service.stop()


async def test_every_queue_is_given_by_a_word_of_its_own(tmp_path: Path) -> None:
    skills = Skills(("all",))
    password = await asyncio.to_thread(
        add_agent, "saara", "Saara", "supervisor", var=tmp_path, environ={}, skills=skills
    )
    service = await ServiceProcess(tmp_path).start()
    try:
        boss = await AgentClient(service.url, await sign_in(service.url, "saara", password)).connect()
        people = (await boss.do("people", {}))["people"]
        await boss.close()
        assert [one["queues"] for one in people if one["username"] == "saara"] == [[]]
    finally:
        await service.stop()


@pytest.mark.parametrize("skills", [Skills(queues=("nothing",)), Skills(languages=("de",))])
def test_skills_that_do_not_exist_are_refused(tmp_path: Path, skills: Skills) -> None:
    with pytest.raises(CommandError, match="There is no"):
        add_agent("maija", "Maija", "agent", var=tmp_path, environ={}, skills=skills)
