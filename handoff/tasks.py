"""Ending tasks that run in the background."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

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
