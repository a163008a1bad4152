"""What supervisors do with anybody's conversations: store first, then tell everybody who should know."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from handoff.conversations import reassigning
from handoff.conversations.broadcast import broadcast
from handoff.conversations.ledger import Ledger, written
from handoff.conversations.model import AgentActor, Appended, Changed, Conversation, Language
from handoff.queues.model import Queues
from handoff.settings import Settings


class Supervision:
    """The supervisors' side of the conversations."""

    def __init__(self, ledger: Ledger, settings: Settings, *, queues: Queues) -> None:
        self._ledger = ledger
        self._lease = settings.agent_lease
        self._held = settings.transfer_time
        self._queues = queues

    async def take_over(self, supervisor: AgentActor, conversation_id: str, version: int) -> Conversation:
        """Make a conversation the supervisor's own.

        Raises:
            Conflict: it has changed hands since `version`, or there is nothing to take.
        """
        return await self._ledger.change(
            conversation_id,
            lambda c: reassigning.take_over(
                c, supervisor, conversation_id, version, self._ledger.now(), lease=self._lease
            ),
        )

    async def assign(self, supervisor: AgentActor, conversation_id: str, version: int, agent_id: str) -> None:
        """Hold a conversation for an agent."""
        await self._ledger.change(
            conversation_id,
            lambda c: reassigning.assign(
                c, supervisor, conversation_id, version, self._ledger.now(), to=agent_id, held=self._held
            ),
        )

    async def put_back(self, supervisor: AgentActor, conversation_id: str, version: int, queue_id: str) -> None:
        """Put a conversation to the front of a queue."""

        def put_back(connection: Connection) -> Changed:
            return reassigning.put_back(
                connection,
                supervisor,
                conversation_id,
                version,
                self._ledger.now(),
                queue_id=queue_id,
                queues=self._queues,
            )

        await self._ledger.change(conversation_id, put_back)

    async def broadcast(
        self, supervisor: AgentActor, broadcast_id: str, texts: Mapping[Language, str], queues: Collection[str]
    ) -> int:
        """Write to everybody who waits in the queues, each in their language; return to how many.

        Raises:
            InvalidPayload: nothing of a text can be read.
        """
        whole = {language: written(text) for language, text in texts.items()}

        def store(connection: Connection) -> list[Appended]:
            return broadcast(connection, supervisor, broadcast_id, self._ledger.now(), texts=whole, queues=queues)

        appended = await self._ledger.write("", store)
        for one in appended:
            await self._ledger.show_message(one)
        return len(appended)
