"""A form that its writer means to finish another time: kept masked under the hash of a code that they alone have."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from handoff.cases.codes import make_resume_code, read_resume_code
from handoff.cases.working_days import local_day
from handoff.clock import Clock
from handoff.conversations.masking import clean
from handoff.mail import store as outbox
from handoff.mail.letters import Letters
from handoff.mail.model import Channel, Language
from handoff.mail.templates import Value
from handoff.storage.database import Database
from handoff.storage.tables import saved_forms

KEPT = timedelta(days=30)
FOR_SORTERS = "city"
"""In place of a service: somebody of the city is to choose it."""
BATCH = 500
"""Forms deleted in one operation."""

_s = saved_forms.c


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedForm:
    """What was written; empty where nothing was. `service`: the one that was chosen, or `FOR_SORTERS`."""

    kind: str
    text: str
    place: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    sender_name: str = ""
    may_publish: bool = False
    service: str = ""


class SavedForms:
    """Keeps them, and sends their codes.

    Without the code nobody finds a form by whom it is or where it came from; who can read the database can read it.
    """

    def __init__(self, database: Database, letters: Letters, pages: Mapping[str, str], clock: Clock) -> None:
        self._database = database
        self._letters = letters
        self._pages = pages
        self._clock = clock

    async def save(
        self, origin: str, form: SavedForm, language: Language, *, opened_by: str, channel: Channel, send_to: str
    ) -> tuple[str, date]:
        """Keep a form for 30 days; return its code and the last of them.

        The same origin again replaces what it has saved, with another code: the first one is known to nobody by then.

        Args:
            opened_by: What was gone on with there is replaced, too.
            send_to: Where the code is sent by `channel`, in the operation that stores the form; empty: nowhere.
        """
        now, code = self._clock(), make_resume_code()
        cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(form).items()}
        kept_until = local_day(now + KEPT)

        def store(connection: Connection) -> None:
            connection.execute(delete(saved_forms).where((_s.origin == origin) | (_s.opened_by == opened_by)))
            connection.execute(
                insert(saved_forms).values(
                    code_hash=_hash(code),
                    origin=origin,
                    content=orjson.dumps(cleaned).decode(),
                    expires_at=now + KEPT,
                )
            )
            if send_to:
                values: dict[str, Value] = {
                    "resume_code": code,
                    "form_link": self._pages[language],
                    "kept_until": kept_until,
                }
                letter = self._letters.write("resume_code", language, values, channel=channel, recipient=send_to)
                outbox.queue(connection, letter, now)

        await self._database.write(store, key=origin)
        return code, kept_until

    async def open(self, typed_code: str, *, opened_by: str) -> SavedForm | None:
        """Return the form of a code, however it was typed; None when there is none (any more).

        It stays until the case is stored that `opened_by` makes of it, or until its time is over.

        Raises:
            Mistyped: the code has a slip in it.
        """
        code, now = read_resume_code(typed_code), self._clock()
        if code is None:
            return None

        def take(connection: Connection) -> str | None:
            kept = (_s.code_hash == _hash(code), _s.expires_at > now)
            opened = update(saved_forms).where(*kept).values(opened_by=opened_by)
            content: str | None = connection.execute(opened.returning(_s.content)).scalar()
            return content

        content = await self._database.write(take, key=opened_by)
        return None if content is None else SavedForm(**orjson.loads(content))

    async def forget_old(self) -> None:
        """Delete what has been kept long enough."""
        now = self._clock()

        def forget(connection: Connection) -> int:
            due = select(_s.code_hash).where(_s.expires_at <= now).limit(BATCH)
            return connection.execute(delete(saved_forms).where(_s.code_hash.in_(due))).rowcount

        while await self._database.write(forget) == BATCH:
            pass


def forget_sent(connection: Connection, opened_by: str) -> None:
    """Delete the form that has become a case, in the operation that stores the case."""
    connection.execute(delete(saved_forms).where(_s.opened_by == opened_by))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
