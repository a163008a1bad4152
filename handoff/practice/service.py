"""Practising: an agent and a visitor who follows a script, in this process or whichever looks first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from handoff.conversations.help_card import HelpCard
from handoff.conversations.ledger import Ledger
from handoff.conversations.model import AgentActor, Appended, Language
from handoff.errors import LuukkuError, NotFound
from handoff.faq.service import Faq
from handoff.practice import store
from handoff.practice.model import READS_S, Debrief, Scenario, typing_time
from handoff.practice.opening import opening
from handoff.queues.model import Queues
from handoff.tasks import end

log = logging.getLogger(__name__)

OVERDUE = timedelta(seconds=10)
"""Longer than a line takes; after it whoever was to say it is taken for dead."""


class Practice:
    """The scenarios, and the lines that this process is about to say.

    A line that is lost with its process stays owed; `take_owed` finds it.
    """

    def __init__(
        self, ledger: Ledger, scenarios: Sequence[Scenario], *, queues: Queues, faq: Faq, card: HelpCard
    ) -> None:
        self.scenarios = {scenario.id: scenario for scenario in scenarios}
        self._ledger = ledger
        self._queues = queues
        self._faq = faq
        self._card = card
        self._saying: set[asyncio.Task[None]] = set()

    async def begin(self, agent: AgentActor, scenario_id: str, language: Language) -> None:
        """Let the scenario's visitor wait for this agent alone; an earlier practice of theirs is gone.

        Raises:
            NotFound: no such scenario.
        """
        scenario = self.scenarios.get(scenario_id)
        if scenario is None:
            raise NotFound
        conversation_id, queue = str(uuid4()), self._queues.of(scenario.mode)[0].id
        said = list(opening(scenario, conversation_id, language, await self._faq.entries(), self._card))
        await self._ledger.write(
            conversation_id,
            lambda c: store.begin(
                c,
                agent,
                scenario,
                self._ledger.now(),
                conversation_id=conversation_id,
                said=said,
                language=language,
                queue=queue,
            ),
        )
        self._ledger.publisher.desk_changed()

    async def end(self, agent: AgentActor) -> None:
        """End the agent's practice, however far it has come; nothing of it is left."""
        await self._ledger.write("", lambda c: store.end(c, agent))
        self._ledger.publisher.desk_changed()

    async def debrief(self, agent: AgentActor, conversation_id: str) -> Debrief:
        """Return what came of a practice that the agent has closed.

        Raises:
            NotFound: no such practice, not closed, or another's (same error).
        """
        return await self._ledger.read(lambda c: store.debrief(c, agent, conversation_id, self.scenarios))

    def start(self, conversation_id: str) -> None:
        """Say the line that the visitor owes, if any, in the background and after a natural while."""
        task = asyncio.get_running_loop().create_task(self._say(conversation_id), name=f"practice {conversation_id}")
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def take_owed(self) -> None:
        """Say what other processes have left unsaid."""
        for conversation_id in await self._ledger.read(lambda c: store.unanswered(c, self._ledger.now() - OVERDUE)):
            self.start(conversation_id)

    async def forget_old(self) -> None:
        """Delete the practice that nobody has ended."""
        if await self._ledger.write("", lambda c: store.forget_old(c, self._ledger.now())):
            self._ledger.publisher.desk_changed()

    async def close(self) -> None:
        """Let go of what is under way."""
        await end(*self._saying)

    async def _say(self, conversation_id: str) -> None:
        try:
            await asyncio.sleep(READS_S)
            owed = await self._ledger.read(lambda c: store.find_owed(c, conversation_id, self.scenarios))
            if owed is None:
                return
            await self._ledger.publisher.typing(owed.audience, conversation_id, "visitor", on=True)
            await asyncio.sleep(typing_time(owed.draft.text).total_seconds())
            said = await self._ledger.write(
                conversation_id, lambda c: store.say(c, conversation_id, self.scenarios, self._ledger.now())
            )
            if said is not None:
                await self._show(*said)
        except LuukkuError:
            log.exception("a practice line was not said; it stays owed", extra={"conversation": conversation_id})

    async def _show(self, owed: store.Owed, appended: Appended) -> None:
        await self._ledger.show_message(appended)
        if owed.is_other_language:
            await self._ledger.show_state(appended.message.conversation_id)
            self._ledger.publisher.desk_changed()
