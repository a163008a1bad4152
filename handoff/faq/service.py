"""The answers as they stand in the files now: an editor's change needs no restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from handoff.faq.content import BadFaq, read_faq
from handoff.faq.model import Entry

log = logging.getLogger(__name__)


class Faq:
    """The entries of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read the entries.

        Raises:
            BadFaq: a file cannot be used.
        """
        self._folder = folder
        self._entries = read_faq(folder)

    async def entries(self) -> Mapping[str, Entry]:
        """Return the entries by id. While a file cannot be used, what was read before stays."""
        try:
            self._entries = await asyncio.to_thread(read_faq, self._folder)
        except BadFaq:
            log.exception("the answers could not be read anew")
        return self._entries
