"""Everybody who has an account, for those who look after them: rosters, absences, roles and passwords."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, null, update

from handoff.accounts import rostering
from handoff.accounts.model import Agent, Role, Skills
from handoff.accounts.roster import Absence, Roster, Shift, check_shifts
from handoff.accounts.service import Accounts, agent_query, set_skills, to_agent
from handoff.audit.model import Actor, Detail, about
from handoff.audit.store import record
from handoff.clock import Clock
from handoff.errors import Conflict, InvalidPayload, NotFound
from handoff.storage.database import Database
from handoff.storage.tables import agent_sessions, agents

PASSWORD_BYTES = 15
"""20 characters: nobody guesses them, and they can still be typed from a note once."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account, with what those who look after it see.

    Attributes:
        since: When their state began; None before the first time.
        is_connected: Whether a socket of theirs lives, here or elsewhere.
        is_active: Whether they may sign in.
    """

    agent: Agent
    since: datetime | None
    is_connected: bool
    is_active: bool
    roster: Roster

    def is_missing(self, now: datetime) -> bool:
        """Tell whether they should be here by the roster and are not."""
        is_here = self.is_connected and self.agent.availability != "away"
        return self.is_active and not is_here and self.roster.is_expected(now)


def new_password() -> str:
    """Return a password that nobody has had."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


class People:
    """The accounts, as supervisors and administrators keep them."""

    def __init__(self, database: Database, accounts: Accounts, clock: Clock) -> None:
        self._database = database
        self._accounts = accounts
        self._clock = clock

    async def everybody(self) -> list[Person]:
        """Return every account by name."""
        return await self._database.read(lambda c: read_people(c, self._clock()))

    async def create(self, username: str, name: str, role: Role, skills: Skills, *, by: Actor) -> str:
        """Add an account and return its password, which is kept nowhere.

        Raises:
            Conflict: the user name is taken.
        """
        password = new_password()
        await self._accounts.create(username, name, role, password, by=by, skills=skills)
        return password

    async def set_skills(self, agent_id: str, skills: Skills, *, by: Actor) -> None:
        """Set what somebody may be given.

        Raises:
            NotFound: no such account.
        """
        await self._of(agent_id, lambda c: set_skills(c, agent_id, skills), "skills", by)

    async def set_shifts(self, agent_id: str, shifts: Iterable[Shift], *, by: Actor) -> None:
        """Set somebody's week.

        Raises:
            InvalidPayload: shifts overlap.
            NotFound: no such account.
        """
        try:
            ordered = check_shifts(shifts)
        except ValueError as error:
            raise InvalidPayload from error
        await self._of(agent_id, lambda c: rostering.set_shifts(c, agent_id, ordered), "roster", by)

    async def add_absence(self, agent_id: str, absence: Absence, *, by: Actor) -> bool:
        """Store an absence, once; return whether it has begun, so that the agent must leave now.

        Raises:
            InvalidPayload: it ends before it begins.
            NotFound: no such account.
        """
        if absence.last < absence.first:
            raise InvalidPayload
        await self._of(agent_id, lambda c: rostering.add_absence(c, agent_id, absence), "absence", by)
        return Roster(absences=(absence,)).is_absent(self._clock())

    async def remove_absence(self, agent_id: str, absence_id: str, *, by: Actor) -> None:
        """Let an absence be none."""
        await self._of(agent_id, lambda c: rostering.remove_absence(c, agent_id, absence_id), "absence", by)

    async def set_role(self, agent_id: str, role: Role, *, by: Actor) -> None:
        """Change what somebody else may do; their sign-ins end.

        Raises:
            Conflict: it is the administrator's own account, so that one always remains.
            NotFound: no such account.
        """
        await self._ending_sessions(agent_id, "role", by, {"role": role}, role=role)

    async def reset_password(self, agent_id: str, *, by: Actor) -> str:
        """Return somebody else's new password, which is kept nowhere; their sign-ins end.

        Raises:
            Conflict: it is the administrator's own account: that is changed by the current password.
            NotFound: no such account.
        """
        password = new_password()
        digest = await self._accounts.hash_password(password)
        await self._ending_sessions(agent_id, "password", by, {}, password_hash=digest)
        return password

    async def set_active(self, agent_id: str, active: bool, *, by: Actor) -> None:
        """Let somebody else sign in again, or no more; what they have said keeps their name.

        Raises:
            Conflict: it is the administrator's own account, so that one always remains.
            NotFound: no such account.
        """
        now = self._clock()
        if active:
            await self._ending_sessions(agent_id, "active", by, {"active": 1}, deactivated_at=null())
            return
        await self._ending_sessions(agent_id, "active", by, {"active": 0}, deactivated_at=now, present_until=null())

    async def _ending_sessions(self, agent_id: str, what: str, by: Actor, detail: Detail, **values: Any) -> None:
        if agent_id == by.id:
            raise Conflict

        def change(connection: Connection) -> None:
            _set(connection, agent_id, **values)
            connection.execute(delete(agent_sessions).where(agent_sessions.c.agent_id == agent_id))

        await self._of(agent_id, change, what, by, detail)

    async def _of(
        self,
        agent_id: str,
        change: Callable[[Connection], None],
        what: str,
        by: Actor,
        detail: Detail | None = None,
    ) -> None:
        def checked(connection: Connection) -> None:
            row = connection.execute(agent_query(self._clock()).where(agents.c.id == agent_id)).first()
            if row is None:
                raise NotFound
            change(connection)
            whom = about(to_agent(row), change=what)
            record(connection, by, "account", self._clock(), detail={**whom, **(detail or {})})

        await self._database.write(checked)


def read_people(connection: Connection, now: datetime) -> list[Person]:
    """Return every account by name."""
    query = agent_query(now).add_columns(agents.c.availability_since, agents.c.present_until, agents.c.deactivated_at)
    rosters = rostering.read_rosters(connection, now)
    return [
        Person(
            agent=to_agent(row),
            since=row.availability_since,
            is_connected=row.present_until is not None and row.present_until > now,
            is_active=row.deactivated_at is None,
            roster=rosters.get(row.id, Roster()),
        )
        for row in connection.execute(query.order_by(agents.c.name, agents.c.id))
    ]


def _set(connection: Connection, agent_id: str, **values: Any) -> None:
    connection.execute(update(agents).where(agents.c.id == agent_id).values(values))
