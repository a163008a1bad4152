"""Where every change of a conversation is written, and then shown to everybody who should know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from handoff.clock import Clock
from handoff.conversations import ownership
from handoff.conversations.masking import clean
from handoff.conversations.model import Appended, Audience, Changed, Conversation
from handoff.conversations.ports import Publisher
from handoff.errors import InvalidPayload
from handoff.storage.database import Database

T = TypeVar("T")


class Ledger:
    """The database, with the publisher beside it. What is written under one key is written in order."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self.publisher = publisher
        self.now: Callable[[], datetime] = clock
        self._database = database

    async def read(self, operation: Callable[[Connection], T]) -> T:
        """Run one read operation."""
        return await self._database.read(operation)

    async def write(self, key: str, operation: Callable[[Connection], T]) -> T:
        """Run one write operation."""
        return await self._database.write(operation, key=key)

    async def change(self, key: str, operation: Callable[[Connection], Changed]) -> Conversation:
        """Run an operation that changes hands, show what came of it, and return the conversation after it."""
        changed = await self.write(key, operation)
        await self.show_change(changed)
        return changed.conversation

    async def show_change(self, changed: Changed) -> None:
        """Show a change of hands to both sides and on every desk."""
        await self.publisher.messages(changed.audience, changed.messages)
        await self.publisher.state(changed.conversation, changed.audience)
        self.publisher.desk_changed()

    async def show_message(self, appended: Appended, *, skip_sid: str = "") -> None:
        """Show a message that is new; `skip_sid` has it already."""
        if not appended.duplicate:
            await self.publisher.messages(appended.audience, (appended.message,), skip_sid=skip_sid)

    async def show_state(self, conversation_id: str) -> None:
        """Show a conversation as it is now."""
        await self.publisher.state(await self._find(conversation_id))

    async def show_state_to_visitor(self, conversation_id: str) -> None:
        """Show a conversation as it is now, where only the visitor's side has changed."""
        conversation = await self._find(conversation_id)
        await self.publisher.state(conversation, Audience(conversation.token_hash))

    async def _find(self, conversation_id: str) -> Conversation:
        return await self.read(lambda c: ownership.get_conversation(c, conversation_id, self.now()))


def written(text: str) -> str:
    """Return the text as it is stored.

    Raises:
        InvalidPayload: nothing of it can be read.
    """
    text = clean(text)
    if not text.strip():
        raise InvalidPayload
    return text
