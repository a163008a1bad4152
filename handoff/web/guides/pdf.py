"""A checklist as a PDF that a screen reader can read: tagged, with its language and title, after PDF/UA-1."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import orjson

from handoff.errors import Unavailable
from handoff.tasks import apart
from handoff.web.guides.sheet import Sheet
from handoff.words import Words

TEMPLATE = Path(__file__).parent / "checklist.typ"
PATIENCE_S = 10.0
"""A checklist takes a fiftieth of a second; a busy machine may take a hundred times as long."""
AT_ONCE = 1
KEPT = 64
"""Documents of some 50 kB: what is asked for often is made once."""


def typeset(sheet: bytes) -> bytes:
    """Return the PDF of a checklist, given as JSON. Nothing of the machine's own fonts or files gets into it."""
    import typst  # noqa: PLC0415 - 30 MB that most processes never need

    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"sheet": sheet.decode()},
    )


class Press:
    """Makes PDFs, one at a time, beside the event loop."""

    def __init__(self, make: Callable[[bytes], bytes] = typeset, patience_s: float = PATIENCE_S) -> None:
        self._make = make
        self._patience_s = patience_s
        self._free = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._running: set[asyncio.Task[bytes]] = set()

    async def pdf(self, sheet: Sheet, words: Words, city: str) -> bytes:
        """Return the document.

        Raises:
            Unavailable: it was not ready in time.
        """
        told = {name: words[name] for name in ("situation", "ask", "address")}
        content = orjson.dumps({**asdict(sheet), "words": told, "city": city})
        if content in self._kept:
            self._kept.move_to_end(content)
            return self._kept[content]
        try:
            async with asyncio.timeout(self._patience_s):
                await self._free.acquire()
                # Whoever goes away or gives up leaves it running: its place is free only when it has ended.
                made = await asyncio.shield(self._start(content))
        except TimeoutError as error:
            raise Unavailable from error
        self._kept[content] = made
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made

    def _start(self, content: bytes) -> asyncio.Task[bytes]:
        task = asyncio.get_running_loop().create_task(apart(self._make, content), name="pdf")
        self._running.add(task)
        task.add_done_callback(self._end)
        return task

    def _end(self, task: asyncio.Task[bytes]) -> None:
        self._running.discard(task)
        self._free.release()
        if not task.cancelled():
            task.exception()  # who waits gets it; nobody waiting is no news
