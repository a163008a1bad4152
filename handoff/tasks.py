"""Tasks that run in the background, and their end."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
TRIES = 5


async def end(*tasks: asyncio.Task[Any] | None) -> None:
    """Cancel tasks and wait until they have ended; None among them is passed over.

    A library may swallow one cancellation, so a task that goes on is cancelled again; after `TRIES` it is left to the
    event loop's end, and named.
    """
    pending = {task for task in tasks if task is not None and not task.done()}
    for _ in range(TRIES):
        if not pending:
            return
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=PATIENCE_S)
    log.error("tasks that do not end: %s", ", ".join(sorted(task.get_name() for task in pending)))


async def apart(compute: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a long computation returns, from a thread of its own.

    Unlike `asyncio.to_thread`, which is waited for at the end of the process: this one may take many seconds, so it is
    left behind.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(set_it: Callable[[Any], None], value: object) -> None:
        if not done.done():
            set_it(value)

    def run() -> None:
        try:
            result = compute(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            outcome: tuple[Callable[[Any], None], object] = (done.set_exception, error)
        else:
            outcome = (done.set_result, result)
        with suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits
            loop.call_soon_threadsafe(settle, *outcome)

    threading.Thread(target=run, name=getattr(compute, "__name__", "apart"), daemon=True).start()
    return await done
