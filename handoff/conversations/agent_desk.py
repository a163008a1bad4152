"""What agents do with conversations: store first, then tell everybody who should know."""

from __future__ import annotations

from sqlalchemy import Connection

from handoff.conversations import crisis, messages, ownership
from handoff.conversations.ledger import Ledger, written
from handoff.conversations.model import AgentActor, Appended, Conversation, CrisisVerdict, Draft, Message, Page
from handoff.settings import Settings


class AgentDesk:
    """The agents' side of the conversations."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self._ledger = ledger
        self._lease = settings.agent_lease

    async def send(self, agent: AgentActor, conversation_id: str, message_id: str, text: str) -> Message:
        """Store a message of the agent who owns the conversation."""
        draft = Draft(id=message_id, author="agent", name=agent.name, text=written(text), language="fi")

        def append(connection: Connection) -> Appended:
            return messages.append_from_agent(connection, agent, conversation_id, draft, now=self._ledger.now())

        appended = await self._ledger.write(conversation_id, append)
        await self._ledger.show_message(appended)
        return appended.message

    async def sync(self, agent: AgentActor, conversation_id: str, after: int) -> tuple[Conversation, Page]:
        """Return one of the agent's conversations and what was said after the cursor."""

        def read(connection: Connection) -> tuple[Conversation, Page]:
            conversation = ownership.access(connection, agent, conversation_id, self._ledger.now())
            return conversation, messages.page_after(connection, conversation.id, after)

        return await self._ledger.read(read)

    async def claim(self, agent: AgentActor, conversation_id: str, version: int) -> tuple[Conversation, Page]:
        """Assign a waiting conversation to one agent, exactly once, and return its newest messages.

        Raises:
            Conflict: another agent was first, or the conversation is not waiting any more.
        """
        conversation = await self._ledger.change(
            conversation_id,
            lambda c: ownership.claim(c, agent, conversation_id, version, now=self._ledger.now(), lease=self._lease),
        )
        after = max(0, conversation.last_seq - messages.PAGE_SIZE)
        return await self.sync(agent, conversation_id, after)

    async def return_to_bot(self, agent: AgentActor, conversation_id: str, version: int) -> Conversation:
        """Give the agent's conversation back to the bot."""
        return await self._ledger.change(
            conversation_id, lambda c: ownership.return_to_bot(c, agent, conversation_id, version, self._ledger.now())
        )

    async def close(self, agent: AgentActor, conversation_id: str, version: int) -> Conversation:
        """End the agent's conversation."""
        return await self._ledger.change(
            conversation_id, lambda c: ownership.close_by_agent(c, agent, conversation_id, version, self._ledger.now())
        )

    async def judge_crisis(self, agent: AgentActor, conversation_id: str, verdict: CrisisVerdict) -> None:
        """Set what the agent has found out about a danger in the agent's conversation."""
        await self._ledger.write(
            conversation_id, lambda c: crisis.judge(c, agent, conversation_id, verdict, self._ledger.now())
        )
        self._ledger.publisher.desk_changed()

    async def typing(self, agent: AgentActor, conversation_id: str, on: bool) -> None:
        """Show the visitor that the agent types."""
        conversation, _ = await self.sync(agent, conversation_id, 2**31 - 1)
        await self._ledger.publisher.typing(conversation.audience, conversation.id, "agent", on)
