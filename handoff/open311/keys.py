"""Keys of systems that may send cases. A key is shown once; here it is known by its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from handoff.audit.model import SERVICE
from handoff.audit.store import record
from handoff.clock import Clock
from handoff.errors import NotFound
from handoff.open311.model import Key
from handoff.storage.database import AnyRow, Database
from handoff.storage.tables import open311_keys

KEY_BYTES = 24
"""192 random bits: a fast hash is enough for what nobody can guess."""
MAX_NAME = 80
_k = open311_keys.c


class Open311Keys:
    """Who may send cases."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, name: str) -> str:
        """Let a system, named in at most `MAX_NAME` characters, send cases; return its key, which is kept nowhere."""
        key, key_id, now = secrets.token_urlsafe(KEY_BYTES), str(uuid4()), self._clock()

        def add(connection: Connection) -> None:
            connection.execute(insert(open311_keys).values(id=key_id, key_hash=_hash(key), name=name, created_at=now))
            detail: dict[str, str | int] = {"account": key_id, "account_name": name, "change": "open311_key"}
            record(connection, SERVICE, "account", now, detail=detail)

        await self._database.write(add)
        return key

    async def everyone(self) -> list[Key]:
        """Return all of them, the revoked ones too, by age."""
        query = select(open311_keys).order_by(_k.created_at, _k.id)
        return await self._database.read(lambda c: [_to_key(row) for row in c.execute(query)])

    async def revoke(self, key_id: str) -> None:
        """Let a system send nothing more; a second time changes nothing.

        Raises:
            NotFound: there is no such key.
        """
        now = self._clock()

        def revoke(connection: Connection) -> None:
            row = connection.execute(select(open311_keys).where(_k.id == key_id)).first()
            if row is None:
                raise NotFound
            revoked = update(open311_keys).where(_k.id == key_id, _k.revoked_at.is_(None)).values(revoked_at=now)
            if connection.execute(revoked).rowcount:
                detail: dict[str, str | int] = {
                    "account": key_id,
                    "account_name": row.name,
                    "change": "open311_key_revoked",
                }
                record(connection, SERVICE, "account", now, detail=detail)

        await self._database.write(revoke)

    async def find(self, key: str) -> Key | None:
        """Return whose key it is; None for one that is unknown or revoked."""
        if not key:
            return None
        query = select(open311_keys).where(_k.key_hash == _hash(key), _k.revoked_at.is_(None))
        row = await self._database.read(lambda c: c.execute(query).first())
        return None if row is None else _to_key(row)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _to_key(row: AnyRow) -> Key:
    return Key(row.id, row.name, row.created_at, row.revoked_at)
