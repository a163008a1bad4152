"""The ids of the bot's answers."""

from __future__ import annotations

from uuid import UUID, uuid5


def reply_id(message_id: str, number: int) -> str:
    """Return the id of the bot's `number`-th answer to a message: the same whenever the turn is run."""
    return str(uuid5(UUID(message_id), str(number)))
