"""Publishing at the desk while people talk to the assistant: a new topic is learnt, and nobody notices but by it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from handoff.faq.content import read_entry
from handoff.settings import ROOT
from handoff.training.naming import live_model
from handoff.web.editor.form import to_fields
from tests.support.clients import VisitorClient
from tests.support.crowd import PAUSE_S, ask, crowd
from tests.support.project import PRACTISED, TOPICS, Project, make_project
from tests.support.stack import Stack

pytestmark = [pytest.mark.timeout(600), pytest.mark.asyncio]
QUESTIONS = (
    "Milloin uimahalli on auki?",
    "Mitä päivähoito maksaa?",
    "Miten saan kirjastokortin?",
    "en pääse wilmaan",
    "venepaikka",
)
NEW = "museums"
ASKED = "mihin museoon pääsee ilmaiseksi"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A service needs some topics more than the trainer."""
    return make_project(tmp_path_factory.mktemp("practised"), (*TOPICS, *PRACTISED))


@pytest_asyncio.fixture
async def stack(project: Project, tmp_path: Path) -> AsyncIterator[Stack]:
    # Of the small project's questions one is more than a per cent.
    stack = Stack(tmp_path / "var", project, message_limit="1000", regression_limit="20")
    try:
        yield await stack.start()
    finally:
        await stack.stop()


async def test_twenty_conversations_lose_nothing_while_a_new_topic_is_trained_and_goes_live(
    stack: Stack, project: Project
) -> None:
    first = live_model(project.models)
    filling = await VisitorClient(stack.service.url).connect()
    async with editor(stack) as http, crowd(stack.service.url, 20, QUESTIONS) as seen:
        await ask(filling, "haluan antaa palautetta")
        assert "2/6" in (await ask(filling, "moite"))["text"]
        started = time.monotonic()
        job = await publish_new_topic(http, stack.service.url, project)
        async with asyncio.timeout(400):
            while live_model(project.models) == first:
                states = {row["state"]: row for row in stack.rows("SELECT * FROM training_jobs")}
                assert not states.keys() & {"refused", "failed", "cancelled"}, states
                await asyncio.sleep(0.2)
            while stack.rasa.request("GET", "/webhooks/luukku/ready")[1]["model"] == first:
                await asyncio.sleep(0.2)
        swapped = time.monotonic()
        await asyncio.sleep(PAUSE_S + 2)
        assert "julkaisu" in (await page(http, f"{stack.service.url}{job}")).lower()
    assert seen.troubles == []
    assert len(seen.since(started)) > 20
    assert len(seen.since(swapped)) >= 20
    # The new topic is known, and the form that was begun before goes on after it.
    asking = await VisitorClient(stack.service.url).connect()
    answer = await ask(asking, ASKED)
    assert (
        answer["text"] == read_entry(NEW, (project.faq / f"{NEW}.yml").read_text(encoding="utf-8")).answers["fi"].text
    )
    assert "3/6" in (await ask(filling, "Leikkipuiston keinu on rikki Kaivopuistossa."))["text"]
    for client in (filling, asking):
        await client.close()


def editor(stack: Stack) -> aiohttp.ClientSession:
    """Return a browser of the administrator, who is an editor, too."""
    headers = {"Cookie": stack.agent_cookie, "Origin": stack.service.url}
    return aiohttp.ClientSession(headers=headers)


async def page(http: aiohttp.ClientSession, url: str) -> str:
    async with http.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


async def publish_new_topic(http: aiohttp.ClientSession, url: str, project: Project) -> str:
    """Write a draft of an entry that the assistant does not have, and publish it; return the path of the job."""
    entry = read_entry(NEW, (ROOT / "data" / "nlu" / "faq" / f"{NEW}.yml").read_text(encoding="utf-8"))
    fields = {**to_fields(entry), "do": "save", "seen": "", "base": ""}
    async with http.post(f"{url}/editor/fi/{NEW}", data=fields) as answer:
        assert answer.status == 200, await answer.text()
    room = f"{url}/editor/fi/-/publishing"
    drafts = dict(re.findall(r'name="(draft\.\w+)" value="([^"]+)"', await page(http, room)))
    assert set(drafts) == {f"draft.{NEW}"}
    async with http.post(room, data={**drafts, "do": "publish"}) as answer:
        assert answer.status == 200, await answer.text()
        return answer.url.path
