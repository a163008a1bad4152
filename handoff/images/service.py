"""Images from the upload to the deletion: the file first and then the row; the row first and then the file.

So a crash at any moment leaves a file that nothing leads to and that `upkeep` removes, never a row without its file.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import logging
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from handoff.clock import Clock
from handoff.errors import (
    BrokenImage,
    Conflict,
    LuukkuError,
    NotFound,
    TooLarge,
    TooManyImages,
    Unavailable,
    UnsupportedImage,
)
from handoff.images import store
from handoff.images.apart import ImageWorkers
from handoff.images.files import DIGITS, ImageFiles
from handoff.images.model import KEPT_UNATTACHED, Image, ImageSize, Reason, SafeImage, Unusable
from handoff.storage.database import Database

log = logging.getLogger(__name__)
T = TypeVar("T")

REFUSALS: dict[Reason, type[LuukkuError]] = {
    "unsupported": UnsupportedImage,
    "broken": BrokenImage,
    "too_large": TooLarge,
}
ASKED_AT_ONCE = 500
"""Ids that are looked for in one statement."""


class Images:
    """The images of drafts and cases.

    A draft is the form under way; its token is 32 random bytes in base64url, made by the browser and known to nobody
    else. Here it is known by its SHA-256.
    """

    def __init__(self, database: Database, folder: Path, clock: Clock) -> None:
        self._database = database
        self._files = ImageFiles(folder)
        self._workers = ImageWorkers()
        self._clock = clock
        # A process that is restarted often gets to see every folder, too.
        self._digits = itertools.cycle(DIGITS)
        for _ in range(secrets.randbelow(len(DIGITS))):
            next(self._digits)

    async def upload(self, draft: str, content: bytes) -> Image:
        """Store an image made harmless. The same image again, as after a lost answer, is the one that is there.

        Raises:
            UnsupportedImage, BrokenImage, TooLarge: it cannot be kept.
            TooManyImages: the draft has five.
            Conflict: the draft's form has been sent.
            Unavailable: database or disk is away or full, or too many images wait for their forms.
        """
        try:
            safe = await self._workers.make_safe(content)
        except Unusable as unusable:
            raise REFUSALS[unusable.reason] from unusable
        new = _new_image(safe, self._clock())
        try:
            await asyncio.to_thread(self._files.put, new.id, safe)
        except OSError as error:  # the disk is full, or away
            log.exception("an image could not be written")
            raise Unavailable from error
        key = hash_draft(draft)
        try:
            stored = await self._database.write(lambda c: store.add(c, key, new), key=key)
        except (TooManyImages, Conflict):
            await self.remove_files([new.id])
            raise
        # After any other error nobody knows whether the row is there, so the file stays until `upkeep` has looked.
        if stored.id != new.id:
            await self.remove_files([new.id])
        return stored

    async def remove(self, draft: str, image_id: str) -> None:
        """Delete an image of a form that has not been sent.

        Raises:
            NotFound: no such image, not this draft's, or sent (same error).
        """
        key = hash_draft(draft)
        await self._database.write(lambda c: store.remove(c, key, image_id), key=key)
        await self.remove_files([image_id])

    async def of_draft(self, draft: str) -> list[Image]:
        """Return the images of a form that has not been sent."""
        return await self._database.read(lambda c: store.of_draft(c, hash_draft(draft)))

    def attach(self, connection: Connection, draft: str, case_id: str) -> list[Image]:
        """Give a draft's images to a case, inside the operation that stores the case; return the case's of this draft.

        Again changes nothing. The draft's token opens none of them any more, and nothing more is uploaded with it.
        """
        return store.attach(connection, hash_draft(draft), case_id)

    def of_case(self, connection: Connection, case_id: str) -> list[Image]:
        """Return a case's images in their order, inside an operation."""
        return store.of_case(connection, case_id)

    def set_public(self, connection: Connection, case_id: str, image_id: str, *, is_public: bool) -> None:
        """Let everybody see a case's image, or no longer, inside the operation that says who has decided it.

        Raises:
            NotFound: the case has no such image.
        """
        store.set_public(connection, case_id, image_id, is_public=is_public)

    def show(self, connection: Connection, case_id: str, image_ids: Collection[str]) -> None:
        """Let everybody see these images of a case and none of its others; raises as `set_public` does."""
        for image in store.of_case(connection, case_id):
            if image.is_public and image.id not in image_ids:
                self.set_public(connection, case_id, image.id, is_public=False)
        for image_id in image_ids:
            self.set_public(connection, case_id, image_id, is_public=True)

    async def read(self, image_id: str, size: ImageSize) -> bytes:
        """Return the JPEG. Who may see it is the caller's question.

        Raises:
            NotFound: there is no such image; a file alone is none.
        """
        if not await self._database.read(lambda c: store.exists(c, image_id)):
            raise NotFound
        try:
            return await asyncio.to_thread(self._files.read, image_id, size)
        except FileNotFoundError as error:
            log.exception("no file of image %s", image_id)
            raise NotFound from error

    def delete_case(self, connection: Connection, case_id: str) -> list[str]:
        """Delete a case's images inside an operation; hand what it returns to `remove_files` once that is committed."""
        return store.delete_case(connection, case_id)

    async def remove_files(self, image_ids: Collection[str]) -> None:
        """Delete files whose rows are gone. What a crash or a full disk leaves of them, `upkeep` removes."""
        try:
            await asyncio.to_thread(self._files.remove, image_ids)
        except OSError:
            log.exception("files of images could not be removed; tried again")

    async def upkeep(self) -> None:
        """Delete images whose forms were not sent in time; and old files without a row, in one of sixteen folders."""
        before = self._clock() - KEPT_UNATTACHED
        while ids := await self._database.write(lambda c: store.delete_unattached(c, before)):
            await self.remove_files(ids)
        digit = next(self._digits)
        found = await asyncio.to_thread(self._files.old_files, digit, before)
        orphans = set(found)
        for some in _portions(sorted(found)):
            orphans -= await self._database.read(_bound(store.known, some))
        if orphans:
            log.info("removing the files of %d images that are not there", len(orphans))
            await asyncio.to_thread(_unlink, [path for orphan in orphans for path in found[orphan]])

    async def close(self) -> None:
        """End what is running."""
        await self._workers.close()


def hash_draft(token: str) -> str:
    """Return how a draft is known here."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_image(safe: SafeImage, now: datetime) -> Image:
    digest = hashlib.sha256(safe.full).hexdigest()
    # The position is given by the store.
    return Image(str(uuid4()), None, 0, safe.width, safe.height, len(safe.full), digest, now, is_public=False)


def _portions(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE)]


def _bound(ask: Callable[[Connection, Collection[str]], T], ids: Collection[str]) -> Callable[[Connection], T]:
    return lambda connection: ask(connection, ids)


def _unlink(paths: Collection[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
