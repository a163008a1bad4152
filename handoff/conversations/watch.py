"""Looks for danger in what visitors write while a person is to answer; the bot's own turns look by themselves."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from handoff.clock import Clock
from handoff.conversations import crisis
from handoff.conversations.danger_words import DangerWords
from handoff.conversations.help_card import HelpCard
from handoff.conversations.model import Language, Message, Mode
from handoff.conversations.ports import Publisher
from handoff.errors import BotUnavailable, LuukkuError, NotFound
from handoff.storage.database import Database
from handoff.tasks import end

log = logging.getLogger(__name__)

RETRIES_S = (1.0, 5.0, 30.0)
"""After which a mark that could not be stored is tried again: a database that restarts is back by then."""


class Detector(Protocol):
    """Recognises danger."""

    async def is_alarming(self, text: str, mode: Mode, language: Language) -> bool:
        """Tell whether somebody may be in danger.

        Raises:
            BotUnavailable: it cannot be told in time.
        """


class Watch:
    """The looks that this process has under way."""

    def __init__(
        self,
        database: Database,
        detector: Detector,
        publisher: Publisher,
        clock: Clock,
        *,
        card: HelpCard,
        words: DangerWords,
    ) -> None:
        self._database = database
        self._words = words
        self._detector = detector
        self._publisher = publisher
        self._card = card
        self._clock = clock
        self._looking: set[asyncio.Task[None]] = set()

    def start(self, message: Message, mode: Mode) -> None:
        """Look at a stored message, in the background: whoever writes does not wait for it."""
        task = asyncio.get_running_loop().create_task(self._look(message, mode), name=f"look {message.conversation_id}")
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def close(self) -> None:
        """Let go of what is under way."""
        await end(*self._looking)

    async def _look(self, message: Message, mode: Mode) -> None:
        try:
            alarm = await self._detector.is_alarming(message.text, mode, message.language)
        except BotUnavailable:
            alarm = self._words.is_alarming(message.text, mode)
        if not alarm:
            return
        for wait_s in RETRIES_S:
            try:
                await self._mark(message)
            except NotFound:  # erased meanwhile
                return
            except LuukkuError:
                log.exception("a danger could not be marked", extra={"conversation": message.conversation_id})
                await asyncio.sleep(wait_s)
            else:
                return

    async def _mark(self, message: Message) -> None:
        changed = await self._database.write(
            lambda c: crisis.suspect(c, message.conversation_id, message.id, self._card, self._clock()),
            key=message.conversation_id,
        )
        await self._publisher.messages(changed.audience, changed.messages)
        self._publisher.desk_changed()
