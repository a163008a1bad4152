"""The client of the Rasa server: turns, and whether it is there."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import aiohttp
import msgspec

from handoff.conversations.model import BotReply, Button, Draft, Language, Link, Mode, Turn, Understanding
from handoff.conversations.turns import reply_id
from handoff.errors import BotUnavailable
from handoff.settings import Settings
from handoff.tasks import end

log = logging.getLogger(__name__)

PROBE_DOWN_S = 2.0
"""While Rasa is away: soon enough that a citizen who waits for it sees it come back."""
PROBE_UP_S = 15.0
MAX_TURNS = 64
"""Turns asked at once: Rasa works on one at a time, and a queue there is as good as one here up to a point."""


class _Button(msgspec.Struct):
    title: str
    payload: str


class _Link(msgspec.Struct):
    title: str
    url: str


class _Message(msgspec.Struct):
    text: str
    language: Literal["fi", "sv", "en"]
    buttons: list[_Button] = []
    links: list[_Link] = []


class _Understanding(msgspec.Struct):
    intent: str | None = None
    also: str = ""
    confidence: float = 0.0
    decision: str = ""
    options: list[str] = []
    alarm: bool = False


class _Reply(msgspec.Struct):
    language: Literal["fi", "sv", "en"]
    messages: list[_Message]
    understanding: _Understanding


class _Look(msgspec.Struct):
    alarm: bool


_decode = msgspec.json.Decoder(_Reply).decode
_decode_look = msgspec.json.Decoder(_Look).decode
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
            timeout=aiohttp.ClientTimeout(total=settings.turn_timeout.total_seconds(), sock_connect=2),
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

    async def turn(self, turn: Turn) -> BotReply:
        """Return the bot's answer to one message; asked again, it repeats the answer.

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
        }
        return _to_reply(turn, await self._ask("turn", body, _decode))

    async def is_alarming(self, text: str, mode: Mode, language: Language) -> bool:
        """Tell whether a text that the bot does not answer says that somebody may be in danger.

        Raises:
            BotUnavailable: as for a turn.
        """
        return (await self._ask("look", {"text": text, "mode": mode, "language": language}, _decode_look)).alarm

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


def _to_reply(turn: Turn, reply: _Reply) -> BotReply:
    understanding = Understanding(
        reply.understanding.intent,
        reply.understanding.confidence,
        reply.understanding.decision,
        tuple(reply.understanding.options),
        reply.understanding.also,
        reply.understanding.alarm,
    )
    drafts = tuple(_to_draft(turn, number, message) for number, message in enumerate(reply.messages))
    return BotReply(reply.language, drafts, understanding)


def _to_draft(turn: Turn, number: int, message: _Message) -> Draft:
    language: Language = message.language
    return Draft(
        id=reply_id(turn, number),
        author="bot",
        text=message.text,
        language=language,
        buttons=tuple(Button(button.title, button.payload) for button in message.buttons),
        links=tuple(Link(link.title, link.url) for link in message.links),
    )
