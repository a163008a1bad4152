"""What the service reads from its own files again while it runs: help card, opening hours, canned replies.

Whoever holds them, holds the same ones: what is in them is renewed. Each process looks for itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from ruamel.yaml.error import YAMLError

from handoff.canned_replies.content import read_replies
from handoff.content import Content
from handoff.conversations.help_card import read_help_card
from handoff.queues.content import read_queues
from handoff.settings import Settings

log = logging.getLogger(__name__)

BROKEN = (OSError, YAMLError, ValueError, KeyError, TypeError, AttributeError)
Stamp = tuple[int, int, int] | None


class LiveTexts:
    """Renews the content of files that have changed since they were read last."""

    def __init__(self, settings: Settings, content: Content) -> None:
        self._settings = settings
        self._content = content
        paths = (settings.queues, settings.replies, settings.help)
        # What changed between the first reading and this is not missed: nothing is known of the files yet.
        self._stamps: dict[Path, Stamp] = dict.fromkeys(paths)

    async def look(self) -> bool:
        """Read what has changed; tell whether anything is another thing now.

        A file that cannot be used is named in the log once, and what was read before stays.
        """
        stamps = await asyncio.to_thread(lambda: {path: _stamp(path) for path in self._stamps})
        changed = {path for path, stamp in stamps.items() if stamp != self._stamps[path]}
        self._stamps = stamps
        done = False
        for path, renew in (
            (self._settings.queues, self._read_queues),
            (self._settings.replies, self._read_replies),
            (self._settings.help, self._read_card),
        ):
            if path in changed:
                try:
                    apply = await asyncio.to_thread(renew)
                    done = apply() or done
                except BROKEN as error:
                    log.error("%s has changed and cannot be used, what was read before stays: %s", path.name, error)  # noqa: TRY400
        return done

    def _read_queues(self) -> Callable[[], bool]:
        known, queues = self._content.queues, read_queues(self._settings.queues)

        def apply() -> bool:
            is_other = known.all() != queues.all()
            known.renew(queues)
            return is_other

        return apply

    def _read_replies(self) -> Callable[[], bool]:
        known, replies = self._content.replies, read_replies(self._settings.replies, self._content.queues)

        def apply() -> bool:
            is_other = known != replies
            if is_other:
                known.renew(replies)
            return is_other

        return apply

    def _read_card(self) -> Callable[[], bool]:
        known, card = self._content.help_card, read_help_card(self._settings.help)

        def apply() -> bool:
            is_other = known != card
            known.renew(card)
            self._content.contacts.renew(card.numbers)
            return is_other

        return apply


def _stamp(path: Path) -> Stamp:
    """Return what another file in its place would differ in."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_ino, about.st_size
