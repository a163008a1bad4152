"""The client of the Rasa server: turns, and whether it is there."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid5

import aiohttp
import msgspec

from handoff.conversations.left_forms import FormUnderWay
from handoff.conversations.model import BotReply, Conversation, Draft, Language, Mode, Turn
from handoff.errors import BotUnavailable
from handoff.rasa.answers import decode_form, decode_look, decode_question, decode_reply, to_draft, to_form, to_reply
from handoff.rasa.explained import Explained, decode_explained
from handoff.settings import Settings
from handoff.tasks import end

log = logging.getLogger(__name__)

PROBE_DOWN_S = 2.0
"""While Rasa is away: soon enough that a citizen who waits for it sees it come back."""
PROBE_UP_S = 15.0
MAX_TURNS = 64
"""Turns asked at once: Rasa works on one at a time, and a queue there is as good as one here up to a point."""

CONNECT_S = 5.0
"""A bot that is away refuses at once; a machine that is away is given up then. A busy process may see late that it is
connected: with two seconds, seventy turns at once were lost on a machine that was doing something else."""
FORM_TIMEOUT = aiohttp.ClientTimeout(total=3)
"""An agent who has just taken a conversation waits no longer to see what is filled in."""


T = TypeVar("T")


class Rasa:
    """One Rasa server behind its own input channel.

    `available` is what the last contact showed; a change is told to `on_change`.
    """

    def __init__(self, settings: Settings) -> None:
        self.available = False
        self.on_change: Callable[[], None] | None = None
        self._url = settings.rasa_url.rstrip("/") + "/webhooks/luukku"
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {settings.rasa_token}"},
            timeout=aiohttp.ClientTimeout(total=settings.turn_timeout.total_seconds(), sock_connect=CONNECT_S),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        )
        # Waiting for one's turn is not the bot's being slow, so it is not on the clock.
        self._turns = asyncio.Semaphore(MAX_TURNS)
        self._look_now = asyncio.Event()
        self._probing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch whether Rasa is there."""
        self._probing = asyncio.get_running_loop().create_task(self._probe(), name="rasa probe")

    async def close(self) -> None:
        """Let go of the connections."""
        await end(self._probing)
        await self._session.close()

    async def turn(self, turn: Turn, *, end_form: bool = False) -> BotReply:
        """Return the bot's answer to one message; asked again, it repeats the answer.

        Args:
            turn: The message.
            end_form: A form that was under way is over before it.

        Raises:
            BotUnavailable: no connection, no answer in time, or none that makes sense.
        """
        body = {
            "conversation": turn.conversation_id,
            "message": turn.message_id,
            "text": None if turn.choice else turn.text,
            "choice": turn.choice or None,
            "language": turn.language,
            "mode": turn.mode,
            "end_form": end_form,
            "waiting": turn.waiting,
        }
        return to_reply(turn, await self._ask("turn", body, decode_reply))

    async def is_alarming(self, text: str, mode: Mode, language: Language) -> bool:
        """Tell whether a text that the bot does not answer says that somebody may be in danger.

        Raises:
            BotUnavailable: as for a turn.
        """
        return (await self._ask("look", {"text": text, "mode": mode, "language": language}, decode_look)).alarm

    async def explain(
        self, text: str, *, before: str = "", language: Language, mode: Mode = "city", brief: bool = False
    ) -> Explained:
        """Return what would become of a question, and why; nothing is kept of it there.

        Args:
            text: The question, masked as a visitor's is.
            before: What was asked just before it, if anything.
            language: Of the page on which it is asked.
            mode: The chat in which it is asked.
            brief: Without what would be said, and without the examples that speak for an entry: a fifth of the time.

        Raises:
            BotUnavailable: as for a turn.
        """
        body = {"text": text, "before": before, "language": language, "mode": mode, "brief": brief}
        return await self._ask("explain", body, decode_explained)

    async def find_form(self, conversation_id: str) -> FormUnderWay | None:
        """Return the form under way, if there is one.

        Raises:
            BotUnavailable: as for a turn.
        """
        return to_form(await self._look_up(f"conversations/{conversation_id}/form", decode_form))

    async def ask_step(self, conversation: Conversation) -> tuple[Draft, ...]:
        """Return what asks for the form's step once more, in the conversation's language; nothing without a form.

        The messages' ids are the same for the same version of the conversation.

        Raises:
            BotUnavailable: as for a turn.
        """
        path = f"conversations/{conversation.id}/form/question"
        asked = await self._look_up(path, decode_question, language=conversation.language)
        base = str(uuid5(UUID(conversation.id), str(conversation.version)))
        return tuple(to_draft(base, number, message) for number, message in enumerate(asked.messages))

    async def _look_up(self, path: str, decode: Callable[[bytes], T], **query: str) -> T:
        try:
            async with self._session.get(f"{self._url}/{path}", params=query, timeout=FORM_TIMEOUT) as answer:
                if answer.status != 200:
                    raise BotUnavailable(f"status {answer.status}")
                return decode(await answer.read())
        except (TimeoutError, aiohttp.ClientError, msgspec.DecodeError) as error:
            raise BotUnavailable(type(error).__name__) from error

    async def forget(self, conversation_id: str) -> None:
        """Let the bot forget a conversation; nothing happens if it knows none.

        Raises:
            BotUnavailable: it did not say that it has.
        """
        try:
            async with self._session.delete(f"{self._url}/conversations/{conversation_id}") as answer:
                if answer.status != 200:
                    raise BotUnavailable(f"status {answer.status}")
        except (TimeoutError, aiohttp.ClientError) as error:
            raise BotUnavailable(type(error).__name__) from error

    async def _ask(self, route: str, body: dict[str, Any], decode: Callable[[bytes], T]) -> T:
        try:
            async with (
                self._turns,
                self._session.post(f"{self._url}/{route}", data=msgspec.json.encode(body), headers=_JSON) as answer,
            ):
                content = await answer.read()
                if answer.status != 200:
                    self._look_now.set()
                    raise BotUnavailable(f"status {answer.status}")
                reply = decode(content)
        except (TimeoutError, aiohttp.ClientError, msgspec.DecodeError) as error:
            if isinstance(error, aiohttp.ClientConnectionError):
                self._set_available(False)
            else:  # one slow answer need not mean that nobody gets any: the probe looks, at once
                self._look_now.set()
            raise BotUnavailable(type(error).__name__) from error
        self._set_available(True)
        return reply

    async def _probe(self) -> None:
        while True:
            self._look_now.clear()
            self._set_available(await self._is_ready())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), PROBE_UP_S if self.available else PROBE_DOWN_S)

    async def _is_ready(self) -> bool:
        try:
            async with self._session.get(f"{self._url}/ready") as answer:
                return answer.status == 200
        except (TimeoutError, aiohttp.ClientError):
            return False

    def _set_available(self, available: bool) -> None:
        if available == self.available:
            return
        self.available = available
        log.info("Rasa is %s", "there" if available else "away")
        if self.on_change is not None:
            self.on_change()


_JSON = {"Content-Type": "application/json"}
