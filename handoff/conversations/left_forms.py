"""A form of the bot's that was under way when a person was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Connection, func, select

from handoff.conversations.case_origins import unlinked
from handoff.conversations.model import Conversation, Draft
from handoff.storage.tables import cases, messages

AGENT_CHANNEL: Final = "agent"
"""Of a case that an agent has sent."""

_m = messages.c


@dataclass(frozen=True, slots=True)
class FormUnderWay:
    """`step` is the field asked for next; `values` are the filled ones, empty where the visitor has skipped."""

    name: str
    step: str
    values: dict[str, str]


class FormBot(Protocol):
    """Keeps the forms."""

    async def find_form(self, conversation_id: str) -> FormUnderWay | None:
        """Return the form under way, if there is one.

        Raises:
            BotUnavailable: it cannot be seen now.
        """

    async def ask_step(self, conversation: Conversation) -> tuple[Draft, ...]:
        """Return the bot's messages that ask for the form's step once more; nothing without a form.

        Raises:
            BotUnavailable: as above.
        """


def is_finished(connection: Connection, conversation_id: str) -> bool:
    """Tell whether an agent has finished the form since the bot last spoke, so that the bot is to end it.

    Found out from what is stored: the bot may have been away when the agent sent the form.
    """
    bot_spoke_at = (
        select(_m.seq)
        .where(_m.conversation_id == conversation_id, _m.author == "bot")
        .order_by(_m.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    noted = connection.execute(
        select(_m.id)
        .where(_m.conversation_id == conversation_id, _m.author == "system", _m.seq > func.coalesce(bot_spoke_at, 0))
        .order_by(_m.seq)
    ).scalars()
    origins = [origin for note in noted for origin in (note, unlinked(note))]
    found = connection.execute(
        select(cases.c.id).where(cases.c.origin.in_(origins), cases.c.channel == AGENT_CHANNEL).limit(1)
    ).first()
    return found is not None
