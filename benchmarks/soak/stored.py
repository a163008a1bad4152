"""What the database holds at the end, read past the service."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
SAID = "SELECT count(*) FROM messages"
SOON_US = 5_000_000
"""A lease is renewed long before, so one that ends within it has nobody who does so."""


@dataclass(slots=True)
class Stored:
    """Rows by table, as `handoff/storage/tables.py` has them, at one moment.

    Attributes:
        messages: By conversation and number; `code` and `event_name` are a system message's event, else empty.
        log: The log, oldest first.
        now_us: When it was read, microseconds since 1970, as all times in the database are.
    """

    conversations: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    log: list[Row] = field(default_factory=list)
    agents: list[Row] = field(default_factory=list)
    now_us: int = 0

    @property
    def by_conversation(self) -> dict[str, list[Row]]:
        """The messages of each conversation, in the order of their numbers."""
        found: dict[str, list[Row]] = {row["id"]: [] for row in self.conversations}
        for row in sorted(self.messages, key=lambda row: row["seq"]):
            found.setdefault(row["conversation_id"], []).append(row)
        return found


async def read(url: str) -> Stored:
    """Read everything in one transaction."""
    async with await psycopg.AsyncConnection.connect(url, row_factory=dict_row) as connection:
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)

        async def rows(query: str) -> list[Row]:
            return await (await connection.execute(query)).fetchall()

        stored = Stored(
            await rows("SELECT * FROM conversations ORDER BY id"),
            await rows("SELECT * FROM messages ORDER BY conversation_id, seq"),
            await rows("SELECT * FROM audit ORDER BY id"),
            await rows("SELECT id, name, availability, present_until FROM agents"),
            int(time.time() * 1_000_000),
        )
    for row in stored.messages:
        row["extra"] = json.loads(row["extra"]) if row["extra"] else {}
        row["code"], row["event_name"] = (*row["extra"].get("event", ()), "", "")[:2]
    return stored


async def is_quiet(url: str) -> tuple[bool, int]:
    """Return whether the bot owes nothing and no ownership is about to run out, and how much has been said."""
    now_us = int(time.time() * 1_000_000)
    owed = "owner <> 'agent' AND visitor_seq > answered_seq"
    lost = f"owner = 'agent' AND lease_until < {now_us + SOON_US}"
    async with await psycopg.AsyncConnection.connect(url) as connection:
        moving = f"SELECT count(*) FROM conversations WHERE ({owed}) OR ({lost})"
        counts = [await (await connection.execute(query)).fetchone() for query in (moving, SAID)]
    assert counts[0] is not None
    assert counts[1] is not None
    return counts[0][0] == 0, counts[1][0]
