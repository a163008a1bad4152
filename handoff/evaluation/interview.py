"""Ask the assistant: each row a new conversation, through the same client and webhook as the service's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import uuid4

from aiohttp import web

from actions.ports import (
    CaseReceipt,
    CaseStatus,
    CodeTrouble,
    ContactWay,
    Feedback,
    HumanOutcome,
    Review,
    SavedForm,
)
from handoff.conversations.masking import mask
from handoff.conversations.model import BotReply, Language, Turn
from handoff.evaluation.judgement import Judgement, judge
from handoff.evaluation.rows import Row
from handoff.rasa.client import Rasa
from handoff.rasa.webhook import make_webhook_app
from handoff.settings import Settings

AT_ONCE = 4
"""Conversations under way: keeps Rasa's one process busy on a machine of two cores."""


class ClosedOffice:
    """The services behind the actions while nobody is on duty and nothing is kept."""

    async def request_human(self, conversation: str, turn: str) -> HumanOutcome:
        """Nobody is on duty."""
        return "no_agents"

    async def contact_ways(self) -> tuple[ContactWay, ...]:
        """Nothing is sent."""
        return ("email",)

    async def read_phone(self, text: str) -> str:
        """Nobody is called."""
        return ""

    async def review_feedback(self, conversation: str, feedback: Feedback) -> Review:
        """There is nothing to say."""
        return Review()

    async def submit_feedback(self, conversation: str, turn: str, feedback: Feedback) -> CaseReceipt:
        """Keep nothing; one question cannot get as far as this, but an action may ask for it."""
        return CaseReceipt(code="LK-0000-0000", due_on=_today())

    async def save_feedback(self, conversation: str, turn: str, feedback: Feedback, send_to: str) -> SavedForm:
        """Keep nothing, as above."""
        return SavedForm(code="0000-0000-0000-0000", kept_until=_today(), is_mailed=False)

    async def resume_feedback(self, conversation: str, code: str) -> Feedback | CodeTrouble:
        """There are no forms."""
        return "unknown"

    async def find_case(self, code: str) -> CaseStatus | CodeTrouble:
        """There are no cases."""
        return "unknown"


@asynccontextmanager
async def action_webhook(token: str) -> AsyncIterator[str]:
    """Serve the real actions on a port of its own; yield the address for Rasa."""
    runner = web.AppRunner(make_webhook_app(token, ClosedOffice()), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    finally:
        await runner.cleanup()


async def ask_all(
    rows: Sequence[Row], settings: Settings, known: AbstractSet[str], on_answer: Callable[[], None]
) -> list[Judgement]:
    """Ask every row, several at once; return the judgements in the rows' order.

    Args:
        known: The labels that the assistant has.
        on_answer: Called after each answer.
    Raises:
        BotUnavailable: Rasa did not answer; a result that leaves rows out would mislead.
    """
    rasa = Rasa(settings)
    free = asyncio.Semaphore(AT_ONCE)

    async def ask(row: Row) -> Judgement:
        async with free:
            judgement = judge(row, await interview(row, rasa), known)
        on_answer()
        return judgement

    try:
        async with asyncio.TaskGroup() as asking:
            tasks = [asking.create_task(ask(row)) for row in rows]
    finally:
        await rasa.close()
    return [task.result() for task in tasks]


class Assistant(Protocol):
    """Whatever answers turns: Rasa's client, or a test's."""

    async def turn(self, turn: Turn) -> BotReply:
        """Return the answer to one message."""


async def interview(row: Row, assistant: Assistant) -> BotReply:
    """Return the answer to a row's question, asked after its first one if it has one.

    As in the service, the conversation goes on in the language in which the first question was answered.
    """
    conversation_id = str(uuid4())
    language = row.language
    if row.first:
        language = (await assistant.turn(_turn(conversation_id, 1, language, row.first))).language
    return await assistant.turn(_turn(conversation_id, 2 if row.first else 1, language, row.text))


def _turn(conversation_id: str, seq: int, language: Language, text: str) -> Turn:
    """Return a visitor's message on the city's page, masked as the service does it."""
    return Turn(
        conversation_id=conversation_id,
        token_hash="",
        version=0,
        mode="city",
        language=language,
        seq=seq,
        message_id=str(uuid4()),
        text=mask(text),
        choice="",
    )


def _today() -> date:
    return datetime.now(UTC).date()
