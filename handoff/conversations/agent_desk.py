"""What agents do with conversations: store first, then tell everybody who should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from handoff.conversations import colleagues, crisis, messages, notes, ownership, reply_proposals, staffing, transfer
from handoff.conversations.ledger import Ledger, written
from handoff.conversations.model import (
    AgentActor,
    Appended,
    Changed,
    Conversation,
    CrisisVerdict,
    Draft,
    Link,
    Message,
    Page,
)
from handoff.conversations.ports import FormResumer, PracticeVisitor
from handoff.errors import InvalidPayload, NotFound
from handoff.faq.model import Entry, Language
from handoff.faq.service import Faq
from handoff.queues.model import Queues
from handoff.settings import Settings


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a conversation goes: to a colleague, or else to a queue."""

    queue_id: str = ""
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note that is still to be stored; its id is made by the browser."""

    id: str
    text: str


class AgentDesk:
    """The agents' side of the conversations."""

    def __init__(
        self,
        ledger: Ledger,
        settings: Settings,
        *,
        queues: Queues,
        faq: Faq,
        resuming: FormResumer,
        practice: PracticeVisitor,
    ) -> None:
        self._ledger = ledger
        self._practice = practice
        self._faq = faq
        self._resuming = resuming
        self._lease = settings.agent_lease
        self._held = settings.transfer_time
        self._queues = queues

    async def send(
        self, agent: AgentActor, conversation_id: str, message_id: str, text: str, faq: Sequence[str] = ()
    ) -> Message:
        """Store a message of the agent who owns the conversation.

        Args:
            faq: Ids of the answers whose links go along, in the conversation's language.
        Raises:
            InvalidPayload: there is no such answer.
        """
        draft = Draft(id=message_id, author="agent", name=agent.name, text=written(text), language="fi")
        entries = await self._entries(faq)

        def append(connection: Connection) -> Appended:
            now, whole = self._ledger.now(), draft
            try:
                if entries:
                    conversation = ownership.access(connection, agent, conversation_id, now)
                    whole = replace(draft, links=_links(entries, conversation.language))
                return messages.append_from_agent(connection, agent, conversation_id, whole, now=now)
            except NotFound:
                # The acknowledgement may have been lost, and the conversation have gone on to somebody else since.
                return messages.get_from_agent(connection, agent, conversation_id, message_id)

        appended = await self._ledger.write(conversation_id, append)
        await self._ledger.show_message(appended)
        if appended.practice:
            self._practice.start(conversation_id)
        return appended.message

    async def _entries(self, ids: Sequence[str]) -> list[Entry]:
        if not ids:
            return []
        known = await self._faq.entries()
        if not known.keys() >= set(ids):
            raise InvalidPayload
        return [known[entry_id] for entry_id in ids]

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
        return await self.newest(agent, conversation)

    async def newest(self, agent: AgentActor, conversation: Conversation) -> tuple[Conversation, Page]:
        """Return a conversation that has just become the agent's, and its newest messages."""
        after = max(0, conversation.last_seq - messages.PAGE_SIZE)
        return await self.sync(agent, conversation.id, after)

    async def transfer(
        self, agent: AgentActor, conversation_id: str, version: int, to: Destination, note: NewNote | None = None
    ) -> Conversation:
        """Give the agent's conversation to another queue, or hold it for a colleague, with a note for whoever takes it.

        Both or neither: a transfer that is refused leaves no note behind.
        """
        note = None if note is None else NewNote(note.id, written(note.text))

        def give(connection: Connection) -> Changed:
            now = self._ledger.now()
            if note is not None:
                notes.add(connection, agent, conversation_id, now, note_id=note.id, text=note.text)
            how: dict[str, Any]
            if to.agent_id is None:
                how = {"queue_id": to.queue_id, "queues": self._queues}
                return transfer.to_other_queue(connection, agent, conversation_id, version, now, **how)
            how = {"to": to.agent_id, "held": self._held}
            return transfer.to_colleague(connection, agent, conversation_id, version, now, **how)

        return await self._ledger.change(conversation_id, give)

    async def decline(self, agent: AgentActor, conversation_id: str) -> None:
        """Let go of a waiting conversation that is held for the agent."""
        await self._ledger.write(
            conversation_id, lambda c: transfer.decline(c, agent, conversation_id, self._ledger.now())
        )
        self._ledger.publisher.desk_changed()

    async def invite(self, agent: AgentActor, conversation_id: str, colleague_id: str) -> Conversation:
        """Ask a colleague into the agent's conversation."""
        return await self._ledger.change(
            conversation_id,
            lambda c: colleagues.invite(c, agent, conversation_id, colleague_id, self._ledger.now()),
        )

    async def answer_invitation(self, agent: AgentActor, conversation_id: str, *, accept: bool) -> Conversation:
        """Come into a conversation that the agent was asked into, or decline, of which who asked is told."""
        conversation = await self._ledger.change(
            conversation_id,
            lambda c: colleagues.answer(c, agent, conversation_id, accept=accept, now=self._ledger.now()),
        )
        if not accept:
            await self._ledger.publisher.noted(conversation_id, conversation.agent_ids)
        return conversation

    async def leave(self, agent: AgentActor, conversation_id: str) -> None:
        """Go out of a conversation in which the agent is a colleague."""
        await self._ledger.change(
            conversation_id, lambda c: colleagues.leave(c, agent, conversation_id, self._ledger.now())
        )

    async def note(self, agent: AgentActor, conversation_id: str, note_id: str, text: str) -> None:
        """Store a note that only agents see."""
        whole = written(text)
        agent_ids = await self._ledger.write(
            conversation_id,
            lambda c: notes.add(c, agent, conversation_id, self._ledger.now(), note_id=note_id, text=whole),
        )
        await self._ledger.publisher.noted(conversation_id, agent_ids)

    async def notes(self, agent: AgentActor, conversation_id: str) -> tuple[notes.Note, ...]:
        """Return the notes on one of the agent's conversations."""
        return await self._ledger.read(lambda c: notes.of(c, agent, conversation_id, self._ledger.now()))

    async def propose_answer(self, agent: AgentActor, conversation_id: str, seq: int) -> None:
        """Propose the agent's own message to the editors as an answer."""
        await self._ledger.write(
            conversation_id, lambda c: reply_proposals.propose(c, agent, conversation_id, seq, self._ledger.now())
        )

    async def return_to_bot(self, agent: AgentActor, conversation_id: str, version: int) -> Conversation:
        """Give the agent's conversation back to the bot, which goes on with a form under way."""
        conversation = await self._ledger.change(
            conversation_id, lambda c: ownership.return_to_bot(c, agent, conversation_id, version, self._ledger.now())
        )
        self._resuming.start(conversation)
        return conversation

    async def close(self, agent: AgentActor, conversation_id: str, version: int, tag: str) -> Conversation:
        """End the agent's conversation."""
        return await self._ledger.change(
            conversation_id,
            lambda c: ownership.close_by_agent(c, agent, conversation_id, version, self._ledger.now(), tag=tag),
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

    async def seen(self, agent: AgentActor, conversation_id: str, seq: int) -> None:
        """Let the visitor know how far an agent who is in the conversation has seen it."""
        is_news = await self._ledger.write(
            conversation_id, lambda c: messages.mark_seen(c, agent, conversation_id, seq, self._ledger.now())
        )
        if is_news:
            await self._ledger.show_state_to_visitor(conversation_id)

    async def seats_taken(self) -> Counter[str]:
        """Count the conversations of each agent."""
        return await self._ledger.read(staffing.seats_taken)

    async def handed_over(self) -> list[Conversation]:
        """Return every conversation that waits for an agent or has one."""
        return await self._ledger.read(lambda c: ownership.handed_over(c, self._ledger.now()))


def _links(entries: Sequence[Entry], language: Language) -> tuple[Link, ...]:
    """Return the pages of all entries, each once."""
    pages = (page for entry in entries for page in entry.answers[language].pages)
    return tuple(dict.fromkeys(Link(page.title, page.url) for page in pages))
