"""The guides as they stand in the files now: an editor's change needs no restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from handoff.faq.content import BadFaq
from handoff.guides.content import read_guides
from handoff.guides.model import Guide

log = logging.getLogger(__name__)


class Guides:
    """The guides of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read the guides.

        Raises:
            BadFaq: a file cannot be used.
        """
        self._folder = folder
        self._guides = read_guides(folder)

    async def all(self) -> Mapping[str, Guide]:
        """Return the guides by id. While a file cannot be used, what was read before stays."""
        try:
            self._guides = await asyncio.to_thread(read_guides, self._folder)
        except BadFaq:
            log.exception("the guides could not be read anew")
        return self._guides

    async def of_topic(self, topic: str) -> list[Guide]:
        """Return the guides that an answer's topic belongs to."""
        return [guide for guide in (await self.all()).values() if topic in guide.topics]
