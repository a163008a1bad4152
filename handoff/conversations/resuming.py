"""Goes on with a form when a conversation comes back to the bot: its step is asked once more, by itself."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import Connection, insert, update

from handoff.conversations.ledger import Ledger
from handoff.conversations.left_forms import FormBot, is_finished
from handoff.conversations.model import Conversation, Draft, Message
from handoff.conversations.rows import message_values, numbered
from handoff.errors import BotUnavailable, LuukkuError
from handoff.storage.tables import conversations, messages
from handoff.tasks import end

log = logging.getLogger(__name__)

_c = conversations.c


class Resuming:
    """The questions that this process is about to ask.

    One that is lost with its process is not asked: the form goes on all the same with what the visitor says next.
    """

    def __init__(self, ledger: Ledger, bot: FormBot) -> None:
        self._ledger = ledger
        self._bot = bot
        self._asking: set[asyncio.Task[None]] = set()

    def start(self, conversation: Conversation) -> None:
        """Ask in the background, if a form is under way in a conversation that has just come back to the bot."""
        task = asyncio.get_running_loop().create_task(self._resume(conversation), name=f"resume {conversation.id}")
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def close(self) -> None:
        """Let go of what is under way."""
        await end(*self._asking)

    async def _resume(self, conversation: Conversation) -> None:
        try:
            if await self._ledger.read(lambda c: is_finished(c, conversation.id)):
                return
            drafts = await self._bot.ask_step(conversation)
            if drafts:
                stored = await self._ledger.write(conversation.id, lambda c: self._store(c, conversation, drafts))
                await self._ledger.publisher.messages(conversation.audience, stored)
        except BotUnavailable as error:
            log.warning("no step asked again: %s", error, extra={"conversation": conversation.id})
        except LuukkuError:
            log.exception("no step asked again", extra={"conversation": conversation.id})

    def _store(
        self, connection: Connection, conversation: Conversation, drafts: tuple[Draft, ...]
    ) -> tuple[Message, ...]:
        """Store the question, unless somebody has the conversation or the visitor has said something since."""
        now = self._ledger.now()
        last_seq = connection.execute(
            update(conversations)
            .where(_c.id == conversation.id, _c.owner == "bot", _c.version == conversation.version)
            .where(_c.visitor_seq == conversation.visitor_seq, _c.closed_at.is_(None))
            .values(last_seq=_c.last_seq + len(drafts), active_at=now)
            .returning(_c.last_seq)
        ).scalar()
        if last_seq is None:
            return ()
        first = last_seq - len(drafts) + 1
        stored = tuple(numbered(draft, conversation.id, first + n, now) for n, draft in enumerate(drafts))
        connection.execute(insert(messages), [message_values(m, conversation.id, m.seq, now) for m in stored])
        return stored
