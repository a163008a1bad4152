"""The database: one writer thread with natural group commit, a few reader threads.

Measured on SQLite (WAL, FULL) and PostgreSQL: a session per message costs about 490 µs, a writer that commits
whatever queued up while the last commit ran 90 µs. Waiting for a batch to fill is worse everywhere.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from handoff.errors import Unavailable

log = logging.getLogger(__name__)
T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns."""

MAX_BATCH = 500
"""Operations in one commit at most, so that the first of a flood is not kept waiting for the last."""
POSTGRESQL = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "options": "-c lock_timeout=3000 -c statement_timeout=10000",
}
"""Somebody's forgotten lock, or a server that is gone, may not hold the one writer for longer than people wait."""
READERS = 4
"""Reader threads: reads are short and SQLite's run in C; more threads only fight for the interpreter."""


@dataclass(slots=True, eq=False)
class _Write:
    operation: Callable[[Connection], Any]
    key: str
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Database:
    """All access to the database of one process.

    An operation is a function of a connection. It may be run again after a rolled-back batch, so it must do
    nothing but talk to that connection.
    """

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._writing = make_engine(url, writer=True)
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def write(self, operation: Callable[[Connection], T], *, key: str = "") -> T:
        """Run the operation in the next commit and return its result once that commit is durable.

        Args:
            operation: Changes the database through its connection; an exception undoes all of it.
            key: What it locks. A batch is ordered by it, so that two processes seldom deadlock; if they do,
                the database ends one of them and it is run again.

        Raises:
            Unavailable: the database refuses or is gone.
            Exception: whatever the operation raises.
        """
        loop = asyncio.get_running_loop()
        write = _Write(operation, key, loop, loop.create_future())
        self._queue.put(write)
        result: T = await write.future
        return result

    async def read(self, operation: Callable[[Connection], T]) -> T:
        """Run a reading operation on a thread of its own.

        Raises:
            Unavailable: the database is gone.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, operation)

    def _read(self, operation: Callable[[Connection], T]) -> T:
        try:
            with self.engine.begin() as connection:
                return operation(connection)
        except DBAPIError as error:
            raise Unavailable from error

    async def close(self) -> None:
        """Finish what is queued, then let go of every connection."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._readers.shutdown()
        self._writing.dispose()
        self.engine.dispose()

    def _run(self) -> None:
        while True:
            batch, last = self._next_batch()
            if batch:
                self._commit(batch)
                _resolve(batch)
            if last:
                return

    def _next_batch(self) -> tuple[list[_Write], bool]:
        item = self._queue.get()
        batch: list[_Write] = []
        while item is not None:
            batch.append(item)
            if len(batch) == MAX_BATCH:
                return batch, False
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _commit(self, batch: list[_Write]) -> None:
        batch.sort(key=lambda write: write.key)
        try:
            with self._writing.begin() as connection:
                for write in batch:
                    write.result = write.operation(connection)
        except Exception as error:  # noqa: BLE001 - whose error it was is found by running them apart
            if len(batch) == 1 and not isinstance(error, OperationalError):
                self._fail(batch[0], error)
            else:  # a lost connection or a deadlock is worth the second try too
                self._commit_apart(batch)

    def _commit_apart(self, batch: list[_Write]) -> None:
        for write in batch:
            try:
                with self._writing.begin() as connection:
                    write.result = write.operation(connection)
            except Exception as error:  # noqa: BLE001 - goes to the caller
                self._fail(write, error)

    def _fail(self, write: _Write, error: Exception) -> None:
        if isinstance(error, SQLAlchemyError):
            log.error("write refused by the database", exc_info=error)
            write.error = Unavailable()
            write.error.__cause__ = error
        else:
            write.error = error


def _resolve(batch: Iterable[_Write]) -> None:
    """Hand results over, waking each event loop once a batch."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Write]] = {}
    for write in batch:
        by_loop.setdefault(write.loop, []).append(write)
    for loop, writes in by_loop.items():
        try:
            loop.call_soon_threadsafe(_set_results, writes)
        except RuntimeError:  # the loop is closed: nobody waits any more
            log.warning("results of %d writes had no reader", len(writes))


def _set_results(writes: list[_Write]) -> None:
    for write in writes:
        if write.future.done():  # the caller was cancelled; the write holds all the same
            continue
        if write.error is not None:
            write.future.set_exception(write.error)
        else:
            write.future.set_result(write.result)


class _WithIndexHints(SQLiteCompiler):
    """Writes what `Select.with_hint` says of a table behind its name, as in `cases INDEXED BY …`."""

    def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
        return text


def make_engine(url: str, *, writer: bool = False) -> Engine:
    """Return an engine. SQLite: WAL, fsync at every commit, foreign keys; a writer locks at BEGIN.

    Parameters stay out of errors and logs: they are what citizens have written.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_size=1 if writer else READERS,
            max_overflow=1,
            pool_pre_ping=not writer,
            connect_args=POSTGRESQL,
            hide_parameters=True,
        )
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, hide_parameters=True)

    engine.dialect.statement_compiler = _WithIndexHints

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine
