"""What visitors, agents and the bot do with conversations: store first, then tell everybody who should know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from handoff.clock import Clock
from handoff.conversations import crisis, erasing, messages, ownership, unsaid
from handoff.conversations.masking import clean
from handoff.conversations.model import (
    AgentActor,
    Appended,
    Audience,
    Author,
    Button,
    Changed,
    Conversation,
    CrisisVerdict,
    Draft,
    HumanRequest,
    Language,
    Message,
    Mode,
    Page,
    Turn,
    Visitor,
)
from handoff.conversations.rating import Rating
from handoff.conversations.rating import rate as rate_conversation
from handoff.conversations.texts import system_event
from handoff.errors import BotUnavailable, InvalidPayload, NotFound
from handoff.queues.model import Opening, Queues
from handoff.settings import Settings
from handoff.storage.database import Database

T = TypeVar("T")


class Publisher(Protocol):
    """Shows what has been stored to the browsers that should see it; losing any of it loses nothing."""

    async def messages(self, audience: Audience, stored: tuple[Message, ...], *, skip_sid: str = "") -> None:
        """Show messages to visitor and agent; `skip_sid` has them already."""

    async def state(self, conversation: Conversation, audience: Audience | None = None) -> None:
        """Show the state to visitor and agent, or to another audience."""

    async def typing(self, audience: Audience, conversation_id: str, author: Author, on: bool) -> None:
        """Show that somebody is typing, to the other side."""

    async def erased(self, conversation: Conversation) -> None:
        """Let the agent who had a conversation see it no more."""

    def desk_changed(self) -> None:
        """Show every agent the desk anew, and every waiting visitor their place."""


class TurnRunner(Protocol):
    """Runs bot turns."""

    def start(self, turn: Turn) -> None:
        """Run the turn, and those that follow it, in the background."""


@dataclass(frozen=True, slots=True)
class OfferedQueue:
    """A queue as a visitor may choose it."""

    id: str
    title: str
    opening: Opening


class Watcher(Protocol):
    """Looks for danger."""

    def start(self, message: Message, mode: Mode) -> None:
        """Look at a message that the bot does not answer, in the background."""


class Conversations:
    """The conversation's ownership and delivery."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        turns: TurnRunner,
        settings: Settings,
        clock: Clock,
        *,
        watch: Watcher,
        queues: Queues,
    ) -> None:
        self._database = database
        self._queues = queues
        self._watch = watch
        self._publisher = publisher
        self._turns = turns
        self._clock = clock
        self._lease = settings.agent_lease
        self._turn_time = settings.turn_time

    # --- visitors

    async def send(self, visitor: Visitor, message_id: str, text: str, *, sid: str = "") -> Message:
        """Store a visitor's message, masked, and set the bot to work if it is the bot's to answer."""
        draft = Draft(id=message_id, author="visitor", text=_written(text), language=visitor.language)
        return await self._append_from_visitor(visitor, draft, sid)

    async def choose(self, visitor: Visitor, message_id: str, seq: int, index: int, *, sid: str = "") -> Message:
        """Store the press of a button as the visitor's words; what it stands for never leaves the server.

        Raises:
            NotFound: no such message in the visitor's conversation.
            InvalidPayload: that message has no such button.
        """
        message = await self._database.read(lambda connection: self._find_own(connection, visitor, seq))
        if index >= len(message.buttons):
            raise InvalidPayload
        button = message.buttons[index]
        if button.payload.startswith(ownership.QUEUE_PREFIX):
            return await self._choose_queue(visitor, message_id, button)
        draft = Draft(
            id=message_id, author="visitor", text=button.title, language=visitor.language, choice=button.payload
        )
        return await self._append_from_visitor(visitor, draft, sid)

    async def _choose_queue(self, visitor: Visitor, message_id: str, button: Button) -> Message:
        """Store the press of a queue's button, which the bot does not answer, and ask for that queue's people."""
        draft = Draft(id=message_id, author="visitor", text=button.title, language=visitor.language)
        queue_id = button.payload.removeprefix(ownership.QUEUE_PREFIX)

        def choose(connection: Connection) -> tuple[Appended, HumanRequest | None]:
            now = self._clock()
            appended = messages.append_from_visitor(connection, visitor, draft, now=now, turn_time=self._turn_time)
            if appended.duplicate:
                return appended, None
            messages.leave_unanswered(connection, appended.message.conversation_id)
            return appended, ownership.request_human(connection, visitor, self._queues, now, queue_id=queue_id)

        appended, request = await self._database.write(choose, key=visitor.token_hash)
        if request is not None:
            await self._publisher.messages(appended.audience, (appended.message,))
            if request.change is not None:
                await self._publish_change(request.change)
        return appended.message

    def _find_own(self, connection: Connection, visitor: Visitor, seq: int) -> Message:
        conversation = ownership.access(connection, visitor, None, self._clock())
        message = messages.find_by_seq(connection, conversation.id, seq)
        if message is None:
            raise NotFound
        return message

    async def _append_from_visitor(self, visitor: Visitor, draft: Draft, sid: str) -> Message:
        def append(connection: Connection) -> Appended:
            return messages.append_from_visitor(
                connection, visitor, draft, now=self._clock(), turn_time=self._turn_time
            )

        appended = await self._database.write(append, key=visitor.token_hash)
        if appended.turn is not None:
            self._turns.start(appended.turn)
        if appended.turn is None and (appended.owner != "agent" or visitor.mode == "youth"):
            # The bot's turn looks for danger itself. A message that comes while one is under way may never get a
            # turn, and one that is sent again may have been stored by a process that died before it had looked.
            # The city's agent reads along; in the youth chat the card is shown even so.
            self._watch.start(appended.message, visitor.mode)
        if not appended.duplicate:
            await self._publisher.messages(appended.audience, (appended.message,), skip_sid=sid)
            if appended.reopened:
                await self._publish_state(appended.message.conversation_id)
        return appended.message

    async def sync(self, visitor: Visitor, after: int) -> tuple[Conversation | None, Page]:
        """Return the visitor's conversation and what was said after the cursor; nothing if there is none yet."""

        def read(connection: Connection) -> tuple[Conversation | None, Page]:
            try:
                conversation = ownership.access(connection, visitor, None, self._clock())
            except NotFound:
                return None, Page((), more=False)
            return conversation, messages.page_after(connection, conversation.id, after)

        return await self._database.read(read)

    async def set_language(self, visitor: Visitor, language: Language) -> Conversation:
        """Set the language of the conversation."""
        conversation = await self._write(
            visitor.token_hash, lambda c: ownership.set_language(c, visitor, language, self._clock())
        )
        await self._publisher.state(conversation)
        if conversation.owner != "bot":
            self._publisher.desk_changed()
        return conversation

    async def request_human(self, visitor: Visitor, queue_id: str = "") -> HumanRequest:
        """Queue the conversation for a person if that can be; say in the conversation what came of it.

        Raises:
            NotFound: no such queue.
        """
        return await self._requested(
            visitor.token_hash,
            lambda c: ownership.request_human(c, visitor, self._queues, self._clock(), queue_id=queue_id),
        )

    def offered_queues(self, mode: Mode, language: Language) -> list[OfferedQueue]:
        """Return the queues of a chat, and whether each is open now."""
        now = self._clock()
        return [
            OfferedQueue(queue.id, queue.titles[language], self._queues.opening(queue, language, now))
            for queue in self._queues.of(mode)
        ]

    async def request_human_for_turn(self, conversation_id: str, message_id: str) -> HumanRequest:
        """Do the same for the bot, in its turn for a message.

        Raises:
            Conflict: that turn is over.
        """
        return await self._requested(
            conversation_id,
            lambda c: ownership.request_human_for_turn(c, conversation_id, message_id, self._queues, self._clock()),
        )

    async def _requested(self, key: str, operation: Callable[[Connection], HumanRequest]) -> HumanRequest:
        request = await self._write(key, operation)
        if request.change is not None:
            await self._publish_change(request.change)
        return request

    async def leave_queue(self, visitor: Visitor) -> Conversation:
        """Give a waiting conversation back to the bot."""
        return await self._change(visitor.token_hash, lambda c: ownership.leave_queue(c, visitor, self._clock()))

    async def close_by_visitor(self, visitor: Visitor) -> Conversation:
        """End the visitor's conversation."""
        return await self._change(visitor.token_hash, lambda c: ownership.close_by_visitor(c, visitor, self._clock()))

    async def rate(self, visitor: Visitor, rating: Rating) -> Conversation:
        """Keep the visitor's quick feedback on the conversation, its comment masked.

        Raises:
            NotFound: no conversation.
            Conflict: it has been rated before.
        """
        rating = replace(rating, comment=clean(rating.comment))
        conversation = await self._write(
            visitor.token_hash, lambda c: rate_conversation(c, visitor, rating, self._clock())
        )
        await self._publisher.state(conversation)
        return conversation

    async def erase(self, visitor: Visitor) -> None:
        """Erase the visitor's conversation; whoever had it sees it no more.

        Raises:
            NotFound: there is none.
        """
        gone = await self._write(visitor.token_hash, lambda c: erasing.erase(c, visitor, self._clock()))
        await self._publisher.erased(gone)
        if gone.owner != "bot":
            self._publisher.desk_changed()

    async def announce_case(self, visitor: Visitor, code: str, due_on: date, message_id: str) -> None:
        """Note a case, once, in the visitor's conversation, which is made if need be."""

        def append(connection: Connection) -> Changed:
            now = self._clock()
            messages.open_conversation(connection, visitor, now)
            conversation = ownership.access(connection, visitor, None, now)
            note = system_event(
                "case_received",
                conversation.language,
                case_code=code,
                due_on=due_on.isoformat(),
                message_id=message_id,
            )
            return Changed(conversation, messages.append_system(connection, conversation.id, [note], now=now))

        changed = await self._write(visitor.token_hash, append)
        await self._publisher.messages(changed.audience, changed.messages)

    async def announce_case_of_turn(self, conversation_id: str, message_id: str, code: str, due_on: date) -> None:
        """Note a case that the bot has taken, unless the bot is about to tell it itself."""
        changed = await self._write(
            conversation_id,
            lambda c: unsaid.note_if_turn_is_over(c, conversation_id, message_id, code, due_on, now=self._clock()),
        )
        await self._publisher.messages(changed.audience, changed.messages)

    async def visitor_typing(self, visitor: Visitor, on: bool) -> None:
        """Show the agent that the visitor types."""
        conversation, _ = await self.sync(visitor, 2**31 - 1)
        if conversation is not None and conversation.owner == "agent":
            await self._publisher.typing(conversation.audience, conversation.id, "visitor", on)

    # --- agents

    async def send_as_agent(self, agent: AgentActor, conversation_id: str, message_id: str, text: str) -> Message:
        """Store a message of the agent who owns the conversation."""
        draft = Draft(id=message_id, author="agent", name=agent.name, text=_written(text), language="fi")

        def append(connection: Connection) -> Appended:
            return messages.append_from_agent(connection, agent, conversation_id, draft, now=self._clock())

        appended = await self._write(conversation_id, append)
        if not appended.duplicate:
            await self._publisher.messages(appended.audience, (appended.message,))
        return appended.message

    async def sync_as_agent(self, agent: AgentActor, conversation_id: str, after: int) -> tuple[Conversation, Page]:
        """Return one of the agent's conversations and what was said after the cursor."""

        def read(connection: Connection) -> tuple[Conversation, Page]:
            conversation = ownership.access(connection, agent, conversation_id, self._clock())
            return conversation, messages.page_after(connection, conversation.id, after)

        return await self._database.read(read)

    async def claim(self, agent: AgentActor, conversation_id: str, version: int) -> tuple[Conversation, Page]:
        """Assign a waiting conversation to one agent, exactly once, and return its newest messages.

        Raises:
            Conflict: another agent was first, or the conversation is not waiting any more.
        """
        conversation = await self._change(
            conversation_id,
            lambda c: ownership.claim(c, agent, conversation_id, version, now=self._clock(), lease=self._lease),
        )
        after = max(0, conversation.last_seq - messages.PAGE_SIZE)
        return await self.sync_as_agent(agent, conversation_id, after)

    async def return_to_bot(self, agent: AgentActor, conversation_id: str, version: int) -> Conversation:
        """Give the agent's conversation back to the bot."""
        return await self._change(
            conversation_id, lambda c: ownership.return_to_bot(c, agent, conversation_id, version, self._clock())
        )

    async def close_by_agent(self, agent: AgentActor, conversation_id: str, version: int) -> Conversation:
        """End the agent's conversation."""
        return await self._change(
            conversation_id, lambda c: ownership.close_by_agent(c, agent, conversation_id, version, self._clock())
        )

    async def judge_crisis(self, agent: AgentActor, conversation_id: str, verdict: CrisisVerdict) -> None:
        """Set what the agent has found out about a danger in the agent's conversation."""
        await self._write(conversation_id, lambda c: crisis.judge(c, agent, conversation_id, verdict, self._clock()))
        self._publisher.desk_changed()

    async def agent_typing(self, agent: AgentActor, conversation_id: str, on: bool) -> None:
        """Show the visitor that the agent types."""
        conversation, _ = await self.sync_as_agent(agent, conversation_id, 2**31 - 1)
        await self._publisher.typing(conversation.audience, conversation.id, "agent", on)

    async def handed_over(self) -> list[Conversation]:
        """Return every conversation that waits for an agent or has one."""
        return await self._database.read(lambda c: ownership.handed_over(c, self._clock()))

    # --- the service itself

    async def finish_erasing(self, forget: Callable[[str], Awaitable[None]]) -> None:
        """Let the assistant forget what was erased; what cannot be forgotten now stays to be tried again.

        Args:
            forget: Makes it forget one conversation, or raises BotUnavailable.
        """
        for conversation_id in await self._database.read(lambda c: erasing.owed(c, self._clock(), self._turn_time)):
            try:
                await forget(conversation_id)
            except BotUnavailable:
                return
            await self._write(conversation_id, lambda c: erasing.done(c, conversation_id))  # noqa: B023

    async def keep_leases(self, agent_ids: set[str]) -> None:
        """Renew the ownership of agents who are connected here, and collect what vanished agents left."""

        def keep(connection: Connection) -> list[Changed]:
            now = self._clock()
            if agent_ids:
                ownership.renew_leases(connection, agent_ids, now + self._lease)
            return ownership.requeue_lost(connection, now)

        for change in await self._database.write(keep):
            await self._publish_change(change)

    async def _change(self, key: str, operation: Callable[[Connection], Changed]) -> Conversation:
        changed = await self._write(key, operation)
        await self._publish_change(changed)
        return changed.conversation

    async def _write(self, key: str, operation: Callable[[Connection], T]) -> T:
        return await self._database.write(operation, key=key)

    async def _publish_change(self, changed: Changed) -> None:
        await self._publisher.messages(changed.audience, changed.messages)
        await self._publisher.state(changed.conversation, changed.audience)
        self._publisher.desk_changed()

    async def _publish_state(self, conversation_id: str) -> None:
        now = self._clock()
        await self._publisher.state(
            await self._database.read(lambda c: ownership.get_conversation(c, conversation_id, now))
        )


def _written(text: str) -> str:
    """Return the text as it is stored.

    Raises:
        InvalidPayload: nothing of it can be read.
    """
    text = clean(text)
    if not text.strip():
        raise InvalidPayload
    return text
