"""The images of a conversation's form under way: their secret is kept here, so that the bot never knows it."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from handoff.images.model import Image
from handoff.images.service import Images
from handoff.storage.database import Database
from handoff.storage.tables import form_drafts

_d = form_drafts.c


class FormImages:
    """The draft of each conversation, see `Images`."""

    def __init__(self, database: Database, images: Images) -> None:
        self._database = database
        self._images = images

    async def open(self, conversation_id: str) -> tuple[str, list[Image]]:
        """Return the secret by which images are added to the form, and those that are there.

        It is for the browser that has the conversation's own secret, and for nobody else.
        """
        draft = await self._database.write(lambda c: _make(c, conversation_id), key=conversation_id)
        return draft, await self._images.of_draft(draft)

    async def find_draft(self, conversation_id: str) -> str:
        """Return the secret; empty if no image has been thought of."""
        return await self._database.read(lambda c: _find(c, conversation_id)) or ""

    async def count(self, conversation_id: str) -> int:
        """Return how many images would go with the form."""
        draft = await self.find_draft(conversation_id)
        return len(await self._images.of_draft(draft)) if draft else 0


def forget_draft(connection: Connection, conversation_id: str) -> None:
    """Let the next form of a conversation have images of its own, in the operation that stores the case."""
    connection.execute(delete(form_drafts).where(_d.conversation_id == conversation_id))


def _find(connection: Connection, conversation_id: str) -> str | None:
    draft: str | None = connection.execute(select(_d.draft).where(_d.conversation_id == conversation_id)).scalar()
    return draft


def _make(connection: Connection, conversation_id: str) -> str:
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(form_drafts).values(conversation_id=conversation_id, draft=secrets.token_urlsafe(32))
    connection.execute(new.on_conflict_do_nothing())
    draft: str = connection.execute(select(_d.draft).where(_d.conversation_id == conversation_id)).scalar_one()
    return draft
