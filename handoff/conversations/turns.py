"""The bot's turns: one at a time per conversation, exactly one answer per message, across crashes.

A turn is taken in the transaction that stores the visitor's message and given back in the one that stores the
answer. A process that dies in between leaves a turn that is owed; whoever finds its time run out takes it over, and
Rasa, asked the same message again, repeats its answer instead of living the turn twice.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from handoff.clock import Clock
from handoff.conversations import crisis, erasing, messages, ownership
from handoff.conversations.danger_words import DangerWords
from handoff.conversations.help_card import HelpCard
from handoff.conversations.left_forms import is_finished
from handoff.conversations.model import Audience, BotReply, Changed, Message, Turn, Understanding
from handoff.conversations.ports import Publisher
from handoff.conversations.reply_ids import reply_id
from handoff.conversations.texts import system_event
from handoff.conversations.unsaid import note_case_of_lost_turn
from handoff.errors import BotUnavailable, LuukkuError
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.tasks import end

log = logging.getLogger(__name__)

TYPING_AFTER_S = 0.4
"""Below this an answer feels immediate, and a typing sign would only flicker."""
MAX_TAKEN_OVER = 50
"""Owed turns taken over at once, so that several processes share them after a crash."""


class Bot(Protocol):
    """Answers turns."""

    async def turn(self, turn: Turn, *, end_form: bool = False) -> BotReply:
        """Return the bot's answer; `end_form`: a form that was under way is over before it.

        Raises:
            BotUnavailable: no answer in time.
        """


@dataclass(frozen=True, slots=True)
class _Finished:
    """What is stored of a turn, the turn that follows, whether the state is to be told, and a danger just marked."""

    stored: tuple[Message, ...]
    following: Turn | None
    told: bool
    alarm: Changed | None


class Turns:
    """Runs the turns that this process has taken."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        publisher: Publisher,
        settings: Settings,
        clock: Clock,
        *,
        card: HelpCard,
        words: DangerWords,
    ) -> None:
        self._words = words
        self._database = database
        self._card = card
        self._bot = bot
        self._publisher = publisher
        self._clock = clock
        self._turn_time = settings.turn_time
        self._running: set[asyncio.Task[None]] = set()

    def start(self, turn: Turn) -> None:
        """Run the turn, and those that follow it, in the background."""
        task = asyncio.get_running_loop().create_task(self._run(turn), name=f"turn {turn.conversation_id}")
        self._keep(task)

    async def take_owed(self) -> None:
        """Take over the turns that died with their process."""
        for turn in await self._database.write(self._take_owed):
            log.info("taking over an owed turn", extra={"conversation": turn.conversation_id})
            self.start(turn)

    def _take_owed(self, connection: Connection) -> list[Turn]:
        return messages.take_owed_turns(connection, now=self._clock(), turn_time=self._turn_time, limit=MAX_TAKEN_OVER)

    async def close(self) -> None:
        """Let go of every turn; whoever starts next finds them owed."""
        await end(*self._running)

    async def _run(self, first: Turn) -> None:
        turn: Turn | None = first
        while turn is not None:
            typing = self._show_typing_soon(turn)
            try:
                reply = await self._ask(turn)
                finished = await self._store(turn, reply)
            except LuukkuError:
                log.exception("turn not stored; it stays owed", extra={"conversation": turn.conversation_id})
                return
            finally:
                typing.cancel()
            await self._show(turn, finished, typed=typing.when() <= asyncio.get_running_loop().time())
            turn = finished.following

    async def _ask(self, turn: Turn) -> BotReply:
        # A conversation that has never changed hands cannot hold a form that an agent has finished.
        end_form = turn.version > 0 and await self._database.read(lambda c: is_finished(c, turn.conversation_id))
        try:
            return await self._bot.turn(turn, end_form=end_form)
        except BotUnavailable as error:
            log.warning("no answer from the bot: %s", error, extra={"conversation": turn.conversation_id})
            # A button's title is our word and nobody's cry for help.
            return _excuse(turn, alarm=not turn.choice and self._words.is_alarming(turn.text, turn.mode))

    def _show_typing_soon(self, turn: Turn) -> asyncio.TimerHandle:
        loop = asyncio.get_running_loop()
        return loop.call_later(TYPING_AFTER_S, lambda: self._keep(loop.create_task(self._show_typing(turn, on=True))))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _show_typing(self, turn: Turn, *, on: bool) -> None:
        await self._publisher.typing(Audience(turn.token_hash), turn.conversation_id, "bot", on)

    async def _show(self, turn: Turn, finished: _Finished, *, typed: bool) -> None:
        """Show what is stored. Whatever fails here is found by resuming, and the next turn goes on."""
        try:
            if typed:
                await self._show_typing(turn, on=False)
            await self._publisher.messages(Audience(turn.token_hash), finished.stored)
            if finished.alarm is not None:
                await self._publisher.messages(finished.alarm.audience, finished.alarm.messages)
                self._publisher.desk_changed()
            if finished.told:
                await self._publish_state(turn.conversation_id)
        except LuukkuError:
            log.warning("an answer could not be shown", exc_info=True, extra={"conversation": turn.conversation_id})

    async def _store(self, turn: Turn, reply: BotReply) -> _Finished:
        def finish(connection: Connection) -> _Finished:
            now = self._clock()
            stored, following, told = messages.finish_turn(connection, turn, reply, now=now, turn_time=self._turn_time)
            is_unavailable = reply.understanding.decision == "unavailable"
            if not stored and erasing.note_late_turn(connection, turn.conversation_id, now):
                return _Finished((), None, told=False, alarm=None)
            if not stored or is_unavailable:
                stored += note_case_of_lost_turn(connection, turn.conversation_id, turn.message_id, now)
            alarm = None
            if reply.understanding.alarm:
                # Also when a person has taken over meanwhile and the bot's words are dropped.
                alarm = crisis.suspect(connection, turn.conversation_id, turn.message_id, self._card, now)
            return _Finished(stored, following, told or is_unavailable, alarm)

        return await self._database.write(finish, key=turn.token_hash)

    async def _publish_state(self, conversation_id: str) -> None:
        now = self._clock()
        await self._publisher.state(
            await self._database.read(lambda c: ownership.get_conversation(c, conversation_id, now))
        )


def _excuse(turn: Turn, *, alarm: bool) -> BotReply:
    understanding = Understanding(decision="unavailable", alarm=alarm)
    if turn.waiting:  # a person answers
        return BotReply(turn.language, (), understanding)
    draft = system_event(
        "bot_unavailable",
        turn.language,
        buttons=("request_human", "give_feedback"),
        message_id=reply_id(turn.message_id, 0),
    )
    return BotReply(turn.language, (draft,), understanding)
