"""What an agent is told of a conversation at a glance: what was asked, how the bot understood it, a form left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, select

from handoff.conversations.ledger import Ledger
from handoff.conversations.left_forms import FormBot, FormUnderWay, is_finished
from handoff.conversations.model import AgentActor, Conversation, Language, Understanding
from handoff.conversations.ownership import access
from handoff.conversations.reply_ids import reply_id
from handoff.errors import BotUnavailable
from handoff.storage.tables import messages

MAX_ASKED = 5
LOOKED_THROUGH = 60
"""Newest messages of either side among which they are found: an answer is seldom more than three."""

Sureness = Literal["", "sure", "unsure", "unknown"]
_SURENESS: dict[str, Sureness] = {
    "answer": "sure",
    "clarify": "unsure",
    "lost": "unknown",
    "out_of_scope": "unknown",
    "other_language": "unknown",
}
"""Of a decision. An answer to a form's step, a pressed button and a bot that was away have none."""

_m = messages.c


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of the visitor and what the bot made of it."""

    seq: int
    text: str
    language: Language
    at: datetime
    understanding: Understanding

    @property
    def sureness(self) -> Sureness:
        """How sure the bot was, in a word; empty if there was nothing to be sure of."""
        return _SURENESS.get(self.understanding.decision, "")

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics answered, or those asked back."""
        about = self.understanding
        intents = about.options if about.decision == "clarify" else (about.intent or "", about.also)
        return tuple(intent.removeprefix("faq/") for intent in intents if intent.startswith("faq/"))


@dataclass(frozen=True, slots=True)
class Brief:
    """`asked` oldest first; `form` None: there is none, or, unless `is_form_seen`, nobody can tell now."""

    conversation: Conversation
    asked: tuple[Asked, ...]
    form: FormUnderWay | None
    is_form_seen: bool


class Briefs:
    """Makes briefs of the agents' own conversations."""

    def __init__(self, ledger: Ledger, bot: FormBot) -> None:
        self._ledger = ledger
        self._bot = bot

    async def get(self, agent: AgentActor, conversation_id: str) -> Brief:
        """Return the brief of a conversation.

        Raises:
            NotFound: missing or not this agent's (same error).
        """

        def read(connection: Connection) -> tuple[Conversation, tuple[Asked, ...], bool]:
            conversation = access(connection, agent, conversation_id, self._ledger.now())
            return conversation, find_asked(connection, conversation.id), is_finished(connection, conversation.id)

        conversation, asked, form_is_finished = await self._ledger.read(read)
        # Who only practises has nobody in the bot's memory.
        if form_is_finished or conversation.practice:
            return Brief(conversation, asked, None, is_form_seen=True)
        try:
            form = await self._bot.find_form(conversation.id)
        except BotUnavailable:
            return Brief(conversation, asked, None, is_form_seen=False)
        return Brief(conversation, asked, form, is_form_seen=True)


def find_asked(connection: Connection, conversation_id: str) -> tuple[Asked, ...]:
    """Return the newest messages that the bot has handled, oldest first."""
    answers = connection.execute(
        select(_m.seq, _m.id, _m.extra)
        .where(_m.conversation_id == conversation_id, _m.author.in_(("bot", "system")))
        .where(_m.extra.contains('"understanding":'))
        .order_by(_m.seq.desc())
        .limit(LOOKED_THROUGH)
    ).all()
    if not answers:
        return ()
    understood = {row.id: orjson.loads(row.extra)["understanding"] for row in answers}
    questions = connection.execute(
        select(_m.seq, _m.id, _m.text, _m.language, _m.at)
        .where(_m.conversation_id == conversation_id, _m.author == "visitor", _m.seq < answers[0].seq)
        .order_by(_m.seq.desc())
        .limit(LOOKED_THROUGH)
    )
    asked = [
        Asked(row.seq, row.text, row.language, row.at, _understanding(understood[answer_id]))
        for row in questions
        if (answer_id := reply_id(row.id, 0)) in understood
    ]
    return tuple(reversed(asked[:MAX_ASKED]))


def _understanding(kept: dict[str, Any]) -> Understanding:
    return Understanding(
        kept["intent"], kept["confidence"], kept["decision"], tuple(kept["options"]), kept.get("also", "")
    )
