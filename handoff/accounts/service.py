"""Signing in, and being on duty."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Select, case, delete, func, insert, literal, select, update

from handoff.accounts.model import ALL_SKILLS, MIN_PASSWORD_CHARS, Agent, Availability, Role, Skills
from handoff.accounts.rostering import is_absent
from handoff.audit.model import SERVICE, STRANGER, Actor, about
from handoff.audit.store import record
from handoff.clock import Clock
from handoff.errors import Conflict, InvalidPayload, Unauthenticated, Unavailable
from handoff.settings import Settings
from handoff.storage.database import AnyRow, Database
from handoff.storage.tables import Instant, agent_sessions, agents

T = TypeVar("T")
SESSION_TIME = timedelta(hours=12)
"""One working day; the next morning starts with a sign-in."""

HASHERS = 1
"""Hashing is slow on purpose; apart and one at a time, a flood of sign-ins delays sign-ins and nothing else."""

_hasher = PasswordHasher()  # argon2id with the library's defaults: RFC 9106's low-memory profile
_columns = (
    agents.c.id,
    agents.c.username,
    agents.c.name,
    agents.c.role,
    agents.c.availability,
    agents.c.queues,
    agents.c.languages,
    agents.c.seats,
    agents.c.units,
)


def agent_query(now: datetime) -> Select[Any]:
    """Return the query whose rows `to_agent` reads."""
    return select(*_columns, is_absent(now).label("is_absent"))


class Accounts:
    """Agents, their sessions and their presence."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._presence = settings.agent_lease
        self._hashers = ThreadPoolExecutor(HASHERS, thread_name_prefix="argon2")

    async def sign_in(self, username: str, password: str) -> tuple[Agent, str]:
        """Check the password and open a session.

        Returns:
            The agent, and the session's secret for the cookie; only its hash is kept here.

        Raises:
            Unauthenticated: unknown name or wrong password, in the same time.
        """
        row = await self._database.read(lambda c: _find_credentials(c, username, self._clock()))
        stored = row.password_hash if row is not None else _DECOY
        right = await self._hashing(_verify, stored, password)
        now = self._clock()
        if row is None or not right:
            # A name that nobody has may be a password typed into the wrong field: it is not kept.
            who = STRANGER if row is None else to_agent(row)
            await self._database.write(lambda c: record(c, who, "sign_in_failed", now))
            raise Unauthenticated
        token = secrets.token_urlsafe(32)
        agent = to_agent(row)

        def sign_in(connection: Connection) -> None:
            _open_session(connection, hash_token(token), agent.id, now + SESSION_TIME, now)
            record(connection, agent, "sign_in", now)

        await self._database.write(sign_in)
        return agent, token

    async def get_session(self, token: str) -> Agent:
        """Return whose session it is.

        Raises:
            Unauthenticated: unknown or expired.
        """
        now = self._clock()
        row = await self._database.read(lambda c: _find_session(c, hash_token(token), now))
        if row is None:
            raise Unauthenticated
        return to_agent(row)

    async def valid_sessions(self, tokens: Collection[str]) -> set[str]:
        """Return those of the sessions' secrets that still hold."""
        by_digest = {hash_token(token): token for token in tokens}
        if not by_digest:
            return set()
        query = select(agent_sessions.c.token_hash).where(
            agent_sessions.c.token_hash.in_(sorted(by_digest)), agent_sessions.c.expires_at > self._clock()
        )
        digests = await self._database.read(lambda c: c.execute(query).scalars().all())
        return {by_digest[digest] for digest in digests}

    async def sign_out(self, token: str) -> None:
        """End the session."""
        digest, now = hash_token(token), self._clock()

        def sign_out(connection: Connection) -> None:
            row = _find_session(connection, digest, now)
            _delete(connection, agent_sessions.c.token_hash == digest)
            if row is not None:
                record(connection, to_agent(row), "sign_out", now)

        await self._database.write(sign_out)

    async def change_password(self, agent: Agent, current: str, new: str, *, keep: str) -> None:
        """Set a new password and end every other session of the agent.

        Args:
            keep: The secret of the session that goes on.

        Raises:
            Unauthenticated: the current password is wrong.
            InvalidPayload: the new one is too short.
        """
        if len(new) < MIN_PASSWORD_CHARS:
            raise InvalidPayload
        row = await self._database.read(lambda c: _find_credentials(c, agent.username, self._clock()))
        if row is None or not await self._hashing(_verify, row.password_hash, current):
            raise Unauthenticated
        digest = await self._hashing(_hasher.hash, new)

        def change(connection: Connection) -> None:
            connection.execute(update(agents).where(agents.c.id == agent.id).values(password_hash=digest))
            _delete(
                connection, (agent_sessions.c.agent_id == agent.id) & (agent_sessions.c.token_hash != hash_token(keep))
            )
            record(connection, agent, "password", self._clock())

        await self._database.write(change)

    async def create(
        self, username: str, name: str, role: Role, password: str, *, by: Actor = SERVICE, skills: Skills = ALL_SKILLS
    ) -> Agent:
        """Add somebody who may sign in.

        Raises:
            Conflict: the user name is taken.
        """
        digest = await self._hashing(_hasher.hash, password)
        agent = Agent(str(uuid4()), username, name, role, "away", skills)

        def add(connection: Connection) -> None:
            if connection.execute(select(agents.c.id).where(agents.c.username == username)).first() is not None:
                raise Conflict
            _insert(connection, agent, digest, self._clock())
            record(connection, by, "account", self._clock(), detail=about(agent, change="create", role=role))

        await self._database.write(add)
        return agent

    async def is_empty(self) -> bool:
        """Tell whether nobody may sign in yet."""
        return await self._database.read(lambda c: _count(c) == 0)

    async def create_first_administrator(self, password: str) -> bool:
        """Make the first administrator; return False if another process was first."""
        digest = await self._hashing(_hasher.hash, password)
        agent = Agent(str(uuid4()), "admin", "Administrator", "administrator", "away")

        def create(connection: Connection) -> bool:
            if _count(connection):
                return False
            _insert(connection, agent, digest, self._clock())
            detail = about(agent, change="create", role=agent.role)
            record(connection, SERVICE, "account", self._clock(), detail=detail)
            return True

        try:
            return await self._database.write(create)
        except Unavailable:  # two at once: the user name is unique
            if await self.is_empty():
                raise
            return False

    async def set_skills(self, agent_id: str, skills: Skills) -> None:
        """Set what the agent may be given."""
        await self._database.write(lambda c: set_skills(c, agent_id, skills))

    async def hash_password(self, password: str) -> str:
        """Return what is kept of a password."""
        return await self._hashing(_hasher.hash, password)

    async def _hashing(self, function: Callable[..., T], *arguments: str) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._hashers, function, *arguments)

    async def keep_present(self, agent_ids: Collection[str]) -> None:
        """Renew the presence of agents who are connected here."""
        if agent_ids:
            until = self._clock() + self._presence
            await self._database.write(lambda c: keep_present(c, agent_ids, until))

    async def get(self, agent_id: str) -> Agent:
        """Return somebody who may sign in."""
        query = agent_query(self._clock()).where(agents.c.id == agent_id)
        return to_agent(await self._database.read(lambda c: c.execute(query).one()))

    async def everybody(self) -> list[Agent]:
        """Return everybody who may sign in, by name."""
        query = agent_query(self._clock()).order_by(agents.c.name, agents.c.id)
        return [to_agent(row) for row in await self._database.read(lambda c: c.execute(query).all())]

    async def names(self) -> dict[str, str]:
        """Return everybody's name by id, also of those who may sign in no longer."""
        query = select(agents.c.id, agents.c.name)
        return {row.id: row.name for row in await self._database.read(lambda c: c.execute(query).all())}

    async def present(self) -> list[Agent]:
        """Return everybody who is connected, here or elsewhere."""
        now = self._clock()
        query = agent_query(now).where(agents.c.present_until > now).order_by(agents.c.id)
        return [to_agent(row) for row in await self._database.read(lambda c: c.execute(query).all())]


def hash_token(token: str) -> str:
    """Return the SHA-256 of a secret in hex: enough for 256 random bits, which nobody can guess by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep_present(connection: Connection, agent_ids: Collection[str], until: datetime) -> None:
    """Let agents count as being here until then."""
    connection.execute(update(agents).where(agents.c.id.in_(sorted(agent_ids))).values(present_until=until))


def set_availability(
    connection: Connection, agent_id: str, availability: Availability, now: datetime, *, by: Actor, why: str = ""
) -> Agent:
    """Set the state of an agent, and return them; the log has it if it is another than before.

    Args:
        by: Who does it, if need be for a reason `why`, a code.
    """
    this = agents.c.id == agent_id
    values = {"availability": availability, "idle_since": now, "availability_since": now}
    is_news = connection.execute(update(agents).where(this, agents.c.availability != availability).values(values))
    agent = to_agent(connection.execute(agent_query(now).where(this)).one())
    if is_news.rowcount:
        whom = {} if by.id == agent.id else about(agent)
        reason = {"why": why} if why not in ("", availability) else {}
        record(connection, by, "availability", now, detail={"availability": availability, **whom, **reason})
    return agent


def set_skills(connection: Connection, agent_id: str, skills: Skills) -> None:
    """Set what an agent may be given."""
    connection.execute(update(agents).where(agents.c.id == agent_id).values(_skills_columns(skills)))


def _skills_columns(skills: Skills) -> dict[str, Any]:
    return {
        "queues": _between_blanks(skills.queues),
        "languages": _between_blanks(skills.languages),
        "seats": skills.seats,
        "units": _between_blanks(skills.units),
    }


def _between_blanks(ids: tuple[str, ...]) -> str:
    return f" {' '.join(ids)} " if ids else ""


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(agents)).scalar_one()


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _find_credentials(connection: Connection, username: str, now: datetime) -> AnyRow | None:
    query = agent_query(now).add_columns(agents.c.password_hash)
    return connection.execute(query.where(agents.c.username == username, agents.c.deactivated_at.is_(None))).first()


def _find_session(connection: Connection, digest: str, now: datetime) -> AnyRow | None:
    return connection.execute(
        agent_query(now)
        .join(agent_sessions, agent_sessions.c.agent_id == agents.c.id)
        .where(agent_sessions.c.token_hash == digest, agent_sessions.c.expires_at > now)
        .where(agents.c.deactivated_at.is_(None))
    ).first()


def _open_session(connection: Connection, digest: str, agent_id: str, expires_at: datetime, now: datetime) -> None:
    _delete(connection, agent_sessions.c.expires_at < now)
    # Who comes to work goes on duty by their own choice; who only signs in on another device stays as they are.
    gone = agents.c.present_until.is_(None) | (agents.c.present_until < now)
    values = {"availability": "away", "availability_since": _since("away", now)}
    connection.execute(update(agents).where(agents.c.id == agent_id, gone).values(values))
    connection.execute(insert(agent_sessions).values(token_hash=digest, agent_id=agent_id, expires_at=expires_at))


def _insert(connection: Connection, agent: Agent, digest: str, now: datetime) -> None:
    connection.execute(
        insert(agents).values(
            id=agent.id,
            username=agent.username,
            name=agent.name,
            role=agent.role,
            password_hash=digest,
            availability=agent.availability,
            created_at=now,
            **_skills_columns(agent.skills),
        )
    )


def _delete(connection: Connection, which: Any) -> None:
    connection.execute(delete(agent_sessions).where(which))


def _since(availability: Availability, now: datetime) -> Any:
    """Return since when an agent is in a state: it begins when the state changes."""
    return case((agents.c.availability == availability, agents.c.availability_since), else_=literal(now, Instant))


def to_agent(row: AnyRow) -> Agent:
    """Return the agent of a row of `agent_query`."""
    return Agent(
        row.id,
        row.username,
        row.name,
        row.role,
        row.availability,
        Skills(tuple(row.queues.split()), tuple(row.languages.split()), row.seats, tuple(row.units.split())),
        bool(row.is_absent),
    )


_DECOY = _hasher.hash(secrets.token_urlsafe(16))
"""Verified when the name is unknown, so that the time taken does not tell which names exist."""
