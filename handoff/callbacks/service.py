"""Callbacks, asked for by visitors and made by agents: store first, then show everybody who should know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from handoff.callbacks import store
from handoff.callbacks.model import Callback, Ending, NewCallback, Outcome
from handoff.callbacks.phones import read_phone
from handoff.conversations.ledger import Ledger
from handoff.conversations.masking import clean
from handoff.conversations.model import AgentActor, Conversation, Visitor
from handoff.conversations.ownership import access
from handoff.errors import Forbidden, NotFound
from handoff.queues.model import Queues
from handoff.queues.windows import Window

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """The windows that a visitor may choose from, and the callback that is already to be made."""

    windows: list[Window]
    callback: Callback | None


class Callbacks:
    """Both sides of the callbacks."""

    def __init__(self, ledger: Ledger, queues: Queues) -> None:
        self._ledger = ledger
        self._queues = queues

    async def choice(self, visitor: Visitor) -> Choice:
        """Return what the visitor can ask for, and has asked for.

        Raises:
            Forbidden: in the youth chat.
        """

        def read(connection: Connection) -> tuple[Conversation | None, Callback | None]:
            try:
                conversation = access(connection, visitor, None, self._ledger.now())
            except NotFound:
                return None, None
            return conversation, store.find_live(connection, conversation.id)

        conversation, callback = await self._ledger.read(read)
        if (visitor if conversation is None else conversation).mode == "youth":
            raise Forbidden
        language = visitor.language if conversation is None else conversation.language
        queue = store.queue_of(conversation, self._queues)
        return Choice(self._queues.callback_windows(queue, language, self._ledger.now()), callback)

    async def request(
        self, visitor: Visitor, callback_id: str, *, phone: str, window: Window, text: str
    ) -> Conversation:
        """Store a callback, its text masked, instead of waiting.

        Raises:
            InvalidPayload: no telephone number.
            Forbidden, NotFound, Conflict: see `store.request`.
        """
        new = NewCallback(callback_id, read_phone(phone), window.opens, window.closes, clean(text).strip())
        return await self._ledger.change(
            visitor.token_hash, lambda c: store.request(c, visitor, new, self._queues, self._ledger.now())
        )

    async def withdraw(self, visitor: Visitor, callback_id: str) -> Conversation:
        """Take a callback back."""
        return await self._ledger.change(
            visitor.token_hash, lambda c: store.withdraw(c, visitor, callback_id, self._ledger.now())
        )

    async def live(self) -> list[Callback]:
        """Return every callback that is still to be made."""
        return await self._ledger.read(store.live)

    async def claim(self, agent: AgentActor, callback_id: str) -> None:
        """Give an open callback to one agent."""
        await self._write(callback_id, lambda c, now: store.claim(c, agent, callback_id, now))

    async def release(self, agent: AgentActor, callback_id: str) -> None:
        """Put a callback back on the list."""
        await self._write(callback_id, lambda c, now: store.release(c, agent, callback_id, now))

    async def log_attempt(self, agent: AgentActor, callback_id: str, attempt_id: str, outcome: Outcome) -> None:
        """Note what came of one call."""
        await self._write(
            callback_id, lambda c, now: store.log_attempt(c, agent, callback_id, attempt_id, outcome, now=now)
        )

    async def finish(self, agent: AgentActor, callback_id: str, ending: Ending) -> None:
        """End a callback; its conversation learns that nobody calls any more."""
        conversation = await self._write(callback_id, lambda c, now: store.finish(c, agent, callback_id, ending, now))
        await self._ledger.show_state(conversation)

    async def _write(self, key: str, operation: Callable[[Connection, datetime], T]) -> T:
        result = await self._ledger.write(key, lambda c: operation(c, self._ledger.now()))
        self._ledger.publisher.desk_changed()
        return result
