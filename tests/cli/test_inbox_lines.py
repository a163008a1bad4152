"""`./luukku faq inbox`: what it prints."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from handoff.cli import inbox
from handoff.conversations.messages import open_conversation
from handoff.conversations.misses import key_of
from handoff.conversations.model import Visitor
from handoff.inbox.model import Wanted
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.tables import conversations, misses

SAID = [
    ("kirjastokortti hävisi", "missed"),
    ("Kirjastokortti hävisi!", "missed"),
    ("nimeni on Matti Maa", "clarified"),
]


def put(connection: Connection) -> None:
    now = datetime.now(UTC)
    open_conversation(connection, Visitor(uuid4().hex, "fi"), now)
    one = connection.execute(select(conversations.c.id)).scalar_one()
    for seq, (text, reason) in enumerate(SAID, 1):
        about = {"conversation_id": one, "seq": seq, "text": text, "text_key": key_of(text), "reason": reason}
        connection.execute(insert(misses).values(**about, language="fi", decision="lost", options="[]", at=now))


async def fill(url: str) -> None:
    database = Database(url)
    try:
        await database.write(put)
    finally:
        await database.close()


def test_a_group_is_a_line_masked_and_the_most_usual_comes_first(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'luukku.db'}"
    migrate(url)
    asyncio.run(fill(url))
    environ = {"LUUKKU_DATABASE_URL": url}
    first, second = inbox.lines(inbox.groups(var=tmp_path, environ=environ, wanted=Wanted()))
    assert first.startswith("   2  (2 this week, 0 a week before)  fi  missed 2  library_card  ")
    assert second.endswith("  nimeni on ●●●")
    (only,) = inbox.groups(var=tmp_path, environ=environ, wanted=Wanted(reason="clarified"))
    assert only.count == 1
