"""Ask the assistant: each question a new conversation, through the same client and webhook as the service's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from uuid import uuid4

from aiohttp import web

import actions.ports
from actions.ports import CaseReceipt, CaseStatus, HumanOutcome
from handoff.conversations.masking import mask
from handoff.conversations.model import Turn
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

    async def submit_feedback(
        self, conversation: str, turn: str, *, kind: str, text: str, place: str, email: str, language: str
    ) -> CaseReceipt:
        """Keep nothing; one question cannot get as far as this, but an action may ask for it."""
        return CaseReceipt(code="LK-0000-0000", due_on=_today())

    async def find_case(self, code: str) -> CaseStatus | None:
        """There are no cases."""
        return None


@asynccontextmanager
async def action_webhook(token: str) -> AsyncIterator[str]:
    """Serve the real actions on a port of its own; yield the address for Rasa."""
    actions.ports.bind(ClosedOffice())
    runner = web.AppRunner(make_webhook_app(token), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    finally:
        await runner.cleanup()


async def ask_all(
    rows: Sequence[Row], settings: Settings, known: Collection[str], on_answer: Callable[[], None]
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
            judgement = judge(row, await rasa.turn(_first_turn(row)), known)
        on_answer()
        return judgement

    try:
        async with asyncio.TaskGroup() as asking:
            tasks = [asking.create_task(ask(row)) for row in rows]
    finally:
        await rasa.close()
    return [task.result() for task in tasks]


def _first_turn(row: Row) -> Turn:
    """Return a visitor's first message on the city's page in the row's language, masked as the service does it."""
    return Turn(
        conversation_id=str(uuid4()),
        token_hash="",
        version=0,
        mode="city",
        language=row.language,
        seq=1,
        message_id=str(uuid4()),
        text=mask(row.text),
        choice="",
    )


def _today() -> date:
    return datetime.now(UTC).date()
