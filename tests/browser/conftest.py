"""One running Luukku and one browser for all tests of this folder; pages of their own for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.support.chromium import MISSING, chromium, find_chromium
from tests.support.clients import AgentClient, sign_in
from tests.support.content import with_mailboxes
from tests.support.mail_server import MailServer
from tests.support.people import People
from tests.support.stack import WAIT_S, Stack


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if find_chromium() is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=WAIT_S * 1000)
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("stack"))
    try:
        yield await stack.start()
    finally:
        await stack.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def assistant(stack: Stack) -> None:
    """The assistant is there, also after a test that has stopped it."""
    if not await asyncio.to_thread(stack.rasa.is_ready):
        await stack.start_rasa()
        await stack.until_bot_is(there=True)


@pytest_asyncio.fixture(loop_scope="session")
async def people(stack: Stack, assistant: None, browser: Browser) -> AsyncIterator[People]:
    people = People(stack, browser)
    try:
        yield people
        people.check_pages()
    finally:
        await people.close()
        await stack.clear_desk()


@pytest_asyncio.fixture(loop_scope="session")
async def wire(people: People) -> AsyncIterator[AgentClient]:
    """The administrator's own connection, by which cases come in."""
    client = await AgentClient(people.stack.service.url, people.stack.agent_cookie).connect()
    yield client
    await client.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def mailing(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Stack, MailServer]]:
    """A service of its own that writes letters, also to its units; the assistant is not needed there."""
    mail, folder = await MailServer().start(), tmp_path_factory.mktemp("mailing")
    how = {"smtp_host": "127.0.0.1", "smtp_port": str(mail.port), "smtp_tls": "none", "public_url": "http://127.0.0.1"}
    units = {"mail_from": "Kaupunki <palaute@example.org>", "services": str(with_mailboxes(folder))}
    stack = Stack(folder, **how, **units)
    try:
        await stack.service.start()
        stack.agent_cookie = await sign_in(stack.service.url, *stack.service.administrator())
        yield stack, mail
    finally:
        await stack.service.stop()
        await mail.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def city_with_mail(
    mailing: tuple[Stack, MailServer], browser: Browser
) -> AsyncIterator[tuple[People, MailServer]]:
    stack, mail = mailing
    people = People(stack, browser)
    try:
        yield people, mail
        people.check_pages()
    finally:
        await people.close()
